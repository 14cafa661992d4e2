//! The page on which people count, and on which differences are looked at and posted.

use axum::response::Response;
use base::export::{Cell, Export, FileFormat};
use base::ui::{
    Button, Card, Column, Facts, Field, Icon, PageHeader, Row, Table, bdi, fields, form_actions,
};
use base::{Cx, Flash, FormData, Path, Problem, Quantity, UnitPrice};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::count::{
    CountLine, NewSheetLine, StockCount, cancel_count, count, count_lines, enter_count, recount,
};
use super::super::document::Kind;
use super::super::post_count::{CountCost, PostCount, post_count};
use super::super::store;
use super::counts::{PATH, place_of, state};
use crate::forms;

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let body = detail(&cx, id, None, None).await?;
    Ok(cx.page(&cx.l.t("inventory-stocktakes"), body))
}

async fn detail(
    cx: &Cx,
    id: Uuid,
    typed: Option<&FormData>,
    problem: Option<&Problem>,
) -> Result<Markup, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let mut tx = cx.read().await?;
    let found = count(&mut tx, id).await?;
    let lines = count_lines(&mut tx, id).await?;
    let shape = store::items::shape(&mut tx).await?;
    let happened: Vec<AuditEntry> = audit::timeline(&mut tx, "count", id).await?;
    let open = found.state == "open";
    Ok(html! {
        (PageHeader::new(&texts, l.timestamp(found.created_at))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(l.t("inventory-stocktakes"), PATH)
            .beside(html! { (state(cx, &found)) })
            .actions(html! {
                (Button::link("CSV", format!("{PATH}/{id}/export/csv")).download())
                (Button::link("XLSX", format!("{PATH}/{id}/export/xlsx")).download())
            }))
        (forms::mistakes(l, &texts, problem))
        div.split {
            div.stack {
                @if open && cx.may("stock.count") { (scan(cx, id, shape, typed, problem)) }
                (Card::new(html! { (count_table(cx, &found, &lines)) }).flush()
                    .title(l.t("inventory-lines")))
            }
            div.stack {
                (Card::new(html! { (facts(cx, &found)) }).title(l.t("inventory-about")))
                @if open && cx.may("stock.adjust") { (finish(cx, id, &lines, problem)) }
                (Card::new(timeline_markup(l, &happened)).title(l.t("inventory-happened")))
            }
        }
    })
}

fn facts(cx: &Cx, count: &StockCount) -> Facts {
    let l = &cx.l;
    let house = format!("{} – {}", count.warehouse.code, l.text(&count.warehouse.name));
    let mut facts = Facts::new().text(l.t("inventory-warehouse"), &house);
    if let Some(place) = &count.place {
        facts = facts.text(l.t("inventory-place"), place);
    }
    facts = facts.text(l.t("inventory-note"), &count.note);
    match count.document_id {
        Some(id) => {
            let href = format!("{}/{id}", Kind::Count.path());
            let link = html! { a href=(href) { (l.t("inventory-counts")) } };
            facts.markup(l.t("ledger-source-stock-count"), link)
        }
        None => facts,
    }
}

/// The form that a scanner types into: code, Enter, and again.
fn scan(
    cx: &Cx,
    id: Uuid,
    shape: store::items::Shape,
    typed: Option<&FormData>,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let value = |name: &str| typed.map(|data| data.text(name).to_owned()).unwrap_or_default();
    let body = html! {
        (fields(html! {
            (Field::text("code", l.t("inventory-scan")).value(value("code")).required(true)
                .autofocus().ltr().hint(l.t("inventory-scan-hint")).error(wrong("code")))
            (Field::decimal("quantity", l.t("inventory-counted")).value(value("quantity"))
                .placeholder("1").error(wrong("quantity")))
            @if shape.seconds {
                (Field::decimal("second_quantity", l.t("inventory-second"))
                    .value(value("second_quantity")).error(wrong("second_quantity")))
            }
            @if shape.places {
                (Field::text("location_id", l.t("inventory-place")).value(value("location_id"))
                    .ltr().error(wrong("location_id")))
            }
            @if shape.lots {
                (Field::text("lot", l.t("inventory-lot")).value(value("lot")).ltr()
                    .error(wrong("lot")))
            }
            (Field::checkbox("replace", l.t("inventory-count-replace"), false))
        }))
        (form_actions(html! {
            (Button::submit(l.t("inventory-count-add")).primary().icon(Icon::Plus))
        }))
    };
    let form = base::ui::form(&format!("{PATH}/{id}/enter"), &cx.hidden(), body);
    html! { (Card::new(form).title(l.t("inventory-count-title"))) }
}

