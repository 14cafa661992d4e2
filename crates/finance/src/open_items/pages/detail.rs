//! One open item: what it was, what was set off against it, and what can be.

use base::ui::{
    Badge, Button, Card, Column, Facts, Field, Mistakes, PageHeader, Row, Table, Tone, bdi, fields,
    form, form_actions,
};
use base::{Cx, Date};
use maud::{Markup, html};
use platform::audit::{AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::{OpenItem, SetOff};
use super::Typed;
use super::form::{WriteOffForm, amount_name};
use super::index::side_name;
use crate::forms::{error, texts};
use crate::ledger::{document_link, document_name};

/// Everything that the page shows.
pub(super) struct Seen {
    pub(super) item: OpenItem,
    pub(super) set_off: Vec<SetOff>,
    /// What the item can be set off against.
    pub(super) others: Vec<OpenItem>,
    pub(super) happened: Vec<AuditEntry>,
    pub(super) today: Date,
}

pub(super) fn page(cx: &Cx, seen: &Seen, typed: &Typed<'_>) -> Markup {
    let (l, texts, item) = (&cx.l, texts(cx), &seen.item);
    let (tone, key) = match item.is_settled() {
        true => (Tone::Success, "open-items-settled"),
        false => (Tone::Info, "open-items-still-open"),
    };
    let statement = super::statement_address(item.side, item.party_id);
    html! {
        (PageHeader::new(&texts, &item.number)
            .crumb(l.t("open-items-title"), "/admin/open-items")
            .beside(html! { (Badge::new(tone, l.t(key))) })
            .subtitle(&item.party_name)
            .actions(html! { (Button::link(l.t("open-items-statement"), statement)) }))
        (mistakes(cx, seen, typed))
        div.split {
            div.stack {
                (Card::new(html! { (history(cx, seen)) })
                    .title(l.t("open-items-history")).flush())
                @if !item.is_settled() && cx.may("open_items.allocate") {
                    (Card::new(setting_off(cx, seen, typed)).title(l.t("open-items-set-off")))
                }
                @if !item.is_settled() && cx.may("open_items.write_off") {
                    (Card::new(write_off(cx, seen, typed)).title(l.t("open-items-write-off")))
                }
            }
            div.stack {
                (Card::new(html! { (facts(cx, item)) }).title(l.t("invoices-about")))
                (Card::new(timeline_markup(l, &seen.happened)).title(l.t("invoices-happened")))
            }
        }
    }
}

/// The mistakes above the page, each with the name of its field here.
fn mistakes(cx: &Cx, seen: &Seen, typed: &Typed<'_>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let Some(problem) = typed.problem else { return html! {} };
    let mut mistakes = Mistakes::new(&texts);
    if problem.fields().is_empty() {
        mistakes = mistakes.general(problem.sentence(l));
    }
    for field in problem.fields() {
        let of = |other: &&OpenItem| amount_name(other.id) == field.path;
        let at = seen.others.iter().position(|other| of(&other));
        let name = at.map_or_else(|| field.path.to_string(), |at| format!("against[{at}][amount]"));
        mistakes = mistakes.field(&name, field.sentence(l));
    }
    html! { (mistakes) }
}

fn facts(cx: &Cx, item: &OpenItem) -> Facts {
    let l = &cx.l;
    let document = document_link(&cx.app, &item.document_type, item.document_id, &item.number);
    let kind = document_name(l, &item.document_type);
    Facts::new()
        .text(l.t("open-items-side"), &side_name(l, item.side))
        .markup(l.t("open-items-document"), html! { (kind) " " (document) })
        .text(l.t("open-items-date"), &l.date(item.date))
        .text(l.t("open-items-due"), &l.date(item.due_date))
        .text(l.t("open-items-amount"), &l.money(item.amount))
        .text(l.t("open-items-open"), &l.money(item.open))
        .text(l.t("ledger-recorded"), &l.timestamp(item.recorded_at))
}

fn history(cx: &Cx, seen: &Seen) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("open-items-number")).unbroken(),
        Column::new(l.t("open-items-date")).unbroken(),
        Column::new(l.t("open-items-amount")).numeric(),
        Column::new(""),
    ];
    let rows = seen.set_off.iter().map(|set_off| {
        Row::new(vec![
            document_link(&cx.app, &set_off.document_type, set_off.document_id, &set_off.number),
            bdi(&l.date(set_off.date)),
            bdi(&l.amount(set_off.amount)),
            html! {
                @if set_off.holds() && cx.may("open_items.allocate") {
                    (undo(cx, seen.item.id, set_off.id))
                } @else if !set_off.holds() {
                    span.muted { (l.t("open-items-taken-back")) }
                }
            },
        ])
    });
    Table::new(l.t("open-items-history"), columns).rows(rows)
}

