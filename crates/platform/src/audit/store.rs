//! The SQL of reading the log.

use base::{Cursor, Problem, Sort, Tx};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::{AuditEntry, AuditFilter};

const COLUMNS: &str = "select a.id, a.at, a.actor_id, a.actor_name, a.action, a.subject_type,
    a.subject_id, a.changes, a.ip, a.request_id from audit_log a where a.tenant_id = ";

pub(super) async fn timeline(
    tx: &mut Tx,
    subject_type: &str,
    subject_id: Uuid,
) -> Result<Vec<AuditEntry>, Problem> {
    let mut sql = QueryBuilder::new(COLUMNS);
    sql.push_bind(tx.tenant_id());
    sql.push(" and a.subject_type = ").push_bind(subject_type.to_owned());
    sql.push(" and a.subject_id = ").push_bind(subject_id);
    sql.push(" order by a.id desc limit 100");
    Ok(sql.build_query_as().fetch_all(tx.conn()).await?)
}

pub(super) async fn list(
    tx: &mut Tx,
    search: Option<&str>,
    filter: &AuditFilter,
    sort: Sort,
    cursor: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<AuditEntry>, Problem> {
    let zone = tx.tenant().time_zone.clone();
    let mut sql = QueryBuilder::new(COLUMNS);
    sql.push_bind(tx.tenant_id());
    if let Some(action) = filter.action.as_deref().filter(|a| !a.is_empty()) {
        sql.push(" and (a.action = ").push_bind(action.to_owned());
        sql.push(" or starts_with(a.action, ").push_bind(format!("{action}.")).push("))");
    }
    if let Some(kind) = filter.subject_type.as_deref().filter(|k| !k.is_empty()) {
        sql.push(" and a.subject_type = ").push_bind(kind.to_owned());
    }
    if let Some(id) = filter.subject_id {
        sql.push(" and a.subject_id = ").push_bind(id);
    }
    if let Some(id) = filter.actor_id {
        sql.push(" and a.actor_id = ").push_bind(id);
    }
    if let Some(from) = filter.from {
        sql.push(" and a.at >= ").push_bind(from.starts_in(&zone).map_err(Problem::internal)?);
    }
    if let Some(to) = filter.to {
        let end = to.plus_days(1).and_then(|day| day.starts_in(&zone));
        sql.push(" and a.at < ").push_bind(end.map_err(Problem::internal)?);
    }
    if let Some(q) = search {
        let like = format!("%{}%", q.replace(['%', '_', '\\'], ""));
        sql.push(" and (a.actor_name ilike ").push_bind(like.clone());
        sql.push(" or a.changes::text ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "a.id", cursor, limit);
    Ok(sql.build_query_as().fetch_all(tx.conn()).await?)
}
