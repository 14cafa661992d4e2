//! What is asked for before it is an order, and how it becomes priced lines: pure.

use base::{Currency, Date, Lang, Money, Problem, Quantity, Rate, Text, UnitPrice};
use finance::tax::{self, TaxCode, TaxableLine};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::order::PurchaseOrderLine;
use crate::catalog;

/// More lines than this are a mistake, or an import.
const MOST_LINES: usize = 500;

/// An order to a supplier to be placed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPurchaseOrder {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Who is ordered from.
    pub supplier_id: Uuid,
    /// Where it is to be delivered; the default warehouse when not given.
    #[serde(default)]
    pub warehouse_id: Option<Uuid>,
    /// What its prices are in; the supplier's currency when not given.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The approved request that it is made of.
    #[serde(default)]
    pub request_id: Option<Uuid>,
    /// The business day; today when not given.
    #[serde(default)]
    pub order_date: Option<Date>,
    /// When it should come.
    #[serde(default)]
    pub expected_date: Option<Date>,
    /// The supplier's own number or word for it.
    #[serde(default)]
    pub reference: String,
    /// For the supplier; printed.
    #[serde(default)]
    pub note: String,
    /// What is ordered; what was asked for when it is made of a request and nothing is given.
    #[serde(default)]
    pub lines: Vec<NewPurchaseLine>,
    /// Approves it at once, in the same transaction.
    #[serde(default)]
    pub approve: bool,
}

/// One thing that is ordered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewPurchaseLine {
    /// The variant; or say its `sku`.
    pub variant_id: Option<Uuid>,
    /// The variant's code; or say its id.
    pub sku: Option<String>,
    /// How much.
    #[schema(required)]
    pub quantity: Quantity,
    /// The price of one unit without tax; the last one, or the average cost, when not given.
    pub unit_price: Option<UnitPrice>,
    /// How it is taxed; as the product is when not given.
    pub tax_code_id: Option<Uuid>,
    /// The words on the papers; the product's name in the supplier's language when not given.
    pub description: Option<String>,
}

/// What to change of a draft: only the fields that are sent; lines are replaced as a whole.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangePurchaseOrder {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another supplier.
    pub supplier_id: Option<Uuid>,
    /// Another warehouse.
    pub warehouse_id: Option<Uuid>,
    /// Another currency; with another supplier its own, when not given.
    pub currency: Option<Currency>,
    /// Another day.
    pub order_date: Option<Date>,
    /// Another day on which it should come.
    pub expected_date: Option<Date>,
    /// Another reference.
    pub reference: Option<String>,
    /// Another note.
    pub note: Option<String>,
    /// All lines anew.
    pub lines: Option<Vec<NewPurchaseLine>>,
}

/// What is known of one asked line: the thing and its tax code, where there are any.
#[derive(Debug, Clone)]
pub(in crate::purchasing) struct Known {
    pub(in crate::purchasing) variant: Option<KnownVariant>,
    pub(in crate::purchasing) tax: Option<TaxCode>,
}

/// A variant as far as buying needs it.
#[derive(Debug, Clone)]
pub(in crate::purchasing) struct KnownVariant {
    pub(in crate::purchasing) id: Uuid,
    pub(in crate::purchasing) sku: String,
    pub(in crate::purchasing) name: Text,
    pub(in crate::purchasing) options: Vec<String>,
    pub(in crate::purchasing) unit: String,
    pub(in crate::purchasing) tracked: bool,
    /// Archived products are not bought any more.
    pub(in crate::purchasing) archived: bool,
    /// What it cost the last time, or costs on average.
    pub(in crate::purchasing) price: Option<UnitPrice>,
}

/// Lines with their amounts, and what they come to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Priced {
    pub(super) lines: Vec<PurchaseOrderLine>,
    pub(super) net: Money,
    pub(super) tax: Money,
    pub(super) gross: Money,
}

/// Whether the words and the number of lines fit.
pub(super) fn check_words(
    reference: &str,
    note: &str,
    lines: Option<&[NewPurchaseLine]>,
) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    for (field, text, most) in [("reference", reference, 100), ("note", note, 2000)] {
        if text.chars().count() > most {
            problem = problem.field_with(field, "too_long", &[("most", &most)]);
        }
    }
    match lines {
        Some([]) => problem = problem.field("lines", "lines_required"),
        Some(lines) if lines.len() > MOST_LINES => {
            problem = problem.field_with("lines", "too_many_lines", &[("most", &MOST_LINES)]);
        }
        _ => {}
    }
    problem.or_ok()
}

