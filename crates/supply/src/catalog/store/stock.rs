//! Where a product's stock lies: read only; only `inventory` changes it.

use base::{Problem, Quantity, Text, Tx};
use uuid::Uuid;

/// How much of a variant lies in a warehouse.
#[derive(Debug, sqlx::FromRow)]
pub(in crate::catalog) struct StockRow {
    pub variant_id: Uuid,
    pub sku: String,
    pub warehouse: Text,
    pub on_hand: Quantity,
    pub reserved: Quantity,
}

pub(in crate::catalog) async fn stock_of(
    tx: &mut Tx,
    product: Uuid,
) -> Result<Vec<StockRow>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select v.id as variant_id, v.sku, w.name as warehouse,
            sum(l.on_hand)::bigint as on_hand, sum(l.reserved)::bigint as reserved
         from variants v
         join stock_levels l on l.tenant_id = $1 and l.variant_id = v.id
         join locations o on o.tenant_id = $1 and o.id = l.location_id
         join warehouses w on w.tenant_id = $1 and w.id = o.warehouse_id
         where v.tenant_id = $1 and v.product_id = $2
         group by w.id, w.code, w.name, v.id, v.sku, v.position
         order by w.code, v.position, v.id limit 1000",
    )
    .bind(tenant)
    .bind(product)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
