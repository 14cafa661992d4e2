//! Accounts at banks.

use base::{Currency, Date, Money, Problem, Text, Tx};
use sqlx::types::Json;
use uuid::Uuid;

use super::super::BankAccount;
use super::super::statement::Columns;

/// A bank account as it is written.
pub(in super::super) struct Row {
    pub id: Uuid,
    pub account_id: Uuid,
    pub name: Text,
    pub bank: String,
    pub number: String,
    pub currency: Currency,
    pub columns: Columns,
    pub days: i32,
    pub begins_on: Option<Date>,
    pub begins_balance: i64,
    pub active: bool,
}

#[derive(sqlx::FromRow)]
struct Found {
    id: Uuid,
    account_id: Uuid,
    code: String,
    name: Text,
    bank: String,
    number: String,
    currency: String,
    columns: Json<Columns>,
    days: i32,
    begins_on: Option<Date>,
    begins_balance: i64,
    active: bool,
    version: i32,
    statements_to: Option<Date>,
    unmatched: i64,
    reconciled_to: Option<Date>,
}

/// All bank accounts, or the one with this id.
pub(in super::super) async fn all(
    tx: &mut Tx,
    id: Option<Uuid>,
) -> Result<Vec<BankAccount>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<Found> = sqlx::query_as(
        "select b.id, b.account_id, a.code, b.name, b.bank, b.number, b.currency, b.columns,
            b.days, b.begins_on, b.begins_balance, b.active, b.version,
            (select max(s.to_date) from bank_statements s
                where s.tenant_id = $1 and s.bank_account_id = b.id) as statements_to,
            (select count(*) from bank_lines l where l.tenant_id = $1
                and l.bank_account_id = b.id and l.match_id is null) as unmatched,
            (select max(r.to_date) from bank_reconciliations r where r.tenant_id = $1
                and r.bank_account_id = b.id and r.reopened_at is null) as reconciled_to
        from bank_accounts b join accounts a on a.tenant_id = $1 and a.id = b.account_id
        where b.tenant_id = $1 and ($2::uuid is null or b.id = $2)
        order by b.active desc, a.code limit 200",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(complete).collect()
}

fn complete(row: Found) -> Result<BankAccount, Problem> {
    let currency = Currency::parse(&row.currency).map_err(Problem::internal)?;
    Ok(BankAccount {
        id: row.id,
        account_id: row.account_id,
        code: row.code,
        name: row.name,
        bank: row.bank,
        number: row.number,
        currency,
        columns: row.columns.0,
        days: row.days,
        begins_on: row.begins_on,
        begins_balance: Money::new(row.begins_balance, currency),
        active: row.active,
        statements_to: row.statements_to,
        unmatched: row.unmatched,
        reconciled_to: row.reconciled_to,
        version: row.version,
    })
}

pub(in super::super) async fn insert(tx: &mut Tx, row: &Row) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into bank_accounts (tenant_id, id, account_id, name, bank, number, currency,
            columns, days, begins_on, begins_balance, active)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(tenant)
    .bind(row.id)
    .bind(row.account_id)
    .bind(&row.name)
    .bind(&row.bank)
    .bind(&row.number)
    .bind(row.currency.code())
    .bind(Json(&row.columns))
    .bind(row.days)
    .bind(row.begins_on)
    .bind(row.begins_balance)
    .bind(row.active)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn update(tx: &mut Tx, row: &Row, version: i32) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let done = sqlx::query(
        "update bank_accounts set name = $3, bank = $4, number = $5, columns = $6, days = $7,
            begins_on = $8, begins_balance = $9, active = $10, version = version + 1
        where tenant_id = $1 and id = $2 and version = $11",
    )
    .bind(tenant)
    .bind(row.id)
    .bind(&row.name)
    .bind(&row.bank)
    .bind(&row.number)
    .bind(Json(&row.columns))
    .bind(row.days)
    .bind(row.begins_on)
    .bind(row.begins_balance)
    .bind(row.active)
    .bind(version)
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 { Err(Problem::stale()) } else { Ok(()) }
}

/// Remembers how a table is read.
pub(in super::super) async fn remember(
    tx: &mut Tx,
    id: Uuid,
    columns: &Columns,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update bank_accounts set columns = $3, version = version + 1
        where tenant_id = $1 and id = $2 and columns <> $3",
    )
    .bind(tenant)
    .bind(id)
    .bind(Json(columns))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Holds the account: matches and reconciliations of one account follow each other.
pub(in super::super) async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let found: Option<Uuid> = sqlx::query_scalar(
        "select id from bank_accounts where tenant_id = $1 and id = $2 for update",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    found.map(|_| ()).ok_or_else(Problem::not_found)
}
