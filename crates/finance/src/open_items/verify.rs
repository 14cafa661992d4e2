//! What `ledger verify` asks about open items.

use base::{Check, Offender, Problem, Tx};

use super::store;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "open_items", run: |tx| Box::pin(control(tx)) },
        Check { name: "allocations", run: |tx| Box::pin(allocations(tx)) },
    ]
}

async fn control(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::control_wrong(tx).await?.map(|wrong| {
        let detail = format!(
            "{}: the open items sum to {}, the account {} says {} (minor units)",
            wrong.name.as_deref().unwrap_or("a party without items"),
            wrong.open,
            wrong.role,
            wrong.balance
        );
        let id = wrong.party.map(|id| id.to_string()).unwrap_or_default();
        Offender { kind: "party", id, detail }
    }))
}

async fn allocations(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    Ok(store::items_wrong(tx).await?.map(|wrong| {
        let detail = format!(
            "{}: {} ({} in the company's currency) is counted as set off, its allocations sum to \
             {} ({}), in minor units",
            wrong.number, wrong.set_off, wrong.set_off_base, wrong.amount, wrong.base
        );
        Offender { kind: "open_item", id: wrong.id.to_string(), detail }
    }))
}
