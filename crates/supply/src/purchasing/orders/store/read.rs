//! Reading orders to suppliers.

use std::collections::HashMap;

use base::{Currency, Date, Money, Problem, Quantity, Timestamp, Tx, UnitPrice};
use finance::currencies::DocumentRate;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::super::order::{
    PurchaseOrder, PurchaseOrderHead, PurchaseOrderLine, PurchaseOrderState, PurchaseSupplier,
};

/// The columns of a head, from `purchase_orders o join suppliers s`.
pub(super) const HEAD: &str = "o.id, o.number, o.supplier_id, s.code as supplier_code, \
    s.name as supplier_name, o.warehouse_id, o.request_id, o.state, o.currency, o.order_date, \
    o.expected_date, o.reference, o.note, o.net, o.tax, o.gross, o.exchange_rate, \
    o.exchange_units, o.net_base, o.gross_base, o.version, o.created_by, \
    o.approved_by, o.created_at, o.updated_at, o.approved_at, o.sent_at";

#[derive(sqlx::FromRow)]
pub(super) struct HeadRow {
    id: Uuid,
    number: Option<String>,
    supplier_id: Uuid,
    supplier_code: String,
    supplier_name: String,
    warehouse_id: Uuid,
    request_id: Option<Uuid>,
    #[sqlx(try_from = "String")]
    state: PurchaseOrderState,
    currency: Currency,
    order_date: Date,
    expected_date: Option<Date>,
    reference: String,
    note: String,
    net: i64,
    tax: i64,
    gross: i64,
    exchange_rate: Option<i64>,
    exchange_units: Option<i32>,
    net_base: i64,
    gross_base: i64,
    version: i32,
    created_by: Option<Uuid>,
    approved_by: Option<Uuid>,
    created_at: Timestamp,
    updated_at: Timestamp,
    approved_at: Option<Timestamp>,
    sent_at: Option<Timestamp>,
}

impl HeadRow {
    /// The head in a company with this currency.
    pub(super) fn head(self, own: Currency) -> PurchaseOrderHead {
        let row = self;
        let money = |minor: i64| Money::new(minor, row.currency);
        PurchaseOrderHead {
            id: row.id,
            number: row.number,
            supplier: PurchaseSupplier {
                id: row.supplier_id,
                code: row.supplier_code,
                name: row.supplier_name,
            },
            warehouse_id: row.warehouse_id,
            request_id: row.request_id,
            state: row.state,
            order_date: row.order_date,
            expected_date: row.expected_date,
            reference: row.reference,
            note: row.note,
            net: money(row.net),
            tax: money(row.tax),
            gross: money(row.gross),
            exchange_rate: DocumentRate::of_columns(row.exchange_rate, row.exchange_units),
            net_base: Money::new(row.net_base, own),
            gross_base: Money::new(row.gross_base, own),
            version: row.version,
            created_by: row.created_by,
            approved_by: row.approved_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            approved_at: row.approved_at,
            sent_at: row.sent_at,
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    order_id: Uuid,
    n: i32,
    variant_id: Uuid,
    sku: String,
    description: String,
    unit: String,
    tracked: bool,
    quantity: Quantity,
    unit_price: UnitPrice,
    tax_code_id: Uuid,
    net: i64,
    tax: i64,
    gross: i64,
    received: Quantity,
    billed: Quantity,
}

impl LineRow {
    fn into_line(self, currency: Currency) -> PurchaseOrderLine {
        let money = |minor: i64| Money::new(minor, currency);
        PurchaseOrderLine {
            n: self.n,
            variant_id: self.variant_id,
            sku: self.sku,
            description: self.description,
            unit: self.unit,
            tracked: self.tracked,
            quantity: self.quantity,
            unit_price: self.unit_price,
            tax_code_id: self.tax_code_id,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
            received: self.received,
            billed: self.billed,
        }
    }
}

pub(in super::super) async fn find(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<PurchaseOrder>, Problem> {
    Ok(all(tx, &[id], "").await?.pop())
}

/// The order, its row locked until the transaction ends.
pub(in super::super) async fn lock(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<PurchaseOrder>, Problem> {
    Ok(all(tx, &[id], " for update of o").await?.pop())
}

/// These orders, their rows locked in the order of their ids.
pub(in crate::purchasing) async fn lock_all(
    tx: &mut Tx,
    ids: &[Uuid],
) -> Result<Vec<PurchaseOrder>, Problem> {
    all(tx, ids, " for update of o").await
}

async fn all(tx: &mut Tx, ids: &[Uuid], lock: &str) -> Result<Vec<PurchaseOrder>, Problem> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {HEAD} from purchase_orders o"));
    sql.push(" join suppliers s on s.tenant_id = o.tenant_id and s.id = o.supplier_id");
    sql.push(" where o.tenant_id = ").push_bind(tenant);
    sql.push(" and o.id = any(").push_bind(ids).push(") order by o.id").push(lock);
    let heads: Vec<HeadRow> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let rows: Vec<LineRow> = sqlx::query_as(
        "select order_id, n, variant_id, sku, description, unit, tracked, quantity, unit_price,
            tax_code_id, net, tax, gross, received, billed
         from purchase_order_lines where tenant_id = $1 and order_id = any($2)
         order by order_id, n",
    )
    .bind(tenant)
    .bind(ids)
    .fetch_all(tx.conn())
    .await?;
    let mut lines: HashMap<Uuid, Vec<LineRow>> = HashMap::new();
    for row in rows {
        lines.entry(row.order_id).or_default().push(row);
    }
    let whole = |head: HeadRow| {
        let (currency, mine) = (head.currency, lines.remove(&head.id).unwrap_or_default());
        let lines = mine.into_iter().map(|line| line.into_line(currency)).collect();
        PurchaseOrder { head: head.head(own), lines }
    };
    Ok(heads.into_iter().map(whole).collect())
}
