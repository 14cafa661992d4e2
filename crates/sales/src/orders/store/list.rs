//! Finding orders.

use base::{List, Money, Problem, Sort, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::read::{HeadRow, head_columns};
use crate::orders::list::{OrderQuery, Todo};
use crate::orders::order::OrderHead;

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    head: HeadRow,
    sort_value: String,
}

pub(in crate::orders) async fn list(
    tx: &mut Tx,
    query: &OrderQuery,
    sort: Sort,
) -> Result<List<OrderHead>, Problem> {
    let (tenant, own, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let cursor = query.list.cursor()?;
    let mut sql = QueryBuilder::<Postgres>::new("select ");
    sql.push(head_columns()).push(", ").push(sort.as_text());
    sql.push(" as sort_value from orders o join customers c");
    sql.push(" on c.tenant_id = o.tenant_id and c.id = o.customer_id where o.tenant_id = ");
    sql.push_bind(tenant);
    narrow(&mut sql, query);
    sort.finish(&mut sql, "o.id", cursor.as_ref(), limit);
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let rows = rows.into_iter().map(|row| (row.head.head(own), row.sort_value)).collect();
    let page =
        List::of(rows, limit, |(head, value): &(OrderHead, String)| (value.clone(), head.id));
    Ok(page.map(|(head, _)| head))
}

fn narrow(sql: &mut QueryBuilder<Postgres>, query: &OrderQuery) {
    let filter = &query.filter;
    let words = [
        ("o.state", filter.state.map(|s| s.as_str())),
        ("o.delivery_state", filter.delivery_state.map(|s| s.as_str())),
        ("o.invoice_state", filter.invoice_state.map(|s| s.as_str())),
        ("o.payment_state", filter.payment_state.map(|s| s.as_str())),
    ];
    for (column, word) in words {
        if let Some(word) = word {
            sql.push(" and ").push(column).push(" = ").push_bind(word);
        }
    }
    match filter.todo {
        Some(Todo::Deliver) => {
            sql.push(" and o.state = 'confirmed' and o.delivery_state <> 'delivered'")
        }
        Some(Todo::Invoice) => sql.push(
            " and o.state = 'confirmed' and o.invoice_state <> 'invoiced' \
             and o.delivery_state <> 'none'",
        ),
        Some(Todo::Pay) => sql.push(
            " and o.state = 'confirmed' and o.invoice_state <> 'none' \
             and o.payment_state <> 'paid'",
        ),
        Some(Todo::Approve) => sql.push(" and o.state = 'draft' and o.approval = 'waiting'"),
        Some(Todo::Any) => sql.push(
            " and o.state = 'confirmed' and (o.delivery_state, o.invoice_state, \
             o.payment_state) is distinct from ('delivered', 'invoiced', 'paid')",
        ),
        None => sql,
    };
    if let Some(id) = filter.customer_id {
        sql.push(" and o.customer_id = ").push_bind(id);
    }
    if let Some(day) = filter.from {
        sql.push(" and o.order_date >= ").push_bind(day);
    }
    if let Some(day) = filter.to {
        sql.push(" and o.order_date <= ").push_bind(day);
    }
    if let Some(text) = query.list.search() {
        let text = text.trim_start_matches('#').to_lowercase();
        sql.push(" and (position(").push_bind(text.clone()).push(" in lower(o.number)) > 0");
        sql.push(" or position(").push_bind(text.clone()).push(" in lower(o.reference)) > 0");
        if names_somebody(&text) {
            sql.push(" or o.customer_id in (select s.id from search_customers(").push_bind(text);
            sql.push(", 200) s)");
        }
        sql.push(")");
    }
}

/// Whether the text can be a name. The search for customers forgives slips, so it would find
/// C-00001 when somebody looks for the order 00002.
fn names_somebody(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters > text.chars().filter(|c| c.is_numeric()).count()
}

/// What a customer has ordered and was not asked for yet: the share of each confirmed line that
/// is not invoiced, did not come back and was not given up.
pub(in crate::orders) async fn on_order(tx: &mut Tx, customer_id: Uuid) -> Result<Money, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let minor: i64 = sqlx::query_scalar(
        "select coalesce(sum(l.gross::numeric
            * greatest(l.quantity - l.given_up - l.invoiced - l.returned + l.credited, 0)
            / l.quantity * coalesce(o.gross_base / nullif(o.gross, 0)::numeric, 1)), 0)::bigint
         from orders o
         join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
         where o.tenant_id = $1 and o.customer_id = $2 and o.state = 'confirmed'
            and o.invoice_state <> 'invoiced'",
    )
    .bind(tenant)
    .bind(customer_id)
    .fetch_one(tx.conn())
    .await?;
    Ok(Money::new(minor, currency))
}
