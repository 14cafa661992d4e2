//! The SQL of files.

use base::{Problem, Tx};
use uuid::Uuid;

use super::File;

pub(super) async fn insert(tx: &mut Tx, file: &File) -> Result<(), Problem> {
    let (tenant, by) = (tx.tenant_id(), tx.actor().user_id());
    sqlx::query(
        "insert into files (tenant_id, id, name, content_type, size_bytes, hash, created_by,
            created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant)
    .bind(file.id)
    .bind(&file.name)
    .bind(&file.content_type)
    .bind(file.size_bytes)
    .bind(&file.hash)
    .bind(by)
    .bind(file.created_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<File>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select id, name, content_type, size_bytes, hash, created_at from files
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?)
}

pub(super) async fn delete(tx: &mut Tx, ids: &[Uuid]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from files where tenant_id = $1 and id = any($2)")
        .bind(tenant)
        .bind(ids)
        .execute(tx.conn())
        .await?;
    Ok(())
}
