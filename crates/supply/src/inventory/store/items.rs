//! What a document says of an item: found by id or by SKU.

use base::{Problem, Text, Tx};
use uuid::Uuid;

/// An item of the catalogue as stock needs it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::inventory) struct Item {
    pub id: Uuid,
    pub sku: String,
    pub name: Text,
    pub unit: String,
    pub tracked: bool,
}

/// The items with these ids or SKUs.
pub(in crate::inventory) async fn find(
    tx: &mut Tx,
    ids: &[Uuid],
    skus: &[String],
) -> Result<Vec<Item>, Problem> {
    let tenant = tx.tenant_id();
    let items = sqlx::query_as(
        "select v.id, v.sku, p.name, p.unit, p.tracked
         from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         where v.tenant_id = $1 and (v.id = any($2) or v.sku = any($3))",
    )
    .bind(tenant)
    .bind(ids)
    .bind(skus)
    .fetch_all(tx.conn())
    .await?;
    Ok(items)
}
