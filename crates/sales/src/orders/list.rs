//! Finding orders.

use base::list::filter;
use base::{Date, Filtered, List, Problem, Sort, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use uuid::Uuid;

use super::order::{DeliveryState, InvoiceState, OrderHead, PaymentState, State};
use super::store;

base::words! {
    /// What waits to be done with an order.
    Todo {
        /// Something is still to be delivered.
        Deliver = "deliver",
        /// Something was delivered and is not invoiced.
        Invoice = "invoice",
        /// Something was invoiced and is not paid.
        Pay = "pay",
        /// It gives more away than the limit, and waits for somebody who may approve it.
        Approve = "approve",
        /// Any of those before, or whatever else keeps it from being delivered, invoiced and paid.
        Any = "any",
    }
}

/// What a list of orders can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct OrderFilter {
    /// `draft`, `confirmed` or `cancelled`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<State>,
    /// `none`, `partial` or `delivered`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub delivery_state: Option<DeliveryState>,
    /// `none`, `partial` or `invoiced`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub invoice_state: Option<InvoiceState>,
    /// `none`, `partial` or `paid`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub payment_state: Option<PaymentState>,
    /// What waits to be done: `deliver`, `invoice`, `pay`, `approve` or `any`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub todo: Option<Todo>,
    /// Those of a customer.
    #[serde(deserialize_with = "filter")]
    pub customer_id: Option<Uuid>,
    /// From this business day on.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Up to this business day.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of orders is asked: filters, search, order, page.
pub type OrderQuery = Filtered<OrderFilter>;

/// The latest first, unless another order is asked for.
const SORTS: &[Sort] = &[
    Sort::desc("date", "o.order_date", "date"),
    Sort::asc("number", "coalesce(o.number, '')", "text"),
    Sort::asc("customer", "c.name", "text"),
    Sort::asc("gross", "o.gross_base", "bigint"),
    Sort::asc("created", "o.created_at", "timestamptz"),
];

/// A page of orders; `q` searches number, reference and customer.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &OrderQuery) -> Result<List<OrderHead>, Problem> {
    let sort = query.list.sort(SORTS)?;
    store::list(tx, query, sort).await
}
