//! The SQL of the connection itself.

use sqlx::PgConnection;

/// Every pooled connection leaves the owner's rights behind before its first use. A server that
/// is not ours may still reckon with spinning disks: then it reads whole tables for a few rows.
pub(super) const ON_CONNECT: &str = "set role seaworthy_app; set lock_timeout = '10s'; \
     set jit = off; set random_page_cost = 1.1;";

/// A migration that cannot get its lock gives up instead of queueing everybody behind it.
pub(super) const BEFORE_MIGRATING: &str = "set lock_timeout = '5s'";

pub(super) async fn server_version(conn: &mut PgConnection) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar("select current_setting('server_version_num')::int").fetch_one(conn).await
}
