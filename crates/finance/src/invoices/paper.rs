//! An invoice or credit note as it is printed: every word and amount ready, in the customer's
//! language and, where the law wants it, in Arabic and English beside each other.

use base::{App, Country, L, Lang, Tenant};
use documents::{
    Cell, Column, Document, Field, Footer, Label, Party as PrintedParty, Qr, TaxGroup, TaxTable,
    Total,
};
use platform::settings::country_name;

use crate::currencies;
use crate::press::{self, digits, language};

use super::{Invoice, InvoiceLine, InvoiceTax, Kind, Party, qr};

/// The words of a document: in its language, and in a second one.
pub(super) struct Words {
    l: L,
    second: Option<L>,
}

impl Words {
    /// The words in which a document is printed. A tax invoice of Saudi Arabia must be in
    /// Arabic; who does not read it finds their own language beside it.
    pub(super) fn of(app: &App, tenant: &Tenant, invoice: &Invoice) -> Self {
        let second = match (invoice.seller.country, invoice.lang) {
            (Country::SA, Lang::Ar) => Some(Lang::En),
            (Country::SA, _) => Some(Lang::Ar),
            _ => None,
        };
        let second = second.map(|lang| app.l(tenant, lang));
        Self { l: app.l(tenant, invoice.lang), second }
    }

    fn label(&self, key: &str) -> Label {
        Label { text: self.l.t(key), second: self.second.as_ref().map(|l| l.t(key)) }
    }

    fn field(&self, key: &str, value: impl Into<String>) -> Field {
        Field::new(self.label(key), value)
    }
}

/// The document, ready to print.
pub(super) fn document(words: &Words, invoice: &Invoice) -> Document {
    let l = &words.l;
    let kind = match (invoice.kind, invoice.taxes.iter().any(|tax| tax.rate.is_positive())) {
        (Kind::CreditNote, _) => "invoices-paper-credit-note",
        (Kind::SalesDebitNote, _) => "invoices-paper-debit-note",
        (Kind::Invoice, true) => "invoices-paper-tax-invoice",
        (Kind::Invoice, false) => "invoices-paper-invoice",
    };
    let page = ("invoices-paper-page", [("n", "{n}".into()), ("m", "{m}".into())]);
    let page = Label {
        text: l.with(page.0, &page.1),
        second: words.second.as_ref().map(|l| l.with(page.0, &page.1)),
    };
    Document {
        language: language(invoice.lang),
        second_language: words.second.as_ref().map(|l| language(l.lang())),
        digits: digits(l),
        second_digits: words.second.as_ref().map(digits).unwrap_or_default(),
        kind: words.label(kind),
        number: invoice.number.clone(),
        seller: party(words, None, &invoice.seller),
        buyer: party(words, Some("invoices-paper-buyer"), &invoice.buyer),
        meta: meta(words, invoice),
        columns: columns(words, invoice.prices_include_tax),
        rows: invoice.lines.iter().map(|line| row(words, invoice, line)).collect(),
        taxes: taxes(words, invoice),
        totals: totals(words, invoice),
        notes: notes(words, invoice),
        qr: qr::payload(invoice).map(|payload| Qr { payload, alt: l.t("invoices-paper-qr") }),
        footer: Footer { text: invoice.seller.name.clone(), page },
        made_at: press::moment(invoice.recorded_at),
        ..Document::default()
    }
}

/// The sums; of a document in another currency the tax and the sum in the company's own too, as
/// the law wants.
fn totals(words: &Words, invoice: &Invoice) -> Vec<Total> {
    let l = &words.l;
    let mut totals = vec![
        Total::new(words.label("invoices-net"), l.amount(invoice.net)),
        Total::new(words.label("invoices-tax"), l.amount(invoice.tax)),
        Total::emphasised(words.label("invoices-gross"), l.money(invoice.gross)),
    ];
    if invoice.exchange_rate.is_some() {
        totals.extend([
            Total::new(words.label("invoices-tax-base"), l.money(invoice.tax_base)),
            Total::new(words.label("invoices-gross-base"), l.money(invoice.gross_base)),
        ]);
    }
    totals
}

/// What the currency is counted at: "1 USD = 3.7513 SAR".
pub(super) fn rate_said(l: &L, invoice: &Invoice) -> Option<String> {
    let rate = invoice.exchange_rate?;
    let (currency, own) = (invoice.gross.currency, invoice.gross_base.currency);
    Some(currencies::said(l, currency, own, rate))
}

