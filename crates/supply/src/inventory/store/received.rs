//! What a receipt leaves to be billed: a row a line, which `purchasing` keeps from then on.

use base::{Problem, Tx};
use uuid::Uuid;

use crate::inventory::document::{StockDocument, SupplierName};

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
            effective_date, quantity, value, supplier_id)
         select $1, $2, r.line, r.variant_id, $3, $4, sum(r.quantity), sum(r.value), $9
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
    .bind(receipt.supplier.as_ref().map(|supplier| supplier.id))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Who delivered a receipt, where it is known.
pub(in crate::inventory) async fn supplier(
    tx: &mut Tx,
    receipt: Uuid,
) -> Result<Option<SupplierName>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select s.id, s.name from received_lines r
         join suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
         where r.tenant_id = $1 and r.receipt_id = $2 order by r.line limit 1",
    )
    .bind(tenant)
    .bind(receipt)
    .fetch_optional(tx.conn())
    .await?)
}
