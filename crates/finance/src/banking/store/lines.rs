//! Lines of the bank and of the books.

use base::{Currency, Date, List, Money, Problem, Sort, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::super::create::Payable;
use super::super::matching::BookRef;
use super::super::{BankAccount, BankLine, BankLineQuery, BookLine};
use crate::asked::contains;

/// The amount of a ledger line in the currency of the bank account `b`, the company's own
/// currency being `$2`. What stands there in another currency, such as the revaluation of a
/// foreign account, is nothing that the bank knows of.
pub(super) const AMOUNT: &str = "case when b.currency = $2 then l.amount
    when l.currency = b.currency then l.foreign_amount else 0 end";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    bank_account_id: Uuid,
    currency: String,
    date: Date,
    amount: i64,
    description: String,
    reference: String,
    bank_reference: String,
    counterparty: String,
    match_id: Option<Uuid>,
    sort_value: String,
}

impl Row {
    fn complete(self) -> Result<BankLine, Problem> {
        let currency = Currency::parse(&self.currency).map_err(Problem::internal)?;
        Ok(BankLine {
            id: self.id,
            bank_account_id: self.bank_account_id,
            date: self.date,
            amount: Money::new(self.amount, currency),
            description: self.description,
            reference: self.reference,
            bank_reference: self.bank_reference,
            counterparty: self.counterparty,
            match_id: self.match_id,
        })
    }
}

const COLUMNS: &str = "l.id, l.bank_account_id, b.currency, l.date, l.amount, l.description,
    l.reference, l.bank_reference, l.counterparty, l.match_id";

pub(in super::super) async fn list(
    tx: &mut Tx,
    account: &BankAccount,
    query: &BankLineQuery,
    sort: Sort,
) -> Result<List<BankLine>, Problem> {
    let (cursor, limit) = (query.list.cursor()?, query.list.limit());
    let tenant = tx.tenant_id();
    let value = sort.as_text();
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {COLUMNS}, {value} as sort_value from bank_lines l
        join bank_accounts b on b.tenant_id = l.tenant_id and b.id = l.bank_account_id
        where l.tenant_id = "
    ));
    sql.push_bind(tenant).push(" and l.bank_account_id = ").push_bind(account.id);
    match query.filter.matched {
        Some(true) => _ = sql.push(" and l.match_id is not null"),
        Some(false) => _ = sql.push(" and l.match_id is null"),
        None => {}
    }
    if let Some(from) = query.filter.from {
        sql.push(" and l.date >= ").push_bind(from);
    }
    if let Some(to) = query.filter.to {
        sql.push(" and l.date <= ").push_bind(to);
    }
    if let Some(text) = query.list.search() {
        let text = contains(text);
        sql.push(" and (l.description ilike ").push_bind(text.clone());
        sql.push(" or l.reference ilike ").push_bind(text.clone());
        sql.push(" or l.counterparty ilike ").push_bind(text).push(")");
    }
    sort.finish(&mut sql, "l.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    let items: Result<Vec<BankLine>, Problem> = list.items.into_iter().map(Row::complete).collect();
    Ok(List { items: items?, next: list.next })
}

pub(in super::super) async fn by_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<BankLine>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {COLUMNS}, '' as sort_value from bank_lines l
        join bank_accounts b on b.tenant_id = l.tenant_id and b.id = l.bank_account_id
        where l.tenant_id = "
    ));
    sql.push_bind(tenant).push(" and l.id = any(").push_bind(ids.to_vec());
    sql.push(") order by l.date, l.id");
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    rows.into_iter().map(Row::complete).collect()
}

/// The lines of an account that nothing belongs to, up to a day, the oldest first.
pub(in super::super) async fn open(
    tx: &mut Tx,
    account: Uuid,
    to: Option<Date>,
    most: i64,
) -> Result<Vec<BankLine>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {COLUMNS}, '' as sort_value from bank_lines l
        join bank_accounts b on b.tenant_id = l.tenant_id and b.id = l.bank_account_id
        where l.match_id is null and l.tenant_id = "
    ));
    sql.push_bind(tenant).push(" and l.bank_account_id = ").push_bind(account);
    if let Some(to) = to {
        sql.push(" and l.date <= ").push_bind(to);
    }
    sql.push(" order by l.date, l.id limit ").push_bind(most);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    rows.into_iter().map(Row::complete).collect()
}

