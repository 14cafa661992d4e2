//! The SQL of the chain's daily roots.

use base::{Date, Problem, Timestamp, Tx};
use uuid::Uuid;

use super::super::roots::Root;

/// Notes where the chain ended when a day did, unless that is noted.
pub(in super::super) async fn keep_root(
    tx: &mut Tx,
    day: Date,
    ended: Timestamp,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "insert into ledger_roots (tenant_id, day, seq, hash, taken_at)
         select $1, $2, seq, hash, $4 from entries
         where tenant_id = $1 and recorded_at < $3
         order by recorded_at desc, seq desc limit 1
         on conflict (tenant_id, day) do nothing",
    )
    .bind(tenant)
    .bind(day)
    .bind(ended)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn roots(tx: &mut Tx) -> Result<Vec<Root>, Problem> {
    let tenant = tx.tenant_id();
    let roots = sqlx::query_as(
        "select day, seq, encode(hash, 'hex') as hash, taken_at from ledger_roots
         where tenant_id = $1 order by day desc limit 62",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(roots)
}

/// The first day whose root the chain has no longer, with the place and the entry there.
pub(in super::super) async fn lost_root(
    tx: &mut Tx,
) -> Result<Option<(Date, i64, Option<Uuid>)>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select r.day, r.seq, e.id from ledger_roots r
         left join entries e on e.tenant_id = $1 and e.seq = r.seq
         where r.tenant_id = $1 and e.hash is distinct from r.hash
         order by r.day limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}
