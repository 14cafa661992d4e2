//! What an import asks and undoes, for some thousand products at once.

use std::collections::HashSet;

use base::{Problem, Tx};
use uuid::Uuid;

/// Lets the server look at the tables anew before the next thousands of rows. Plans that it made
/// when they were empty read whole tables, which after some batches takes minutes: rows of a
/// transaction that is still open are in nobody's statistics.
pub(in crate::catalog) async fn plan_anew(tx: &mut Tx) -> Result<(), Problem> {
    for sql in ["set local enable_seqscan = off", "discard plans"] {
        sqlx::query(sql).execute(tx.conn()).await?;
    }
    Ok(())
}

/// Products where any variant was ever moved in or out of stock.
pub(in crate::catalog) async fn stocked(
    tx: &mut Tx,
    products: &[Uuid],
) -> Result<HashSet<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "select distinct v.product_id from variants v
         where v.tenant_id = $1 and v.product_id = any($2) and exists (
            select from stock_moves m where m.tenant_id = $1 and m.variant_id = v.id)",
    )
    .bind(tenant)
    .bind(products)
    .fetch_all(tx.conn())
    .await?;
    Ok(ids.into_iter().collect())
}

/// Those of the variants that were ever moved.
pub(in crate::catalog) async fn moved(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<HashSet<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "select v.id from unnest($2::uuid[]) as v (id)
         where exists (select from stock_moves m where m.tenant_id = $1 and m.variant_id = v.id)",
    )
    .bind(tenant)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    Ok(ids.into_iter().collect())
}

/// Those of the variants that stock, an order, a delivery or an invoice names.
pub(in crate::catalog) async fn used_variants(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<HashSet<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "select v.id from unnest($2::uuid[]) as v (id)
         where exists (select from stock_moves x where x.tenant_id = $1 and x.variant_id = v.id)
            or exists (select from stock_levels x where x.tenant_id = $1 and x.variant_id = v.id)
            or exists (select from stock_costs x where x.tenant_id = $1 and x.variant_id = v.id)
            or exists (select from reservations x
                where x.tenant_id = $1 and x.variant_id = v.id)
            or exists (select from order_lines x where x.tenant_id = $1 and x.variant_id = v.id)
            or exists (select from quote_lines x where x.tenant_id = $1 and x.variant_id = v.id)
            or exists (select from prices x where x.tenant_id = $1 and x.variant_id = v.id)
            or exists (select from invoice_lines x
                where x.tenant_id = $1 and x.variant_id = v.id)",
    )
    .bind(tenant)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    Ok(ids.into_iter().collect())
}

/// Deletes products that nothing names, with their variants and the rows of their pictures; the
/// files of the pictures, which nothing names then.
pub(in crate::catalog) async fn delete_products(
    tx: &mut Tx,
    products: &[Uuid],
) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let pictures: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "delete from product_images where tenant_id = $1 and product_id = any($2)
         returning file_id, thumbnail_id",
    )
    .bind(tenant)
    .bind(products)
    .fetch_all(tx.conn())
    .await?;
    for sql in [
        "delete from variants where tenant_id = $1 and product_id = any($2)",
        "delete from products where tenant_id = $1 and id = any($2)",
    ] {
        sqlx::query(sql).bind(tenant).bind(products).execute(tx.conn()).await?;
    }
    Ok(pictures.into_iter().flat_map(|(file, thumbnail)| [file, thumbnail]).collect())
}
