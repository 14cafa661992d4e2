//! What was set off against a document: for its page, and for whoever wants to take it back.

use base::{Date, Money, Problem, Timestamp, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{OpenItem, store};

/// One setting off, seen from one of its two documents.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SetOff {
    /// The allocation.
    pub id: Uuid,
    /// The item that it is seen from.
    pub of_item: Uuid,
    /// The document that it is seen from.
    pub of_document: Uuid,
    /// How much; below zero when it takes an earlier one back.
    pub amount: Money,
    /// The day that it counts for.
    pub date: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Its entry; none when nothing had to be posted.
    pub entry_id: Option<Uuid>,
    /// The allocation that it takes back.
    pub reverses_id: Option<Uuid>,
    /// Whether it was taken back later.
    pub is_undone: bool,
    /// The item of the other document.
    pub item_id: Uuid,
    /// The kind of the other document.
    pub document_type: String,
    /// The other document.
    pub document_id: Uuid,
    /// Its number.
    pub number: String,
}

impl SetOff {
    /// Whether it still holds: neither taken back nor itself a taking back.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.is_undone && self.reverses_id.is_none()
    }
}

/// What was set off against one item, the oldest first.
///
/// # Errors
/// When the database is away.
pub async fn of_item(tx: &mut Tx, item: &OpenItem) -> Result<Vec<SetOff>, Problem> {
    let of_document = store::history(tx, &[&item.document_type], &[item.document_id]).await?;
    Ok(of_document.into_iter().filter(|set_off| set_off.of_item == item.id).collect())
}

/// What was set off against documents of these kinds, the oldest first; at most 20,000.
///
/// # Errors
/// When the database is away.
pub async fn set_off(
    tx: &mut Tx,
    document_types: &[&str],
    documents: &[Uuid],
) -> Result<Vec<SetOff>, Problem> {
    store::history(tx, document_types, documents).await
}
