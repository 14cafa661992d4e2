//! The form that says how stock of an item is kept.

use axum::response::Response;
use base::ui::{
    Button, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader, fields, form_actions,
};
use base::{Access, Cx, Flash, FormData, Path, Problem, Route};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::item::{ItemChange, StockItem, change_item, stock_item};
use super::super::unit::ItemUnit;
use crate::catalog::unit_name;
use crate::forms;

const EDIT: Access = Access::Needs("catalog.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stock/items/{id}", EDIT, edit),
        Route::post("/admin/stock/items/{id}", EDIT, change),
    ]
}

/// A setting as it was typed.
#[derive(Debug, Default)]
struct Typed {
    version: String,
    lot_tracked: bool,
    lot_valued: bool,
    second_unit: String,
    /// Code, numerator, denominator.
    units: Vec<[String; 3]>,
}

const CELLS: [&str; 3] = ["code", "numerator", "denominator"];

impl Typed {
    fn of(item: &StockItem) -> Self {
        let unit = |unit: &ItemUnit| {
            [unit.code.clone(), unit.numerator.to_string(), unit.denominator.to_string()]
        };
        Self {
            version: item.version.to_string(),
            lot_tracked: item.lot_tracked,
            lot_valued: item.lot_valued,
            second_unit: item.second_unit.clone().unwrap_or_default(),
            units: item.units.iter().map(unit).collect(),
        }
    }

    fn read(data: &FormData) -> Self {
        let row = |row| CELLS.map(|cell| data.cell("units", row, cell).trim().to_owned());
        let mut units: Vec<[String; 3]> = data.rows("units").into_iter().map(row).collect();
        if let Some(row) = data.some("remove_line").and_then(|row| row.parse::<usize>().ok())
            && let Some(at) = data.rows("units").iter().position(|number| *number == row)
        {
            units.remove(at);
        }
        Self {
            version: data.text("version").to_owned(),
            lot_tracked: data.has("lot_tracked"),
            lot_valued: data.has("lot_valued"),
            second_unit: data.text("second_unit").to_owned(),
            units,
        }
    }

    fn change(&mut self) -> Result<ItemChange, Problem> {
        self.units.retain(|cells| cells.iter().any(|cell| !cell.is_empty()));
        let mut problem = Problem::invalid();
        let mut units = Vec::with_capacity(self.units.len());
        for (i, [code, numerator, denominator]) in self.units.iter().enumerate() {
            let mut number = |field: &str, text: &str| {
                let text = if text.is_empty() && field == "denominator" { "1" } else { text };
                base::digits::to_ascii(text).parse::<i64>().unwrap_or_else(|_| {
                    let path = format!("units[{i}].{field}");
                    problem = std::mem::replace(&mut problem, Problem::invalid())
                        .field(path, "not_a_number");
                    1
                })
            };
            let numerator = number("numerator", numerator);
            let denominator = number("denominator", denominator);
            units.push(ItemUnit { code: code.clone(), numerator, denominator });
        }
        problem.or_ok()?;
        Ok(ItemChange {
            version: self.version.parse().ok(),
            lot_tracked: Some(self.lot_tracked),
            lot_valued: Some(self.lot_valued),
            second_unit: Some(Some(self.second_unit.clone())),
            units: Some(units),
        })
    }
}

async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let item = stock_item(&mut tx, id).await?;
    let body = form(&cx, &item, &Typed::of(&item), None);
    Ok(cx.page(&item.sku, body))
}

async fn change(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    let mut tx = cx.begin().await?;
    let item = stock_item(&mut tx, id).await?;
    if data.has("add_line") || data.has("remove_line") {
        if data.has("add_line") {
            typed.units.push([String::new(), String::new(), "1".to_owned()]);
        }
        return Ok(cx.page(&item.sku, form(&cx, &item, &typed, None)));
    }
    let changed = match typed.change() {
        Ok(change) => change_item(&mut tx, id, change).await,
        Err(problem) => Err(problem),
    };
    match changed {
        Ok(changed) => {
            let flash = Flash::done("inventory-item-saved").name(changed.sku);
            tx.redirect(&format!("/admin/stock/moves?variant={id}"), flash).await
        }
        Err(problem) if problem.is_mendable() || problem.code() == "stock_kept" => {
            let body = form(&cx, &item, &typed, Some(&problem));
            Ok(cx.page_with(problem.status(), &item.sku, body))
        }
        Err(problem) => Err(problem),
    }
}

fn form(cx: &Cx, item: &StockItem, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let wrong = |path: &str| forms::error(l, problem, path);
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), typed.version.clone()));
    let back = format!("/admin/stock/moves?variant={}", item.variant_id);
    let body = html! {
        (fields(html! {
            (Field::checkbox("lot_tracked", l.t("inventory-by-lot"), typed.lot_tracked)
                .hint(l.t("inventory-by-lot-hint")).error(wrong("lot_tracked")))
            (Field::checkbox("lot_valued", l.t("inventory-lot-valued"), typed.lot_valued)
                .hint(l.t("inventory-lot-valued-hint")).error(wrong("lot_valued")))
            (Field::text("second_unit", l.t("inventory-second-unit")).value(&typed.second_unit)
                .maxlength(20).hint(l.t("inventory-second-unit-hint"))
                .error(wrong("second_unit")))
        }))
        (units(cx, item, typed, problem))
        (form_actions(html! {
            (Button::submit(l.t("inventory-save")).primary().icon(Icon::Check))
            (Button::link(&texts.cancel, &back))
        }))
    };
    html! {
        (PageHeader::new(&texts, format!("{} – {}", item.sku, l.text(&item.name)))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(item.sku.clone(), back.clone())
            .subtitle(l.t("inventory-item-kept")))
        (forms::mistakes(l, &texts, problem))
        (base::ui::form(&format!("/admin/stock/items/{}", item.variant_id), &hidden, body))
    }
}

fn units(cx: &Cx, item: &StockItem, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let columns = [
        LineColumn::new("code", l.t("inventory-unit"), LineCell::Text),
        LineColumn::new("numerator", unit_name(l, &item.unit), LineCell::Decimal),
        LineColumn::new("denominator", l.t("inventory-unit-per"), LineCell::Decimal),
    ];
    let rows: Vec<LineRow> = typed
        .units
        .iter()
        .enumerate()
        .map(|(i, cells)| LineRow {
            values: cells.to_vec(),
            shown: String::new(),
            errors: CELLS
                .iter()
                .filter_map(|cell| {
                    let error = forms::error(l, problem, &format!("units[{i}].{cell}"))?;
                    Some(((*cell).to_owned(), error))
                })
                .collect(),
        })
        .collect();
    let label = l.t("inventory-units");
    html! {
        (LineGrid {
            name: "units",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: None,
            totals: html! {},
            texts: &texts,
        })
        p.hint { (l.t("inventory-units-hint")) }
    }
}
