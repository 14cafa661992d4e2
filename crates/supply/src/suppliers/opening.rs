//! What suppliers were owed on the day that the books began, taken in from a list.

use std::collections::HashMap;

use base::{Problem, Tx};
use finance::closing::{ITEM_COLUMNS, by_code_or_name, import_items, undo_items};
use finance::open_items::Side;
use platform::imports::Importer;
use uuid::Uuid;

use super::store;

/// The importer of opening payables; suppliers are known by their code or name.
#[must_use]
pub fn opening_importer() -> Importer {
    Importer {
        kind: "opening_payables",
        label: "closing-import-payables",
        permission: "journals.post",
        columns: ITEM_COLUMNS,
        run: |tx, rows, run| {
            Box::pin(import_items(tx, rows, run, Side::Payable, |tx, texts| {
                Box::pin(known(tx, texts))
            }))
        },
        undo: |tx, import| Box::pin(undo_items(tx, import, Side::Payable)),
    }
}

/// The suppliers that these texts name.
async fn known(tx: &mut Tx, texts: &[String]) -> Result<HashMap<String, (Uuid, String)>, Problem> {
    Ok(by_code_or_name(store::named(tx, texts).await?))
}
