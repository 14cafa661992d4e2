//! Reading bills.

use std::collections::HashMap;

use base::{Currency, Date, List, Money, Problem, Quantity, Rate, Sort, Timestamp, Tx, UnitPrice};
use sqlx::types::Json;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::super::Taken;
use super::super::bill::{Bill, BillKind, BillLine, BillRow, BillState, BillTax, Difference};
use super::super::list::BillQuery;
use crate::asked::contains;
use crate::currencies::DocumentRate;
use crate::invoices::Party;
use crate::tax::Category;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: BillKind,
    state: BillState,
    number: Option<String>,
    supplier_id: Uuid,
    supplier: Json<Party>,
    original_id: Option<Uuid>,
    original_number: Option<String>,
    supplier_number: String,
    bill_date: Date,
    due_date: Date,
    note: String,
    reason: String,
    another_reason: String,
    differences: Json<Vec<Difference>>,
    file_id: Option<Uuid>,
    currency: Currency,
    exchange_rate: Option<i64>,
    exchange_units: Option<i32>,
    net: i64,
    tax: i64,
    gross: i64,
    net_base: i64,
    tax_base: i64,
    gross_base: i64,
    entry_id: Option<Uuid>,
    decision: String,
    version: i32,
    created_by: Option<Uuid>,
    decided_by: Option<Uuid>,
    created_at: Timestamp,
    decided_at: Option<Timestamp>,
}

impl Row {
    fn bill(self, own: Currency) -> Bill {
        let money = |minor: i64| Money::new(minor, self.currency);
        let ours = |minor: i64| Money::new(minor, own);
        Bill {
            id: self.id,
            kind: self.kind,
            state: self.state,
            number: self.number,
            supplier_id: self.supplier_id,
            supplier: self.supplier.0,
            original_id: self.original_id,
            original_number: self.original_number,
            supplier_number: self.supplier_number,
            bill_date: self.bill_date,
            due_date: self.due_date,
            note: self.note,
            reason: self.reason,
            another_reason: self.another_reason,
            differences: self.differences.0,
            file_id: self.file_id,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
            exchange_rate: DocumentRate::of_columns(self.exchange_rate, self.exchange_units),
            net_base: ours(self.net_base),
            tax_base: ours(self.tax_base),
            gross_base: ours(self.gross_base),
            entry_id: self.entry_id,
            decision: self.decision,
            version: self.version,
            created_by: self.created_by,
            decided_by: self.decided_by,
            created_at: self.created_at,
            decided_at: self.decided_at,
            lines: Vec::new(),
            taxes: Vec::new(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    n: i32,
    variant_id: Option<Uuid>,
    description: String,
    unit: String,
    quantity: Quantity,
    unit_price: UnitPrice,
    tax_code_id: Uuid,
    net: i64,
    tax: i64,
    gross: i64,
    net_base: i64,
    tax_base: i64,
    receipt_id: Option<Uuid>,
    receipt_line: Option<i32>,
    account_id: Option<Uuid>,
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
    order_id: Option<Uuid>,
    order_line: Option<i32>,
    original_line: Option<i32>,
    cleared_quantity: Quantity,
    cleared_value: i64,
    cleared_exchange: i64,
}

impl LineRow {
    fn line(self, currency: Currency, own: Currency) -> BillLine {
        let money = |minor: i64| Money::new(minor, currency);
        let ours = |minor: i64| Money::new(minor, own);
        BillLine {
            n: self.n,
            variant_id: self.variant_id,
            description: self.description,
            unit: self.unit,
            quantity: self.quantity,
            unit_price: self.unit_price,
            tax_code_id: self.tax_code_id,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
            net_base: ours(self.net_base),
            tax_base: ours(self.tax_base),
            receipt_id: self.receipt_id,
            receipt_line: self.receipt_line,
            account_id: self.account_id,
            cost_centre_id: self.cost_centre_id,
            project_id: self.project_id,
            order_id: self.order_id,
            order_line: self.order_line,
            original_line: self.original_line,
            cleared_quantity: self.cleared_quantity,
            cleared_value: ours(self.cleared_value),
            cleared_exchange: ours(self.cleared_exchange),
        }
    }
}

#[derive(sqlx::FromRow)]
struct TaxRow {
    tax_code_id: Uuid,
    category: Category,
    rate: Rate,
    net: i64,
    tax: i64,
    net_base: i64,
    tax_base: i64,
}

/// A document with its lines, its row locked if that is wanted.
pub(in super::super) async fn find(
    tx: &mut Tx,
    id: Uuid,
    lock: bool,
) -> Result<Option<Bill>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let sql = format!(
        "select b.id, b.kind, b.state, b.number, b.supplier_id, b.supplier, b.original_id,
            o.number as original_number, b.supplier_number, b.bill_date, b.due_date, b.note,
            b.reason, b.another_reason, b.differences, b.file_id, b.currency, b.exchange_rate,
            b.exchange_units, b.net, b.tax, b.gross, b.net_base, b.tax_base, b.gross_base,
            b.entry_id, b.decision, b.version, b.created_by, b.decided_by, b.created_at,
            b.decided_at
         from bills b left join bills o on o.tenant_id = b.tenant_id and o.id = b.original_id
         where b.tenant_id = $1 and b.id = $2 {}",
        if lock { "for update of b" } else { "" }
    );
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let currency = row.currency;
    let mut bill = row.bill(own);
    let lines: Vec<LineRow> = sqlx::query_as(
        "select n, variant_id, description, unit, quantity, unit_price, tax_code_id, net, tax,
            gross, net_base, tax_base, cleared_exchange, receipt_id, receipt_line, account_id,
            cost_centre_id, project_id, order_id,
            order_line, original_line, cleared_quantity, cleared_value
         from bill_lines where tenant_id = $1 and bill_id = $2 order by n limit 1000",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    bill.lines = lines.into_iter().map(|line| line.line(currency, own)).collect();
    let taxes: Vec<TaxRow> = sqlx::query_as(
        "select tax_code_id, category, rate, net, tax, net_base, tax_base from bill_taxes
         where tenant_id = $1 and bill_id = $2 order by rate desc, category, tax_code_id",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let money = |minor: i64| Money::new(minor, currency);
    let tax = |row: TaxRow| BillTax {
        tax_code_id: row.tax_code_id,
        category: row.category,
        rate: row.rate,
        net: money(row.net),
        tax: money(row.tax),
        net_base: Money::new(row.net_base, own),
        tax_base: Money::new(row.tax_base, own),
    };
    bill.taxes = taxes.into_iter().map(tax).collect();
    Ok(Some(bill))
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: Uuid,
    kind: BillKind,
    state: BillState,
    number: Option<String>,
    supplier_number: String,
    supplier_id: Uuid,
    supplier: String,
    bill_date: Date,
    due_date: Date,
    currency: Currency,
    net: i64,
    tax: i64,
    gross: i64,
    sort_value: String,
}

/// A page of bills.
pub(in super::super) async fn list(
    tx: &mut Tx,
    query: &BillQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<BillRow>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select b.id, b.kind, b.state, b.number, b.supplier_number, b.supplier_id,
            b.supplier ->> 'name' as supplier, b.bill_date, b.due_date, b.currency, b.net, b.tax,
            b.gross, {} as sort_value
         from bills b where b.tenant_id = ",
        sort.as_text()
    ));
    sql.push_bind(tenant);
    narrow(&mut sql, query, tenant);
    sort.finish(&mut sql, "b.id", cursor.as_ref(), limit);
    let rows: Vec<ListRow> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| BillRow {
        id: row.id,
        kind: row.kind,
        state: row.state,
        number: row.number,
        supplier_number: row.supplier_number,
        supplier_id: row.supplier_id,
        supplier: row.supplier,
        bill_date: row.bill_date,
        due_date: row.due_date,
        net: Money::new(row.net, row.currency),
        tax: Money::new(row.tax, row.currency),
        gross: Money::new(row.gross, row.currency),
    }))
}

