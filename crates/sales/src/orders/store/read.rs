//! Reading one order.

use base::{Currency, Date, Money, Problem, Quantity, Rate, Timestamp, Tx, UnitPrice};
use finance::currencies::DocumentRate;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::orders::approval::{Approval, Need};
use crate::orders::order::{
    DeliveryState, InvoiceState, Line, Order, OrderCustomer, OrderHead, OrderQuote, PaymentState,
    PriceRule, State,
};

/// The columns of a head, from `orders o join customers c`.
pub(in crate::orders) fn head_columns() -> &'static str {
    "o.id, o.number, o.customer_id, c.code as customer_code, c.name as customer_name, \
     o.warehouse_id, o.state, o.delivery_state, o.invoice_state, o.payment_state, \
     o.currency, o.order_date, o.reference, o.note, o.prices_include_tax, o.net, o.tax, \
     o.gross, o.exchange_rate, o.exchange_units, o.gross_base, o.version, o.created_at, \
     o.updated_at, o.confirmed_at, o.cancelled_at, \
     o.credit_allowed, o.approval, o.approval_asked_by, o.approval_note, o.quote_id, \
     (select q.number from quotes q where q.tenant_id = o.tenant_id and q.id = o.quote_id) \
     as quote_number"
}

#[derive(sqlx::FromRow)]
pub(super) struct HeadRow {
    id: Uuid,
    number: Option<String>,
    customer_id: Uuid,
    customer_code: String,
    customer_name: String,
    warehouse_id: Uuid,
    #[sqlx(try_from = "String")]
    state: State,
    #[sqlx(try_from = "String")]
    delivery_state: DeliveryState,
    #[sqlx(try_from = "String")]
    invoice_state: InvoiceState,
    #[sqlx(try_from = "String")]
    payment_state: PaymentState,
    currency: Currency,
    order_date: Date,
    reference: String,
    note: String,
    prices_include_tax: bool,
    net: i64,
    tax: i64,
    gross: i64,
    exchange_rate: Option<i64>,
    exchange_units: Option<i32>,
    gross_base: i64,
    version: i32,
    created_at: Timestamp,
    updated_at: Timestamp,
    confirmed_at: Option<Timestamp>,
    cancelled_at: Option<Timestamp>,
    credit_allowed: Option<i64>,
    #[sqlx(try_from = "String")]
    approval: Approval,
    approval_asked_by: Option<Uuid>,
    approval_note: String,
    quote_id: Option<Uuid>,
    quote_number: Option<String>,
}

impl HeadRow {
    /// The head in a company with this currency.
    pub(super) fn head(self, own: Currency) -> OrderHead {
        let row = self;
        let money = |minor: i64| Money::new(minor, row.currency);
        OrderHead {
            id: row.id,
            number: row.number,
            customer: OrderCustomer {
                id: row.customer_id,
                code: row.customer_code,
                name: row.customer_name,
            },
            quote: row
                .quote_id
                .map(|id| OrderQuote { id, number: row.quote_number.unwrap_or_default() }),
            warehouse_id: row.warehouse_id,
            state: row.state,
            delivery_state: row.delivery_state,
            invoice_state: row.invoice_state,
            payment_state: row.payment_state,
            order_date: row.order_date,
            reference: row.reference,
            note: row.note,
            prices_include_tax: row.prices_include_tax,
            net: money(row.net),
            tax: money(row.tax),
            gross: money(row.gross),
            exchange_rate: DocumentRate::of_columns(row.exchange_rate, row.exchange_units),
            gross_base: Money::new(row.gross_base, own),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            confirmed_at: row.confirmed_at,
            cancelled_at: row.cancelled_at,
            credit_allowed: row.credit_allowed.map(|minor| Money::new(minor, own)),
            approval: row.approval,
            approval_asked_by: row.approval_asked_by,
            approval_note: row.approval_note,
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    n: i32,
    variant_id: Uuid,
    sku: String,
    description: String,
    unit: String,
    tracked: bool,
    quantity: Quantity,
    unit_price: UnitPrice,
    price_list: Option<String>,
    price_from: Option<Quantity>,
    discount: Rate,
    tax_code_id: Uuid,
    net: i64,
    tax: i64,
    gross: i64,
    delivered: Quantity,
    invoiced: Quantity,
    returned: Quantity,
    credited: Quantity,
    given_up: Quantity,
    needs: Option<String>,
}

impl LineRow {
    fn into_line(self, currency: Currency) -> Line {
        let money = |minor: i64| Money::new(minor, currency);
        Line {
            n: self.n,
            variant_id: self.variant_id,
            sku: self.sku,
            description: self.description,
            unit: self.unit,
            tracked: self.tracked,
            quantity: self.quantity,
            unit_price: self.unit_price,
            price_rule: self
                .price_list
                .zip(self.price_from)
                .map(|(list, from)| PriceRule { list, from }),
            discount: self.discount,
            tax_code_id: self.tax_code_id,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
            delivered: self.delivered,
            invoiced: self.invoiced,
            returned: self.returned,
            credited: self.credited,
            given_up: self.given_up,
            // The database knows no other words.
            needs: self.needs.and_then(|word| word.parse::<Need>().ok()),
        }
    }
}

pub(in crate::orders) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Order>, Problem> {
    one(tx, id, "").await
}

/// The order, its row locked until the transaction ends. Whoever changes an order begins here,
/// before any row of stock, series or ledger is locked, so that nobody waits in a circle.
pub(in crate::orders) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<Order>, Problem> {
    one(tx, id, " for update of o").await
}

async fn one(tx: &mut Tx, id: Uuid, lock: &str) -> Result<Option<Order>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let mut sql = QueryBuilder::<Postgres>::new("select ");
    sql.push(head_columns());
    sql.push(" from orders o join customers c on c.tenant_id = o.tenant_id");
    sql.push(" and c.id = o.customer_id where o.tenant_id = ").push_bind(tenant);
    sql.push(" and o.id = ").push_bind(id).push(lock);
    let row: Option<HeadRow> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let currency = row.currency;
    let lines: Vec<LineRow> = sqlx::query_as(
        "select n, variant_id, sku, description, unit, tracked, quantity, unit_price, discount,
            tax_code_id, net, tax, gross, delivered, invoiced, returned, credited,
            given_up, price_list, price_from, needs
         from order_lines where tenant_id = $1 and order_id = $2 order by n",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let lines = lines.into_iter().map(|line| line.into_line(currency)).collect();
    Ok(Some(Order { head: row.head(own), lines }))
}
