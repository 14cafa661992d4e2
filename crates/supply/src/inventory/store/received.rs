//! What a receipt leaves to be billed: a row a line, which `purchasing` keeps from then on.

use base::{Problem, Tx};
use uuid::Uuid;

use crate::inventory::document::StockDocument;

/// Writes what was received by a receipt, in one statement.
pub(in crate::inventory) async fn insert(
    tx: &mut Tx,
    receipt: &StockDocument,
    warehouse_id: Uuid,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let lines = &receipt.lines;
    sqlx::query(
        "insert into received_lines (tenant_id, receipt_id, line, variant_id, warehouse_id,
            effective_date, quantity, value)
         select $1, $2, r.line, r.variant_id, $3, $4, sum(r.quantity), sum(r.value)
         from unnest($5::int[], $6::uuid[], $7::bigint[], $8::bigint[])
            as r(line, variant_id, quantity, value)
         group by r.line, r.variant_id",
    )
    .bind(tenant)
    .bind(receipt.id)
    .bind(warehouse_id)
    .bind(receipt.date)
    .bind(lines.iter().map(|line| line.line).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.quantity).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.value.minor).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
