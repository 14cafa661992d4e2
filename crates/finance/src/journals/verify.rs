//! What `ledger verify` asks about journals.

use base::{Check, Offender, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<Check> {
    vec![Check { name: "journals_are_entries", run: |tx| Box::pin(entries(tx)) }]
}

/// The entry of every posted journal says line by line what the journal says.
async fn entries(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::unlike_entry(tx).await?.map(|(id, number)| Offender {
        kind: "journal",
        id: id.to_string(),
        detail: format!("{number}: the lines of the journal are not those of its entry"),
    }))
}
