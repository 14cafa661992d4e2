//! A credit note of a return was a mistake and was taken back: what it covered can be credited
//! again.

use std::collections::BTreeMap;

use base::{Job, JobCx, JobError, Problem, Quantity, Tx};
use finance::invoices;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::goods::GoodsReturn;
use super::store;
use crate::orders;

/// Hears that a credit note was taken back. It marks the note of the return first, so hearing of it
/// twice changes nothing.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct FollowCancellation {
    pub(super) credit_note_id: Uuid,
}

impl Job for FollowCancellation {
    const KIND: &'static str = "returns.follow_cancellation";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        // Not every credit note is of a return.
        if let Some(id) = store::return_of_note(&mut tx, self.credit_note_id).await? {
            uncredit(&mut tx, id, self.credit_note_id).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

async fn uncredit(tx: &mut Tx, id: Uuid, note_id: Uuid) -> Result<(), Problem> {
    let (mut back, order) = super::hold(tx, id).await?;
    if !store::cancel_credit(tx, id, note_id).await? {
        return Ok(());
    }
    let note = invoices::find(tx, note_id).await?;
    let mut off: BTreeMap<i32, Quantity> = BTreeMap::new();
    for line in &note.lines {
        let Some(n) = line.order_line.or(line.original_line) else { continue };
        let sum = off.entry(n).or_insert(Quantity::ZERO);
        *sum = sum.checked_add(line.quantity).unwrap_or(*sum);
    }
    uncover(&mut back, &off);
    if let Some(mut order) = order {
        let less =
            |(n, quantity): (i32, Quantity)| Some((n, Quantity::ZERO.checked_sub(quantity)?));
        let credited: Vec<(i32, Quantity)> = off.into_iter().filter_map(less).collect();
        orders::came_back(tx, &mut order, &[], &credited).await?;
    }
    back.head.version += 1;
    back.head.updated_at = tx.now();
    store::save(tx, &back).await?;
    tx.audit("returns.uncredit", "return", id, json!({"number": note.number}));
    Ok(())
}

/// Takes what was credited off the lines of the return, the last of them first.
fn uncover(back: &mut GoodsReturn, off: &BTreeMap<i32, Quantity>) {
    let mut off = off.clone();
    for line in back.lines.iter_mut().rev() {
        let Some(left) = off.get_mut(&line.moved_as()) else { continue };
        let part = line.credited.min(*left);
        line.credited = line.credited.checked_sub(part).unwrap_or(Quantity::ZERO);
        *left = left.checked_sub(part).unwrap_or(Quantity::ZERO);
    }
}
