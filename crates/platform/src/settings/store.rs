//! The SQL of settings.

use base::{Lang, Problem, Tx};
use serde_json::Value;

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

/// What is kept under the key, with the company's name and language. From the row and not from
/// memory: the profile must be the one of this moment.
pub(super) async fn with_name_and_lang(
    tx: &mut Tx,
    key: &str,
) -> Result<(String, Lang, Option<Value>), Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select t.name, t.lang, s.value from tenants t
         left join settings s on s.tenant_id = t.id and s.key = $2
         where t.id = $1",
    );
    Ok(found.bind(tenant).bind(key).fetch_one(tx.conn()).await?)
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
