//! The SQL of payments.

use base::{Date, List, Money, Problem, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{Allocation, Method, Payment, PaymentQuery};
use crate::asked::contains;

/// Every number of a payment.
pub(super) const NUMBERS: &str = "select number from payments where tenant_id = $1";

/// A payment about to be written.
pub(super) struct NewRow<'a> {
    pub id: Uuid,
    pub number: String,
    pub method: Method,
    pub amount: i64,
    pub date: Date,
    pub reference: &'a str,
    pub entry_id: Uuid,
}

/// Writes a payment and what it settles in one statement; the account that it went to.
pub(super) async fn insert(
    tx: &mut Tx,
    invoice: Uuid,
    customer: Uuid,
    row: &NewRow<'_>,
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    let allocation = tx.new_id::<Allocation>().uuid();
    // The answer is read so that a method without an account fails here.
    let _account: Uuid = sqlx::query_scalar(
        "with p as (
            insert into payments (tenant_id, id, number, customer_id, method, account_id, amount,
                effective_date, recorded_at, reference, entry_id, created_by)
            select $1, $2, $3, $4, $5, a.id, $6, $7, $8, $9, $10, $11
            from accounts a where a.tenant_id = $1 and a.role = $5
            returning account_id
        ), s as (
            insert into allocations (tenant_id, id, invoice_id, payment_id, amount,
                effective_date, recorded_at)
            values ($1, $12, $13, $2, $6, $7, $8)
        )
        select account_id from p",
    )
    .bind(tenant)
    .bind(row.id)
    .bind(&row.number)
    .bind(customer)
    .bind(row.method.name())
    .bind(row.amount)
    .bind(row.date)
    .bind(now)
    .bind(row.reference)
    .bind(row.entry_id)
    .bind(actor)
    .bind(allocation)
    .bind(invoice)
    .fetch_one(tx.conn())
    .await?;
    Ok(())
}

// The payer's name is that of the invoice; a payment settles at least one.
const COLUMNS: &str = "p.id, p.number, p.customer_id, p.method, p.amount, p.effective_date,
    p.reference, p.entry_id, p.recorded_at, coalesce((
        select i.buyer ->> 'name' from allocations a
        join invoices i on i.tenant_id = a.tenant_id and i.id = a.invoice_id
        where a.tenant_id = p.tenant_id and a.payment_id = p.id limit 1), '') as customer";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: String,
    customer_id: Uuid,
    customer: String,
    method: Method,
    amount: i64,
    effective_date: Date,
    reference: String,
    entry_id: Uuid,
    recorded_at: Timestamp,
    sort_value: String,
}

#[derive(sqlx::FromRow)]
struct AllocationRow {
    payment_id: Uuid,
    invoice_id: Uuid,
    number: String,
    amount: i64,
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Payment>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, '' as sort_value"));
    sql.push(" from payments p where p.tenant_id = ").push_bind(tenant);
    sql.push(" and p.id = ").push_bind(id);
    let rows = sql.build_query_as().fetch_all(tx.conn()).await?;
    Ok(complete(tx, rows).await?.pop())
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &PaymentQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<Payment>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let sort_value = sort.as_text();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, {sort_value} as sort_value"));
    sql.push(" from payments p where p.tenant_id = ").push_bind(tenant);
    narrow(&mut sql, query, tenant);
    sort.finish(&mut sql, "p.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    let next = list.next;
    Ok(List { items: complete(tx, list.items).await?, next })
}

fn narrow(sql: &mut QueryBuilder<Postgres>, query: &PaymentQuery, tenant: Uuid) {
    let filter = &query.filter;
    if let Some(method) = filter.method {
        sql.push(" and p.method = ").push_bind(method.name());
    }
    if let Some(customer) = filter.customer {
        sql.push(" and p.customer_id = ").push_bind(customer);
    }
    if let Some(order) = filter.order {
        sql.push(
            " and exists (select from allocations a
                join invoices i on i.tenant_id = a.tenant_id and i.id = a.invoice_id
                where a.payment_id = p.id and a.tenant_id = ",
        );
        sql.push_bind(tenant).push(" and i.order_id = ").push_bind(order).push(")");
    }
    if let Some(from) = filter.from {
        sql.push(" and p.effective_date >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" and p.effective_date <= ").push_bind(to);
    }
    if let Some(q) = query.list.search() {
        let like = contains(q);
        sql.push(" and (p.number ilike ").push_bind(like.clone());
        sql.push(" or p.reference ilike ").push_bind(like.clone());
        sql.push(
            " or exists (select from allocations a
                join invoices i on i.tenant_id = a.tenant_id and i.id = a.invoice_id
                where a.payment_id = p.id and a.tenant_id = ",
        );
        sql.push_bind(tenant).push(" and (i.number ilike ").push_bind(like.clone());
        sql.push(" or i.buyer ->> 'name' ilike ").push_bind(like).push(")))");
    }
}

async fn complete(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Payment>, Problem> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let allocations: Vec<AllocationRow> = sqlx::query_as(
        "select a.payment_id, a.invoice_id, i.number, a.amount from allocations a
         join invoices i on i.tenant_id = a.tenant_id and i.id = a.invoice_id
         where a.tenant_id = $1 and a.payment_id = any($2) order by a.id limit 20000",
    )
    .bind(tenant)
    .bind(&ids)
    .fetch_all(tx.conn())
    .await?;
    let money = |minor| Money::new(minor, currency);
    let payment = |row: Row| Payment {
        id: row.id,
        number: row.number,
        customer_id: row.customer_id,
        customer: row.customer,
        method: row.method,
        amount: money(row.amount),
        date: row.effective_date,
        reference: row.reference,
        entry_id: row.entry_id,
        recorded_at: row.recorded_at,
        allocations: allocations
            .iter()
            .filter(|a| a.payment_id == row.id)
            .map(|a| Allocation {
                invoice_id: a.invoice_id,
                invoice_number: a.number.clone(),
                amount: money(a.amount),
            })
            .collect(),
    };
    Ok(rows.into_iter().map(payment).collect())
}

/// The first payment that settles more than was received, or that the books know otherwise.
pub(super) async fn wrong(tx: &mut Tx) -> Result<Option<(Uuid, String, i64, i64, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "with s as (
            select payment_id, sum(amount)::bigint as amount from allocations
            where tenant_id = $1 and payment_id is not null group by payment_id
        ), b as (
            select e.source_id, sum(-l.amount)::bigint as amount
            from entries e
            join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id
            join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            where e.tenant_id = $1 and e.source_type = 'payment' and a.role = 'receivable'
            group by e.source_id
        )
        select p.id, p.number, p.amount, coalesce(s.amount, 0), coalesce(b.amount, 0)
        from payments p
        left join s on s.payment_id = p.id
        left join b on b.source_id = p.id
        where p.tenant_id = $1
            and (coalesce(s.amount, 0) <> p.amount or coalesce(b.amount, 0) <> p.amount)
        order by p.recorded_at, p.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}
