//! Which credit notes were written for a return, and which of them stand.

use base::{Problem, Tx};
use uuid::Uuid;

use super::super::goods::ReturnCredit;

/// Writes which credit notes belong to a return.
pub(in super::super) async fn insert_credits(
    tx: &mut Tx,
    id: Uuid,
    notes: &[ReturnCredit],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into return_credits (tenant_id, return_id, credit_note_id)
         select $1, $2, n from unnest($3::uuid[]) n",
    )
    .bind(tenant)
    .bind(id)
    .bind(notes.iter().map(|note| note.id).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The return that a credit note was written for.
pub(in super::super) async fn return_of_note(
    tx: &mut Tx,
    note: Uuid,
) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let id = sqlx::query_scalar(
        "select return_id from return_credits where tenant_id = $1 and credit_note_id = $2 limit 1",
    )
    .bind(tenant)
    .bind(note)
    .fetch_optional(tx.conn())
    .await?;
    Ok(id)
}

/// Marks a credit note of a return as taken back; false when it was before.
pub(in super::super) async fn cancel_credit(
    tx: &mut Tx,
    id: Uuid,
    note: Uuid,
) -> Result<bool, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let marked = sqlx::query(
        "update return_credits set cancelled_at = $4
         where tenant_id = $1 and return_id = $2 and credit_note_id = $3 and cancelled_at is null",
    )
    .bind(tenant)
    .bind(id)
    .bind(note)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(marked.rows_affected() > 0)
}
