//! What an import did, kept so that it can be taken back.

use base::{Problem, Tx};
use serde_json::Value;
use uuid::Uuid;

use super::importer::Effect;
use super::store;

/// Remembers what an import made or changed; call it in batches of some thousands.
///
/// # Errors
/// When the database is away.
pub async fn record_effects(
    tx: &mut Tx,
    import_id: Uuid,
    effects: &[Effect],
) -> Result<(), Problem> {
    store::insert_effects(tx, import_id, effects).await
}

/// Something that an import did, as it was remembered.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PastEffect {
    /// Which thing.
    pub entity_id: Uuid,
    /// How it was before; none when the import made it.
    pub before: Option<Value>,
    /// Its version after the import.
    pub after_version: i32,
}

/// What an import did to one kind of thing, by id: the next `most` after `after`.
///
/// # Errors
/// When the database is away.
pub async fn effects(
    tx: &mut Tx,
    import_id: Uuid,
    entity: &str,
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<PastEffect>, Problem> {
    store::effects(tx, import_id, entity, after, most).await
}
