//! The SQL of a server that has no database of ours yet, and of looking after its pool.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};

/// Makes the database unless it is there; another program may make it at the same moment.
pub(super) async fn create_database(conn: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    let there: bool =
        sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
            .bind(name)
            .fetch_one(&mut *conn)
            .await?;
    if there {
        return Ok(());
    }
    // The name is a constant of ours; identifiers cannot be bound.
    let made = conn.execute(AssertSqlSafe(format!("create database \"{name}\""))).await;
    match made {
        Err(sqlx::Error::Database(e)) if e.code().is_some_and(|c| c == "42P04" || c == "23505") => {
            Ok(())
        }
        Err(error) => Err(error),
        Ok(_) => Ok(()),
    }
}

/// Throws away the idle connections that a restarted server no longer knows.
pub(crate) async fn drop_dead(pool: &PgPool) {
    let mut alive = Vec::new();
    while let Some(mut conn) = pool.try_acquire() {
        match conn.ping().await {
            Ok(()) => alive.push(conn),
            Err(_) => drop(conn.detach()),
        }
    }
}

/// The versions that were applied; none when nothing ever was.
pub(super) async fn applied(conn: &mut PgConnection) -> sqlx::Result<Vec<i64>> {
    let any: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *conn)
        .await?;
    if !any {
        return Ok(Vec::new());
    }
    sqlx::query_scalar("select version from _sqlx_migrations where success limit 10000")
        .fetch_all(conn)
        .await
}
