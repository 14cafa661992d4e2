//! The SQL of filed returns.

use base::{Date, Problem, Timestamp, Tx};
use uuid::Uuid;

use super::Figure;

/// A return as it was filed.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::tax) struct Filed {
    pub id: Uuid,
    /// Counts how often the return of its days was filed.
    pub filing: i32,
    pub starts: Date,
    pub ends: Date,
    pub through_seq: i64,
    pub sale_tax: i64,
    pub purchase_tax: i64,
    pub reference: String,
    pub filed_at: Timestamp,
    pub filed_by: Option<Uuid>,
    /// Since when its days are open again, and why.
    pub reopened_at: Option<Timestamp>,
    pub reopened_reason: String,
    /// Whether it was paid: then its figures stay for good.
    pub paid: bool,
}

/// The filed returns, the newest first; twenty years of months.
pub(in crate::tax) async fn filed(tx: &mut Tx) -> Result<Vec<Filed>, Problem> {
    let tenant = tx.tenant_id();
    let filed = sqlx::query_as(
        "select r.id, r.filing, r.starts, r.ends, r.through_seq, r.sale_tax, r.purchase_tax,
            r.reference, r.filed_at, r.filed_by, o.reopened_at,
            coalesce(o.reason, '') as reopened_reason, exists (
                select from tax_returns e
                join tax_payments p on p.tenant_id = e.tenant_id and p.return_id = e.id
                where e.tenant_id = $1 and e.starts = r.starts) as paid
         from tax_returns r
         left join tax_reopenings o on o.tenant_id = r.tenant_id and o.return_id = r.id
         where r.tenant_id = $1 and not exists (
            select from tax_returns n
            where n.tenant_id = $1 and n.starts = r.starts and n.filing > r.filing)
         order by r.starts desc limit 240",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(filed)
}

/// The figures of a filed return.
pub(in crate::tax) async fn boxes_of(tx: &mut Tx, id: Uuid) -> Result<Vec<Figure>, Problem> {
    let tenant = tx.tenant_id();
    let figures = sqlx::query_as(
        "select b.side, b.box as box_code, b.tax_code_id, b.base, b.tax, b.corrected_base,
            b.corrected_tax
         from tax_return_boxes b
         join tax_codes c on c.tenant_id = b.tenant_id and c.id = b.tax_code_id
         where b.tenant_id = $1 and b.return_id = $2 order by b.side desc, c.code limit 800",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    Ok(figures)
}

/// The place of the last entry; the caller holds the head.
pub(in crate::tax) async fn through(tx: &mut Tx) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let seq: Option<i64> = sqlx::query_scalar("select seq from ledger_heads where tenant_id = $1")
        .bind(tenant)
        .fetch_optional(tx.conn())
        .await?;
    Ok(seq.unwrap_or_default())
}

/// Writes a return with its figures.
pub(in crate::tax) async fn file(
    tx: &mut Tx,
    filed: &Filed,
    figures: &[Figure],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into tax_returns (tenant_id, id, starts, ends, through_seq, sale_tax,
            purchase_tax, reference, filed_at, filed_by, filing)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(tenant)
    .bind(filed.id)
    .bind(filed.starts)
    .bind(filed.ends)
    .bind(filed.through_seq)
    .bind(filed.sale_tax)
    .bind(filed.purchase_tax)
    .bind(&filed.reference)
    .bind(filed.filed_at)
    .bind(filed.filed_by)
    .bind(filed.filing)
    .execute(tx.conn())
    .await?;
    insert_boxes(tx, filed.id, figures).await
}

async fn insert_boxes(tx: &mut Tx, id: Uuid, figures: &[Figure]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into tax_return_boxes (tenant_id, return_id, side, box, tax_code_id, base, tax,
            corrected_base, corrected_tax)
         select $1, $2, b.* from unnest($3::text[], $4::text[], $5::uuid[], $6::bigint[],
            $7::bigint[], $8::bigint[], $9::bigint[]) as b",
    )
    .bind(tenant)
    .bind(id)
    .bind(figures.iter().map(|f| f.side.name()).collect::<Vec<_>>())
    .bind(figures.iter().map(|f| f.box_code.as_str()).collect::<Vec<_>>())
    .bind(figures.iter().map(|f| f.tax_code_id).collect::<Vec<_>>())
    .bind(figures.iter().map(|f| f.base).collect::<Vec<_>>())
    .bind(figures.iter().map(|f| f.tax).collect::<Vec<_>>())
    .bind(figures.iter().map(|f| f.corrected_base).collect::<Vec<_>>())
    .bind(figures.iter().map(|f| f.corrected_tax).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Opens the days of a return again.
pub(in crate::tax) async fn reopen(tx: &mut Tx, id: Uuid, reason: &str) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into tax_reopenings (tenant_id, return_id, reason, reopened_at, reopened_by)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(tenant)
    .bind(id)
    .bind(reason)
    .bind(now)
    .bind(actor)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The payment of a filed return.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::tax) struct PaymentRow {
    pub entry_id: Uuid,
    pub number: String,
    pub effective_date: Date,
    pub amount: i64,
}

/// The payment of a return, if it was paid, also under an earlier filing.
pub(in crate::tax) async fn payment(tx: &mut Tx, id: Uuid) -> Result<Option<PaymentRow>, Problem> {
    let tenant = tx.tenant_id();
    let row = sqlx::query_as(
        "select p.entry_id, e.number, p.effective_date, p.amount
         from tax_returns r
         join tax_returns f on f.tenant_id = r.tenant_id and f.starts = r.starts
         join tax_payments p on p.tenant_id = f.tenant_id and p.return_id = f.id
         join entries e on e.tenant_id = p.tenant_id and e.id = p.entry_id
         where r.tenant_id = $1 and r.id = $2 order by f.filing limit 1",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// Keeps that a return was paid.
pub(in crate::tax) async fn insert_payment(
    tx: &mut Tx,
    id: Uuid,
    entry: Uuid,
    date: Date,
    amount: i64,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into tax_payments (tenant_id, return_id, entry_id, effective_date, amount)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(tenant)
    .bind(id)
    .bind(entry)
    .bind(date)
    .bind(amount)
    .execute(tx.conn())
    .await?;
    Ok(())
}
