//! A quote as it is printed: every word and amount ready, in the customer's language.

use base::L;
use documents::{Cell, Column, Document, Field, Footer, Label, Party as PrintedParty, Total};
use finance::invoices::Party;
use finance::press;
use supply::catalog::unit_name;

use super::quote::{Quote, QuoteLine, QuoteState};
use crate::customers::Customer;

/// The document, ready to print.
pub(super) fn document(l: &L, seller: &Party, customer: &Customer, quote: &Quote) -> Document {
    let head = &quote.head;
    let page = l.with("invoices-paper-page", &[("n", "{n}".into()), ("m", "{m}".into())]);
    let draft = head.state == QuoteState::Draft;
    let amount = if head.prices_include_tax { "orders-gross" } else { "orders-net" };
    Document {
        language: press::language(l.lang()),
        digits: press::digits(l),
        kind: l.t("quotes-paper").into(),
        number: head.number.clone().unwrap_or_default(),
        seller: sender(l, seller),
        buyer: reader(l, customer),
        meta: meta(l, quote),
        columns: vec![
            Column::number("#"),
            Column::text(l.t("orders-product"), 1),
            Column::number(l.t("orders-quantity")),
            Column::number(l.t("orders-price")),
            Column::number(l.t(amount)),
        ],
        rows: quote.lines.iter().map(|line| row(l, quote, line)).collect(),
        totals: vec![
            Total::new(l.t("orders-net"), l.amount(head.net)),
            Total::new(l.t("orders-tax"), l.amount(head.tax)),
            Total::emphasised(l.t("orders-gross"), l.money(head.gross)),
        ],
        notes: notes(l, quote),
        footer: Footer { text: seller.name.clone(), page: page.into() },
        watermark: draft.then(|| l.t("quotes-state-draft")),
        made_at: press::moment(head.updated_at),
        ..Document::default()
    }
}

fn sender(l: &L, seller: &Party) -> PrintedParty {
    let place = [seller.city.as_str(), seller.country.code()];
    PrintedParty {
        name: seller.name.as_str().into(),
        lines: written([
            seller.address.clone(),
            written(place.map(str::to_owned)).join(", "),
            seller.phone.clone(),
            seller.email.clone(),
        ]),
        fields: tax_number(l, &seller.tax_number),
        ..PrintedParty::default()
    }
}

fn reader(l: &L, customer: &Customer) -> PrintedParty {
    let place = [customer.city.as_str(), customer.country.code()];
    PrintedParty {
        title: l.t("quotes-paper-for").into(),
        name: customer.name.as_str().into(),
        lines: written([
            customer.address.clone(),
            written(place.map(str::to_owned)).join(", "),
            customer.phone.clone(),
            customer.email.clone(),
        ]),
        fields: tax_number(l, &customer.tax_number),
    }
}

/// The lines that say something.
fn written<const N: usize>(lines: [String; N]) -> Vec<String> {
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

fn tax_number(l: &L, number: &str) -> Vec<Field> {
    match number {
        "" => Vec::new(),
        number => vec![Field::new(l.t("invoices-tax-number"), number)],
    }
}

fn meta(l: &L, quote: &Quote) -> Vec<Field> {
    let head = &quote.head;
    let mut meta = vec![
        Field::new(l.t("orders-date"), l.date(head.quote_date)),
        Field::new(l.t("quotes-valid-until"), l.date(head.valid_until)),
    ];
    if !head.reference.is_empty() {
        meta.push(Field::new(l.t("orders-reference"), &head.reference));
    }
    meta.push(Field::new(l.t("invoices-currency"), head.gross.currency.code()));
    meta
}

fn row(l: &L, quote: &Quote, line: &QuoteLine) -> Vec<Cell> {
    let mut small = line.sku.clone();
    if line.discount.is_positive() {
        let percent = [("percent", l.percent(line.discount).into())];
        small = format!("{small} · {}", l.with("orders-line-discount", &percent));
    }
    let quantity = format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit));
    let amount = if quote.head.prices_include_tax { line.gross } else { line.net };
    vec![
        l.int(i64::from(line.n)).into(),
        Cell::with_secondary(&line.description, small),
        quantity.trim().into(),
        l.unit_price(line.unit_price, line.net.currency).into(),
        l.amount(amount).into(),
    ]
}

/// What the prices have in them, the terms, and until when all of it holds.
fn notes(l: &L, quote: &Quote) -> Vec<Field> {
    let head = &quote.head;
    let until = [("date", l.date(head.valid_until).into())];
    let mut notes = Vec::new();
    if head.prices_include_tax {
        notes.push(Field::new(l.t("orders-prices-include-tax"), ""));
    }
    if !head.terms.is_empty() {
        notes.push(Field::new(l.t("quotes-terms"), &head.terms));
    }
    notes.push(Field::new(Label::default(), l.with("quotes-paper-until", &until)));
    notes
}
