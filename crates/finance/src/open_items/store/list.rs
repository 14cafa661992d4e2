//! Lists of open items, and what of them was open on a day.

use base::{Date, List, Money, Problem, Sort, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::super::item::{OpenItem, Side};
use super::super::list::{AsOf, ItemQuery, PartyBalance, Show};
use super::read::{COLUMNS, Row};
use crate::asked::contains;

/// What was set off of every item by a day and a moment: `$1` company, `$2` day, `$3` moment.
pub(super) const SET_OFF: &str = "select item, sum(amount)::bigint as amount,
        sum(base)::bigint as base
    from (
        select debit_item_id as item, amount, debit_base as base from allocations
        where tenant_id = $1 and effective_date <= $2
            and ($3::timestamptz is null or recorded_at <= $3)
        union all
        select credit_item_id, amount, credit_base from allocations
        where tenant_id = $1 and effective_date <= $2
            and ($3::timestamptz is null or recorded_at <= $3)
    ) as both_sides group by item";

const AT: &str = "i.id, i.side, i.role, i.party_id, i.party_name, i.document_type, i.document_id,
    i.number, i.effective_date, i.due_date, i.currency, i.amount, i.base,
    coalesce(s.amount, 0) as set_off, coalesce(s.base, 0) as set_off_base, i.entry_id,
    i.recorded_at";

#[derive(sqlx::FromRow)]
struct ListRow {
    #[sqlx(flatten)]
    row: Row,
    sort_value: String,
}

pub(in super::super) async fn list(
    tx: &mut Tx,
    query: &ItemQuery,
    at: AsOf,
    sort: Sort,
    limit: i64,
) -> Result<List<OpenItem>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let sort_value = sort.as_text();
    let mut sql = QueryBuilder::<Postgres>::new("with asked as (select ");
    sql.push_bind(tenant).push("::uuid as tenant, ").push_bind(at.date);
    sql.push("::date as day, ").push_bind(at.known_on).push("::timestamptz as known)");
    sql.push(format!(
        ", s as ({SET_OFF}) select {AT}, {sort_value} as sort_value
         from open_items i left join s on s.item = i.id
         where i.tenant_id = $1 and i.effective_date <= $2
            and ($3::timestamptz is null or i.recorded_at <= $3)"
    ));
    let filter = &query.filter;
    match filter.show.unwrap_or(Show::Open) {
        Show::All => {}
        Show::Open => {
            sql.push(" and coalesce(s.amount, 0) < abs(i.amount)");
        }
        Show::Overdue => {
            sql.push(" and coalesce(s.amount, 0) < abs(i.amount) and i.due_date < $2");
            sql.push(" and (i.amount > 0) = (i.side = 'receivable')");
        }
    }
    if let Some(side) = filter.side {
        sql.push(" and i.side = ").push_bind(side.name());
    }
    if let Some(party) = filter.party {
        sql.push(" and i.party_id = ").push_bind(party);
    }
    if let Some(q) = query.list.search() {
        let like = contains(q);
        sql.push(" and (i.number ilike ").push_bind(like.clone());
        sql.push(" or i.party_name ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "i.id", cursor.as_ref(), limit);
    let rows: Vec<ListRow> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.row.id()));
    Ok(list.map(|row| row.row.into_item()))
}

pub(in super::super) async fn open_of(
    tx: &mut Tx,
    side: Side,
    party: Uuid,
) -> Result<Vec<OpenItem>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {COLUMNS} from open_items i
         where i.tenant_id = $1 and i.side = $2 and i.party_id = $3 and i.set_off < abs(i.amount)
         order by i.due_date, i.effective_date, i.id limit 500"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(side)
        .bind(party)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Row::into_item).collect())
}

pub(in super::super) async fn overdue(
    tx: &mut Tx,
    side: Side,
    party: Option<Uuid>,
    day: Date,
) -> Result<Vec<OpenItem>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {COLUMNS} from open_items i
         where i.tenant_id = $1 and i.side = $2 and i.set_off < abs(i.amount)
            and i.due_date < $4 and i.amount * $5 > 0 and ($3::uuid is null or i.party_id = $3)
         order by i.party_id, i.due_date, i.id limit 20000"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(side)
        .bind(party)
        .bind(day)
        .bind(side.sign())
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Row::into_item).collect())
}

pub(in super::super) async fn parties(
    tx: &mut Tx,
    side: Side,
    q: &str,
) -> Result<Vec<PartyBalance>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let rows: Vec<(Uuid, String, i64)> = sqlx::query_as(
        "select party_id, (array_agg(party_name order by recorded_at desc, id desc))[1] as name,
            sum($4 * (base - sign(amount)::bigint * set_off_base))::bigint as open
         from open_items where tenant_id = $1 and side = $2 and party_name ilike $3
         group by party_id order by open desc, name limit 50",
    )
    .bind(tenant)
    .bind(side)
    .bind(contains(q.trim()))
    .bind(side.sign())
    .fetch_all(tx.conn())
    .await?;
    let party = |(party_id, party_name, open)| PartyBalance {
        party_id,
        party_name,
        open: Money::new(open, currency),
    };
    Ok(rows.into_iter().map(party).collect())
}

pub(in super::super) async fn party_name(
    tx: &mut Tx,
    side: Side,
    party: Uuid,
) -> Result<Option<String>, Problem> {
    let tenant = tx.tenant_id();
    let name = sqlx::query_scalar(
        "select party_name from open_items where tenant_id = $1 and side = $2 and party_id = $3
         order by effective_date desc, id desc limit 1",
    )
    .bind(tenant)
    .bind(side)
    .bind(party)
    .fetch_optional(tx.conn())
    .await?;
    Ok(name)
}
