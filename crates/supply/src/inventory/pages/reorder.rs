//! What is to be ordered, by the reorder rules; and the form of a rule.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::ui::{
    Badge, Button, Column, Empty, Field, Icon, ListView, PageHeader, Query, Row, Table, Tone, bdi,
    fields, form_actions,
};
use base::{Access, Cx, Flash, FormData, List, Path, Problem, Quantity, Route};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::reorder::{
    NewReorderRule, ReorderChange, ReorderQuery, ReorderRule, change_rule, create_rule,
    delete_rule, reorder_rule, reorder_rules, want,
};
use super::super::store;
use super::super::warehouse::Warehouse;
use crate::catalog::unit_name;
use crate::forms;

const READ: Access = Access::Needs("stock.read");
const EDIT: Access = Access::Needs("stock.adjust");
const PATH: &str = "/admin/stock/reorder";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stock/reorder", READ, index),
        Route::get("/admin/stock/reorder/export", READ, export),
        Route::post("/admin/stock/reorder/want", EDIT, tell),
        Route::get("/admin/stock/reorder/new", EDIT, new),
        Route::post("/admin/stock/reorder/new", EDIT, create),
        Route::get("/admin/stock/reorder/{id}/edit", EDIT, edit),
        Route::post("/admin/stock/reorder/{id}/edit", EDIT, change),
        Route::post("/admin/stock/reorder/{id}/delete", EDIT, delete),
    ]
}

async fn index(cx: Cx, base::Query(query): base::Query<ReorderQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = reorder_rules(&mut tx, &query).await?;
    let warehouses = super::super::warehouses(&mut tx).await?;
    Ok(cx.page(&cx.l.t("inventory-reorder"), page(&cx, &found, &warehouses)))
}

fn page(cx: &Cx, found: &List<ReorderRule>, warehouses: &[Warehouse]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let empty =
        Empty::new(Icon::Box, l.t("inventory-no-reorder"), l.t("inventory-no-reorder-text"));
    let houses = warehouses.iter().map(|w| (w.id.to_string(), super::index::name(cx, w)));
    let tell = html! { (Button::submit(l.t("inventory-reorder-want"))) };
    html! {
        (PageHeader::new(&texts, l.t("inventory-reorder"))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .actions(html! {
                @if cx.may("stock.adjust") {
                    (base::ui::form(&format!("{PATH}/want"), &cx.hidden(), tell))
                    (Button::link(l.t("inventory-new-rule"), format!("{PATH}/new")).primary()
                        .icon(Icon::Plus).key('c'))
                }
            }))
        (super::tabs(cx, PATH))
        (ListView::new(&texts, "reorder", &query, table(cx, &query, &found.items), empty)
            .search(l.t("inventory-search-sku"))
            .filter("warehouse", l.t("inventory-warehouse"), houses)
            .filter("state", l.t("inventory-state"), [("due", l.t("inventory-reorder-due"))])
            .no_result(l.t("inventory-not-found"), l.t("inventory-not-found-text"))
            .pager(super::pager(cx, &query, found))
            .export("CSV", format!("{PATH}/export?format=csv"))
            .export("XLSX", format!("{PATH}/export?format=xlsx")))
    }
}

fn table(cx: &Cx, query: &Query, rules: &[ReorderRule]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-sku")).title().sorts(query, "sku"),
        Column::new(l.t("inventory-item")),
        Column::new(l.t("inventory-warehouse")),
        Column::new(l.t("inventory-available")).numeric(),
        Column::new(l.t("inventory-in-transit")).numeric(),
        Column::new(l.t("inventory-wanted")).numeric(),
        Column::new(l.t("inventory-minimum")).numeric(),
        Column::new(l.t("inventory-maximum")).numeric(),
        Column::new(l.t("inventory-proposal")).numeric(),
        Column::new(l.t("inventory-unit")),
    ];
    let rows = rules.iter().map(|rule| {
        let cells = vec![
            html! {
                (bdi(&rule.sku))
                @if !rule.active { " " (Badge::new(Tone::Neutral, l.t("inventory-closed"))) }
            },
            bdi(l.text(&rule.name)),
            bdi(&rule.warehouse.code),
            bdi(&l.quantity(rule.available)),
            bdi(&l.quantity(rule.in_transit)),
            bdi(&l.quantity(rule.wanted)),
            bdi(&l.quantity(rule.minimum)),
            bdi(&l.quantity(rule.maximum)),
            html! { strong { (bdi(&l.quantity(rule.proposal))) } },
            bdi(&unit_name(l, &rule.unit)),
        ];
        if cx.may("stock.adjust") {
            Row::linked(rule.id.to_string(), &rule.sku, format!("{PATH}/{}/edit", rule.id), cells)
        } else {
            Row::new(cells)
        }
    });
    Table::new(l.t("inventory-reorder"), columns).rows(rows)
}

