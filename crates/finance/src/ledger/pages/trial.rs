//! The trial balance: every account with its balance, each a link to its ledger.

use base::Cx;
use base::ui::{
    Badge, Button, Card, Column, Empty, Field, Icon, PageHeader, Row, Table, Tone, bdi, fields,
};
use maud::{Markup, html};

use super::super::TrialBalance;
use crate::forms::{amount, texts};

pub(super) fn page(cx: &Cx, found: &TrialBalance) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let as_of = found.as_of.to_string();
    let balanced = found.debit == found.credit;
    let (tone, key) = match balanced {
        true => (Tone::Success, "ledger-balanced"),
        false => (Tone::Danger, "ledger-unbalanced"),
    };
    html! {
        (PageHeader::new(&texts, l.t("ledger-trial-balance"))
            .beside(html! { (Badge::new(tone, l.t(key))) })
            .subtitle(l.with("ledger-as-of", &[("date", l.date(found.as_of).into())]))
            .actions(files(&as_of)))
        form.form method="get" action="/admin/ledger/trial-balance" {
            (fields(html! {
                (Field::date("as_of", l.t("ledger-day")).value(&as_of))
                div.field { (Button::submit(l.t("ledger-show"))) }
            }))
        }
        @if found.rows.is_empty() {
            (Empty::new(Icon::Book, l.t("ledger-none"), l.t("ledger-none-text")))
        } @else {
            (Card::new(html! {
                (table(cx, found, &as_of))
            }).flush())
        }
    }
}

/// The same day as a file.
fn files(as_of: &str) -> Markup {
    let href = |format| format!("/admin/ledger/trial-balance/export?format={format}&as_of={as_of}");
    html! {
        (Button::link("CSV", href("csv")).icon(Icon::File))
        (Button::link("XLSX", href("xlsx")).icon(Icon::File))
    }
}

fn table(cx: &Cx, found: &TrialBalance, as_of: &str) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("ledger-code")),
        Column::new(l.t("ledger-account")).title(),
        Column::new(l.t("ledger-type")),
        Column::new(l.t("ledger-debit")).numeric(),
        Column::new(l.t("ledger-credit")).numeric(),
    ];
    let rows = found.rows.iter().map(|row| {
        let href = format!("/admin/ledger/accounts/{}?to={as_of}", row.account_id);
        let name = l.text(&row.name);
        let cells = vec![
            bdi(&row.code),
            bdi(name),
            html! { (l.t(&format!("ledger-type-{}", row.kind.name()))) },
            amount(l, row.debit),
            amount(l, row.credit),
        ];
        Row::linked(row.account_id.to_string(), name, href, cells)
    });
    let sums = vec![
        html! { (l.t("ledger-sum")) },
        html! {},
        html! {},
        bdi(&l.money(found.debit)),
        bdi(&l.money(found.credit)),
    ];
    Table::new(l.t("ledger-trial-balance"), columns).rows(rows).foot(sums)
}
