//! Taking an import of budgets back: a budget that it made goes, what it replaced in others
//! returns. What somebody changed since stays.

use base::{Problem, Tx};
use platform::imports::{UndoSummary, effects};
use serde_json::json;

use super::super::store::{self, NewLine};
use super::Before;

const BATCH: i64 = 200;

pub(super) async fn undo(tx: &mut Tx, import: uuid::Uuid) -> Result<UndoSummary, Problem> {
    let (mut summary, mut after) = (UndoSummary::default(), None);
    loop {
        let past = effects(tx, import, super::ENTITY, after, BATCH).await?;
        let Some(last) = past.last() else { return Ok(summary) };
        after = Some(last.entity_id);
        let mut all = Vec::with_capacity(past.len());
        for effect in past {
            let before = effect.before.unwrap_or_default();
            let before: Before = serde_json::from_value(before).map_err(Problem::internal)?;
            all.push((effect.entity_id, effect.after_version, before));
        }
        let (made, kept): (Vec<_>, Vec<_>) = all.iter().partition(|(_, _, before)| before.made);
        let named = |some: &[&(uuid::Uuid, i32, Before)]| -> Vec<(uuid::Uuid, i32)> {
            some.iter().map(|(id, version, _)| (*id, *version)).collect()
        };
        let old = |(id, _, before): &&(uuid::Uuid, i32, Before)| -> Vec<NewLine> {
            let line = |(account_id, months): &(uuid::Uuid, Option<[i64; 12]>)| {
                months.map(|months| NewLine { budget_id: *id, account_id: *account_id, months })
            };
            before.lines.iter().filter_map(line).collect()
        };
        let touched: Vec<_> = kept
            .iter()
            .flat_map(|(id, _, before)| before.lines.iter().map(|(account, _)| (*id, *account)))
            .collect();
        let lines: Vec<NewLine> = kept.iter().flat_map(old).collect();
        let undone = store::take_out(tx, &named(&made), &named(&kept), &touched, &lines).await?;
        for (id, _, before) in &all {
            let n = u32::try_from(before.lines.len()).unwrap_or(u32::MAX);
            if undone.contains(id) {
                summary.undone += n;
                tx.audit("budgets.import_undo", "budget", *id, json!({"accounts": n}));
            } else {
                summary.kept += n;
            }
        }
    }
}
