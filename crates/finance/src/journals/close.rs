//! What journals ask before a month is closed.

use base::{CloseCheck, CloseFinding, Days, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<CloseCheck> {
    vec![
        CloseCheck {
            name: "journals_close_drafts",
            module: "ledger",
            run: |tx, days| Box::pin(drafts(tx, days)),
        },
        CloseCheck {
            name: "journals_close_recurring",
            module: "ledger",
            run: |tx, days| Box::pin(recurring(tx, days)),
        },
    ]
}

/// Journals of the month that are not posted.
async fn drafts(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let count = store::open_in(tx, days).await?;
    let Days { from, to } = days;
    let href = format!("/admin/journals?open=true&from={from}&to={to}");
    Ok(CloseFinding::block(count, href))
}

/// Recurring journals whose occurrence of the month was not made yet.
async fn recurring(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let count = store::recurring::due(tx, days.to).await?;
    Ok(CloseFinding::block(count, "/admin/journals/recurring"))
}