/// Why a credit note was posted, what the prices have in them, why there is no tax, and what the
/// seller writes below everything.
fn notes(words: &Words, invoice: &Invoice) -> Vec<Field> {
    let (reason, note) = (invoice.reason.as_str(), invoice.seller.note.as_str());
    let reason = (!reason.is_empty()).then(|| words.field("invoices-reason", reason));
    let note = (!note.is_empty()).then(|| Field::new(Label::default(), note));
    let said = Field::new(words.label("invoices-prices-with-tax"), "");
    let with_tax = invoice.prices_include_tax.then_some(said);
    let untaxed = invoice.taxes.iter().filter(|tax| !tax.reason.is_empty());
    let untaxed = untaxed.map(|tax| {
        let second = words.second.as_ref().map(|l| rate_of(l, tax));
        Field::new(Label { text: rate_of(&words.l, tax), second }, &tax.reason)
    });
    reason.into_iter().chain(with_tax).chain(untaxed).chain(note).collect()
}

fn party(words: &Words, title: Option<&str>, party: &Party) -> PrintedParty {
    let country = country_name(&words.l, party.country);
    let place = [party.city.as_str(), country.as_str()];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    let (phone, email) = (party.phone.clone(), party.email.clone());
    let lines = [party.address.clone(), place.join(", "), phone, email];
    let numbered = !party.tax_number.is_empty();
    let tax = numbered.then(|| words.field("invoices-tax-number", &party.tax_number));
    PrintedParty {
        title: title.map(|key| words.label(key)).unwrap_or_default(),
        name: party.name.as_str().into(),
        lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
        fields: tax.into_iter().collect(),
    }
}

/// What the document that is taken back is called.
pub(super) fn original_key(kind: Kind) -> &'static str {
    match kind {
        Kind::SalesDebitNote => "invoices-original-note",
        Kind::Invoice | Kind::CreditNote => "invoices-original",
    }
}

fn meta(words: &Words, invoice: &Invoice) -> Vec<Field> {
    let l = &words.l;
    let mut meta = vec![words.field("invoices-issue-date", l.date(invoice.issue_date))];
    match invoice.kind {
        Kind::Invoice => {
            meta.push(words.field("invoices-supply-date", l.date(invoice.supply_date)));
            meta.push(words.field("invoices-due-date", l.date(invoice.due_date)));
        }
        Kind::CreditNote | Kind::SalesDebitNote => {
            let original = invoice.original_number.clone().unwrap_or_default();
            meta.push(words.field(original_key(invoice.kind), original));
        }
    }
    meta.push(words.field("invoices-currency", invoice.gross.currency.code()));
    meta.extend(rate_said(l, invoice).map(|rate| words.field("invoices-exchange-rate", rate)));
    meta
}

fn columns(words: &Words, with_tax: bool) -> Vec<Column> {
    vec![
        Column::number("#"),
        Column::text(words.label("invoices-description"), 1),
        Column::number(words.label("invoices-quantity")),
        Column::number(words.label("invoices-unit-price")),
        Column::number(words.label("invoices-tax")),
        Column::number(words.label(if with_tax { "invoices-gross" } else { "invoices-net" })),
    ]
}

fn row(words: &Words, invoice: &Invoice, line: &InvoiceLine) -> Vec<Cell> {
    let l = &words.l;
    let mut small = line.sku.clone();
    if line.discount.is_positive() {
        let percent = l.percent(line.discount);
        let discount = l.with("invoices-line-discount", &[("percent", percent.into())]);
        small = if small.is_empty() { discount } else { format!("{small} · {discount}") };
    }
    let description = match small.is_empty() {
        true => line.description.as_str().into(),
        false => Cell::with_secondary(&line.description, small),
    };
    let rate = invoice.taxes.iter().find(|tax| tax.tax_code_id == line.tax_code_id);
    let quantity = format!("{} {}", l.quantity(line.quantity), line.unit);
    vec![
        l.int(i64::from(line.n)).into(),
        description,
        quantity.trim().into(),
        l.unit_price(line.unit_price, line.net.currency).into(),
        rate.map(|tax| l.percent(tax.rate)).unwrap_or_default().into(),
        l.amount(if invoice.prices_include_tax { line.gross } else { line.net }).into(),
    ]
}

/// What a group of lines is taxed at, in a word: "15%" or why nothing is due.
pub(super) fn rate_of(l: &L, tax: &InvoiceTax) -> String {
    let key = format!("invoices-category-{}", tax.category.code().to_lowercase());
    l.with(&key, &[("rate", l.percent(tax.rate).into())])
}

fn taxes(words: &Words, invoice: &Invoice) -> Option<TaxTable> {
    let l = &words.l;
    let groups = invoice.taxes.iter().map(|tax| TaxGroup {
        label: Label {
            text: rate_of(l, tax),
            second: words.second.as_ref().map(|l| rate_of(l, tax)),
        },
        net: l.amount(tax.net),
        tax: l.amount(tax.tax),
    });
    let headings = ["invoices-rate", "invoices-net", "invoices-tax"].map(|key| words.label(key));
    Some(TaxTable { headings, groups: groups.collect() })
}