async fn export(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
    base::Query(mut query): base::Query<ReorderQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-sku",
        "inventory-item",
        "inventory-warehouse",
        "inventory-available",
        "inventory-in-transit",
        "inventory-wanted",
        "inventory-minimum",
        "inventory-maximum",
        "inventory-proposal",
        "inventory-unit",
    ];
    let mut file = Export::new(wanted.format, "reorder", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    super::export::from_the_start(&mut query.list);
    for _ in 0..MOST_ROWS / i64::from(super::export::PAGE) {
        let page = reorder_rules(&mut tx, &query).await?;
        for rule in &page.items {
            file.row([
                Cell::from(&rule.sku),
                l.text(&rule.name).into(),
                (&rule.warehouse.code).into(),
                rule.available.into(),
                rule.in_transit.into(),
                rule.wanted.into(),
                rule.minimum.into(),
                rule.maximum.into(),
                rule.proposal.into(),
                (&rule.unit).into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}

async fn tell(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    want(&mut tx).await?;
    tx.redirect(PATH, Flash::done("inventory-reorder-told")).await
}

/// A rule as it was typed.
#[derive(Debug, Default)]
struct Typed {
    version: String,
    item: String,
    warehouse: String,
    numbers: [String; 3],
    lead_days: String,
    active: bool,
}

const NUMBERS: [&str; 3] = ["minimum", "maximum", "multiple"];

impl Typed {
    fn of(rule: &ReorderRule) -> Self {
        Self {
            version: rule.version.to_string(),
            numbers: [rule.minimum, rule.maximum, rule.multiple].map(|q| q.to_string()),
            lead_days: rule.lead_days.to_string(),
            active: rule.active,
            ..Self::default()
        }
    }

    fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).trim().to_owned();
        Self {
            version: text("version"),
            item: text("variant_id"),
            warehouse: text("warehouse_id"),
            numbers: NUMBERS.map(text),
            lead_days: text("lead_days"),
            active: data.has("active"),
        }
    }

    fn parsed(&self) -> Result<([Quantity; 3], i32), Problem> {
        let mut problem = Problem::invalid();
        let mut numbers = [Quantity::ZERO; 3];
        for ((field, text), number) in NUMBERS.iter().zip(&self.numbers).zip(&mut numbers) {
            let text = if text.is_empty() { "0" } else { text };
            match Quantity::parse_local(text) {
                Ok(quantity) => *number = quantity,
                Err(_) => problem = problem.field(*field, "not_a_number"),
            }
        }
        let days = base::digits::to_ascii(&self.lead_days);
        let days = if days.is_empty() { Ok(0) } else { days.parse::<i32>() };
        if days.is_err() {
            problem = problem.field("lead_days", "not_a_number");
        }
        problem.or_ok()?;
        Ok((numbers, days.unwrap_or_default()))
    }
}

async fn new(cx: Cx) -> Result<Response, Problem> {
    let query = Query::parse(cx.path(), cx.query());
    let typed = Typed {
        item: query.get("sku").unwrap_or_default().to_owned(),
        active: true,
        ..Typed::default()
    };
    let body = form(&cx, None, &typed, None).await?;
    Ok(cx.page(&cx.l.t("inventory-new-rule"), body))
}

async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match make(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let body = form(&cx, None, &typed, Some(&problem)).await?;
            Ok(cx.page_with(problem.status(), &cx.l.t("inventory-new-rule"), body))
        }
        done => done,
    }
}

