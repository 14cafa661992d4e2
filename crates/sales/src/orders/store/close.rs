//! What stands in the way of closing a month.

use base::{Date, Days, Problem, Tx};

pub(in crate::orders) async fn drafts_in(tx: &mut Tx, days: Days) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select count(*) from orders where tenant_id = $1 and state = 'draft'
            and order_date between $2 and $3",
    )
    .bind(tenant)
    .bind(days.from)
    .bind(days.to)
    .fetch_one(tx.conn())
    .await?)
}

/// Orders with lines of which more was delivered up to a day than was ever invoiced.
pub(in crate::orders) async fn delivered_not_invoiced(
    tx: &mut Tx,
    to: Date,
) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "with waiting as (
            select tenant_id, order_id, n, invoiced from order_lines
            where tenant_id = $1 and delivered > invoiced
         )
         select count(distinct w.order_id) from waiting w
         join orders o on o.tenant_id = w.tenant_id and o.id = w.order_id
            and o.state = 'confirmed'
         where w.invoiced < (
            select coalesce(sum(l.quantity), 0) from delivery_lines l
            join deliveries d on d.tenant_id = l.tenant_id and d.id = l.delivery_id
                and d.effective_date <= $2
            where l.tenant_id = w.tenant_id and l.order_id = w.order_id and l.order_line = w.n)",
    )
    .bind(tenant)
    .bind(to)
    .fetch_one(tx.conn())
    .await?)
}
