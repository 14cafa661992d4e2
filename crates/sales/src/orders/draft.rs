//! What is asked for before it is an order, and how it becomes priced lines: pure.

use base::{Currency, Date, Lang, Money, Problem, Quantity, Rate, Text, UnitPrice};
use finance::currencies::ExchangeRate;
use finance::tax::{self, Prices, TaxCode, TaxableLine};
use serde::{Deserialize, Serialize};
use supply::catalog;
use supply::inventory::Cost;
use utoipa::ToSchema;
use uuid::Uuid;

use super::order::{Line, OrderQuote, PriceRule};

/// More lines than this are a mistake, or an import.
pub(crate) const MOST_LINES: usize = 500;

/// An order to be placed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrder {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Who orders.
    pub customer_id: Uuid,
    /// Where it is delivered from; the default warehouse when not given.
    #[serde(default)]
    pub warehouse_id: Option<Uuid>,
    /// What its prices are in; the customer's currency when not given.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The business day; today when not given.
    #[serde(default)]
    pub order_date: Option<Date>,
    /// The customer's own number or word for it.
    #[serde(default)]
    pub reference: String,
    /// For the company's own people.
    #[serde(default)]
    pub note: String,
    /// Whether the prices of the lines have the tax in them.
    #[serde(default)]
    pub prices_include_tax: bool,
    /// What is ordered.
    pub lines: Vec<NewLine>,
    /// Confirms it at once, in the same transaction: all of it or nothing.
    #[serde(default)]
    pub confirm: bool,
    /// The quote whose lines these are: what it gives away was looked at before it was sent.
    #[serde(skip)]
    pub agreed: Option<OrderQuote>,
}

/// One thing that is ordered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewLine {
    /// The variant; or say its `sku`.
    pub variant_id: Option<Uuid>,
    /// The variant's code; or say its id.
    pub sku: Option<String>,
    /// How much.
    #[schema(required)]
    pub quantity: Quantity,
    /// The price of one unit, without tax unless the order says that prices include it; when not
    /// given, the customer's by its price lists, or else the variant's.
    pub unit_price: Option<UnitPrice>,
    /// The part of the price that is given away: 0.1 is 10 %.
    pub discount: Option<Rate>,
    /// How it is taxed; as the product is when not given.
    pub tax_code_id: Option<Uuid>,
    /// The words on the papers; the product's name in the customer's language when not given.
    pub description: Option<String>,
    /// Where the price of a line that stays came from: nobody asks for it.
    #[serde(skip)]
    pub rule: Option<PriceRule>,
}

/// What to change of a draft: only the fields that are sent; lines are replaced as a whole.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeOrder {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another customer.
    pub customer_id: Option<Uuid>,
    /// Another warehouse.
    pub warehouse_id: Option<Uuid>,
    /// Another currency; with another customer its own, when not given.
    pub currency: Option<Currency>,
    /// Another day.
    pub order_date: Option<Date>,
    /// Another reference.
    pub reference: Option<String>,
    /// Another note.
    pub note: Option<String>,
    /// Whether the prices of the lines have the tax in them.
    pub prices_include_tax: Option<bool>,
    /// All lines anew.
    pub lines: Option<Vec<NewLine>>,
}

impl Line {
    /// The line as it would be asked for again.
    pub(crate) fn again(&self) -> NewLine {
        NewLine {
            variant_id: Some(self.variant_id),
            sku: None,
            quantity: self.quantity,
            unit_price: Some(self.unit_price),
            discount: Some(self.discount),
            tax_code_id: Some(self.tax_code_id),
            description: Some(self.description.clone()),
            rule: self.price_rule.clone(),
        }
    }
}

/// What is known of one asked line: the sellable thing and its tax code, where there are any.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) variant: Option<KnownVariant>,
    pub(super) tax: Option<TaxCode>,
    /// What the customer pays by its price lists.
    pub(super) listed: Option<Listed>,
    /// What the company owns of it, and its value.
    pub(super) cost: Option<Cost>,
}

/// A price of a price list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) price: UnitPrice,
    /// What the list is in: the order's currency or the company's.
    pub(super) currency: Currency,
    /// The rule that says so.
    pub(super) rule: PriceRule,
}

/// A variant as far as an order needs it.
#[derive(Debug, Clone)]
pub(super) struct KnownVariant {
    pub(super) id: Uuid,
    pub(super) sku: String,
    pub(super) name: Text,
    pub(super) options: Vec<String>,
    pub(super) unit: String,
    pub(super) price: UnitPrice,
    pub(super) tracked: bool,
    pub(super) sellable: bool,
}

/// Lines with their amounts, and what they come to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Priced {
    pub(super) lines: Vec<Line>,
    pub(super) net: Money,
    pub(super) tax: Money,
    pub(super) gross: Money,
}

/// What is known, in the currency of the order: the catalogue and the stock speak the company's,
/// and so do price lists that are not in the order's.
pub(super) fn in_currency(
    mut known: Vec<Known>,
    rate: &ExchangeRate,
) -> Result<Vec<Known>, Problem> {
    if rate.is_own() {
        return Ok(known);
    }
    for one in &mut known {
        if let Some(variant) = &mut one.variant {
            variant.price = rate.price(variant.price)?;
        }
        if let Some(listed) = one.listed.as_mut().filter(|l| l.currency != rate.currency) {
            listed.price = rate.price(listed.price)?;
            listed.currency = rate.currency;
        }
        if let Some(cost) = &mut one.cost {
            cost.value = rate.from_base(cost.value)?.minor;
        }
    }
    Ok(known)
}

