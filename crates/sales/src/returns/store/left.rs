//! What can still come back.

use std::collections::HashMap;

use base::{Problem, Quantity, Tx};
use uuid::Uuid;

use super::super::goods::Returnable;

/// What can still come back of a delivery: what stock is kept of, less what came back or was
/// asked to.
pub(in super::super) async fn returnable(
    tx: &mut Tx,
    delivery: Uuid,
) -> Result<Vec<Returnable>, Problem> {
    let tenant = tx.tenant_id();
    let lines = sqlx::query_as(
        "select d.n as line, d.order_line, d.variant_id, l.sku, l.description, l.unit,
            d.quantity as delivered, coalesce(t.taken, 0)::bigint as taken
         from delivery_lines d
         join order_lines l on l.tenant_id = d.tenant_id and l.order_id = d.order_id
            and l.n = d.order_line and l.tracked
         left join lateral (
            select sum(case r.state when 'received' then b.received else b.quantity end) as taken
            from return_lines b
            join returns r on r.tenant_id = $1 and r.id = b.return_id and r.state <> 'declined'
            where b.tenant_id = $1 and b.delivery_id = d.delivery_id and b.delivery_line = d.n
         ) t on true
         where d.tenant_id = $1 and d.delivery_id = $2
         order by d.n limit 1000",
    )
    .bind(tenant)
    .bind(delivery)
    .fetch_all(tx.conn())
    .await?;
    Ok(lines)
}

/// How much of each line of a sale at once came back or is about to.
pub(in super::super) async fn taken_of_sale(
    tx: &mut Tx,
    invoice: Uuid,
) -> Result<HashMap<i32, Quantity>, Problem> {
    let tenant = tx.tenant_id();
    let taken: Vec<(i32, Quantity)> = sqlx::query_as(
        "select b.invoice_line, sum(case r.state when 'received' then b.received
            else b.quantity end)::bigint
         from return_lines b
         join returns r on r.tenant_id = $1 and r.id = b.return_id and r.state <> 'declined'
         where b.tenant_id = $1 and b.invoice_id = $2 group by b.invoice_line limit 1000",
    )
    .bind(tenant)
    .bind(invoice)
    .fetch_all(tx.conn())
    .await?;
    Ok(taken.into_iter().collect())
}