pub(super) async fn enter(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    match write_down(&cx, id, &data).await {
        Err(problem) if problem.is_mendable() => {
            let body = detail(&cx, id, Some(&data), Some(&problem)).await?;
            Ok(cx.page_with(problem.status(), &cx.l.t("inventory-stocktakes"), body))
        }
        done => done,
    }
}

async fn write_down(cx: &Cx, id: Uuid, data: &FormData) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let warehouse = count(&mut tx, id).await?.warehouse.id;
    let place = data.text("location_id").trim();
    let location_id = place_of(&mut tx, Some(warehouse), place).await?;
    let number = |field: &'static str| match data.text(field).trim() {
        "" => Ok(None),
        text => Quantity::parse_local(text)
            .map(Some)
            .map_err(|_| Problem::invalid().field(field, "not_a_number")),
    };
    let new = NewSheetLine {
        code: Some(data.text("code").to_owned()),
        variant_id: None,
        quantity: number("quantity")?,
        second_quantity: number("second_quantity")?,
        replace: data.has("replace"),
        location_id,
        lot: data.some("lot").map(str::to_owned),
    };
    enter_count(&mut tx, id, new).await?;
    let flash = Flash::done("inventory-count-entered").name(data.text("code"));
    tx.redirect(&format!("{PATH}/{id}"), flash).await
}

fn count_table(cx: &Cx, count: &StockCount, lines: &[CountLine]) -> Table {
    let l = &cx.l;
    let books = lines.iter().any(|line| line.book.is_some());
    let mut columns = vec![
        Column::new(l.t("inventory-place")),
        Column::new(l.t("inventory-sku")).title(),
        Column::new(l.t("inventory-item")),
        Column::new(l.t("inventory-counted")).numeric(),
        Column::new(l.t("inventory-counters")),
    ];
    if books {
        columns.push(Column::new(l.t("inventory-book")).numeric());
        columns.push(Column::new(l.t("inventory-difference")).numeric());
        columns.push(Column::new(l.t("inventory-value")).numeric());
    }
    let again = count.state == "open" && cx.may("stock.count");
    if again {
        columns.push(Column::new(l.t("inventory-recount")));
    }
    let with = |first: Quantity, second: Option<Quantity>| match second {
        Some(second) => format!("{} · {}", l.quantity(first), l.quantity(second)),
        None => l.quantity(first),
    };
    let rows = lines.iter().map(|line| {
        let mut cells = vec![
            bdi(&line.place),
            bdi(&line.sku),
            html! {
                (bdi(&super::index::item_name(cx, &line.name, &line.options)))
                @if let Some(lot) = &line.lot { " · " (super::detail::lot_name(cx, lot)) }
            },
            bdi(&with(line.counted, line.counted_second)),
            bdi(&line.counters),
        ];
        if books {
            let value = line.value.map(|value| l.money(value));
            cells.push(bdi(&with(line.book.unwrap_or_default(), line.book_second)));
            let difference = line.difference.unwrap_or_default();
            cells.push(bdi(&with(difference, line.difference_second)));
            cells.push(bdi(value.as_deref().unwrap_or("–")));
        }
        if again {
            cells.push(recount_button(cx, count.id, line));
        }
        Row::new(cells)
    });
    Table::new(l.t("inventory-lines"), columns).rows(rows)
}

fn recount_button(cx: &Cx, id: Uuid, line: &CountLine) -> Markup {
    let mut hidden = cx.hidden();
    let lot = line.lot.as_ref().map(|lot| lot.id.to_string()).unwrap_or_default();
    hidden.push(("variant_id".to_owned(), line.variant_id.to_string()));
    hidden.push(("location_id".to_owned(), line.location_id.to_string()));
    hidden.push(("lot_id".to_owned(), lot));
    let button = html! { (Button::submit(cx.l.t("inventory-recount")).small()) };
    base::ui::form(&format!("{PATH}/{id}/recount"), &hidden, button)
}

