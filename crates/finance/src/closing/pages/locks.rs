//! Who is locked out of a month, and the buttons that turn the locks.

use base::Cx;
use base::ui::{Card, Column, Row, Table};
use maud::{Markup, html};

use super::super::Month;
use super::months::{address, said};
use crate::ledger::Module;

/// Who is locked out meanwhile, so that nothing new comes into what was looked at already.
pub(super) fn card(cx: &Cx, month: &Month) -> Card {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("closing-module")).title(),
        Column::new(l.t("closing-state")),
        Column::new(l.t("closing-who")),
        Column::new(l.t("closing-todo")),
    ];
    let rows = Module::ALL.iter().map(|module| {
        let word = l.t(&format!("closing-module-{}", module.name()));
        let lock = month.lock(*module);
        Row::new(vec![
            html! { (word) },
            html! { (l.t(if lock.is_some() { "closing-locked" } else { "closing-open" })) },
            html! {
                @if let Some(lock) = lock {
                    bdi { (lock.by) }
                    @if let Some(at) = lock.at { " " span.small.muted { (l.timestamp(at)) } }
                }
            },
            turner(cx, month, *module, &word),
        ])
    });
    let table = Table::new(l.t("closing-locks"), columns).rows(rows);
    Card::new(html! {
        p.muted { (l.t("closing-locks-text")) }
        (table)
    })
    .title(l.t("closing-locks"))
    .flush()
}

fn turner(cx: &Cx, month: &Month, module: Module, word: &str) -> Markup {
    let l = &cx.l;
    if !cx.may("periods.lock") {
        return html! {};
    }
    let (what, key, named) = match month.lock(module) {
        Some(_) => ("unlock", "closing-unlock", "closing-unlock-one"),
        None => ("lock", "closing-lock", "closing-lock-one"),
    };
    let label = l.with(named, &[("module", word.into()), ("month", said(l, month).into())]);
    html! {
        form method="post" action=(format!("{}/{what}", address(month))) {
            (base::ui::hidden(&cx.hidden()))
            button.button.small type="submit" name="module" value=(module.name())
                aria-label=(label) { (l.t(key)) }
        }
    }
}
