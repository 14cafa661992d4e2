//! What `ledger verify` asks about taxes.

use base::{Check, Offender, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<Check> {
    vec![Check { name: "tax_releases", run: |tx| Box::pin(releases(tx)) }]
}

async fn releases(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::release_wrong(tx).await?.map(|wrong| {
        let detail = format!(
            "line {} of the entry: of {} tax that waits for payment {} has moved on, though {} of \
             {} of the document is settled (minor units)",
            wrong.document_line, wrong.tax, wrong.released_tax, wrong.settled, wrong.whole
        );
        Offender { kind: "entry", id: wrong.document_entry_id.to_string(), detail }
    }))
}
