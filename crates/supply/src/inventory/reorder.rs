//! Reorder rules: how much of an item a warehouse should have, and what to order when it has
//! less. Whoever buys hears of it as an event.

use base::{Date, Job, JobCx, JobError, List, ListQuery, Problem, Quantity, Sort, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::document::WarehouseName;
use super::store;
use super::warehouse;
use crate::asked::filter;

/// A rule with how the item stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReorderRule {
    /// Its id.
    pub id: Uuid,
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// Its unit.
    pub unit: String,
    /// The warehouse.
    pub warehouse: WarehouseName,
    /// Below this much it is ordered.
    pub minimum: Quantity,
    /// It is filled up to this much.
    pub maximum: Quantity,
    /// Ordered in whole numbers of this much; zero for any quantity.
    pub multiple: Quantity,
    /// How many days it takes to come.
    pub lead_days: i32,
    /// Whether the rule is used.
    pub active: bool,
    /// What can be promised of it in the warehouse.
    pub available: Quantity,
    /// What transfers have sent there.
    pub in_transit: Quantity,
    /// What purchasers were told of and that may still come.
    pub wanted: Quantity,
    /// When they were told.
    pub wanted_on: Option<Date>,
    /// What is to be ordered; zero when there is enough.
    pub proposal: Quantity,
    /// Counts its changes.
    pub version: i32,
}

/// A rule to be made; the item by id or by SKU.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewReorderRule {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// The item's id.
    pub variant_id: Option<Uuid>,
    /// Or its SKU.
    pub sku: Option<String>,
    /// The warehouse; the default one when not said.
    pub warehouse_id: Option<Uuid>,
    /// Below this much it is ordered.
    pub minimum: Quantity,
    /// It is filled up to this much.
    pub maximum: Quantity,
    /// Ordered in whole numbers of this much.
    pub multiple: Quantity,
    /// How many days it takes to come.
    pub lead_days: i32,
}

/// A change of a rule: only what is sent is changed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReorderChange {
    /// The version that was read; also taken from If-Match.
    pub version: Option<i32>,
    /// Below this much it is ordered.
    pub minimum: Option<Quantity>,
    /// It is filled up to this much.
    pub maximum: Option<Quantity>,
    /// Ordered in whole numbers of this much.
    pub multiple: Option<Quantity>,
    /// How many days it takes to come.
    pub lead_days: Option<i32>,
    /// Whether the rule is used.
    pub active: Option<bool>,
}

/// What the list of rules is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ReorderQuery {
    /// Search (SKU), order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
    /// Only of this warehouse.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub warehouse: Option<Uuid>,
    /// `due`: only what is to be ordered.
    #[serde(deserialize_with = "filter")]
    pub state: Option<String>,
}

const SORTS: &[Sort] = &[Sort::asc("sku", "r.sku", "text")];

/// A page of rules with how their items stand.
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn reorder_rules(
    tx: &mut Tx,
    query: &ReorderQuery,
) -> Result<List<ReorderRule>, Problem> {
    store::reorder::list(tx, query, query.list.sort(SORTS)?).await
}

/// The rule with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn reorder_rule(tx: &mut Tx, id: Uuid) -> Result<ReorderRule, Problem> {
    store::reorder::find(tx, id).await?.ok_or_else(Problem::not_found)
}

fn check(
    mut problem: Problem,
    (minimum, maximum, multiple): (Quantity, Quantity, Quantity),
    lead_days: i32,
) -> Problem {
    for (field, quantity) in [("minimum", minimum), ("multiple", multiple)] {
        if quantity.is_negative() {
            problem = problem.field(field, "not_negative");
        }
    }
    if !maximum.is_positive() || maximum > super::lines::MOST {
        problem = problem.field("maximum", "not_positive");
    } else if maximum < minimum {
        problem = problem.field("maximum", "maximum_below");
    }
    if !(0..=1000).contains(&lead_days) {
        problem = problem.field("lead_days", "lead_days");
    }
    problem
}

/// Makes a rule.
///
/// # Errors
/// 422 for an item or numbers that cannot be; 409 when the item has a rule there already.
pub async fn create_rule(tx: &mut Tx, new: NewReorderRule) -> Result<ReorderRule, Problem> {
    let numbers = (new.minimum, new.maximum, new.multiple);
    let mut problem = check(Problem::invalid(), numbers, new.lead_days);
    let ids: Vec<Uuid> = new.variant_id.into_iter().collect();
    let skus: Vec<String> = new.sku.clone().into_iter().collect();
    let item = store::items::find(tx, &ids, &skus).await?.into_iter().next();
    match &item {
        None => problem = problem.field("variant_id", "unknown"),
        Some(item) if !item.tracked => {
            problem = problem.field_with("variant_id", "not_tracked", &[("sku", &item.sku)]);
        }
        Some(_) => {}
    }
    problem.or_ok()?;
    let warehouse = warehouse::in_use(tx, new.warehouse_id, "warehouse_id").await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<ReorderRule>().uuid());
    let variant = item.map(|item| item.id).unwrap_or_default();
    store::reorder::insert(tx, id, variant, warehouse.id, &new).await?;
    tx.audit(
        "stock.create_rule",
        "reorder_rule",
        id,
        json!({"minimum": new.minimum,
        "maximum": new.maximum}),
    );
    reorder_rule(tx, id).await
}

