//! What goods could be picked from: the reservations of a demand, then the levels. Both are
//! locked, the reservations first, as everybody does.

use base::{Problem, Tx};
use uuid::Uuid;

use crate::inventory::pick::{Candidate, Held};
use crate::inventory::reserve::Demand;
use crate::inventory::ship::LotToShip;

/// What a demand holds of these items.
pub(in crate::inventory) async fn held(
    tx: &mut Tx,
    demand: &Demand,
    variants: &[Uuid],
) -> Result<Vec<Held>, Problem> {
    let tenant = tx.tenant_id();
    let held = sqlx::query_as(
        "select id, demand_line, variant_id, location_id, lot_id, quantity from reservations
         where tenant_id = $1 and demand_type = $2 and demand_id = $3 and state = 'held'
            and variant_id = any($4)
         order by id for update",
    )
    .bind(tenant)
    .bind(demand.kind)
    .bind(demand.id)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    Ok(held)
}

/// The levels of these items with something on hand, in these warehouses or at these locations,
/// each with what the company owns of its item, which is locked with it.
pub(in crate::inventory) async fn candidates(
    tx: &mut Tx,
    variants: &[Uuid],
    warehouses: &[Uuid],
    locations: &[Uuid],
) -> Result<Vec<Candidate>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select s.variant_id, s.location_id, s.lot_ref as lot_id, l.warehouse_id, l.path,
            t.code as lot_code, t.expires_on, v.lot_valued as by_lot, s.on_hand, s.reserved,
            s.second, c.quantity as owned, c.value as worth
         from stock_levels s
         join stock_costs c on c.tenant_id = $1 and c.variant_id = s.variant_id
         join locations l on l.tenant_id = $1 and l.id = s.location_id
         join variants v on v.tenant_id = $1 and v.id = s.variant_id
         left join lots t on t.tenant_id = $1 and t.id = s.lot_ref
         where s.tenant_id = $1 and s.variant_id = any($2) and s.on_hand > 0
            and (l.warehouse_id = any($3) or s.location_id = any($4))
         order by s.variant_id, s.location_id, s.lot_id
         for update of s, c",
    )
    .bind(tenant)
    .bind(variants)
    .bind(warehouses)
    .bind(locations)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

/// The lots of these items that could be shipped for a demand: what is free of each, with what
/// the demand itself holds of it. Nothing is locked.
pub(in crate::inventory) async fn lots_to_ship(
    tx: &mut Tx,
    demand: &Demand,
    warehouse_id: Uuid,
    variants: &[Uuid],
) -> Result<Vec<LotToShip>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "with own as (
            select location_id, lot_id, sum(quantity) as quantity from reservations
            where tenant_id = $1 and demand_type = $2 and demand_id = $3 and state = 'held'
                and lot_id is not null
            group by location_id, lot_id
         )
         select s.variant_id, t.id as lot_id, t.code, t.expires_on,
            sum(s.on_hand - s.reserved + coalesce(o.quantity, 0))::bigint as free
         from stock_levels s
         join locations l on l.tenant_id = $1 and l.id = s.location_id and l.warehouse_id = $4
         join lots t on t.tenant_id = $1 and t.id = s.lot_ref
         left join own o on o.location_id = s.location_id and o.lot_id = t.id
         where s.tenant_id = $1 and s.variant_id = any($5) and s.on_hand > 0
         group by s.variant_id, t.id, t.code, t.expires_on
         having sum(s.on_hand - s.reserved + coalesce(o.quantity, 0)) > 0
         order by t.expires_on nulls last, t.code limit 2000",
    )
    .bind(tenant)
    .bind(demand.kind)
    .bind(demand.id)
    .bind(warehouse_id)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}
