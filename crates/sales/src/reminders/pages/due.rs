//! Who would be reminded today: chosen here, reminded by jobs.

use base::ui::{
    Badge, Button, Card, Column, Empty, Icon, PageHeader, Row, Table, Tone, bdi, form, form_actions,
};
use base::{Cx, Problem};
use maud::{Markup, html};

use super::super::{Due, DueItem};
use crate::forms::{mistakes, texts};

pub(super) fn page(cx: &Cx, found: &[Due], problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    html! {
        (PageHeader::new(&texts, l.t("reminders-title")).subtitle(l.t("reminders-text")))
        (super::tabs(cx, 0))
        (mistakes(l, &texts, problem))
        @if found.is_empty() {
            (Empty::new(Icon::Mail, l.t("reminders-none"), l.t("reminders-none-text")))
        } @else {
            (form("/admin/reminders", &cx.hidden(), html! {
                (Card::new(html! { (table(cx, found)) }).flush())
                @if cx.may("reminders.send") {
                    (form_actions(html! {
                        (Button::submit(l.t("reminders-send")).icon(Icon::Mail).primary())
                    }))
                }
            }))
        }
    }
}

fn table(cx: &Cx, found: &[Due]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("reminders-choose")),
        Column::new(l.t("reminders-customer")).title(),
        Column::new(l.t("reminders-level")),
        Column::new(l.t("reminders-email")),
        Column::new(l.t("reminders-items")),
        Column::new(l.t("reminders-amount")).numeric(),
    ];
    let rows = found.iter().map(|due| {
        let no_address = due.email.is_empty();
        let name = format!("{} · {}", l.t("reminders-choose"), due.customer);
        Row::new(vec![
            html! {
                input type="checkbox" name="customer" value=(due.customer_id)
                    checked[!no_address] disabled[no_address] aria-label=(name);
            },
            html! {
                a href={ "/admin/customers/" (due.customer_id) } { (bdi(&due.customer)) }
            },
            bdi(&l.int(i64::from(due.level))),
            html! {
                @if no_address { (Badge::new(Tone::Warning, l.t("reminders-no-address"))) }
                @else { (bdi(&due.email)) }
            },
            html! { @for item in &due.items { (line(cx, item)) } },
            bdi(&l.money(due.amount)),
        ])
    });
    Table::new(l.t("reminders-due"), columns).rows(rows)
}

fn line(cx: &Cx, item: &DueItem) -> Markup {
    let l = &cx.l;
    html! {
        p {
            @if cx.may("open_items.read") {
                a href={ "/admin/open-items/" (item.item_id) } { (bdi(&item.number)) }
            } @else { (bdi(&item.number)) }
            " · " (bdi(&l.date(item.due_date))) " · " (bdi(&l.money(item.open)))
            @if item.reminded > 0 {
                " " span.small.muted {
                    (l.with("reminders-at-level", &[("level", item.reminded.into())]))
                }
            }
        }
    }
}
