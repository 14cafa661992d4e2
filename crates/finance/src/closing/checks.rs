//! What closing itself asks: of the books before a month is closed, and of closed months and
//! years whenever the books are verified.

use base::{Check, CloseCheck, CloseFinding, CloseState, Days, Offender, Problem, Tx};

use super::checklist::VERIFY;
use super::month::Month;
use super::store::checks as store;
use crate::book_settings::settings;

/// Questions of `ledger verify` that walk through the whole history. The night asks them; the
/// checklist of a month does not wait for them.
const WALKS: [&str; 3] = ["chain", "stock_moves_are_sealed", "snapshots"];

pub(super) fn before_close() -> Vec<CloseCheck> {
    vec![
        CloseCheck {
            name: "closing_close_grni",
            module: "purchases",
            run: |tx, days| Box::pin(grni(tx, days)),
        },
        CloseCheck {
            name: "closing_close_opening",
            module: "ledger",
            run: |tx, days| Box::pin(opening(tx, days)),
        },
        CloseCheck {
            name: "closing_close_balance",
            module: "ledger",
            run: |tx, days| Box::pin(balance(tx, days)),
        },
        CloseCheck { name: VERIFY, module: "ledger", run: |tx, _| Box::pin(subledgers(tx)) },
    ]
}

/// Goods that were received long ago and not billed: the oldest bills pay for the oldest goods.
async fn grni(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let wait = settings(tx).await?.grni_days;
    let before = days.to.plus_days(-wait).map_err(Problem::internal)?;
    let count = store::unbilled(tx, before, days.to).await?;
    // The list of the receipts themselves, which purchasing keeps.
    Ok(CloseFinding::warn(count, format!("/admin/goods-received-not-billed?until={before}")))
}

/// The account of opening balances must have come to nothing.
async fn opening(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let (balance, _) = store::role_balance(tx, "opening", days.to).await?;
    Ok(CloseFinding::block(i64::from(balance != 0), "/admin/opening"))
}

/// All debits are all credits.
async fn balance(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let sum = store::sum(tx, days.to).await?;
    let href = format!("/admin/ledger/trial-balance?as_of={}", days.to);
    Ok(CloseFinding::block(i64::from(sum != 0), href))
}

/// Every subledger says what its account says.
async fn subledgers(tx: &mut Tx) -> Result<CloseFinding, Problem> {
    let app = tx.app().clone();
    let mut wrong = 0;
    for check in base::all_checks(app.capabilities()) {
        if WALKS.contains(&check.name) {
            continue;
        }
        wrong += i64::from((check.run)(tx).await?.is_some());
    }
    let state = if wrong == 0 { CloseState::Done } else { CloseState::Block };
    Ok(CloseFinding { state, count: wrong, href: None })
}

pub(super) fn verify() -> Vec<Check> {
    vec![
        Check { name: "months_closed_in_order", run: |tx| Box::pin(in_order(tx)) },
        Check { name: "years_are_entries", run: |tx| Box::pin(years(tx)) },
    ]
}

/// No month with entries stands open before a closed one.
async fn in_order(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::open_before_closed(tx).await?.map(|(id, starts)| Offender {
        kind: "period",
        id: id.to_string(),
        detail: format!("{} is open, and a later month is closed", Month::untouched(starts).key()),
    }))
}

/// A closed year has left nothing on its income and expenses.
async fn years(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::year_with_rest(tx).await?.map(|(id, starts, code, rest)| Offender {
        kind: "year",
        id: id.to_string(),
        detail: format!(
            "the year from {starts} is closed, and account {code} still holds {rest} minor units \
             of it"
        ),
    }))
}
