//! What closing asks the books.

use base::{Date, Problem, Tx};
use uuid::Uuid;

/// How many receipts of goods up to a day are not billed by another, when bills pay for the
/// oldest goods first.
pub(in super::super) async fn unbilled(
    tx: &mut Tx,
    before: Date,
    to: Date,
) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "with a as (
            select id from accounts where tenant_id = $1 and role = 'grni'
         ), billed as (
            select coalesce(sum(l.amount), 0)::bigint as amount
            from a join lines l on l.tenant_id = $1 and l.account_id = a.id
            where l.amount > 0 and l.effective_date <= $3
         ), received as (
            select sum(-l.amount) over (order by l.effective_date, l.seq, l.n) as amount
            from a join lines l on l.tenant_id = $1 and l.account_id = a.id
            where l.amount < 0 and l.effective_date <= $2
         )
         select count(*) from received r, billed b where r.amount > b.amount",
    )
    .bind(tenant)
    .bind(before)
    .bind(to)
    .fetch_one(tx.conn())
    .await?)
}

/// The balance of the account with a role on a day, and the account.
pub(in super::super) async fn role_balance(
    tx: &mut Tx,
    role: &str,
    to: Date,
) -> Result<(i64, Option<Uuid>), Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "with a as (select id from accounts where tenant_id = $1 and role = $2)
         select coalesce((select sum(l.amount) from a join lines l
                on l.tenant_id = $1 and l.account_id = a.id
                where l.effective_date <= $3), 0)::bigint,
            (select id from a)",
    )
    .bind(tenant)
    .bind(role)
    .bind(to)
    .fetch_one(tx.conn())
    .await?)
}

/// All debits less all credits up to a day.
pub(in super::super) async fn sum(tx: &mut Tx, to: Date) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select coalesce(sum(amount), 0)::bigint from lines
         where tenant_id = $1 and effective_date <= $2",
    )
    .bind(tenant)
    .bind(to)
    .fetch_one(tx.conn())
    .await?)
}

/// The first open month that has entries and lies before a closed one.
pub(in super::super) async fn open_before_closed(
    tx: &mut Tx,
) -> Result<Option<(Uuid, Date)>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select p.id, p.starts from periods p
         where p.tenant_id = $1 and p.state = 'open'
            and exists (select from periods c where c.tenant_id = $1 and c.state = 'hard'
                and c.starts > p.starts)
            and exists (select from entries e where e.tenant_id = $1
                and e.effective_date between p.starts and p.ends)
         order by p.starts limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?)
}

/// The first closed year that left something on an account of income or expenses.
pub(in super::super) async fn year_with_rest(
    tx: &mut Tx,
) -> Result<Option<(Uuid, Date, String, i64)>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select y.id, y.starts, a.code, sum(l.amount)::bigint
         from year_closings y
         join lines l on l.tenant_id = y.tenant_id and l.effective_date between y.starts and y.ends
         join accounts a on a.tenant_id = y.tenant_id and a.id = l.account_id
            and a.type in ('income', 'expense')
         where y.tenant_id = $1 and y.reopened_at is null
         group by y.id, y.starts, a.code having sum(l.amount) <> 0
         order by y.starts, a.code limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?)
}
