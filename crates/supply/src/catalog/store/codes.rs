//! Who has which handle, SKU, barcode; and the tax code of a new product.

use std::collections::HashSet;

use base::{Problem, Text, Tx};
use uuid::Uuid;

use crate::catalog::product::Product;

/// A product, and perhaps its variant, that has a code already.
#[derive(sqlx::FromRow)]
pub(in crate::catalog) struct Owner {
    pub product_id: Uuid,
    pub variant_id: Option<Uuid>,
    pub name: Text,
    pub handle: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
}

/// Other products and variants with the handle, a SKU or a barcode of this one.
pub(in crate::catalog) async fn owners_of(
    tx: &mut Tx,
    product: &Product,
) -> Result<Vec<Owner>, Problem> {
    let tenant = tx.tenant_id();
    let skus: Vec<&str> = product.variants.iter().map(|v| v.sku.as_str()).collect();
    let barcodes: Vec<&str> =
        product.variants.iter().filter_map(|v| v.barcode.as_deref()).collect();
    let owners = sqlx::query_as(
        "select p.id as product_id, null::uuid as variant_id, p.name, p.handle,
            null as sku, null as barcode
         from products p where p.tenant_id = $1 and p.handle = $2 and p.id <> $3
         union all
         select p.id, v.id, p.name, p.handle, v.sku, v.barcode
         from variants v join products p on p.tenant_id = $1 and p.id = v.product_id
         where v.tenant_id = $1 and (v.sku = any($4) or v.barcode = any($5))
            and not (v.product_id = $3 and v.id = any($6))
         limit 600",
    )
    .bind(tenant)
    .bind(&product.handle)
    .bind(product.id)
    .bind(skus)
    .bind(barcodes)
    .bind(product.variants.iter().map(|v| v.id).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(owners)
}

pub(in crate::catalog) async fn used_handles(
    tx: &mut Tx,
    wanted: &[String],
) -> Result<HashSet<String>, Problem> {
    let tenant = tx.tenant_id();
    let sql = "select handle from products where tenant_id = $1 and handle = any($2)";
    let used: Vec<String> =
        sqlx::query_scalar(sql).bind(tenant).bind(wanted).fetch_all(tx.conn()).await?;
    Ok(used.into_iter().collect())
}

pub(in crate::catalog) async fn used_skus(
    tx: &mut Tx,
    wanted: &[String],
) -> Result<HashSet<String>, Problem> {
    let tenant = tx.tenant_id();
    let sql = "select sku from variants where tenant_id = $1 and sku = any($2)";
    let used: Vec<String> =
        sqlx::query_scalar(sql).bind(tenant).bind(wanted).fetch_all(tx.conn()).await?;
    Ok(used.into_iter().collect())
}

/// The tax code that was asked for, or the company's default.
pub(in crate::catalog) async fn tax_code(
    tx: &mut Tx,
    wanted: Option<Uuid>,
) -> Result<Uuid, Problem> {
    let codes = finance::tax::codes(tx).await?;
    let found = match wanted {
        Some(id) => codes.iter().find(|code| code.id == id),
        None => codes.first(),
    };
    match found {
        Some(code) => Ok(code.id),
        None => Err(Problem::invalid().field("tax_code_id", "unknown")),
    }
}

/// Products with one of the handles, and variants with one of the SKUs or barcodes. Each is
/// looked up by its key: in the midst of a large import nobody has counted the rows yet, and a
/// planner that takes the tables for empty would read all of them again and again.
pub(in crate::catalog) async fn owners(
    tx: &mut Tx,
    handles: &[String],
    skus: &[String],
    barcodes: &[String],
) -> Result<Vec<Owner>, Problem> {
    let tenant = tx.tenant_id();
    let owners = sqlx::query_as(
        "select p.id as product_id, null::uuid as variant_id, p.name, p.handle,
            null as sku, null as barcode
         from unnest($2::text[]) as w (handle)
         cross join lateral (
            select id, name, handle from products
            where tenant_id = $1 and handle = w.handle limit 1) p
         union all
         select p.id, v.id, p.name, p.handle, v.sku, v.barcode
         from (
            select v.* from unnest($3::text[]) as w (sku)
            cross join lateral (
                select id, product_id, sku, barcode from variants
                where tenant_id = $1 and sku = w.sku limit 1) v
            union all
            select v.* from unnest($4::text[]) as w (barcode)
            cross join lateral (
                select id, product_id, sku, barcode from variants
                where tenant_id = $1 and barcode = w.barcode limit 1) v
         ) v
         cross join lateral (
            select id, name, handle from products
            where tenant_id = $1 and id = v.product_id limit 1) p",
    )
    .bind(tenant)
    .bind(handles)
    .bind(skus)
    .bind(barcodes)
    .fetch_all(tx.conn())
    .await?;
    Ok(owners)
}
