//! Purchase returns as people see them.

mod entry;
mod export;

use axum::response::Response;
use base::ui::{
    Button, Card, Column, Empty, Facts, Icon, ListView, PageHeader, Pager, Row, Table, bdi,
};
use base::{Access, Cx, List, Path, Problem, Query, Route, ui};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use platform::saved_views::{self, SavedView};
use uuid::Uuid;

use super::{PurchaseReturn, PurchaseReturnQuery};
use crate::forms;
use crate::purchasing::grid;

const READ: Access = Access::Needs("purchasing.read");
const RETURN: Access = Access::Needs("purchasing.return");
const LIST: &str = "/admin/purchase-returns";

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get(LIST, READ, list),
        Route::get("/admin/purchase-returns/export", READ, export::export),
        Route::get("/admin/purchase-returns/new", RETURN, entry::new),
        Route::post("/admin/purchase-returns/new", RETURN, entry::give),
        Route::get("/admin/purchase-returns/{id}", READ, show),
    ]
}

fn address(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

async fn list(cx: Cx, Query(query): Query<PurchaseReturnQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let saved = saved_views::of_list(&mut tx, LIST).await?;
    Ok(cx.page(&cx.l.t("purchasing-returns"), index(&cx, &found, &saved)))
}

fn index(cx: &Cx, found: &List<PurchaseReturn>, saved: &[SavedView]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = ui::Query::parse(cx.path(), cx.query());
    let new = Button::link(l.t("purchasing-return-new"), format!("{LIST}/new")).primary();
    let may = cx.may("purchasing.return");
    let empty = Empty::new(
        Icon::ArrowUp,
        l.t("purchasing-returns-none"),
        l.t("purchasing-returns-none-text"),
    )
    .actions(html! { @if may { (new) } });
    let columns = vec![
        Column::new(l.t("purchasing-number")).title().unbroken().sorts(&query, "number"),
        Column::new(l.t("purchasing-date")).unbroken().sorts(&query, "date"),
        Column::new(l.t("purchasing-supplier")),
        Column::new(l.t("purchasing-receipt")),
        Column::new(l.t("purchasing-reason")),
        Column::new(l.t("purchasing-value")).numeric().sorts(&query, "value"),
    ];
    let rows = found.items.iter().map(|one| {
        let cells = vec![
            bdi(&one.number),
            bdi(&l.date(one.date)),
            bdi(&one.supplier),
            bdi(&one.receipt_number),
            bdi(&one.reason),
            bdi(&l.money(one.value)),
        ];
        Row::linked(one.id.to_string(), &one.number, address(one.id), cells)
    });
    let table = Table::new(l.t("purchasing-returns"), columns).rows(rows);
    let view = ListView::new(&texts, "purchase-returns", &query, table, empty)
        .views(grid::views(cx, LIST, saved))
        .search(l.t("purchasing-search"))
        .export("CSV", "/admin/purchase-returns/export?format=csv")
        .export("XLSX", "/admin/purchase-returns/export?format=xlsx")
        .no_result(l.t("purchasing-nothing-fits"), l.t("purchasing-nothing-fits-text"))
        .pager(Pager {
            count: l.with("purchasing-shown", &[("n", found.items.len().into())]),
            first: query.get("after").map(|_| query.with("after", "").href()),
            next: found.next.as_ref().map(|next| query.with("after", next).href()),
        });
    html! {
        (PageHeader::new(&texts, l.t("purchasing-returns")).actions(html! {
            (saved_views::tools(cx, saved))
            @if may { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (view)
    }
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let one = super::find(&mut tx, id).await?;
    let happened = audit::timeline(&mut tx, "purchase_return", id).await?;
    Ok(cx.page(&one.number, detail(&cx, &one, &happened)))
}

fn detail(cx: &Cx, one: &PurchaseReturn, happened: &[AuditEntry]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let columns = vec![
        Column::new(l.t("purchasing-sku")).title(),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-value")).numeric(),
        Column::new(l.t("purchasing-taken-from")),
    ];
    let rows = one.lines.iter().map(|line| {
        let from = match line.bill_id {
            Some(bill) => {
                html! { a href=(format!("/admin/bills/{bill}")) { (l.t("purchasing-a-bill")) } }
            }
            None => html! { (l.t("purchasing-not-billed")) },
        };
        Row::new(vec![
            bdi(&line.sku),
            bdi(&l.quantity(line.quantity)),
            bdi(&l.amount(line.value)),
            from,
        ])
    });
    let table = Table::new(l.t("purchasing-lines"), columns).rows(rows);
    let supplier = html! {
        a href=(format!("/admin/suppliers/{}", one.supplier_id)) { (bdi(&one.supplier)) }
    };
    let receipt = html! {
        a href=(format!("/admin/stock/receipts/{}", one.receipt_id)) { (bdi(&one.receipt_number)) }
    };
    let facts = Facts::new()
        .markup(l.t("purchasing-supplier"), supplier)
        .markup(l.t("purchasing-receipt"), receipt)
        .text(l.t("purchasing-date"), &l.date(one.date))
        .text(l.t("purchasing-reason"), &one.reason)
        .text(l.t("purchasing-value"), &l.money(one.value))
        .text(l.t("purchasing-worth"), &l.money(one.cost));
    html! {
        (PageHeader::new(&texts, &one.number)
            .crumb(l.t("purchasing-returns"), LIST)
            .subtitle(&one.supplier))
        div.split {
            div.stack {
                (Card::new(html! { (table) })
                    .title(l.t("purchasing-lines")).flush())
            }
            div.stack {
                (Card::new(html! { (facts) }).title(l.t("purchasing-about")))
                (Card::new(audit::timeline_markup(l, happened))
                    .title(l.t("purchasing-happened")))
            }
        }
    }
}
