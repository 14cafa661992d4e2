//! Reading journals.

use base::{Date, Days, List, Money, Problem, Sort, Text, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::super::journal::JournalName;
use super::super::lines::DraftLine;
use super::super::{Journal, JournalLine, JournalQuery, JournalState, Paper};
use crate::asked::contains;

const COLUMNS: &str = "j.id, j.number, j.state, j.journal_date, j.memo, j.reference, j.amount,
    j.entry_id, j.reverses_id, r.number as reverses_number, b.id as reversed_id,
    b.number as reversed_number, j.recurring_id, j.sent_back, j.version, j.created_by,
    j.edited_by, j.submitted_by, j.created_at, j.posted_at, (
        select coalesce(sum(l.amount), 0)::bigint from journal_lines l
        where l.tenant_id = j.tenant_id and l.journal_id = j.id) as difference";

const FROM: &str = " from journals j
    left join journals r on r.tenant_id = j.tenant_id and r.id = j.reverses_id
    left join journals b on b.tenant_id = j.tenant_id and b.reverses_id = j.id
    where j.tenant_id = ";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: Option<String>,
    state: JournalState,
    journal_date: Date,
    memo: String,
    reference: String,
    amount: i64,
    difference: i64,
    entry_id: Option<Uuid>,
    reverses_id: Option<Uuid>,
    reverses_number: Option<String>,
    reversed_id: Option<Uuid>,
    reversed_number: Option<String>,
    recurring_id: Option<Uuid>,
    sent_back: String,
    version: i32,
    created_by: Option<Uuid>,
    edited_by: Option<Uuid>,
    submitted_by: Option<Uuid>,
    created_at: Timestamp,
    posted_at: Option<Timestamp>,
    sort_value: String,
}

impl Row {
    fn into_journal(self, tx: &Tx) -> Journal {
        let money = |minor| Money::new(minor, tx.currency());
        let name = |id: Option<Uuid>, number| id.map(|id| JournalName { id, number });
        Journal {
            id: self.id,
            number: self.number,
            state: self.state,
            date: self.journal_date,
            memo: self.memo,
            reference: self.reference,
            amount: money(self.amount),
            difference: money(self.difference),
            entry_id: self.entry_id,
            reverses: name(self.reverses_id, self.reverses_number),
            reversed_by: name(self.reversed_id, self.reversed_number),
            recurring_id: self.recurring_id,
            sent_back: self.sent_back,
            version: self.version,
            created_by: self.created_by,
            edited_by: self.edited_by,
            submitted_by: self.submitted_by,
            created_at: self.created_at,
            posted_at: self.posted_at,
            lines: Vec::new(),
            papers: Vec::new(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    n: i32,
    account_id: Uuid,
    code: String,
    name: Text,
    amount: i64,
    party_id: Option<Uuid>,
    tax_code_id: Option<Uuid>,
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
    memo: String,
}

impl LineRow {
    fn into_line(self, tx: &Tx) -> JournalLine {
        let money = |minor| Money::new(minor, tx.currency());
        JournalLine {
            n: self.n,
            account_id: self.account_id,
            code: self.code,
            name: self.name,
            debit: money(self.amount.max(0)),
            credit: money(self.amount.min(0).saturating_neg()),
            party_id: self.party_id,
            tax_code_id: self.tax_code_id,
            cost_centre_id: self.cost_centre_id,
            project_id: self.project_id,
            memo: self.memo,
        }
    }
}

/// Holds a journal until the commit.
pub(in super::super) async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select 1 from journals where tenant_id = $1 and id = $2 for update")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(in super::super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Journal>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, '' as sort_value"));
    sql.push(FROM).push_bind(tenant).push(" and j.id = ").push_bind(id);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let mut journal = row.into_journal(tx);
    let lines: Vec<LineRow> = sqlx::query_as(
        "select l.n, l.account_id, a.code, a.name, l.amount, l.party_id, l.tax_code_id,
            l.cost_centre_id, l.project_id, l.memo
         from journal_lines l
         join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
         where l.tenant_id = $1 and l.journal_id = $2 order by l.n limit 500",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    journal.lines = lines.into_iter().map(|line| line.into_line(tx)).collect();
    journal.papers = papers(tx, id).await?;
    Ok(Some(journal))
}

async fn papers(tx: &mut Tx, id: Uuid) -> Result<Vec<Paper>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select p.file_id, f.name, f.size_bytes, p.added_by
         from journal_files p join files f on f.tenant_id = p.tenant_id and f.id = p.file_id
         where p.tenant_id = $1 and p.journal_id = $2 order by p.file_id limit 100",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?)
}

