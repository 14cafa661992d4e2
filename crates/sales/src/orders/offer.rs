//! Lines priced for a customer without an order: what a quote is made of.

use base::{Currency, Date, Money, Problem, Tx};
use finance::currencies::{self, DocumentRate, ExchangeRate};
use finance::tax::Prices;
use uuid::Uuid;

use super::approval;
use super::draft::{self, NewLine};
use super::order::{Line, OrderCustomer};
use super::place::buyer;
use super::store;

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) customer_id: Uuid,
    /// What it is in; the customer's currency when not said.
    pub(crate) currency: Option<Currency>,
    /// The day of its prices, taxes and rate.
    pub(crate) day: Date,
    pub(crate) prices_include_tax: bool,
    pub(crate) lines: Vec<NewLine>,
    /// What the currency of the lines' prices was counted at, where they stay as they were agreed:
    /// in another currency they are worth the same.
    pub(crate) agreed_at: Option<ExchangeRate>,
}

/// What an order of that day would say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Offer {
    pub(crate) customer: OrderCustomer,
    /// Each says why it needs approval, if it does.
    pub(crate) lines: Vec<Line>,
    pub(crate) net: Money,
    pub(crate) tax: Money,
    pub(crate) gross: Money,
    /// What its currency is counted at; none in the company's own.
    pub(crate) exchange_rate: Option<DocumentRate>,
    pub(crate) gross_base: Money,
}

/// Prices lines as an order would.
///
/// # Errors
/// 422 with the fields that cannot be, or when there is no good rate of the day.
pub(crate) async fn offer(tx: &mut Tx, wanted: Wanted) -> Result<Offer, Problem> {
    let Wanted { customer_id, currency, day, mut lines, .. } = wanted;
    let found = store::context(tx, customer_id, None, currency, day, &lines).await?;
    let buyer = buyer(&found)?.clone();
    let currency = currency.unwrap_or(buyer.currency);
    let rate = currencies::fix(tx, currency, day, None).await?;
    if let Some(old) = &wanted.agreed_at {
        rate.carry(old, lines.iter_mut().filter_map(|l| l.unit_price.as_mut()))?;
    }
    let known = draft::in_currency(found.lines, &rate)?;
    let prices = Prices::including_tax(wanted.prices_include_tax);
    let mut priced = draft::price(&lines, &known, buyer.lang, currency, prices)?;
    approval::mark(found.rules, &lines, &known, &mut priced.lines);
    let draft::Priced { lines, net, tax, gross } = priced;
    let gross_base = Money::new(rate.to_base(gross)?, tx.currency());
    let (customer, exchange_rate) = (buyer.customer, rate.of_document());
    Ok(Offer { customer, lines, net, tax, gross, exchange_rate, gross_base })
}
