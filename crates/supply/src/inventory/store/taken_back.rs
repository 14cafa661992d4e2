//! Which move goods came back of, and at what value: written once, never changed.

use base::{Offender, Problem, Quantity, Tx};
use uuid::Uuid;

use crate::inventory::take_back::{LeftWith, LotLeft};

/// A move with which goods left, and what of it has come back.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::inventory) struct Origin {
    pub id: Uuid,
    pub variant_id: Uuid,
    pub sku: String,
    /// The line of the shipment.
    pub line: i32,
    pub quantity: Quantity,
    pub value: i64,
    /// The lot that left, and whether lots of the item have costs of their own.
    pub lot_id: Option<Uuid>,
    pub by_lot: bool,
    /// The same goods in the item's second unit.
    pub second: Option<Quantity>,
    /// What has come back.
    pub back: Quantity,
    pub back_value: i64,
}

/// A move that brings something of another one back.
#[derive(Debug, Clone, Copy)]
pub(in crate::inventory) struct Written {
    pub move_id: Uuid,
    pub original_move_id: Uuid,
    pub quantity: Quantity,
    pub value: i64,
}

/// The moves of a shipment, in the order in which they were made.
pub(in crate::inventory) async fn origins(
    tx: &mut Tx,
    source_type: &str,
    source_id: Uuid,
) -> Result<Vec<Origin>, Problem> {
    let tenant = tx.tenant_id();
    let origins = sqlx::query_as(
        "select m.id, m.variant_id, v.sku, m.source_line as line, m.quantity, m.value,
            m.lot_id, v.lot_valued as by_lot, m.second,
            coalesce(t.quantity, 0)::bigint as back, coalesce(t.value, 0)::bigint as back_value
         from stock_moves m
         join variants v on v.tenant_id = m.tenant_id and v.id = m.variant_id
         left join lateral (
            select sum(b.quantity) as quantity, sum(b.value) as value
            from stock_taken_back b where b.tenant_id = $1 and b.original_move_id = m.id
         ) t on true
         where m.tenant_id = $1 and m.source_type = $2 and m.source_id = $3
         order by m.seq limit 5000",
    )
    .bind(tenant)
    .bind(source_type)
    .bind(source_id)
    .fetch_all(tx.conn())
    .await?;
    Ok(origins)
}

/// What left with a document, line by line.
pub(in crate::inventory) async fn left_with(
    tx: &mut Tx,
    source_type: &str,
    source_id: Uuid,
) -> Result<Vec<LeftWith>, Problem> {
    let tenant = tx.tenant_id();
    let lines = sqlx::query_as(
        "select m.source_line as line, m.variant_id, p.unit, sum(m.quantity)::bigint as quantity,
            (array_agg(f.warehouse_id order by m.seq))[1] as warehouse_id
         from stock_moves m
         join locations t on t.tenant_id = m.tenant_id and t.id = m.to_location_id
            and t.kind = 'customer'
         join locations f on f.tenant_id = m.tenant_id and f.id = m.from_location_id
         join variants v on v.tenant_id = m.tenant_id and v.id = m.variant_id
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         where m.tenant_id = $1 and m.source_type = $2 and m.source_id = $3
         group by m.source_line, m.variant_id, p.unit
         order by m.source_line limit 1000",
    )
    .bind(tenant)
    .bind(source_type)
    .bind(source_id)
    .fetch_all(tx.conn())
    .await?;
    Ok(lines)
}

/// Which lots left with a document, line by line.
pub(in crate::inventory) async fn lots_left_with(
    tx: &mut Tx,
    source_type: &str,
    source_id: Uuid,
) -> Result<Vec<LotLeft>, Problem> {
    let tenant = tx.tenant_id();
    let lots = sqlx::query_as(
        "select m.source_line as line, o.code, o.expires_on,
            sum(m.quantity)::bigint as quantity
         from stock_moves m
         join locations t on t.tenant_id = m.tenant_id and t.id = m.to_location_id
            and t.kind = 'customer'
         join lots o on o.tenant_id = m.tenant_id and o.id = m.lot_id
         where m.tenant_id = $1 and m.source_type = $2 and m.source_id = $3
         group by m.source_line, o.id, o.code, o.expires_on
         order by m.source_line, o.expires_on nulls last, o.code limit 5000",
    )
    .bind(tenant)
    .bind(source_type)
    .bind(source_id)
    .fetch_all(tx.conn())
    .await?;
    Ok(lots)
}

/// Writes what came back of what, in one statement.
pub(in crate::inventory) async fn insert(tx: &mut Tx, rows: &[Written]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into stock_taken_back (tenant_id, move_id, original_move_id, quantity, value)
         select $1, b.move_id, b.original_id, b.quantity, b.value
         from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
            as b(move_id, original_id, quantity, value)",
    )
    .bind(tenant)
    .bind(rows.iter().map(|row| row.move_id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.original_move_id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.quantity).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.value).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// For `ledger verify`: nothing came back beyond what left, all of it is worth all of its value,
/// and what came into stock is worth what its move says.
pub(in crate::inventory) async fn offender(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    let row: Option<(Uuid, String, Quantity, i64, Quantity, i64)> = sqlx::query_as(
        "with back as (
            select original_move_id as id, sum(quantity)::bigint as quantity,
                sum(value)::bigint as value
            from stock_taken_back where tenant_id = $1 group by original_move_id
         )
         (select m.id, v.sku, b.quantity, b.value, m.quantity, m.value
          from back b
          join stock_moves m on m.tenant_id = $1 and m.id = b.id
          join variants v on v.tenant_id = $1 and v.id = m.variant_id
          where b.quantity > m.quantity or b.value > m.value
            or (b.quantity = m.quantity and b.value <> m.value)
          order by m.seq limit 1)
         union all
         (select m.id, v.sku, b.quantity, b.value, m.quantity, m.value
          from stock_taken_back b
          join stock_moves m on m.tenant_id = b.tenant_id and m.id = b.move_id
          join locations l on l.tenant_id = m.tenant_id and l.id = m.to_location_id
          join variants v on v.tenant_id = m.tenant_id and v.id = m.variant_id
          where b.tenant_id = $1
            and (b.quantity <> m.quantity or (l.kind = 'internal' and b.value <> m.value))
          order by m.seq limit 1)
         limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, sku, back, value, moved, carried)| Offender {
        kind: "stock_move",
        id: id.to_string(),
        detail: format!(
            "{sku}: {back} worth {value} minor units is written as come back, the move carries \
             {moved} worth {carried}"
        ),
    }))
}
