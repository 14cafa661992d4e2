//! Reading the books.

use base::{Date, List, Money, Problem, Sort, Text, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::super::lines::LedgerPlace;
use super::super::report::sides;
use super::super::{Days, Entry, EntryLine, LedgerQuery};

/// The accounts with a role: one, or none.
pub(in super::super) async fn with_role(tx: &mut Tx, role: &str) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let ids =
        sqlx::query_scalar("select id from accounts where tenant_id = $1 and role = $2 limit 1")
            .bind(tenant)
            .bind(role)
            .fetch_all(tx.conn())
            .await?;
    Ok(ids)
}

/// What one customer or supplier owes on the account with a role.
pub(in super::super) async fn party_balance(
    tx: &mut Tx,
    role: &str,
    party: Uuid,
    as_of: Date,
) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let amount = sqlx::query_scalar(
        "select coalesce(sum(l.amount), 0)::bigint
         from lines l join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
         where l.tenant_id = $1 and a.role = $2 and l.effective_date <= $4 and l.party_id = $3",
    )
    .bind(tenant)
    .bind(role)
    .bind(party)
    .bind(as_of)
    .fetch_one(tx.conn())
    .await?;
    Ok(amount)
}

#[derive(sqlx::FromRow)]
pub(in super::super) struct AccountLine {
    pub entry_id: Uuid,
    pub number: String,
    pub n: i32,
    pub seq: i64,
    pub effective_date: Date,
    pub source_type: String,
    pub source_id: Uuid,
    pub memo: String,
    pub amount: i64,
}

/// A page of an account's lines in the order of their days.
pub(in super::super) async fn account_lines(
    tx: &mut Tx,
    account: Uuid,
    days: &Days,
    through: i64,
    after: Option<LedgerPlace>,
    most: i64,
) -> Result<Vec<AccountLine>, Problem> {
    let tenant = tx.tenant_id();
    let lines = sqlx::query_as(
        "select l.entry_id, e.number, l.n, l.seq, l.effective_date, e.source_type, e.source_id,
            case l.memo when '' then e.memo else l.memo end as memo, l.amount
         from (
            select * from lines
            where tenant_id = $1 and account_id = $2
                and effective_date >= coalesce($3, '-infinity'::date)
                and effective_date <= coalesce($4, 'infinity'::date)
                and (effective_date, seq, n)
                    > (coalesce($5, '-infinity'::date), coalesce($6, 0), coalesce($7, 0))
                and seq <= $9 and ($10::uuid is null or cost_centre_id = $10)
                and ($11::uuid is null or project_id = $11)
            order by effective_date, seq, n limit $8
         ) l join entries e on e.tenant_id = $1 and e.id = l.entry_id
         order by l.effective_date, l.seq, l.n",
    )
    .bind(tenant)
    .bind(account)
    .bind(days.from)
    .bind(days.to)
    .bind(after.map(|place| place.date))
    .bind(after.map(|place| place.seq))
    .bind(after.map(|place| place.n))
    .bind(most)
    .bind(through)
    .bind(days.cost_centre_id)
    .bind(days.project_id)
    .fetch_all(tx.conn())
    .await?;
    Ok(lines)
}

/// The debits and the credits of an account in a range of days, both above zero.
pub(in super::super) async fn account_sums(
    tx: &mut Tx,
    account: Uuid,
    days: &Days,
    through: i64,
) -> Result<(i64, i64), Problem> {
    let tenant = tx.tenant_id();
    let sums = sqlx::query_as(
        "select coalesce(sum(amount) filter (where amount > 0), 0)::bigint,
            coalesce(-sum(amount) filter (where amount < 0), 0)::bigint
         from lines
         where tenant_id = $1 and account_id = $2
            and effective_date >= coalesce($3, '-infinity'::date)
            and effective_date <= coalesce($4, 'infinity'::date) and seq <= $5
            and ($6::uuid is null or cost_centre_id = $6)
            and ($7::uuid is null or project_id = $7)",
    )
    .bind(tenant)
    .bind(account)
    .bind(days.from)
    .bind(days.to)
    .bind(through)
    .bind(days.cost_centre_id)
    .bind(days.project_id)
    .fetch_one(tx.conn())
    .await?;
    Ok(sums)
}

/// What an account moved on the day of a line, before that line.
pub(in super::super) async fn before_in_day(
    tx: &mut Tx,
    account: Uuid,
    days: &Days,
    through: i64,
    line: &AccountLine,
) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let amount = sqlx::query_scalar(
        "select coalesce(sum(amount), 0)::bigint from lines
         where tenant_id = $1 and account_id = $2 and effective_date = $3
            and (seq, n) < ($4, $5) and seq <= $6
            and ($7::uuid is null or cost_centre_id = $7)
            and ($8::uuid is null or project_id = $8)",
    )
    .bind(tenant)
    .bind(account)
    .bind(line.effective_date)
    .bind(line.seq)
    .bind(line.n)
    .bind(through)
    .bind(days.cost_centre_id)
    .bind(days.project_id)
    .fetch_one(tx.conn())
    .await?;
    Ok(amount)
}

