//! The PDF of a document.

use base::{App, Cx, Problem, Tenant};
use uuid::Uuid;

use super::paper::{self, Words};
use super::{Invoice, find};
use crate::press;

/// The PDF of an invoice or credit note, with its number.
pub(super) async fn pdf(cx: &Cx, id: Uuid) -> Result<(String, Vec<u8>), Problem> {
    let mut tx = cx.read().await?;
    let invoice = find(&mut tx, id).await?;
    // The connection goes back before the slow part.
    tx.roll_back().await?;
    let bytes = render(&cx.app, &cx.actor.tenant, &invoice).await?;
    Ok((invoice.number, bytes))
}

/// The PDF, in a turn of its own.
pub(super) async fn render(
    app: &App,
    tenant: &Tenant,
    invoice: &Invoice,
) -> Result<Vec<u8>, Problem> {
    let words = Words::of(app, tenant, invoice);
    press::print(app, paper::document(&words, invoice)).await
}
