//! What followed from an order: receipts and bills.

use base::{Date, Problem, Tx};
use uuid::Uuid;

/// A paper that followed from an order.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in super::super) struct Followed {
    pub(in super::super) id: Uuid,
    pub(in super::super) number: String,
    pub(in super::super) date: Date,
}

pub(in super::super) async fn receipts_of(
    tx: &mut Tx,
    order: Uuid,
) -> Result<Vec<Followed>, Problem> {
    read(
        tx,
        "select distinct d.id, d.number, r.effective_date as date
         from received_lines r
         join stock_documents d on d.tenant_id = r.tenant_id and d.id = r.receipt_id
         where r.tenant_id = $1 and r.order_id = $2 order by date, d.number",
        order,
    )
    .await
}

pub(in super::super) async fn bills_of(tx: &mut Tx, order: Uuid) -> Result<Vec<Followed>, Problem> {
    read(
        tx,
        "select distinct b.id, coalesce(b.number, b.supplier_number) as number,
            b.bill_date as date
         from bill_lines l
         join bills b on b.tenant_id = l.tenant_id and b.id = l.bill_id
         where l.tenant_id = $1 and l.order_id = $2 order by date, number",
        order,
    )
    .await
}

async fn read(tx: &mut Tx, sql: &'static str, order: Uuid) -> Result<Vec<Followed>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(sql).bind(tenant).bind(order).fetch_all(tx.conn()).await?)
}
