//! Opening stock, and what is strange about what the stock is worth.

use std::collections::{HashMap, HashSet};

use base::{Problem, Tx};
use uuid::Uuid;

/// The items with these SKUs, in small letters, whose stock is kept.
pub(in crate::inventory) async fn tracked(
    tx: &mut Tx,
    skus: &[String],
) -> Result<HashMap<String, Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(String, Uuid)> = sqlx::query_as(
        "select lower(v.sku), v.id from variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id and p.tracked
         where v.tenant_id = $1 and lower(v.sku) = any($2)",
    )
    .bind(tenant)
    .bind(skus)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().collect())
}

/// Which of these items were opened where.
pub(in crate::inventory) async fn opened(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<HashSet<(Uuid, Uuid)>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "select distinct variant_id, to_location_id from stock_moves
         where tenant_id = $1 and variant_id = any($2) and reason = 'opening'",
    )
    .bind(tenant)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().collect())
}

/// How many items are on hand and worth nothing, and how many are worth less than nothing.
pub(in crate::inventory) async fn strange_values(tx: &mut Tx) -> Result<(i64, i64), Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select count(*) filter (where quantity > 0 and value = 0),
            count(*) filter (where value < 0)
         from stock_costs where tenant_id = $1",
    )
    .bind(tenant)
    .fetch_one(tx.conn())
    .await?)
}
