//! The SQL of the demo: how far a history has come, and what planning needs of the catalogue.

use base::{Problem, Tx, UnitPrice};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::plan::Item;

/// How far the history of a company has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The moment at which it was planned to end, in microseconds since 1970.
    pub until: i64,
    /// On how many days it was planned.
    pub days: i32,
    /// How many events of the plan are done.
    pub done: usize,
    /// Whether everything is.
    pub finished: bool,
}

const KEY: &str = "demo.history";

pub(super) async fn mark(tx: &mut Tx) -> Result<Option<Mark>, Problem> {
    let tenant = tx.tenant_id();
    let value: Option<Value> =
        sqlx::query_scalar("select value from settings where tenant_id = $1 and key = $2")
            .bind(tenant)
            .bind(KEY)
            .fetch_optional(tx.conn())
            .await?;
    value.map(|value| serde_json::from_value(value).map_err(Problem::internal)).transpose()
}

/// Written in the transaction of each event, so that none is done twice or left out.
pub(super) async fn set_mark(tx: &mut Tx, mark: &Mark) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into settings (tenant_id, key, value) values ($1, $2, $3)
         on conflict (tenant_id, key) do update set value = excluded.value",
    )
    .bind(tenant)
    .bind(KEY)
    .bind(serde_json::to_value(mark).map_err(Problem::internal)?)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A company that has traded for a year is not on trial.
pub(super) async fn end_trial(tx: &mut Tx) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("update tenants set plan_id = 'standard', trial_ends_at = null where id = $1")
        .bind(tenant)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Everything that stock is kept of, by SKU: the order that planning relies on.
pub(super) async fn items(tx: &mut Tx) -> Result<Vec<Item>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, UnitPrice, String)> = sqlx::query_as(
        "select v.id, v.price, p.unit
         from variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         where v.tenant_id = $1 and v.active and p.state = 'active' and p.tracked and v.price > 0
         order by v.sku
         limit 1000",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    let divisible = |unit: &str| matches!(unit, "kg" | "kilogram" | "l" | "litre" | "m" | "metre");
    let item = |(variant_id, price, unit): (Uuid, UnitPrice, String)| Item {
        variant_id,
        price,
        divisible: divisible(&unit),
    };
    Ok(rows.into_iter().map(item).collect())
}

/// Whether the company's goods are in the catalogue already.
pub(super) async fn has_products(tx: &mut Tx) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar("select exists (select from products where tenant_id = $1)")
        .bind(tenant)
        .fetch_one(tx.conn())
        .await?)
}
