//! Reading one quote.

use base::{Currency, Date, Money, Problem, Quantity, Rate, Timestamp, Tx, UnitPrice};
use finance::currencies::DocumentRate;
use uuid::Uuid;

use crate::orders::{Need, OrderCustomer, PriceRule};
use crate::quotes::quote::{Quote, QuoteHead, QuoteLine, QuoteState, QuotedOrder};

/// The columns of a head.
pub(super) const COLUMNS: &str = "q.id, q.number, q.customer_id, c.code as customer_code, \
    c.name as customer_name, q.state, q.currency, q.quote_date, q.valid_until, q.reference, \
    q.note, q.terms, q.prices_include_tax, q.net, q.tax, q.gross, q.exchange_rate, \
    q.exchange_units, q.gross_base, q.sent_at, q.sent_to, q.decided_at, q.declined_because, \
    o.id as order_id, o.number as order_number, q.written_by, q.version, q.created_at, \
    q.updated_at";

/// Where they come from.
pub(super) const FROM: &str = " from quotes q \
    join customers c on c.tenant_id = q.tenant_id and c.id = q.customer_id \
    left join orders o on o.tenant_id = q.tenant_id and o.quote_id = q.id \
    and o.state <> 'cancelled' \
    where q.tenant_id = ";

#[derive(sqlx::FromRow)]
pub(super) struct HeadRow {
    id: Uuid,
    number: Option<String>,
    customer_id: Uuid,
    customer_code: String,
    customer_name: String,
    #[sqlx(try_from = "String")]
    state: QuoteState,
    currency: Currency,
    quote_date: Date,
    valid_until: Date,
    reference: String,
    note: String,
    terms: String,
    prices_include_tax: bool,
    net: i64,
    tax: i64,
    gross: i64,
    exchange_rate: Option<i64>,
    exchange_units: Option<i32>,
    gross_base: i64,
    sent_at: Option<Timestamp>,
    sent_to: String,
    decided_at: Option<Timestamp>,
    declined_because: String,
    order_id: Option<Uuid>,
    order_number: Option<String>,
    written_by: Option<Uuid>,
    version: i32,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl HeadRow {
    /// The head in a company with this currency, as it is on a day: what was sent may have
    /// expired.
    pub(super) fn into_head(self, own: Currency, today: Date) -> QuoteHead {
        let money = |minor: i64| Money::new(minor, self.currency);
        let state = match (self.state, self.order_id) {
            (_, Some(_)) => QuoteState::Ordered,
            (QuoteState::Sent, None) if self.valid_until < today => QuoteState::Expired,
            (state, None) => state,
        };
        QuoteHead {
            id: self.id,
            number: self.number,
            customer: OrderCustomer {
                id: self.customer_id,
                code: self.customer_code,
                name: self.customer_name,
            },
            state,
            quote_date: self.quote_date,
            valid_until: self.valid_until,
            reference: self.reference,
            note: self.note,
            terms: self.terms,
            prices_include_tax: self.prices_include_tax,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
            exchange_rate: DocumentRate::of_columns(self.exchange_rate, self.exchange_units),
            gross_base: Money::new(self.gross_base, own),
            sent_at: self.sent_at,
            sent_to: self.sent_to,
            decided_at: self.decided_at,
            declined_because: self.declined_because,
            order: self.order_id.map(|id| QuotedOrder { id, number: self.order_number }),
            written_by: self.written_by,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
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
    quantity: Quantity,
    unit_price: UnitPrice,
    price_list: Option<String>,
    price_from: Option<Quantity>,
    discount: Rate,
    tax_code_id: Uuid,
    net: i64,
    tax: i64,
    gross: i64,
    needs: Option<String>,
}

impl LineRow {
    fn into_line(self, currency: Currency) -> QuoteLine {
        let money = |minor: i64| Money::new(minor, currency);
        let rule = self.price_list.zip(self.price_from);
        QuoteLine {
            n: self.n,
            variant_id: self.variant_id,
            sku: self.sku,
            description: self.description,
            unit: self.unit,
            quantity: self.quantity,
            unit_price: self.unit_price,
            price_rule: rule.map(|(list, from)| PriceRule { list, from }),
            discount: self.discount,
            tax_code_id: self.tax_code_id,
            net: money(self.net),
            tax: money(self.tax),
            gross: money(self.gross),
            // The database knows no other words.
            needs: self.needs.and_then(|word| word.parse::<Need>().ok()),
        }
    }
}

pub(in crate::quotes) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Quote>, Problem> {
    let (tenant, own, today) = (tx.tenant_id(), tx.currency(), tx.today());
    let sql = format!("select {COLUMNS}{FROM}$1 and q.id = $2");
    let row: Option<HeadRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let currency = row.currency;
    let lines: Vec<LineRow> = sqlx::query_as(
        "select n, variant_id, sku, description, unit, quantity, unit_price, price_list,
            price_from, discount, tax_code_id, net, tax, gross, needs
         from quote_lines where tenant_id = $1 and quote_id = $2 order by n",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let cancelled_orders = sqlx::query_as(
        "select id, number from orders
         where tenant_id = $1 and quote_id = $2 and state = 'cancelled'
         order by cancelled_at, id limit 100",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let lines = lines.into_iter().map(|line| line.into_line(currency)).collect();
    Ok(Some(Quote { head: row.into_head(own, today), lines, cancelled_orders }))
}

/// The quote, its row locked until the transaction ends. It is read once the lock is held: a
/// join in the same statement would not see the order that somebody else made meanwhile.
pub(in crate::quotes) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<Quote>, Problem> {
    let tenant = tx.tenant_id();
    let held: Option<Uuid> =
        sqlx::query_scalar("select id from quotes where tenant_id = $1 and id = $2 for update")
            .bind(tenant)
            .bind(id)
            .fetch_optional(tx.conn())
            .await?;
    match held {
        Some(id) => find(tx, id).await,
        None => Ok(None),
    }
}
