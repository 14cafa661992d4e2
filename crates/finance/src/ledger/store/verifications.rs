//! The SQL of verification runs.

use base::{Offender, Problem, Tx};
use uuid::Uuid;

use super::super::verifications::Verification;

const COLUMNS: &str = "v.id, v.started_at, v.finished_at, v.actor_id, u.name as actor_name,
    v.check_name, v.done, v.checks, v.ok, v.offender_kind, v.offender_id, v.detail
    from ledger_verifications v
    left join users u on u.tenant_id = v.tenant_id and u.id = v.actor_id
    where v.tenant_id = $1";

pub(in super::super) async fn begin_verification(
    tx: &mut Tx,
    id: Uuid,
    checks: usize,
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into ledger_verifications (tenant_id, id, started_at, actor_id, checks)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(tenant)
    .bind(id)
    .bind(now)
    .bind(actor)
    .bind(i32::try_from(checks).map_err(Problem::internal)?)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Says which check is asked now, and how many were before it.
pub(in super::super) async fn told_verification(
    tx: &mut Tx,
    id: Uuid,
    check: &str,
    done: i32,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update ledger_verifications set check_name = $3, done = $4
         where tenant_id = $1 and id = $2 and finished_at is null",
    )
    .bind(tenant)
    .bind(id)
    .bind(check)
    .bind(done)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn finish_verification(
    tx: &mut Tx,
    id: Uuid,
    found: Option<(&str, &Offender)>,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let offender = found.map(|(_, offender)| offender);
    sqlx::query(
        "update ledger_verifications set finished_at = $3, ok = $4::text is null,
            check_name = $4, offender_kind = $5, offender_id = $6, detail = $7,
            done = case when $4::text is null then checks else done end
         where tenant_id = $1 and id = $2 and finished_at is null",
    )
    .bind(tenant)
    .bind(id)
    .bind(now)
    .bind(found.map(|(check, _)| check))
    .bind(offender.map(|o| o.kind))
    .bind(offender.map(|o| o.id.as_str()))
    .bind(offender.map_or("", |o| o.detail.as_str()))
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn verification(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<Verification>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(sqlx::AssertSqlSafe(format!("select {COLUMNS} and v.id = $2")))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    Ok(found)
}

pub(in super::super) async fn verifications(tx: &mut Tx) -> Result<Vec<Verification>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("select {COLUMNS} order by v.started_at desc, v.id desc limit 30");
    let found = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await?;
    Ok(found)
}

pub(in super::super) async fn last_verification(
    tx: &mut Tx,
) -> Result<Option<Verification>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {COLUMNS} and v.ok is not null order by v.started_at desc, v.id desc limit 1"
    );
    let found =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_optional(tx.conn()).await?;
    Ok(found)
}

/// Over all companies, by the policy `installation_counts`: those whose last finished run found
/// something. Runs that did are few, and have an index of their own.
pub(in super::super) async fn failing(tx: &mut Tx) -> Result<i64, Problem> {
    let failing = sqlx::query_scalar(
        "select count(distinct f.tenant_id) from ledger_verifications f
         where not f.ok and not exists (
            select from ledger_verifications o
            where o.tenant_id = f.tenant_id and o.ok and o.started_at > f.started_at
         )",
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(failing)
}
