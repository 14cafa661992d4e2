//! Fiscal years.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::super::years::Closing;

/// Makes whoever closes or opens years wait for each other.
pub(in super::super) async fn hold(tx: &mut Tx) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into book_settings (tenant_id) values ($1)
         on conflict (tenant_id) do update set version = book_settings.version",
    )
    .bind(tenant)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Keeps the months of a year as they are until the commit.
pub(in super::super) async fn hold_months(
    tx: &mut Tx,
    starts: Date,
    ends: Date,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let open: Option<String> = sqlx::query_scalar(
        "select min(state) filter (where state = 'open') from (
            select state from periods where tenant_id = $1 and starts between $2 and $3
            order by starts for share
         ) p",
    )
    .bind(tenant)
    .bind(starts)
    .bind(ends)
    .fetch_one(tx.conn())
    .await?;
    match open {
        None => Ok(()),
        // Somebody opened one between the question and the answer.
        Some(_) => Err(Problem::stale()),
    }
}

const CLOSING: &str = "id, starts, result, entry_id, closed_at, closed_by";

/// How a year stands closed.
pub(in super::super) async fn find(tx: &mut Tx, starts: Date) -> Result<Option<Closing>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {CLOSING} from year_closings
         where tenant_id = $1 and starts = $2 and reopened_at is null"
    );
    let found = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(starts);
    Ok(found.fetch_optional(tx.conn()).await?)
}

/// Every year that stands closed, the newest first.
pub(in super::super) async fn standing(tx: &mut Tx) -> Result<Vec<Closing>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {CLOSING} from year_closings
         where tenant_id = $1 and reopened_at is null order by starts desc limit 200"
    );
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await?)
}

/// The first year that stands closed and ends on this day or later: its first day.
pub(in super::super) async fn standing_from(
    tx: &mut Tx,
    day: Date,
) -> Result<Option<Date>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select starts from year_closings
         where tenant_id = $1 and ends >= $2 and reopened_at is null order by starts limit 1",
    )
    .bind(tenant)
    .bind(day)
    .fetch_optional(tx.conn())
    .await?)
}

#[derive(sqlx::FromRow)]
pub(in super::super) struct Figure {
    pub starts: Date,
    pub result: i64,
    pub months_closed: i64,
}

/// What each year has earned so far, and how many of its months are closed. The closing entries
/// themselves are no part of what was earned.
pub(in super::super) async fn figures(
    tx: &mut Tx,
    starts: &[Date],
) -> Result<Vec<Figure>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select y.starts, coalesce(-r.amount, 0)::bigint as result, p.closed as months_closed
         from unnest($2::date[]) as y (starts)
         left join lateral (
            select sum(l.amount) as amount from lines l
            join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
                and a.type in ('income', 'expense')
            join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
                and e.source_type <> 'year_close'
            where l.tenant_id = $1 and l.effective_date >= y.starts
                and l.effective_date < (y.starts + interval '12 months')::date
         ) r on true
         cross join lateral (
            select count(*) as closed from periods
            where tenant_id = $1 and state = 'hard' and starts >= y.starts
                and starts < (y.starts + interval '12 months')::date
         ) p",
    )
    .bind(tenant)
    .bind(starts)
    .fetch_all(tx.conn())
    .await?)
}

/// The balances of the accounts of income and expenses within a year.
pub(in super::super) async fn balances(
    tx: &mut Tx,
    starts: Date,
    ends: Date,
) -> Result<Vec<(Uuid, i64)>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select a.id, sum(l.amount)::bigint from lines l
         join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            and a.type in ('income', 'expense')
         where l.tenant_id = $1 and l.effective_date between $2 and $3
         group by a.id, a.code having sum(l.amount) <> 0 order by a.code limit 2000",
    )
    .bind(tenant)
    .bind(starts)
    .bind(ends)
    .fetch_all(tx.conn())
    .await?)
}

/// A day before this one on which an account of income or expenses holds what no year's close
/// has moved.
pub(in super::super) async fn unclosed_before(
    tx: &mut Tx,
    starts: Date,
) -> Result<Option<Date>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select min(l.effective_date) from lines l
         join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            and a.type in ('income', 'expense')
         where l.tenant_id = $1 and l.effective_date < $2
            and not exists (select from year_closings y where y.tenant_id = $1
                and y.reopened_at is null and l.effective_date between y.starts and y.ends)",
    )
    .bind(tenant)
    .bind(starts)
    .fetch_one(tx.conn())
    .await?)
}

pub(in super::super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    (starts, ends): (Date, Date),
    result: i64,
    entry: Option<Uuid>,
) -> Result<(), Problem> {
    let (tenant, now, by) = (tx.tenant_id(), tx.now(), tx.actor().name().to_owned());
    sqlx::query(
        "insert into year_closings (tenant_id, id, starts, ends, result, entry_id, closed_at,
            closed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant)
    .bind(id)
    .bind(starts)
    .bind(ends)
    .bind(result)
    .bind(entry)
    .bind(now)
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn set_open(
    tx: &mut Tx,
    id: Uuid,
    reversal: Option<Uuid>,
    reason: &str,
) -> Result<(), Problem> {
    let (tenant, now, by) = (tx.tenant_id(), tx.now(), tx.actor().name().to_owned());
    sqlx::query(
        "update year_closings set reversal_id = $3, reopened_at = $4, reopened_by = $5,
            reason = $6
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(reversal)
    .bind(now)
    .bind(by)
    .bind(reason)
    .execute(tx.conn())
    .await?;
    Ok(())
}
