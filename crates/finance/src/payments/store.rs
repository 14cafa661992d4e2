//! The SQL of payments.

use base::{Currency, Date, List, Money, Problem, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::settle::Settlement;
use super::{Allocation, Certificate, Direction, Method, Payment, PaymentQuery};
use crate::asked::contains;
use crate::open_items::{self, SetOff, Side};

/// Every number of a payment of customers.
pub(super) const NUMBERS: &str =
    "select number from payments where tenant_id = $1 and side = 'receivable'";
/// Every number of a payment to suppliers.
pub(super) const SUPPLIER_NUMBERS: &str =
    "select number from payments where tenant_id = $1 and side = 'payable'";

/// The account of the money: that of the method, or another of the same kind.
pub(super) async fn money_account(
    tx: &mut Tx,
    method: Method,
    account: Option<Uuid>,
) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let account = sqlx::query_scalar(
        "select id from accounts where tenant_id = $1 and active and case when $3::uuid is null
            then role = $2 else id = $3 and control = $2 end",
    )
    .bind(tenant)
    .bind(method.name())
    .bind(account)
    .fetch_optional(tx.conn())
    .await?;
    Ok(account)
}

/// A payment about to be written.
pub(super) struct NewRow<'a> {
    pub id: Uuid,
    pub number: String,
    pub account_id: Uuid,
    pub base: i64,
    pub date: Date,
    pub entry_id: Uuid,
    pub new: &'a Settlement,
}

pub(super) async fn insert(tx: &mut Tx, row: &NewRow<'_>) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    let new = row.new;
    sqlx::query(
        "insert into payments (tenant_id, id, number, side, direction, party_id, party_name,
            method, account_id, currency, amount, base, effective_date, recorded_at, reference,
            entry_id, created_by, certificate_number, certificate_date)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19)",
    )
    .bind(tenant)
    .bind(row.id)
    .bind(&row.number)
    .bind(new.side)
    .bind(new.direction)
    .bind(new.party_id)
    .bind(new.party.trim())
    .bind(new.method)
    .bind(row.account_id)
    .bind(new.amount.currency)
    .bind(new.amount.minor)
    .bind(row.base)
    .bind(row.date)
    .bind(now)
    .bind(new.reference.trim())
    .bind(row.entry_id)
    .bind(actor)
    .bind(new.certificate.as_ref().map_or("", |paper| paper.number.trim()))
    .bind(new.certificate.as_ref().and_then(|paper| paper.date))
    .execute(tx.conn())
    .await?;
    Ok(())
}

const COLUMNS: &str = "p.id, p.number, p.side, p.direction, p.party_id, p.party_name, p.method,
    p.account_id, p.currency, p.amount, p.base, p.effective_date, p.reference, p.entry_id,
    p.certificate_number, p.certificate_date, p.recorded_at, coalesce((
        select sum(abs(i.amount) - i.set_off) from open_items i
        where i.tenant_id = p.tenant_id and i.document_type = 'payment'
            and i.document_id = p.id), 0)::bigint as unused";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: String,
    side: Side,
    direction: Direction,
    party_id: Uuid,
    party_name: String,
    method: Method,
    account_id: Uuid,
    currency: Currency,
    amount: i64,
    base: i64,
    unused: i64,
    effective_date: Date,
    reference: String,
    certificate_number: String,
    certificate_date: Option<Date>,
    entry_id: Uuid,
    recorded_at: Timestamp,
    sort_value: String,
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
    if let Some(side) = filter.side {
        sql.push(" and p.side = ").push_bind(side.name());
    }
    if let Some(direction) = filter.direction {
        sql.push(" and p.direction = ").push_bind(direction.name());
    }
    if let Some(party) = filter.party {
        sql.push(" and p.party_id = ").push_bind(party);
    }
    if let Some(customer) = filter.customer {
        sql.push(" and p.side = 'receivable' and p.party_id = ").push_bind(customer);
    }
    if let Some(order) = filter.order {
        sql.push(
            " and exists (
                select from open_items own
                join allocations a on a.tenant_id = own.tenant_id
                    and own.id in (a.debit_item_id, a.credit_item_id)
                join open_items o on o.tenant_id = own.tenant_id
                    and o.id in (a.debit_item_id, a.credit_item_id) and o.id <> own.id
                join invoices i on i.tenant_id = o.tenant_id and i.id = o.document_id
                where own.document_type = 'payment' and own.document_id = p.id
                    and own.tenant_id = ",
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
        sql.push(" or p.party_name ilike ").push_bind(like.clone());
        sql.push(
            " or exists (
                select from open_items own
                join allocations a on a.tenant_id = own.tenant_id
                    and own.id in (a.debit_item_id, a.credit_item_id)
                join open_items i on i.tenant_id = own.tenant_id
                    and i.id in (a.debit_item_id, a.credit_item_id) and i.id <> own.id
                where own.document_type = 'payment' and own.document_id = p.id
                    and own.tenant_id = ",
        );
        sql.push_bind(tenant).push(" and i.number ilike ").push_bind(like).push("))");
    }
}

