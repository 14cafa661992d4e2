//! Reading invoices.

use base::{
    Currency, Date, Lang, List, Money, Problem, Quantity, Rate, Sort, Timestamp, Tx, UnitPrice,
};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::super::invoice::InvoiceSums;
use super::super::{Invoice, InvoiceLine, InvoiceQuery, InvoiceRow, InvoiceTax, Kind, Party};
use super::super::{ListState, State};
use crate::asked::contains;
use crate::currencies::DocumentRate;
use crate::tax::Category;

const COLUMNS: &str = "i.id, i.kind, i.number, i.customer_id, i.order_id, i.original_id,
    o.number as original_number, x.id as cancelled_by_id,
    x.number as cancelled_by_number, i.issue_date, i.due_date, i.supply_date, i.lang, i.seller,
    i.buyer, i.reason, i.prices_include_tax, i.currency, i.exchange_rate, i.exchange_units,
    i.net, i.tax, i.gross, i.net_base, i.tax_base, i.gross_base, i.settled, i.entry_id,
    i.recorded_at
    from invoices i
    left join invoices o on o.tenant_id = i.tenant_id and o.id = i.original_id
    left join invoices x on x.tenant_id = i.tenant_id and x.original_id = i.id
        and x.kind = 'sales_debit_note'";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: Kind,
    number: String,
    customer_id: Uuid,
    order_id: Option<Uuid>,
    original_id: Option<Uuid>,
    original_number: Option<String>,
    cancelled_by_id: Option<Uuid>,
    cancelled_by_number: Option<String>,
    issue_date: Date,
    due_date: Date,
    supply_date: Date,
    lang: Lang,
    #[sqlx(json)]
    seller: Party,
    #[sqlx(json)]
    buyer: Party,
    reason: String,
    prices_include_tax: bool,
    currency: Currency,
    exchange_rate: Option<i64>,
    exchange_units: Option<i32>,
    net: i64,
    tax: i64,
    gross: i64,
    net_base: i64,
    tax_base: i64,
    gross_base: i64,
    settled: i64,
    entry_id: Option<Uuid>,
    recorded_at: Timestamp,
}

