//! One bill or debit note: its lines and sums, what differs, what it looks like, its entries.

use base::ui::{
    Banner, Button, Card, Column, Dialog, Facts, Field, Icon, Kind, PageHeader, Row, Table, Tone,
    Totals, bdi, form,
};
use base::{Cx, L, Money, Problem, Text, Tx};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::{
    Bill, BillKind, BillLine, BillState, Difference, LookAlike, Resemblance, find, look_alikes,
    store,
};
use super::index::{badge, kind};
use crate::currencies;
use crate::dimensions::Offered;
use crate::forms::texts;
use crate::ledger::{self, Account, Entry};
use crate::open_items::{self, OpenItem, SetOff};

const APPROVE: &str = "bills.approve";

/// Everything that the page shows.
pub(super) struct Seen {
    pub(super) bill: Bill,
    /// What is open of it; nothing before it is posted.
    item: Option<OpenItem>,
    settlements: Vec<SetOff>,
    /// The roles that may approve it, for a reader who may not.
    deciders: Vec<Text>,
    /// Id, number and minor units of the debit notes.
    notes: Vec<(Uuid, String, i64)>,
    alike: Vec<LookAlike>,
    accounts: Vec<Account>,
    dimensions: Offered,
    entries: Vec<Entry>,
    happened: Vec<AuditEntry>,
}

/// Reads what the page shows.
pub(super) async fn gather(cx: &Cx, tx: &mut Tx, id: Uuid) -> Result<Seen, Problem> {
    let bill = find(tx, id).await?;
    let mut alike = Vec::new();
    if bill.state == BillState::Waiting {
        let of = Resemblance {
            supplier_id: bill.supplier_id,
            supplier_number: bill.supplier_number.clone(),
            gross: bill.gross,
            bill_date: bill.bill_date,
            file_id: bill.file_id,
        };
        alike = look_alikes(tx, &of).await?;
        alike.retain(|other| other.id != id);
    }
    let mut entries = Vec::new();
    if cx.may("ledger.read") {
        for entry in ledger::entries_of(tx, bill.kind.name(), id).await?.into_iter().take(5) {
            entries.push(ledger::entry(tx, entry.id).await?);
        }
    }
    let named = bill.lines.iter().flat_map(|line| [line.cost_centre_id, line.project_id]);
    let named: Vec<String> = named.flatten().map(|id| id.to_string()).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let mut deciders = Vec::new();
    if bill.state == BillState::Waiting && !cx.may(APPROVE) {
        let mut roles = platform::users::roles(tx).await?;
        roles.retain(|role| role.slug == "owner" || role.permissions.iter().any(|p| p == APPROVE));
        deciders.extend(roles.into_iter().map(|role| role.name));
    }
    let kind = bill.kind.name();
    Ok(Seen {
        item: open_items::of_document(tx, kind, id).await?.into_iter().next(),
        settlements: open_items::set_off(tx, &[kind], &[id]).await?,
        dimensions: Offered::gather(cx, tx, &named).await?,
        notes: store::notes_of(tx, id).await?,
        accounts: ledger::accounts(tx).await?,
        happened: audit::timeline(tx, "bill", id).await?,
        bill,
        alike,
        deciders,
        entries,
    })
}

/// The page of a document.
pub(super) fn page(cx: &Cx, seen: &Seen) -> Markup {
    let (l, texts, bill) = (&cx.l, texts(cx), &seen.bill);
    html! {
        (PageHeader::new(&texts, bill.name())
            .crumb(l.t("bills-title"), "/admin/bills")
            .beside(badge(cx, bill.state))
            .subtitle(format!("{} · {}", kind(cx, bill.kind), bill.supplier.name))
            .actions(actions(cx, seen)))
        @if bill.state == BillState::Waiting && !bill.differences.is_empty() {
            (differences(l, &bill.differences))
        }
        @if !seen.deciders.is_empty() {
            @let roles: Vec<&str> = seen.deciders.iter().map(|name| l.text(name)).collect();
            (Banner::new(Tone::Info,
                l.with("bills-waits-for", &[("roles", roles.join(", ").into())])))
        }
        @if !seen.alike.is_empty() { (alike(cx, &seen.alike)) }
        div.split {
            div.stack {
                (Card::new(html! {
                    (lines(cx, seen))
                    (totals(cx, seen))
                }).title(l.t("bills-lines")).flush())
                @for entry in &seen.entries { (ledger::entry_card(cx, entry)) }
            }
            div.stack {
                (Card::new(html! { (facts(cx, bill)) }).title(l.t("bills-about")))
                @if seen.item.is_some() {
                    (Card::new(settled(cx, seen)).title(l.t("bills-settled-by")))
                }
                @if !seen.notes.is_empty() {
                    (Card::new(notes(cx, seen)).title(l.t("bills-notes")))
                }
                (Card::new(timeline_markup(l, &seen.happened)).title(l.t("bills-happened")))
            }
        }
    }
}

