//! The SQL of number series.

use base::{Date, Problem, Timestamp, Tx};

/// What was taken from a series.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Taken {
    prefix: String,
    width: i32,
    taken: i64,
    /// The ledger's end: the place of the next entry, and the hash before it.
    #[sqlx(default)]
    pub(crate) seq: i64,
    /// See `seq`.
    #[sqlx(default)]
    pub(crate) hash: Vec<u8>,
    /// When the entry is recorded: now, and never before the entry in front of it.
    #[sqlx(default)]
    pub(crate) recorded_at: Option<Timestamp>,
}

impl Taken {
    /// As it is printed.
    pub(crate) fn number(&self, series: &str, date: Date) -> String {
        let prefix = if self.prefix.is_empty() { series } else { &self.prefix };
        let width = usize::try_from(self.width).unwrap_or(5);
        format!("{prefix}-{}-{:0width$}", date.year(), self.taken)
    }
}

// A new year's series is begun by whoever needs it first, with the prefix of the year before.
const TAKE: &str = "insert into number_series as s (tenant_id, series, year, prefix, width, next)
    select $1, $2, $3, coalesce(p.prefix, $2), coalesce(p.width, 5), 2
    from h left join lateral (
        select prefix, width from number_series
        where tenant_id = $1 and series = $2 and year < $3 order by year desc limit 1
    ) p on true
    on conflict (tenant_id, series, year) do update set next = s.next + 1
    returning s.prefix, s.width, s.next - 1 as taken";

// The next place in the chain, which is held until the entry that stands there moves the head on.
const PLACE: &str = "select seq + 1 as seq, hash, greatest(recorded_at, $4) as recorded_at
    from ledger_heads where tenant_id = $1 for update";

pub(super) async fn take(
    tx: &mut Tx,
    series: &'static str,
    date: Date,
    posts: bool,
) -> Result<Taken, Problem> {
    let tenant = tx.tenant_id();
    let held = if posts {
        "select 1 as held from ledger_heads where tenant_id = $1 for update"
    } else {
        "select 1 as held"
    };
    let sql = format!("with h as materialized ({held}) {TAKE}");
    let taken = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(series)
        .bind(i32::from(date.year()))
        .fetch_optional(tx.conn())
        .await?;
    taken.ok_or_else(|| Problem::internal("the company has no ledger head"))
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

/// Takes an entry's number and its place in the chain in one statement; from here to the
/// commit nobody else of the company can post.
pub(crate) async fn take_for_entry(
    tx: &mut Tx,
    series: &'static str,
    date: Date,
) -> Result<Taken, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let sql = format!(
        "with h as materialized ({PLACE}), n as ({TAKE})
        select n.prefix, n.width, n.taken, h.seq, h.hash, h.recorded_at from n, h"
    );
    let taken = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(series)
        .bind(i32::from(date.year()))
        .bind(now)
        .fetch_optional(tx.conn())
        .await?;
    taken.ok_or_else(|| Problem::internal("the company has no ledger head"))
}

/// A document's number and that of its entry, as [`take_both`] finds them.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Both {
    own_prefix: String,
    own_width: i32,
    own_taken: i64,
    #[sqlx(flatten)]
    pub(crate) entry: Taken,
}

impl Both {
    /// The document's number, as it is printed.
    pub(crate) fn number(&self, series: &str, date: Date) -> String {
        let (prefix, width, taken) = (self.own_prefix.clone(), self.own_width, self.own_taken);
        let own = Taken { prefix, width, taken, seq: 0, hash: Vec::new(), recorded_at: None };
        own.number(series, date)
    }
}

/// The parts `d`, `n` and `h` of a statement that takes a document's number together with that of
/// its entry: as [`take`] and then [`take_for_entry`] do. `$1` to `$5` are the company, the
/// entries' series, the year, now, and the document's series.
pub(crate) fn take_both() -> String {
    let own = TAKE.replace("$2", "$5");
    format!("h as materialized ({PLACE}), n as ({TAKE}), d as ({own})")
}

/// The columns of [`Both`].
pub(crate) const BOTH: &str = "d.prefix as own_prefix, d.width as own_width, d.taken as own_taken,
    n.prefix, n.width, n.taken, h.seq, h.hash, h.recorded_at";

pub(super) async fn begin(tx: &mut Tx, series: &[&str], year: i32) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into number_series (tenant_id, series, year, prefix)
         select $1, s, $3, s from unnest($2::text[]) s on conflict do nothing",
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
