//! Finding bills.

use std::str::FromStr;

use base::{Date, List, ListQuery, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use uuid::Uuid;

use super::{Bill, BillKind, BillRow, BillState, store};
use crate::asked::filter;

impl FromStr for BillState {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|state| state.name() == text);
        found.ok_or("state is waiting, posted or rejected")
    }
}

impl FromStr for BillKind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "bill" => Ok(Self::Bill),
            "debit_note" => Ok(Self::DebitNote),
            _ => Err("kind is bill or debit_note"),
        }
    }
}

/// What a list of bills can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BillFilter {
    /// `waiting`, `posted` or `rejected`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<BillState>,
    /// `bill` or `debit_note`; both when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub kind: Option<BillKind>,
    /// Those of a supplier.
    #[serde(deserialize_with = "filter")]
    pub supplier: Option<Uuid>,
    /// Those with a line of this order.
    #[serde(deserialize_with = "filter")]
    pub order: Option<Uuid>,
    /// Issued on this day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Issued on this day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of bills is asked: filters, search, order, page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct BillQuery {
    /// The filters.
    #[serde(flatten)]
    pub filter: BillFilter,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl IntoParams for BillQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = BillFilter::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

const SORTS: &[Sort] = &[
    Sort::desc("date", "b.bill_date", "date"),
    Sort::asc("number", "coalesce(b.number, '')", "text"),
    Sort::asc("due", "b.due_date", "date"),
    Sort::asc("total", "b.gross_base", "bigint"),
];

/// A page of bills and debit notes, the newest first unless another order is asked for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &BillQuery) -> Result<List<BillRow>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

/// The bill or debit note with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Bill, Problem> {
    store::find(tx, id, false).await?.ok_or_else(Problem::not_found)
}

/// The same, its row locked until the transaction ends.
///
/// # Errors
/// 404 when the company has none.
pub async fn lock(tx: &mut Tx, id: Uuid) -> Result<Bill, Problem> {
    store::find(tx, id, true).await?.ok_or_else(Problem::not_found)
}