/// Prices the lines. `known` goes with `asked` line by line. Every line that cannot be is named.
pub(super) fn price(
    asked: &[NewPurchaseLine],
    known: &[Known],
    lang: Lang,
    currency: Currency,
) -> Result<Priced, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::with_capacity(asked.len());
    let mut codes: Vec<TaxCode> = Vec::new();
    for (i, (asked, known)) in asked.iter().zip(known).enumerate() {
        match line(i, asked, known, lang, currency) {
            Ok(line) => lines.push(line),
            Err(mistakes) => {
                for (field, code) in mistakes {
                    problem = problem.field(format!("lines[{i}].{field}"), code);
                }
            }
        }
        if let Some(code) = known.tax.as_ref().filter(|c| codes.iter().all(|k| k.id != c.id)) {
            codes.push(code.clone());
        }
    }
    problem.or_ok()?;
    tax_lines(lines, &codes, currency)
}

fn tax_lines(
    mut lines: Vec<PurchaseOrderLine>,
    codes: &[TaxCode],
    currency: Currency,
) -> Result<Priced, Problem> {
    let mut taxable = Vec::with_capacity(lines.len());
    for line in &lines {
        let net = tax::line_net(line.unit_price, line.quantity, Rate::ZERO, currency)?;
        taxable.push(TaxableLine { tax_code_id: line.tax_code_id, net });
    }
    let computed = tax::compute(codes, &taxable)?;
    let money = |minor: i64| Money::new(minor, currency);
    for (line, amounts) in lines.iter_mut().zip(&computed.lines) {
        line.net = money(amounts.net);
        line.tax = money(amounts.tax);
        line.gross = money(amounts.gross);
    }
    let (net, tax, gross) = (money(computed.net), money(computed.tax), money(computed.gross));
    Ok(Priced { lines, net, tax, gross })
}

type Mistake = (&'static str, &'static str);

fn line(
    i: usize,
    asked: &NewPurchaseLine,
    known: &Known,
    lang: Lang,
    currency: Currency,
) -> Result<PurchaseOrderLine, Vec<Mistake>> {
    let mut mistakes: Vec<Mistake> = Vec::new();
    match &known.variant {
        None if asked.variant_id.is_none() && asked.sku.as_deref().unwrap_or("").is_empty() => {
            mistakes.push(("variant_id", "required"));
        }
        None => mistakes.push(("variant_id", "unknown")),
        Some(v) if v.archived => mistakes.push(("variant_id", "purchase_archived")),
        Some(_) if known.tax.is_none() => mistakes.push(("tax_code_id", "unknown")),
        Some(_) => {}
    }
    if !asked.quantity.is_positive() {
        mistakes.push(("quantity", "not_positive"));
    }
    let price = asked.unit_price.or_else(|| known.variant.as_ref().and_then(|v| v.price));
    match price {
        None if known.variant.is_some() => mistakes.push(("unit_price", "required")),
        Some(price) if price.is_negative() => mistakes.push(("unit_price", "not_negative")),
        _ => {}
    }
    let (Some(variant), Some(tax), Some(price), []) =
        (&known.variant, &known.tax, price, &mistakes[..])
    else {
        return Err(mistakes);
    };
    let said = asked.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let zero = Money::zero(currency);
    Ok(PurchaseOrderLine {
        n: i32::try_from(i + 1).unwrap_or(i32::MAX),
        variant_id: variant.id,
        sku: variant.sku.clone(),
        description: said
            .map_or_else(|| describe(variant, lang), |text| text.chars().take(500).collect()),
        unit: variant.unit.clone(),
        tracked: variant.tracked,
        quantity: asked.quantity,
        unit_price: price,
        tax_code_id: tax.id,
        net: zero,
        tax: zero,
        gross: zero,
        received: Quantity::ZERO,
        billed: Quantity::ZERO,
    })
}

/// "Shirt – M / Red", as the catalogue writes it.
pub(in crate::purchasing) fn describe(variant: &KnownVariant, lang: Lang) -> String {
    catalog::titled(variant.name.get(lang), &variant.options)
}
