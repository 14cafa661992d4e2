//! What the company owns of each item, and its value.

use std::collections::BTreeMap;

use base::{Problem, Quantity, Tx};
use uuid::Uuid;

use crate::inventory::cost::Cost;

/// The costs of these items, locked in the order of their ids; an item that was never owned has
/// none.
pub(in crate::inventory) async fn lock(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<BTreeMap<Uuid, Cost>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, Quantity, i64)> = sqlx::query_as(
        "select variant_id, quantity, value from stock_costs
         where tenant_id = $1 and variant_id = any($2)
         order by variant_id for update",
    )
    .bind(tenant)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|(id, quantity, value)| (id, Cost { quantity, value })).collect())
}

/// Writes costs that were locked.
pub(in crate::inventory) async fn set(
    tx: &mut Tx,
    costs: &BTreeMap<Uuid, Cost>,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let (variants, quantities, values) = columns(costs);
    sqlx::query(
        "update stock_costs c set quantity = n.quantity, value = n.value
         from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as n(variant_id, quantity, value)
         where c.tenant_id = $1 and c.variant_id = n.variant_id",
    )
    .bind(tenant)
    .bind(variants)
    .bind(quantities)
    .bind(values)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Adds what arrived with a cost of its own; that needs no look at what was there.
pub(in crate::inventory) async fn add(
    tx: &mut Tx,
    arrived: &BTreeMap<Uuid, Cost>,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let (variants, quantities, values) = columns(arrived);
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
    .bind(variants)
    .bind(quantities)
    .bind(values)
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn columns(costs: &BTreeMap<Uuid, Cost>) -> (Vec<Uuid>, Vec<i64>, Vec<i64>) {
    let variants = costs.keys().copied().collect();
    let quantities = costs.values().map(|cost| cost.quantity.micros()).collect();
    (variants, quantities, costs.values().map(|cost| cost.value).collect())
}
