//! Writing journals.

use base::{Problem, Tx};
use uuid::Uuid;

use super::super::draft::Head;
use super::super::lines::DraftLine;
use crate::ledger::Posted;

/// Writes a draft with its lines.
pub(in super::super) async fn insert(
    tx: &mut Tx,
    head: &Head<'_>,
    lines: &[DraftLine],
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "insert into journals (tenant_id, id, journal_date, memo, reference, amount, reverses_id,
            recurring_id, occurrence, created_by, edited_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $11)",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(head.date)
    .bind(head.memo)
    .bind(head.reference)
    .bind(head.amount)
    .bind(head.reverses_id)
    .bind(head.occurrence.map(|(id, _)| id))
    .bind(head.occurrence.map(|(_, day)| day))
    .bind(head.created_by)
    .bind(now)
    .execute(tx.conn())
    .await?;
    insert_lines(tx, head.id, lines).await
}

async fn insert_lines(tx: &mut Tx, id: Uuid, lines: &[DraftLine]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let column = |get: fn(&DraftLine) -> Option<Uuid>| lines.iter().map(get).collect::<Vec<_>>();
    sqlx::query(
        "insert into journal_lines (tenant_id, journal_id, n, account_id, amount, party_id,
            tax_code_id, cost_centre_id, project_id, memo)
         select $1, $2, r.n, r.account_id, r.amount, r.party_id, r.tax_code_id, r.cost_centre_id,
            r.project_id, r.memo
         from unnest($3::integer[], $4::uuid[], $5::bigint[], $6::uuid[], $7::uuid[], $8::uuid[],
                $9::uuid[], $10::text[])
            as r (n, account_id, amount, party_id, tax_code_id, cost_centre_id, project_id, memo)",
    )
    .bind(tenant)
    .bind(id)
    .bind((1_i32..).take(lines.len()).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.account_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.amount).collect::<Vec<_>>())
    .bind(column(|line| line.party_id))
    .bind(column(|line| line.tax_code_id))
    .bind(column(|line| line.cost_centre_id))
    .bind(column(|line| line.project_id))
    .bind(lines.iter().map(|line| line.memo.as_str()).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes a draft's head anew, and its lines where they are given.
pub(in super::super) async fn change(
    tx: &mut Tx,
    head: &Head<'_>,
    lines: Option<&[DraftLine]>,
) -> Result<(), Problem> {
    let (tenant, now, by) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "update journals set journal_date = $3, memo = $4, reference = $5, amount = $6,
            edited_by = $7, updated_at = $8, version = version + 1
         where tenant_id = $1 and id = $2 and state = 'draft'",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(head.date)
    .bind(head.memo)
    .bind(head.reference)
    .bind(head.amount)
    .bind(by)
    .bind(now)
    .execute(tx.conn())
    .await?;
    let Some(lines) = lines else { return Ok(()) };
    sqlx::query("delete from journal_lines where tenant_id = $1 and journal_id = $2")
        .bind(tenant)
        .bind(head.id)
        .execute(tx.conn())
        .await?;
    insert_lines(tx, head.id, lines).await
}

pub(in super::super) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from journals where tenant_id = $1 and id = $2 and state = 'draft'")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(in super::super) async fn hand_in(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let (tenant, now, by) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "update journals set state = 'waiting', submitted_by = $3, sent_back = '',
            updated_at = $4, version = version + 1
         where tenant_id = $1 and id = $2 and state = 'draft'",
    )
    .bind(tenant)
    .bind(id)
    .bind(by)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn send_back(
    tx: &mut Tx,
    id: Uuid,
    reason: &str,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "update journals set state = 'draft', sent_back = $3, updated_at = $4,
            version = version + 1
         where tenant_id = $1 and id = $2 and state = 'waiting'",
    )
    .bind(tenant)
    .bind(id)
    .bind(reason)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn set_posted(
    tx: &mut Tx,
    id: Uuid,
    posted: &Posted,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "update journals set state = 'posted', entry_id = $3, number = $4, posted_at = $5,
            updated_at = $5, sent_back = '', version = version + 1
         where tenant_id = $1 and id = $2 and state <> 'posted'",
    )
    .bind(tenant)
    .bind(id)
    .bind(posted.entry_id)
    .bind(&posted.number)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn attach(tx: &mut Tx, id: Uuid, file: Uuid) -> Result<(), Problem> {
    let (tenant, by) = (tx.tenant_id(), tx.actor().name().to_owned());
    sqlx::query(
        "insert into journal_files (tenant_id, journal_id, file_id, added_by)
         values ($1, $2, $3, $4)",
    )
    .bind(tenant)
    .bind(id)
    .bind(file)
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in super::super) async fn detach(tx: &mut Tx, id: Uuid, file: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "delete from journal_files where tenant_id = $1 and journal_id = $2 and file_id = $3",
    )
    .bind(tenant)
    .bind(id)
    .bind(file)
    .execute(tx.conn())
    .await?;
    Ok(())
}
