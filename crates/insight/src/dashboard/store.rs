//! The SQL of the dashboard: four statements, each of a bounded answer.

use base::{Date, Problem, Text, Tx};
use uuid::Uuid;

use super::days::{Daily, Days};
use super::figures::OrderStates;

/// Sums by the day.
#[derive(Debug, Default)]
pub(super) struct History {
    pub sales: Daily,
    pub order_counts: Daily,
    pub payments: Daily,
    pub receivable: Daily,
    pub inventory: Daily,
}

/// What each day brought, as far back as the dashboard looks. Balances are not summed from the
/// beginning: only what has moved since is read, and taken off the balance of today.
pub(super) async fn history(tx: &mut Tx, days: &Days) -> Result<History, Problem> {
    let rows: Vec<(String, Date, i64)> = sqlx::query_as(
        "select 'sales', i.issue_date,
                sum(case i.kind when 'credit_note' then -i.net_base else i.net_base end)::bigint
         from invoices i
         where i.tenant_id = $1 and i.issue_date between $2 and $4
         group by i.issue_date
         union all
         select 'orders', o.order_date, count(*)
         from orders o
         where o.tenant_id = $1 and o.state = 'confirmed' and o.order_date between $3 and $4
         group by o.order_date
         union all
         select 'payments', p.effective_date,
                sum(case p.direction when 'in' then p.base else -p.base end)::bigint
         from payments p
         where p.tenant_id = $1 and p.side = 'receivable' and p.effective_date between $3 and $4
         group by p.effective_date
         union all
         select a.role, l.effective_date, sum(l.amount)::bigint
         from accounts a
         join lines l on l.tenant_id = a.tenant_id and l.account_id = a.id
         where a.tenant_id = $1 and a.role in ('receivable', 'inventory')
           and l.effective_date > $5
         group by a.role, l.effective_date
         limit 5000",
    )
    .bind(tx.tenant_id())
    .bind(days.year)
    .bind(days.recent())
    .bind(days.today)
    .bind(days.before_weeks)
    .fetch_all(tx.conn())
    .await?;
    let mut history = History::default();
    for (series, day, n) in rows {
        let daily = match series.as_str() {
            "sales" => &mut history.sales,
            "orders" => &mut history.order_counts,
            "payments" => &mut history.payments,
            "receivable" => &mut history.receivable,
            _ => &mut history.inventory,
        };
        daily.0.push((day, n));
    }
    Ok(history)
}

/// How things stand now.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Now {
    /// Left to pay, by age: not due, 1 to 30 days late, 31 to 60, 61 to 90, more.
    pub left: Vec<i64>,
    /// How many invoices each of these is.
    pub counts: Vec<i64>,
    pub unused_credit: i64,
    pub stock_value: i64,
    pub low_stock: i64,
    pub has_product: bool,
    pub has_stock: bool,
    pub has_customer: bool,
    pub has_order: bool,
}

/// How things stand now, in one row.
pub(super) async fn now(tx: &mut Tx, days: &Days) -> Result<Now, Problem> {
    let now = sqlx::query_as(
        "with ages as (
             select case
                        when i.kind = 'credit_note' then 0
                        when i.due_date >= $2 then 1
                        when i.due_date >= $2 - 30 then 2
                        when i.due_date >= $2 - 60 then 3
                        when i.due_date >= $2 - 90 then 4
                        else 5
                    end as age,
                    sum((i.gross - i.settled) * (i.gross_base / i.gross::numeric))::bigint
                        as amount, count(*) as n
             from invoices i
             where i.tenant_id = $1 and i.settled < i.gross
             group by 1
         ), low as (
             select count(*) as n
             from variants v
             join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
             left join lateral (
                 select sum(l.on_hand) as on_hand, sum(l.reserved) as reserved
                 from stock_levels l
                 where l.tenant_id = v.tenant_id and l.variant_id = v.id
             ) s on true
             where v.tenant_id = $1 and v.active and v.low_stock is not null and p.tracked
               and (p.state <> 'archived' or s.on_hand > 0)
               and coalesce(s.on_hand - s.reserved, 0) <= v.low_stock
         )
         select array(select coalesce(a.amount, 0) from generate_series(1, 5) g
                      left join ages a on a.age = g order by g) as left,
                array(select coalesce(a.n, 0) from generate_series(1, 5) g
                      left join ages a on a.age = g order by g) as counts,
                coalesce((select a.amount from ages a where a.age = 0), 0) as unused_credit,
                coalesce((select sum(c.value) from stock_costs c where c.tenant_id = $1), 0)::bigint
                    as stock_value,
                (select l.n from low l) as low_stock,
                exists (select from products p where p.tenant_id = $1) as has_product,
                exists (select from stock_moves m where m.tenant_id = $1) as has_stock,
                exists (select from customers c where c.tenant_id = $1) as has_customer,
                exists (select from orders o where o.tenant_id = $1) as has_order",
    )
    .bind(tx.tenant_id())
    .bind(days.today)
    .fetch_one(tx.conn())
    .await?;
    Ok(now)
}

/// A combination of an order's four states, with how many there are and what they come to.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct States {
    pub state: String,
    pub delivery_state: String,
    pub invoice_state: String,
    pub payment_state: String,
    pub n: i64,
    pub gross: i64,
}

impl States {
    pub fn states(&self) -> OrderStates<'_> {
        OrderStates {
            state: &self.state,
            delivery: &self.delivery_state,
            invoice: &self.invoice_state,
            payment: &self.payment_state,
        }
    }
}

/// All orders by their four states: at most 81 combinations.
pub(super) async fn states(tx: &mut Tx) -> Result<Vec<States>, Problem> {
    let rows = sqlx::query_as(
        "select o.state, o.delivery_state, o.invoice_state, o.payment_state,
                count(*) as n, sum(o.gross_base)::bigint as gross
         from orders o
         where o.tenant_id = $1
         group by o.state, o.delivery_state, o.invoice_state, o.payment_state
         limit 81",
    )
    .bind(tx.tenant_id())
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// A product with what was sold of it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Sold {
    pub product_id: Uuid,
    pub name: Text,
    pub unit: String,
    pub quantity: i64,
    pub net: i64,
}

/// The products that sold best since a day.
pub(super) async fn top_products(
    tx: &mut Tx,
    since: Date,
    today: Date,
    most: i64,
) -> Result<Vec<Sold>, Problem> {
    let rows = sqlx::query_as(
        "with sold as (
             select l.variant_id,
                    sum(case i.kind when 'credit_note' then -l.quantity else l.quantity end)
                        as quantity,
                    sum(case i.kind when 'credit_note' then -l.net_base else l.net_base end) as net
             from invoices i
             join invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
             where i.tenant_id = $1 and i.issue_date between $2 and $3
               and l.variant_id is not null
             group by l.variant_id
         ), best as (
             select v.product_id, sum(s.quantity) as quantity, sum(s.net) as net
             from sold s
             join variants v on v.tenant_id = $1 and v.id = s.variant_id
             group by v.product_id
             having sum(s.net) > 0
             order by sum(s.net) desc, v.product_id
             limit $4
         )
         select b.product_id, p.name, p.unit, b.quantity::bigint as quantity,
                b.net::bigint as net
         from best b
         join products p on p.tenant_id = $1 and p.id = b.product_id
         order by b.net desc, b.product_id
         limit $4",
    )
    .bind(tx.tenant_id())
    .bind(since)
    .bind(today)
    .bind(most)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