/// The lines as they are posted.
pub(in super::super) async fn lines(tx: &mut Tx, id: Uuid) -> Result<Vec<DraftLine>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<LineRow> = sqlx::query_as(
        "select n, account_id, '' as code, '{\"en\": \"-\"}'::jsonb as name, amount, party_id,
            tax_code_id, cost_centre_id, project_id, memo
         from journal_lines where tenant_id = $1 and journal_id = $2 order by n limit 500",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let line = |row: LineRow| DraftLine {
        account_id: row.account_id,
        amount: row.amount,
        party_id: row.party_id,
        tax_code_id: row.tax_code_id,
        cost_centre_id: row.cost_centre_id,
        project_id: row.project_id,
        memo: row.memo,
    };
    Ok(rows.into_iter().map(line).collect())
}

pub(in super::super) async fn list(
    tx: &mut Tx,
    query: &JournalQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<Journal>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let sort_value = sort.as_text();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, {sort_value} as sort_value"));
    sql.push(FROM).push_bind(tenant);
    narrow(&mut sql, query);
    sort.finish(&mut sql, "j.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| row.into_journal(tx)))
}

fn narrow(sql: &mut QueryBuilder<Postgres>, query: &JournalQuery) {
    let filter = &query.filter;
    if let Some(state) = filter.state {
        sql.push(" and j.state = ").push_bind(state.name());
    }
    if filter.open == Some(true) {
        sql.push(" and j.state <> 'posted'");
    }
    if let Some(recurring) = filter.recurring {
        sql.push(" and j.recurring_id = ").push_bind(recurring);
    }
    if let Some(from) = filter.from {
        sql.push(" and j.journal_date >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" and j.journal_date <= ").push_bind(to);
    }
    if let Some(q) = query.list.search() {
        let like = contains(q);
        sql.push(" and (j.number ilike ").push_bind(like.clone());
        sql.push(" or j.memo ilike ").push_bind(like.clone());
        sql.push(" or j.reference ilike ").push_bind(like).push(")");
    }
}

/// How many journals of these days are not posted.
pub(in super::super) async fn open_in(tx: &mut Tx, days: Days) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select count(*) from journals where tenant_id = $1 and state <> 'posted'
            and journal_date between $2 and $3",
    )
    .bind(tenant)
    .bind(days.from)
    .bind(days.to)
    .fetch_one(tx.conn())
    .await?)
}

/// The first posted journal whose lines are not those of its entry.
pub(in super::super) async fn unlike_entry(tx: &mut Tx) -> Result<Option<(Uuid, String)>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "with d as (
            select j.id, l.n, l.account_id, l.amount from journals j
            join journal_lines l on l.tenant_id = j.tenant_id and l.journal_id = j.id
            where j.tenant_id = $1 and j.state = 'posted'
         ), e as (
            select j.id, l.n, l.account_id, l.amount from journals j
            join lines l on l.tenant_id = j.tenant_id and l.entry_id = j.entry_id
            where j.tenant_id = $1 and j.state = 'posted'
         )
         select j.id, j.number from d full join e using (id, n)
         join journals j on j.tenant_id = $1 and j.id = coalesce(d.id, e.id)
         where d.account_id is distinct from e.account_id or d.amount is distinct from e.amount
         order by j.number limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?)
}