impl Row {
    fn into_invoice(self, tx: &Tx) -> Invoice {
        let money = |minor| Money::new(minor, self.currency);
        let own = |minor| Money::new(minor, tx.currency());
        let state = State::of(self.kind, self.gross, self.settled, self.due_date, tx.today());
        Invoice {
            id: self.id,
            kind: self.kind,
            number: self.number,
            customer_id: self.customer_id,
            order_id: self.order_id,
            original_id: self.original_id,
            original_number: self.original_number,
            cancelled_by_id: self.cancelled_by_id,
            cancelled_by_number: self.cancelled_by_number,
            issue_date: self.issue_date,
            due_date: self.due_date,
            supply_date: self.supply_date,
            lang: self.lang,
            seller: self.seller,
            buyer: self.buyer,
            reason: self.reason,
            prices_include_tax: self.prices_include_tax,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
            exchange_rate: DocumentRate::of_columns(self.exchange_rate, self.exchange_units),
            net_base: own(self.net_base),
            tax_base: own(self.tax_base),
            gross_base: own(self.gross_base),
            settled: money(self.settled),
            open: money(self.gross - self.settled),
            state,
            entry_id: self.entry_id,
            recorded_at: self.recorded_at,
            lines: Vec::new(),
            taxes: Vec::new(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    invoice_id: Uuid,
    n: i32,
    variant_id: Option<Uuid>,
    sku: String,
    description: String,
    unit: String,
    quantity: Quantity,
    unit_price: UnitPrice,
    discount: Rate,
    tax_code_id: Uuid,
    net: i64,
    tax: i64,
    gross: i64,
    order_line: Option<i32>,
    original_line: Option<i32>,
}

#[derive(sqlx::FromRow)]
struct TaxRow {
    invoice_id: Uuid,
    tax_code_id: Uuid,
    category: Category,
    rate: Rate,
    net: i64,
    tax: i64,
    net_base: i64,
    tax_base: i64,
    reason: String,
}

/// A document with its lines.
pub(in super::super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Invoice>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("select {COLUMNS} where i.tenant_id = $1 and i.id = $2");
    let rows: Vec<Row> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id).fetch_all(tx.conn()).await?;
    Ok(complete(tx, rows).await?.pop())
}

/// The documents of an order, in the order of their posting.
pub(in super::super) async fn by_order(tx: &mut Tx, order: Uuid) -> Result<Vec<Invoice>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {COLUMNS} where i.tenant_id = $1 and i.order_id = $2
         order by i.recorded_at, i.id limit 200"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(order)
        .fetch_all(tx.conn())
        .await?;
    complete(tx, rows).await
}

async fn complete(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Invoice>, Problem> {
    let mut invoices: Vec<Invoice> = rows.into_iter().map(|row| row.into_invoice(tx)).collect();
    if invoices.is_empty() {
        return Ok(invoices);
    }
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.id).collect();
    let lines: Vec<LineRow> = sqlx::query_as(
        "select invoice_id, n, variant_id, sku, description, unit, quantity, unit_price,
            discount, tax_code_id, net, tax, gross, order_line, original_line
         from invoice_lines where tenant_id = $1 and invoice_id = any($2)
         order by invoice_id, n limit 200000",
    )
    .bind(tenant)
    .bind(&ids)
    .fetch_all(tx.conn())
    .await?;
    let taxes: Vec<TaxRow> = sqlx::query_as(
        "select invoice_id, tax_code_id, category, rate, net, tax, net_base, tax_base, reason
         from invoice_taxes
         where tenant_id = $1 and invoice_id = any($2)
         order by rate desc, category, tax_code_id limit 20000",
    )
    .bind(tenant)
    .bind(&ids)
    .fetch_all(tx.conn())
    .await?;
    for invoice in &mut invoices {
        let currency = invoice.gross.currency;
        let mine = lines.iter().filter(|line| line.invoice_id == invoice.id);
        invoice.lines = mine.map(|line| line.to_line(currency)).collect();
        let mine = taxes.iter().filter(|tax| tax.invoice_id == invoice.id);
        invoice.taxes = mine.map(|tax| tax.to_tax(currency, own)).collect();
    }
    Ok(invoices)
}

impl LineRow {
    fn to_line(&self, currency: Currency) -> InvoiceLine {
        let money = |minor| Money::new(minor, currency);
        InvoiceLine {
            n: self.n,
            variant_id: self.variant_id,
            sku: self.sku.clone(),
            description: self.description.clone(),
            unit: self.unit.clone(),
            quantity: self.quantity,
            unit_price: self.unit_price,
            discount: self.discount,
            tax_code_id: self.tax_code_id,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
            order_line: self.order_line,
            original_line: self.original_line,
        }
    }
}

impl TaxRow {
    fn to_tax(&self, currency: Currency, own: Currency) -> InvoiceTax {
        let money = |minor| Money::new(minor, currency);
        InvoiceTax {
            tax_code_id: self.tax_code_id,
            category: self.category,
            rate: self.rate,
            net: money(self.net),
            tax: money(self.tax),
            net_base: Money::new(self.net_base, own),
            tax_base: Money::new(self.tax_base, own),
            reason: self.reason.clone(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: Uuid,
    kind: Kind,
    number: String,
    customer_id: Uuid,
    customer: String,
    order_id: Option<Uuid>,
    issue_date: Date,
    due_date: Date,
    currency: Currency,
    net_base: i64,
    gross: i64,
    settled: i64,
    sort_value: String,
}

/// A page of invoices.
pub(in super::super) async fn list(
    tx: &mut Tx,
    query: &InvoiceQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<InvoiceRow>, Problem> {
    let cursor = query.list.cursor()?;
    let (tenant, today, own) = (tx.tenant_id(), tx.today(), tx.currency());
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select i.id, i.kind, i.number, i.customer_id, i.buyer ->> 'name' as customer,
            i.order_id, i.issue_date, i.due_date, i.currency, i.net_base, i.gross, i.settled,
            {} as sort_value
         from invoices i where i.tenant_id = ",
        sort.as_text()
    ));
    sql.push_bind(tenant);
    narrow(&mut sql, query, today);
    sort.finish(&mut sql, "i.id", cursor.as_ref(), limit);
    let rows: Vec<ListRow> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| InvoiceRow {
        id: row.id,
        kind: row.kind,
        number: row.number,
        customer_id: row.customer_id,
        customer: row.customer,
        order_id: row.order_id,
        issue_date: row.issue_date,
        due_date: row.due_date,
        net_base: Money::new(row.kind.sign() * row.net_base, own),
        gross: Money::new(row.gross, row.currency),
        open: Money::new(row.gross - row.settled, row.currency),
        state: State::of(row.kind, row.gross, row.settled, row.due_date, today),
    }))
}

/// What all documents of a list come to, however many pages they fill.
pub(in super::super) async fn sums(
    tx: &mut Tx,
    query: &InvoiceQuery,
) -> Result<InvoiceSums, Problem> {
    let (tenant, today, own) = (tx.tenant_id(), tx.today(), tx.currency());
    let mut sql = QueryBuilder::<Postgres>::new(
        "select
            coalesce(sum(case i.kind when 'credit_note' then -i.net_base else i.net_base end), 0)
                ::bigint,
            coalesce(sum(case i.kind when 'credit_note' then -i.gross_base else i.gross_base end),
                0)::bigint
         from invoices i where i.tenant_id = ",
    );
    sql.push_bind(tenant);
    narrow(&mut sql, query, today);
    let (net, gross): (i64, i64) = sql.build_query_as().fetch_one(tx.conn()).await?;
    Ok(InvoiceSums { net: Money::new(net, own), gross: Money::new(gross, own) })
}

fn narrow(sql: &mut QueryBuilder<Postgres>, query: &InvoiceQuery, today: Date) {
    let filter = &query.filter;
    match filter.state {
        None => {}
        Some(ListState::Open) => {
            sql.push(" and i.settled < i.gross");
        }
        Some(ListState::Overdue) => {
            sql.push(" and i.kind = 'invoice' and i.settled < i.gross and i.due_date < ");
            sql.push_bind(today);
        }
        Some(ListState::Paid) => {
            sql.push(" and i.settled = i.gross");
        }
    }
    if let Some(kind) = filter.kind {
        sql.push(" and i.kind = ").push_bind(kind.name());
    }
    if let Some(customer) = filter.customer {
        sql.push(" and i.customer_id = ").push_bind(customer);
    }
    if let Some(from) = filter.from {
        sql.push(" and i.issue_date >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" and i.issue_date <= ").push_bind(to);
    }
    if let Some(from) = filter.due_from {
        sql.push(" and i.due_date >= ").push_bind(from);
    }
    if let Some(to) = filter.due_to {
        sql.push(" and i.due_date <= ").push_bind(to);
    }
    if let Some(q) = query.list.search() {
        let like = contains(q);
        sql.push(" and (i.number ilike ").push_bind(like.clone());
        sql.push(" or i.buyer ->> 'name' ilike ").push_bind(like).push(")");
    }
}

/// A credit note of an invoice, or the debit note of a credit note.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct Note {
    pub id: Uuid,
    pub number: String,
    pub gross: i64,
    /// Whether it was taken back itself.
    pub cancelled: bool,
}

/// The credit notes of an invoice, or the debit note of a credit note.
pub(in super::super) async fn notes_of(tx: &mut Tx, id: Uuid) -> Result<Vec<Note>, Problem> {
    let tenant = tx.tenant_id();
    let notes = sqlx::query_as(
        "select i.id, i.number, i.gross, x.id is not null as cancelled
         from invoices i
         left join invoices x on x.tenant_id = i.tenant_id and x.original_id = i.id
            and x.kind = 'sales_debit_note'
         where i.tenant_id = $1 and i.original_id = $2
         order by i.recorded_at, i.id limit 200",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    Ok(notes)
}
