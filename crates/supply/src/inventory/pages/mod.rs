//! Stock as people see it: levels, moves, documents, warehouses.

mod counting;
mod counts;
mod detail;
mod documents;
mod entry;
mod export;
mod history;
mod index;
mod items;
mod locations;
mod lots;
mod parsed;
mod preview;
mod processing;
mod recosts;
mod reorder;
mod reports;
mod transit;
mod typed;
mod warehouses;

use axum::response::Response;
use base::ui::{Pager, Query, Tabs};
use base::{Access, Cx, Flash, FormData, Hit, List, Path, Problem, Route};
use maud::Markup;
use platform::audit;
use uuid::Uuid;

use super::document::Kind;
use super::documents::DocumentQuery;
use super::levels::LevelQuery;
use super::moves::MoveQuery;
use super::{store, warehouse};
use typed::Typed;

const READ: Access = Access::Needs("stock.read");
const RECEIVE: Access = Access::Needs("stock.receive");
const ADJUST: Access = Access::Needs("stock.adjust");
const TRANSFER: Access = Access::Needs("stock.transfer");
const PROCESS: Access = Access::Needs("stock.process");
const EDIT: Access = Access::Needs("warehouses.edit");

pub(super) fn routes() -> Vec<Route> {
    stock()
        .into_iter()
        .chain(locations::routes())
        .chain(lots::routes())
        .chain(items::routes())
        .chain(transit::routes())
        .chain(counts::routes())
        .chain(reorder::routes())
        .chain(reports::routes())
        .chain(recosts::routes())
        .collect()
}

fn stock() -> Vec<Route> {
    vec![
        Route::get("/admin/stock", READ, index),
        Route::get("/admin/stock/export", READ, export::levels),
        Route::get("/admin/stock/moves", READ, history),
        Route::get("/admin/stock/moves/export", READ, export::moves),
        Route::get("/admin/stock/receipts", READ, list::<RECEIPT>),
        Route::get("/admin/stock/receipts/export", READ, export::list::<RECEIPT>),
        Route::get("/admin/stock/receipts/new", RECEIVE, new::<RECEIPT>),
        Route::post("/admin/stock/receipts/new", RECEIVE, create::<RECEIPT>),
        Route::get("/admin/stock/receipts/{id}", READ, show::<RECEIPT>),
        Route::get("/admin/stock/adjustments", READ, list::<ADJUSTMENT>),
        Route::get("/admin/stock/adjustments/export", READ, export::list::<ADJUSTMENT>),
        Route::get("/admin/stock/adjustments/new", ADJUST, new::<ADJUSTMENT>),
        Route::post("/admin/stock/adjustments/new", ADJUST, create::<ADJUSTMENT>),
        Route::get("/admin/stock/adjustments/{id}", READ, show::<ADJUSTMENT>),
        Route::get("/admin/stock/transfers", READ, list::<MOVED>),
        Route::get("/admin/stock/transfers/export", READ, export::list::<MOVED>),
        Route::get("/admin/stock/transfers/new", TRANSFER, new::<MOVED>),
        Route::post("/admin/stock/transfers/new", TRANSFER, create::<MOVED>),
        Route::get("/admin/stock/transfers/{id}", READ, show::<MOVED>),
        Route::get("/admin/stock/arrivals", READ, list::<ARRIVAL>),
        Route::get("/admin/stock/arrivals/export", READ, export::list::<ARRIVAL>),
        Route::get("/admin/stock/arrivals/{id}", READ, show::<ARRIVAL>),
        Route::get("/admin/stock/counted", READ, list::<COUNTED>),
        Route::get("/admin/stock/counted/export", READ, export::list::<COUNTED>),
        Route::get("/admin/stock/counted/{id}", READ, show::<COUNTED>),
        Route::get("/admin/stock/processings", READ, list::<PROCESSED>),
        Route::get("/admin/stock/processings/export", READ, export::list::<PROCESSED>),
        Route::get("/admin/stock/processings/new", PROCESS, new::<PROCESSED>),
        Route::post("/admin/stock/processings/new", PROCESS, create::<PROCESSED>),
        Route::get("/admin/stock/processings/{id}", READ, show::<PROCESSED>),
        Route::get("/admin/warehouses", READ, all_warehouses),
        Route::get("/admin/warehouses/new", EDIT, new_warehouse),
        Route::post("/admin/warehouses/new", EDIT, create_warehouse),
        Route::get("/admin/warehouses/{id}/edit", EDIT, edit_warehouse),
        Route::post("/admin/warehouses/{id}/edit", EDIT, change_warehouse),
    ]
}

