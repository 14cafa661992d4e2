//! The tree of categories.

use base::{Problem, Tx};
use uuid::Uuid;

use crate::catalog::category::Category;

pub(in crate::catalog) async fn categories(tx: &mut Tx) -> Result<Vec<Category>, Problem> {
    let tenant = tx.tenant_id();
    let sql = "select id, parent_id, name, position, version from categories
        where tenant_id = $1 order by position, id limit 2000";
    Ok(sqlx::query_as(sql).bind(tenant).fetch_all(tx.conn()).await?)
}

pub(in crate::catalog) async fn category(
    tx: &mut Tx,
    id: Uuid,
    lock: bool,
) -> Result<Option<Category>, Problem> {
    let tenant = tx.tenant_id();
    let sql = if lock {
        "select id, parent_id, name, position, version from categories
         where tenant_id = $1 and id = $2 for update"
    } else {
        "select id, parent_id, name, position, version from categories
         where tenant_id = $1 and id = $2"
    };
    Ok(sqlx::query_as(sql).bind(tenant).bind(id).fetch_optional(tx.conn()).await?)
}

/// Waits for whoever changes the company's tree now.
pub(in crate::catalog) async fn lock_tree(tx: &mut Tx) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select pg_advisory_xact_lock(hashtextextended('categories ' || $1::text, 0))")
        .bind(tenant)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(in crate::catalog) async fn insert_category(
    tx: &mut Tx,
    category: &Category,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into categories (tenant_id, id, parent_id, name, position, version)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tenant)
    .bind(category.id)
    .bind(category.parent_id)
    .bind(&category.name)
    .bind(category.position)
    .bind(category.version)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::catalog) async fn save_category(
    tx: &mut Tx,
    category: &Category,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update categories set parent_id = $3, name = $4, position = $5, version = $6
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(category.id)
    .bind(category.parent_id)
    .bind(&category.name)
    .bind(category.position)
    .bind(category.version)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::catalog) async fn delete_category(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let deleted = sqlx::query("delete from categories where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await;
    match deleted {
        Err(error) => match error.as_database_error().map(|e| e.is_foreign_key_violation()) {
            Some(true) => Err(Problem::conflict("category_in_use")),
            _ => Err(error.into()),
        },
        Ok(_) => Ok(()),
    }
}

/// A category with everything below it; empty when the company has none such.
pub(in crate::catalog) async fn subtree(tx: &mut Tx, top: Uuid) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let ids = sqlx::query_scalar(
        "with recursive below (id) as (
            select id from categories where tenant_id = $1 and id = $2
            union
            select c.id from categories c join below b on c.parent_id = b.id
            where c.tenant_id = $1
        )
        select id from below limit 2000",
    )
    .bind(tenant)
    .bind(top)
    .fetch_all(tx.conn())
    .await?;
    Ok(ids)
}
