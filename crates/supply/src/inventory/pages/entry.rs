//! The form of a new receipt, adjustment or transfer.

use axum::http::StatusCode;
use base::ui::{
    Button, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader, fields, form,
    form_actions,
};
use base::{Cx, L, Problem};
use maud::{Markup, html};

use super::super::document::{Kind, Reason};
use super::super::store::items::Shape;
use super::super::warehouse::Warehouse;
use super::history::reason_name;
use super::processing::OUT;
use super::typed::{Typed, TypedLine};
use crate::forms;

/// What the new document is called.
pub(super) fn title(l: &L, kind: Kind) -> String {
    l.t(&format!("inventory-new-{}", kind.word()))
}

/// The status of the form shown again.
pub(super) fn status(problem: Option<&Problem>) -> StatusCode {
    problem.map_or(StatusCode::OK, Problem::status)
}

/// The page around the form.
pub(super) fn page(
    cx: &Cx,
    kind: Kind,
    warehouses: &[Warehouse],
    shape: Shape,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let save = l.t(match kind {
        Kind::Receipt => "inventory-receive",
        Kind::Transfer => "inventory-transfer",
        Kind::Processing => "inventory-process",
        _ => "inventory-adjust",
    });
    let mut hidden = cx.hidden();
    if typed.seen {
        hidden.push(("seen".to_owned(), "1".to_owned()));
    }
    html! {
        (PageHeader::new(&texts, title(l, kind))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(super::documents::title(l, kind), kind.path()))
        (forms::mistakes(l, &texts, problem))
        (form(&format!("{}/new", kind.path()), &hidden, html! {
            (head(cx, kind, warehouses, typed, problem))
            (grid(cx, kind, shape, typed, problem))
            (form_actions(html! {
                (Button::submit(save).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, kind.path()))
            }))
        }))
    }
}

fn head(
    cx: &Cx,
    kind: Kind,
    warehouses: &[Warehouse],
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let open: Vec<(String, String)> = warehouses
        .iter()
        .filter(|w| w.active)
        .map(|w| (w.id.to_string(), super::index::name(cx, w)))
        .collect();
    let mut targets = vec![(String::new(), "–".to_owned())];
    targets.extend(open.iter().cloned());
    let reasons = Reason::ALL.map(|reason| (reason.word(), reason_name(cx, reason.word())));
    let note = Field::text("note", l.t("inventory-note")).value(&typed.note).span();
    fields(html! {
        @if kind == Kind::Transfer {
            (Field::select("warehouse_id", l.t("inventory-from"), open.clone())
                .value(&typed.warehouse).required(true).error(wrong("from_warehouse_id")))
            (Field::select("to_warehouse_id", l.t("inventory-to"), targets)
                .value(&typed.to_warehouse).required(true).error(wrong("to_warehouse_id")))
            (Field::checkbox("in_transit", l.t("inventory-takes-time"), typed.in_transit)
                .hint(l.t("inventory-takes-time-hint")))
        } @else {
            (Field::select("warehouse_id", l.t("inventory-warehouse"), open.clone())
                .value(&typed.warehouse).required(true).error(wrong("warehouse_id")))
        }
        (Field::date("date", l.t("inventory-date")).value(&typed.date).required(true)
            .hint(l.t("inventory-date-hint")).error(wrong("date")))
        @if kind == Kind::Receipt {
            (Field::lookup("supplier_id", l.t("inventory-supplier"), "/admin/suppliers/lookup",
                &typed.supplier_shown).value(&typed.supplier_id)
                .hint(l.t("inventory-supplier-hint")).error(wrong("supplier_id")))
            (Field::text("reference", l.t("inventory-reference")).value(&typed.reference)
                .maxlength(200).hint(l.t("inventory-reference-hint")).error(wrong("reference")))
        }
        @if kind == Kind::Adjustment {
            (Field::select("reason", l.t("inventory-reason"), reasons).value(&typed.reason)
                .required(true).error(wrong("reason")))
        }
        (note.maxlength(2000).error(wrong("note")))
    })
}

