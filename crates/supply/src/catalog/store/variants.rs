//! Variants with what their product says, and finding them by what was typed.

use base::{Problem, Text, Tx, UnitPrice};
use uuid::Uuid;

use crate::catalog::Variant;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    product_id: Uuid,
    sku: String,
    barcode: Option<String>,
    name: Text,
    option_values: Vec<String>,
    unit: String,
    price: UnitPrice,
    tax_code_id: Uuid,
    tracked: bool,
    sellable: bool,
}

impl From<Row> for Variant {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            product_id: row.product_id,
            sku: row.sku,
            barcode: row.barcode,
            name: row.name,
            options: row.option_values,
            unit: row.unit,
            price: row.price,
            tax_code_id: row.tax_code_id,
            tracked: row.tracked,
            sellable: row.sellable,
        }
    }
}

pub(in crate::catalog) async fn variants(
    tx: &mut Tx,
    ids: &[Uuid],
) -> Result<Vec<Variant>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<Row> = sqlx::query_as(
        "select v.id, v.product_id, v.sku, v.barcode, p.name, v.option_values, p.unit, v.price,
            p.tax_code_id, p.tracked, v.active and p.state = 'active' as sellable
         from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         where v.tenant_id = $1 and v.id = any($2)",
    )
    .bind(tenant)
    .bind(ids)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(Variant::from).collect())
}

/// The variant with exactly this SKU or barcode; the SKU goes first.
pub(in crate::catalog) async fn ids_of_code(tx: &mut Tx, code: &str) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let ids = sqlx::query_scalar(
        "select id from (
            select id, 1 as rank from variants where tenant_id = $1 and sku = any($2)
            union all
            select id, 2 from variants where tenant_id = $1 and barcode = $3
         ) as found order by rank limit 2",
    )
    .bind(tenant)
    .bind([code.to_owned(), code.to_uppercase()].to_vec())
    .bind(base::digits::to_ascii(code).into_owned())
    .fetch_all(tx.conn())
    .await?;
    Ok(ids)
}

/// Variants of active products whose SKU or barcode is this, then those whose SKU begins so.
/// A range of the index: LIKE could not use it behind row-level security.
pub(in crate::catalog) async fn ids_by_code(
    tx: &mut Tx,
    q: &str,
    limit: i64,
) -> Result<Vec<Uuid>, Problem> {
    let mut ids = ids_of_code(tx, q).await?;
    let tenant = tx.tenant_id();
    let more: Vec<Uuid> = sqlx::query_scalar(
        "select v.id from variants v
            join products p on p.tenant_id = $1 and p.id = v.product_id
         where v.tenant_id = $1 and v.active and p.state = 'active'
            and v.sku >= $2 and v.sku < $2 || U&'\\FFFF'
         order by v.sku limit $3",
    )
    .bind(tenant)
    .bind(q.to_uppercase())
    .bind(limit)
    .fetch_all(tx.conn())
    .await?;
    ids.extend(more.into_iter().filter(|id| !ids.contains(id)).collect::<Vec<_>>());
    ids.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(ids)
}

/// Variants of active products whose name is like what was typed, the most like first.
pub(in crate::catalog) async fn ids_by_name(
    tx: &mut Tx,
    q: &str,
    limit: i64,
) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let sql = if q.chars().count() < 3 {
        "select v.id from (
            select id, sort_name from products
            where tenant_id = $1 and state = 'active'
                and sort_name >= lower($2) and sort_name < lower($2) || U&'\\FFFF'
            order by sort_name, id limit $3
         ) as p join variants v on v.tenant_id = $1 and v.product_id = p.id and v.active
         order by p.sort_name, p.id, v.position limit $3"
    } else {
        // One look-up for each product found: a plain join would read every variant there is,
        // since nobody tells the planner how few a search finds.
        "select v.id from search_products($2, 100) s
            cross join lateral (
                select p.id, p.sort_name from products p
                where p.tenant_id = $1 and p.id = s.id and p.state = 'active' limit 1
            ) p
            cross join lateral (
                select v.id, v.position from variants v
                where v.tenant_id = $1 and v.product_id = p.id and v.active
                order by v.position limit $3
            ) v
         order by s.score desc, p.sort_name, p.id, v.position limit $3"
    };
    let ids = sqlx::query_scalar(sql).bind(tenant).bind(q).bind(limit).fetch_all(tx.conn()).await?;
    Ok(ids)
}
