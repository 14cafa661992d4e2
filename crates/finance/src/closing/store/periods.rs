//! Months: their locks, their state, what they were closed with.

use base::{Date, Id, Problem, Timestamp, Tx};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::super::month::{Lockers, Month, MonthLock, PastClose};
use crate::ledger::{self, Module};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    starts: Date,
    ends: Date,
    state: String,
    locked: Vec<String>,
    locked_by: Json<Lockers>,
    closed_at: Option<Timestamp>,
    closed_by: String,
    version: i32,
}

impl Row {
    fn into_month(self) -> Month {
        let lock = |module: &Module| {
            let name = module.name();
            self.locked.iter().any(|locked| locked == name).then(|| {
                let who = self.locked_by.0.get(name);
                let by = who.map(|who| who.by.clone()).unwrap_or_default();
                MonthLock { module: *module, by, at: who.map(|who| who.at) }
            })
        };
        Month {
            starts: self.starts,
            ends: self.ends,
            id: Some(self.id),
            closed: self.state != "open",
            locks: Module::ALL.iter().filter_map(lock).collect(),
            closed_at: self.closed_at,
            closed_by: self.closed_by,
            version: self.version,
        }
    }
}

/// The months that begin on these days, as far as anything was done with them.
pub(in super::super) async fn of(tx: &mut Tx, firsts: &[Date]) -> Result<Vec<Month>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<Row> = sqlx::query_as(
        "select id, starts, ends, state, locked, locked_by, closed_at, closed_by, version
         from periods where tenant_id = $1 and starts = any($2) order by starts limit 200",
    )
    .bind(tenant)
    .bind(firsts)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Row::into_month).collect())
}

/// Makes the rows of all months from the first to the last where there are none.
pub(in super::super) async fn begin_through(
    tx: &mut Tx,
    first: Date,
    last: Date,
) -> Result<(), Problem> {
    let mut firsts = Vec::new();
    let mut at = first;
    // The ledger reaches five years back and as far ahead.
    while at <= last && firsts.len() < 240 {
        firsts.push(at);
        at = at.plus_months(1).map_err(Problem::internal)?;
    }
    ledger::open_months(tx, &firsts).await
}

/// Holds a month until the commit: no posting into it is under way, and none begins.
pub(in super::super) async fn hold(tx: &mut Tx, starts: Date) -> Result<Option<Lockers>, Problem> {
    let tenant = tx.tenant_id();
    let found: Option<Json<Lockers>> = sqlx::query_scalar(
        "select locked_by from periods where tenant_id = $1 and starts = $2 for update",
    )
    .bind(tenant)
    .bind(starts)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.map(|lockers| lockers.0))
}

pub(in super::super) async fn set_locks(
    tx: &mut Tx,
    id: Uuid,
    lockers: &Lockers,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let locked: Vec<&str> = lockers.keys().map(String::as_str).collect();
    sqlx::query(
        "update periods set locked = $3, locked_by = $4, version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(locked)
    .bind(Json(lockers))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The first day of the month of the first entry.
pub(in super::super) async fn first_month(tx: &mut Tx) -> Result<Option<Date>, Problem> {
    let tenant = tx.tenant_id();
    let first: Option<Date> =
        sqlx::query_scalar("select min(effective_date) from entries where tenant_id = $1")
            .bind(tenant)
            .fetch_one(tx.conn())
            .await?;
    Ok(first.map(Date::first_of_month))
}

/// The first open month from the first entry's up to, and without, this one.
pub(in super::super) async fn first_open(
    tx: &mut Tx,
    first: Date,
    before: Date,
) -> Result<Option<Date>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select starts from periods where tenant_id = $1 and starts >= $2 and starts < $3
            and state = 'open' order by starts limit 1",
    )
    .bind(tenant)
    .bind(first)
    .bind(before)
    .fetch_optional(tx.conn())
    .await?)
}

/// Closes a month, and those before the first entry with it.
pub(in super::super) async fn set_closed(
    tx: &mut Tx,
    starts: Date,
    first: Date,
) -> Result<(), Problem> {
    let (tenant, now, by) = (tx.tenant_id(), tx.now(), tx.actor().name().to_owned());
    sqlx::query(
        "update periods set state = 'hard', closed_at = $4, closed_by = $5, version = version + 1
         where tenant_id = $1 and state = 'open' and (starts = $2 or starts < $3)",
    )
    .bind(tenant)
    .bind(starts)
    .bind(first)
    .bind(now)
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Holds every closed month from this one on, the earliest first.
pub(in super::super) async fn hold_closed_from(
    tx: &mut Tx,
    starts: Date,
) -> Result<Vec<(Date, Uuid)>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select starts, id from periods where tenant_id = $1 and starts >= $2 and state = 'hard'
         order by starts limit 1000 for update",
    )
    .bind(tenant)
    .bind(starts)
    .fetch_all(tx.conn())
    .await?)
}

pub(in super::super) async fn set_open(tx: &mut Tx, ids: &[Uuid]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update periods set state = 'open', closed_at = null, closed_by = '',
            version = version + 1
         where tenant_id = $1 and id = any($2)",
    )
    .bind(tenant)
    .bind(ids)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What is done to a month, as it is kept for ever.
pub(in super::super) enum Act<'a> {
    /// It is closed with this checklist.
    Close {
        /// The rows with their sentences.
        checklist: &'a Value,
    },
    /// It is opened again.
    Reopen {
        /// Why.
        reason: &'a str,
    },
}

pub(in super::super) async fn record(
    tx: &mut Tx,
    periods: &[Uuid],
    act: Act<'_>,
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().clone());
    let ids: Vec<Uuid> = periods.iter().map(|_| Id::<PastClose>::new().uuid()).collect();
    let empty = Value::Array(Vec::new());
    let (action, checklist, reason) = match act {
        Act::Close { checklist } => ("close", checklist, ""),
        Act::Reopen { reason } => ("reopen", &empty, reason),
    };
    sqlx::query(
        "insert into period_closings (tenant_id, id, period_id, action, at, actor_id, actor_name,
            checklist, reason)
         select $1, r.id, r.period_id, $4, $5, $6, $7, $8, $9
         from unnest($2::uuid[], $3::uuid[]) as r (id, period_id)",
    )
    .bind(tenant)
    .bind(ids)
    .bind(periods)
    .bind(action)
    .bind(now)
    .bind(actor.user_id())
    .bind(actor.name())
    .bind(checklist)
    .bind(reason)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn history(
    tx: &mut Tx,
    period: Uuid,
) -> Result<Vec<PastClose>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select action, at, actor_name, reason, checklist from period_closings
         where tenant_id = $1 and period_id = $2 order by at desc, id desc limit 100",
    )
    .bind(tenant)
    .bind(period)
    .fetch_all(tx.conn())
    .await?)
}
