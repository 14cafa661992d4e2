//! Sums of both sides, and finished days.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::super::reconcile::{Reconciliation, Standing};
use super::super::{BankAccount, BankLine, BookLine};
use super::lines::{self, AMOUNT};

/// Both sides on a day.
#[derive(sqlx::FromRow)]
pub(in super::super) struct Sums {
    pub book: i64,
    pub outstanding: i64,
    pub outstanding_lines: i64,
    pub unmatched: i64,
    pub through_seq: i64,
}

/// What the books say on a day and what of it the bank did not have by then; through a place of
/// the chain, or to its end.
pub(in super::super) async fn sums(
    tx: &mut Tx,
    account: &BankAccount,
    on: Date,
    through: Option<i64>,
) -> Result<Sums, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let sql = format!(
        "with book as (
            select a.amount, a.amount <> 0 and m.id is null
                and (b.begins_on is null or l.effective_date >= b.begins_on) as outstanding
            from lines l
            join bank_accounts b on b.tenant_id = $1 and b.account_id = l.account_id
            left join bank_cleared c
                on c.tenant_id = $1 and c.entry_id = l.entry_id and c.n = l.n
            left join bank_matches m
                on m.tenant_id = $1 and m.id = c.match_id and m.matched_on <= $4
            cross join lateral (select {AMOUNT} as amount) a
            where l.tenant_id = $1 and b.id = $3 and l.effective_date <= $4
                and l.seq <= coalesce($5, 9223372036854775807)
        )
        select coalesce(sum(amount), 0)::bigint as book,
            coalesce(sum(amount) filter (where outstanding), 0)::bigint as outstanding,
            count(*) filter (where outstanding) as outstanding_lines,
            (select count(*) from bank_lines n
                left join bank_matches m on m.tenant_id = $1 and m.id = n.match_id
                where n.tenant_id = $1 and n.bank_account_id = $3 and n.date <= $4
                    and (m.id is null or m.matched_on > $4)) as unmatched,
            coalesce((select seq from ledger_heads where tenant_id = $1), 0) as through_seq
        from book"
    );
    let sums = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(own.code())
        .bind(account.id)
        .bind(on)
        .bind(through)
        .fetch_one(tx.conn())
        .await?;
    Ok(sums)
}

/// What the bank says on the evening of a day: the closing balance of the last statement that
/// says one, and the lines after it; without any, what it began with and every line.
pub(in super::super) async fn bank_balance(
    tx: &mut Tx,
    account: &BankAccount,
    on: Date,
) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let balance = sqlx::query_scalar(
        "with last as (
            select closing, to_date from bank_statements
            where tenant_id = $1 and bank_account_id = $2 and to_date <= $3
                and closing is not null
            order by to_date desc, recorded_at desc, n desc limit 1
        ), first as (
            select opening from bank_statements
            where tenant_id = $1 and bank_account_id = $2 and opening is not null
            order by from_date, to_date, n limit 1
        )
        select (coalesce((select closing from last), (select opening from first), $4)
            + coalesce((select sum(amount) from bank_lines l
                where l.tenant_id = $1 and l.bank_account_id = $2 and l.date <= $3
                    and l.date > coalesce((select to_date from last), '-infinity')), 0))::bigint",
    )
    .bind(tenant)
    .bind(account.id)
    .bind(on)
    .bind(account.begins_balance.minor)
    .fetch_one(tx.conn())
    .await?;
    Ok(balance)
}

pub(in super::super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    standing: &Standing,
    through_seq: i64,
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into bank_reconciliations (tenant_id, id, bank_account_id, to_date, through_seq,
            statement_balance, book_balance, outstanding, finished_at, finished_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tenant)
    .bind(id)
    .bind(standing.bank_account_id)
    .bind(standing.on)
    .bind(through_seq)
    .bind(standing.statement_balance.minor)
    .bind(standing.book_balance.minor)
    .bind(standing.outstanding.minor)
    .bind(now)
    .bind(actor)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Opens a finished day again; whether it was still finished.
pub(in super::super) async fn reopen(tx: &mut Tx, id: Uuid, reason: &str) -> Result<bool, Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    let done = sqlx::query(
        "update bank_reconciliations set reopened_at = $3, reopened_by = $4, reason = $5
        where tenant_id = $1 and id = $2 and reopened_at is null",
    )
    .bind(tenant)
    .bind(id)
    .bind(now)
    .bind(actor)
    .bind(reason)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in super::super) async fn list(
    tx: &mut Tx,
    account: Option<Uuid>,
    id: Option<Uuid>,
) -> Result<Vec<Reconciliation>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select r.id, r.bank_account_id, r.to_date, r.through_seq, r.statement_balance,
            r.book_balance, r.outstanding, r.finished_at, coalesce(u.name, '') as finished_by,
            r.reopened_at, r.reason
        from bank_reconciliations r
        left join users u on u.tenant_id = $1 and u.id = r.finished_by
        where r.tenant_id = $1 and ($2::uuid is null or r.bank_account_id = $2)
            and ($3::uuid is null or r.id = $3)
        order by r.finished_at desc limit 200",
    )
    .bind(tenant)
    .bind(account)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// The lines of the bank after the finished day before this one; at most 20,000.
pub(in super::super) async fn cleared(
    tx: &mut Tx,
    done: &Reconciliation,
) -> Result<Vec<BankLine>, Problem> {
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = sqlx::query_scalar(
        "select l.id from bank_lines l
        where l.tenant_id = $1 and l.bank_account_id = $2 and l.date <= $3 and l.date > coalesce((
            select max(r.to_date) from bank_reconciliations r where r.tenant_id = $1
                and r.bank_account_id = $2 and r.to_date < $3 and r.reopened_at is null),
            '-infinity')
        order by l.date, l.id limit 20000",
    )
    .bind(tenant)
    .bind(done.bank_account_id)
    .bind(done.to_date)
    .fetch_all(tx.conn())
    .await?;
    lines::by_ids(tx, &ids).await
}

/// What the books had on that day and the bank had not, as the books were then.
pub(in super::super) async fn outstanding(
    tx: &mut Tx,
    account: &BankAccount,
    done: &Reconciliation,
) -> Result<Vec<BookLine>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let sql = format!(
        "{} left join bank_matches m
            on m.tenant_id = $1 and m.id = c.match_id and m.matched_on <= $4
        where l.tenant_id = $1 and l.account_id = $3 and a.amount <> 0 and m.id is null
            and l.effective_date <= $4 and l.seq <= $5
            and (b.begins_on is null or l.effective_date >= b.begins_on)
        order by l.effective_date, l.seq, l.n limit 2000",
        lines::book()
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(own.code())
        .bind(account.account_id)
        .bind(done.to_date)
        .bind(done.through_seq)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}
