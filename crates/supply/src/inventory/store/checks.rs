//! The questions of `ledger verify` about stock. Each finds its first offender.

use base::{Date, Offender, Problem, Quantity, Tx};
use uuid::Uuid;

use crate::inventory::moved::Move;

/// Levels count exactly what the moves brought and took, of each lot and in both units.
pub(in crate::inventory) async fn levels(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    type Row = (Uuid, String, String, Quantity, Quantity, Quantity, Quantity);
    let row: Option<Row> = sqlx::query_as(
        "with moved as (
            select variant_id, location_id, lot_id, sum(quantity)::bigint as quantity,
                sum(second)::bigint as second
            from (
                select variant_id, to_location_id as location_id, lot_id, quantity, second
                from stock_moves where tenant_id = $1
                union all
                select variant_id, from_location_id, lot_id, -quantity, -second
                from stock_moves where tenant_id = $1
            ) m
            where location_id in (
                select id from locations where tenant_id = $1 and kind = 'internal')
            group by variant_id, location_id, lot_id
         ), sums as (
            select variant_id, location_id, quantity, coalesce(second, 0) as second,
                coalesce(lot_id, '00000000-0000-0000-0000-000000000000') as lot_id
            from moved
         ), kept as (
            select variant_id, location_id, lot_id, on_hand, second
            from stock_levels where tenant_id = $1
         )
         select variant_id, v.sku, concat_ws(' ', l.path,
                (select t.code from lots t where t.tenant_id = $1 and t.id = lot_id)),
            coalesce(k.on_hand, 0), coalesce(m.quantity, 0),
            coalesce(k.second, 0), coalesce(m.second, 0)
         from sums m full join kept k using (variant_id, location_id, lot_id)
         left join variants v on v.tenant_id = $1 and v.id = variant_id
         left join locations l on l.tenant_id = $1 and l.id = location_id
         where coalesce(k.on_hand, 0) <> coalesce(m.quantity, 0)
            or coalesce(k.second, 0) <> coalesce(m.second, 0)
         order by variant_id, location_id, lot_id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, sku, place, level, moved, second, weighed)| Offender {
        kind: "stock_level",
        id: id.to_string(),
        detail: format!(
            "{sku} at {place}: the level says {level} and {second}, the moves {moved} and {weighed}"
        ),
    }))
}

/// Days sum up to levels: what every day changed is all that ever changed.
pub(in crate::inventory) async fn days(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    let row: Option<(Uuid, String, Date, Quantity, Quantity)> = sqlx::query_as(
        "with ends as (
            select variant_id, to_location_id as location_id, lot_id, effective_date as date,
                quantity
            from stock_moves where tenant_id = $1
            union all
            select variant_id, from_location_id, lot_id, effective_date, -quantity
            from stock_moves where tenant_id = $1
         ), moved as (
            select variant_id, location_id,
                coalesce(lot_id, '00000000-0000-0000-0000-000000000000') as lot_id, date,
                sum(quantity)::bigint as quantity
            from ends
            where location_id in (
                select id from locations where tenant_id = $1 and kind = 'internal')
            group by 1, 2, 3, 4
         ), kept as (
            select variant_id, location_id, lot_id, date, quantity
            from stock_days where tenant_id = $1
         )
         select variant_id, v.sku, date, coalesce(k.quantity, 0), coalesce(m.quantity, 0)
         from moved m full join kept k using (variant_id, location_id, lot_id, date)
         left join variants v on v.tenant_id = $1 and v.id = variant_id
         where coalesce(k.quantity, 0) <> coalesce(m.quantity, 0)
         order by variant_id, location_id, lot_id, date limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, sku, date, day, moved)| Offender {
        kind: "stock_day",
        id: id.to_string(),
        detail: format!("{sku} on {date}: the day says {day}, the moves {moved}"),
    }))
}

