//! What transfers have sent on their way.

use base::{Date, Money, Problem, Quantity, Text, Tx};
use uuid::Uuid;

use crate::inventory::arrive::{Part, TransitLine};
use crate::inventory::cost::Cost;
use crate::inventory::in_transit::OnTheWay;
use crate::inventory::lot::LotName;
use crate::inventory::moved::Move;

/// Writes what a transfer sent: a line for each of its moves.
pub(in crate::inventory) async fn insert(
    tx: &mut Tx,
    transfer: Uuid,
    moves: &[Move],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into transfer_lines (tenant_id, document_id, n, variant_id, lot_id, quantity,
            second)
         select $1, $2, l.n, l.variant_id, l.lot_id, l.quantity, l.second
         from unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[]) with ordinality
            as l(variant_id, lot_id, quantity, second, n)",
    )
    .bind(tenant)
    .bind(transfer)
    .bind(moves.iter().map(|one| one.variant_id).collect::<Vec<_>>())
    .bind(moves.iter().map(|one| one.lot_id).collect::<Vec<_>>())
    .bind(moves.iter().map(|one| one.quantity.micros()).collect::<Vec<_>>())
    .bind(moves.iter().map(|one| one.second.map(Quantity::micros)).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    n: i32,
    variant_id: Uuid,
    sku: String,
    name: Text,
    options: Vec<String>,
    unit: String,
    lot_id: Option<Uuid>,
    lot_code: Option<String>,
    expires_on: Option<Date>,
    sent: Quantity,
    received: Quantity,
    lost: Quantity,
    open_second: Option<Quantity>,
    second_unit: Option<String>,
    by_lot: bool,
}

/// The lines of a transfer, locked if asked.
pub(in crate::inventory) async fn of(
    tx: &mut Tx,
    transfer: Uuid,
    lock: bool,
) -> Result<Vec<TransitLine>, Problem> {
    let tenant = tx.tenant_id();
    let lock = if lock { " for update of l" } else { "" };
    let sql = format!(
        "select l.n, l.variant_id, v.sku, p.name, v.option_values as options, p.unit,
            l.lot_id, t.code as lot_code, t.expires_on, l.quantity as sent, l.received, l.lost,
            l.second - l.received_second - l.lost_second as open_second, v.second_unit,
            v.lot_valued as by_lot
         from transfer_lines l
         join variants v on v.tenant_id = $1 and v.id = l.variant_id
         join products p on p.tenant_id = $1 and p.id = v.product_id
         left join lots t on t.tenant_id = $1 and t.id = l.lot_id
         where l.tenant_id = $1 and l.document_id = $2
         order by l.n limit 50000{lock}"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(transfer)
        .fetch_all(tx.conn())
        .await?;
    let line = |row: Row| {
        let gone = row.received.checked_add(row.lost).unwrap_or_default();
        let lot = row.lot_id.zip(row.lot_code);
        TransitLine {
            n: row.n,
            variant_id: row.variant_id,
            sku: row.sku,
            name: row.name,
            options: row.options,
            unit: row.unit,
            lot: lot.map(|(id, code)| LotName { id, code, expires_on: row.expires_on }),
            sent: row.sent,
            received: row.received,
            lost: row.lost,
            open: row.sent.checked_sub(gone).unwrap_or_default(),
            open_second: row.open_second,
            second_unit: row.second_unit,
            by_lot: row.by_lot,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Counts what came and what was lost; the lines are locked.
pub(in crate::inventory) async fn settle(
    tx: &mut Tx,
    transfer: Uuid,
    parts: &[Part<'_>],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let second = |q: Option<Quantity>| q.map_or(0, Quantity::micros);
    sqlx::query(
        "update transfer_lines l set received = l.received + p.received,
            received_second = l.received_second + p.received_second,
            lost = l.lost + p.lost, lost_second = l.lost_second + p.lost_second
         from unnest($3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
            as p(n, received, received_second, lost, lost_second)
         where l.tenant_id = $1 and l.document_id = $2 and l.n = p.n",
    )
    .bind(tenant)
    .bind(transfer)
    .bind(parts.iter().map(|part| part.line.n).collect::<Vec<_>>())
    .bind(parts.iter().map(|part| part.received.0.micros()).collect::<Vec<_>>())
    .bind(parts.iter().map(|part| second(part.received.1)).collect::<Vec<_>>())
    .bind(parts.iter().map(|part| part.lost.0.micros()).collect::<Vec<_>>())
    .bind(parts.iter().map(|part| second(part.lost.1)).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct WayRow {
    transfer_id: Uuid,
    number: String,
    date: Date,
    from_code: String,
    to_code: String,
    variant_id: Uuid,
    sku: String,
    unit: String,
    quantity: Quantity,
    owned: Quantity,
    value: i64,
}

/// Everything on its way, with the cost of its item or lot.
pub(in crate::inventory) async fn all(tx: &mut Tx) -> Result<Vec<OnTheWay>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let rows: Vec<WayRow> = sqlx::query_as(
        "select d.id as transfer_id, d.number, d.effective_date as date, f.path as from_code,
            t.path as to_code, l.variant_id, v.sku, p.unit,
            l.quantity - l.received - l.lost as quantity,
            coalesce(o.quantity, c.quantity) as owned, coalesce(o.value, c.value) as value
         from transfer_lines l
         join stock_documents d on d.tenant_id = $1 and d.id = l.document_id
         join locations f on f.tenant_id = $1 and f.id = d.from_location_id
         join locations t on t.tenant_id = $1 and t.id = d.to_location_id
         join variants v on v.tenant_id = $1 and v.id = l.variant_id
         join products p on p.tenant_id = $1 and p.id = v.product_id
         join stock_costs c on c.tenant_id = $1 and c.variant_id = l.variant_id
         left join lot_costs o on o.tenant_id = $1 and o.lot_id = l.lot_id
         where l.tenant_id = $1 and l.received + l.lost < l.quantity
         order by d.effective_date, d.number, l.n limit 5000",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    let way = |row: WayRow| {
        let cost = Cost { quantity: row.owned, value: row.value };
        OnTheWay {
            transfer_id: row.transfer_id,
            number: row.number,
            date: row.date,
            from: row.from_code,
            to: row.to_code,
            variant_id: row.variant_id,
            sku: row.sku,
            unit: row.unit,
            quantity: row.quantity,
            value: Money::new(cost.worth(row.quantity).unwrap_or(0), currency),
        }
    };
    Ok(rows.into_iter().map(way).collect())
}
