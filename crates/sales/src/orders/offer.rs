//! Lines priced for a customer without an order: what a quote is made of.

use base::{Date, Money, Problem, Tx};
use finance::tax::Prices;
use uuid::Uuid;

use super::approval;
use super::draft::{self, NewLine};
use super::order::{Line, OrderCustomer};
use super::place::buyer;
use super::store;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) customer_id: Uuid,
    /// The day of its prices and taxes.
    pub(crate) day: Date,
    pub(crate) prices_include_tax: bool,
    pub(crate) lines: &'a [NewLine],
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
}

/// Prices lines as an order would.
///
/// # Errors
/// 422 with the fields that cannot be.
pub(crate) async fn offer(tx: &mut Tx, wanted: Wanted<'_>) -> Result<Offer, Problem> {
    let Wanted { customer_id, day, prices_include_tax, lines } = wanted;
    let found = store::context(tx, customer_id, None, day, lines).await?;
    let buyer = buyer(&found)?;
    let prices = Prices::including_tax(prices_include_tax);
    let mut priced = draft::price(lines, &found.lines, buyer.lang, tx.currency(), prices)?;
    approval::mark(found.rules, lines, &found.lines, &mut priced.lines);
    let draft::Priced { lines, net, tax, gross } = priced;
    Ok(Offer { customer: buyer.customer.clone(), lines, net, tax, gross })
}
