//! Lists of open items, as they are or as they were on a day.

use std::str::FromStr;

use base::{Date, List, ListQuery, Money, Problem, Sort, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{OpenItem, Side, store};
use crate::asked::filter;
use crate::ledger::KnownOn;

/// Which items a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Show {
    /// Those of which something is open.
    Open,
    /// Those of which something is open after its day.
    Overdue,
    /// All of them.
    All,
}

impl FromStr for Show {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "open" => Ok(Self::Open),
            "overdue" => Ok(Self::Overdue),
            "all" => Ok(Self::All),
            _ => Err("show is open, overdue or all"),
        }
    }
}

/// What a list of open items can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ItemFilter {
    /// `receivable` for customers, `payable` for suppliers.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub side: Option<Side>,
    /// `open` (when not said), `overdue` or `all`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub show: Option<Show>,
    /// Those of a customer or supplier.
    #[serde(deserialize_with = "filter")]
    pub party: Option<Uuid>,
    /// What was open at the end of this day; now when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub as_of: Option<Date>,
    /// As it was known at the end of this day, or at this moment.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub known_on: Option<KnownOn>,
}

/// What a list of open items is asked: filters, search, order, page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ItemQuery {
    /// The filters.
    #[serde(flatten)]
    pub filter: ItemFilter,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl IntoParams for ItemQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = ItemFilter::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

/// The point on both axes of time that a question is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// What counts until this day.
    pub date: Date,
    /// What was recorded until this moment; everything, without one.
    pub known_on: Option<Timestamp>,
}

impl AsOf {
    /// Today, as everything is known now.
    #[must_use]
    pub fn today(tx: &Tx) -> Self {
        Self { date: tx.today(), known_on: None }
    }

    /// A day and a knowledge as they are asked for; today and now when they are not.
    ///
    /// # Errors
    /// For a day at the end of the calendar.
    pub fn of(tx: &Tx, date: Option<Date>, known: Option<KnownOn>) -> Result<Self, Problem> {
        let known_on = known.map(|known| known.moment(tx)).transpose()?;
        Ok(Self { date: date.unwrap_or_else(|| tx.today()), known_on })
    }
}

const SORTS: &[Sort] = &[
    Sort::asc("due", "i.due_date", "date"),
    Sort::desc("date", "i.effective_date", "date"),
    Sort::asc("number", "i.number", "text"),
    Sort::asc("party", "i.party_name", "text"),
    Sort::asc("amount", "abs(i.base)", "bigint"),
];

/// A page of open items, what is due first unless another order is asked for. What is said to
/// be open is what was so on the day and as known when the query says.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &ItemQuery) -> Result<List<OpenItem>, Problem> {
    let at = AsOf::of(tx, query.filter.as_of, query.filter.known_on)?;
    store::list(tx, query, at, query.list.sort(SORTS)?, query.list.limit()).await
}

/// Everything that is open of a party on a side today, what is due first; at most 500.
///
/// # Errors
/// When the database is away.
pub async fn open_of(tx: &mut Tx, side: Side, party: Uuid) -> Result<Vec<OpenItem>, Problem> {
    store::open_of(tx, side, party).await
}

/// What is overdue on a day of all parties of a side, or of one: items of the usual sign, by
/// party and day; at most 20,000.
///
/// # Errors
/// When the database is away.
pub async fn overdue(
    tx: &mut Tx,
    side: Side,
    party: Option<Uuid>,
    day: Date,
) -> Result<Vec<OpenItem>, Problem> {
    store::overdue(tx, side, party, day).await
}

/// A customer or supplier with what is open of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartyBalance {
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name on its latest document.
    pub party_name: String,
    /// What is owed by the side's usual sign, prepayments and credit taken off.
    pub open: Money,
}

/// The parties of a side that ever had an item, those that owe most first; at most 50.
///
/// # Errors
/// When the database is away.
pub async fn parties(tx: &mut Tx, side: Side, q: &str) -> Result<Vec<PartyBalance>, Problem> {
    store::parties(tx, side, q).await
}

/// Whether a party ever had an item on a side.
///
/// # Errors
/// When the database is away.
pub async fn is_known(tx: &mut Tx, side: Side, party: Uuid) -> Result<bool, Problem> {
    Ok(store::party_name(tx, side, party).await?.is_some())
}

/// The name of a party on its latest document of a side.
///
/// # Errors
/// 404 when it never had one.
pub async fn party_name(tx: &mut Tx, side: Side, party: Uuid) -> Result<String, Problem> {
    store::party_name(tx, side, party).await?.ok_or_else(Problem::not_found)
}
