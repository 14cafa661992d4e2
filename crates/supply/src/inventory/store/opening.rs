//! Opening stock, and what is strange about what the stock is worth.

use std::collections::{HashMap, HashSet};

use base::{Problem, Tx};
use uuid::Uuid;

/// An item whose stock is kept, and how.
pub(in crate::inventory) struct Tracked {
    pub id: Uuid,
    pub lot_tracked: bool,
    /// Whether it has a second quantity.
    pub second_unit: bool,
}

/// The items with these SKUs, in small letters, whose stock is kept.
pub(in crate::inventory) async fn tracked(
    tx: &mut Tx,
    skus: &[String],
) -> Result<HashMap<String, Tracked>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(String, Uuid, bool, bool)> = sqlx::query_as(
        "select lower(v.sku), v.id, v.lot_tracked, v.second_unit is not null from variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id and p.tracked
         where v.tenant_id = $1 and lower(v.sku) = any($2)",
    )
    .bind(tenant)
    .bind(skus)
    .fetch_all(tx.conn())
    .await?;
    let item =
        |(sku, id, lot_tracked, second_unit)| (sku, Tracked { id, lot_tracked, second_unit });
    Ok(rows.into_iter().map(item).collect())
}

/// Which of these items were opened where, by the codes of their lots.
pub(in crate::inventory) async fn opened(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<HashSet<(Uuid, Uuid, String)>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, Uuid, String)> = sqlx::query_as(
        "select distinct m.variant_id, m.to_location_id, coalesce(t.code, '') from stock_moves m
         left join lots t on t.tenant_id = $1 and t.id = m.lot_id
         where m.tenant_id = $1 and m.variant_id = any($2) and m.reason = 'opening'",
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
