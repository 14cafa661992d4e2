//! Places: their list and the form of one.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::ui::{
    Badge, Button, Column, Empty, Field, Icon, ListView, PageHeader, Query, Row, Table, Tone, bdi,
    fields, form_actions,
};
use base::{Access, Cx, Flash, FormData, Lang, List, Path, Problem, Route, Text};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::location::{
    Location, LocationChange, LocationQuery, NewLocation, Tier, change_location, create_location,
    find_location, locations,
};
use super::super::warehouse::Warehouse;
use crate::forms;

const READ: Access = Access::Needs("stock.read");
const EDIT: Access = Access::Needs("warehouses.edit");
const PATH: &str = "/admin/stock/locations";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stock/locations", READ, index),
        Route::get("/admin/stock/locations/export", READ, export),
        Route::get("/admin/stock/locations/new", EDIT, new),
        Route::post("/admin/stock/locations/new", EDIT, create),
        Route::get("/admin/stock/locations/{id}/edit", EDIT, edit),
        Route::post("/admin/stock/locations/{id}/edit", EDIT, change),
    ]
}

async fn index(
    cx: Cx,
    base::Query(query): base::Query<LocationQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = locations(&mut tx, &query).await?;
    let warehouses = super::super::warehouses(&mut tx).await?;
    Ok(cx.page(&cx.l.t("inventory-locations"), page(&cx, &found, &warehouses)))
}

fn page(cx: &Cx, found: &List<Location>, warehouses: &[Warehouse]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let empty =
        Empty::new(Icon::Box, l.t("inventory-no-locations"), l.t("inventory-no-locations-text"));
    let houses = warehouses.iter().map(|w| (w.id.to_string(), super::index::name(cx, w)));
    let tiers = Tier::ALL.map(|tier| (tier.word(), tier_name(cx, tier.word())));
    html! {
        (PageHeader::new(&texts, l.t("inventory-locations"))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(l.t("inventory-warehouses"), "/admin/warehouses")
            .actions(html! {
                @if cx.may("warehouses.edit") {
                    (Button::link(l.t("inventory-new-location"), format!("{PATH}/new"))
                        .primary().icon(Icon::Plus).key('c'))
                }
            }))
        (super::tabs(cx, "/admin/warehouses"))
        (ListView::new(&texts, "locations", &query, table(cx, &query, &found.items), empty)
            .search(l.t("inventory-search-locations"))
            .filter("warehouse", l.t("inventory-warehouse"), houses)
            .filter("tier", l.t("inventory-kind"), tiers)
            .no_result(l.t("inventory-not-found"), l.t("inventory-not-found-text"))
            .pager(super::pager(cx, &query, found))
            .export("CSV", format!("{PATH}/export?format=csv"))
            .export("XLSX", format!("{PATH}/export?format=xlsx")))
    }
}

fn tier_name(cx: &Cx, tier: &str) -> String {
    cx.l.t(&format!("inventory-tier-{tier}"))
}

fn kind_name(cx: &Cx, place: &Location) -> String {
    match place.kind.as_str() {
        "internal" => tier_name(cx, &place.tier),
        kind => cx.l.t(&format!("inventory-kind-{kind}")),
    }
}

fn table(cx: &Cx, query: &Query, places: &[Location]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-path")).title().sorts(query, "path"),
        Column::new(l.t("inventory-name")),
        Column::new(l.t("inventory-kind")),
        Column::new(l.t("inventory-state")),
        Column::new(l.t("inventory-moves")),
    ];
    let rows = places.iter().map(|place| {
        let (tone, key) = match place.active {
            true => (Tone::Success, "inventory-open"),
            false => (Tone::Neutral, "inventory-closed"),
        };
        let moves = format!("/admin/stock/moves?location={}", place.id);
        let cells = vec![
            bdi(&place.path),
            bdi(l.text(&place.name)),
            html! { (kind_name(cx, place)) },
            html! { (Badge::new(tone, l.t(key))) },
            html! { a href=(moves) { (l.t("inventory-moves")) } },
        ];
        let href = format!("{PATH}/{}/edit", place.id);
        match place.parent_id.filter(|_| cx.may("warehouses.edit")) {
            Some(_) => Row::linked(place.id.to_string(), &place.path, href, cells),
            None => Row::new(cells),
        }
    });
    Table::new(l.t("inventory-locations"), columns).rows(rows)
}

