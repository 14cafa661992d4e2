//! The SQL that every transaction shares.

use std::time::Duration;

use http::StatusCode;
use sqlx::PgConnection;
use uuid::Uuid;

use super::pending::Pending;
use super::{Reason, Tx, Writes};
use crate::problem::Replay;
use crate::request::IdempotencyKey;
use crate::{Problem, Timestamp};

// BEGIN and the fence travel in one round trip. The id is a UUID and the reason a constant,
// so there is nothing to inject.
pub(super) fn begin(tenant: Uuid) -> String {
    format!("begin; select set_config('app.tenant_id', '{tenant}', true)")
}

/// As [`begin`], and what is planned is planned once a connection. The planner would think anew
/// each time about statements that touch a handful of rows by their keys, and think longer than
/// they take. Not for large files: how a thousand rows are best joined depends on their number.
pub(super) fn begin_document(tenant: Uuid) -> String {
    format!(
        "begin; select set_config('app.tenant_id', '{tenant}', true), \
         set_config('plan_cache_mode', 'force_generic_plan', true), \
         set_config('app.document', 'yes', true)"
    )
}

pub(super) fn begin_read(tenant: Uuid) -> String {
    format!("begin read only; select set_config('app.tenant_id', '{tenant}', true)")
}

pub(super) fn begin_system(reason: Reason) -> String {
    format!(
        "begin; select set_config('app.tenant_id', '{}', true), \
         set_config('app.system', '{}', true)",
        Uuid::nil(),
        reason.name()
    )
}

pub(super) async fn set_tenant(conn: &mut PgConnection, tenant: Uuid) -> Result<(), Problem> {
    sqlx::query("select set_config('app.tenant_id', $1, true)")
        .bind(tenant.to_string())
        .execute(conn)
        .await?;
    Ok(())
}

/// The answer to the first run of a command.
pub(super) struct StoredAnswer {
    request_hash: Vec<u8>,
    status: Option<i16>,
    location: Option<String>,
    body: Option<Vec<u8>>,
}

impl StoredAnswer {
    pub(super) fn into_problem(self, request_hash: &[u8]) -> Problem {
        if self.request_hash != request_hash {
            return Problem::conflict("key_reused");
        }
        let status = self.status.and_then(|s| StatusCode::from_u16(u16::try_from(s).ok()?).ok());
        let (location, body) = (self.location, self.body.unwrap_or_default());
        match status {
            Some(status) => Problem::replay(Replay { status, location, body }),
            None => Problem::conflict("key_reused"),
        }
    }
}

/// What came of claiming a key.
pub(super) enum Claim {
    /// Nobody used it before; with the version of what the company has set up.
    First { setup: Option<Uuid> },
    /// It was used, and this was the answer.
    Again(StoredAnswer),
}

/// Claims the key, waiting for a transaction that holds it.
pub(super) async fn claim_key(tx: &mut Tx, key: &IdempotencyKey) -> Result<Claim, Problem> {
    let (tenant, now, hash) = (tx.tenant_id(), tx.now(), key.request_hash()?);
    let first: Option<(Option<Uuid>,)> = sqlx::query_as(
        "insert into idempotency_keys (tenant_id, key, request_hash, created_at)
         values ($1, $2, $3, $4) on conflict do nothing
         returning (select version from setup_versions where tenant_id = $1)",
    )
    .bind(tenant)
    .bind(&key.key)
    .bind(hash)
    .bind(now)
    .fetch_optional(tx.conn())
    .await?;
    if let Some((setup,)) = first {
        return Ok(Claim::First { setup });
    }
    type Row = (Vec<u8>, Option<i16>, Option<String>, Option<Vec<u8>>);
    let (request_hash, status, location, body): Row = sqlx::query_as(
        "select request_hash, status, location, body from idempotency_keys
         where tenant_id = $1 and key = $2",
    )
    .bind(tenant)
    .bind(&key.key)
    .fetch_one(tx.conn())
    .await?;
    Ok(Claim::Again(StoredAnswer { request_hash, status, location, body }))
}

