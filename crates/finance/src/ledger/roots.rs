//! The end of the chain, kept day by day: whoever wanted to write history anew would have to
//! make the chain end on each of these hashes again.

use base::{Date, Problem, Timestamp, Tx};
use serde::Serialize;
use utoipa::ToSchema;

use super::store;

/// The chain as it was at the end of a day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Root {
    /// The day.
    pub day: Date,
    /// The place of the last entry.
    pub seq: i64,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
    /// When this was noted.
    pub taken_at: Timestamp,
}

/// Notes the end of the chain for the day that was finished last; once a day.
pub(super) async fn keep(tx: &mut Tx) -> Result<(), Problem> {
    let today = tx.today();
    let day = today.plus_days(-1).map_err(Problem::internal)?;
    let ended = today.starts_in(&tx.tenant().time_zone).map_err(Problem::internal)?;
    store::keep_root(tx, day, ended).await
}

/// The newest roots, at most 62.
///
/// # Errors
/// When the database is away.
pub async fn roots(tx: &mut Tx) -> Result<Vec<Root>, Problem> {
    store::roots(tx).await
}
