//! Reservations: the rows are the truth, `stock_levels.reserved` counts them.

use std::collections::{BTreeMap, HashMap};

use base::{Problem, Timestamp, Tx};
use uuid::Uuid;

use crate::inventory::movement::Spot;
use crate::inventory::reserve::{Demand, StockLine};

/// Reserves every line in one statement, or none. Lines of one item are summed before they are
/// compared with the level. Returns whether it could be done.
pub(in crate::inventory) async fn hold(
    tx: &mut Tx,
    demand: &Demand,
    warehouse_id: Uuid,
    lines: &[StockLine],
    expires_at: Option<Timestamp>,
) -> Result<bool, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let held = sqlx::query(
        "with place as (
            select l.id from locations l
            join warehouses w on w.tenant_id = l.tenant_id and w.id = l.warehouse_id
            where l.tenant_id = $1 and l.warehouse_id = $2 and l.kind = 'internal' and w.active
            order by l.code limit 1
         ), lines as (
            select * from unnest($3::uuid[], $4::int[], $5::uuid[], $6::bigint[])
                as r(id, line, variant_id, quantity)
         ), wanted as (
            select variant_id, sum(quantity) as quantity from lines group by variant_id
         ), locked as (
            select s.variant_id, s.location_id, w.quantity,
                s.on_hand - s.reserved >= w.quantity as enough
            from stock_levels s join wanted w using (variant_id)
            where s.tenant_id = $1 and s.location_id = (select id from place)
            order by s.variant_id
            for update of s
         ), taken as (
            update stock_levels s set reserved = s.reserved + l.quantity
            from locked l
            where s.tenant_id = $1 and s.variant_id = l.variant_id
                and s.location_id = l.location_id
                and (select count(*) filter (where enough) from locked)
                    = (select count(*) from wanted)
            returning s.variant_id, s.location_id
         )
         insert into reservations (tenant_id, id, variant_id, location_id, quantity, demand_type,
            demand_id, demand_line, expires_at, created_at)
         select $1, r.id, r.variant_id, t.location_id, r.quantity, $7, $8, r.line, $9, $10
         from lines r join taken t using (variant_id)",
    )
    .bind(tenant)
    .bind(warehouse_id)
    .bind(lines.iter().map(|_| tx.new_id::<()>().uuid()).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.line).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.quantity.micros()).collect::<Vec<_>>())
    .bind(demand.kind)
    .bind(demand.id)
    .bind(expires_at)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(usize::try_from(held.rows_affected()).ok() == Some(lines.len()))
}

/// Lets go of everything that is held for a demand.
pub(in crate::inventory) async fn release(tx: &mut Tx, demand: &Demand) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with due as (
            select r.id from reservations r
            where r.tenant_id = $1 and r.demand_type = $2 and r.demand_id = $3
                and r.state = 'held'
            order by r.id for update
         ), gone as (
            update reservations r set state = 'released' from due
            where r.tenant_id = $1 and r.id = due.id
            returning r.variant_id, r.location_id, r.quantity
         ), sums as (
            select variant_id, location_id, sum(quantity) as quantity from gone
            group by variant_id, location_id
         ), locked as (
            select s.variant_id, s.location_id, g.quantity
            from stock_levels s join sums g using (variant_id, location_id)
            where s.tenant_id = $1
            order by s.variant_id, s.location_id
            for update of s
         )
         update stock_levels s set reserved = s.reserved - l.quantity
         from locked l
         where s.tenant_id = $1 and s.variant_id = l.variant_id
            and s.location_id = l.location_id",
    )
    .bind(tenant)
    .bind(demand.kind)
    .bind(demand.id)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Lets go of at most `most` reservations whose time is over; what is locked is left for the
/// next time. Returns their demands and how many rows there were.
pub(in crate::inventory) async fn expire(
    tx: &mut Tx,
    most: i64,
) -> Result<Vec<(String, Uuid, i64)>, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let demands = sqlx::query_as(
        "with due as (
            select r.id from reservations r
            where r.tenant_id = $1 and r.state = 'held' and r.expires_at <= $2
            order by r.expires_at, r.id limit $3 for update skip locked
         ), gone as (
            update reservations r set state = 'released' from due
            where r.tenant_id = $1 and r.id = due.id
            returning r.demand_type, r.demand_id, r.variant_id, r.location_id, r.quantity
         ), sums as (
            select variant_id, location_id, sum(quantity) as quantity from gone
            group by variant_id, location_id
         ), locked as (
            select s.variant_id, s.location_id, g.quantity
            from stock_levels s join sums g using (variant_id, location_id)
            where s.tenant_id = $1
            order by s.variant_id, s.location_id
            for update of s
         ), freed as (
            update stock_levels s set reserved = s.reserved - l.quantity
            from locked l
            where s.tenant_id = $1 and s.variant_id = l.variant_id
                and s.location_id = l.location_id
         )
         select demand_type, demand_id, count(*) from gone group by demand_type, demand_id
         order by demand_type, demand_id",
    )
    .bind(tenant)
    .bind(now)
    .bind(most)
    .fetch_all(tx.conn())
    .await?;
    Ok(demands)
}

/// Uses up what a demand holds at a location, line by line, as far as it is wanted; a
/// reservation that is larger than wanted is split. Returns what was used of each item; the
/// levels still count it, and are changed with the stock itself.
pub(in crate::inventory) async fn consume(
    tx: &mut Tx,
    demand: &Demand,
    location_id: Uuid,
    wanted: &BTreeMap<(i32, Uuid), i64>,
) -> Result<HashMap<Spot, i64>, Problem> {
    let tenant = tx.tenant_id();
    let used: Vec<(Uuid, i64)> = sqlx::query_as(
        "with wanted as (
            select * from unnest($5::int[], $6::uuid[], $7::bigint[], $8::uuid[])
                as w(line, variant_id, quantity, rest_id)
         ), held as (
            select r.* from reservations r
            where r.tenant_id = $1 and r.demand_type = $2 and r.demand_id = $3
                and r.location_id = $4 and r.state = 'held'
            order by r.id for update
         ), cut as (
            select h.*, w.rest_id, least(h.quantity, greatest(0, w.quantity + h.quantity
                - sum(h.quantity) over (partition by h.demand_line, h.variant_id order by h.id)
                ))::bigint as used
            from held h join wanted w on w.line = h.demand_line and w.variant_id = h.variant_id
         ), consumed as (
            update reservations r set state = 'consumed', quantity = c.used
            from cut c where r.tenant_id = $1 and r.id = c.id and c.used > 0
         ), rest as (
            insert into reservations (tenant_id, id, variant_id, location_id, quantity,
                demand_type, demand_id, demand_line, expires_at, created_at)
            select $1, c.rest_id, c.variant_id, c.location_id, c.quantity - c.used, $2, $3,
                c.demand_line, c.expires_at, c.created_at
            from cut c where c.used > 0 and c.used < c.quantity
         )
         select variant_id, sum(used)::bigint from cut where used > 0 group by variant_id",
    )
    .bind(tenant)
    .bind(demand.kind)
    .bind(demand.id)
    .bind(location_id)
    .bind(wanted.keys().map(|(line, _)| *line).collect::<Vec<_>>())
    .bind(wanted.keys().map(|(_, variant)| *variant).collect::<Vec<_>>())
    .bind(wanted.values().copied().collect::<Vec<_>>())
    .bind(wanted.iter().map(|_| tx.new_id::<()>().uuid()).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(used.into_iter().map(|(variant, used)| ((variant, location_id), used)).collect())
}
