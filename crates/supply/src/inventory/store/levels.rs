//! Levels: how much of an item lies at a location, and how much of it is promised. Rows are
//! locked in the order of (item, location, lot) by every statement here, so no two movements or
//! reservations wait for each other in a circle.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Problem, Quantity, Tx, Writes};
use uuid::Uuid;

use crate::inventory::cost::Cost;
use crate::inventory::levels::Available;
use crate::inventory::movement::{CostKey, Delta, Spot};
use crate::inventory::pick::{Lacking, Picked};
use crate::inventory::reserve::StockLine;

/// How a spot changes.
#[derive(sqlx::Type)]
#[sqlx(type_name = "level_change")]
struct ChangeRow {
    variant_id: Uuid,
    location_id: Uuid,
    lot_id: Uuid,
    quantity: i64,
    second: i64,
    /// What of it was reserved for this very movement.
    own: i64,
}

impl ChangeRow {
    fn of(spot: &Spot, delta: &Delta, own: i64) -> Self {
        Self {
            variant_id: spot.variant,
            location_id: spot.location,
            lot_id: spot.lot,
            quantity: delta.quantity,
            second: delta.second,
            own,
        }
    }
}

/// What is owned of an item afterwards.
#[derive(sqlx::Type)]
#[sqlx(type_name = "cost_change")]
struct CostRow {
    variant_id: Uuid,
    quantity: i64,
    value: i64,
}

impl CostRow {
    fn of((key, cost): (&CostKey, &Cost)) -> Self {
        Self { variant_id: key.0, quantity: cost.quantity.micros(), value: cost.value }
    }
}

/// Spots in columns as `unnest` takes them.
struct Columns {
    variants: Vec<Uuid>,
    locations: Vec<Uuid>,
    lots: Vec<Uuid>,
}

impl Columns {
    fn of<'a>(spots: impl IntoIterator<Item = &'a Spot>) -> Self {
        let spots: Vec<_> = spots.into_iter().collect();
        Self {
            variants: spots.iter().map(|spot| spot.variant).collect(),
            locations: spots.iter().map(|spot| spot.location).collect(),
            lots: spots.iter().map(|spot| spot.lot).collect(),
        }
    }
}

/// Adds what arrived, and to its day.
pub(in crate::inventory) fn raise(
    tx: &Tx,
    deltas: &BTreeMap<Spot, Delta>,
    date: Date,
    writes: &mut Writes,
) {
    let rows = deltas.iter().map(|(spot, delta)| ChangeRow::of(spot, delta, 0));
    writes
        .part(
            "arrived as (
                select * from unnest($2::level_change[])
             ), levels as (
                insert into stock_levels (tenant_id, variant_id, location_id, lot_id, on_hand,
                    second)
                select $1, variant_id, location_id, lot_id, quantity, second from arrived
                order by variant_id, location_id, lot_id
                on conflict (tenant_id, variant_id, location_id, lot_id)
                    do update set on_hand = stock_levels.on_hand + excluded.on_hand,
                        second = stock_levels.second + excluded.second
                returning variant_id, location_id, lot_id
             ), days as (
                insert into stock_days (tenant_id, variant_id, location_id, lot_id, date, quantity)
                select $1, variant_id, location_id, lot_id, $3, a.quantity
                from levels join arrived a using (variant_id, location_id, lot_id)
                on conflict (tenant_id, variant_id, location_id, lot_id, date)
                    do update set quantity = stock_days.quantity + excluded.quantity
             )",
        )
        .bind(tx.tenant_id())
        .bind(rows.collect::<Vec<_>>())
        .bind(date);
}

