//! Writing products and their variants.

use base::problem::constraint;
use base::{Problem, Tx};
use sqlx::types::Json;
use uuid::Uuid;

use crate::catalog::product::{Product, ProductVariant, State};

pub(in crate::catalog) async fn insert(tx: &mut Tx, product: &Product) -> Result<(), Problem> {
    let written = write_products(tx, &[product], true).await?;
    // A client chose an id that is taken.
    if written != 1 {
        return Err(Problem::conflict("already_exists"));
    }
    let variants: Vec<_> = product.variants.iter().map(|v| (product.id, v)).collect();
    put_variants(tx, &variants).await
}

/// Writes what changed; the caller has locked the product.
pub(in crate::catalog) async fn save(
    tx: &mut Tx,
    old: &Product,
    new: &Product,
) -> Result<(), Problem> {
    put_products(tx, &[new]).await?;
    let gone = old.variants.iter().filter(|v| new.variants.iter().all(|kept| kept.id != v.id));
    delete_variants(tx, gone.map(|v| v.id).collect()).await?;
    let changed = new.variants.iter().filter(|variant| !old.variants.contains(variant));
    put_variants(tx, &changed.map(|v| (new.id, v)).collect::<Vec<_>>()).await
}

/// Inserts products, or changes those that are there, without their variants.
pub(in crate::catalog) async fn put_products(
    tx: &mut Tx,
    products: &[&Product],
) -> Result<(), Problem> {
    write_products(tx, products, false).await.map(|_| ())
}

async fn write_products(
    tx: &mut Tx,
    products: &[&Product],
    only_new: bool,
) -> Result<u64, Problem> {
    if products.is_empty() {
        return Ok(0);
    }
    let tenant = tx.tenant_id();
    let json = |list: &[String]| Json(list.to_vec());
    let written = sqlx::query(PUT_PRODUCTS)
        .bind(tenant)
        .bind(products.iter().map(|p| p.id).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.handle.clone()).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.name.clone()).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.description.clone()).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.vendor.clone()).collect::<Vec<_>>())
        .bind(products.iter().map(|p| json(&p.tags)).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.type_id).collect::<Vec<_>>())
        .bind(products.iter().map(|p| Json(p.attributes.clone())).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.category_id).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.unit.clone()).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.tax_code_id).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.tracked).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.state.as_str()).collect::<Vec<_>>())
        .bind(products.iter().map(|p| json(&p.options)).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.version).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.created_at).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.updated_at).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.search_text()).collect::<Vec<_>>())
        .bind(products.iter().map(|p| p.sort_name()).collect::<Vec<_>>())
        .bind(only_new)
        .execute(tx.conn())
        .await
        .map_err(refused)?;
    Ok(written.rows_affected())
}

const PUT_PRODUCTS: &str = "
    insert into products (tenant_id, id, handle, name, description, vendor, tags, type_id,
        attributes, category_id, unit, tax_code_id, tracked, state, options, version, created_at,
        updated_at, search_text, sort_name)
    select $1, r.id, r.handle, r.name, r.description, r.vendor,
        array(select jsonb_array_elements_text(r.tags)), r.type_id, r.attributes, r.category_id,
        r.unit, r.tax_code_id, r.tracked, r.state,
        array(select jsonb_array_elements_text(r.options)), r.version, r.created_at,
        r.updated_at, r.search_text, r.sort_name
    from unnest($2::uuid[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::jsonb[],
        $8::uuid[], $9::jsonb[], $10::uuid[], $11::text[], $12::uuid[], $13::bool[], $14::text[],
        $15::jsonb[], $16::int[], $17::timestamptz[], $18::timestamptz[], $19::text[],
        $20::text[])
        as r (id, handle, name, description, vendor, tags, type_id, attributes, category_id, unit,
            tax_code_id, tracked, state, options, version, created_at, updated_at, search_text,
            sort_name)
    on conflict (tenant_id, id) do update set handle = excluded.handle, name = excluded.name,
        description = excluded.description, vendor = excluded.vendor, tags = excluded.tags,
        type_id = excluded.type_id, attributes = excluded.attributes,
        category_id = excluded.category_id, unit = excluded.unit,
        tax_code_id = excluded.tax_code_id, tracked = excluded.tracked, state = excluded.state,
        options = excluded.options, version = excluded.version,
        updated_at = excluded.updated_at, search_text = excluded.search_text,
        sort_name = excluded.sort_name
    where not $21";

/// Deletes variants; none that anything names.
pub(in crate::catalog) async fn delete_variants(
    tx: &mut Tx,
    ids: Vec<Uuid>,
) -> Result<(), Problem> {
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

/// Inserts variants, each beside its product, or changes those that are there.
pub(in crate::catalog) async fn put_variants(
    tx: &mut Tx,
    rows: &[(Uuid, &ProductVariant)],
) -> Result<(), Problem> {
    if rows.is_empty() {
        return Ok(());
    }
    let tenant = tx.tenant_id();
    let written = sqlx::query(PUT_VARIANTS)
        .bind(tenant)
        .bind(rows.iter().map(|(product, _)| *product).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.id).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.sku.clone()).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.barcode.clone()).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| Json(v.options.clone())).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.price).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.weight_g).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.low_stock).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.position).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.active).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.version).collect::<Vec<_>>())
        .bind(rows.iter().map(|(_, v)| v.volume_ml).collect::<Vec<_>>())
        .execute(tx.conn())
        .await
        .map_err(refused)?;
    // A client chose the id of another product's variant.
    if written.rows_affected() != rows.len() as u64 {
        return Err(Problem::conflict("already_exists"));
    }
    Ok(())
}

const PUT_VARIANTS: &str = "
    insert into variants as v (tenant_id, id, product_id, sku, barcode, option_values, price,
        weight_g, low_stock, position, active, version, volume_ml)
    select $1, r.id, r.product_id, r.sku, r.barcode,
        array(select jsonb_array_elements_text(r.option_values)), r.price, r.weight_g,
        r.low_stock, r.position, r.active, r.version, r.volume_ml
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::bigint[],
        $8::bigint[], $9::bigint[], $10::int[], $11::bool[], $12::int[],
        $13::bigint[])
        as r (product_id, id, sku, barcode, option_values, price, weight_g, low_stock, position,
            active, version, volume_ml)
    on conflict (tenant_id, id) do update set sku = excluded.sku, barcode = excluded.barcode,
        option_values = excluded.option_values, price = excluded.price,
        weight_g = excluded.weight_g, low_stock = excluded.low_stock,
        position = excluded.position, active = excluded.active, version = excluded.version,
        volume_ml = excluded.volume_ml
    where v.product_id = excluded.product_id";

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
