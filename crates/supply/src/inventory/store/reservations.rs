//! Reservations: the rows are the truth, `stock_levels.reserved` counts them.

use base::{Problem, Timestamp, Tx};
use uuid::Uuid;

use crate::inventory::reserve::{Demand, StockLine};

/// Reserves every line in one statement, or none: what expires first, then the lowest place; a
/// lot that has expired on the day is left alone. Lines of one item are laid end to end over
/// its levels, so each is checked against what the others leave. Returns whether it could be
/// done.
pub(in crate::inventory) async fn hold(
    tx: &mut Tx,
    demand: &Demand,
    warehouse_id: Uuid,
    lines: &[StockLine],
    expires_at: Option<Timestamp>,
) -> Result<bool, Problem> {
    let (tenant, now, day) = (tx.tenant_id(), tx.now(), tx.today());
    let held: Option<bool> = sqlx::query_scalar(
        "with lines as (
            select r.*, sum(quantity) over (partition by variant_id order by n)::bigint as upto
            from unnest($3::int[], $4::uuid[], $5::bigint[]) with ordinality
                as r(line, variant_id, quantity, n)
         ), locked as (
            select s.variant_id, s.location_id, s.lot_id, s.lot_ref, s.on_hand - s.reserved as free,
                t.expires_on, t.code as lot, l.path
            from stock_levels s
            join locations l on l.tenant_id = $1 and l.id = s.location_id
                and l.warehouse_id = $2
            join warehouses w on w.tenant_id = $1 and w.id = $2 and w.active
            left join lots t on t.tenant_id = $1 and t.id = s.lot_ref
            where s.tenant_id = $1 and s.variant_id = any($4) and s.on_hand > s.reserved
                and (t.expires_on is null or t.expires_on >= $10)
            order by s.variant_id, s.location_id, s.lot_id
            for update of s
         ), levels as (
            select k.*, sum(free) over (partition by variant_id
                order by expires_on nulls last, path, lot, lot_id)::bigint as upto
            from locked k
         ), parts as (
            select r.line, r.variant_id, k.location_id, k.lot_id, k.lot_ref,
                least(r.upto, k.upto) - greatest(r.upto - r.quantity, k.upto - k.free)
                    as quantity
            from lines r join levels k on k.variant_id = r.variant_id
                and k.upto > r.upto - r.quantity and k.upto - k.free < r.upto
         ), good as (
            select from parts having sum(quantity) = (select sum(quantity) from lines)
         ), taken as (
            update stock_levels s set reserved = s.reserved + p.quantity
            from (select variant_id, location_id, lot_id, sum(quantity)::bigint as quantity
                from parts group by variant_id, location_id, lot_id) p
            where s.tenant_id = $1 and s.variant_id = p.variant_id
                and s.location_id = p.location_id and s.lot_id = p.lot_id
                and exists (select from good)
         ), held as (
            insert into reservations (tenant_id, id, variant_id, location_id, lot_id, quantity,
                demand_type, demand_id, demand_line, expires_at, created_at)
            select $1, gen_random_uuid(), variant_id, location_id, lot_ref, quantity, $6, $7,
                line, $8, $9
            from parts where exists (select from good)
         )
         select exists (select from good)",
    )
    .bind(tenant)
    .bind(warehouse_id)
    .bind(lines.iter().map(|line| line.line).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.quantity.micros()).collect::<Vec<_>>())
    .bind(demand.kind)
    .bind(demand.id)
    .bind(expires_at)
    .bind(now)
    .bind(day)
    .fetch_optional(tx.conn())
    .await?;
    Ok(held.unwrap_or(false))
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
            returning r.variant_id, r.location_id, r.lot_id, r.quantity
         ), sums as (
            select variant_id, location_id,
                coalesce(lot_id, '00000000-0000-0000-0000-000000000000') as lot_id,
                sum(quantity) as quantity
            from gone group by 1, 2, 3
         ), locked as (
            select s.variant_id, s.location_id, s.lot_id, g.quantity
            from stock_levels s join sums g using (variant_id, location_id, lot_id)
            where s.tenant_id = $1
            order by s.variant_id, s.location_id, s.lot_id
            for update of s
         )
         update stock_levels s set reserved = s.reserved - l.quantity
         from locked l
         where s.tenant_id = $1 and s.variant_id = l.variant_id
            and s.location_id = l.location_id and s.lot_id = l.lot_id",
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
            returning r.demand_type, r.demand_id, r.variant_id, r.location_id, r.lot_id,
                r.quantity
         ), sums as (
            select variant_id, location_id,
                coalesce(lot_id, '00000000-0000-0000-0000-000000000000') as lot_id,
                sum(quantity) as quantity
            from gone group by 1, 2, 3
         ), locked as (
            select s.variant_id, s.location_id, s.lot_id, g.quantity
            from stock_levels s join sums g using (variant_id, location_id, lot_id)
            where s.tenant_id = $1
            order by s.variant_id, s.location_id, s.lot_id
            for update of s
         ), freed as (
            update stock_levels s set reserved = s.reserved - l.quantity
            from locked l
            where s.tenant_id = $1 and s.variant_id = l.variant_id
                and s.location_id = l.location_id and s.lot_id = l.lot_id
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