/// Ledger lines as banks see them: with the party of the entry, where one line names one.
const BOOK: &str = "select l.entry_id, l.n, l.effective_date as date, e.number,
        case when l.memo = '' then e.memo else e.memo || ' · ' || l.memo end as memo,
        e.source_type, e.source_id, a.amount,
        coalesce(p.party_name, '') as party, coalesce(p.reference, '') as reference, c.match_id
    from lines l
    join bank_accounts b on b.tenant_id = $1 and b.account_id = l.account_id
    join entries e on e.tenant_id = $1 and e.id = l.entry_id
    left join payments p on p.tenant_id = $1 and p.entry_id = l.entry_id
    left join bank_cleared c on c.tenant_id = $1 and c.entry_id = l.entry_id and c.n = l.n
    cross join lateral (select {amount} as amount) a";

pub(super) fn book() -> String {
    BOOK.replace("{amount}", AMOUNT)
}

/// The lines of the books that are not cleared, in a range of days.
pub(in super::super) async fn open_book(
    tx: &mut Tx,
    account: &BankAccount,
    from: Option<Date>,
    to: Option<Date>,
) -> Result<Vec<BookLine>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let from = from.max(account.begins_on);
    let sql = format!(
        "{} where l.tenant_id = $1 and l.account_id = $3 and c.match_id is null and a.amount <> 0
            and ($4::date is null or l.effective_date >= $4)
            and ($5::date is null or l.effective_date <= $5)
        order by l.effective_date, l.seq, l.n limit 500",
        book()
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(own.code())
        .bind(account.account_id)
        .bind(from)
        .bind(to)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}

/// Certain lines of the books on the account of a bank.
pub(in super::super) async fn certain_book(
    tx: &mut Tx,
    account: &BankAccount,
    wanted: &[(Uuid, i32)],
) -> Result<Vec<BookLine>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let sql = format!(
        "{} join unnest($4::uuid[], $5::int[]) as w (entry_id, n)
            on w.entry_id = l.entry_id and w.n = l.n
        where l.tenant_id = $1 and l.account_id = $3
        order by l.effective_date, l.seq, l.n",
        book()
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(own.code())
        .bind(account.account_id)
        .bind(wanted.iter().map(|w| w.0).collect::<Vec<_>>())
        .bind(wanted.iter().map(|w| w.1).collect::<Vec<_>>())
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}

/// The lines of an entry that stand on the account of a bank.
pub(in super::super) async fn of_entry(
    tx: &mut Tx,
    account: &BankAccount,
    entry: Uuid,
) -> Result<Vec<BookRef>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, i32)> = sqlx::query_as(
        "select entry_id, n from lines
        where tenant_id = $1 and entry_id = $2 and account_id = $3 order by n",
    )
    .bind(tenant)
    .bind(entry)
    .bind(account.account_id)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|(entry_id, n)| BookRef { entry_id, n }).collect())
}

/// The open items of the line's currency that its money can pay; the likeliest first.
pub(in super::super) async fn payables(
    tx: &mut Tx,
    line: &BankLine,
) -> Result<Vec<Payable>, Problem> {
    let tenant = tx.tenant_id();
    let folded: String = line.words().chars().filter(|c| c.is_alphanumeric()).collect();
    let rows = sqlx::query_as(
        "select i.id, i.number, i.party_name, i.due_date, abs(i.amount) - i.set_off as open
        from open_items i
        where i.tenant_id = $1 and i.currency = $2 and i.set_off < abs(i.amount)
            and (i.amount > 0) = ($3 > 0) and i.document_type <> 'payment'
        order by (strpos(lower($4), lower(regexp_replace(i.number, '[^[:alnum:]]', '', 'g'))) > 0)
                desc,
            (abs(i.amount) - i.set_off = abs($3)) desc, i.due_date, i.id
        limit 100",
    )
    .bind(tenant)
    .bind(line.amount.currency.code())
    .bind(line.amount.minor)
    .bind(folded)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
