//! The reminders that were sent.

use base::{Date, Lang, List, ListQuery, Money, Problem, Sort, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;
use base::list::filter;

/// A reminder as it was sent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Reminder {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Who was reminded.
    pub customer_id: Uuid,
    /// The customer's name on that day.
    pub customer: String,
    /// Where the mail went.
    pub email: String,
    /// The language of the mail.
    pub lang: Lang,
    /// Its level.
    pub level: i32,
    /// The day.
    pub date: Date,
    /// What was overdue, in the company's currency.
    pub amount: Money,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// What a list of reminders can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ReminderFilter {
    /// Those of a customer.
    #[serde(deserialize_with = "filter")]
    pub customer: Option<Uuid>,
    /// Those of a level.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<i32>)]
    pub level: Option<i32>,
}

/// What a list of reminders is asked: filters, search, order, page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ReminderQuery {
    /// The filters.
    #[serde(flatten)]
    pub filter: ReminderFilter,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl IntoParams for ReminderQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = ReminderFilter::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

const SORTS: &[Sort] = &[
    Sort::desc("date", "r.effective_date", "date"),
    Sort::asc("number", "r.number", "text"),
    Sort::asc("amount", "r.amount", "bigint"),
];

/// A page of reminders, the newest first unless another order is asked for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &ReminderQuery) -> Result<List<Reminder>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}
