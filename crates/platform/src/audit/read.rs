//! Reading the log.

use base::{Date, List, ListQuery, Problem, Sort, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;

/// One thing that was done.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct AuditEntry {
    /// Its id; grows with time.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// The user who did it; none for the program itself.
    pub actor_id: Option<Uuid>,
    /// The user's name on that day, or why the program acted.
    pub actor_name: String,
    /// What was done: `orders.confirm`.
    pub action: String,
    /// What kind of thing it was done to: `order`.
    pub subject_type: String,
    /// Which thing.
    pub subject_id: Uuid,
    /// What changed, `{"field": [old, new]}`, or the facts of the act.
    pub changes: Value,
    /// The address it came from.
    pub ip: Option<String>,
    /// The request it belongs to.
    pub request_id: Option<String>,
}

/// What the log may be narrowed to.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AuditFilter {
    /// A capability (`orders`) or one act of it (`orders.confirm`).
    pub action: Option<String>,
    /// What kind of thing: `order`.
    pub subject_type: Option<String>,
    /// Which thing.
    #[serde(deserialize_with = "blank_is_none")]
    pub subject_id: Option<Uuid>,
    /// Which user.
    #[serde(deserialize_with = "blank_is_none")]
    pub actor_id: Option<Uuid>,
    /// Not before this day.
    #[serde(deserialize_with = "blank_is_none")]
    pub from: Option<Date>,
    /// Not after this day.
    #[serde(deserialize_with = "blank_is_none")]
    pub to: Option<Date>,
}

/// Forms send an empty text for a filter that is not set.
fn blank_is_none<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    match Option::<String>::deserialize(deserializer)?.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

/// By id, which grows with time and is the key: long logs page as fast as short ones.
const SORTS: [Sort; 1] = [Sort::desc("at", "a.id", "uuid")];

/// A page of the log, the newest first.
///
/// # Errors
/// 400 for an unknown sort or cursor.
pub async fn list(
    tx: &mut Tx,
    query: &ListQuery,
    filter: &AuditFilter,
) -> Result<List<AuditEntry>, Problem> {
    let (sort, cursor, limit) = (query.sort(&SORTS)?, query.cursor()?, query.limit());
    let rows = store::list(tx, query.search(), filter, sort, cursor.as_ref(), limit).await?;
    Ok(List::of(rows, limit, |entry| (entry.id.to_string(), entry.id)))
}

/// What was done to one thing: the newest hundred acts, the newest first.
///
/// # Errors
/// When the database is away.
pub async fn timeline(
    tx: &mut Tx,
    subject_type: &str,
    subject_id: Uuid,
) -> Result<Vec<AuditEntry>, Problem> {
    store::timeline(tx, subject_type, subject_id).await
}
