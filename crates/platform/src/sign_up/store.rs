//! The SQL of sign-up.

use base::{Problem, Tenant, Timestamp, Tx};

/// When a trial that begins now ends; none for a plan without one.
pub(super) async fn trial_end(tx: &mut Tx, plan: &str) -> Result<Option<Timestamp>, Problem> {
    let now = tx.now();
    Ok(sqlx::query_scalar(
        "select $2::timestamptz + make_interval(days => trial_days) from plans
         where id = $1 and trial_days > 0",
    )
    .bind(plan)
    .bind(now)
    .fetch_optional(tx.conn())
    .await?)
}

/// False when the subdomain belongs to somebody else.
pub(super) async fn insert_tenant(
    tx: &mut Tx,
    tenant: &Tenant,
    time_zone: &str,
) -> Result<bool, Problem> {
    let now = tx.now();
    let inserted = sqlx::query(
        "insert into tenants (id, slug, name, country, currency, lang, time_zone, plan_id,
            trial_ends_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (slug) do nothing",
    )
    .bind(tenant.id.uuid())
    .bind(&tenant.slug)
    .bind(&tenant.name)
    .bind(tenant.country)
    .bind(tenant.currency.code())
    .bind(tenant.lang)
    .bind(time_zone)
    .bind(&tenant.plan)
    .bind(tenant.trial_ends_at)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(inserted.rows_affected() == 1)
}
