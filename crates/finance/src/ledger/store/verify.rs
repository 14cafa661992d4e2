//! The questions of `ledger verify`.

use base::{Problem, Tx};
use uuid::Uuid;

use super::super::chain::{ChainEntry, ChainLine};

/// Every number of an entry.
pub(in super::super) const NUMBERS: &str = "select number from entries where tenant_id = $1";

/// The first entry whose lines do not sum to zero, or that has none.
pub(in super::super) async fn unbalanced(
    tx: &mut Tx,
) -> Result<Option<(Uuid, String, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "with s as (
            select entry_id, sum(amount)::bigint as amount, count(*) as lines
            from lines where tenant_id = $1 group by entry_id
        )
        select e.id, e.number, coalesce(s.amount, 0)
        from entries e left join s on s.entry_id = e.id
        where e.tenant_id = $1 and (s.amount is null or s.amount <> 0 or s.lines < 2)
        order by e.seq limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// The end of the chain.
pub(in super::super) async fn head(tx: &mut Tx) -> Result<(i64, Vec<u8>), Problem> {
    let tenant = tx.tenant_id();
    let head = sqlx::query_as("select seq, hash from ledger_heads where tenant_id = $1")
        .bind(tenant)
        .fetch_one(tx.conn())
        .await?;
    Ok(head)
}

/// The entries after a place, up to the end, in their order.
pub(in super::super) async fn entries_after(
    tx: &mut Tx,
    seq: i64,
    end: i64,
    most: i64,
) -> Result<Vec<ChainEntry>, Problem> {
    let tenant = tx.tenant_id();
    let entries = sqlx::query_as(
        "select id, seq, number, effective_date, recorded_at, actor_id, source_type, source_id,
            reverses_id, memo, details_hash, prev_hash, hash
         from entries where tenant_id = $1 and seq > $2 and seq <= $3 order by seq limit $4",
    )
    .bind(tenant)
    .bind(seq)
    .bind(end)
    .bind(most)
    .fetch_all(tx.conn())
    .await?;
    Ok(entries)
}

/// The lines of these entries, in the order of the entries' ids and their own numbers.
pub(in super::super) async fn lines_of(
    tx: &mut Tx,
    entries: &[Uuid],
) -> Result<Vec<ChainLine>, Problem> {
    let tenant = tx.tenant_id();
    let lines = sqlx::query_as(
        "select entry_id, n, account_id, amount, effective_date, seq, party_id, item_id,
            tax_code_id, due_date, memo, currency, foreign_amount, cost_centre_id, project_id
         from lines where tenant_id = $1 and entry_id = any($2) order by entry_id, n",
    )
    .bind(tenant)
    .bind(entries)
    .fetch_all(tx.conn())
    .await?;
    Ok(lines)
}