/// How long a repeated command gets the answer to the first: those who work without a connection
/// may come back late.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

pub(super) async fn forget_answers(tx: &mut Tx) -> Result<bool, Problem> {
    const MOST: u32 = 10_000;
    let (tenant, before) = (tx.tenant_id(), tx.now().minus(KEPT));
    let gone = sqlx::query(
        "delete from idempotency_keys where tenant_id = $1 and key = any(array(
            select key::text from idempotency_keys
            where tenant_id = $1 and created_at < $2 limit $3))",
    )
    .bind(tenant)
    .bind(before)
    .bind(i64::from(MOST))
    .execute(tx.conn())
    .await?;
    Ok(gone.rows_affected() == u64::from(MOST))
}

/// The version of what the company has set up.
pub(super) async fn setup_version(tx: &mut Tx) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let version = sqlx::query_scalar("select version from setup_versions where tenant_id = $1")
        .bind(tenant)
        .fetch_optional(tx.conn())
        .await?;
    Ok(version)
}

/// Adds audit rows, events, jobs and the answer under its key to what is written.
pub(super) fn write_pending(tx: &Tx, pending: Pending, writes: &mut Writes) {
    let Pending { audit, events, jobs, answer } = pending;
    let (tenant, now) = (tx.tenant_id(), tx.now());
    if !audit.is_empty() {
        let actor = tx.actor();
        writes
            .part(AUDIT)
            .bind(tenant)
            .bind(now)
            .bind(actor.user_id())
            .bind(actor.name())
            .bind(actor.ip.map(|ip| ip.to_string()))
            .bind(&actor.request_id)
            .bind(audit);
    }
    if !events.is_empty() {
        writes.part(EVENTS).bind(tenant).bind(now).bind(events);
    }
    if !jobs.is_empty() {
        let run_at: Vec<Timestamp> = jobs.iter().map(|j| j.run_at.unwrap_or(now)).collect();
        writes
            .part(JOBS)
            .bind(tenant)
            .bind(now)
            .bind(jobs.iter().map(|_| Uuid::now_v7()).collect::<Vec<_>>())
            .bind(jobs.iter().map(|r| r.kind).collect::<Vec<_>>())
            .bind(jobs.iter().map(|r| r.payload.clone()).collect::<Vec<_>>())
            .bind(jobs.iter().map(|r| r.unique_key.clone()).collect::<Vec<_>>())
            .bind(run_at)
            .bind(jobs.iter().map(|r| r.max_attempts).collect::<Vec<_>>());
    }
    if let Some(answer) = answer {
        writes
            .part(ANSWER)
            .bind(tenant)
            .bind(answer.key)
            .bind(answer.status)
            .bind(answer.location)
            .bind(answer.body);
    }
}

const AUDIT: &str = "audit as (
        insert into audit_log (tenant_id, id, at, actor_id, actor_name, ip, request_id,
            action, subject_type, subject_id, changes)
        select $1, r.id, $2, $3, $4, $5, $6, r.action, r.subject_type, r.subject_id, r.changes
        from unnest($7::audit_row[]) as r
    )";

const EVENTS: &str = "happened as (
        insert into events (tenant_id, id, at, topic, subject_id, payload)
        select $1, r.id, $2, r.topic, r.subject_id, r.payload
        from unnest($3::event_row[]) as r
    )";

const JOBS: &str = "enqueued as (
        insert into jobs (tenant_id, id, kind, payload, unique_key, run_at, max_attempts,
            created_at)
        select $1, r.id, r.kind, r.payload, r.unique_key, r.run_at, r.max_attempts, $2
        from unnest($3::uuid[], $4::text[], $5::jsonb[], $6::text[], $7::timestamptz[],
            $8::int[]) as r(id, kind, payload, unique_key, run_at, max_attempts)
        on conflict (tenant_id, kind, unique_key)
            where state = 'queued' and unique_key is not null do nothing
    )";

const ANSWER: &str = "answered as (
        update idempotency_keys set status = $3, location = $4, body = $5
        where tenant_id = $1 and key = $2
    )";
