//! Choosing whom a payment is of: every party with what is open of it.

use base::Cx;
use base::ui::{Button, Card, Column, Empty, Field, Icon, PageHeader, Row, Table, bdi, fields};
use maud::{Markup, html};

use super::super::Direction;
use crate::forms::texts;
use crate::open_items::{PartyBalance, Side};

pub(super) fn page(cx: &Cx, side: Side, direction: Direction, found: &[PartyBalance]) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let asked = base::ui::Query::parse(cx.path(), cx.query());
    let text = format!("payments-choose-{}", side.name());
    html! {
        (PageHeader::new(&texts, l.t("payments-new"))
            .crumb(l.t("payments-title"), "/admin/payments")
            .subtitle(l.t(&text)))
        form.form method="get" action=(super::folder(direction)) {
            input type="hidden" name="side" value=(side.name());
            (fields(html! {
                (Field::text("q", l.t("payments-party")).value(asked.get("q").unwrap_or_default())
                    .autofocus())
                div.field { (Button::submit(l.t("ledger-show"))) }
            }))
        }
        @if found.is_empty() {
            (Empty::new(Icon::Users, l.t("payments-no-party"), l.t(&text)))
        } @else {
            (Card::new(html! {
                (table(cx, side, direction, found))
            }).flush())
        }
    }
}

fn table(cx: &Cx, side: Side, direction: Direction, found: &[PartyBalance]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("payments-party")).title(),
        Column::new(l.t("open-items-open")).numeric(),
    ];
    let rows = found.iter().map(|party| {
        let href =
            format!("{}?side={}&party={}", super::folder(direction), side.name(), party.party_id);
        let cells = vec![bdi(&party.party_name), bdi(&l.money(party.open))];
        Row::linked(party.party_id.to_string(), &party.party_name, href, cells)
    });
    Table::new(l.t("payments-party"), columns).rows(rows)
}