/// Makes empty levels where stock arrives for the first time.
pub(in crate::inventory) async fn prepare(
    tx: &mut Tx,
    deltas: &BTreeMap<Spot, Delta>,
) -> Result<(), Problem> {
    let arriving = deltas.iter().filter(|(_, delta)| delta.rises());
    let (tenant, rows) = (tx.tenant_id(), Columns::of(arriving.map(|(spot, _)| spot)));
    sqlx::query(
        "insert into stock_levels (tenant_id, variant_id, location_id, lot_id)
         select $1, d.variant_id, d.location_id, d.lot_id
         from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as d(variant_id, location_id, lot_id)
         order by d.variant_id, d.location_id, d.lot_id
         on conflict do nothing",
    )
    .bind(tenant)
    .bind(rows.variants)
    .bind(rows.locations)
    .bind(rows.lots)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Changes existing levels, up and down, and their day. What leaves was picked, and so is locked;
/// it must be free, or reserved for this very movement, whose reservations are used up with it;
/// one that was larger is split. With them goes what is owned afterwards of these items, none of
/// them by its lots.
pub(in crate::inventory) fn change(
    tx: &Tx,
    deltas: &BTreeMap<Spot, Delta>,
    picked: &Picked,
    date: Date,
    owned: &BTreeMap<CostKey, Cost>,
    writes: &mut Writes,
) {
    let rows = deltas.iter().map(|(spot, delta)| {
        ChangeRow::of(spot, delta, picked.own.get(spot).copied().unwrap_or(0))
    });
    let rows: Vec<ChangeRow> = rows.collect();
    if deltas.values().any(Delta::rises) {
        writes.part(LOCKED).bind(rows).bind(tx.tenant_id());
    } else {
        writes.part(ASKED).bind(rows);
    }
    writes
        .part(CHANGE)
        .bind(tx.tenant_id())
        .bind(date)
        .bind(i64::try_from(deltas.len()).unwrap_or(i64::MAX));
    // The levels are locked since they were picked: one that is not there is a sum that does not
    // fit.
    writes.refuse_where("unchanged", Problem::conflict("busy"));
    if !picked.used.is_empty() {
        let rest: Vec<Uuid> = picked.used.iter().map(|_| tx.new_id::<()>().uuid()).collect();
        writes
            .part(CONSUME)
            .bind(tx.tenant_id())
            .bind(picked.used.iter().map(|(id, _)| *id).collect::<Vec<_>>())
            .bind(picked.used.iter().map(|(_, quantity)| *quantity).collect::<Vec<_>>())
            .bind(rest);
    }
    if !owned.is_empty() {
        writes
            .part(COSTS)
            .bind(tx.tenant_id())
            .bind(owned.iter().map(CostRow::of).collect::<Vec<_>>());
    }
}

/// The changes, where all levels are locked already.
const ASKED: &str = "asked as (select * from unnest($1::level_change[]))";

/// The changes, where something arrives at a level that nobody has locked so far.
const LOCKED: &str = "asked as (
       select w.* from unnest($1::level_change[]) as w
       join stock_levels s using (variant_id, location_id, lot_id)
       where s.tenant_id = $2
       order by s.variant_id, s.location_id, s.lot_id
       for update of s
    )";

const CHANGE: &str = "days as (
       insert into stock_days (tenant_id, variant_id, location_id, lot_id, date, quantity)
       select $1, variant_id, location_id, lot_id, $2, quantity from asked
       on conflict (tenant_id, variant_id, location_id, lot_id, date)
           do update set quantity = stock_days.quantity + excluded.quantity
    ), changed as (
        update stock_levels s set on_hand = s.on_hand + l.quantity,
           reserved = s.reserved - l.own, second = s.second + l.second
        from asked l
        where s.tenant_id = $1 and s.variant_id = l.variant_id
           and s.location_id = l.location_id and s.lot_id = l.lot_id
           and s.on_hand + l.quantity >= s.reserved - l.own and s.second + l.second >= 0
           and (s.on_hand + l.quantity > 0 or s.second + l.second = 0)
        returning s.variant_id
    ), unchanged as (
        select where (select count(*) from changed) <> $3
    )";

const CONSUME: &str = "used as (
       select * from unnest($2::uuid[], $3::bigint[], $4::uuid[])
           as u(id, quantity, rest_id)
    ), consumed as (
       update reservations r set state = 'consumed', quantity = u.quantity
       from used u where r.tenant_id = $1 and r.id = u.id
    ), rest as (
       insert into reservations (tenant_id, id, variant_id, location_id, lot_id, quantity,
           demand_type, demand_id, demand_line, expires_at, created_at)
       select $1, u.rest_id, r.variant_id, r.location_id, r.lot_id,
           r.quantity - u.quantity, r.demand_type, r.demand_id, r.demand_line,
           r.expires_at, r.created_at
       from used u join reservations r on r.tenant_id = $1 and r.id = u.id
       where r.quantity > u.quantity
    )";

