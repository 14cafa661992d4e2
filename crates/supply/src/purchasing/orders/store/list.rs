//! Finding orders to suppliers.

use base::{List, Problem, Sort, Tx};
use sqlx::{Postgres, QueryBuilder};

use super::super::list::{PurchaseOrderQuery, PurchaseTodo};
use super::super::order::PurchaseOrderHead;
use super::read::{HEAD, HeadRow};

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    head: HeadRow,
    sort_value: String,
}

pub(in super::super) async fn list(
    tx: &mut Tx,
    query: &PurchaseOrderQuery,
    sort: Sort,
) -> Result<List<PurchaseOrderHead>, Problem> {
    let (tenant, own, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let cursor = query.list.cursor()?;
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {HEAD}, {} as sort_value from purchase_orders o",
        sort.as_text()
    ));
    sql.push(" join suppliers s on s.tenant_id = o.tenant_id and s.id = o.supplier_id");
    sql.push(" where o.tenant_id = ").push_bind(tenant);
    narrow(&mut sql, query, tx);
    sort.finish(&mut sql, "o.id", cursor.as_ref(), limit);
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let rows = rows.into_iter().map(|row| (row.head.head(own), row.sort_value)).collect();
    let key = |(head, value): &(PurchaseOrderHead, String)| (value.clone(), head.id);
    let page: List<(PurchaseOrderHead, String)> = List::of(rows, limit, key);
    Ok(page.map(|(head, _): (PurchaseOrderHead, String)| head))
}

fn narrow(sql: &mut QueryBuilder<Postgres>, query: &PurchaseOrderQuery, tx: &Tx) {
    let filter = &query.filter;
    if let Some(state) = filter.state {
        sql.push(" and o.state = ").push_bind(state.as_str());
    }
    let open = " and o.state in ('approved', 'sent', 'partially_received')";
    match filter.todo {
        Some(PurchaseTodo::Approve) => {
            sql.push(" and o.state = 'draft'");
        }
        Some(PurchaseTodo::Receive) => {
            sql.push(open);
        }
        Some(PurchaseTodo::Late) => {
            sql.push(open).push(" and o.expected_date < ").push_bind(tx.today());
        }
        Some(PurchaseTodo::Bill) => {
            sql.push(" and o.state in ('partially_received', 'received', 'closed')");
            sql.push(" and exists (select from purchase_order_lines l where l.tenant_id = ");
            sql.push_bind(tx.tenant_id());
            sql.push(" and l.order_id = o.id and l.billed < l.received)");
        }
        None => {}
    }
    if let Some(id) = filter.supplier_id {
        sql.push(" and o.supplier_id = ").push_bind(id);
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
            sql.push(" or o.supplier_id in (select f.id from search_suppliers(").push_bind(text);
            sql.push(", 200) f)");
        }
        sql.push(")");
    }
}

/// Whether the text can be a name. The search for suppliers forgives slips, so it would find
/// S-00001 when somebody looks for the order 00002.
fn names_somebody(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters > text.chars().filter(|c| c.is_numeric()).count()
}
