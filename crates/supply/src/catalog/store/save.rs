//! Writing products and their variants.

use base::problem::constraint;
use base::{Problem, Tx};
use sqlx::types::Json;
use uuid::Uuid;

use crate::catalog::product::{Product, ProductVariant, State};

pub(in crate::catalog) async fn insert(tx: &mut Tx, product: &Product) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into products (tenant_id, id, handle, name, description, vendor, tags, type_id,
            attributes, category_id, unit, tax_code_id, tracked, state, options, version,
            created_at, updated_at, search_text, sort_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20)",
    )
    .bind(tenant)
    .bind(product.id)
    .bind(&product.handle)
    .bind(&product.name)
    .bind(&product.description)
    .bind(&product.vendor)
    .bind(&product.tags)
    .bind(product.type_id)
    .bind(Json(&product.attributes))
    .bind(product.category_id)
    .bind(&product.unit)
    .bind(product.tax_code_id)
    .bind(product.tracked)
    .bind(product.state)
    .bind(&product.options)
    .bind(product.version)
    .bind(product.created_at)
    .bind(product.updated_at)
    .bind(product.search_text())
    .bind(product.sort_name())
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    put_variants(tx, product.id, product.variants.iter().collect()).await
}

/// Writes what changed; the caller has locked the product.
pub(in crate::catalog) async fn save(
    tx: &mut Tx,
    old: &Product,
    new: &Product,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update products set handle = $3, name = $4, description = $5, vendor = $6, tags = $7,
            type_id = $8, attributes = $9, category_id = $10, unit = $11, tax_code_id = $12,
            tracked = $13, state = $14, options = $15, version = $16, updated_at = $17,
            search_text = $18, sort_name = $19
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.handle)
    .bind(&new.name)
    .bind(&new.description)
    .bind(&new.vendor)
    .bind(&new.tags)
    .bind(new.type_id)
    .bind(Json(&new.attributes))
    .bind(new.category_id)
    .bind(&new.unit)
    .bind(new.tax_code_id)
    .bind(new.tracked)
    .bind(new.state)
    .bind(&new.options)
    .bind(new.version)
    .bind(new.updated_at)
    .bind(new.search_text())
    .bind(new.sort_name())
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    let gone = old.variants.iter().filter(|v| new.variants.iter().all(|kept| kept.id != v.id));
    delete_variants(tx, gone.map(|v| v.id).collect()).await?;
    let changed = new.variants.iter().filter(|variant| !old.variants.contains(variant));
    put_variants(tx, new.id, changed.collect()).await
}

async fn delete_variants(tx: &mut Tx, ids: Vec<Uuid>) -> Result<(), Problem> {
    if ids.is_empty() {
        return Ok(());
    }
    let tenant = tx.tenant_id();
    let deleted = sqlx::query("delete from variants where tenant_id = $1 and id = any($2)")
        .bind(tenant)
        .bind(ids)
        .execute(tx.conn())
        .await;
    match deleted {
        Err(error) => match error.as_database_error().map(|e| e.is_foreign_key_violation()) {
            Some(true) => Err(Problem::conflict("variant_in_use")),
            _ => Err(error.into()),
        },
        Ok(_) => Ok(()),
    }
}

/// Inserts variants, or changes those of this product that are there.
async fn put_variants(
    tx: &mut Tx,
    product: Uuid,
    variants: Vec<&ProductVariant>,
) -> Result<(), Problem> {
    if variants.is_empty() {
        return Ok(());
    }
    let tenant = tx.tenant_id();
    let written = sqlx::query(
        "insert into variants as v (tenant_id, id, product_id, sku, barcode, option_values, price,
            weight_g, low_stock, position, active, version)
         select $1, r.id, $2, r.sku, r.barcode,
            array(select jsonb_array_elements_text(r.option_values)), r.price, r.weight_g,
            r.low_stock, r.position, r.active, r.version
         from unnest($3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::bigint[], $8::bigint[],
            $9::bigint[], $10::int[], $11::bool[], $12::int[])
            as r (id, sku, barcode, option_values, price, weight_g, low_stock, position, active,
                version)
         on conflict (tenant_id, id) do update set sku = excluded.sku, barcode = excluded.barcode,
            option_values = excluded.option_values, price = excluded.price,
            weight_g = excluded.weight_g, low_stock = excluded.low_stock,
            position = excluded.position, active = excluded.active, version = excluded.version
         where v.product_id = excluded.product_id",
    )
    .bind(tenant)
    .bind(product)
    .bind(variants.iter().map(|v| v.id).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| v.sku.clone()).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| v.barcode.clone()).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| Json(v.options.clone())).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| v.price).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| v.weight_g).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| v.low_stock).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| v.position).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| v.active).collect::<Vec<_>>())
    .bind(variants.iter().map(|v| v.version).collect::<Vec<_>>())
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    // A client chose the id of another product's variant.
    if written.rows_affected() != variants.len() as u64 {
        return Err(Problem::conflict("already_exists"));
    }
    Ok(())
}

/// What somebody else took between our question and our writing.
fn refused(error: sqlx::Error) -> Problem {
    match constraint(&error) {
        Some("products_tenant_id_handle_key") => Problem::conflict("product_handle_in_use"),
        Some("variants_tenant_id_sku_key") => Problem::conflict("product_sku_in_use"),
        Some("variants_barcode") => Problem::conflict("product_barcode_in_use"),
        Some("products_tenant_id_category_id_fkey") => {
            Problem::invalid().field("category_id", "unknown")
        }
        Some("products_tenant_id_type_id_fkey") => Problem::invalid().field("type_id", "unknown"),
        _ => error.into(),
    }
}

/// Moves products to a state; those that moved, with the state that they had.
pub(in crate::catalog) async fn set_state(
    tx: &mut Tx,
    ids: &[Uuid],
    state: State,
) -> Result<Vec<(Uuid, State)>, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let moved = sqlx::query_as(
        "with old as (
            select id, state from products
            where tenant_id = $1 and id = any($2) and state <> $3
            order by id for update
        )
        update products p set state = $3, version = p.version + 1, updated_at = $4
        from old where p.tenant_id = $1 and p.id = old.id
        returning p.id, old.state",
    )
    .bind(tenant)
    .bind(ids)
    .bind(state)
    .bind(now)
    .fetch_all(tx.conn())
    .await?;
    Ok(moved)
}