/// What transfers say is on its way is what the moves brought there and have not taken away.
pub(in crate::inventory) async fn transit(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    let row: Option<(Uuid, String, Quantity, Quantity)> = sqlx::query_as(
        "with way as (
            select id from locations where tenant_id = $1 and kind = 'transit'
         ), moved as (
            select variant_id, lot_id, sum(quantity)::bigint as quantity from (
                select variant_id, lot_id, quantity from stock_moves
                where tenant_id = $1 and to_location_id in (select id from way)
                union all
                select variant_id, lot_id, -quantity from stock_moves
                where tenant_id = $1 and from_location_id in (select id from way)
            ) m group by variant_id, lot_id
         ), kept as (
            select variant_id, lot_id, sum(quantity - received - lost)::bigint as quantity
            from transfer_lines where tenant_id = $1 group by variant_id, lot_id
         ), both_ways as (
            select variant_id, quantity as moved, 0 as kept from moved
            union all
            select variant_id, 0, quantity from kept
         )
         select b.variant_id, v.sku, sum(b.kept)::bigint, sum(b.moved)::bigint
         from both_ways b join variants v on v.tenant_id = $1 and v.id = b.variant_id
         group by b.variant_id, v.sku
         having sum(b.kept) <> sum(b.moved) order by b.variant_id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, sku, kept, moved)| Offender {
        kind: "transfer_line",
        id: id.to_string(),
        detail: format!("{sku}: transfers say that {kept} is on its way, the moves {moved}"),
    }))
}

/// Every promise is counted, and nothing else.
pub(in crate::inventory) async fn reserved(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    let row: Option<(Uuid, String, String, Quantity, Quantity)> = sqlx::query_as(
        "with held as (
            select variant_id, location_id,
                coalesce(lot_id, '00000000-0000-0000-0000-000000000000') as lot_id,
                sum(quantity)::bigint as quantity
            from reservations where tenant_id = $1 and state = 'held'
            group by 1, 2, 3
         ), kept as (
            select variant_id, location_id, lot_id, reserved
            from stock_levels where tenant_id = $1
         )
         select variant_id, v.sku, l.path, coalesce(k.reserved, 0), coalesce(h.quantity, 0)
         from held h full join kept k using (variant_id, location_id, lot_id)
         left join variants v on v.tenant_id = $1 and v.id = variant_id
         left join locations l on l.tenant_id = $1 and l.id = location_id
         where coalesce(k.reserved, 0) <> coalesce(h.quantity, 0)
         order by variant_id, location_id, lot_id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, sku, place, level, held)| Offender {
        kind: "stock_level",
        id: id.to_string(),
        detail: format!("{sku} at {place}: the level counts {level} reserved, held are {held}"),
    }))
}

/// What is owned, and its value, are what came in less what went out, and what was added later.
pub(in crate::inventory) async fn costs(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    type Row = (Uuid, String, Quantity, Quantity, i64, i64);
    let row: Option<Row> = sqlx::query_as(
        "with moved as (
            select m.variant_id, sum(m.quantity * m.sign)::bigint as quantity,
                sum(m.value * m.sign)::bigint as value
            from (
                select variant_id, 0 as quantity, value, 1 as sign
                from stock_revaluations where tenant_id = $1
                union all
                select s.variant_id, s.quantity, s.value,
                    (t.kind in ('internal', 'transit'))::int
                        - (f.kind in ('internal', 'transit'))::int as sign
                from stock_moves s
                join locations f on f.tenant_id = s.tenant_id and f.id = s.from_location_id
                join locations t on t.tenant_id = s.tenant_id and t.id = s.to_location_id
                where s.tenant_id = $1
            ) m group by m.variant_id
         ), kept as (select variant_id, quantity, value from stock_costs where tenant_id = $1)
         select variant_id, v.sku, coalesce(k.quantity, 0), coalesce(m.quantity, 0),
            coalesce(k.value, 0), coalesce(m.value, 0)
         from moved m full join kept k using (variant_id)
         left join variants v on v.tenant_id = $1 and v.id = variant_id
         where coalesce(k.quantity, 0) <> coalesce(m.quantity, 0)
            or coalesce(k.value, 0) <> coalesce(m.value, 0)
         order by variant_id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, sku, kept, moved, value, carried)| Offender {
        kind: "stock_cost",
        id: id.to_string(),
        detail: format!(
            "{sku}: owned {kept} worth {value} minor units, but moves and revaluations brought \
             {moved} worth {carried}"
        ),
    }))
}

