//! The SQL of the books line by line.

use base::{Problem, Tx};

use super::super::journal::{BookLine, BookQuery, ByDay};

fn filters(query: &BookQuery) -> String {
    let mut sql = String::new();
    if query.accounts.is_some() {
        sql.push_str(" and l.account_id = any($6)");
    }
    if query.cost_centre_id.is_some() {
        sql.push_str(" and l.cost_centre_id = $7");
    }
    if query.project_id.is_some() {
        sql.push_str(" and l.project_id = $8");
    }
    sql
}

pub(in super::super) async fn book_lines(
    tx: &mut Tx,
    query: &BookQuery,
    most: i64,
) -> Result<Vec<BookLine>, Problem> {
    let tenant = tx.tenant_id();
    let filters = filters(query);
    let order = match query.by_account {
        true => "a.code, l.effective_date, l.seq, l.n",
        false => "e.effective_date, e.seq, l.n",
    };
    let sql = format!(
        "select l.entry_id, e.number, l.seq, l.n, l.effective_date, e.recorded_at, e.source_type,
            e.source_id, case l.memo when '' then e.memo else l.memo end as memo, l.account_id,
            a.code, a.name, l.amount
         from entries e
         join lines l on l.tenant_id = $1 and l.entry_id = e.id
         join accounts a on a.tenant_id = $1 and a.id = l.account_id
         where e.tenant_id = $1 and e.seq > $2 and e.seq <= $3 and l.seq > $2 and l.seq <= $3
            and e.effective_date >= coalesce($4, '-infinity'::date) and e.effective_date <= $5
            and l.effective_date >= coalesce($4, '-infinity'::date) and l.effective_date <= $5
            {filters}
         order by {order} limit $9"
    );
    let lines = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(query.after_seq)
        .bind(query.through_seq)
        .bind(query.span.from)
        .bind(query.span.to)
        .bind(query.accounts.as_deref())
        .bind(query.cost_centre_id)
        .bind(query.project_id)
        .bind(most)
        .fetch_all(tx.conn())
        .await?;
    Ok(lines)
}

pub(in super::super) async fn moved_by(
    tx: &mut Tx,
    source_type: &str,
    query: &BookQuery,
) -> Result<Vec<ByDay>, Problem> {
    let tenant = tx.tenant_id();
    let filters = filters(query);
    let sql = format!(
        "select l.account_id, l.effective_date, sum(l.amount)::bigint as amount
         from entries e
         join lines l on l.tenant_id = $1 and l.entry_id = e.id
         where e.tenant_id = $1 and e.source_type = $9 and e.seq > $2 and e.seq <= $3
            and e.effective_date >= coalesce($4, '-infinity'::date) and e.effective_date <= $5
            {filters}
         group by l.account_id, l.effective_date limit 50000"
    );
    let moved = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(query.after_seq)
        .bind(query.through_seq)
        .bind(query.span.from)
        .bind(query.span.to)
        .bind(query.accounts.as_deref())
        .bind(query.cost_centre_id)
        .bind(query.project_id)
        .bind(source_type)
        .fetch_all(tx.conn())
        .await?;
    Ok(moved)
}
