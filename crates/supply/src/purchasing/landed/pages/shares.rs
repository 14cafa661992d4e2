//! How costs were shared out, or would be.

use base::Cx;
use base::ui::{Column, Row, Table, bdi};
use finance::ledger::Account;
use maud::{Markup, html};

use super::super::LandedCost;

/// What each line bears, and where its share went.
pub(super) fn shares(cx: &Cx, one: &LandedCost) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-receipt")).title(),
        Column::new(l.t("purchasing-sku")),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-still-here")).numeric(),
        Column::new(l.t("purchasing-amount")).numeric(),
        Column::new(l.t("purchasing-to-stock")).numeric(),
        Column::new(l.t("purchasing-to-variance")).numeric(),
    ];
    let rows = one.targets.iter().map(|target| {
        let cells = vec![
            bdi(&target.receipt_number),
            bdi(&target.sku),
            bdi(&l.quantity(target.quantity)),
            bdi(&l.quantity(target.held)),
            bdi(&l.amount(target.amount)),
            bdi(&l.amount(target.on_hand)),
            bdi(&l.amount(target.gone)),
        ];
        let href = format!("/admin/stock/receipts/{}", target.receipt_id);
        let id = format!("{}-{}", target.receipt_id, target.receipt_line);
        Row::linked(id, &target.receipt_number, href, cells)
    });
    let table = Table::new(l.t("purchasing-shares"), columns).rows(rows);
    html! { (table) }
}

/// What was paid for.
pub(super) fn items(cx: &Cx, one: &LandedCost, accounts: &[Account]) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-description")).title(),
        Column::new(l.t("purchasing-account")),
        Column::new(l.t("purchasing-amount")).numeric(),
    ];
    let rows = one.items.iter().map(|item| {
        let account = accounts.iter().find(|account| account.id == item.account_id);
        Row::new(vec![
            bdi(&item.description),
            html! {
                @if let Some(account) = account {
                    (bdi(&account.code)) " " (l.text(&account.name))
                }
            },
            bdi(&l.amount(item.amount)),
        ])
    });
    let table = Table::new(l.t("purchasing-costs"), columns).rows(rows);
    html! { (table) }
}
