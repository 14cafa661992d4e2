//! Lots: goods of one item that came into being together, with what they expire and came from.

use std::collections::BTreeMap;

use base::{Date, List, ListQuery, Money, Problem, Quantity, Sort, Text, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::new_document::ReceivedLot;
use super::store;
use crate::asked::filter;

/// A lot as documents name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LotName {
    /// Its id.
    pub id: Uuid,
    /// Its code, unique for the item.
    pub code: String,
    /// The last day on which it may be sold.
    pub expires_on: Option<Date>,
}

/// A lot with its item.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Named {
    pub id: Uuid,
    pub variant_id: Uuid,
    pub code: String,
    pub expires_on: Option<Date>,
}

impl Named {
    pub(super) fn name(&self) -> LotName {
        LotName { id: self.id, code: self.code.clone(), expires_on: self.expires_on }
    }
}

/// A lot with what there is of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Lot {
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
    /// Its code, unique for the item.
    pub code: String,
    /// The last day on which it may be sold.
    pub expires_on: Option<Date>,
    /// Whether that day is over.
    pub expired: bool,
    /// When it was made.
    pub made_on: Option<Date>,
    /// What the supplier calls it.
    pub supplier_lot: String,
    /// Anything else.
    pub attributes: BTreeMap<String, String>,
    /// What lies in the warehouses.
    pub on_hand: Quantity,
    /// What of it is promised.
    pub reserved: Quantity,
    /// What it is worth, where lots have costs of their own.
    pub value: Option<Money>,
    /// Counts its changes.
    pub version: i32,
    /// When it was first known.
    pub created_at: Timestamp,
}

/// A change of a lot: only what is sent is changed. Its code stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LotChange {
    /// The version that was read; also taken from If-Match.
    pub version: Option<i32>,
    /// The last day on which it may be sold; null takes it away.
    #[serde(deserialize_with = "crate::asked::sent")]
    #[schema(value_type = Option<String>)]
    pub expires_on: Option<Option<Date>>,
    /// When it was made; null takes it away.
    #[serde(deserialize_with = "crate::asked::sent")]
    #[schema(value_type = Option<String>)]
    pub made_on: Option<Option<Date>>,
    /// What the supplier calls it.
    pub supplier_lot: Option<String>,
    /// Anything else: all of it.
    #[schema(value_type = Option<Object>)]
    pub attributes: Option<BTreeMap<String, String>>,
}

/// What the list of lots is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LotQuery {
    /// Search (code or SKU), order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
    /// Only of this item.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub variant: Option<Uuid>,
    /// `in`: with something on hand; `expired`; `soon`: expires within 30 days.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<LotFilter>,
}

/// Which lots are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LotFilter {
    /// With something on hand.
    In,
    /// Past their day, with something on hand.
    Expired,
    /// Past their day within 30 days, with something on hand.
    Soon,
}

impl std::str::FromStr for LotFilter {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "in" => Ok(LotFilter::In),
            "expired" => Ok(LotFilter::Expired),
            "soon" => Ok(LotFilter::Soon),
            _ => Err("a lot's state is in, expired or soon"),
        }
    }
}

const SORTS: &[Sort] = &[
    Sort::asc("code", "t.code", "text"),
    Sort::asc("expires", "coalesce(t.expires_on, '9999-12-31'::date)", "date"),
    Sort::asc("sku", "v.sku", "text"),
    Sort::desc("created", "t.created_at", "timestamptz"),
];

/// A page of lots.
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn lots(tx: &mut Tx, query: &LotQuery) -> Result<List<Lot>, Problem> {
    store::lots::list(tx, query, query.list.sort(SORTS)?).await
}

/// The lot with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn lot(tx: &mut Tx, id: Uuid) -> Result<Lot, Problem> {
    store::lots::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Changes what is known of a lot.
///
/// # Errors
/// 404, 412 when it changed meanwhile, 422 for what cannot be.
pub async fn change_lot(tx: &mut Tx, id: Uuid, change: LotChange) -> Result<Lot, Problem> {
    store::lots::lock(tx, id).await?;
    let old = lot(tx, id).await?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let said = ReceivedLot {
        code: old.code.clone(),
        expires_on: change.expires_on.unwrap_or(old.expires_on),
        made_on: change.made_on.unwrap_or(old.made_on),
        supplier_lot: change.supplier_lot.unwrap_or_else(|| old.supplier_lot.clone()),
        attributes: change.attributes.unwrap_or_else(|| old.attributes.clone()),
    };
    let problem = check(Problem::invalid(), "lot", &said);
    problem.or_ok()?;
    store::lots::change(tx, id, &said).await?;
    let facts = json!({"expires_on": [old.expires_on, said.expires_on],
        "made_on": [old.made_on, said.made_on],
        "supplier_lot": [old.supplier_lot, said.supplier_lot]});
    tx.audit("stock.change_lot", "lot", id, facts);
    lot(tx, id).await
}

/// What is wrong with a lot as it is said.
pub(super) fn check(mut problem: Problem, path: &str, lot: &ReceivedLot) -> Problem {
    let code = lot.code.trim();
    if code.is_empty() {
        problem = problem.field(path.to_owned(), "required");
    }
    let texts = lot.attributes.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    let long = |text: &str| text.chars().count() > 200;
    if code.chars().count() > 40 {
        problem = problem.field_with(path.to_owned(), "too_long", &[("most", &40)]);
    } else if texts.chain([lot.supplier_lot.as_str()]).any(long) {
        problem = problem.field_with(path.to_owned(), "too_long", &[("most", &200)]);
    }
    if lot.attributes.len() > 50 {
        problem = problem.field_with(path.to_owned(), "too_many_lines", &[("most", &50)]);
    }
    match (lot.made_on, lot.expires_on) {
        (Some(made), Some(end)) if end < made => problem.field(path.to_owned(), "lot_days"),
        _ => problem,
    }
}
