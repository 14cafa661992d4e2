//! What `ledger verify` asks about the ledger itself.

use base::{Check, Offender, Problem, Tx};
use uuid::Uuid;

use super::chain::{self, ChainEntry, ChainLine};
use super::store;
use crate::numbers;

/// Entries that are read at a time while the chain is walked.
const PAGE: i64 = 500;

pub(super) fn checks() -> Vec<Check> {
    vec![
        Check { name: "entries_balance", run: |tx| Box::pin(balance(tx)) },
        Check { name: "chain", run: |tx| Box::pin(walk(tx)) },
        Check { name: "roots", run: |tx| Box::pin(roots(tx)) },
    ]
}

/// What follows from the entries: asked when everything else is right.
pub(super) fn late_checks() -> Vec<Check> {
    vec![
        Check { name: "entry_numbers", run: |tx| Box::pin(gaps(tx)) },
        Check { name: "snapshots", run: |tx| Box::pin(snapshots(tx)) },
    ]
}

fn entry(id: Uuid, detail: String) -> Option<Offender> {
    Some(Offender { kind: "entry", id: id.to_string(), detail })
}

async fn balance(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let Some((id, number, sum)) = store::unbalanced(tx).await? else { return Ok(None) };
    Ok(entry(id, format!("{number}: its lines sum to {sum} minor units instead of zero")))
}

async fn roots(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let Some((day, seq, found)) = store::lost_root(tx).await? else { return Ok(None) };
    let detail = match found {
        Some(_) => format!("the entry at place {seq} is another than it was at the end of {day}"),
        None => format!("the chain reached place {seq} on {day}, and that entry is gone"),
    };
    Ok(Some(Offender { kind: "ledger_root", id: day.to_string(), detail }))
}

async fn snapshots(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let offender =
        |id: Uuid, detail| Offender { kind: "ledger_snapshot", id: id.to_string(), detail };
    if let Some((id, day)) = store::spoilt_snapshot(tx).await? {
        let detail = format!("the balances kept for {day} are not what their checksum says");
        return Ok(Some(offender(id, detail)));
    }
    let wrong = store::wrong_snapshot(tx).await?;
    Ok(wrong.map(|(id, day, account, kept, summed)| {
        let detail = format!(
            "account {account} is kept with {kept} minor units on {day}, its lines sum to {summed}"
        );
        offender(id, detail)
    }))
}

async fn gaps(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    numbers::first_gap(tx, numbers::ENTRIES, store::NUMBERS).await
}

/// Computes every hash again, from the first entry to the end that stands in the head. What is
/// posted meanwhile lies behind that end.
async fn walk(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let (end, end_hash) = store::head(tx).await?;
    let (mut seq, mut hash) = (0, vec![0; 32]);
    while seq < end {
        let entries = store::entries_after(tx, seq, end, PAGE).await?;
        if entries.is_empty() {
            break;
        }
        let ids: Vec<Uuid> = entries.iter().map(|entry| entry.id).collect();
        let lines = store::lines_of(tx, &ids).await?;
        for entry in &entries {
            if let Some(offender) = judge(tx.tenant_id(), seq, &hash, entry, &lines) {
                return Ok(Some(offender));
            }
            (seq, hash) = (entry.seq, entry.hash.clone());
        }
    }
    if seq == end && hash == end_hash {
        return Ok(None);
    }
    let detail = format!("the chain ends with entry {seq}, its head says {end}");
    Ok(Some(Offender { kind: "ledger_head", id: end.to_string(), detail }))
}

fn judge(
    tenant: Uuid,
    seq: i64,
    hash: &[u8],
    found: &ChainEntry,
    lines: &[ChainLine],
) -> Option<Offender> {
    let number = &found.number;
    if found.seq != seq + 1 {
        let detail = format!("{number} has place {} after place {seq}", found.seq);
        return entry(found.id, detail);
    }
    if found.prev_hash != hash {
        return entry(found.id, format!("{number}: the entry before it is another than it was"));
    }
    // Both are in the order of entries' ids; lines of an entry lie together.
    let first = lines.partition_point(|line| line.entry_id < found.id);
    let mine: Vec<&ChainLine> =
        lines[first..].iter().take_while(|line| line.entry_id == found.id).collect();
    if chain::hash_of(tenant, found, &mine)[..] != found.hash[..] {
        return entry(found.id, format!("{number}: the entry or its lines were changed"));
    }
    None
}
