//! Counts: their list, and how one is begun.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::ui::{
    Badge, Button, Column, Empty, Field, Icon, ListView, PageHeader, Query, Row, Table, Tone, bdi,
    fields, form_actions,
};
use base::{Access, Cx, Flash, FormData, List, Problem, Route, Text};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::count::{CountQuery, NewCount, StockCount, begin_count, counts};
use super::super::document::Kind;
use super::super::store;
use super::super::warehouse::Warehouse;
use super::counting::{again, cancel, enter, export, post, show};
use crate::forms;

const READ: Access = Access::Needs("stock.read");
const COUNT: Access = Access::Needs("stock.count");
const ADJUST: Access = Access::Needs("stock.adjust");
pub(super) const PATH: &str = "/admin/stock/counts";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stock/counts", READ, index),
        Route::get("/admin/stock/counts/export", READ, save),
        Route::get("/admin/stock/counts/new", ADJUST, new),
        Route::post("/admin/stock/counts/new", ADJUST, create),
        Route::get("/admin/stock/counts/{id}", READ, show),
        Route::get("/admin/stock/counts/{id}/export/{format}", READ, export),
        Route::post("/admin/stock/counts/{id}/enter", COUNT, enter),
        Route::post("/admin/stock/counts/{id}/recount", COUNT, again),
        Route::post("/admin/stock/counts/{id}/post", ADJUST, post),
        Route::post("/admin/stock/counts/{id}/cancel", ADJUST, cancel),
    ]
}

async fn index(cx: Cx, base::Query(query): base::Query<CountQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = counts(&mut tx, &query).await?;
    let warehouses = super::super::warehouses(&mut tx).await?;
    Ok(cx.page(&cx.l.t("inventory-stocktakes"), page(&cx, &found, &warehouses)))
}

fn page(cx: &Cx, found: &List<StockCount>, warehouses: &[Warehouse]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let empty =
        Empty::new(Icon::Box, l.t("inventory-no-stocktakes"), l.t("inventory-no-stocktakes-text"));
    let houses = warehouses.iter().map(|w| (w.id.to_string(), super::index::name(cx, w)));
    let states = ["open", "posted", "cancelled"].map(|state| (state, state_name(cx, state)));
    html! {
        (PageHeader::new(&texts, l.t("inventory-stocktakes"))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .actions(html! {
                (Button::link(l.t("inventory-counts"), Kind::Count.path()))
                @if cx.may("stock.adjust") {
                    (Button::link(l.t("inventory-new-stocktake"), format!("{PATH}/new"))
                        .primary().icon(Icon::Plus).key('c'))
                }
            }))
        (super::tabs(cx, PATH))
        (ListView::new(&texts, "counts", &query, table(cx, &query, &found.items), empty)
            .search(l.t("inventory-note"))
            .filter("warehouse", l.t("inventory-warehouse"), houses)
            .filter("state", l.t("inventory-state"), states)
            .no_result(l.t("inventory-not-found"), l.t("inventory-not-found-text"))
            .pager(super::pager(cx, &query, found))
            .export("CSV", format!("{PATH}/export?format=csv"))
            .export("XLSX", format!("{PATH}/export?format=xlsx")))
    }
}