/// The kinds as numbers, since a handler that serves them all is made for each of them.
const RECEIPT: u8 = 0;
const ADJUSTMENT: u8 = 1;
const MOVED: u8 = 2;
const ARRIVAL: u8 = 3;
const COUNTED: u8 = 4;
const PROCESSED: u8 = 5;

fn kind(number: u8) -> Kind {
    match number {
        RECEIPT => Kind::Receipt,
        ADJUSTMENT => Kind::Adjustment,
        MOVED => Kind::Transfer,
        ARRIVAL => Kind::Arrival,
        COUNTED => Kind::Count,
        _ => Kind::Processing,
    }
}

async fn index(cx: Cx, base::Query(query): base::Query<LevelQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::levels(&mut tx, &query).await?;
    let warehouses = super::warehouses(&mut tx).await?;
    let categories = store::items::categories(&mut tx).await?;
    let body = index::page(&cx, &found, &warehouses, &categories);
    Ok(cx.page(&cx.l.t("inventory-title"), body))
}

async fn history(cx: Cx, base::Query(query): base::Query<MoveQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::moves(&mut tx, &query).await?;
    let locations = store::locations::roots(&mut tx).await?;
    let item = match query.variant {
        Some(id) => store::items::find(&mut tx, &[id], &[]).await?.into_iter().next(),
        None => None,
    };
    let here = match query.variant {
        Some(id) => super::levels_of(&mut tx, id).await?,
        None => Vec::new(),
    };
    let body = history::page(&cx, &found, &locations, item.as_ref(), &here);
    Ok(cx.page(&cx.l.t("inventory-moves"), body))
}

async fn list<const KIND: u8>(
    cx: Cx,
    base::Query(query): base::Query<DocumentQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::documents(&mut tx, kind(KIND), &query).await?;
    let warehouses = super::warehouses(&mut tx).await?;
    let body = documents::page(&cx, kind(KIND), &found, &warehouses);
    Ok(cx.page(&documents::title(&cx.l, kind(KIND)), body))
}

async fn show<const KIND: u8>(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let document = super::document(&mut tx, kind(KIND), id).await?;
    let transit = match kind(KIND) {
        Kind::Transfer => store::transit::of(&mut tx, id, false).await?,
        _ => Vec::new(),
    };
    let happened = audit::timeline(&mut tx, kind(KIND).source(), id).await?;
    Ok(cx.page(&document.number, detail::page(&cx, &document, &transit, &happened)))
}

async fn new<const KIND: u8>(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let warehouses = super::warehouses(&mut tx).await?;
    let typed = Typed::empty(&tx, &Query::parse(cx.path(), cx.query()));
    let shape = store::items::shape(&mut tx).await?;
    let body = entry::page(&cx, kind(KIND), &warehouses, shape, &typed, None);
    Ok(cx.page(&entry::title(&cx.l, kind(KIND)), body))
}

async fn create<const KIND: u8>(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    let (mut problem, mut shown) = (None, maud::html! {});
    if !typed.edits_lines(&data) {
        let done = match preview::needed(&cx, kind(KIND), &mut typed).await {
            Ok(None) => post(&cx, kind(KIND), &mut typed).await.map(Some),
            Ok(Some(preview)) => {
                shown = preview::fragment(&cx, &preview);
                typed.seen = true;
                Ok(None)
            }
            Err(problem) => Err(problem),
        };
        match done {
            Ok(None) => {}
            Ok(Some(answer)) => return Ok(answer),
            Err(wrong) if wrong.is_mendable() => problem = Some(wrong),
            Err(wrong) => return Err(wrong),
        }
    }
    let mut tx = cx.read().await?;
    let warehouses = super::warehouses(&mut tx).await?;
    let shape = store::items::shape(&mut tx).await?;
    let form = entry::page(&cx, kind(KIND), &warehouses, shape, &typed, problem.as_ref());
    let body = maud::html! { (form) (shown) };
    Ok(cx.page_with(entry::status(problem.as_ref()), &entry::title(&cx.l, kind(KIND)), body))
}

