//! What `ledger verify` asks about currencies.

use base::{Check, Offender, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<Check> {
    vec![Check { name: "revaluations", run: |tx| Box::pin(revaluations(tx)) }]
}

async fn revaluations(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let wrong = store::revaluation_wrong(tx).await?;
    Ok(wrong.map(|(id, date, difference, posted, reversed)| {
        let detail = format!(
            "{date}: {difference} was revalued, {posted} posted and {reversed} taken back (minor \
             units)"
        );
        Offender { kind: "revaluation", id: id.to_string(), detail }
    }))
}
