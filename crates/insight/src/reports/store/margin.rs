//! What was invoiced, less what it had cost.

use base::{Date, Problem, Text, Timestamp, Tx};
use uuid::Uuid;

use super::super::query::MarginBy;

/// A product, customer or order with what it earned.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct Margin {
    pub id: Option<Uuid>,
    pub code: Option<String>,
    pub name: Option<Text>,
    pub label: Option<String>,
    pub net: i64,
    pub cost: i64,
}

/// Invoices less credit notes of these days, those that were taken back added again, and what the
/// goods cost that went to customers and came back from them on these days, as it was posted.
const SOLD: &str = "sold as (
        select i.order_id, i.customer_id, v.product_id,
            case i.kind when 'credit_note' then -l.net_base else l.net_base end as net,
            0::bigint as cost
        from invoices i
        join invoice_lines l on l.tenant_id = $1 and l.invoice_id = i.id
        left join variants v on v.tenant_id = $1 and v.id = l.variant_id
        where i.tenant_id = $1 and i.issue_date between $2 and $3
            and ($4::timestamptz is null or i.recorded_at <= $4)
        union all
        select o.id, coalesce(o.customer_id, i.customer_id), v.product_id, 0,
            case t.kind when 'customer' then m.value else -m.value end
        from stock_moves m
        join locations t on t.tenant_id = $1 and t.id = m.to_location_id
        join locations f on f.tenant_id = $1 and f.id = m.from_location_id
        join variants v on v.tenant_id = $1 and v.id = m.variant_id
        left join deliveries d on d.tenant_id = $1 and m.source_type = 'delivery'
            and d.id = m.source_id
        left join returns r on r.tenant_id = $1 and m.source_type = 'return' and r.id = m.source_id
        left join invoices i on i.tenant_id = $1
            and i.id = case m.source_type when 'invoice' then m.source_id
                when 'return' then r.invoice_id end
        left join orders o on o.tenant_id = $1
            and o.id = case when r.id is null then d.order_id else r.order_id end
        where m.tenant_id = $1 and m.effective_date between $2 and $3
            and ($4::timestamptz is null or m.recorded_at <= $4)
            and (t.kind = 'customer') <> (f.kind = 'customer')
    )";

pub(in super::super) async fn margins(
    tx: &mut Tx,
    (from, to): (Date, Date),
    known_on: Option<Timestamp>,
    by: MarginBy,
    most: i64,
) -> Result<Vec<Margin>, Problem> {
    let tenant = tx.tenant_id();
    let (key, columns, join) = match by {
        MarginBy::Product => (
            "product_id",
            "null::text as code, p.name, null::text as label",
            "left join products p on p.tenant_id = $1 and p.id = s.id",
        ),
        MarginBy::Customer => (
            "customer_id",
            "c.code, null::jsonb as name, c.name as label",
            "left join customers c on c.tenant_id = $1 and c.id = s.id",
        ),
        MarginBy::Order => (
            "order_id",
            "o.number as code, null::jsonb as name, c.name as label",
            "left join orders o on o.tenant_id = $1 and o.id = s.id
             left join customers c on c.tenant_id = $1 and c.id = o.customer_id",
        ),
    };
    let sql = format!(
        "with {SOLD}, s as (
            select {key} as id, sum(net)::bigint as net, sum(cost)::bigint as cost
            from sold group by {key}
        )
        select s.id, {columns}, s.net, s.cost from s {join}
        where s.net <> 0 or s.cost <> 0
        order by s.net - s.cost desc, s.id limit $5"
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(from)
        .bind(to)
        .bind(known_on)
        .bind(most)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}

/// Net sales and cost of these days over everything.
pub(in super::super) async fn profit_of_goods(
    tx: &mut Tx,
    (from, to): (Date, Date),
    known_on: Option<Timestamp>,
) -> Result<(i64, i64), Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "with {SOLD} select coalesce(sum(net), 0)::bigint, coalesce(sum(cost), 0)::bigint
         from sold"
    );
    let sums = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(from)
        .bind(to)
        .bind(known_on)
        .fetch_one(tx.conn())
        .await?;
    Ok(sums)
}
