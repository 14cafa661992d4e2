//! The log as JSON.

use axum::response::Response;
use base::{Cx, List, ListQuery, Problem, Query};

use super::{AuditEntry, AuditFilter};

/// A page of the log.
pub(super) type AuditList = List<AuditEntry>;

pub(super) async fn list(
    cx: Cx,
    Query(query): Query<ListQuery>,
    Query(filter): Query<AuditFilter>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query, &filter).await?)
}
