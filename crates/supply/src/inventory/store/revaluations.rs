//! Revaluations: written once, never changed.

use base::{Problem, Tx};
use uuid::Uuid;

use crate::inventory::revalue::RevaluedRow;

/// Writes the revaluations of one entry, in one statement.
pub(in crate::inventory) async fn insert(
    tx: &mut Tx,
    entry_id: Uuid,
    rows: &[RevaluedRow],
) -> Result<(), Problem> {
    let Some(first) = rows.first() else { return Ok(()) };
    let tenant = tx.tenant_id();
    fn column<T>(rows: &[RevaluedRow], of: impl Fn(&RevaluedRow) -> T) -> Vec<T> {
        rows.iter().map(of).collect()
    }
    sqlx::query(
        "insert into stock_revaluations (tenant_id, id, entry_id, variant_id, quantity, held,
            value, gone, effective_date, recorded_at, source_type, source_id, source_line)
         select $1, r.id, $2, r.variant_id, r.quantity, r.held, r.value, r.gone, $3, $4, $5, $6,
            r.line
         from unnest($7::uuid[], $8::uuid[], $9::bigint[], $10::bigint[], $11::bigint[],
            $12::bigint[], $13::int[]) as r(id, variant_id, quantity, held, value, gone, line)",
    )
    .bind(tenant)
    .bind(entry_id)
    .bind(first.effective_date)
    .bind(first.recorded_at)
    .bind(&first.source_type)
    .bind(first.source_id)
    .bind(column(rows, |row| row.id))
    .bind(column(rows, |row| row.variant_id))
    .bind(column(rows, |row| row.quantity))
    .bind(column(rows, |row| row.held))
    .bind(column(rows, |row| row.value))
    .bind(column(rows, |row| row.gone))
    .bind(column(rows, |row| row.source_line))
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    entry_id: Uuid,
    #[sqlx(flatten)]
    row: RevaluedRow,
}

/// The revaluations of these entries, each with its entry.
pub(in crate::inventory) async fn of_entries(
    tx: &mut Tx,
    entries: &[Uuid],
) -> Result<Vec<(Uuid, RevaluedRow)>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<EntryRow> = sqlx::query_as(
        "select entry_id, id, variant_id, quantity, held, value, gone, effective_date,
            recorded_at, source_type, source_id, source_line
         from stock_revaluations where tenant_id = $1 and entry_id = any($2)",
    )
    .bind(tenant)
    .bind(entries)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.entry_id, row.row)).collect())
}
