//! What orders ask before a month is closed.

use base::{CloseCheck, CloseFinding, Days, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<CloseCheck> {
    vec![
        CloseCheck {
            name: "orders_close_drafts",
            module: "sales",
            run: |tx, days| Box::pin(drafts(tx, days)),
        },
        CloseCheck {
            name: "orders_close_to_invoice",
            module: "sales",
            run: |tx, days| Box::pin(to_invoice(tx, days)),
        },
    ]
}

/// Orders of the month that nobody confirmed or threw away.
async fn drafts(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let count = store::drafts_in(tx, days).await?;
    let Days { from, to } = days;
    Ok(CloseFinding::warn(count, format!("/admin/orders?state=draft&from={from}&to={to}")))
}

/// Orders of which something was delivered up to the month's end and is not invoiced: their
/// cost is in the books and their income is not.
async fn to_invoice(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let count = store::delivered_not_invoiced(tx, days.to).await?;
    let href = format!("/admin/orders?todo=invoice&to={}", days.to);
    Ok(CloseFinding::warn(count, href))
}