/// What differs, in a sentence.
fn sentence(l: &L, difference: &Difference) -> String {
    let facts = difference.facts.iter();
    let facts: Vec<_> = facts.map(|(name, value)| (name.as_str(), value.as_str().into())).collect();
    let key = format!("bills-difference-{}", difference.code.replace('_', "-"));
    let said = l.with(&key, &facts);
    match difference.line {
        Some(n) => l.with("form-in-line", &[("n", n.into()), ("what", said.as_str().into())]),
        None => said,
    }
}

fn differences(l: &L, differences: &[Difference]) -> Markup {
    html! {
        section.banner.tone-warning role="status" {
            (Icon::Warning)
            div {
                strong { (l.t("bills-differs")) }
                ul { @for difference in differences { li { (sentence(l, difference)) } } }
            }
        }
    }
}

/// The bills that this one looks like, with a link to each.
fn alike(cx: &Cx, alike: &[LookAlike]) -> Markup {
    let l = &cx.l;
    let link = |other: &LookAlike| {
        let name = other.number.as_deref().unwrap_or(&other.supplier_number);
        let why = l.t(&format!("bills-alike-{}", other.why));
        (format!("{name} · {} · {why}", l.date(other.bill_date)), super::address(other.id))
    };
    html! {
        (Banner::new(Tone::Warning, l.t("bills-alike-text")).title(l.t("bills-alike"))
            .links(alike.iter().map(link)))
    }
}

fn actions(cx: &Cx, seen: &Seen) -> Markup {
    let (l, bill, home) = (&cx.l, &seen.bill, super::address(seen.bill.id));
    let waiting = bill.state == BillState::Waiting;
    let posted = bill.state == BillState::Posted && bill.kind == BillKind::Bill;
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), bill.version.to_string()));
    html! {
        @if let Some(file) = bill.file_id {
            (Button::link(l.t("bills-file"), format!("/files/{file}")).icon(Icon::File))
        }
        @if posted && cx.may("bills.debit") {
            (Button::link(l.t("bills-debit"), format!("{home}/debit")))
        }
        @if let Some(item) = seen.item.as_ref().filter(|item| posted && !item.is_settled()) {
            @if cx.may("payments.pay") {
                (Button::link(l.t("bills-pay"), pay(item)).icon(Icon::Money).primary())
            }
        }
        @if waiting && bill.is_of(cx.actor.user_id()) && cx.may("bills.enter") {
            (Button::opens(l.t("bills-withdraw"), "withdraw"))
            (Dialog::new("withdraw", l.t("bills-withdraw-title"), form(
                &format!("{home}/withdraw"), &hidden, html! {
                    p { (l.t("bills-withdraw-text")) }
                    (Field::text("reason", l.t("bills-reason")).maxlength(500).span())
                    div.dialog-actions { (Button::submit(l.t("bills-withdraw")).primary()) }
                })))
        }
        @if waiting && cx.may(APPROVE) {
            (Button::opens(l.t("bills-reject"), "reject").kind(Kind::Danger).icon(Icon::Close))
            (Dialog::new("reject", l.t("bills-reject-title"), form(
                &format!("{home}/reject"), &hidden, html! {
                    p { (l.t("bills-reject-text")) }
                    (Field::text("reason", l.t("bills-reason")).required(true).maxlength(500)
                        .span())
                    div.dialog-actions {
                        (Button::submit(l.t("bills-reject")).kind(Kind::DangerPrimary))
                    }
                })))
            form method="post" action=(format!("{home}/approve")) {
                (base::ui::hidden(&hidden))
                (Button::submit(l.t("bills-approve")).primary().icon(Icon::Check))
            }
        }
    }
}

/// The form that pays it, with what is open filled in.
fn pay(item: &OpenItem) -> String {
    let (side, party, id) = (item.side.name(), item.party_id, item.id);
    format!("/admin/payments/pay?side={side}&party={party}&item={id}")
}

fn lines(cx: &Cx, seen: &Seen) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("bills-description")),
        Column::new(l.t("bills-quantity")).numeric(),
        Column::new(l.t("bills-price")).numeric(),
        Column::new(l.t("bills-net")).numeric(),
        Column::new(l.t("bills-tax")).numeric(),
        Column::new(l.t("bills-gross")).numeric(),
    ];
    let row = |line: &BillLine| {
        Row::new(vec![
            html! { (bdi(&line.description)) br; span.small.muted { (target(cx, seen, line)) } },
            bdi(&format!("{} {}", l.quantity(line.quantity), line.unit)),
            bdi(&l.unit_price(line.unit_price, line.net.currency)),
            bdi(&l.amount(line.net)),
            bdi(&l.amount(line.tax)),
            bdi(&l.amount(line.gross)),
        ])
    };
    Table::new(l.t("bills-lines"), columns).rows(seen.bill.lines.iter().map(row))
}

