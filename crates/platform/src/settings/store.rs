//! The SQL of settings.

use base::{Lang, Problem, Tx};
use serde_json::Value;

pub(super) async fn get(tx: &mut Tx, key: &str) -> Result<Option<Value>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar("select value from settings where tenant_id = $1 and key = $2")
        .bind(tenant)
        .bind(key)
        .fetch_optional(tx.conn())
        .await?)
}

pub(super) async fn put(tx: &mut Tx, key: &str, value: &Value) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into settings (tenant_id, key, value) values ($1, $2, $3)
         on conflict (tenant_id, key) do update set value = excluded.value",
    )
    .bind(tenant)
    .bind(key)
    .bind(value)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// From the row and not from memory: the profile must be the one of this moment.
pub(super) async fn name_and_lang(tx: &mut Tx) -> Result<(String, Lang), Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as("select name, lang from tenants where id = $1")
        .bind(tenant)
        .fetch_one(tx.conn())
        .await?)
}

pub(super) async fn set_name_and_lang(tx: &mut Tx, name: &str, lang: Lang) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("update tenants set name = $2, lang = $3 where id = $1")
        .bind(tenant)
        .bind(name)
        .bind(lang)
        .execute(tx.conn())
        .await?;
    Ok(())
}