const ENTRY: &str = "e.id, e.seq, e.number, e.effective_date, e.recorded_at, e.source_type,
    e.source_id, e.reverses_id, e.memo, e.hash, (
        select coalesce(sum(l.amount), 0)::bigint from lines l
        where l.tenant_id = e.tenant_id and l.entry_id = e.id and l.amount > 0) as amount";

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: Uuid,
    seq: i64,
    number: String,
    effective_date: Date,
    recorded_at: Timestamp,
    source_type: String,
    source_id: Uuid,
    reverses_id: Option<Uuid>,
    memo: String,
    hash: Vec<u8>,
    amount: i64,
    sort_value: String,
}

impl EntryRow {
    fn into_entry(self, tx: &Tx) -> Entry {
        Entry {
            id: self.id,
            seq: self.seq,
            number: self.number,
            date: self.effective_date,
            recorded_at: self.recorded_at,
            source_type: self.source_type,
            source_id: self.source_id,
            reverses_id: self.reverses_id,
            memo: self.memo,
            amount: Money::new(self.amount, tx.currency()),
            hash: self.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            lines: Vec::new(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct EntryLineRow {
    n: i32,
    account_id: Uuid,
    code: String,
    name: Text,
    amount: i64,
    party_id: Option<Uuid>,
    item_id: Option<Uuid>,
    tax_code_id: Option<Uuid>,
    due_date: Option<Date>,
    memo: String,
}

pub(in super::super) async fn entry(tx: &mut Tx, id: Uuid) -> Result<Option<Entry>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {ENTRY}, '' as sort_value from entries e where e.tenant_id = $1 and e.id = $2"
    );
    let row: Option<EntryRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut entry = row.into_entry(tx);
    let lines: Vec<EntryLineRow> = sqlx::query_as(
        "select l.n, l.account_id, a.code, a.name, l.amount, l.party_id, l.item_id,
            l.tax_code_id, l.due_date, l.memo
         from lines l join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
         where l.tenant_id = $1 and l.entry_id = $2 order by l.n limit 10000",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    for line in lines {
        let (debit, credit) = sides(tx, line.amount);
        entry.lines.push(EntryLine {
            n: line.n,
            account_id: line.account_id,
            code: line.code,
            name: line.name,
            debit,
            credit,
            party_id: line.party_id,
            item_id: line.item_id,
            tax_code_id: line.tax_code_id,
            due_date: line.due_date,
            memo: line.memo,
        });
    }
    Ok(Some(entry))
}

pub(in super::super) async fn entries_of(
    tx: &mut Tx,
    source_type: &str,
    source_id: Uuid,
) -> Result<Vec<Entry>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {ENTRY}, '' as sort_value from entries e
         where e.tenant_id = $1 and e.source_type = $2 and e.source_id = $3
         order by e.seq limit 200"
    );
    let rows: Vec<EntryRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(source_type)
        .bind(source_id)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| row.into_entry(tx)).collect())
}

pub(in super::super) async fn entries(
    tx: &mut Tx,
    query: &LedgerQuery,
    through: i64,
    sort: Sort,
    limit: i64,
) -> Result<List<Entry>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let sort_value = sort.as_text();
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {ENTRY}, {sort_value} as sort_value from entries e where e.tenant_id = "
    ));
    sql.push_bind(tenant);
    if through < i64::MAX {
        sql.push(" and e.seq <= ").push_bind(through);
    }
    if let Some(from) = query.days.from {
        sql.push(" and e.effective_date >= ").push_bind(from);
    }
    if let Some(to) = query.days.to {
        sql.push(" and e.effective_date <= ").push_bind(to);
    }
    if let Some(source) = &query.days.source {
        sql.push(" and e.source_type = ").push_bind(source.clone());
    }
    let days = &query.days;
    for (column, id) in [("cost_centre_id", days.cost_centre_id), ("project_id", days.project_id)] {
        let Some(id) = id else { continue };
        sql.push(" and exists (select from lines l where l.tenant_id = e.tenant_id");
        sql.push(" and l.entry_id = e.id and l.").push(column).push(" = ");
        sql.push_bind(id).push(")");
    }
    if let Some(q) = query.list.search() {
        let like = crate::asked::contains(q);
        sql.push(" and (e.number ilike ").push_bind(like.clone());
        sql.push(" or e.memo ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "e.id", cursor.as_ref(), limit);
    let rows: Vec<EntryRow> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| row.into_entry(tx)))
}
