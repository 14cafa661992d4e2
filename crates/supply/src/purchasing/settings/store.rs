//! The SQL of the settings of buying.

use base::{Problem, Tx};

const KEY: &str = "purchasing";

pub(super) async fn limit(tx: &mut Tx) -> Result<Option<i64>, Problem> {
    let tenant = tx.tenant_id();
    let found: Option<Option<i64>> = sqlx::query_scalar(
        "select (value ->> 'own_approval_limit')::bigint from settings
         where tenant_id = $1 and key = $2",
    )
    .bind(tenant)
    .bind(KEY)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.flatten())
}

pub(super) async fn set_limit(tx: &mut Tx, limit: Option<i64>) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into settings (tenant_id, key, value)
         values ($1, $2, jsonb_build_object('own_approval_limit', $3::bigint))
         on conflict (tenant_id, key) do update set value = settings.value || excluded.value",
    )
    .bind(tenant)
    .bind(KEY)
    .bind(limit)
    .execute(tx.conn())
    .await?;
    Ok(())
}
