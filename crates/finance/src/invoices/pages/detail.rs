//! One invoice or credit note: its lines and sums, what settled it, its entry.

use base::ui::{
    Banner, Button, Card, Column, Facts, Icon, PageHeader, Row, Table, Tone, Totals, bdi,
};
use base::{Cx, Problem, Tx};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::store::{self, Note};
use super::super::{Invoice, InvoiceLine, Kind, find, paper};
use super::index::{badge, kind};
use crate::forms::texts;
use crate::ledger::{self, Entry};
use crate::open_items::{self, SetOff};

/// Everything that the page shows.
pub(super) struct Seen {
    pub(super) invoice: Invoice,
    settlements: Vec<SetOff>,
    /// The credit notes of an invoice, or the debit note of a credit note.
    notes: Vec<Note>,
    entry: Option<Entry>,
    happened: Vec<AuditEntry>,
}

/// Reads what the page shows.
pub(super) async fn gather(cx: &Cx, tx: &mut Tx, id: Uuid) -> Result<Seen, Problem> {
    let invoice = find(tx, id).await?;
    let settlements = open_items::set_off(tx, &[invoice.kind.name()], &[id]).await?;
    let notes = store::notes_of(tx, id).await?;
    let entry = match invoice.entry_id.filter(|_| cx.may("ledger.read")) {
        Some(entry) => Some(ledger::entry(tx, entry).await?),
        None => None,
    };
    let happened = audit::timeline(tx, "invoice", id).await?;
    Ok(Seen { invoice, settlements, notes, entry, happened })
}

/// The page of a document.
pub(super) fn page(cx: &Cx, seen: &Seen) -> Markup {
    let (l, texts, invoice) = (&cx.l, texts(cx), &seen.invoice);
    html! {
        (PageHeader::new(&texts, &invoice.number)
            .crumb(l.t("invoices-title"), "/admin/invoices")
            .beside(badge(cx, invoice.kind, invoice.state))
            .subtitle(format!("{} · {}", kind(cx, invoice.kind), invoice.buyer.name))
            .actions(actions(cx, invoice)))
        (nameless_tax(cx, invoice))
        div.split {
            div.stack {
                (Card::new(html! {
                    (lines(cx, invoice))
                    (totals(cx, invoice))
                }).title(l.t("invoices-lines")).flush())
                @if let Some(entry) = &seen.entry { (ledger::entry_card(cx, entry)) }
            }
            div.stack {
                (Card::new(html! { (facts(cx, invoice)) }).title(l.t("invoices-about")))
                (Card::new(settled(cx, seen)).title(l.t("invoices-settled-by")))
                (Card::new(html! { (taxes(cx, invoice)) })
                    .title(l.t("invoices-taxes")).flush())
                (Card::new(timeline_markup(l, &seen.happened)).title(l.t("invoices-happened")))
            }
        }
    }
}

/// Tax that nobody registered asks for: posted before the company gave its number.
fn nameless_tax(cx: &Cx, invoice: &Invoice) -> Markup {
    let l = &cx.l;
    let nameless = invoice.seller.tax_number.is_empty() && invoice.tax.is_positive();
    let settings = (l.t("invoices-nameless-settings"), "/admin/settings".to_owned());
    let settings = cx.may("settings.edit").then_some(settings);
    html! {
        @if nameless {
            (Banner::new(Tone::Warning, l.t("invoices-nameless-text"))
                .title(l.t("invoices-nameless")).links(settings))
        }
    }
}

fn actions(cx: &Cx, invoice: &Invoice) -> Markup {
    let (l, id) = (&cx.l, invoice.id);
    let asks = invoice.kind == Kind::Invoice;
    html! {
        (Button::link(l.t("invoices-pdf"), format!("/admin/invoices/{id}/pdf"))
            .icon(Icon::File))
        (Button::link(l.t("invoices-print"), format!("/admin/invoices/{id}/print"))
            .icon(Icon::Print))
        @if cx.may("invoices.send") {
            (Button::link(l.t("invoices-send"), format!("/admin/invoices/{id}/send"))
                .icon(Icon::Mail))
        }
        @if asks && cx.may("invoices.credit") {
            (Button::link(l.t("invoices-credit"), format!("/admin/invoices/{id}/credit")))
        }
        @if asks && cx.may("returns.request") {
            (Button::link(l.t("invoices-take-back"), take_back(invoice)).icon(Icon::Box))
        }
        @if invoice.kind == Kind::CreditNote && invoice.cancelled_by_id.is_none()
            && cx.may("invoices.credit") {
            (Button::link(l.t("invoices-cancel"), format!("/admin/invoices/{id}/cancel")))
        }
        @if asks && invoice.open.is_positive() && cx.may("payments.receive") {
            (Button::link(l.t("payments-receive"), format!("/admin/invoices/{id}/payment"))
                .icon(Icon::Money).primary())
        }
    }
}

/// Where goods come back: of the deliveries of its order, or of the sale itself.
fn take_back(invoice: &Invoice) -> String {
    match invoice.order_id {
        Some(order) => format!("/admin/returns/new?order={order}"),
        None => format!("/admin/returns/new?invoice={}", invoice.id),
    }
}