/// The list as a file: every row that the filters leave.
async fn save(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
    base::Query(mut query): base::Query<CountQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-begun",
        "inventory-warehouse",
        "inventory-place",
        "inventory-note",
        "inventory-state",
    ];
    let mut file = Export::new(wanted.format, "stocktakes", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    super::export::from_the_start(&mut query.list);
    for _ in 0..MOST_ROWS / i64::from(super::export::PAGE) {
        let page = counts(&mut tx, &query).await?;
        for count in &page.items {
            file.row([
                Cell::from(count.created_at),
                (&count.warehouse.code).into(),
                Cell::from(count.place.as_ref()),
                (&count.note).into(),
                state_name(&cx, &count.state).into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}

fn state_name(cx: &Cx, state: &str) -> String {
    cx.l.t(&format!("inventory-count-{state}"))
}

pub(super) fn state(cx: &Cx, count: &StockCount) -> Badge {
    let tone = match count.state.as_str() {
        "open" => Tone::Info,
        "posted" => Tone::Success,
        _ => Tone::Neutral,
    };
    Badge::new(tone, state_name(cx, &count.state))
}

fn table(cx: &Cx, query: &Query, counts: &[StockCount]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-begun")).title().sorts(query, "created"),
        Column::new(l.t("inventory-warehouse")),
        Column::new(l.t("inventory-place")),
        Column::new(l.t("inventory-note")),
        Column::new(l.t("inventory-state")),
    ];
    let rows = counts.iter().map(|count| {
        let begun = l.timestamp(count.created_at);
        let cells = vec![
            bdi(&begun),
            bdi(&count.warehouse.code),
            bdi(count.place.as_deref().unwrap_or("–")),
            bdi(&count.note),
            html! { (state(cx, count)) },
        ];
        Row::linked(count.id.to_string(), &begun, format!("{PATH}/{}", count.id), cells)
    });
    Table::new(l.t("inventory-stocktakes"), columns).rows(rows)
}

/// A new count as it was typed.
#[derive(Debug, Default)]
struct Typed {
    warehouse: String,
    place: String,
    category: String,
    blind: bool,
    note: String,
}

async fn new(cx: Cx) -> Result<Response, Problem> {
    let body = begin_form(&cx, &Typed { blind: true, ..Typed::default() }, None).await?;
    Ok(cx.page(&cx.l.t("inventory-new-stocktake"), body))
}

async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let text = |name: &str| data.text(name).trim().to_owned();
    let typed = Typed {
        warehouse: text("warehouse_id"),
        place: text("location_id"),
        category: text("category_id"),
        blind: data.has("blind"),
        note: text("note"),
    };
    match begin(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let body = begin_form(&cx, &typed, Some(&problem)).await?;
            Ok(cx.page_with(problem.status(), &cx.l.t("inventory-new-stocktake"), body))
        }
        done => done,
    }
}

/// The place that was typed, by its codes.
pub(super) async fn place_of(
    tx: &mut base::Tx,
    warehouse: Option<Uuid>,
    typed: &str,
) -> Result<Option<Uuid>, Problem> {
    if typed.is_empty() {
        return Ok(None);
    }
    let path = [typed.to_uppercase()];
    let found = store::locations::by_path(tx, warehouse, &path).await?;
    let id = found.first().map(|(_, id)| *id);
    id.map(Some).ok_or_else(|| Problem::invalid().field("location_id", "unknown"))
}

async fn begin(cx: &Cx, typed: &Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let warehouse_id = typed.warehouse.parse().ok();
    let location_id = place_of(&mut tx, warehouse_id, &typed.place).await?;
    let new = NewCount {
        warehouse_id,
        location_id,
        category_id: typed.category.parse().ok(),
        blind: typed.blind,
        note: typed.note.clone(),
        ..NewCount::default()
    };
    let made = begin_count(&mut tx, new).await?;
    tx.redirect(&format!("{PATH}/{}", made.id), Flash::done("inventory-count-begun")).await
}

async fn begin_form(cx: &Cx, typed: &Typed, problem: Option<&Problem>) -> Result<Markup, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let mut tx = cx.read().await?;
    let warehouses = super::super::warehouses(&mut tx).await?;
    let categories: Vec<(Uuid, Text)> = store::items::categories(&mut tx).await?;
    let wrong = |path: &str| forms::error(l, problem, path);
    let open = warehouses.iter().filter(|w| w.active);
    let houses: Vec<(String, String)> =
        open.map(|w| (w.id.to_string(), super::index::name(cx, w))).collect();
    let mut all = vec![(String::new(), "–".to_owned())];
    all.extend(categories.iter().map(|(id, name)| (id.to_string(), l.text(name).to_owned())));
    let body = html! {
        (fields(html! {
            (Field::select("warehouse_id", l.t("inventory-warehouse"), houses)
                .value(&typed.warehouse).required(true).error(wrong("warehouse_id")))
            (Field::text("location_id", l.t("inventory-place")).value(&typed.place)
                .hint(l.t("inventory-count-place-hint")).error(wrong("location_id")))
            (Field::select("category_id", l.t("inventory-category"), all)
                .value(&typed.category).error(wrong("category_id")))
            (Field::checkbox("blind", l.t("inventory-blind"), typed.blind)
                .hint(l.t("inventory-blind-hint")))
            (Field::text("note", l.t("inventory-note")).value(&typed.note).span()
                .maxlength(2000).error(wrong("note")))
        }))
        (form_actions(html! {
            (Button::submit(l.t("inventory-begin-count")).primary().icon(Icon::Check))
            (Button::link(&texts.cancel, PATH))
        }))
    };
    Ok(html! {
        (PageHeader::new(&texts, l.t("inventory-new-stocktake"))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(l.t("inventory-stocktakes"), PATH))
        (forms::mistakes(l, &texts, problem))
        (base::ui::form(&format!("{PATH}/new"), &cx.hidden(), body))
    })
}
