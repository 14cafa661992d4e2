//! What a transaction leaves behind, gathered until the commit.

use serde_json::Value;
use uuid::Uuid;

use crate::jobs::NewJob;

#[derive(Default)]
pub(super) struct Pending {
    pub audit: Vec<AuditRow>,
    pub events: Vec<EventRow>,
    pub jobs: Vec<NewJob>,
    pub answer: Option<AnswerRow>,
}

/// What a repeated command is answered.
pub(super) struct AnswerRow {
    pub key: String,
    pub status: i16,
    pub location: Option<String>,
    pub body: Vec<u8>,
}

#[derive(sqlx::Type)]
#[sqlx(type_name = "audit_row")]
pub(super) struct AuditRow {
    pub id: Uuid,
    pub action: String,
    pub subject_type: String,
    pub subject_id: Uuid,
    pub changes: Value,
}

#[derive(sqlx::Type)]
#[sqlx(type_name = "event_row")]
pub(super) struct EventRow {
    pub id: Uuid,
    pub topic: String,
    pub subject_id: Uuid,
    pub payload: Value,
}
