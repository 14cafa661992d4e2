//! Levels: how much of an item lies at a location, and how much of it is promised. Rows are
//! locked in the order of (item, location) by every statement here, so no two movements or
//! reservations wait for each other in a circle.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Problem, Quantity, Tx};
use uuid::Uuid;

use crate::inventory::levels::Available;
use crate::inventory::movement::Spot;

/// What is wanted at a spot, in three columns as `unnest` takes them.
struct Columns {
    variants: Vec<Uuid>,
    locations: Vec<Uuid>,
    amounts: Vec<i64>,
}

impl Columns {
    fn of<'a>(rows: impl IntoIterator<Item = (&'a Spot, &'a i64)>) -> Self {
        let (mut variants, mut locations, mut amounts) = (Vec::new(), Vec::new(), Vec::new());
        for ((variant, location), amount) in rows {
            variants.push(*variant);
            locations.push(*location);
            amounts.push(*amount);
        }
        Self { variants, locations, amounts }
    }
}

/// Adds what arrived.
pub(in crate::inventory) async fn raise(
    tx: &mut Tx,
    deltas: &BTreeMap<Spot, i64>,
) -> Result<(), Problem> {
    let (tenant, rows) = (tx.tenant_id(), Columns::of(deltas));
    sqlx::query(
        "insert into stock_levels (tenant_id, variant_id, location_id, on_hand)
         select $1, d.variant_id, d.location_id, d.delta
         from unnest($2::uuid[], $3::uuid[], $4::bigint[]) as d(variant_id, location_id, delta)
         order by d.variant_id, d.location_id
         on conflict (tenant_id, variant_id, location_id)
            do update set on_hand = stock_levels.on_hand + excluded.on_hand",
    )
    .bind(tenant)
    .bind(rows.variants)
    .bind(rows.locations)
    .bind(rows.amounts)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Makes empty levels where stock arrives for the first time.
pub(in crate::inventory) async fn prepare(
    tx: &mut Tx,
    deltas: &BTreeMap<Spot, i64>,
) -> Result<(), Problem> {
    let arriving = deltas.iter().filter(|(_, delta)| **delta > 0);
    let (tenant, rows) = (tx.tenant_id(), Columns::of(arriving));
    sqlx::query(
        "insert into stock_levels (tenant_id, variant_id, location_id)
         select $1, d.variant_id, d.location_id
         from unnest($2::uuid[], $3::uuid[]) as d(variant_id, location_id)
         order by d.variant_id, d.location_id
         on conflict do nothing",
    )
    .bind(tenant)
    .bind(rows.variants)
    .bind(rows.locations)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Changes existing levels, up and down. What leaves must be free, or reserved for this very
/// movement (`own`), which then gives up its reservation with it. Returns whether every level
/// could be changed; if one could not, none was.
pub(in crate::inventory) async fn change(
    tx: &mut Tx,
    deltas: &BTreeMap<Spot, i64>,
    own: &HashMap<Spot, i64>,
) -> Result<bool, Problem> {
    let (tenant, rows) = (tx.tenant_id(), Columns::of(deltas));
    let own: Vec<i64> = deltas.keys().map(|spot| own.get(spot).copied().unwrap_or(0)).collect();
    let changed = sqlx::query(
        "with wanted as (
            select * from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
                as w(variant_id, location_id, delta, own)
         ), locked as (
            select s.variant_id, s.location_id, w.delta, w.own,
                s.on_hand + w.delta >= s.reserved - w.own as enough
            from stock_levels s join wanted w using (variant_id, location_id)
            where s.tenant_id = $1
            order by s.variant_id, s.location_id
            for update of s
         )
         update stock_levels s set on_hand = s.on_hand + l.delta, reserved = s.reserved - l.own
         from locked l
         where s.tenant_id = $1 and s.variant_id = l.variant_id and s.location_id = l.location_id
            and (select count(*) filter (where enough) from locked) = $6",
    )
    .bind(tenant)
    .bind(rows.variants)
    .bind(rows.locations)
    .bind(rows.amounts)
    .bind(own)
    .bind(i64::try_from(deltas.len()).unwrap_or(i64::MAX))
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(changed.rows_affected()).ok() == Some(deltas.len()))
}

/// A level that cannot give what is wanted of it.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::inventory) struct Short {
    pub variant_id: Uuid,
    pub sku: String,
    pub wanted: Quantity,
    pub left: Quantity,
}

/// Which of these spots hold too little.
pub(in crate::inventory) async fn short(
    tx: &mut Tx,
    wanted: &BTreeMap<Spot, i64>,
    own: &HashMap<Spot, i64>,
) -> Result<Vec<Short>, Problem> {
    let (tenant, rows) = (tx.tenant_id(), Columns::of(wanted));
    let own: Vec<i64> = wanted.keys().map(|spot| own.get(spot).copied().unwrap_or(0)).collect();
    let short = sqlx::query_as(
        "select v.id as variant_id, v.sku, w.quantity as wanted,
            coalesce(s.on_hand - s.reserved, 0) + w.own as left
         from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
            as w(variant_id, location_id, quantity, own)
         join variants v on v.tenant_id = $1 and v.id = w.variant_id
         left join stock_levels s on s.tenant_id = $1 and s.variant_id = w.variant_id
            and s.location_id = w.location_id
         where coalesce(s.on_hand - s.reserved, 0) + w.own < w.quantity
         order by v.sku",
    )
    .bind(tenant)
    .bind(rows.variants)
    .bind(rows.locations)
    .bind(rows.amounts)
    .bind(own)
    .fetch_all(tx.conn())
    .await?;
    Ok(short)
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
/// leaves, would have held less than nothing. One range of the moves' date index a spot.
pub(in crate::inventory) async fn dip(
    tx: &mut Tx,
    leaving: &BTreeMap<Spot, i64>,
    date: Date,
) -> Result<Option<Dip>, Problem> {
    let (tenant, rows) = (tx.tenant_id(), Columns::of(leaving));
    let dip = sqlx::query_as(
        "with days as (
            select w.variant_id, w.location_id, m.effective_date, sum(case
                when m.to_location_id = w.location_id then m.quantity else -m.quantity end)
                as delta
            from unnest($2::uuid[], $3::uuid[]) as w(variant_id, location_id)
            join stock_moves m on m.tenant_id = $1 and m.variant_id = w.variant_id
                and m.effective_date > $4
                and w.location_id in (m.from_location_id, m.to_location_id)
            group by w.variant_id, w.location_id, m.effective_date
         ), before as (
            select d.variant_id, d.effective_date, s.on_hand - sum(d.delta) over (
                partition by d.variant_id, d.location_id order by d.effective_date desc) as held
            from days d join stock_levels s on s.tenant_id = $1
                and s.variant_id = d.variant_id and s.location_id = d.location_id
         )
         select v.sku, b.effective_date - 1 as date, (-b.held)::bigint as missing
         from before b join variants v on v.tenant_id = $1 and v.id = b.variant_id
         where b.held < 0
         order by b.effective_date, v.sku limit 1",
    )
    .bind(tenant)
    .bind(rows.variants)
    .bind(rows.locations)
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