/// Lots with costs of their own are worth, together, what their item is worth.
pub(in crate::inventory) async fn lot_costs(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    type Row = (Uuid, String, Quantity, Quantity, i64, i64);
    let row: Option<Row> = sqlx::query_as(
        "with lots as (
            select variant_id, sum(quantity)::bigint as quantity, sum(value)::bigint as value
            from lot_costs where tenant_id = $1 group by variant_id
         )
         select v.id, v.sku, coalesce(c.quantity, 0), coalesce(l.quantity, 0),
            coalesce(c.value, 0), coalesce(l.value, 0)
         from variants v
         left join lots l on l.variant_id = v.id
         left join stock_costs c on c.tenant_id = $1 and c.variant_id = v.id
         where v.tenant_id = $1 and v.lot_valued
            and (coalesce(c.quantity, 0) <> coalesce(l.quantity, 0)
                or coalesce(c.value, 0) <> coalesce(l.value, 0))
         order by v.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, sku, owned, sum, value, worth)| Offender {
        kind: "lot_cost",
        id: id.to_string(),
        detail: format!(
            "{sku}: owned {owned} worth {value} minor units, but its lots are {sum} worth {worth}"
        ),
    }))
}

/// What the stock is worth and what the inventory account says, in minor units.
pub(in crate::inventory) async fn values(tx: &mut Tx) -> Result<(i64, i64), Problem> {
    let tenant = tx.tenant_id();
    let sums = sqlx::query_as(
        "select
            (select coalesce(sum(value), 0)::bigint from stock_costs where tenant_id = $1),
            (select coalesce(sum(l.amount), 0)::bigint from lines l
                join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
                where l.tenant_id = $1 and a.role = 'inventory')",
    )
    .bind(tenant)
    .fetch_one(tx.conn())
    .await?;
    Ok(sums)
}

/// A valued move over the border of the company that has no journal entry.
pub(in crate::inventory) async fn unposted(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    let row: Option<(Uuid, i64)> = sqlx::query_as(
        "select id, value from stock_moves
         where tenant_id = $1 and entry_id is null and value <> 0 order by seq limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, value)| Offender {
        kind: "stock_move",
        id: id.to_string(),
        detail: format!("carries {value} minor units and has no journal entry"),
    }))
}

/// An entry with the hash that it keeps of its moves.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::inventory) struct Sealed {
    pub id: Uuid,
    pub seq: i64,
    pub number: String,
    pub details_hash: Vec<u8>,
}

/// The next entries after `seq`.
pub(in crate::inventory) async fn entries_after(
    tx: &mut Tx,
    seq: i64,
    most: i64,
) -> Result<Vec<Sealed>, Problem> {
    let tenant = tx.tenant_id();
    let entries = sqlx::query_as(
        "select id, seq, number, details_hash from entries
         where tenant_id = $1 and seq > $2 order by seq limit $3",
    )
    .bind(tenant)
    .bind(seq)
    .bind(most)
    .fetch_all(tx.conn())
    .await?;
    Ok(entries)
}

#[derive(sqlx::FromRow)]
struct EntryMove {
    entry_id: Uuid,
    #[sqlx(flatten)]
    one: Move,
}

/// The moves of these entries, each with its entry.
pub(in crate::inventory) async fn moves_of(
    tx: &mut Tx,
    entries: &[Uuid],
) -> Result<Vec<(Uuid, Move)>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<EntryMove> = sqlx::query_as(
        "select entry_id, id, variant_id, lot_id, second, from_location_id, to_location_id,
            quantity, value,
            effective_date, recorded_at, source_type, source_id, source_line, reason
         from stock_moves where tenant_id = $1 and entry_id = any($2)",
    )
    .bind(tenant)
    .bind(entries)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.entry_id, row.one)).collect())
}

/// The numbers of each series of stock documents.
pub(in crate::inventory) const NUMBERS: [(&str, &str); 4] = [
    ("GRN", "select number from stock_documents where tenant_id = $1 and kind = 'receipt'"),
    (
        "ADJ",
        "select number from stock_documents
         where tenant_id = $1 and kind in ('adjustment', 'processing')",
    ),
    (
        "TRF",
        "select number from stock_documents
         where tenant_id = $1 and kind in ('transfer', 'arrival')",
    ),
    ("CNT", "select number from stock_documents where tenant_id = $1 and kind = 'count'"),
];
