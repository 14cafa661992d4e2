//! One payment: how it came, what it settled, its entry.

use base::Cx;
use base::ui::{Card, Column, Facts, PageHeader, Row, Table, bdi};
use maud::{Markup, html};
use platform::audit::{AuditEntry, timeline_markup};

use super::super::Payment;
use super::index::method;
use crate::forms::texts;
use crate::ledger::{self, Entry};
use crate::open_items::OpenItem;

pub(super) fn page(
    cx: &Cx,
    payment: &Payment,
    items: &[OpenItem],
    entry: Option<&Entry>,
    happened: &[AuditEntry],
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let party = html! {
        @match payment.customer_id.filter(|_| cx.may("customers.read")) {
            Some(id) => { a href={ "/admin/customers/" (id) } { (bdi(&payment.party)) } }
            None => { (bdi(&payment.party)) }
        }
    };
    let mut facts = Facts::new()
        .markup(l.t("payments-party"), party)
        .text(
            l.t("payments-direction"),
            &l.t(&format!("payments-direction-{}", payment.direction.name())),
        )
        .text(l.t("payments-method"), &method(cx, payment.method))
        .text(l.t("payments-date"), &l.date(payment.date))
        .text(l.t("payments-unused"), &l.money(payment.unused))
        .text(l.t("payments-reference"), &payment.reference)
        .text(l.t("ledger-recorded"), &l.timestamp(payment.recorded_at));
    if payment.amount.currency != payment.base.currency {
        facts = facts.text(l.t("payments-base"), &l.money(payment.base));
    }
    if let Some(paper) = &payment.certificate {
        facts = facts.text(l.t("payments-certificate"), &paper.number);
        if let Some(date) = paper.date {
            facts = facts.text(l.t("payments-certificate-date"), &l.date(date));
        }
    }
    html! {
        (PageHeader::new(&texts, &payment.number)
            .crumb(l.t("payments-title"), "/admin/payments")
            .subtitle(l.money(payment.amount)))
        div.split {
            div.stack {
                (Card::new(html! { (settled(cx, payment)) })
                    .title(l.t("payments-invoices")).flush())
                @if let Some(entry) = entry { (ledger::entry_card(cx, entry)) }
            }
            div.stack {
                (Card::new(html! { (facts) (unused(cx, items)) }).title(l.t("invoices-about")))
                (Card::new(timeline_markup(l, happened)).title(l.t("invoices-happened")))
            }
        }
    }
}

/// Where what settles nothing yet is set off, and where a setting off is taken back.
fn unused(cx: &Cx, items: &[OpenItem]) -> Markup {
    let l = &cx.l;
    let said = |item: &OpenItem| match item.is_settled() {
        true => l.t("open-items-history"),
        false => l.with("payments-use", &[("open", l.money(item.open).into())]),
    };
    html! {
        @if cx.may("open_items.read") {
            @for item in items {
                p { a href={ "/admin/open-items/" (item.id) } { (said(item)) } }
            }
        }
    }
}

fn settled(cx: &Cx, payment: &Payment) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("invoices-number")).title().unbroken(),
        Column::new(l.t("payments-amount")).numeric(),
    ];
    let rows = payment.allocations.iter().map(|part| {
        let (kind, number) = (&part.document_type, &part.invoice_number);
        let link = ledger::document_link(&cx.app, kind, part.invoice_id, number);
        let cells = vec![link, bdi(&l.amount(part.amount))];
        Row::new(cells)
    });
    Table::new(l.t("payments-invoices"), columns).rows(rows)
}
