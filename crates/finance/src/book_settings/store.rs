//! The SQL of the settings of the books.

use base::{Date, Money, Problem, Tx};

use super::BookSettings;

#[derive(sqlx::FromRow)]
struct Row {
    fiscal_month: i32,
    approval_limit: Option<i64>,
    grni_days: i32,
    opening_day: Option<Date>,
    version: i32,
}

pub(super) async fn settings(tx: &mut Tx) -> Result<BookSettings, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let row: Option<Row> = sqlx::query_as(
        "select fiscal_month, approval_limit, grni_days, opening_day, version
         from book_settings where tenant_id = $1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    let (fiscal_month, grni_days, version) = (1, 30, 1);
    let row = row.unwrap_or(Row {
        fiscal_month,
        approval_limit: None,
        grni_days,
        opening_day: None,
        version,
    });
    Ok(BookSettings {
        fiscal_month: row.fiscal_month,
        approval_limit: row.approval_limit.map(|minor| Money::new(minor, currency)),
        grni_days: row.grni_days,
        opening_day: row.opening_day,
        version: row.version,
    })
}

/// Makes the row where there is none yet, and holds it until the commit.
pub(super) async fn hold(tx: &mut Tx) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into book_settings (tenant_id) values ($1)
         on conflict (tenant_id) do update set version = book_settings.version",
    )
    .bind(tenant)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn put(tx: &mut Tx, new: &BookSettings) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update book_settings set fiscal_month = $2, approval_limit = $3, grni_days = $4,
            opening_day = $5, version = $6 where tenant_id = $1",
    )
    .bind(tenant)
    .bind(new.fiscal_month)
    .bind(new.approval_limit.map(|limit| limit.minor))
    .bind(new.grni_days)
    .bind(new.opening_day)
    .bind(new.version)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether any year stands closed.
pub(super) async fn has_closed_year(tx: &mut Tx) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select exists (select from year_closings where tenant_id = $1 and reopened_at is null)",
    )
    .bind(tenant)
    .fetch_one(tx.conn())
    .await?)
}
