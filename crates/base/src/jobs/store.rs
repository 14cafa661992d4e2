//! The SQL of jobs and schedules.

use uuid::Uuid;

use super::NewJob;
use super::console::JobRow;
use super::run::{LEASE_S, Taken};
use crate::{Problem, Timestamp, Tx};

type TakenRow = (Uuid, Uuid, String, serde_json::Value, i32, i32);

/// Takes ready jobs, and those whose worker stopped renewing its lease.
pub(super) async fn take(tx: &mut Tx, worker: &str, most: i64) -> Result<Vec<Taken>, Problem> {
    let now = tx.now();
    let rows: Vec<TakenRow> = sqlx::query_as(
        "with ready as (
            select tenant_id, id from jobs
            where (state = 'queued' and run_at <= $1)
               or (state = 'running' and locked_until < $1)
            order by run_at limit $2 for update skip locked
        )
        update jobs j set state = 'running', attempts = attempts + 1, locked_by = $3,
            locked_until = $1 + make_interval(secs => $4)
        from ready r where j.tenant_id = r.tenant_id and j.id = r.id
        returning j.tenant_id, j.id, j.kind, j.payload, j.attempts, j.max_attempts",
    )
    .bind(now)
    .bind(most)
    .bind(worker)
    .bind(f64::from(i32::try_from(LEASE_S).unwrap_or(20)))
    .fetch_all(tx.conn())
    .await?;
    let taken = |(tenant_id, id, kind, payload, attempts, max_attempts)| Taken {
        tenant_id,
        id,
        kind,
        payload,
        attempts,
        max_attempts,
    };
    Ok(rows.into_iter().map(taken).collect())
}

pub(super) async fn renew(tx: &mut Tx, worker: &str, job: &Taken) -> Result<(), Problem> {
    let now = tx.now();
    sqlx::query(
        "update jobs set locked_until = $4 + make_interval(secs => $5)
         where tenant_id = $1 and id = $2 and locked_by = $3 and state = 'running'",
    )
    .bind(job.tenant_id)
    .bind(job.id)
    .bind(worker)
    .bind(now)
    .bind(f64::from(i32::try_from(LEASE_S).unwrap_or(20)))
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, job: &Taken) -> Result<(), Problem> {
    sqlx::query("delete from jobs where tenant_id = $1 and id = $2")
        .bind(job.tenant_id)
        .bind(job.id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Back into the queue for `next`, or dead when there is no next time. A queued job with the
/// same unique key does the same work, so then this one is dropped.
pub(super) async fn fail(
    tx: &mut Tx,
    job: &Taken,
    next: Option<Timestamp>,
    error: &str,
) -> Result<(), Problem> {
    sqlx::query(
        "delete from jobs j where j.tenant_id = $1 and j.id = $2 and $3
            and exists (select from jobs o where o.tenant_id = $1 and o.kind = j.kind
                and o.unique_key = j.unique_key and o.state = 'queued')",
    )
    .bind(job.tenant_id)
    .bind(job.id)
    .bind(next.is_some())
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "update jobs set state = case when $3::timestamptz is null then 'dead' else 'queued' end,
            run_at = coalesce($3, run_at), last_error = left($4, 2000),
            locked_by = null, locked_until = null
         where tenant_id = $1 and id = $2",
    )
    .bind(job.tenant_id)
    .bind(job.id)
    .bind(next)
    .bind(error)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn unfinished(tx: &mut Tx) -> Result<Vec<JobRow>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select id, kind, state, attempts, run_at, created_at, last_error from jobs
         where tenant_id = $1 order by (state = 'dead') desc, id desc limit 200",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?)
}

pub(super) async fn requeue(tx: &mut Tx, id: Uuid) -> Result<bool, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let done = sqlx::query(
        "update jobs set state = 'queued', run_at = $3, attempts = 0, unique_key = null
         where tenant_id = $1 and id = $2 and state = 'dead'",
    )
    .bind(tenant)
    .bind(id)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn discard(tx: &mut Tx, id: Uuid) -> Result<Option<String>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "delete from jobs where tenant_id = $1 and id = $2 and state = 'dead' returning kind",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?)
}

pub(super) async fn counts(tx: &mut Tx) -> Result<(i64, i64), Problem> {
    Ok(sqlx::query_as(
        "select count(*) filter (where state <> 'dead'), count(*) filter (where state = 'dead')
         from jobs",
    )
    .fetch_one(tx.conn())
    .await?)
}

/// True when the schedule was due and is now ours. The first look only plants the row.
pub(super) async fn claim_schedule(
    tx: &mut Tx,
    name: &str,
    next: Timestamp,
) -> Result<bool, Problem> {
    let now = tx.now();
    let planted = sqlx::query(
        "insert into schedules (name, next_run_at) values ($1, $2) on conflict do nothing",
    )
    .bind(name)
    .bind(next)
    .execute(tx.conn())
    .await?;
    if planted.rows_affected() == 1 {
        return Ok(true);
    }
    let claimed = sqlx::query(
        "update schedules set last_run_at = $2, next_run_at = $3
         where name = (select name from schedules where name = $1 and next_run_at <= $2
            for update skip locked)",
    )
    .bind(name)
    .bind(now)
    .bind(next)
    .execute(tx.conn())
    .await?;
    Ok(claimed.rows_affected() == 1)
}

pub(super) async fn enqueue_for_all(
    tx: &mut Tx,
    job: &NewJob,
    per_tenant: bool,
) -> Result<(), Problem> {
    let now = tx.now();
    sqlx::query(
        "insert into jobs (tenant_id, id, kind, payload, unique_key, run_at, max_attempts,
            created_at)
         select t.id, gen_random_uuid(), $1, $2, $3, $4, $5, $4 from (
            select id from tenants where $6 and state = 'active'
            union all select '00000000-0000-0000-0000-000000000000'::uuid where not $6) t
         on conflict (tenant_id, kind, unique_key)
            where state = 'queued' and unique_key is not null do nothing",
    )
    .bind(job.kind)
    .bind(&job.payload)
    .bind(&job.unique_key)
    .bind(now)
    .bind(job.max_attempts)
    .bind(per_tenant)
    .execute(tx.conn())
    .await?;
    Ok(())
}

type ScheduleTimes = (String, Option<Timestamp>, Timestamp);

pub(super) async fn schedule_times(tx: &mut Tx) -> Result<Vec<ScheduleTimes>, Problem> {
    Ok(sqlx::query_as("select name, last_run_at, next_run_at from schedules limit 1000")
        .fetch_all(tx.conn())
        .await?)
}
