//! What lay in the warehouses at the ends of months, and taking a document back.

use base::{Date, Problem, Quantity, Tx};
use uuid::Uuid;

use crate::inventory::cost::Cost;
use crate::inventory::preview::{CountSince, Seen};

/// Marks where a document begins.
pub(in crate::inventory) async fn mark(tx: &mut Tx) -> Result<(), Problem> {
    sqlx::query("savepoint before_document").execute(tx.conn()).await?;
    Ok(())
}

/// Takes back everything since the mark.
pub(in crate::inventory) async fn take_back(tx: &mut Tx) -> Result<(), Problem> {
    sqlx::query("rollback to savepoint before_document").execute(tx.conn()).await?;
    Ok(())
}

/// What lies in the warehouses at the end of each month from `date` on, and today; and the
/// cost. Counted back from the levels by the sums of days: at most ten years of them.
pub(in crate::inventory) async fn seen(
    tx: &mut Tx,
    variants: &[Uuid],
    date: Date,
) -> Result<Vec<Seen>, Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    let rows: Vec<(Uuid, String, Date, Quantity, Quantity, i64)> = sqlx::query_as(
        "with days as (
            select least((m + interval '1 month' - interval '1 day')::date, $4::date) as day
            from generate_series(
                date_trunc('month', greatest($3::date, $4::date - 3650)::timestamp),
                $4::timestamp, interval '1 month') m
         )
         select v.id, v.sku, d.day,
            (coalesce((select sum(s.on_hand) from stock_levels s
                where s.tenant_id = $1 and s.variant_id = v.id), 0)
            - coalesce((select sum(c.quantity) from stock_days c
                where c.tenant_id = $1 and c.variant_id = v.id and c.date > d.day), 0))::bigint,
            coalesce(k.quantity, 0), coalesce(k.value, 0)
         from variants v cross join days d
         left join stock_costs k on k.tenant_id = $1 and k.variant_id = v.id
         where v.tenant_id = $1 and v.id = any($2)
         order by v.sku, v.id, d.day",
    )
    .bind(tenant)
    .bind(variants)
    .bind(date)
    .bind(today)
    .fetch_all(tx.conn())
    .await?;
    let mut seen: Vec<Seen> = Vec::new();
    for (variant_id, sku, day, held, quantity, value) in rows {
        if seen.last().is_none_or(|last| last.variant_id != variant_id) {
            let average = Cost { quantity, value }.worth(Quantity::whole(1));
            seen.push(Seen { variant_id, sku, days: Vec::new(), average });
        }
        if let Some(last) = seen.last_mut() {
            last.days.push((day, held));
        }
    }
    Ok(seen)
}

/// Posted counts of these items on or after the day.
pub(in crate::inventory) async fn counts_since(
    tx: &mut Tx,
    variants: &[Uuid],
    date: Date,
) -> Result<Vec<CountSince>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select k.count_id, max(k.taken_at)::date as date, v.sku
         from count_lines k
         join stock_counts c on c.tenant_id = $1 and c.id = k.count_id and c.state = 'posted'
         join variants v on v.tenant_id = $1 and v.id = k.variant_id
         where k.tenant_id = $1 and k.variant_id = any($2) and k.taken_at::date >= $3
         group by k.count_id, v.sku order by 2, 3 limit 50",
    )
    .bind(tenant)
    .bind(variants)
    .bind(date)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}
