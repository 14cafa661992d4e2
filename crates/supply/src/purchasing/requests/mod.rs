//! Purchase requests: somebody needs something, says why and what it may cost, and somebody else
//! approves or rejects it. An approved request becomes an order.

pub(super) mod api;
mod ask;
mod decide;
mod list;
pub(super) mod pages;
mod request;
mod store;

pub use ask::{ChangePurchaseRequest, NewPurchaseRequest, NewRequestLine, ask, edit};
pub use decide::{Decision, approve, cancel, reject};
pub use list::{PurchaseRequestFilter, PurchaseRequestQuery, list};
pub use request::{
    PurchaseRequest, PurchaseRequestHead, PurchaseRequestLine, PurchaseRequestState,
};

pub(super) use decide::order;

use base::{Problem, Tx};
use uuid::Uuid;

/// Every number of a request.
pub(super) const NUMBERS: &str = store::NUMBERS;

/// The request with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<PurchaseRequest, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}
