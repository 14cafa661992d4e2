//! The SQL of saved views.

use base::{Problem, Tx};
use uuid::Uuid;

use super::SavedView;

pub(super) async fn of_list(
    tx: &mut Tx,
    list: &str,
    user: Uuid,
) -> Result<Vec<SavedView>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select id, user_id, list, name, query, shared from saved_views
         where tenant_id = $1 and list = $2 and (user_id = $3 or shared)
         order by created_at, id limit 30",
    )
    .bind(tenant)
    .bind(list)
    .bind(user)
    .fetch_all(tx.conn())
    .await?)
}

pub(super) async fn insert(tx: &mut Tx, view: &SavedView) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "insert into saved_views (tenant_id, id, user_id, list, name, query, shared, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant)
    .bind(view.id)
    .bind(view.user_id)
    .bind(&view.list)
    .bind(&view.name)
    .bind(&view.query)
    .bind(view.shared)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn delete(
    tx: &mut Tx,
    id: Uuid,
    user: Uuid,
) -> Result<Option<SavedView>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "delete from saved_views where tenant_id = $1 and id = $2 and user_id = $3
         returning id, user_id, list, name, query, shared",
    )
    .bind(tenant)
    .bind(id)
    .bind(user)
    .fetch_optional(tx.conn())
    .await?)
}
