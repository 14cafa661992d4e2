//! The SQL of number series.

use base::{Date, Problem, Timestamp, Tx};

/// What was taken from a series.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Taken {
    pub(crate) series: String,
    prefix: String,
    width: i32,
    taken: i64,
    /// The ledger's end: the place of the next entry, and the hash before it. None of a series
    /// that does not write to the ledger.
    pub(crate) seq: i64,
    /// See `seq`.
    pub(crate) hash: Vec<u8>,
    /// When the entry is recorded: now, and never before the entry in front of it.
    pub(crate) recorded_at: Timestamp,
}

impl Taken {
    /// As it is printed.
    pub(crate) fn number(&self, date: Date) -> String {
        let prefix = if self.prefix.is_empty() { &self.series } else { &self.prefix };
        let width = usize::try_from(self.width).unwrap_or(5);
        format!("{prefix}-{}-{:0width$}", date.year(), self.taken)
    }
}

/// The next numbers of the series `$3` in the year `$2`, while `h` is held; none of a series that
/// was not begun in that year.
pub(crate) const TAKE: &str = "update number_series s set next = s.next + 1 from h
    where s.tenant_id = $1 and s.year = $2 and s.series = any($3)
    returning s.series, s.prefix, s.width, s.next - 1 as taken";

/// The next place in the chain, which is held until the entry that stands there moves the head on.
/// `$4` is now.
pub(crate) const PLACE: &str =
    "select seq + 1 as seq, hash, greatest(recorded_at, $4) as recorded_at
    from ledger_heads where tenant_id = $1 for update";

// For a series that does not write to the ledger.
const NO_PLACE: &str = "select 0::bigint as seq, ''::bytea as hash, $4 as recorded_at";

/// Takes the next number of a series; of one that writes to the ledger with the place of the next
/// entry, and from here to the commit nobody else of the company can post. Nothing where the series
/// was not begun in that year.
pub(super) async fn take(
    tx: &mut Tx,
    series: &'static str,
    year: i32,
    posts: bool,
) -> Result<Option<Taken>, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let place = if posts { PLACE } else { NO_PLACE };
    let sql = format!(
        "with h as materialized ({place}), n as ({TAKE})
        select n.series, n.prefix, n.width, n.taken, h.seq, h.hash, h.recorded_at from n, h"
    );
    let taken = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(year)
        .bind([series])
        .bind(now)
        .fetch_optional(tx.conn())
        .await?;
    Ok(taken)
}

/// Holds the ledger's head.
pub(super) async fn hold(tx: &mut Tx) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select from ledger_heads where tenant_id = $1 for update")
        .bind(tenant)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Begins series in a year with the prefixes of the year before.
pub(super) async fn begin(tx: &mut Tx, series: &[&str], year: i32) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into number_series (tenant_id, series, year, prefix, width)
         select $1, s, $3, coalesce(p.prefix, s), coalesce(p.width, 5)
         from unnest($2::text[]) s left join lateral (
            select prefix, width from number_series
            where tenant_id = $1 and series = s and year < $3 order by year desc limit 1
         ) p on true
         on conflict do nothing",
    )
    .bind(tenant)
    .bind(series)
    .bind(year)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The first number of a series that was taken and stands on no document, or the first that
/// stands on one and was never taken. `issued` selects every number of the series in use by
/// the company `$1`.
pub(crate) async fn first_gap(
    tx: &mut Tx,
    series: &'static str,
    issued: &'static str,
) -> Result<Option<(String, bool)>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "with issued as materialized ({issued}), taken as materialized (
            select s.year, n, s.prefix || '-' || s.year || '-'
                || lpad(n::text, greatest(s.width, length(n::text)), '0') as number
            from number_series s cross join lateral generate_series(1, s.next - 1) n
            where s.tenant_id = $1 and s.series = $2
        )
        (select t.number, true from taken t
            where not exists (select from issued i where i.number = t.number)
            order by t.year, t.n limit 1)
        union all
        (select i.number, false from issued i
            where not exists (select from taken t where t.number = i.number)
            order by i.number limit 1)
        limit 1"
    );
    let gap = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(series)
        .fetch_optional(tx.conn())
        .await?;
    Ok(gap)
}
