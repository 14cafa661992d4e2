//! The form of a new receipt, adjustment or transfer.

use axum::http::StatusCode;
use base::ui::{
    Button, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader, fields, form,
    form_actions,
};
use base::{Cx, L, Problem};
use maud::{Markup, html};

use super::super::document::{Kind, Reason};
use super::super::warehouse::Warehouse;
use super::history::reason_name;
use super::typed::{Typed, TypedLine};
use crate::forms;

/// What the new document is called.
pub(super) fn title(l: &L, kind: Kind) -> String {
    l.t(match kind {
        Kind::Receipt => "inventory-new-receipt",
        Kind::Adjustment => "inventory-new-adjustment",
        Kind::Transfer => "inventory-new-transfer",
    })
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
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let save = l.t(match kind {
        Kind::Receipt => "inventory-receive",
        Kind::Adjustment => "inventory-adjust",
        Kind::Transfer => "inventory-transfer",
    });
    html! {
        (PageHeader::new(&texts, title(l, kind))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(super::documents::title(l, kind), kind.path()))
        (forms::mistakes(l, &texts, problem))
        (form(&format!("{}/new", kind.path()), &cx.hidden(), html! {
            (head(cx, kind, warehouses, typed, problem))
            (grid(cx, kind, typed, problem))
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
        } @else {
            (Field::select("warehouse_id", l.t("inventory-warehouse"), open.clone())
                .value(&typed.warehouse).required(true).error(wrong("warehouse_id")))
        }
        (Field::date("date", l.t("inventory-date")).value(&typed.date).required(true)
            .hint(l.t("inventory-date-hint")).error(wrong("date")))
        @if kind == Kind::Receipt {
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

fn grid(cx: &Cx, kind: Kind, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let lookup = LineCell::Lookup("/admin/products/lookup".to_owned());
    let quantity = l.t(match kind {
        Kind::Adjustment => "inventory-change",
        Kind::Receipt | Kind::Transfer => "inventory-quantity",
    });
    let mut columns = vec![
        LineColumn::new("variant_id", l.t("inventory-item"), lookup),
        LineColumn::new("quantity", quantity, LineCell::Decimal),
    ];
    if kind != Kind::Transfer {
        columns.push(LineColumn::new("unit_cost", l.t("inventory-unit-cost"), LineCell::Decimal));
    }
    let rows: Vec<LineRow> =
        typed.lines.iter().enumerate().map(|(i, line)| row(l, i, line, problem)).collect();
    let label = l.t("inventory-lines");
    html! {
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
                Kind::Adjustment => { (l.t("inventory-adjustment-hint")) }
                Kind::Transfer => { (l.t("inventory-transfer-hint")) }
            }
        }
    }
}

fn row(l: &L, i: usize, line: &TypedLine, problem: Option<&Problem>) -> LineRow {
    let wrong = |column: &str| {
        let error = forms::error(l, problem, &format!("lines[{i}].{column}"))?;
        Some((column.to_owned(), error))
    };
    LineRow {
        values: vec![line.variant_id.clone(), line.quantity.clone(), line.unit_cost.clone()],
        shown: line.shown.clone(),
        errors: ["variant_id", "quantity", "unit_cost"].into_iter().filter_map(wrong).collect(),
    }
}
