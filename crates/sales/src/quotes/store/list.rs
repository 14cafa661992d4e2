//! Finding quotes.

use base::{Date, List, Problem, Sort, Tx};
use sqlx::{Postgres, QueryBuilder};

use super::read::{COLUMNS, FROM, HeadRow};
use crate::quotes::list::QuoteQuery;
use crate::quotes::quote::{QuoteHead, QuoteState};

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    head: HeadRow,
    sort_value: String,
}

pub(in crate::quotes) async fn list(
    tx: &mut Tx,
    query: &QuoteQuery,
    sort: Sort,
) -> Result<List<QuoteHead>, Problem> {
    let (tenant, own, today) = (tx.tenant_id(), tx.currency(), tx.today());
    let limit = query.list.limit();
    let cursor = query.list.cursor()?;
    let mut sql = QueryBuilder::<Postgres>::new("select ");
    sql.push(COLUMNS).push(", ").push(sort.as_text()).push(" as sort_value");
    sql.push(FROM).push_bind(tenant);
    narrow(&mut sql, query, today);
    sort.finish(&mut sql, "q.id", cursor.as_ref(), limit);
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let head = |row: Listed| (row.head.into_head(own, today), row.sort_value);
    let rows = rows.into_iter().map(head).collect();
    let page =
        List::of(rows, limit, |(head, value): &(QuoteHead, String)| (value.clone(), head.id));
    Ok(page.map(|(head, _)| head))
}

fn narrow(sql: &mut QueryBuilder<Postgres>, query: &QuoteQuery, today: Date) {
    let filter = &query.filter;
    match filter.state {
        Some(QuoteState::Draft) => {
            sql.push(" and q.state = 'draft'");
        }
        Some(QuoteState::Sent) => {
            sql.push(" and q.state = 'sent' and q.valid_until >= ").push_bind(today);
        }
        Some(QuoteState::Expired) => {
            sql.push(" and q.state = 'sent' and q.valid_until < ").push_bind(today);
        }
        Some(QuoteState::Accepted) => {
            sql.push(" and q.state = 'accepted' and o.id is null");
        }
        Some(QuoteState::Ordered) => {
            sql.push(" and o.id is not null");
        }
        Some(QuoteState::Declined) => {
            sql.push(" and q.state = 'declined'");
        }
        None => {}
    }
    if let Some(id) = filter.customer_id {
        sql.push(" and q.customer_id = ").push_bind(id);
    }
    if let Some(day) = filter.from {
        sql.push(" and q.quote_date >= ").push_bind(day);
    }
    if let Some(day) = filter.to {
        sql.push(" and q.quote_date <= ").push_bind(day);
    }
    if let Some(text) = query.list.search() {
        let text = text.trim_start_matches('#').to_lowercase();
        sql.push(" and (position(").push_bind(text.clone()).push(" in lower(q.number)) > 0");
        for column in ["q.reference", "c.name"] {
            sql.push(" or position(").push_bind(text.clone());
            sql.push(" in lower(").push(column).push(")) > 0");
        }
        sql.push(")");
    }
}
