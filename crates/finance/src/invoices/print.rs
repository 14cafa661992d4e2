//! The PDF of a document.

use base::{Cx, Problem};
use uuid::Uuid;

use super::find;
use super::paper::{self, Words};
use crate::press;

/// The PDF of an invoice or credit note, with its number.
pub(super) async fn pdf(cx: &Cx, id: Uuid) -> Result<(String, Vec<u8>), Problem> {
    let mut tx = cx.read().await?;
    let invoice = find(&mut tx, id).await?;
    // The connection goes back before the slow part.
    tx.roll_back().await?;
    let words = Words::of(&cx.app, &cx.actor.tenant, &invoice);
    let bytes = press::print(&cx.app, paper::document(&words, &invoice)).await?;
    Ok((invoice.number, bytes))
}