async fn complete(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Payment>, Problem> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let set_off = open_items::set_off(tx, &["payment"], &ids).await?;
    let own = tx.currency();
    Ok(rows.into_iter().map(|row| row.into_payment(own, &set_off)).collect())
}

impl Row {
    fn into_payment(self, own: Currency, set_off: &[SetOff]) -> Payment {
        let is_customer = self.side == Side::Receivable;
        let mine = set_off.iter().filter(|s| s.of_document == self.id && s.holds());
        let allocations = mine.map(|s| Allocation {
            id: s.id,
            document_type: s.document_type.clone(),
            invoice_id: s.document_id,
            invoice_number: s.number.clone(),
            amount: s.amount,
            date: s.date,
        });
        let paper = Certificate { number: self.certificate_number, date: self.certificate_date };
        Payment {
            certificate: (paper != Certificate::default()).then_some(paper),
            allocations: allocations.collect(),
            id: self.id,
            number: self.number,
            side: self.side,
            direction: self.direction,
            party_id: self.party_id,
            customer_id: is_customer.then_some(self.party_id),
            customer: if is_customer { self.party_name.clone() } else { String::new() },
            party: self.party_name,
            method: self.method,
            account_id: self.account_id,
            amount: Money::new(self.amount, self.currency),
            base: Money::new(self.base, own),
            unused: Money::new(self.unused, self.currency),
            date: self.effective_date,
            reference: self.reference,
            entry_id: self.entry_id,
            recorded_at: self.recorded_at,
        }
    }
}

/// A payment that the books know otherwise.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Wrong {
    pub id: Uuid,
    pub number: String,
    pub base: i64,
    pub money: i64,
    pub items: i64,
    pub control: i64,
}

/// The first payment that its entry or its open items contradict.
pub(super) async fn wrong(tx: &mut Tx) -> Result<Option<Wrong>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "with i as (
            select document_id, sum(base)::bigint as base from open_items
            where tenant_id = $1 and document_type = 'payment' group by document_id
        ), w as (
            select p.id, p.number, p.recorded_at, p.base,
                case p.direction when 'in' then 1 else -1 end
                    * coalesce(sum(l.amount) filter (where l.account_id = p.account_id), 0)::bigint
                    as money,
                coalesce(sum(l.amount) filter (where a.role in ('receivable', 'payable',
                    'customer_prepayment', 'supplier_prepayment')), 0)::bigint as control
            from payments p
            join lines l on l.tenant_id = p.tenant_id and l.entry_id = p.entry_id
            join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            where p.tenant_id = $1 group by p.tenant_id, p.id
        )
        select w.id, w.number, w.base, w.money, coalesce(i.base, 0) as items, w.control
        from w left join i on i.document_id = w.id
        where w.money <> w.base or w.control <> coalesce(i.base, 0)
        order by w.recorded_at, w.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}
