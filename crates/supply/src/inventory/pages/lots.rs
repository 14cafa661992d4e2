//! Lots: their list, and the page of one with its family.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::ui::{
    Badge, Button, Card, Column, Empty, Facts, Field, Icon, ListView, PageHeader, Query, Row,
    Table, Tone, bdi, fields, form_actions,
};
use base::{Access, Cx, Date, Flash, FormData, List, Path, Problem, Route};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::genealogy::{Direction, Genealogy, Relative, genealogy};
use super::super::lot::{Lot, LotChange, LotQuery, change_lot, lot, lots};
use crate::catalog::unit_name;
use crate::forms;

const READ: Access = Access::Needs("stock.read");
const EDIT: Access = Access::Needs("lots.edit");
const PATH: &str = "/admin/stock/lots";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stock/lots", READ, index),
        Route::get("/admin/stock/lots/export", READ, export),
        Route::get("/admin/stock/lots/{id}", READ, show),
        Route::get("/admin/stock/lots/{id}/edit", EDIT, edit),
        Route::post("/admin/stock/lots/{id}/edit", EDIT, change),
    ]
}

async fn index(cx: Cx, base::Query(query): base::Query<LotQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = lots(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("inventory-lots"), page(&cx, &found)))
}

fn page(cx: &Cx, found: &List<Lot>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let empty = Empty::new(Icon::Box, l.t("inventory-no-lots"), l.t("inventory-no-lots-text"));
    let states =
        ["in", "soon", "expired"].map(|state| (state, l.t(&format!("inventory-lots-{state}"))));
    let mut list = ListView::new(&texts, "lots", &query, table(cx, &query, &found.items), empty)
        .search(l.t("inventory-search-lots"))
        .filter("state", l.t("inventory-state"), states)
        .no_result(l.t("inventory-not-found"), l.t("inventory-not-found-text"))
        .pager(super::pager(cx, &query, found))
        .export("CSV", format!("{PATH}/export?format=csv"))
        .export("XLSX", format!("{PATH}/export?format=xlsx"));
    if let (Some(_), Some(first)) = (query.get("variant"), found.items.first()) {
        list = list.chip("variant", &first.sku);
    }
    html! {
        (PageHeader::new(&texts, l.t("inventory-lots"))
            .crumb(l.t("inventory-title"), "/admin/stock"))
        (super::tabs(cx, PATH))
        (list)
    }
}

fn day(cx: &Cx, day: Option<Date>) -> String {
    day.map_or_else(|| "–".to_owned(), |day| cx.l.date(day))
}

fn table(cx: &Cx, query: &Query, lots: &[Lot]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-lot")).title().sorts(query, "code"),
        Column::new(l.t("inventory-sku")).sorts(query, "sku"),
        Column::new(l.t("inventory-item")),
        Column::new(l.t("inventory-expires")).sorts(query, "expires"),
        Column::new(l.t("inventory-on-hand")).numeric(),
        Column::new(l.t("inventory-reserved")).numeric(),
        Column::new(l.t("inventory-unit")),
    ];
    let rows = lots.iter().map(|lot| {
        let cells = vec![
            bdi(&lot.code),
            bdi(&lot.sku),
            bdi(l.text(&lot.name)),
            html! {
                (bdi(&day(cx, lot.expires_on)))
                @if lot.expired { " " (Badge::new(Tone::Danger, l.t("inventory-lots-expired"))) }
            },
            bdi(&l.quantity(lot.on_hand)),
            bdi(&l.quantity(lot.reserved)),
            bdi(&unit_name(l, &lot.unit)),
        ];
        Row::linked(lot.id.to_string(), &lot.code, format!("{PATH}/{}", lot.id), cells)
    });
    Table::new(l.t("inventory-lots"), columns).rows(rows)
}

