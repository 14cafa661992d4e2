//! Landed costs as people see them.

mod entry;
mod export;
mod shares;
mod typed;

use axum::response::Response;
use base::ui::{
    Button, Card, Column, Empty, Facts, Icon, ListView, PageHeader, Pager, Row, Table, bdi,
};
use base::{Access, Cx, L, List, Path, Problem, Query, Route, ui};
use finance::ledger::{self, Account};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use platform::saved_views::{self, SavedView};
use uuid::Uuid;

use super::{LandedBasis, LandedCost, LandedCostQuery};
use crate::forms;
use crate::purchasing::grid;

const READ: Access = Access::Needs("purchasing.read");
const LAND: Access = Access::Needs("purchasing.land");
const LIST: &str = "/admin/landed-costs";

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get(LIST, READ, list),
        Route::get("/admin/landed-costs/export", READ, export::export),
        Route::get("/admin/landed-costs/new", LAND, entry::new),
        Route::post("/admin/landed-costs/new", LAND, entry::land),
        Route::get("/admin/landed-costs/{id}", READ, show),
    ]
}

fn address(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

fn basis(l: &L, basis: LandedBasis) -> String {
    l.t(&format!("purchasing-basis-{}", basis.as_str()))
}

async fn list(cx: Cx, Query(query): Query<LandedCostQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let saved = saved_views::of_list(&mut tx, LIST).await?;
    Ok(cx.page(&cx.l.t("purchasing-landed"), index(&cx, &found, &saved)))
}

fn index(cx: &Cx, found: &List<LandedCost>, saved: &[SavedView]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = ui::Query::parse(cx.path(), cx.query());
    let new = Button::link(l.t("purchasing-landed-new"), format!("{LIST}/new")).primary();
    let may = cx.may("purchasing.land");
    let empty =
        Empty::new(Icon::Truck, l.t("purchasing-landed-none"), l.t("purchasing-landed-none-text"))
            .actions(html! { @if may { (new) } });
    let columns = vec![
        Column::new(l.t("purchasing-number")).title().unbroken().sorts(&query, "number"),
        Column::new(l.t("purchasing-date")).unbroken().sorts(&query, "date"),
        Column::new(l.t("purchasing-basis")),
        Column::new(l.t("purchasing-note")),
        Column::new(l.t("purchasing-amount")).numeric().sorts(&query, "amount"),
        Column::new(l.t("purchasing-to-stock")).numeric(),
        Column::new(l.t("purchasing-to-variance")).numeric(),
    ];
    let rows = found.items.iter().map(|one| {
        let cells = vec![
            bdi(&one.number),
            bdi(&l.date(one.date)),
            html! { (basis(l, one.basis)) },
            bdi(&one.note),
            bdi(&l.money(one.amount)),
            bdi(&l.amount(one.on_hand)),
            bdi(&l.amount(one.gone)),
        ];
        Row::linked(one.id.to_string(), &one.number, address(one.id), cells)
    });
    let table = Table::new(l.t("purchasing-landed"), columns).rows(rows);
    let view = ListView::new(&texts, "landed-costs", &query, table, empty)
        .views(grid::views(cx, LIST, saved))
        .search(l.t("purchasing-search"))
        .export("CSV", "/admin/landed-costs/export?format=csv")
        .export("XLSX", "/admin/landed-costs/export?format=xlsx")
        .no_result(l.t("purchasing-nothing-fits"), l.t("purchasing-nothing-fits-text"))
        .pager(Pager {
            count: l.with("purchasing-shown", &[("n", found.items.len().into())]),
            first: query.get("after").map(|_| query.with("after", "").href()),
            next: found.next.as_ref().map(|next| query.with("after", next).href()),
        });
    html! {
        (PageHeader::new(&texts, l.t("purchasing-landed")).actions(html! {
            (saved_views::tools(cx, saved))
            @if may { (new.clone().icon(Icon::Plus).key('c')) }
        }))
        (view)
    }
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let one = super::find(&mut tx, id).await?;
    let accounts = ledger::accounts(&mut tx).await?;
    let happened = audit::timeline(&mut tx, "landed_cost", id).await?;
    Ok(cx.page(&one.number, detail(&cx, &one, &accounts, &happened)))
}

fn detail(cx: &Cx, one: &LandedCost, accounts: &[Account], happened: &[AuditEntry]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let facts = Facts::new()
        .text(l.t("purchasing-date"), &l.date(one.date))
        .text(l.t("purchasing-basis"), &basis(l, one.basis))
        .text(l.t("purchasing-amount"), &l.money(one.amount))
        .text(l.t("purchasing-to-stock"), &l.money(one.on_hand))
        .text(l.t("purchasing-to-variance"), &l.money(one.gone))
        .text(l.t("purchasing-note"), &one.note);
    html! {
        (PageHeader::new(&texts, &one.number).crumb(l.t("purchasing-landed"), LIST)
            .subtitle(l.money(one.amount)))
        div.split {
            div.stack {
                (Card::new(shares::shares(cx, one)).title(l.t("purchasing-shares")).flush())
                (Card::new(shares::items(cx, one, accounts)).title(l.t("purchasing-costs"))
                    .flush())
            }
            div.stack {
                (Card::new(html! { (facts) }).title(l.t("purchasing-about")))
                (Card::new(audit::timeline_markup(l, happened))
                    .title(l.t("purchasing-happened")))
            }
        }
    }
}