/// Whether the words and the number of lines fit.
pub(super) fn check_words(
    reference: &str,
    note: &str,
    lines: Option<&[NewLine]>,
) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    for (field, text, most) in [("reference", reference, 100), ("note", note, 2000)] {
        if text.chars().count() > most {
            problem = problem.field_with(field, "too_long", &[("most", &most)]);
        }
    }
    match lines {
        Some([]) => problem = problem.field("lines", "order_empty"),
        Some(lines) if lines.len() > MOST_LINES => {
            problem = problem.field_with("lines", "order_too_long", &[("most", &MOST_LINES)]);
        }
        _ => {}
    }
    problem.or_ok()
}

/// Prices the lines: the customer's price and the product's tax unless the line says otherwise.
/// `known` goes with `asked` line by line. Every line that cannot be is named.
pub(super) fn price(
    asked: &[NewLine],
    known: &[Known],
    lang: Lang,
    currency: Currency,
    prices: Prices,
) -> Result<Priced, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::with_capacity(asked.len());
    let mut codes: Vec<TaxCode> = Vec::new();
    for (i, (asked, known)) in asked.iter().zip(known).enumerate() {
        match line(i, asked, known, lang, currency) {
            Ok(line) => lines.push(line),
            Err(mistakes) => {
                for (field, code, sku) in mistakes {
                    let path = format!("lines[{i}].{field}");
                    problem = match sku {
                        Some(sku) => problem.field_with(path, code, &[("sku", &sku)]),
                        None => problem.field(path, code),
                    };
                }
            }
        }
        if let Some(code) = known.tax.as_ref().filter(|c| codes.iter().all(|k| k.id != c.id)) {
            codes.push(code.clone());
        }
    }
    problem.or_ok()?;
    tax_lines(lines, &codes, currency, prices)
}

/// Fills in the tax of every line and adds up.
pub(super) fn tax_lines(
    mut lines: Vec<Line>,
    codes: &[TaxCode],
    currency: Currency,
    prices: Prices,
) -> Result<Priced, Problem> {
    let mut taxable = Vec::with_capacity(lines.len());
    for line in &lines {
        let net = tax::line_net(line.unit_price, line.quantity, line.discount, currency)?;
        taxable.push(TaxableLine { tax_code_id: line.tax_code_id, net });
    }
    let computed = tax::compute_priced(codes, &taxable, prices)?;
    for (line, amounts) in lines.iter_mut().zip(&computed.lines) {
        line.net = Money::new(amounts.net, currency);
        line.tax = Money::new(amounts.tax, currency);
        line.gross = Money::new(amounts.gross, currency);
    }
    let money = |minor: i64| Money::new(minor, currency);
    let (net, tax, gross) = (money(computed.net), money(computed.tax), money(computed.gross));
    Ok(Priced { lines, net, tax, gross })
}

type Mistake = (&'static str, &'static str, Option<String>);

fn line(
    i: usize,
    asked: &NewLine,
    known: &Known,
    lang: Lang,
    currency: Currency,
) -> Result<Line, Vec<Mistake>> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    match &known.variant {
        None if asked.variant_id.is_none() && asked.sku.as_deref().unwrap_or("").is_empty() => {
            mistakes.push(("variant_id", "required", None));
        }
        None => mistakes.push(("variant_id", "unknown", None)),
        Some(v) if !v.sellable => {
            mistakes.push(("variant_id", "order_not_sellable", Some(v.sku.clone())));
        }
        Some(_) if known.tax.is_none() => mistakes.push(("tax_code_id", "unknown", None)),
        Some(_) => {}
    }
    if !asked.quantity.is_positive() {
        mistakes.push(("quantity", "not_positive", None));
    }
    if asked.unit_price.is_some_and(UnitPrice::is_negative) {
        mistakes.push(("unit_price", "order_negative_price", None));
    }
    let discount = asked.discount.unwrap_or(Rate::ZERO);
    if !(0..=1_000_000).contains(&discount.micros()) {
        mistakes.push(("discount", "order_discount", None));
    }
    let (Some(variant), Some(tax), []) = (&known.variant, &known.tax, &mistakes[..]) else {
        return Err(mistakes);
    };
    let (unit_price, price_rule) = match (asked.unit_price, &known.listed) {
        (Some(price), _) => (price, asked.rule.clone()),
        (None, Some(listed)) => (listed.price, Some(listed.rule.clone())),
        (None, None) => (variant.price, None),
    };
    let said = asked.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    Ok(Line {
        n: i32::try_from(i + 1).unwrap_or(i32::MAX),
        variant_id: variant.id,
        sku: variant.sku.clone(),
        description: said.map_or_else(|| describe(variant, lang), |text| cut(text, 500)),
        unit: variant.unit.clone(),
        tracked: variant.tracked,
        quantity: asked.quantity,
        unit_price,
        price_rule,
        discount,
        tax_code_id: tax.id,
        net: Money::zero(currency),
        tax: Money::zero(currency),
        gross: Money::zero(currency),
        delivered: Quantity::ZERO,
        invoiced: Quantity::ZERO,
        returned: Quantity::ZERO,
        credited: Quantity::ZERO,
        given_up: Quantity::ZERO,
        needs: None,
    })
}

/// "Shirt – M / Red", as the catalogue writes it.
fn describe(variant: &KnownVariant, lang: Lang) -> String {
    catalog::titled(variant.name.get(lang), &variant.options)
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
