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

pub(super) struct AuditRow {
    pub action: &'static str,
    pub subject_type: &'static str,
    pub subject_id: Uuid,
    pub changes: Value,
}

pub(super) struct EventRow {
    pub topic: &'static str,
    pub subject_id: Uuid,
    pub payload: Value,
}