/// Changes a rule.
///
/// # Errors
/// 404, 412 when it changed meanwhile, 422 for numbers that cannot be.
pub async fn change_rule(
    tx: &mut Tx,
    id: Uuid,
    change: ReorderChange,
) -> Result<ReorderRule, Problem> {
    store::reorder::lock(tx, id).await?;
    let old = reorder_rule(tx, id).await?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let new = ReorderRule {
        minimum: change.minimum.unwrap_or(old.minimum),
        maximum: change.maximum.unwrap_or(old.maximum),
        multiple: change.multiple.unwrap_or(old.multiple),
        lead_days: change.lead_days.unwrap_or(old.lead_days),
        active: change.active.unwrap_or(old.active),
        ..old.clone()
    };
    let numbers = (new.minimum, new.maximum, new.multiple);
    check(Problem::invalid(), numbers, new.lead_days).or_ok()?;
    store::reorder::update(tx, &new).await?;
    let facts = json!({"minimum": [old.minimum, new.minimum],
        "maximum": [old.maximum, new.maximum], "active": [old.active, new.active]});
    tx.audit("stock.change_rule", "reorder_rule", id, facts);
    reorder_rule(tx, id).await
}

/// Takes a rule away.
///
/// # Errors
/// 404 when the company has none.
pub async fn delete_rule(tx: &mut Tx, id: Uuid) -> Result<ReorderRule, Problem> {
    let old = reorder_rule(tx, id).await?;
    store::reorder::delete(tx, id).await?;
    tx.audit("stock.delete_rule", "reorder_rule", id, json!({"sku": old.sku}));
    Ok(old)
}

/// What is to be ordered: up to the maximum, in whole multiples, less what is there or coming.
pub(super) fn proposal((minimum, maximum, multiple): (i64, i64, i64), coming: i64) -> i64 {
    if coming >= minimum {
        return 0;
    }
    let short = maximum.saturating_sub(coming).max(0);
    if multiple <= 0 {
        return short;
    }
    let rest = short % multiple;
    if rest == 0 { short } else { short.saturating_add(multiple - rest) }
}

/// Rules that one event tells of.
const BATCH: i64 = 500;

/// Tells the purchasers what is to be ordered: `inventory.reorder_wanted` with its lines. What
/// they were told of is not told again before it should have come. Returns how many lines.
///
/// # Errors
/// When the database is away.
pub async fn want(tx: &mut Tx) -> Result<usize, Problem> {
    let due = store::reorder::due(tx, BATCH).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let today = tx.today();
    let lines: Vec<_> = due
        .iter()
        .map(|rule| {
            let needed = today.plus_days(rule.lead_days).unwrap_or(today);
            json!({"rule_id": rule.id, "variant_id": rule.variant_id, "sku": rule.sku,
                "warehouse_id": rule.warehouse.id, "quantity": rule.proposal,
                "unit": rule.unit, "needed_by": needed})
        })
        .collect();
    store::reorder::wanted(tx, &due).await?;
    let id = tx.new_id::<ReorderRule>().uuid();
    tx.record("inventory.reorder_wanted", id, json!({"date": today, "lines": lines}));
    Ok(due.len())
}

/// The job that does it, every night.
#[derive(Debug, Serialize, Deserialize)]
pub struct ReorderWanted {}

impl Job for ReorderWanted {
    const KIND: &'static str = "inventory.reorder_wanted";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        loop {
            let mut tx = cx.begin().await?;
            let told = want(&mut tx).await?;
            tx.commit().await?;
            if i64::try_from(told).unwrap_or(0) < BATCH {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::proposal;

    #[test]
    fn what_is_ordered_fills_up_in_whole_multiples() {
        assert_eq!(proposal((10, 50, 0), 10), 0);
        assert_eq!(proposal((10, 50, 0), 9), 41);
        assert_eq!(proposal((10, 50, 12), 9), 48);
        assert_eq!(proposal((10, 50, 12), 2), 48);
        assert_eq!(proposal((10, 50, 12), 1), 60);
        assert_eq!(proposal((0, 50, 12), 0), 0);
    }
}