fn undo(cx: &Cx, item: Uuid, allocation: Uuid) -> Markup {
    let mut hidden = cx.hidden();
    hidden.push(("allocation".to_owned(), allocation.to_string()));
    let button = Button::submit(cx.l.t("open-items-undo")).small();
    form(&format!("{}/undo", super::address(item)), &hidden, html! { (button) })
}

fn setting_off(cx: &Cx, seen: &Seen, typed: &Typed<'_>) -> Markup {
    let l = &cx.l;
    if seen.others.is_empty() {
        return html! { p.muted { (l.t("open-items-nothing-against")) } };
    }
    let form_typed = typed.setting_off;
    let problem = typed.problem.filter(|_| form_typed.is_some());
    let date = form_typed.map(|form| form.date.as_str()).unwrap_or_default();
    let hidden = |at: usize, other: &OpenItem| {
        html! {
            input type="hidden" name=(format!("against[{at}][item]")) value=(other.id);
        }
    };
    let amount = |at: usize, other: &OpenItem| {
        let open = base::Money::new(other.open.minor.saturating_abs(), other.open.currency);
        let label = format!("{} · {}", other.number, l.date(other.due_date));
        let value = form_typed.and_then(|form| form.amount_of(other.id)).unwrap_or_default();
        Field::money(format!("against[{at}][amount]"), label, open.currency.code())
            .value(value)
            .hint(l.with("payments-open", &[("open", l.money(open).into())]))
            .error(error(l, problem, &amount_name(other.id)))
    };
    form(
        &format!("{}/set-off", super::address(seen.item.id)),
        &cx.hidden(),
        html! {
            (fields(html! {
                @for (at, other) in seen.others.iter().enumerate() {
                    (hidden(at, other))
                    (amount(at, other))
                }
                (Field::date("date", l.t("open-items-day")).value(date)
                    .hint(l.t("open-items-day-hint")).error(error(l, problem, "date")))
            }))
            (form_actions(html! { (Button::submit(l.t("open-items-set-off")).primary()) }))
        },
    )
}

fn write_off(cx: &Cx, seen: &Seen, typed: &Typed<'_>) -> Markup {
    let l = &cx.l;
    let fresh = WriteOffForm::of(&seen.item, seen.today);
    let written = typed.write_off.unwrap_or(&fresh);
    let problem = typed.problem.filter(|_| typed.write_off.is_some());
    form(
        &format!("{}/write-off", super::address(seen.item.id)),
        &cx.hidden(),
        html! {
            p.muted { (l.t("open-items-write-off-text")) }
            (fields(html! {
                (Field::money("amount", l.t("open-items-amount"), seen.item.open.currency.code())
                    .value(&written.amount).required(true).error(error(l, problem, "amount")))
                (Field::date("day", l.t("open-items-day")).value(&written.date)
                    .error(error(l, problem, "day")))
                (Field::text("reason", l.t("open-items-reason")).value(&written.reason)
                    .required(true)
                    .maxlength(500).span().error(error(l, problem, "reason")))
            }))
            (form_actions(html! { (Button::submit(l.t("open-items-write-off"))) }))
        },
    )
}
