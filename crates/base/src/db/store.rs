//! The SQL of the connection itself.

use sqlx::PgConnection;

/// Every pooled connection leaves the owner's rights behind before its first use.
pub(super) const ON_CONNECT: &str =
    "set role seaworthy_app; set lock_timeout = '10s'; set jit = off;";

/// A migration that cannot get its lock gives up instead of queueing everybody behind it.
pub(super) const BEFORE_MIGRATING: &str = "set lock_timeout = '5s'";

pub(super) async fn server_version(conn: &mut PgConnection) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar("select current_setting('server_version_num')::int").fetch_one(conn).await
}
