//! What `ledger verify` asks about currencies, and what is asked before a month is closed.

use base::{Check, CloseCheck, CloseFinding, Days, Offender, Problem, Tx};

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

pub(super) fn before_close() -> Vec<CloseCheck> {
    vec![CloseCheck {
        name: "currencies_close_revaluation",
        module: "ledger",
        run: |tx, days| Box::pin(revalued(tx, days)),
    }]
}

/// What is open in other currencies and not at the rate of the month's last day.
async fn revalued(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    match super::preview(tx, days.to).await {
        Ok(found) => {
            let count = i64::try_from(found.items.len()).unwrap_or(i64::MAX);
            Ok(CloseFinding::warn(count, format!("/admin/revaluation?date={}", days.to)))
        }
        Err(problem) if problem.code() == "no_exchange_rate" => {
            Ok(CloseFinding::warn(1, "/admin/currencies"))
        }
        // The month has not ended, so there is nothing to revalue yet.
        Err(problem) if problem.is_mendable() => Ok(CloseFinding::warn(0, "/admin/revaluation")),
        Err(problem) => Err(problem),
    }
}