/// What a line pays for: the receipt, or the account.
fn target(cx: &Cx, seen: &Seen, line: &BillLine) -> Markup {
    let l = &cx.l;
    let account = line.account_id.and_then(|id| seen.accounts.iter().find(|a| a.id == id));
    html! {
        @if let Some(receipt) = line.receipt_id {
            a href={ "/admin/stock/receipts/" (receipt) } { (l.t("bills-to-receipt")) }
        }
        @if let Some(account) = account { (bdi(&account.code)) " " (l.text(&account.name)) }
        @for id in [line.cost_centre_id, line.project_id].into_iter().flatten() {
            @if let Some(name) = seen.dimensions.called(id) { " · " (bdi(name)) }
        }
        @if let Some(order) = line.order_id {
            " · " a href={ "/admin/purchase-orders/" (order) } { (l.t("bills-to-order")) }
        }
    }
}

fn totals(cx: &Cx, seen: &Seen) -> Markup {
    let (l, bill) = (&cx.l, &seen.bill);
    let mut totals = Totals::new()
        .row(l.t("bills-net"), l.amount(bill.net))
        .row(l.t("bills-tax"), l.amount(bill.tax));
    if bill.exchange_rate.is_some() {
        totals = totals
            .row(l.t("bills-tax-base"), l.money(bill.tax_base))
            .row(l.t("bills-gross-base"), l.money(bill.gross_base));
    }
    let Some(item) = &seen.item else {
        return html! { (totals.grand(l.t("bills-gross"), l.money(bill.gross))) };
    };
    let open = Money::new(item.open.minor.saturating_abs(), item.open.currency);
    let settled = Money::new(bill.gross.minor - open.minor, open.currency);
    html! {
        (totals
            .row(l.t("bills-gross"), l.money(bill.gross))
            .row(l.t("bills-settled"), l.amount(settled))
            .grand(l.t("bills-open"), l.money(open)))
    }
}

/// What was paid of it and set off against it.
fn settled(cx: &Cx, seen: &Seen) -> Markup {
    let l = &cx.l;
    html! {
        @if seen.settlements.is_empty() { p.muted { (l.t("bills-not-settled")) } }
        ul.stack {
            @for s in &seen.settlements {
                li {
                    (ledger::document_link(&cx.app, &s.document_type, s.document_id, &s.number))
                    " · " bdi { (l.date(s.date)) } " · " bdi { (l.amount(s.amount)) }
                }
            }
        }
    }
}

fn notes(cx: &Cx, seen: &Seen) -> Markup {
    let l = &cx.l;
    let money = |minor| l.amount(Money::new(minor, seen.bill.gross.currency));
    html! {
        ul.stack {
            @for (id, number, gross) in &seen.notes {
                li {
                    a href=(super::address(*id)) { (bdi(number)) } " · " bdi { (money(*gross)) }
                }
            }
        }
    }
}

fn facts(cx: &Cx, bill: &Bill) -> Facts {
    let l = &cx.l;
    let supplier = html! {
        @if cx.may("suppliers.read") {
            a href={ "/admin/suppliers/" (bill.supplier_id) } { (bdi(&bill.supplier.name)) }
        } @else { (bdi(&bill.supplier.name)) }
    };
    let mut facts = Facts::new()
        .markup(l.t("bills-supplier"), supplier)
        .text(l.t("bills-tax-number"), &bill.supplier.tax_number)
        .text(l.t("bills-date"), &l.date(bill.bill_date));
    if let Some(rate) = bill.exchange_rate {
        let (theirs, own) = (bill.gross.currency, bill.gross_base.currency);
        let said = currencies::said(l, theirs, own, rate);
        facts = facts.text(l.t("bills-exchange-rate"), &said);
    }
    match (bill.original_id, &bill.original_number) {
        (Some(original), Some(number)) => {
            let link = html! { a href=(super::address(original)) { (bdi(number)) } };
            facts =
                facts.markup(l.t("bills-original"), link).text(l.t("bills-reason"), &bill.reason);
        }
        _ => {
            facts = facts
                .text(l.t("bills-supplier-number"), &bill.supplier_number)
                .text(l.t("bills-due"), &l.date(bill.due_date))
                .text(l.t("bills-note"), &bill.note);
        }
    }
    if !bill.another_reason.is_empty() {
        facts = facts.text(l.t("bills-another-reason"), &bill.another_reason);
    }
    if !bill.decision.is_empty() {
        facts = facts.text(l.t("bills-decision"), &bill.decision);
    }
    facts
}