pub(super) async fn again(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let wanted = |field: &'static str| {
        let id = data.text(field).parse::<Uuid>();
        id.map_err(|_| Problem::invalid().field(field, "required"))
    };
    let (variant, place) = (wanted("variant_id")?, wanted("location_id")?);
    recount(&mut tx, id, variant, place, data.text("lot_id").parse().ok()).await?;
    tx.redirect(&format!("{PATH}/{id}"), Flash::done("inventory-count-forgotten")).await
}

/// Posting and giving up, and the costs of what was found and has none.
fn finish(cx: &Cx, id: Uuid, lines: &[CountLine], problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let unknown = |line: &&CountLine| {
        line.value.is_none() && line.difference.is_some_and(Quantity::is_positive)
    };
    let costs: Vec<&CountLine> = lines.iter().filter(unknown).collect();
    let post = html! {
        (fields(html! {
            (Field::checkbox("missing_is_zero", l.t("inventory-count-missing"), false)
                .hint(l.t("inventory-count-missing-hint")))
            @for line in &costs {
                (Field::decimal(format!("cost_{}", line.variant_id),
                        format!("{} – {}", l.t("inventory-unit-cost"), line.sku))
                    .required(true))
            }
        }))
        @if problem.is_none() && lines.is_empty() {
            p.hint { (l.t("inventory-count-nothing")) }
        }
        (form_actions(html! {
            (Button::submit(l.t("inventory-count-post")).primary().icon(Icon::Check))
        }))
    };
    let cancel = html! { (Button::submit(l.t("inventory-count-cancel"))) };
    html! {
        (Card::new(html! {
            (base::ui::form(&format!("{PATH}/{id}/post"), &cx.hidden(), post))
            (base::ui::form(&format!("{PATH}/{id}/cancel"), &cx.hidden(), cancel))
        }).title(l.t("inventory-count-finish")))
    }
}

pub(super) async fn post(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    match finish_count(&cx, id, &data).await {
        Err(problem) if problem.is_mendable() || problem.code() == "count_empty" => {
            let body = detail(&cx, id, None, Some(&problem)).await?;
            Ok(cx.page_with(problem.status(), &cx.l.t("inventory-stocktakes"), body))
        }
        done => done,
    }
}

async fn finish_count(cx: &Cx, id: Uuid, data: &FormData) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let mut costs = Vec::new();
    for line in count_lines(&mut tx, id).await? {
        let Some(text) = data.some(&format!("cost_{}", line.variant_id)) else { continue };
        let unit_cost = UnitPrice::parse_local(text)
            .map_err(|_| Problem::invalid().field("unit_cost", "not_a_number"))?;
        costs.push(CountCost { variant_id: line.variant_id, unit_cost });
    }
    let how = PostCount { missing_is_zero: data.has("missing_is_zero"), costs };
    post_count(&mut tx, id, how).await?;
    tx.redirect(&format!("{PATH}/{id}"), Flash::done("inventory-count-done")).await
}

pub(super) async fn cancel(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    cancel_count(&mut tx, id).await?;
    tx.redirect(&format!("{PATH}/{id}"), Flash::done("inventory-count-given-up")).await
}

pub(super) async fn export(
    cx: Cx,
    Path((id, format)): Path<(Uuid, String)>,
) -> Result<Response, Problem> {
    let format = if format == "xlsx" { FileFormat::Xlsx } else { FileFormat::Csv };
    let l = &cx.l;
    let headings = [
        "inventory-place",
        "inventory-sku",
        "inventory-item",
        "inventory-lot",
        "inventory-counted",
        "inventory-second",
        "inventory-book",
        "inventory-difference",
        "inventory-value",
    ];
    let mut tx = cx.read().await?;
    let lines = count_lines(&mut tx, id).await?;
    let mut file = Export::new(format, "count", headings.map(|key| l.t(key)))?;
    for line in lines {
        file.row([
            Cell::from(line.place),
            line.sku.into(),
            l.text(&line.name).into(),
            line.lot.map(|lot| lot.code).into(),
            line.counted.into(),
            line.counted_second.into(),
            line.book.into(),
            line.difference.into(),
            line.value.into(),
        ])?;
    }
    file.finish().await
}
