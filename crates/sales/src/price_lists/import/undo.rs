//! Taking an import of prices back: what it made goes, what it replaced returns. What somebody
//! set since stays.

use base::{Problem, Tx, UnitPrice};
use platform::imports::{UndoSummary, effects};
use serde::Deserialize;
use uuid::Uuid;

use super::super::store::{self, RestoredPrice};

const BATCH: i64 = 2000;

/// A price as it was before the import.
#[derive(Deserialize)]
struct Before {
    unit_price: UnitPrice,
}

pub(super) async fn undo(tx: &mut Tx, import: Uuid) -> Result<UndoSummary, Problem> {
    let (mut summary, mut after) = (UndoSummary::default(), None);
    loop {
        let past = effects(tx, import, super::ENTITY, after, BATCH).await?;
        let Some(last) = past.last() else { return Ok(summary) };
        after = Some(last.entity_id);
        let (mut gone, mut restored) = (Vec::new(), Vec::new());
        let all = past.len();
        for effect in past {
            let (id, version) = (effect.entity_id, effect.after_version);
            let Some(before) = effect.before else {
                gone.push((id, version));
                continue;
            };
            let before: Before = serde_json::from_value(before).map_err(Problem::internal)?;
            restored.push(RestoredPrice { id, version, unit_price: before.unit_price });
        }
        let lists = store::take_back(tx, &gone, &restored).await?;
        let undone = lists.len();
        let mut ids: Vec<Uuid> = lists;
        ids.sort_unstable();
        ids.dedup();
        store::touch_all(tx, &ids).await?;
        summary.undone += u32::try_from(undone).unwrap_or(u32::MAX);
        summary.kept += u32::try_from(all.saturating_sub(undone)).unwrap_or(u32::MAX);
    }
}