async fn export(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
    base::Query(mut query): base::Query<LocationQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = ["inventory-path", "inventory-name", "inventory-kind", "inventory-active"];
    let mut file = Export::new(wanted.format, "locations", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    super::export::from_the_start(&mut query.list);
    for _ in 0..MOST_ROWS / i64::from(super::export::PAGE) {
        let page = locations(&mut tx, &query).await?;
        for place in &page.items {
            let active = if place.active { "1" } else { "0" };
            file.row([
                Cell::from(&place.path),
                l.text(&place.name).into(),
                kind_name(&cx, place).into(),
                active.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}

/// A place as it was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    version: Option<i32>,
    parent: String,
    tier: String,
    code: String,
    names: Vec<(Lang, String)>,
    active: bool,
}

impl Typed {
    fn of(place: &Location) -> Self {
        let name = |lang| (lang, place.name.exact(lang).unwrap_or_default().to_owned());
        Self {
            version: Some(place.version),
            parent: String::new(),
            tier: place.tier.clone(),
            code: place.code.clone(),
            names: Lang::ALL.map(name).to_vec(),
            active: place.active,
        }
    }

    fn read(data: &FormData) -> Self {
        let name = |lang: Lang| (lang, data.text(&format!("name_{}", lang.code())).to_owned());
        Self {
            version: data.text("version").parse().ok(),
            parent: data.text("parent_id").to_owned(),
            tier: data.text("tier").to_owned(),
            code: data.text("code").to_owned(),
            names: Lang::ALL.map(name).to_vec(),
            active: data.has("active"),
        }
    }

    fn name(&self) -> Option<Text> {
        Text::from_parts(self.names.iter().map(|(lang, name)| (*lang, name.as_str()))).ok()
    }
}

async fn new(cx: Cx) -> Result<Response, Problem> {
    let query = Query::parse(cx.path(), cx.query());
    let typed = Typed {
        parent: query.get("parent").unwrap_or_default().to_owned(),
        tier: Tier::Zone.word().to_owned(),
        names: Lang::ALL.map(|lang| (lang, String::new())).to_vec(),
        ..Typed::default()
    };
    let parents = parents(&cx).await?;
    let body = form(&cx, None, &parents, &typed, None);
    Ok(cx.page(&cx.l.t("inventory-new-location"), body))
}

/// The places that may have others below: all but bins. A menu of more helps nobody.
async fn parents(cx: &Cx) -> Result<Vec<(String, String)>, Problem> {
    let mut tx = cx.read().await?;
    let found = super::super::store::locations::parents(&mut tx).await?;
    Ok(found.into_iter().map(|(id, path)| (id.to_string(), path)).collect())
}

async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    let mut tx = cx.begin().await?;
    let new = NewLocation {
        id: None,
        parent_id: typed.parent.parse().ok(),
        tier: Tier::of(&typed.tier).unwrap_or(Tier::Bin),
        code: typed.code.clone(),
        name: typed.name(),
    };
    match create_location(&mut tx, new).await {
        Ok(made) => {
            let flash = Flash::done("inventory-location-saved").name(made.path);
            tx.redirect(PATH, flash).await
        }
        Err(problem) if problem.is_mendable() => {
            let parents = parents(&cx).await?;
            let body = form(&cx, None, &parents, &typed, Some(&problem));
            Ok(cx.page_with(problem.status(), &cx.l.t("inventory-new-location"), body))
        }
        Err(problem) => Err(problem),
    }
}

async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = find_location(&mut tx, id).await?;
    let body = form(&cx, Some(&found), &[], &Typed::of(&found), None);
    Ok(cx.page(&found.path, body))
}

async fn change(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    let mut tx = cx.begin().await?;
    let found = find_location(&mut tx, id).await?;
    let change =
        LocationChange { version: typed.version, name: typed.name(), active: Some(typed.active) };
    match change_location(&mut tx, id, change).await {
        Ok(changed) => {
            let flash = Flash::done("inventory-location-saved").name(changed.path);
            tx.redirect(PATH, flash).await
        }
        Err(problem) if problem.is_mendable() => {
            let body = form(&cx, Some(&found), &[], &typed, Some(&problem));
            Ok(cx.page_with(problem.status(), &found.path, body))
        }
        Err(problem) => Err(problem),
    }
}

fn form(
    cx: &Cx,
    place: Option<&Location>,
    parents: &[(String, String)],
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let wrong = |path: &str| forms::error(l, problem, path);
    let action = match place {
        Some(place) => format!("{PATH}/{}/edit", place.id),
        None => format!("{PATH}/new"),
    };
    let title = place.map_or_else(|| l.t("inventory-new-location"), |place| place.path.clone());
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|version| ("version".to_owned(), version.to_string())));
    let tiers = Tier::ALL.map(|tier| (tier.word(), tier_name(cx, tier.word())));
    let body = html! {
        (fields(html! {
            @if place.is_none() {
                (Field::select("parent_id", l.t("inventory-part-of"), parents.to_vec())
                    .value(&typed.parent).required(true).error(wrong("parent_id")))
                (Field::select("tier", l.t("inventory-kind"), tiers).value(&typed.tier)
                    .required(true).error(wrong("tier")))
                (Field::text("code", l.t("inventory-code")).value(&typed.code).required(true)
                    .maxlength(20).hint(l.t("inventory-place-code-hint")).error(wrong("code")))
            }
            @for (lang, name) in &typed.names {
                (Field::text(format!("name_{}", lang.code()),
                        format!("{} ({})", l.t("inventory-name"), lang.native_name()))
                    .value(name).maxlength(200).error(wrong("name")))
            }
            @if place.is_some() {
                (Field::checkbox("active", l.t("inventory-active"), typed.active)
                    .error(wrong("active")))
            }
        }))
        (form_actions(html! {
            (Button::submit(l.t("inventory-save")).primary().icon(Icon::Check))
            (Button::link(&texts.cancel, PATH))
        }))
    };
    html! {
        (PageHeader::new(&texts, title)
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(l.t("inventory-locations"), PATH))
        (forms::mistakes(l, &texts, problem))
        (base::ui::form(&action, &hidden, body))
    }
}
