//! The questions of `ledger verify` and of the close about batches.

use base::{Days, Problem, Quantity, Tx};
use uuid::Uuid;

/// A batch that is something else than the sum of its events.
#[derive(sqlx::FromRow)]
pub(in crate::batches) struct UnlikeEvents {
    pub id: Uuid,
    pub code: String,
    pub count: i64,
    pub biomass: Quantity,
    pub cost: i64,
    pub fair_value: i64,
    pub event_count: i64,
    pub event_biomass: Quantity,
    pub event_cost: i64,
    pub event_fair_value: i64,
}

/// The first batch that is not the sum of its events.
pub(in crate::batches) async fn unlike_events(
    tx: &mut Tx,
) -> Result<Option<UnlikeEvents>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "with sums as (
            select batch_id, count(*) as events, sum(count)::bigint as count,
                sum(biomass)::bigint as biomass, sum(cost)::bigint as cost,
                sum(fair_value)::bigint as fair_value
            from batch_events where tenant_id = $1 group by batch_id
         )
         select b.id, b.code, b.count, b.biomass, b.cost, b.fair_value,
            coalesce(s.count, 0) as event_count, coalesce(s.biomass, 0) as event_biomass,
            coalesce(s.cost, 0) as event_cost, coalesce(s.fair_value, 0) as event_fair_value
         from batches b left join sums s on s.batch_id = b.id
         where b.tenant_id = $1
            and (b.events, b.count, b.biomass, b.cost, b.fair_value) is distinct from
                (coalesce(s.events, 0), coalesce(s.count, 0), coalesce(s.biomass, 0),
                    coalesce(s.cost, 0), coalesce(s.fair_value, 0))
         order by b.code, b.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// What stands differently in the batches and in the books; of no batch where something else
/// was posted on their accounts.
#[derive(sqlx::FromRow)]
pub(in crate::batches) struct UnlikeLedger {
    pub id: Option<Uuid>,
    pub code: Option<String>,
    pub cost: i64,
    pub fair_value: i64,
    pub posted_cost: i64,
    pub posted_fair_value: i64,
}

/// The first batch that stands in the books at something else.
pub(in crate::batches) async fn unlike_ledger(
    tx: &mut Tx,
) -> Result<Option<UnlikeLedger>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "with posted as (
            select case when e.source_type = 'batch' then e.source_id end as batch_id,
                coalesce(sum(l.amount) filter (where a.role = 'biological_cost'), 0)::bigint
                    as cost,
                coalesce(sum(l.amount) filter (where a.role = 'biological_fair_value'), 0)::bigint
                    as fair_value
            from accounts a
            join lines l on l.tenant_id = $1 and l.account_id = a.id
            join entries e on e.tenant_id = $1 and e.id = l.entry_id
            where a.tenant_id = $1 and a.role in ('biological_cost', 'biological_fair_value')
            group by 1
         ), kept as (
            select id, code, cost, fair_value from batches where tenant_id = $1
         )
         select k.id, k.code, coalesce(k.cost, 0) as cost,
            coalesce(k.fair_value, 0) as fair_value, coalesce(p.cost, 0) as posted_cost,
            coalesce(p.fair_value, 0) as posted_fair_value
         from kept k full join posted p on p.batch_id = k.id
         where (coalesce(k.cost, 0), coalesce(k.fair_value, 0))
            <> (coalesce(p.cost, 0), coalesce(p.fair_value, 0))
         order by k.code nulls last, k.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// How many batches at fair value stood in the books at the end of these days and were not
/// revalued in them.
pub(in crate::batches) async fn not_revalued(tx: &mut Tx, days: Days) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let count = sqlx::query_scalar(
        "select count(*) from batches b
         cross join lateral (
            select sum(e.cost) as cost, sum(e.fair_value) as fair_value,
                bool_or(e.kind = 'revalued' and e.date >= $2 and u.id is null) as revalued
            from batch_events e
            left join batch_events u on u.tenant_id = $1 and u.undoes_id = e.id
            where e.tenant_id = $1 and e.batch_id = b.id and e.date <= $3
         ) s
         where b.tenant_id = $1 and b.mode = 'fair_value'
            and (s.cost <> 0 or s.fair_value <> 0) and not s.revalued",
    )
    .bind(tenant)
    .bind(days.from)
    .bind(days.to)
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}
