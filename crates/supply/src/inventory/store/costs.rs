//! What the company owns of each item, and its value; and of each lot that has a cost of its
//! own. Items are locked before lots, both in the order of their ids.

use std::collections::BTreeMap;

use base::{Problem, Quantity, Tx};
use uuid::Uuid;

use crate::inventory::cost::Cost;
use crate::inventory::movement::CostKey;

type Costs = BTreeMap<CostKey, Cost>;

/// The costs of these items and lots, and of the lots' items, locked; what was never owned has
/// none.
pub(in crate::inventory) async fn lock(tx: &mut Tx, keys: &[CostKey]) -> Result<Costs, Problem> {
    let tenant = tx.tenant_id();
    let items: Vec<Uuid> = keys.iter().map(|(item, _)| *item).collect();
    let rows: Vec<(Uuid, Quantity, i64)> = sqlx::query_as(
        "select variant_id, quantity, value from stock_costs
         where tenant_id = $1 and variant_id = any($2)
         order by variant_id for update",
    )
    .bind(tenant)
    .bind(items)
    .fetch_all(tx.conn())
    .await?;
    let cost = |quantity, value| Cost { quantity, value };
    let items = rows.into_iter().map(|(id, quantity, value)| ((id, None), cost(quantity, value)));
    let mut found: Costs = items.collect();
    let lots: Vec<Uuid> = keys.iter().filter_map(|(_, lot)| *lot).collect();
    if lots.is_empty() {
        return Ok(found);
    }
    let rows: Vec<(Uuid, Uuid, Quantity, i64)> = sqlx::query_as(
        "select variant_id, lot_id, quantity, value from lot_costs
         where tenant_id = $1 and lot_id = any($2)
         order by lot_id for update",
    )
    .bind(tenant)
    .bind(lots)
    .fetch_all(tx.conn())
    .await?;
    found.extend(rows.into_iter().map(|(id, lot, q, value)| ((id, Some(lot)), cost(q, value))));
    Ok(found)
}

/// The costs of the lots of these items that are there, locked; items whose lots have no costs
/// of their own have none. The items are locked already.
pub(in crate::inventory) async fn lock_lots(tx: &mut Tx, items: &[Uuid]) -> Result<Costs, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, Uuid, Quantity, i64)> = sqlx::query_as(
        "select variant_id, lot_id, quantity, value from lot_costs
         where tenant_id = $1 and variant_id = any($2) and quantity > 0
         order by lot_id for update",
    )
    .bind(tenant)
    .bind(items)
    .fetch_all(tx.conn())
    .await?;
    let cost = |(id, lot, quantity, value)| ((id, Some(lot)), Cost { quantity, value });
    Ok(rows.into_iter().map(cost).collect())
}

/// Writes costs that were locked.
pub(in crate::inventory) async fn set(tx: &mut Tx, costs: &Costs) -> Result<(), Problem> {
    let (items, lots) = Columns::of(costs);
    let tenant = tx.tenant_id();
    if !items.ids.is_empty() {
        sqlx::query(
            "update stock_costs c set quantity = n.quantity, value = n.value
             from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as n(variant_id, quantity, value)
             where c.tenant_id = $1 and c.variant_id = n.variant_id",
        )
        .bind(tenant)
        .bind(items.ids)
        .bind(items.quantities)
        .bind(items.values)
        .execute(tx.conn())
        .await?;
    }
    if !lots.ids.is_empty() {
        sqlx::query(
            "update lot_costs c set quantity = n.quantity, value = n.value
             from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as n(lot_id, quantity, value)
             where c.tenant_id = $1 and c.lot_id = n.lot_id",
        )
        .bind(tenant)
        .bind(lots.ids)
        .bind(lots.quantities)
        .bind(lots.values)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// Adds what arrived with a cost of its own; that needs no look at what was there.
pub(in crate::inventory) async fn add(tx: &mut Tx, arrived: &Costs) -> Result<(), Problem> {
    let (items, lots) = Columns::of(arrived);
    let tenant = tx.tenant_id();
    if !items.ids.is_empty() {
        sqlx::query(
            "insert into stock_costs (tenant_id, variant_id, quantity, value)
             select $1, n.variant_id, n.quantity, n.value
             from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as n(variant_id, quantity, value)
             order by n.variant_id
             on conflict (tenant_id, variant_id) do update set
                quantity = stock_costs.quantity + excluded.quantity,
                value = stock_costs.value + excluded.value",
        )
        .bind(tenant)
        .bind(items.ids)
        .bind(items.quantities)
        .bind(items.values)
        .execute(tx.conn())
        .await?;
    }
    if !lots.ids.is_empty() {
        sqlx::query(
            "insert into lot_costs (tenant_id, lot_id, variant_id, quantity, value)
             select $1, n.lot_id, n.variant_id, n.quantity, n.value
             from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
                as n(lot_id, variant_id, quantity, value)
             order by n.lot_id
             on conflict (tenant_id, lot_id) do update set
                quantity = lot_costs.quantity + excluded.quantity,
                value = lot_costs.value + excluded.value",
        )
        .bind(tenant)
        .bind(lots.ids)
        .bind(lots.items)
        .bind(lots.quantities)
        .bind(lots.values)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

#[derive(Default)]
struct Columns {
    ids: Vec<Uuid>,
    items: Vec<Uuid>,
    quantities: Vec<i64>,
    values: Vec<i64>,
}

impl Columns {
    /// The costs of items, and those of lots.
    fn of(costs: &Costs) -> (Self, Self) {
        let (mut items, mut lots) = (Self::default(), Self::default());
        for ((item, lot), cost) in costs {
            let columns = if lot.is_some() { &mut lots } else { &mut items };
            columns.ids.push(lot.unwrap_or(*item));
            columns.items.push(*item);
            columns.quantities.push(cost.quantity.micros());
            columns.values.push(cost.value);
        }
        (items, lots)
    }
}