fn lines(cx: &Cx, invoice: &Invoice) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("invoices-description")),
        Column::new(l.t("invoices-quantity")).numeric(),
        Column::new(l.t("invoices-unit-price")).numeric(),
        Column::new(l.t("invoices-net")).numeric(),
        Column::new(l.t("invoices-tax")).numeric(),
        Column::new(l.t("invoices-gross")).numeric(),
    ];
    let row = |line: &InvoiceLine| {
        let discount = line.discount.is_positive().then(|| {
            l.with("invoices-line-discount", &[("percent", l.percent(line.discount).into())])
        });
        let small: Vec<&str> = [line.sku.as_str()]
            .into_iter()
            .filter(|sku| !sku.is_empty())
            .chain(discount.as_deref())
            .collect();
        Row::new(vec![
            html! {
                bdi { (line.description) }
                @if !small.is_empty() {
                    br; span.small.muted {
                        @for (i, part) in small.iter().enumerate() {
                            @if i > 0 { " · " } (bdi(part))
                        }
                    }
                }
            },
            bdi(&format!("{} {}", l.quantity(line.quantity), line.unit)),
            bdi(&l.unit_price(line.unit_price, line.net.currency)),
            bdi(&l.amount(line.net)),
            bdi(&l.amount(line.tax)),
            bdi(&l.amount(line.gross)),
        ])
    };
    Table::new(l.t("invoices-lines"), columns).rows(invoice.lines.iter().map(row))
}

fn totals(cx: &Cx, invoice: &Invoice) -> Markup {
    let l = &cx.l;
    let settled = match invoice.kind {
        Kind::Invoice | Kind::SalesDebitNote => ("invoices-settled", "invoices-open"),
        Kind::CreditNote => ("invoices-used", "invoices-unused"),
    };
    let mut totals = Totals::new()
        .row(l.t("invoices-net"), l.amount(invoice.net))
        .row(l.t("invoices-tax"), l.amount(invoice.tax))
        .row(l.t("invoices-gross"), l.money(invoice.gross));
    if invoice.exchange_rate.is_some() {
        totals = totals
            .row(l.t("invoices-tax-base"), l.money(invoice.tax_base))
            .row(l.t("invoices-gross-base"), l.money(invoice.gross_base));
    }
    let totals = totals
        .row(l.t(settled.0), l.amount(invoice.settled))
        .grand(l.t(settled.1), l.money(invoice.open));
    html! { (totals) }
}

fn facts(cx: &Cx, invoice: &Invoice) -> Facts {
    let l = &cx.l;
    let customer = html! {
        @if cx.may("customers.read") {
            a href={ "/admin/customers/" (invoice.customer_id) } { (bdi(&invoice.buyer.name)) }
        } @else { (bdi(&invoice.buyer.name)) }
    };
    let mut facts = Facts::new()
        .markup(l.t("invoices-customer"), customer)
        .text(l.t("invoices-tax-number"), &invoice.buyer.tax_number)
        .text(l.t("invoices-issue-date"), &l.date(invoice.issue_date))
        .text(l.t("invoices-supply-date"), &l.date(invoice.supply_date));
    if let Some(rate) = paper::rate_said(l, invoice) {
        facts = facts.text(l.t("invoices-exchange-rate"), &rate);
    }
    if let Some(order) = invoice.order_id {
        let link = html! { a href={ "/admin/orders/" (order) } { (l.t("invoices-to-order")) } };
        facts = facts.markup(l.t("invoices-order"), link);
    }
    let link = |id: Uuid, number: &str| html! { a href=(super::address(id)) { (bdi(number)) } };
    if let (Some(by), Some(number)) = (invoice.cancelled_by_id, &invoice.cancelled_by_number) {
        facts = facts.markup(l.t("invoices-cancelled-by"), link(by, number));
    }
    match (invoice.original_id, &invoice.original_number) {
        (Some(original), Some(number)) => facts
            .markup(l.t(paper::original_key(invoice.kind)), link(original, number))
            .text(l.t("invoices-reason"), &invoice.reason),
        _ => facts.text(l.t("invoices-due-date"), &l.date(invoice.due_date)),
    }
}

fn settled(cx: &Cx, seen: &Seen) -> Markup {
    let l = &cx.l;
    let money = |minor| l.amount(base::Money::new(minor, seen.invoice.gross.currency));
    // A note that found nothing open stands on the customer's account and settled nothing here.
    let unused = |note: &&Note| !seen.settlements.iter().any(|s| s.document_id == note.id);
    html! {
        @if seen.settlements.is_empty() && seen.notes.is_empty() {
            p.muted { (l.t("invoices-not-settled")) }
        }
        ul.stack {
            @for s in &seen.settlements {
                li {
                    (ledger::document_link(&cx.app, &s.document_type, s.document_id, &s.number))
                    " · " bdi { (l.date(s.date)) } " · " bdi { (l.amount(s.amount)) }
                }
            }
            @for note in seen.notes.iter().filter(unused) {
                @let state = if note.cancelled { "invoices-cancelled" } else { "invoices-unused" };
                li {
                    a href=(super::address(note.id)) { (bdi(&note.number)) }
                    " · " bdi { (money(note.gross)) } " · " span.muted { (l.t(state)) }
                }
            }
        }
    }
}

fn taxes(cx: &Cx, invoice: &Invoice) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("invoices-rate")),
        Column::new(l.t("invoices-net")).numeric(),
        Column::new(l.t("invoices-tax")).numeric(),
    ];
    let rows = invoice.taxes.iter().map(|tax| {
        let rate = paper::rate_of(l, tax);
        Row::new(vec![bdi(&rate), bdi(&l.amount(tax.net)), bdi(&l.amount(tax.tax))])
    });
    Table::new(l.t("invoices-taxes"), columns).rows(rows)
}