/// The columns that this kind has in this company, by the names of the fields of the API.
fn columns(l: &L, kind: Kind, shape: Shape) -> Vec<LineColumn> {
    let lookup = LineCell::Lookup("/admin/products/lookup".to_owned());
    let change = kind == Kind::Adjustment;
    let quantity = l.t(if change { "inventory-change" } else { "inventory-quantity" });
    let column = |name: &str, key: &str, cell: LineCell| LineColumn::new(name, l.t(key), cell);
    let mut columns = vec![
        column("variant_id", "inventory-item", lookup),
        LineColumn::new("quantity", quantity, LineCell::Decimal),
    ];
    let made = kind == Kind::Processing;
    if made {
        let sides = [("in", "inventory-goes-in"), (OUT, "inventory-comes-out")];
        let sides = sides.map(|(side, key)| (side.to_owned(), l.t(key)));
        columns.push(column("side", "inventory-side", LineCell::Select(sides.into())));
    }
    if change {
        columns.push(column("counted", "inventory-counted", LineCell::Decimal));
    }
    if shape.units {
        columns.push(column("unit", "inventory-unit", LineCell::Text));
    }
    if shape.seconds {
        columns.push(column("second_quantity", "inventory-second", LineCell::Decimal));
    }
    if kind != Kind::Transfer && !made {
        columns.push(column("unit_cost", "inventory-unit-cost", LineCell::Decimal));
    }
    if shape.places && kind == Kind::Transfer {
        columns.push(column("from_location_id", "inventory-from-place", LineCell::Text));
        columns.push(column("to_location_id", "inventory-to-place", LineCell::Text));
    } else if shape.places {
        columns.push(column("location_id", "inventory-place", LineCell::Text));
    }
    if shape.lots {
        columns.push(column("lot", "inventory-lot", LineCell::Text));
    }
    if shape.lots && (made || kind == Kind::Receipt) {
        columns.push(column("expires_on", "inventory-expires", LineCell::Text));
    }
    if made {
        columns.push(column("share", "inventory-share", LineCell::Decimal));
    }
    columns
}

fn grid(cx: &Cx, kind: Kind, shape: Shape, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let columns = columns(l, kind, shape);
    let lines = typed.lines.iter().enumerate();
    let rows: Vec<LineRow> = lines.map(|(i, line)| row(l, i, line, &columns, problem)).collect();
    let label = l.t("inventory-lines");
    html! {
        @if let Some(error) = forms::error(l, problem, "lines") {
            p.error id="f-lines" { (Icon::Stop) (error) }
        }
        (LineGrid {
            name: "lines",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: None,
            totals: html! {},
            texts: &texts,
        })
        p.hint {
            @match kind {
                Kind::Receipt => { (l.t("inventory-receipt-hint")) }
                Kind::Transfer => { (l.t("inventory-transfer-hint")) }
                Kind::Processing => { (l.t("inventory-process-hint")) }
                _ => { (l.t("inventory-adjustment-hint")) }
            }
            @if shape.places { " " (l.t("inventory-place-hint")) }
            @if shape.lots && matches!(kind, Kind::Receipt | Kind::Processing) {
                " " (l.t("inventory-expires-hint"))
            }
        }
    }
}

fn row(
    l: &L,
    i: usize,
    line: &TypedLine,
    columns: &[LineColumn],
    problem: Option<&Problem>,
) -> LineRow {
    let wrong = |column: &LineColumn| {
        let error = forms::error(l, problem, &format!("lines[{i}].{}", column.name))?;
        Some((column.name.clone(), error))
    };
    LineRow {
        values: columns.iter().map(|column| line.value(&column.name)).collect(),
        shown: line.shown.clone(),
        errors: columns.iter().filter_map(wrong).collect(),
    }
}