async fn export(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
    base::Query(mut query): base::Query<LotQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-lot",
        "inventory-sku",
        "inventory-item",
        "inventory-expires",
        "inventory-made-on",
        "inventory-supplier-lot",
        "inventory-on-hand",
        "inventory-reserved",
        "inventory-unit",
        "inventory-value",
    ];
    let mut file = Export::new(wanted.format, "lots", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    super::export::from_the_start(&mut query.list);
    for _ in 0..MOST_ROWS / i64::from(super::export::PAGE) {
        let page = lots(&mut tx, &query).await?;
        for lot in &page.items {
            file.row([
                Cell::from(&lot.code),
                (&lot.sku).into(),
                l.text(&lot.name).into(),
                lot.expires_on.into(),
                lot.made_on.into(),
                (&lot.supplier_lot).into(),
                lot.on_hand.into(),
                lot.reserved.into(),
                (&lot.unit).into(),
                lot.value.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = lot(&mut tx, id).await?;
    let made_of = genealogy(&mut tx, id, Direction::Backward).await?;
    let went_into = genealogy(&mut tx, id, Direction::Forward).await?;
    let happened = audit::timeline(&mut tx, "lot", id).await?;
    Ok(cx.page(&found.code, detail(&cx, &found, &made_of, &went_into, &happened)))
}

fn detail(
    cx: &Cx,
    lot: &Lot,
    made_of: &Genealogy,
    went_into: &Genealogy,
    happened: &[AuditEntry],
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let family = |title: &str, family: &Genealogy, direction: Direction| {
        Card::new(html! {
            @if family.lots.len() < 2 { p.muted { (l.t("inventory-no-family")) } }
            @else { (tree(cx, lot.id, family, direction)) }
            @if family.cut { p.hint { (l.t("inventory-family-cut")) } }
        })
        .title(l.t(title))
    };
    html! {
        (PageHeader::new(&texts, &lot.code)
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(l.t("inventory-lots"), PATH)
            .actions(html! {
                (Button::link(l.t("inventory-moves"), format!("/admin/stock/moves?lot={}", lot.id)))
                @if cx.may("lots.edit") {
                    (Button::link(l.t("inventory-edit"), format!("{PATH}/{}/edit", lot.id)))
                }
            }))
        div.split {
            div.stack {
                (family("inventory-made-of", made_of, Direction::Backward))
                (family("inventory-went-into", went_into, Direction::Forward))
            }
            div.stack {
                (Card::new(html! { (facts(cx, lot)) }).title(l.t("inventory-about")))
                (Card::new(timeline_markup(l, happened)).title(l.t("inventory-happened")))
            }
        }
    }
}

fn facts(cx: &Cx, lot: &Lot) -> Facts {
    let l = &cx.l;
    let quantity = |quantity| format!("{} {}", l.quantity(quantity), unit_name(l, &lot.unit));
    let mut facts = Facts::new()
        .text(l.t("inventory-item"), &format!("{} – {}", lot.sku, l.text(&lot.name)))
        .text(l.t("inventory-expires"), &day(cx, lot.expires_on))
        .text(l.t("inventory-made-on"), &day(cx, lot.made_on))
        .text(l.t("inventory-supplier-lot"), &lot.supplier_lot)
        .text(l.t("inventory-on-hand"), &quantity(lot.on_hand))
        .text(l.t("inventory-reserved"), &quantity(lot.reserved));
    if let Some(value) = lot.value {
        facts = facts.text(l.t("inventory-value"), &l.money(value));
    }
    for (name, value) in &lot.attributes {
        facts = facts.text(name, value);
    }
    facts
}

/// The family as nested lists. A lot that is reached on several ways is drawn out once and
/// named the other times, so the drawing is as large as the answer, whatever its shape.
fn tree(cx: &Cx, root: Uuid, family: &Genealogy, direction: Direction) -> Markup {
    let lots: BTreeMap<Uuid, &Relative> =
        family.lots.iter().map(|relative| (relative.lot.id, relative)).collect();
    let mut next: BTreeMap<Uuid, Vec<(Uuid, base::Quantity)>> = BTreeMap::new();
    for link in &family.links {
        let (from, to) = match direction {
            Direction::Forward => (link.parent_id, link.child_id),
            Direction::Backward => (link.child_id, link.parent_id),
        };
        next.entry(from).or_default().push((to, link.quantity));
    }
    let mut drawn = BTreeSet::from([root]);
    branch(cx, root, &lots, &next, &mut drawn)
}

fn branch(
    cx: &Cx,
    at: Uuid,
    lots: &BTreeMap<Uuid, &Relative>,
    next: &BTreeMap<Uuid, Vec<(Uuid, base::Quantity)>>,
    drawn: &mut BTreeSet<Uuid>,
) -> Markup {
    let Some(below) = next.get(&at) else { return html! {} };
    let mut parts = Vec::with_capacity(below.len());
    for (id, quantity) in below {
        let Some(relative) = lots.get(id) else { continue };
        let again = !drawn.insert(*id);
        let deeper = if again {
            html! {}
        } else {
            branch(cx, *id, lots, next, drawn)
        };
        parts.push(html! {
            li {
                a href={ (PATH) "/" (id) } { (bdi(&relative.lot.code)) }
                " · " (bdi(&relative.sku)) " – " (bdi(cx.l.text(&relative.name)))
                " · " (bdi(&cx.l.quantity(*quantity)))
                @if again { " …" }
                (deeper)
            }
        });
    }
    html! { ul { @for part in parts { (part) } } }
}

async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = lot(&mut tx, id).await?;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let typed = Typed {
        version: found.version.to_string(),
        expires_on: day(found.expires_on),
        made_on: day(found.made_on),
        supplier_lot: found.supplier_lot.clone(),
    };
    Ok(cx.page(&found.code, form(&cx, &found, &typed, None)))
}

/// A lot as it was typed.
struct Typed {
    version: String,
    expires_on: String,
    made_on: String,
    supplier_lot: String,
}

impl Typed {
    fn change(&self) -> Result<LotChange, Problem> {
        let mut problem = Problem::invalid();
        let mut day = |field: &'static str, text: &str| match text {
            "" => None,
            text => text.parse::<Date>().map(Some).unwrap_or_else(|_| {
                problem =
                    std::mem::replace(&mut problem, Problem::invalid()).field(field, "not_a_date");
                None
            }),
        };
        let expires_on = Some(day("expires_on", &self.expires_on));
        let made_on = Some(day("made_on", &self.made_on));
        problem.or_ok()?;
        Ok(LotChange {
            version: self.version.parse().ok(),
            expires_on,
            made_on,
            supplier_lot: Some(self.supplier_lot.clone()),
            attributes: None,
        })
    }
}

async fn change(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let text = |name: &str| data.text(name).trim().to_owned();
    let typed = Typed {
        version: text("version"),
        expires_on: text("expires_on"),
        made_on: text("made_on"),
        supplier_lot: text("supplier_lot"),
    };
    let mut tx = cx.begin().await?;
    let found = lot(&mut tx, id).await?;
    let changed = match typed.change() {
        Ok(change) => change_lot(&mut tx, id, change).await,
        Err(problem) => Err(problem),
    };
    match changed {
        Ok(changed) => {
            let flash = Flash::done("inventory-lot-saved").name(changed.code);
            tx.redirect(&format!("{PATH}/{id}"), flash).await
        }
        Err(problem) if problem.is_mendable() => {
            let body = form(&cx, &found, &typed, Some(&problem));
            Ok(cx.page_with(problem.status(), &found.code, body))
        }
        Err(problem) => Err(problem),
    }
}

fn form(cx: &Cx, lot: &Lot, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let wrong = |path: &str| forms::error(l, problem, path);
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), typed.version.clone()));
    let body = html! {
        (fields(html! {
            (Field::date("expires_on", l.t("inventory-expires")).value(&typed.expires_on)
                .hint(l.t("inventory-expires-meaning")).error(wrong("expires_on")))
            (Field::date("made_on", l.t("inventory-made-on")).value(&typed.made_on)
                .error(wrong("made_on")))
            (Field::text("supplier_lot", l.t("inventory-supplier-lot")).value(&typed.supplier_lot)
                .maxlength(200).error(wrong("lot")))
        }))
        (form_actions(html! {
            (Button::submit(l.t("inventory-save")).primary().icon(Icon::Check))
            (Button::link(&texts.cancel, format!("{PATH}/{}", lot.id)))
        }))
    };
    html! {
        (PageHeader::new(&texts, &lot.code)
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(l.t("inventory-lots"), PATH))
        (forms::mistakes(l, &texts, problem))
        (base::ui::form(&format!("{PATH}/{}/edit", lot.id), &hidden, body))
    }
}
