//! The SQL of what a customer owes.

use base::{Problem, Tx};
use uuid::Uuid;

/// What is open of a customer's documents, credit notes below zero, and what is overdue.
pub(in super::super) async fn owed(tx: &mut Tx, customer: Uuid) -> Result<(i64, i64), Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    let sums = sqlx::query_as(
        "select
            coalesce(sum(case kind when 'invoice' then gross - settled
                else settled - gross end), 0)::bigint,
            coalesce(sum(gross - settled)
                filter (where kind = 'invoice' and due_date < $3), 0)::bigint
         from invoices where tenant_id = $1 and customer_id = $2 and settled < gross",
    )
    .bind(tenant)
    .bind(customer)
    .bind(today)
    .fetch_one(tx.conn())
    .await?;
    Ok(sums)
}