async fn make(cx: &Cx, typed: &Typed) -> Result<Response, Problem> {
    let ([minimum, maximum, multiple], lead_days) = typed.parsed()?;
    let mut tx = cx.begin().await?;
    let codes = [typed.item.clone(), typed.item.to_uppercase()];
    let found = store::items::find_by_code(&mut tx, &codes).await?;
    let new = NewReorderRule {
        variant_id: found.first().map(|(_, id)| *id),
        warehouse_id: typed.warehouse.parse().ok(),
        minimum,
        maximum,
        multiple,
        lead_days,
        ..NewReorderRule::default()
    };
    let made = create_rule(&mut tx, new).await?;
    tx.redirect(PATH, Flash::done("inventory-rule-saved").name(made.sku)).await
}

async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let rule = reorder_rule(&mut tx, id).await?;
    drop(tx);
    let body = form(&cx, Some(&rule), &Typed::of(&rule), None).await?;
    Ok(cx.page(&rule.sku, body))
}

async fn change(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match save(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let rule = reorder_rule(&mut tx, id).await?;
            drop(tx);
            let body = form(&cx, Some(&rule), &typed, Some(&problem)).await?;
            Ok(cx.page_with(problem.status(), &rule.sku, body))
        }
        done => done,
    }
}

async fn save(cx: &Cx, id: Uuid, typed: &Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    reorder_rule(&mut tx, id).await?;
    let ([minimum, maximum, multiple], lead_days) = typed.parsed()?;
    let change = ReorderChange {
        version: typed.version.parse().ok(),
        minimum: Some(minimum),
        maximum: Some(maximum),
        multiple: Some(multiple),
        lead_days: Some(lead_days),
        active: Some(typed.active),
    };
    let changed = change_rule(&mut tx, id, change).await?;
    tx.redirect(PATH, Flash::done("inventory-rule-saved").name(changed.sku)).await
}

async fn delete(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let gone = delete_rule(&mut tx, id).await?;
    tx.redirect(PATH, Flash::done("inventory-rule-gone").name(gone.sku)).await
}

async fn form(
    cx: &Cx,
    rule: Option<&ReorderRule>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Markup, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let mut tx = cx.read().await?;
    let warehouses = super::super::warehouses(&mut tx).await?;
    drop(tx);
    let wrong = |path: &str| forms::error(l, problem, path);
    let houses: Vec<(String, String)> =
        warehouses.iter().map(|w| (w.id.to_string(), super::index::name(cx, w))).collect();
    let action = match rule {
        Some(rule) => format!("{PATH}/{}/edit", rule.id),
        None => format!("{PATH}/new"),
    };
    let title = rule.map_or_else(
        || l.t("inventory-new-rule"),
        |rule| format!("{} – {}", rule.sku, rule.warehouse.code),
    );
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), typed.version.clone()));
    let body = html! {
        (fields(html! {
            @if rule.is_none() {
                (Field::text("variant_id", l.t("inventory-sku")).value(&typed.item)
                    .required(true).ltr().hint(l.t("inventory-scan-hint"))
                    .error(wrong("variant_id")))
                (Field::select("warehouse_id", l.t("inventory-warehouse"), houses)
                    .value(&typed.warehouse).required(true).error(wrong("warehouse_id")))
            }
            @for (field, text) in NUMBERS.iter().zip(&typed.numbers) {
                (Field::decimal(*field, l.t(&format!("inventory-{field}"))).value(text)
                    .error(wrong(field)))
            }
            (Field::integer("lead_days", l.t("inventory-lead-days")).value(&typed.lead_days)
                .error(wrong("lead_days")))
            @if rule.is_some() {
                (Field::checkbox("active", l.t("inventory-active"), typed.active))
            }
        }))
        (form_actions(html! {
            (Button::submit(l.t("inventory-save")).primary().icon(Icon::Check))
            (Button::link(&texts.cancel, PATH))
        }))
    };
    let remove = html! { (Button::submit(l.t("inventory-rule-remove"))) };
    Ok(html! {
        (PageHeader::new(&texts, title)
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(l.t("inventory-reorder"), PATH))
        (forms::mistakes(l, &texts, problem))
        (base::ui::form(&action, &hidden, body))
        @if let Some(rule) = rule {
            (base::ui::form(&format!("{PATH}/{}/delete", rule.id), &cx.hidden(), remove))
        }
    })
}
