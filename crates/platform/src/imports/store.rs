//! The SQL of imports.

use base::{Cursor, Problem, Sort, Tx};
use serde_json::{Value, json};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::effects::PastEffect;
use super::import::{Import, ImportError, ImportFilter};
use super::importer::Effect;

/// Mistakes that one statement writes.
const ERRORS_AT_ONCE: usize = 1000;

const COLUMNS: &str = "select i.id, i.kind, i.file_id, i.file_name, i.mapping, i.state,
    i.created_count, i.updated_count, i.unchanged_count, i.error_count, i.summary, i.created_by,
    i.created_at, i.committed_at, i.undone_at from imports i where i.tenant_id = ";

pub(super) async fn insert_effects(
    tx: &mut Tx,
    import_id: Uuid,
    effects: &[Effect],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let before: Vec<Option<Value>> = effects.iter().map(|e| e.before.clone()).collect();
    sqlx::query(
        "insert into import_effects (tenant_id, import_id, entity, entity_id, before,
            after_version)
         select $1, $2, e.entity, e.entity_id, e.before, e.after_version
         from unnest($3::text[], $4::uuid[], $5::jsonb[], $6::int[])
            as e(entity, entity_id, before, after_version)
         on conflict (tenant_id, import_id, entity, entity_id) do nothing",
    )
    .bind(tenant)
    .bind(import_id)
    .bind(effects.iter().map(|e| e.entity).collect::<Vec<_>>())
    .bind(effects.iter().map(|e| e.entity_id).collect::<Vec<_>>())
    .bind(before)
    .bind(effects.iter().map(|e| e.after_version).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn effects(
    tx: &mut Tx,
    import_id: Uuid,
    entity: &str,
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<PastEffect>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select entity_id, before, after_version from import_effects
         where tenant_id = $1 and import_id = $2 and entity = $3
            and ($4::uuid is null or entity_id > $4)
         order by entity_id limit $5",
    )
    .bind(tenant)
    .bind(import_id)
    .bind(entity)
    .bind(after)
    .bind(most)
    .fetch_all(tx.conn())
    .await?)
}

pub(super) async fn insert(tx: &mut Tx, import: &Import) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into imports (tenant_id, id, kind, file_id, file_name, mapping, state, created_by,
            created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tenant)
    .bind(import.id)
    .bind(&import.kind)
    .bind(import.file_id)
    .bind(&import.file_name)
    .bind(json!(import.mapping))
    .bind(import.state.as_str())
    .bind(import.created_by)
    .bind(import.created_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn save(tx: &mut Tx, import: &Import) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update imports set mapping = $3, state = $4, created_count = $5, updated_count = $6,
            unchanged_count = $7, error_count = $8, summary = $9, committed_at = $10,
            undone_at = $11
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(import.id)
    .bind(json!(import.mapping))
    .bind(import.state.as_str())
    .bind(import.created_count)
    .bind(import.updated_count)
    .bind(import.unchanged_count)
    .bind(import.error_count)
    .bind(json!(import.summary))
    .bind(import.committed_at)
    .bind(import.undone_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, id: Uuid, lock: bool) -> Result<Option<Import>, Problem> {
    let mut sql = QueryBuilder::new(COLUMNS);
    sql.push_bind(tx.tenant_id()).push(" and i.id = ").push_bind(id);
    if lock {
        sql.push(" for update");
    }
    Ok(sql.build_query_as().fetch_optional(tx.conn()).await?)
}

pub(super) async fn list(
    tx: &mut Tx,
    search: Option<&str>,
    filter: &ImportFilter,
    (sort, cursor): (Sort, Option<Cursor>),
    limit: i64,
) -> Result<Vec<Import>, Problem> {
    let mut sql = QueryBuilder::new(COLUMNS);
    sql.push_bind(tx.tenant_id());
    if let Some(search) = search {
        let pieces = " and strpos(lower(i.file_name), lower(";
        sql.push(pieces).push_bind(search.to_owned()).push(")) > 0");
    }
    for (column, wanted) in [("kind", &filter.kind), ("state", &filter.state)] {
        if let Some(wanted) = wanted.as_deref().filter(|wanted| !wanted.is_empty()) {
            sql.push(format!(" and i.{column} = ")).push_bind(wanted.to_owned());
        }
    }
    sort.finish(&mut sql, "i.id", cursor.as_ref(), limit);
    Ok(sql.build_query_as().fetch_all(tx.conn()).await?)
}

/// Writes the mistakes in place of those of an earlier run; so many there are.
pub(super) async fn put_errors(
    tx: &mut Tx,
    import_id: Uuid,
    errors: &[ImportError],
) -> Result<i32, Problem> {
    let (tenant, mut count) = (tx.tenant_id(), 0);
    sqlx::query("delete from import_errors where tenant_id = $1 and import_id = $2")
        .bind(tenant)
        .bind(import_id)
        .execute(tx.conn())
        .await?;
    for errors in errors.chunks(ERRORS_AT_ONCE) {
        let done = sqlx::query(
            "insert into import_errors (tenant_id, import_id, row_number, field, code, facts,
                cells)
             select $1, $2, e.row_number, e.field, e.code, e.facts, e.cells
             from unnest($3::int[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[])
                as e(row_number, field, code, facts, cells)
             on conflict (tenant_id, import_id, row_number, field) do nothing",
        )
        .bind(tenant)
        .bind(import_id)
        .bind(errors.iter().map(|e| e.row_number).collect::<Vec<_>>())
        .bind(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>())
        .bind(errors.iter().map(|e| e.code.as_str()).collect::<Vec<_>>())
        .bind(errors.iter().map(|e| json!(e.facts)).collect::<Vec<_>>())
        .bind(errors.iter().map(|e| json!(e.cells)).collect::<Vec<_>>())
        .execute(tx.conn())
        .await?;
        count += i32::try_from(done.rows_affected()).unwrap_or(i32::MAX);
    }
    Ok(count)
}

pub(super) async fn errors(
    tx: &mut Tx,
    import_id: Uuid,
    after: Option<&ImportError>,
    most: i64,
) -> Result<Vec<ImportError>, Problem> {
    let tenant = tx.tenant_id();
    let (row, field) = after.map_or((0, ""), |e| (e.row_number, e.field.as_str()));
    Ok(sqlx::query_as(
        "select row_number, field, code, facts, cells from import_errors
         where tenant_id = $1 and import_id = $2 and (row_number, field) > ($3, $4)
         order by row_number, field limit $5",
    )
    .bind(tenant)
    .bind(import_id)
    .bind(row)
    .bind(field)
    .bind(most)
    .fetch_all(tx.conn())
    .await?)
}
