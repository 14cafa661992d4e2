//! What stock asks before a month is closed.

use base::{CloseCheck, CloseFinding, CloseState, Days, Problem, Tx};

use super::recost::to_recost;
use super::store::checks::values;
use super::store::opening as store;

pub(super) fn checks() -> Vec<CloseCheck> {
    vec![
        CloseCheck {
            name: "inventory_close_values",
            module: "stock",
            run: |tx, _| Box::pin(strange(tx)),
        },
        CloseCheck {
            name: "inventory_close_ledger",
            module: "stock",
            run: |tx, days| Box::pin(ledger(tx, days)),
        },
        CloseCheck {
            name: "inventory_close_recost",
            module: "stock",
            run: |tx, days| Box::pin(late(tx, days)),
        },
    ]
}

/// Items that lie there and are worth nothing, which may be, or less than nothing, which may not.
async fn strange(tx: &mut Tx) -> Result<CloseFinding, Problem> {
    let (nothing, negative) = store::strange_values(tx).await?;
    let state = match (nothing, negative) {
        (0, 0) => CloseState::Done,
        (_, 0) => CloseState::Warn,
        _ => CloseState::Block,
    };
    let count = nothing + negative;
    Ok(CloseFinding { state, count, href: Some("/admin/stock".to_owned()) })
}

/// The stock is worth what the inventory account says.
async fn ledger(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let (stock, account) = values(tx).await?;
    let href = format!("/admin/ledger/trial-balance?as_of={}", days.to);
    Ok(CloseFinding::block(i64::from(stock != account), href))
}

/// Items whose month would have cost something else in the order of its business days.
async fn late(tx: &mut Tx, days: Days) -> Result<CloseFinding, Problem> {
    let items = to_recost(tx, days).await?;
    let month = format!("{:04}-{:02}", days.from.year(), days.from.month());
    let href = format!("/admin/stock/recosts?month={month}");
    Ok(CloseFinding::warn(i64::try_from(items).unwrap_or(i64::MAX), href))
}
