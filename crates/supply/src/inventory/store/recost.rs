//! What a month's stock would be worth in the order of its business days, and what was posted of
//! the difference already.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Days, Problem, Quantity, Text, Timestamp, Tx};
use futures::TryStreamExt as _;
use uuid::Uuid;

use crate::inventory::cost::Cost;
use crate::inventory::recost::SOURCE;
use crate::inventory::replay::{Change, Event, Replay};

/// What was owned, at the end of the day before, of each item of which something happened since:
/// what is owned now, less what happened since.
async fn before(tx: &mut Tx, from: Date) -> Result<HashMap<Uuid, Cost>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, Quantity, i64)> = sqlx::query_as(
        "with owned as (
            select id from locations where tenant_id = $1 and kind in ('internal', 'transit')
         ), since as (
            select m.variant_id, m.quantity, m.value,
                (m.to_location_id in (select id from owned))::int
                    - (m.from_location_id in (select id from owned))::int as sign
            from stock_moves m where m.tenant_id = $1 and m.effective_date >= $2
            union all
            select variant_id, 0, value, 1 from stock_revaluations
            where tenant_id = $1 and effective_date >= $2
         ), sums as (
            select variant_id, sum(quantity * sign)::bigint as quantity,
                sum(value * sign)::bigint as value
            from since where sign <> 0 group by variant_id
         )
         select c.variant_id, c.quantity - s.quantity, c.value - s.value
         from stock_costs c join sums s on s.variant_id = c.variant_id
         where c.tenant_id = $1",
    )
    .bind(tenant)
    .bind(from)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|(id, quantity, value)| (id, Cost { quantity, value })).collect())
}

/// Everything that changed what is owned on these days, in the order of the days and, on one day,
/// of recording. A revaluation comes after the moves of its item that were posted before it.
const EVENTS: &str = "
    with owned as (
        select id from locations where tenant_id = $1 and kind in ('internal', 'transit')
    ), moved as (
        select m.*, (m.to_location_id in (select id from owned))::int
            - (m.from_location_id in (select id from owned))::int as way
        from stock_moves m
        where m.tenant_id = $1 and m.effective_date between $2 and $3
    ), crossing as (
        select m.variant_id, m.effective_date, m.seq, 0 as rank, 0::bigint as after,
            m.source_line as line, m.id, m.source_id, m.way, p.kind as other,
            m.reason as word, m.quantity,
            case when m.way = 0 then b.value else m.value end as value, 0::bigint as gone,
            b.original_move_id as origin,
            m.way < 0 and exists (select from stock_taken_back k
                where k.tenant_id = $1 and k.original_move_id = m.id) as sent_back,
            v.lot_valued as fixed
        from moved m
        join variants v on v.tenant_id = $1 and v.id = m.variant_id
        join locations p on p.tenant_id = $1
            and p.id = case when m.way > 0 then m.from_location_id else m.to_location_id end
        left join stock_taken_back b on b.tenant_id = $1 and b.move_id = m.id
        where (m.way <> 0 or b.move_id is not null)
            and (not v.lot_valued or p.kind = 'production')
    ), revalued as (
        select r.variant_id, r.effective_date,
            coalesce((select max(m.seq) from stock_moves m
                join entries e on e.tenant_id = $1 and e.id = m.entry_id
                where m.tenant_id = $1 and m.variant_id = r.variant_id
                    and m.effective_date = r.effective_date and e.seq < x.seq), 0) as seq,
            1 as rank, x.seq as after, r.source_line as line, r.id, r.source_id, 0 as way,
            'revaluation' as other, r.source_type as word, r.quantity, r.value, r.gone,
            null::uuid as origin, false as sent_back, false as fixed
        from stock_revaluations r
        join entries x on x.tenant_id = $1 and x.id = r.entry_id
        join variants v on v.tenant_id = $1 and v.id = r.variant_id
        where r.tenant_id = $1 and r.effective_date between $2 and $3
            and r.source_type <> $4 and not v.lot_valued
    )
    select * from (select * from crossing union all select * from revalued) e
    order by e.effective_date, e.seq, e.rank, e.after, e.line, e.id";

/// By how much the order of business days differs from what was posted, by item. The events are
/// read one by one; what is kept grows with the items and not with the events.
pub(in crate::inventory) async fn changes(
    tx: &mut Tx,
    days: Days,
) -> Result<BTreeMap<Uuid, Change>, Problem> {
    let mut replay = Replay::begin(before(tx, days.from).await?);
    let tenant = tx.tenant_id();
    let mut events = sqlx::query_as::<_, Event>(EVENTS)
        .bind(tenant)
        .bind(days.from)
        .bind(days.to)
        .bind(SOURCE)
        .fetch(tx.conn());
    while let Some(event) = events.try_next().await? {
        replay.next(event)?;
    }
    drop(events);
    replay.end()
}

/// What was posted of it already: of each item, what the stock became worth more and what each
/// account was debited.
pub(in crate::inventory) async fn posted(
    tx: &mut Tx,
    days: Days,
) -> Result<Vec<(Uuid, String, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select l.item_id, coalesce(a.role, ''), sum(l.amount)::bigint
         from entries e
         join lines l on l.tenant_id = $1 and l.entry_id = e.id and l.item_id is not null
         join accounts a on a.tenant_id = $1 and a.id = l.account_id
         where e.tenant_id = $1 and e.source_type = $4 and e.effective_date between $2 and $3
         group by 1, 2",
    )
    .bind(tenant)
    .bind(days.from)
    .bind(days.to)
    .bind(SOURCE)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// An item as it stands now.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::inventory) struct Owned {
    pub variant_id: Uuid,
    pub sku: String,
    pub name: Text,
    pub unit: String,
    pub quantity: Quantity,
    pub value: i64,
}

/// What is owned of these items now.
pub(in crate::inventory) async fn owned(
    tx: &mut Tx,
    items: &[Uuid],
) -> Result<Vec<Owned>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select v.id as variant_id, v.sku, p.name, p.unit,
            coalesce(c.quantity, 0) as quantity, coalesce(c.value, 0) as value
         from variants v
         join products p on p.tenant_id = $1 and p.id = v.product_id
         left join stock_costs c on c.tenant_id = $1 and c.variant_id = v.id
         where v.tenant_id = $1 and v.id = any($2) order by v.sku, v.id",
    )
    .bind(tenant)
    .bind(items)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// An entry that was posted for a month.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::inventory) struct Past {
    pub id: Uuid,
    pub number: String,
    pub effective_date: Date,
    pub recorded_at: Timestamp,
    pub memo: String,
    pub items: i64,
    pub value: i64,
}

/// What was posted for these days, the newest first; at most a hundred.
pub(in crate::inventory) async fn past(tx: &mut Tx, days: Days) -> Result<Vec<Past>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select e.id, e.number, e.effective_date, e.recorded_at, e.memo,
            (select count(distinct l.item_id) from lines l
                where l.tenant_id = $1 and l.entry_id = e.id) as items,
            (select coalesce(sum(r.value), 0)::bigint from stock_revaluations r
                where r.tenant_id = $1 and r.entry_id = e.id) as value
         from entries e
         where e.tenant_id = $1 and e.source_type = $4 and e.effective_date between $2 and $3
         order by e.seq desc limit 100",
    )
    .bind(tenant)
    .bind(days.from)
    .bind(days.to)
    .bind(SOURCE)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
