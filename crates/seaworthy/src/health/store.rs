//! The SQL of the health check.

use sqlx::PgPool;

/// Asks the smallest question.
pub(super) async fn ping(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query("select 1").execute(pool).await?;
    Ok(())
}
