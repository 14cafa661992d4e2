//! The SQL of dimensions. Both kinds have tables of one shape.

use base::{Problem, Tx};

use super::{Dimension, Kind};

fn table(kind: Kind) -> &'static str {
    match kind {
        Kind::CostCentre => "cost_centres",
        Kind::Project => "projects",
    }
}

pub(super) async fn all(tx: &mut Tx, kind: Kind) -> Result<Vec<Dimension>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select id, code, name, parent_id, active, version from {}
        where tenant_id = $1 order by code limit 2000",
        table(kind)
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await?;
    Ok(rows)
}

pub(super) async fn insert(tx: &mut Tx, kind: Kind, row: &Dimension) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "insert into {} (tenant_id, id, code, name, parent_id, active)
        values ($1, $2, $3, $4, $5, $6)",
        table(kind)
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(row.id)
        .bind(&row.code)
        .bind(&row.name)
        .bind(row.parent_id)
        .bind(row.active)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, kind: Kind, row: &Dimension) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "update {} set code = $3, name = $4, parent_id = $5, active = $6, version = version + 1
        where tenant_id = $1 and id = $2 and version = $7",
        table(kind)
    );
    let done = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(row.id)
        .bind(&row.code)
        .bind(&row.name)
        .bind(row.parent_id)
        .bind(row.active)
        .bind(row.version)
        .execute(tx.conn())
        .await?;
    if done.rows_affected() == 0 { Err(Problem::stale()) } else { Ok(()) }
}
