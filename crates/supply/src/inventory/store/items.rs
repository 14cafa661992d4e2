//! What a document says of an item: found by id or by SKU.

use base::{Problem, Text, Tx};
use uuid::Uuid;

use crate::inventory::item::StockItem;

/// An item of the catalogue as stock needs it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::inventory) struct Item {
    pub id: Uuid,
    pub sku: String,
    pub name: Text,
    pub options: Vec<String>,
    pub unit: String,
    pub tracked: bool,
    pub lot_tracked: bool,
    /// Its lots have costs of their own.
    pub lot_valued: bool,
    /// The unit of its second quantity, if it is counted and weighed.
    pub second_unit: Option<String>,
}

/// The items with these ids or SKUs.
pub(in crate::inventory) async fn find(
    tx: &mut Tx,
    ids: &[Uuid],
    skus: &[String],
) -> Result<Vec<Item>, Problem> {
    let tenant = tx.tenant_id();
    let items = sqlx::query_as(
        "select v.id, v.sku, p.name, v.option_values as options, p.unit, p.tracked,
            v.lot_tracked, v.lot_valued, v.second_unit
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

/// The SKUs of these items.
pub(in crate::inventory) async fn skus(
    tx: &mut Tx,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, sku from variants where tenant_id = $1 and id = any($2) order by sku",
    )
    .bind(tenant)
    .bind(ids)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
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

/// What forms must ask for in this company.
#[derive(Debug, Clone, Copy, Default, sqlx::FromRow)]
pub(crate) struct Shape {
    /// Some warehouse has places beside its main one.
    pub places: bool,
    /// Some items have lots.
    pub lots: bool,
    /// Some items have a second quantity.
    pub seconds: bool,
    /// Some items have other units.
    pub units: bool,
}

/// What the company uses of places, lots, second quantities and units.
pub(crate) async fn shape(tx: &mut Tx) -> Result<Shape, Problem> {
    let tenant = tx.tenant_id();
    let shape = sqlx::query_as(
        "select exists (select from locations where tenant_id = $1 and parent_id is not null)
                as places,
            exists (select from variants where tenant_id = $1 and lot_tracked) as lots,
            exists (select from variants where tenant_id = $1 and second_unit is not null)
                as seconds,
            exists (select from item_units where tenant_id = $1) as units",
    )
    .bind(tenant)
    .fetch_one(tx.conn())
    .await?;
    Ok(shape)
}

#[derive(sqlx::FromRow)]
struct Settings {
    id: Uuid,
    product_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    lot_tracked: bool,
    lot_valued: bool,
    second_unit: Option<String>,
    version: i32,
}

/// How stock of an item is kept, without its units.
pub(in crate::inventory) async fn settings(
    tx: &mut Tx,
    variant: Uuid,
) -> Result<Option<StockItem>, Problem> {
    let tenant = tx.tenant_id();
    let row: Option<Settings> = sqlx::query_as(
        "select v.id, v.product_id, v.sku, p.name, p.unit, v.lot_tracked, v.lot_valued,
            v.second_unit, v.version
         from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         where v.tenant_id = $1 and v.id = $2",
    )
    .bind(tenant)
    .bind(variant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| StockItem {
        variant_id: row.id,
        product_id: row.product_id,
        sku: row.sku,
        name: row.name,
        unit: row.unit,
        lot_tracked: row.lot_tracked,
        lot_valued: row.lot_valued,
        second_unit: row.second_unit,
        units: Vec::new(),
        version: row.version,
    }))
}

/// Locks an item with its cost, and says whether the company owns any of it.
pub(in crate::inventory) async fn lock(tx: &mut Tx, variant: Uuid) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    let owned: Option<bool> = sqlx::query_scalar(
        "with item as (
            select id from variants where tenant_id = $1 and id = $2 for update
         )
         select c.quantity > 0 from stock_costs c
         where c.tenant_id = $1 and c.variant_id in (select id from item) for update",
    )
    .bind(tenant)
    .bind(variant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(owned.unwrap_or(false))
}

/// Writes how stock of a locked item is kept.
pub(in crate::inventory) async fn keep(tx: &mut Tx, item: &StockItem) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update variants set lot_tracked = $3, lot_valued = $4, second_unit = $5, version = $6
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(item.variant_id)
    .bind(item.lot_tracked)
    .bind(item.lot_valued)
    .bind(&item.second_unit)
    .bind(item.version)
    .execute(tx.conn())
    .await?;
    Ok(())
}
