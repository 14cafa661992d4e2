//! What a document says of an item: found by id or by SKU.

use base::{Problem, Text, Tx};
use uuid::Uuid;

/// An item of the catalogue as stock needs it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::inventory) struct Item {
    pub id: Uuid,
    pub sku: String,
    pub name: Text,
    pub options: Vec<String>,
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
        "select v.id, v.sku, p.name, v.option_values as options, p.unit, p.tracked
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

/// The items with these SKUs or barcodes, each beside the code that was asked for.
pub(in crate::inventory) async fn find_by_code(
    tx: &mut Tx,
    codes: &[String],
) -> Result<Vec<(String, Uuid)>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select c.code, v.id from unnest($2::text[]) as c(code)
         cross join lateral (
            select id, 1 as rank from variants where tenant_id = $1 and sku = c.code
            union all
            select id, 2 from variants where tenant_id = $1 and barcode = c.code
            order by rank, id limit 1
         ) v",
    )
    .bind(tenant)
    .bind(codes)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

/// The categories that levels can be narrowed by; a menu of more would help nobody.
pub(in crate::inventory) async fn categories(tx: &mut Tx) -> Result<Vec<(Uuid, Text)>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select id, name from categories where tenant_id = $1 order by position, id limit 500",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