const COSTS: &str = "costs as (
       update stock_costs c set quantity = n.quantity, value = n.value
       from unnest($2::cost_change[]) as n
       where c.tenant_id = $1 and c.variant_id = n.variant_id
    )";

/// Which items a warehouse has too little of that can be promised on the day.
pub(in crate::inventory) async fn short(
    tx: &mut Tx,
    warehouse_id: Uuid,
    lines: &[StockLine],
    day: Date,
) -> Result<Vec<Lacking>, Problem> {
    let tenant = tx.tenant_id();
    let short: Vec<(Uuid, Quantity, Quantity, Quantity)> = sqlx::query_as(
        "with wanted as (
            select variant_id, sum(quantity)::bigint as quantity
            from unnest($3::uuid[], $4::bigint[]) as w(variant_id, quantity) group by variant_id
         ), free as (
            select s.variant_id,
                sum(s.on_hand - s.reserved) filter (where t.expires_on is null
                    or t.expires_on >= $5) as good,
                sum(s.on_hand - s.reserved) filter (where t.expires_on < $5) as expired
            from stock_levels s
            join locations l on l.tenant_id = $1 and l.id = s.location_id
                and l.warehouse_id = $2
            left join lots t on t.tenant_id = $1 and t.id = s.lot_ref
            where s.tenant_id = $1 and s.variant_id = any($3)
            group by s.variant_id
         )
         select w.variant_id, w.quantity, coalesce(f.good, 0)::bigint,
            coalesce(f.expired, 0)::bigint
         from wanted w left join free f using (variant_id)
         where coalesce(f.good, 0) < w.quantity",
    )
    .bind(tenant)
    .bind(warehouse_id)
    .bind(lines.iter().map(|line| line.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.quantity.micros()).collect::<Vec<_>>())
    .bind(day)
    .fetch_all(tx.conn())
    .await?;
    let lacking =
        |(variant_id, wanted, left, expired)| Lacking { variant_id, wanted, left, expired };
    Ok(short.into_iter().map(lacking).collect())
}

/// An item that would have been below zero on a day gone by.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::inventory) struct Dip {
    pub sku: String,
    pub date: Date,
    /// How much would have been missing.
    pub missing: Quantity,
}

/// The first day from `date` on at whose end one of these spots, whose levels already lack what
/// leaves, would have held less than nothing. One range of the key of `stock_days` a spot.
pub(in crate::inventory) async fn dip(
    tx: &mut Tx,
    leaving: &BTreeMap<Spot, Delta>,
    date: Date,
) -> Result<Option<Dip>, Problem> {
    let (tenant, rows) = (tx.tenant_id(), Columns::of(leaving.keys()));
    let dip = sqlx::query_as(
        "with before as (
            select d.variant_id, d.date, s.on_hand - sum(d.quantity) over (
                partition by d.variant_id, d.location_id, d.lot_id
                order by d.date desc) as held
            from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as w(variant_id, location_id, lot_id)
            join stock_days d on d.tenant_id = $1 and d.variant_id = w.variant_id
                and d.location_id = w.location_id and d.lot_id = w.lot_id and d.date > $5
            join stock_levels s on s.tenant_id = $1 and s.variant_id = w.variant_id
                and s.location_id = w.location_id and s.lot_id = w.lot_id
         )
         select v.sku, b.date - 1 as date, (-b.held)::bigint as missing
         from before b join variants v on v.tenant_id = $1 and v.id = b.variant_id
         where b.held < 0
         order by b.date, v.sku limit 1",
    )
    .bind(tenant)
    .bind(rows.variants)
    .bind(rows.locations)
    .bind(rows.lots)
    .bind(date)
    .fetch_optional(tx.conn())
    .await?;
    Ok(dip)
}

/// What the company has of each item in all its warehouses.
pub(in crate::inventory) async fn available(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<HashMap<Uuid, Available>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, Quantity, Quantity)> = sqlx::query_as(
        "select variant_id, sum(on_hand)::bigint, sum(reserved)::bigint
         from stock_levels where tenant_id = $1 and variant_id = any($2)
         group by variant_id",
    )
    .bind(tenant)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|(id, on_hand, held)| (id, Available::of(on_hand, held))).collect())
}
