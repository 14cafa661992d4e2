//! A statement of account as it is printed, in one language.

use base::L;
use documents::{Cell, Column, Document, Field, Footer, Party as PrintedParty, Total};

use super::{Statement, StatementLine};
use crate::invoices::Party;
use crate::ledger;
use crate::press::{digits, language};

/// What a line is called: the kind of its document, or that the exchange rate moved.
pub(super) fn kind(l: &L, line: &StatementLine) -> String {
    match line.document_type.as_str() {
        "allocation" => l.t("open-items-exchange"),
        other => ledger::document_name(l, other),
    }
}

/// The statement, ready to print.
#[must_use]
pub fn document(l: &L, seller: &Party, statement: &Statement) -> Document {
    let page = l.with("invoices-paper-page", &[("n", "{n}".into()), ("m", "{m}".into())]);
    let days = format!("{} – {}", l.date(statement.from), l.date(statement.to));
    let place = [seller.address.clone(), seller.city.clone(), seller.email.clone()];
    let tax = (!seller.tax_number.is_empty())
        .then(|| Field::new(l.t("invoices-tax-number"), &seller.tax_number));
    Document {
        language: language(l.lang()),
        digits: digits(l),
        kind: l.t("open-items-statement").into(),
        number: l.date(statement.to),
        seller: PrintedParty {
            name: seller.name.as_str().into(),
            lines: place.into_iter().filter(|line| !line.is_empty()).collect(),
            fields: tax.into_iter().collect(),
            ..PrintedParty::default()
        },
        buyer: PrintedParty {
            title: l.t("open-items-party").into(),
            name: statement.party_name.as_str().into(),
            ..PrintedParty::default()
        },
        meta: vec![
            Field::new(l.t("open-items-days"), days),
            Field::new(l.t("invoices-currency"), statement.closing.currency.code()),
        ],
        columns: vec![
            Column::number(l.t("open-items-date")),
            Column::text(l.t("open-items-document"), 1),
            Column::number(l.t("open-items-due")),
            Column::number(l.t("open-items-amount")),
            Column::number(l.t("open-items-balance")),
        ],
        rows: std::iter::once(opening(l, statement))
            .chain(statement.lines.iter().map(|line| row(l, line)))
            .collect(),
        totals: vec![Total::emphasised(l.t("open-items-closing"), l.money(statement.closing))],
        notes: match seller.note.as_str() {
            "" => Vec::new(),
            note => vec![Field::new("", note)],
        },
        footer: Footer { text: seller.name.clone(), page: page.into() },
        ..Document::default()
    }
}

/// What was owed before the first line.
fn opening(l: &L, statement: &Statement) -> Vec<Cell> {
    vec![
        l.date(statement.from).into(),
        l.t("open-items-opening").into(),
        String::new().into(),
        String::new().into(),
        l.amount(statement.opening).into(),
    ]
}

fn row(l: &L, line: &StatementLine) -> Vec<Cell> {
    vec![
        l.date(line.date).into(),
        Cell::with_secondary(&line.number, kind(l, line)),
        line.due_date.map(|due| l.date(due)).unwrap_or_default().into(),
        l.amount(line.amount).into(),
        l.amount(line.balance).into(),
    ]
}
