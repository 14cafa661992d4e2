//! What orders do later.

use base::{Job, JobCx, JobError, Problem, Tx};
use finance::invoices::{self, Kind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::order::{Order, PaymentState};
use super::store;

/// Tells the customer that its order is confirmed.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SendConfirmation {
    pub(super) order_id: Uuid,
}

impl Job for SendConfirmation {
    const KIND: &'static str = "orders.send_confirmation";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        let Some(order) = store::find(&mut tx, self.order_id).await? else { return Ok(()) };
        match super::mail::confirmation(&mut tx, &order).await {
            // An address that is none stays one however often it is tried.
            Err(problem) if problem.code() == "bad_email" => {
                return Err(JobError::GiveUp(Box::new(problem)));
            }
            told => told?,
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Hears that an invoice was posted or settled, and brings the order's payment state up to
/// date. It looks at the books as they are now, so hearing of it twice changes nothing.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FollowPayment {
    #[serde(default)]
    pub(super) order_id: Option<Uuid>,
}

impl Job for FollowPayment {
    const KIND: &'static str = "orders.follow_payment";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        // Not every invoice is of an order.
        let Some(id) = self.order_id else { return Ok(()) };
        let mut tx = cx.begin().await?;
        if let Some(order) = store::lock(&mut tx, id).await? {
            follow(&mut tx, order).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

async fn follow(tx: &mut Tx, mut order: Order) -> Result<(), Problem> {
    let id = order.head.id;
    let (mut gross, mut settled) = (0, 0);
    for invoice in invoices::of_order(tx, id).await? {
        if invoice.kind == Kind::Invoice {
            gross += invoice.gross.minor;
            settled += invoice.settled.minor;
        }
    }
    let (old, new) = (order.head.payment_state, order.paid(gross, settled));
    if old == new {
        return Ok(());
    }
    order.head.payment_state = new;
    order.head.updated_at = tx.now();
    order.head.version += 1;
    store::save(tx, &order.head, &[]).await?;
    let act = match new {
        PaymentState::Paid => "orders.paid",
        PaymentState::Partial => "orders.partly_paid",
        PaymentState::None => "orders.unpaid",
    };
    tx.audit(act, "order", id, json!({}));
    if new == PaymentState::Paid {
        tx.record("orders.paid", id, json!({"order_id": id}));
    }
    Ok(())
}
