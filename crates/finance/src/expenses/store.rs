//! The SQL of expenses.

use base::{Date, List, Money, Problem, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::enter::NewExpense;
use super::expense::{Expense, ExpenseQuery, ExpenseState, LinkType, PaidBy};
use crate::asked::contains;

/// Every number of an expense.
pub(super) const NUMBERS: &str =
    "select number from expenses where tenant_id = $1 and number is not null";

const COLUMNS: &str = "x.id, x.state, x.number, x.date, x.description, x.account_id,
    a.code as account, x.gross, x.tax, x.tax_code_id, x.paid_by, x.money_account_id,
    x.employee_id, coalesce(u.name, '') as employee, x.cost_centre_id, x.project_id,
    x.link_type, x.link_id, x.link_number, x.file_id, x.entry_id, x.reversal_id, x.reason,
    x.created_by, x.created_at, x.version";

const FROM: &str = " from expenses x
    join accounts a on a.tenant_id = x.tenant_id and a.id = x.account_id
    left join users u on u.tenant_id = x.tenant_id and u.id = x.employee_id
    where x.tenant_id = ";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    state: ExpenseState,
    number: Option<String>,
    date: Date,
    description: String,
    account_id: Uuid,
    account: String,
    gross: i64,
    tax: i64,
    tax_code_id: Option<Uuid>,
    paid_by: PaidBy,
    money_account_id: Option<Uuid>,
    employee_id: Option<Uuid>,
    employee: String,
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
    link_type: Option<LinkType>,
    link_id: Option<Uuid>,
    link_number: String,
    file_id: Option<Uuid>,
    entry_id: Option<Uuid>,
    reversal_id: Option<Uuid>,
    reason: String,
    created_by: Option<Uuid>,
    created_at: Timestamp,
    version: i32,
    sort_value: String,
}

impl Row {
    fn complete(self, tx: &Tx) -> Expense {
        let currency = tx.currency();
        Expense {
            id: self.id,
            state: self.state,
            number: self.number,
            date: self.date,
            description: self.description,
            account_id: self.account_id,
            account: self.account,
            gross: Money::new(self.gross, currency),
            tax: Money::new(self.tax, currency),
            tax_code_id: self.tax_code_id,
            paid_by: self.paid_by,
            money_account_id: self.money_account_id,
            employee_id: self.employee_id,
            employee: self.employee,
            cost_centre_id: self.cost_centre_id,
            project_id: self.project_id,
            link_type: self.link_type,
            link_id: self.link_id,
            link_number: self.link_number,
            file_id: self.file_id,
            entry_id: self.entry_id,
            reversal_id: self.reversal_id,
            reason: self.reason,
            created_by: self.created_by,
            created_at: self.created_at,
            version: self.version,
        }
    }
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Expense>, Problem> {
    read(tx, id, "").await
}

/// The expense, held until the commit.
pub(super) async fn hold(tx: &mut Tx, id: Uuid) -> Result<Expense, Problem> {
    read(tx, id, " for update of x").await?.ok_or_else(Problem::not_found)
}

async fn read(tx: &mut Tx, id: Uuid, lock: &str) -> Result<Option<Expense>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, '' as sort_value {FROM}"));
    sql.push_bind(tenant).push(" and x.id = ").push_bind(id).push(lock);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| row.complete(tx)))
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &ExpenseQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<Expense>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let value = sort.as_text();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, {value} as sort_value {FROM}"));
    sql.push_bind(tenant);
    let filter = &query.filter;
    if let Some(state) = filter.state {
        sql.push(" and x.state = ").push_bind(state.name());
    }
    if let Some(way) = filter.paid_by {
        sql.push(" and x.paid_by = ").push_bind(way.name());
    }
    if let Some(from) = filter.from {
        sql.push(" and x.date >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" and x.date <= ").push_bind(to);
    }
    if let Some(text) = query.list.search() {
        let text = contains(text);
        sql.push(" and (x.description ilike ").push_bind(text.clone());
        sql.push(" or x.number ilike ").push_bind(text.clone());
        sql.push(" or x.link_number ilike ").push_bind(text).push(")");
    }
    sort.finish(&mut sql, "x.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| row.complete(tx)))
}

pub(super) async fn linked(tx: &mut Tx, kind: LinkType, id: Uuid) -> Result<Vec<Expense>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, '' as sort_value {FROM}"));
    sql.push_bind(tenant).push(" and x.link_type = ").push_bind(kind.name());
    sql.push(" and x.link_id = ").push_bind(id).push(" order by x.date, x.id limit 200");
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| row.complete(tx)).collect())
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    date: Date,
    tax: i64,
    new: &NewExpense,
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into expenses (tenant_id, id, state, date, description, account_id, gross, tax,
            tax_code_id, paid_by, money_account_id, employee_id, cost_centre_id, project_id,
            link_type, link_id, link_number, created_at, created_by)
        values ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
            $17, $18)",
    )
    .bind(tenant)
    .bind(id)
    .bind(date)
    .bind(new.description.trim())
    .bind(new.account_id)
    .bind(new.gross.minor)
    .bind(tax)
    .bind(new.tax_code_id)
    .bind(new.paid_by.name())
    .bind(new.money_account_id)
    .bind(new.employee_id)
    .bind(new.cost_centre_id)
    .bind(new.project_id)
    .bind(new.link_type.map(LinkType::name))
    .bind(new.link_id)
    .bind(new.link_number.trim())
    .bind(now)
    .bind(actor)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn posted(
    tx: &mut Tx,
    id: Uuid,
    number: &str,
    entry: Uuid,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "update expenses set state = 'posted', number = $3, entry_id = $4, posted_at = $5,
            version = version + 1
        where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(number)
    .bind(entry)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn reversed(
    tx: &mut Tx,
    id: Uuid,
    reversal: Uuid,
    reason: &str,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update expenses set state = 'reversed', reversal_id = $3, reason = $4,
            version = version + 1
        where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(reversal)
    .bind(reason)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn attach(tx: &mut Tx, id: Uuid, file: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update expenses set file_id = $3, version = version + 1
        where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(file)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from expenses where tenant_id = $1 and id = $2 and state = 'waiting'")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The first expense whose entry says something else on its account.
pub(super) async fn wrong(tx: &mut Tx) -> Result<Option<(Uuid, String, i64, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select * from (
            select x.id, x.number, x.gross - x.tax as net, coalesce((
                select sum(l.amount) from lines l where l.tenant_id = $1
                    and l.entry_id = x.entry_id and l.account_id = x.account_id), 0)::bigint
                as booked
            from expenses x where x.tenant_id = $1 and x.entry_id is not null
        ) found where net <> booked order by number limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}
