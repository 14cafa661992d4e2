//! The SQL of bills beside receipts.

use base::{Problem, Quantity, Tx};
use uuid::Uuid;

/// A posted bill's line of goods, as far as something of it may still go back.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::purchasing) struct BilledLine {
    pub receipt_line: i32,
    pub bill_id: Uuid,
    pub n: i32,
    /// How much of the receipt it cleared, less what went back under it.
    pub left: Quantity,
    /// Its net, less what debit notes took back, in minor units.
    pub net: i64,
}

/// The lines of posted bills for a receipt, the oldest first.
pub(in crate::purchasing) async fn billed_lines(
    tx: &mut Tx,
    receipt: Uuid,
) -> Result<Vec<BilledLine>, Problem> {
    let tenant = tx.tenant_id();
    let lines = sqlx::query_as(
        "with back as (
            select receipt_line, bill_id, sum(quantity)::bigint as quantity
            from purchase_return_lines
            where tenant_id = $1 and receipt_id = $2 and bill_id is not null
            group by receipt_line, bill_id
        ), debited as (
            select b.original_id, l.original_line, sum(l.net)::bigint as net,
                sum(l.cleared_quantity)::bigint as uncleared
            from bills b join bill_lines l on l.tenant_id = b.tenant_id and l.bill_id = b.id
            where b.tenant_id = $1 and b.kind = 'debit_note' and l.receipt_id = $2
            group by b.original_id, l.original_line
        )
        select l.receipt_line, l.bill_id, l.n,
            l.cleared_quantity - coalesce(k.quantity, 0) - coalesce(d.uncleared, 0) as left,
            l.net - coalesce(d.net, 0) as net
        from bill_lines l
        join bills b on b.tenant_id = l.tenant_id and b.id = l.bill_id
        left join back k on k.receipt_line = l.receipt_line and k.bill_id = l.bill_id
        left join debited d on d.original_id = l.bill_id and d.original_line = l.n
        where l.tenant_id = $1 and l.receipt_id = $2 and b.kind = 'bill' and b.state = 'posted'
        order by b.decided_at, b.id, l.n limit 5000",
    )
    .bind(tenant)
    .bind(receipt)
    .fetch_all(tx.conn())
    .await?;
    Ok(lines)
}

/// What one unit of a variant weighs and takes up: grams and millilitres.
pub(in crate::purchasing) async fn known_variants(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<Vec<(Uuid, i64, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select id, weight_g, volume_ml from variants where tenant_id = $1 and id = any($2)",
    )
    .bind(tenant)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
