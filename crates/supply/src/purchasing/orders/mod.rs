//! Orders to suppliers, from the draft over receipts to the bill.

pub(super) mod api;
mod cancel;
mod decide;
mod draft;
mod edit;
mod jobs;
mod list;
mod order;
pub(super) mod pages;
mod paper;
mod place;
mod receive;
mod store;

pub use cancel::{Ending, cancel, close};
pub use decide::{approve, send};
pub use draft::{ChangePurchaseOrder, NewPurchaseLine, NewPurchaseOrder};
pub use edit::edit;
pub use list::{PurchaseOrderFilter, PurchaseOrderQuery, PurchaseTodo, list};
pub use order::{
    PURCHASE_MOVES, PurchaseMove, PurchaseOrder, PurchaseOrderHead, PurchaseOrderLine,
    PurchaseOrderState, PurchaseSupplier,
};
pub use place::place;
pub use receive::{NewPurchaseReceipt, PurchaseQuantity, receive};

pub(super) use draft::{KnownVariant, describe};
pub(super) use jobs::SendPurchaseOrder;
pub(super) use place::said;
pub(super) use store::{known, lock_all, progress};

use base::{Problem, Tx};
use uuid::Uuid;

/// The order with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<PurchaseOrder, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Every number of an order.
pub(super) const NUMBERS: &str = store::NUMBERS;

/// What these things cost the last time they were ordered, or on average.
pub(super) async fn last_prices(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<std::collections::HashMap<Uuid, base::UnitPrice>, Problem> {
    store::last_prices(tx, variants).await
}
