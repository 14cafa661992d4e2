//! Keeping what is settled of a document: what `open_items` tells this folder.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::{Kind, store};

/// Counts what was just set off against documents, or is no longer, and tells whoever wants to
/// know that what is open of an invoice changed. Their open items are held by the caller, so
/// two never count the same.
pub(crate) async fn follow(tx: &mut Tx, settled: &[(Uuid, i64)]) -> Result<(), Problem> {
    if settled.is_empty() {
        return Ok(());
    }
    for invoice in store::follow(tx, settled).await? {
        if invoice.kind == Kind::Invoice {
            let payload = json!({"invoice_id": invoice.id, "order_id": invoice.order_id});
            tx.record("invoices.settled", invoice.id, payload);
        }
    }
    Ok(())
}
