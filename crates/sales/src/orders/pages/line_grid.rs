//! The grid in which the lines of an order or a quote are typed, and the sums below it.

use std::collections::HashMap;

use base::ui::{Icon, LineCell, LineColumn, LineGrid, LineRow, Totals, bdi};
use base::{Currency, Cx, Date, L, Money, Problem, Rate, Tx};
use finance::tax::{self, Prices};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::PriceRule;
use super::super::preview::preview;
use super::typed_lines::{TypedLine, TypedLines};
use super::words;
use crate::forms;

/// Whose prices the lines have, and of which day.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PricedFor {
    pub(crate) customer: Option<Uuid>,
    pub(crate) day: Option<Date>,
    pub(crate) prices_include_tax: bool,
    /// The currency that was chosen.
    pub(crate) currency: Option<Currency>,
    /// Whether the customer's is meant where none was; else it is the company's.
    pub(crate) in_customers: bool,
}

/// Where the grid asks for products and for its sums.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineAddresses {
    pub(crate) products: &'static str,
    pub(crate) totals: &'static str,
}

/// The grid with the sums below it.
pub(crate) async fn line_grid(
    cx: &Cx,
    tx: &mut Tx,
    typed: &TypedLines,
    priced_for: PricedFor,
    problem: Option<&Problem>,
    addresses: LineAddresses,
) -> Result<Markup, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let (totals, amounts) = sums(cx, tx, typed, priced_for).await?;
    let codes = tax::codes(tx).await?;
    let codes = codes.iter().map(|code| (code.id.to_string(), l.text(&code.name).to_owned()));
    let columns = columns(l, addresses, codes.collect());
    let amount = |i: usize| amounts.get(&i).cloned().unwrap_or_default();
    let lines = typed.0.iter().enumerate();
    let rows: Vec<LineRow> = lines.map(|(i, line)| row(l, i, line, amount(i), problem)).collect();
    let label = l.t("orders-lines");
    Ok(html! {
        @if let Some(error) = forms::error(l, problem, "lines") {
            p.error id="f-lines" { (Icon::Stop) (error) }
        }
        (LineGrid {
            name: "lines",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: Some(addresses.totals),
            totals: html! { (totals) },
            texts: &texts,
        })
    })
}

fn columns(l: &L, addresses: LineAddresses, codes: Vec<(String, String)>) -> [LineColumn; 6] {
    let lookup = LineCell::Lookup(addresses.products.to_owned());
    [
        LineColumn::new("variant_id", l.t("orders-product"), lookup),
        LineColumn::new("quantity", l.t("orders-quantity"), LineCell::Decimal),
        LineColumn::new("price", l.t("orders-price"), LineCell::Decimal),
        LineColumn::new("discount", l.t("orders-discount"), LineCell::Decimal),
        LineColumn::new("tax_code_id", l.t("orders-tax"), LineCell::Select(codes)),
        LineColumn::new("amount", l.t("orders-net"), LineCell::Computed),
    ]
}

fn row(l: &L, i: usize, line: &TypedLine, amount: String, problem: Option<&Problem>) -> LineRow {
    let wrong = |(column, field): (&str, &str)| {
        let error = forms::error(l, problem, &format!("lines[{i}].{field}"))?;
        Some((column.to_owned(), error))
    };
    let columns = [
        ("variant_id", "variant_id"),
        ("quantity", "quantity"),
        ("price", "unit_price"),
        ("discount", "discount"),
        ("tax_code_id", "tax_code_id"),
    ];
    LineRow {
        values: vec![
            line.variant_id.clone(),
            line.quantity.clone(),
            line.price.clone(),
            line.discount.clone(),
            line.tax_code_id.clone(),
            amount,
        ],
        shown: line.shown.clone(),
        errors: columns.into_iter().filter_map(wrong).collect(),
    }
}

/// What is posted while somebody types is answered with this: the sums of the lines that can be
/// priced already, and the amount of each of them.
pub(crate) async fn line_totals(
    cx: &Cx,
    tx: &mut Tx,
    typed: &TypedLines,
    priced_for: PricedFor,
) -> Result<Markup, Problem> {
    let (totals, _) = sums(cx, tx, typed, priced_for).await?;
    Ok(html! { (totals) })
}

async fn sums(
    cx: &Cx,
    tx: &mut Tx,
    typed: &TypedLines,
    priced_for: PricedFor,
) -> Result<(Totals, HashMap<usize, String>), Problem> {
    let l = &cx.l;
    let lines: Vec<_> = typed
        .0
        .iter()
        .filter_map(|line| Some((line.row, line.to_line().ok()?)))
        .filter(|(_, line)| line.variant_id.is_some())
        .collect();
    let zero = Money::zero(tx.currency());
    let prices = Prices::including_tax(priced_for.prices_include_tax);
    let own = Some(tx.currency()).filter(|_| !priced_for.in_customers);
    let currency = priced_for.currency.or(own);
    let (customer, day) = (priced_for.customer, priced_for.day);
    let priced = preview(tx, customer, currency, day, &lines, prices).await?;
    let sums = priced.as_ref().map_or([zero; 3], |(p, _)| [p.net, p.tax, p.gross]);
    let mut totals = line_sums(l, sums);
    let mut amounts = HashMap::new();
    if let Some((priced, rows)) = &priced {
        for (line, row) in priced.lines.iter().zip(rows) {
            let with_tax = priced_for.prices_include_tax;
            let amount = l.amount(if with_tax { line.gross } else { line.net });
            totals = totals.fill(format!("lines[{row}][amount]"), &amount);
            amounts.insert(*row, amount);
        }
    }
    Ok((totals, amounts))
}

/// Net, tax and total, as the foot of the lines shows them.
pub(crate) fn line_sums(l: &L, [net, tax, gross]: [Money; 3]) -> Totals {
    Totals::new()
        .row(l.t("orders-net"), l.money(net))
        .row(l.t("orders-tax"), l.money(tax))
        .grand(l.t("orders-gross"), l.money(gross))
}

/// What is sold in a line: its name, and below it the code, what is given away and the rule of
/// the price list.
pub(crate) fn product_cell(
    l: &L,
    description: &str,
    sku: &str,
    discount: Rate,
    rule: Option<&PriceRule>,
) -> Markup {
    let discount = (!discount.is_zero())
        .then(|| l.with("orders-line-discount", &[("percent", l.percent(discount).into())]));
    html! {
        (bdi(description)) br;
        span.small.muted {
            (bdi(sku)) @if let Some(discount) = &discount { " · " (bdi(discount)) }
            @if let Some(rule) = rule { " · " (bdi(&words::price_rule(l, rule))) }
        }
    }
}
