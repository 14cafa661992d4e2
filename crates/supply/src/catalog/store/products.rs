//! Reading one product whole.

use std::collections::HashMap;

use base::{Problem, Quantity, Text, Timestamp, Tx, UnitPrice};
use sqlx::types::Json;
use uuid::Uuid;

use crate::catalog::product::{Attributes, Image, Product, ProductVariant, State};

pub(super) const COLUMNS: &str = "p.id, p.handle, p.name, p.description, p.vendor, p.tags, \
    p.type_id, p.attributes, p.category_id, p.unit, p.tax_code_id, p.tracked, p.state, \
    p.options, p.version, p.created_at, p.updated_at";

#[derive(sqlx::FromRow)]
pub(super) struct ProductRow {
    pub id: Uuid,
    handle: String,
    name: Text,
    description: String,
    vendor: String,
    tags: Vec<String>,
    type_id: Option<Uuid>,
    attributes: Json<Attributes>,
    category_id: Option<Uuid>,
    unit: String,
    tax_code_id: Uuid,
    tracked: bool,
    state: State,
    options: Vec<String>,
    version: i32,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(sqlx::FromRow)]
pub(super) struct VariantRow {
    pub id: Uuid,
    pub product_id: Uuid,
    sku: String,
    barcode: Option<String>,
    option_values: Vec<String>,
    price: UnitPrice,
    weight_g: i64,
    volume_ml: i64,
    low_stock: Option<Quantity>,
    position: i32,
    active: bool,
    version: i32,
}

impl ProductRow {
    pub(super) fn into_product(self, variants: Vec<ProductVariant>, images: Vec<Image>) -> Product {
        Product {
            id: self.id,
            handle: self.handle,
            name: self.name,
            description: self.description,
            vendor: self.vendor,
            tags: self.tags,
            type_id: self.type_id,
            attributes: self.attributes.0,
            category_id: self.category_id,
            unit: self.unit,
            tax_code_id: self.tax_code_id,
            tracked: self.tracked,
            state: self.state,
            options: self.options,
            variants,
            images,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

impl VariantRow {
    pub(super) fn into_variant(self) -> ProductVariant {
        ProductVariant {
            id: self.id,
            sku: self.sku,
            barcode: self.barcode,
            options: self.option_values,
            price: self.price,
            weight_g: self.weight_g,
            volume_ml: self.volume_ml,
            low_stock: self.low_stock,
            position: self.position,
            active: self.active,
            version: self.version,
        }
    }
}

pub(in crate::catalog) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Product>, Problem> {
    one(tx, id, "").await
}

/// The product, locked until the transaction ends; its variants change only with it.
pub(in crate::catalog) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<Product>, Problem> {
    one(tx, id, " for update").await
}

async fn one(tx: &mut Tx, id: Uuid, lock: &'static str) -> Result<Option<Product>, Problem> {
    let tenant = tx.tenant_id();
    let sql =
        format!("select {COLUMNS} from products p where p.tenant_id = $1 and p.id = $2{lock}");
    let row: Option<ProductRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let variants = variants_of(tx, &[id]).await?;
    let images = images_of(tx, id).await?;
    let variants = variants.into_iter().map(VariantRow::into_variant).collect();
    Ok(Some(row.into_product(variants, images)))
}

/// The variants of these products, in their order; a product has at most 250.
pub(super) async fn variants_of(
    tx: &mut Tx,
    products: &[Uuid],
) -> Result<Vec<VariantRow>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select id, product_id, sku, barcode, option_values, price, weight_g, volume_ml,
            low_stock, position, active, version
         from variants where tenant_id = $1 and product_id = any($2)
         order by product_id, position, id",
    )
    .bind(tenant)
    .bind(products)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

async fn images_of(tx: &mut Tx, product: Uuid) -> Result<Vec<Image>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select id, file_id, thumbnail_id, position, alt, width, height
         from product_images where tenant_id = $1 and product_id = $2
         order by position, id limit 100",
    )
    .bind(tenant)
    .bind(product)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// The product of a variant.
pub(in crate::catalog) async fn product_of(
    tx: &mut Tx,
    variant: Uuid,
) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let sql = "select product_id from variants where tenant_id = $1 and id = $2";
    let id = sqlx::query_scalar(sql).bind(tenant).bind(variant).fetch_optional(tx.conn()).await?;
    Ok(id)
}

/// Whether any variant was ever moved in or out of stock.
pub(in crate::catalog) async fn had_stock(tx: &mut Tx, product: Uuid) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    let had = sqlx::query_scalar(
        "select exists (
            select from variants v
            where v.tenant_id = $1 and v.product_id = $2 and exists (
                select from stock_moves m where m.tenant_id = $1 and m.variant_id = v.id))",
    )
    .bind(tenant)
    .bind(product)
    .fetch_one(tx.conn())
    .await?;
    Ok(had)
}

/// Several products whole, without their pictures, in no order.
pub(in crate::catalog) async fn products(
    tx: &mut Tx,
    ids: &[Uuid],
) -> Result<Vec<Product>, Problem> {
    several(tx, ids, "").await
}

/// As [`products`], locked in the order of their ids until the transaction ends.
pub(in crate::catalog) async fn lock_products(
    tx: &mut Tx,
    ids: &[Uuid],
) -> Result<Vec<Product>, Problem> {
    several(tx, ids, " order by p.id for update").await
}

async fn several(tx: &mut Tx, ids: &[Uuid], lock: &str) -> Result<Vec<Product>, Problem> {
    let tenant = tx.tenant_id();
    let sql =
        format!("select {COLUMNS} from products p where p.tenant_id = $1 and p.id = any($2){lock}");
    let rows: Vec<ProductRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(ids)
        .fetch_all(tx.conn())
        .await?;
    let mut variants: HashMap<Uuid, Vec<ProductVariant>> = HashMap::new();
    for row in variants_of(tx, ids).await? {
        variants.entry(row.product_id).or_default().push(row.into_variant());
    }
    let whole = |row: ProductRow| {
        let variants = variants.remove(&row.id).unwrap_or_default();
        row.into_product(variants, Vec::new())
    };
    Ok(rows.into_iter().map(whole).collect())
}
