//! The SQL of budgets. What files bring is beside it.

mod imported;

pub(super) use imported::{KeptBudget, NewLine, kept, take_in, take_out};

use base::{Date, List, Money, Problem, Sort, Text, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::budget::last_day;
use super::edit::Head;
use super::lines::PlannedLine;
use super::{Budget, BudgetLine, BudgetQuery, BudgetState, PlannedSum};
use crate::asked::contains;
use crate::ledger::{AccountType, Span};

const COLUMNS: &str = "b.id, b.name, b.fiscal_year, b.cost_centre_id, b.project_id, b.state,
    b.created_at, b.version, s.income, s.expenses";

const FROM: &str = " from budgets b
    cross join lateral (
        select coalesce(sum(m.amount) filter (where a.type = 'income'), 0)::bigint as income,
            coalesce(sum(m.amount) filter (where a.type = 'expense'), 0)::bigint as expenses
        from budget_lines l
        join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
        cross join lateral unnest(l.amounts) as m (amount)
        where l.tenant_id = b.tenant_id and l.budget_id = b.id
    ) s
    where b.tenant_id = ";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    fiscal_year: Date,
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
    state: BudgetState,
    created_at: Timestamp,
    version: i32,
    income: i64,
    expenses: i64,
    sort_value: String,
}

impl Row {
    fn complete(self, tx: &Tx) -> Result<Budget, Problem> {
        let money = |minor| Money::new(minor, tx.currency());
        let (income, expenses) = (money(self.income), money(self.expenses));
        Ok(Budget {
            id: self.id,
            name: self.name,
            fiscal_year: self.fiscal_year,
            ends: last_day(self.fiscal_year)?,
            cost_centre_id: self.cost_centre_id,
            project_id: self.project_id,
            state: self.state,
            income,
            expenses,
            result: income.checked_sub(expenses).map_err(Problem::internal)?,
            created_at: self.created_at,
            version: self.version,
            lines: Vec::new(),
        })
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    account_id: Uuid,
    code: String,
    name: Text,
    #[sqlx(rename = "type")]
    kind: AccountType,
    amounts: Vec<i64>,
}

impl LineRow {
    fn complete(self, tx: &Tx) -> Result<BudgetLine, Problem> {
        let currency = tx.currency();
        let months: Vec<Money> =
            self.amounts.into_iter().map(|minor| Money::new(minor, currency)).collect();
        Ok(BudgetLine {
            account_id: self.account_id,
            code: self.code,
            name: self.name,
            kind: self.kind,
            total: Money::sum(currency, months.iter().copied()).map_err(Problem::internal)?,
            months,
        })
    }
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Budget>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, '' as sort_value {FROM}"));
    sql.push_bind(tenant).push(" and b.id = ").push_bind(id);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let mut budget = row.complete(tx)?;
    let lines: Vec<LineRow> = sqlx::query_as(
        "select l.account_id, a.code, a.name, a.type, l.amounts
         from budget_lines l
         join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
         where l.tenant_id = $1 and l.budget_id = $2 order by a.code limit 500",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    budget.lines =
        lines.into_iter().map(|line| line.complete(tx)).collect::<Result<_, Problem>>()?;
    Ok(Some(budget))
}

/// Holds a budget until the commit.
pub(super) async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select 1 from budgets where tenant_id = $1 and id = $2 for update")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &BudgetQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<Budget>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let value = sort.as_text();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, {value} as sort_value {FROM}"));
    sql.push_bind(tenant);
    let filter = &query.filter;
    if let Some(state) = filter.state {
        sql.push(" and b.state = ").push_bind(state.name());
    }
    if let Some(year) = filter.fiscal_year {
        sql.push(" and b.fiscal_year = ").push_bind(year);
    }
    if let Some(centre) = filter.cost_centre_id {
        sql.push(" and b.cost_centre_id = ").push_bind(centre);
    }
    if let Some(project) = filter.project_id {
        sql.push(" and b.project_id = ").push_bind(project);
    }
    if let Some(text) = query.list.search() {
        sql.push(" and b.name ilike ").push_bind(contains(text));
    }
    sort.finish(&mut sql, "b.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    let next = list.next;
    let items = list.items.into_iter().map(|row| row.complete(tx)).collect::<Result<_, _>>()?;
    Ok(List { items, next })
}

