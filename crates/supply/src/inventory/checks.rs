//! What `ledger verify` asks of stock.

use std::collections::HashMap;

use base::{Check, Offender, Problem, Tx};
use uuid::Uuid;

use super::moved::Move;
use super::revalue::{RevaluedRow, seal};
use super::store::{checks as store, revaluations, taken_back};

/// Entries that are looked at in one go.
const BATCH: i64 = 500;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "stock_levels_are_moves", run: |tx| Box::pin(store::levels(tx)) },
        Check { name: "stock_days_are_moves", run: |tx| Box::pin(store::days(tx)) },
        Check { name: "reserved_is_reservations", run: |tx| Box::pin(store::reserved(tx)) },
        Check { name: "stock_costs_are_moves", run: |tx| Box::pin(store::costs(tx)) },
        Check { name: "lot_costs_are_costs", run: |tx| Box::pin(store::lot_costs(tx)) },
        Check { name: "transfers_are_moves", run: |tx| Box::pin(store::transit(tx)) },
        Check { name: "stock_value_is_ledger", run: |tx| Box::pin(value_is_ledger(tx)) },
        Check { name: "stock_moves_are_posted", run: |tx| Box::pin(store::unposted(tx)) },
        Check { name: "stock_moves_are_sealed", run: |tx| Box::pin(moves_are_sealed(tx)) },
        Check { name: "taken_back_as_it_left", run: |tx| Box::pin(taken_back::offender(tx)) },
        Check { name: "stock_numbers_have_no_gaps", run: |tx| Box::pin(no_gaps(tx)) },
    ]
}

async fn no_gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    for (series, issued) in store::NUMBERS {
        if let Some(gap) = finance::numbers::first_gap(tx, series, issued).await? {
            return Ok(Some(gap));
        }
    }
    Ok(None)
}

async fn value_is_ledger(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let (stock, ledger) = store::values(tx).await?;
    Ok((stock != ledger).then(|| Offender {
        kind: "account",
        id: "inventory".to_owned(),
        detail: format!(
            "the stock is worth {stock} minor units, the inventory account says {ledger}"
        ),
    }))
}

/// Every entry seals its moves and revaluations: their hash is part of what the chain of entries
/// hashes.
async fn moves_are_sealed(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let mut seq = 0;
    loop {
        let entries = store::entries_after(tx, seq, BATCH).await?;
        let Some(last) = entries.last() else { return Ok(None) };
        seq = last.seq;
        let ids: Vec<Uuid> = entries.iter().map(|entry| entry.id).collect();
        let mut moves: HashMap<Uuid, Vec<Move>> = HashMap::new();
        for (entry, one) in store::moves_of(tx, &ids).await? {
            moves.entry(entry).or_default().push(one);
        }
        let mut revalued: HashMap<Uuid, Vec<RevaluedRow>> = HashMap::new();
        for (entry, one) in revaluations::of_entries(tx, &ids).await? {
            revalued.entry(entry).or_default().push(one);
        }
        for entry in &entries {
            let found = moves.get(&entry.id).map_or(&[][..], Vec::as_slice);
            let changed = revalued.get(&entry.id).map_or(&[][..], Vec::as_slice);
            if seal(found, changed)[..] != entry.details_hash[..] {
                return Ok(Some(Offender {
                    kind: "entry",
                    id: entry.id.to_string(),
                    detail: format!(
                        "{} (entry {}) seals other stock moves or revaluations than the {} and \
                         {} that name it",
                        entry.number,
                        entry.seq,
                        found.len(),
                        changed.len()
                    ),
                }));
            }
        }
    }
}