async fn post(cx: &Cx, kind: Kind, typed: &mut Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    typed.resolve(&mut tx).await?;
    let (document, done) = match kind {
        Kind::Receipt => (super::receive(&mut tx, typed.receipt()?).await?, "inventory-received"),
        Kind::Transfer => {
            (super::transfer(&mut tx, typed.transfer()?).await?, "inventory-transferred")
        }
        Kind::Processing => {
            typed.in_before_out();
            let made = super::process(&mut tx, typed.processing()?).await;
            (made.map_err(|problem| typed.as_typed(problem))?, "inventory-processed")
        }
        _ => (super::adjust(&mut tx, typed.adjustment()?).await?, "inventory-adjusted"),
    };
    let to = format!("{}/{}", kind.path(), document.id);
    tx.redirect(&to, Flash::done(done).name(document.number)).await
}

async fn all_warehouses(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let all = super::warehouses(&mut tx).await?;
    Ok(cx.page(&cx.l.t("inventory-warehouses"), warehouses::page(&cx, &all)))
}

async fn new_warehouse(cx: Cx) -> Result<Response, Problem> {
    let typed = warehouses::Typed::default();
    Ok(cx.page(&cx.l.t("inventory-new-warehouse"), warehouses::form(&cx, None, &typed, None)))
}

async fn create_warehouse(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = warehouses::Typed::read(&data);
    let mut tx = cx.begin().await?;
    match warehouse::create_warehouse(&mut tx, typed.to_new()).await {
        Ok(made) => {
            let flash = Flash::done("inventory-warehouse-saved").name(made.code);
            tx.redirect("/admin/warehouses", flash).await
        }
        Err(problem) if problem.is_mendable() => {
            let body = warehouses::form(&cx, None, &typed, Some(&problem));
            Ok(cx.page_with(problem.status(), &cx.l.t("inventory-new-warehouse"), body))
        }
        Err(problem) => Err(problem),
    }
}

async fn edit_warehouse(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::find_warehouse(&mut tx, id).await?;
    let typed = warehouses::Typed::of(&found);
    Ok(cx.page(&found.code, warehouses::form(&cx, Some(&found), &typed, None)))
}

async fn change_warehouse(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let typed = warehouses::Typed::read(&data);
    let mut tx = cx.begin().await?;
    let found = super::find_warehouse(&mut tx, id).await?;
    match warehouse::change_warehouse(&mut tx, id, typed.to_change(&found)).await {
        Ok(changed) => {
            let flash = Flash::done("inventory-warehouse-saved").name(changed.code);
            tx.redirect("/admin/warehouses", flash).await
        }
        Err(problem) if problem.is_mendable() => {
            let body = warehouses::form(&cx, Some(&found), &typed, Some(&problem));
            Ok(cx.page_with(problem.status(), &found.code, body))
        }
        Err(problem) => Err(problem),
    }
}

/// The parts of stock, on every page of it.
fn tabs(cx: &Cx, current: &str) -> Markup {
    let parts = [
        ("inventory-levels", "/admin/stock"),
        ("inventory-moves", "/admin/stock/moves"),
        ("inventory-receipts", "/admin/stock/receipts"),
        ("inventory-adjustments", "/admin/stock/adjustments"),
        ("inventory-transfers", "/admin/stock/transfers"),
        ("inventory-processings", "/admin/stock/processings"),
        ("inventory-stocktakes", "/admin/stock/counts"),
        ("inventory-reorder", "/admin/stock/reorder"),
        ("inventory-reports", "/admin/stock/reports/ageing"),
        ("inventory-recosts", "/admin/stock/recosts"),
        ("inventory-lots", "/admin/stock/lots"),
        ("inventory-in-transit", "/admin/stock/transit"),
        ("inventory-warehouses", "/admin/warehouses"),
    ];
    let tabs = Tabs::new(cx.l.t("inventory-title"));
    let tabs = parts
        .iter()
        .fold(tabs, |tabs, (label, href)| tabs.tab(cx.l.t(label), *href, *href == current));
    maud::html! { (tabs) }
}

/// Where the reader stands in a list.
fn pager<T>(cx: &Cx, query: &Query, found: &List<T>) -> Pager {
    Pager {
        count: cx.l.with("inventory-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    }
}

/// What the command palette finds: documents by the beginning of their number.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let mut tx = cx.read().await?;
    let found = store::documents::numbered(&mut tx, text.trim()).await?;
    let hit = |(id, kind, number, date): (Uuid, Kind, String, base::Date)| Hit {
        label: number,
        detail: cx.l.date(date),
        href: format!("{}/{id}", kind.path()),
    };
    Ok(found.into_iter().map(hit).collect())
}