pub(super) async fn insert(tx: &mut Tx, head: &Head, lines: &[PlannedLine]) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into budgets (tenant_id, id, name, fiscal_year, cost_centre_id, project_id,
            created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(&head.name)
    .bind(head.fiscal_year)
    .bind(head.cost_centre_id)
    .bind(head.project_id)
    .bind(actor)
    .bind(now)
    .execute(tx.conn())
    .await?;
    insert_lines(tx, head.id, lines).await
}

async fn insert_lines(tx: &mut Tx, id: Uuid, lines: &[PlannedLine]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    // Arrays of arrays cannot be unnested row by row: the months of all lines come in one.
    sqlx::query(
        "insert into budget_lines (tenant_id, budget_id, account_id, amounts)
         select $1, $2, r.account_id, ($4::bigint[])[12 * r.n - 11 : 12 * r.n]
         from unnest($3::uuid[]) with ordinality as r (account_id, n)",
    )
    .bind(tenant)
    .bind(id)
    .bind(lines.iter().map(|line| line.account_id).collect::<Vec<_>>())
    .bind(lines.iter().flat_map(|line| line.amounts).collect::<Vec<i64>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes a budget's head anew, and its lines where they are given.
pub(super) async fn change(
    tx: &mut Tx,
    head: &Head,
    lines: Option<&[PlannedLine]>,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update budgets set name = $3, fiscal_year = $4, cost_centre_id = $5, project_id = $6,
            version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(&head.name)
    .bind(head.fiscal_year)
    .bind(head.cost_centre_id)
    .bind(head.project_id)
    .execute(tx.conn())
    .await?;
    let Some(lines) = lines else { return Ok(()) };
    sqlx::query("delete from budget_lines where tenant_id = $1 and budget_id = $2")
        .bind(tenant)
        .bind(head.id)
        .execute(tx.conn())
        .await?;
    insert_lines(tx, head.id, lines).await
}

pub(super) async fn turn(tx: &mut Tx, id: Uuid, state: BudgetState) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update budgets set state = $3, version = version + 1 where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(state.name())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The name of another active budget of the same year, cost centre and project.
pub(super) async fn active_beside(tx: &mut Tx, head: &Head) -> Result<Option<String>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_scalar(
        "select name from budgets
         where tenant_id = $1 and id <> $2 and fiscal_year = $3 and state = 'active'
            and cost_centre_id is not distinct from $4 and project_id is not distinct from $5
         limit 1",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(head.fiscal_year)
    .bind(head.cost_centre_id)
    .bind(head.project_id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

pub(super) async fn planned(
    tx: &mut Tx,
    spans: &[Span],
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
) -> Result<Vec<PlannedSum>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select s.i as span, l.account_id, sum(m.amount)::bigint as amount,
            array_agg(distinct b.id) as budgets
         from unnest($4::date[], $5::date[]) with ordinality as s (first, last, i)
         join budgets b on b.tenant_id = $1 and b.state = 'active'
            and b.cost_centre_id is not distinct from $2
            and b.project_id is not distinct from $3
         join budget_lines l on l.tenant_id = $1 and l.budget_id = b.id
         cross join lateral unnest(l.amounts) with ordinality as m (amount, n)
         where (s.first is null
                or b.fiscal_year + make_interval(months => m.n::integer - 1) >= s.first)
            and b.fiscal_year + make_interval(months => m.n::integer - 1) <= s.last
         group by s.i, l.account_id order by s.i, l.account_id limit 50000",
    )
    .bind(tenant)
    .bind(cost_centre_id)
    .bind(project_id)
    .bind(spans.iter().map(|span| span.from).collect::<Vec<_>>())
    .bind(spans.iter().map(|span| span.to).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
