//! The SQL of the chart of accounts.

use base::{Problem, Tx};
use uuid::Uuid;

use super::ChartAccount;
use crate::ledger::AccountType;

const COLUMNS: &str = "a.id, a.code, a.name, a.type, a.parent_id, a.control, a.role, a.active,
    a.version, exists (select from lines l where l.tenant_id = a.tenant_id
        and l.account_id = a.id) as used";

pub(super) async fn accounts(tx: &mut Tx) -> Result<Vec<ChartAccount>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {COLUMNS} from accounts a where a.tenant_id = $1 order by a.code limit 2000"
    );
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await?)
}

pub(super) async fn account(tx: &mut Tx, id: Uuid) -> Result<Option<ChartAccount>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("select {COLUMNS} from accounts a where a.tenant_id = $1 and a.id = $2");
    let found = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id);
    Ok(found.fetch_optional(tx.conn()).await?)
}

pub(super) async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select 1 from accounts where tenant_id = $1 and id = $2 for no key update")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn count(tx: &mut Tx) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar("select count(*) from accounts where tenant_id = $1")
        .bind(tenant)
        .fetch_one(tx.conn())
        .await?)
}

pub(super) async fn id_of(tx: &mut Tx, code: &str) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar("select id from accounts where tenant_id = $1 and code = $2")
        .bind(tenant)
        .bind(code)
        .fetch_optional(tx.conn())
        .await?)
}

pub(super) async fn insert(tx: &mut Tx, new: &ChartAccount) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into accounts (tenant_id, id, code, name, type, parent_id, control)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.code)
    .bind(&new.name)
    .bind(new.kind.name())
    .bind(new.parent_id)
    .bind(new.control.name())
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, new: &ChartAccount) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update accounts set code = $3, name = $4, parent_id = $5, active = $6,
            version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.code)
    .bind(&new.name)
    .bind(new.parent_id)
    .bind(new.active)
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct Ancestor {
    pub id: Uuid,
    #[sqlx(rename = "type")]
    pub kind: AccountType,
}

/// The account and everything above it, the nearest first.
pub(super) async fn ancestors(tx: &mut Tx, id: Uuid) -> Result<Vec<Ancestor>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "with recursive up as (
            select id, type, parent_id, 1 as step from accounts where tenant_id = $1 and id = $2
            union all
            select a.id, a.type, a.parent_id, up.step + 1 from up
            join accounts a on a.tenant_id = $1 and a.id = up.parent_id where up.step < 50
         )
         select id, type from up order by step",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?)
}

/// How many steps of the tree the account and its parts take; one for a new account.
pub(super) async fn height(tx: &mut Tx, id: Uuid) -> Result<usize, Problem> {
    let tenant = tx.tenant_id();
    let height: Option<i32> = sqlx::query_scalar(
        "with recursive down as (
            select id, 1 as step from accounts where tenant_id = $1 and id = $2
            union all
            select a.id, down.step + 1 from down
            join accounts a on a.tenant_id = $1 and a.parent_id = down.id where down.step < 50
         )
         select max(step) from down",
    )
    .bind(tenant)
    .bind(id)
    .fetch_one(tx.conn())
    .await?;
    Ok(usize::try_from(height.unwrap_or(1)).unwrap_or(1))
}

pub(super) async fn has_parts(tx: &mut Tx, id: Uuid) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select exists (select from accounts where tenant_id = $1 and parent_id = $2 and active)",
    )
    .bind(tenant)
    .bind(id)
    .fetch_one(tx.conn())
    .await?)
}

pub(super) async fn balance(tx: &mut Tx, id: Uuid) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select coalesce(sum(amount), 0)::bigint from lines
         where tenant_id = $1 and account_id = $2",
    )
    .bind(tenant)
    .bind(id)
    .fetch_one(tx.conn())
    .await?)
}
