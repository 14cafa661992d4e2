//! The SQL of recurring journals.

use base::{Date, List, ListQuery, Money, Problem, Sort, Text, Tx};
use sqlx::types::Json;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::super::lines::DraftLine;
use super::super::recurring::Kept;
use super::super::{Every, JournalLine, Recurring};
use crate::asked::contains;

const COLUMNS: &str = "r.id, r.name, r.memo, r.every, r.starts, r.ends, r.posts, r.amount,
    r.made, r.next_on, r.version, r.lines";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    memo: String,
    every: Every,
    starts: Date,
    ends: Option<Date>,
    posts: bool,
    amount: i64,
    made: i32,
    next_on: Option<Date>,
    version: i32,
    lines: Json<Vec<DraftLine>>,
    sort_value: String,
}

impl Row {
    fn into_recurring(self, tx: &Tx) -> Recurring {
        Recurring {
            id: self.id,
            name: self.name,
            memo: self.memo,
            every: self.every,
            starts: self.starts,
            ends: self.ends,
            posts: self.posts,
            amount: Money::new(self.amount, tx.currency()),
            made: self.made,
            next_on: self.next_on,
            version: self.version,
            lines: Vec::new(),
        }
    }
}

pub(in super::super) async fn insert(tx: &mut Tx, new: &Kept) -> Result<(), Problem> {
    let (tenant, now, by) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into recurring_journals (tenant_id, id, name, memo, every, starts, ends, posts,
            lines, amount, next_on, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.name)
    .bind(&new.memo)
    .bind(new.every.name())
    .bind(new.starts)
    .bind(new.ends)
    .bind(new.posts)
    .bind(Json(&new.lines))
    .bind(new.amount)
    .bind(new.next_on)
    .bind(by)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whoever changes it is its author from now on.
pub(in super::super) async fn change(tx: &mut Tx, new: &Kept) -> Result<(), Problem> {
    let (tenant, by) = (tx.tenant_id(), tx.actor().user_id());
    sqlx::query(
        "update recurring_journals set name = $3, memo = $4, ends = $5, posts = $6, lines = $7,
            amount = $8, next_on = $9, created_by = coalesce($10, created_by),
            version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.name)
    .bind(&new.memo)
    .bind(new.ends)
    .bind(new.posts)
    .bind(Json(&new.lines))
    .bind(new.amount)
    .bind(new.next_on)
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn advance(
    tx: &mut Tx,
    id: Uuid,
    made: i32,
    next_on: Option<Date>,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update recurring_journals set made = $3, next_on = $4 where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(made)
    .bind(next_on)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Holds the row and gives the lines as they are kept.
pub(in super::super) async fn hold(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<Vec<DraftLine>>, Problem> {
    let tenant = tx.tenant_id();
    let lines: Option<Json<Vec<DraftLine>>> = sqlx::query_scalar(
        "select lines from recurring_journals where tenant_id = $1 and id = $2 for update",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(lines.map(|lines| lines.0))
}

/// Holds the one whose next occurrence is due first; one that somebody else holds is theirs.
pub(in super::super) async fn hold_due(tx: &mut Tx, today: Date) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select id from recurring_journals where tenant_id = $1 and next_on <= $2
         order by next_on, id limit 1 for update skip locked",
    )
    .bind(tenant)
    .bind(today)
    .fetch_optional(tx.conn())
    .await?)
}

pub(in super::super) async fn author(tx: &mut Tx, id: Uuid) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select created_by from recurring_journals where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .fetch_one(tx.conn())
    .await?)
}

/// How many have an occurrence up to this day that was not made yet.
pub(in super::super) async fn due(tx: &mut Tx, to: Date) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select count(*) from recurring_journals where tenant_id = $1 and next_on <= $2",
    )
    .bind(tenant)
    .bind(to)
    .fetch_one(tx.conn())
    .await?)
}

#[derive(sqlx::FromRow)]
struct Account {
    id: Uuid,
    code: String,
    name: Text,
}

pub(in super::super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Recurring>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, '' as sort_value"));
    sql.push(" from recurring_journals r where r.tenant_id = ").push_bind(tenant);
    sql.push(" and r.id = ").push_bind(id);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    let Some(mut row) = row else { return Ok(None) };
    let lines = std::mem::take(&mut row.lines.0);
    let mut recurring = row.into_recurring(tx);
    let ids: Vec<Uuid> = lines.iter().map(|line| line.account_id).collect();
    let accounts: Vec<Account> =
        sqlx::query_as("select id, code, name from accounts where tenant_id = $1 and id = any($2)")
            .bind(tenant)
            .bind(ids)
            .fetch_all(tx.conn())
            .await?;
    let money = |minor| Money::new(minor, tx.currency());
    for (n, line) in (1_i32..).zip(lines) {
        let Some(account) = accounts.iter().find(|a| a.id == line.account_id) else { continue };
        recurring.lines.push(JournalLine {
            n,
            account_id: account.id,
            code: account.code.clone(),
            name: account.name.clone(),
            debit: money(line.amount.max(0)),
            credit: money(line.amount.min(0).saturating_neg()),
            party_id: line.party_id,
            tax_code_id: line.tax_code_id,
            cost_centre_id: line.cost_centre_id,
            project_id: line.project_id,
            memo: line.memo,
        });
    }
    Ok(Some(recurring))
}

pub(in super::super) async fn list(
    tx: &mut Tx,
    query: &ListQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<Recurring>, Problem> {
    let cursor = query.cursor()?;
    let tenant = tx.tenant_id();
    let sort_value = sort.as_text();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, {sort_value} as sort_value"));
    sql.push(" from recurring_journals r where r.tenant_id = ").push_bind(tenant);
    if let Some(q) = query.search() {
        sql.push(" and r.name ilike ").push_bind(contains(q));
    }
    sort.finish(&mut sql, "r.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| row.into_recurring(tx)))
}