fn narrow(sql: &mut QueryBuilder<Postgres>, query: &BillQuery, tenant: Uuid) {
    let filter = &query.filter;
    if let Some(state) = filter.state {
        sql.push(" and b.state = ").push_bind(state.name());
    }
    if let Some(kind) = filter.kind {
        sql.push(" and b.kind = ").push_bind(kind.name());
    }
    if let Some(supplier) = filter.supplier {
        sql.push(" and b.supplier_id = ").push_bind(supplier);
    }
    if let Some(order) = filter.order {
        sql.push(" and exists (select from bill_lines l where l.tenant_id = ").push_bind(tenant);
        sql.push(" and l.bill_id = b.id and l.order_id = ").push_bind(order).push(")");
    }
    if let Some(from) = filter.from {
        sql.push(" and b.bill_date >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" and b.bill_date <= ").push_bind(to);
    }
    if let Some(q) = query.list.search() {
        let like = contains(q);
        sql.push(" and (b.number ilike ").push_bind(like.clone());
        sql.push(" or b.supplier_number ilike ").push_bind(like.clone());
        sql.push(" or b.supplier ->> 'name' ilike ").push_bind(like).push(")");
    }
}

/// What debit notes took back, by line of the bill.
pub(in super::super) async fn debited(
    tx: &mut Tx,
    bill: Uuid,
) -> Result<HashMap<i32, Taken>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(i32, i64, i64, i64, i64)> = sqlx::query_as(
        "select l.original_line, sum(l.net)::bigint, sum(l.tax)::bigint,
            sum(l.net_base)::bigint, sum(l.tax_base)::bigint
         from bills b join bill_lines l on l.tenant_id = b.tenant_id and l.bill_id = b.id
         where b.tenant_id = $1 and b.original_id = $2 group by l.original_line",
    )
    .bind(tenant)
    .bind(bill)
    .fetch_all(tx.conn())
    .await?;
    let taken = |(n, net, tax, net_base, tax_base)| (n, Taken { net, tax, net_base, tax_base });
    Ok(rows.into_iter().map(taken).collect())
}

/// The debit notes of a bill: id, number, gross.
pub(in super::super) async fn notes_of(
    tx: &mut Tx,
    bill: Uuid,
) -> Result<Vec<(Uuid, String, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let notes = sqlx::query_as(
        "select id, number, gross from bills where tenant_id = $1 and original_id = $2
         order by created_at, id limit 200",
    )
    .bind(tenant)
    .bind(bill)
    .fetch_all(tx.conn())
    .await?;
    Ok(notes)
}
