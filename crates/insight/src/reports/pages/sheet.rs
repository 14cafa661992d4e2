//! A sheet as a page: a table that becomes cards on a phone, every figure a link to what it sums.

use base::Cx;
use base::ui::{Badge, Banner, Button, Card, Empty, Icon, PageHeader, Query, Texts, Tone, bdi};
use maud::{Markup, html};

use super::super::query::Asked;
use super::super::sheet::{Cell, Line, Role, Sheet, Value};
use super::paper::period;

pub(super) fn page(cx: &Cx, title: &str, asked: &Asked, sheet: &Sheet, form: Markup) -> Markup {
    let l = &cx.l;
    let texts = Texts::new(|key| l.t(key));
    let beside = sheet.balanced.map(|balanced| match balanced {
        true => Badge::new(Tone::Success, l.t("reports-balanced")),
        false => Badge::new(Tone::Danger, l.t("reports-unbalanced")),
    });
    let figures = sheet.rows.iter().any(|row| row.role == Role::Line);
    html! {
        (PageHeader::new(&texts, title)
            .crumb(l.t("reports-title"), "/admin/reports")
            .beside(html! { @if let Some(badge) = beside { (badge) } })
            .subtitle(period(l, asked, sheet).join(" · "))
            .actions(files(cx)))
        (form)
        @if sheet.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.warns) {
            (Banner::new(Tone::Warning, l.t("reports-warns")))
        }
        @if sheet.cut {
            (Banner::new(Tone::Warning, l.with("reports-cut", &[("n", sheet.rows.len().into())])))
        }
        @if figures || sheet.rows.iter().any(|row| row.role == Role::Subtotal) {
            (Card::new(html! { div.table-room tabindex="0" { (table(cx, title, sheet)) } }).flush())
        } @else {
            (Empty::new(Icon::Book, l.t("reports-none"), l.t("reports-none-text")))
        }
    }
}

/// The same report as files.
fn files(cx: &Cx) -> Markup {
    let query = Query::parse(format!("{}/export", cx.path()), cx.query());
    let link = |format: &str| query.with("format", format).href();
    html! {
        (Button::link("CSV", link("csv")).icon(Icon::File))
        (Button::link("XLSX", link("xlsx")).icon(Icon::File))
        (Button::link("PDF", link("pdf")).icon(Icon::File))
    }
}

fn table(cx: &Cx, title: &str, sheet: &Sheet) -> Markup {
    html! {
        table.table.cards.report role="table" aria-label=(title) {
            thead role="rowgroup" {
                tr role="row" {
                    @for column in &sheet.columns {
                        @if column.label.is_empty() {
                            td role="cell" {}
                        } @else {
                            th.numeric[column.numeric] scope="col" role="columnheader" {
                                (column.label)
                            }
                        }
                    }
                }
            }
            tbody role="rowgroup" { @for line in &sheet.rows { (row(cx, sheet, line)) } }
        }
    }
}

fn row(cx: &Cx, sheet: &Sheet, line: &Line) -> Markup {
    let class = match line.role {
        Role::Heading => "report-heading",
        Role::Line => "report-line",
        Role::Subtotal => "report-subtotal",
        Role::Total => "report-total",
    };
    if line.role == Role::Heading {
        let name = line.cells.first().map(|cell| cell.said(&cx.l)).unwrap_or_default();
        let columns = sheet.columns.len();
        return html! {
            tr class=(class) role="row" {
                th.title scope="rowgroup" role="rowheader" colspan=(columns) { (bdi(&name)) }
            }
        };
    }
    html! {
        tr class=(class) role="row" {
            @for (i, (column, content)) in sheet.columns.iter().zip(&line.cells).enumerate() {
                @if i == 0 && content.said(&cx.l).is_empty() {
                    // A row that says nothing of its own, an entry's second line for example.
                    td.title role="cell" {}
                } @else if i == 0 {
                    th.title scope="row" role="rowheader" { (cell(cx, content)) }
                } @else {
                    td.numeric[column.numeric] role="cell" data-label=(column.label) {
                        (cell(cx, content))
                    }
                }
            }
        }
    }
}

fn cell(cx: &Cx, cell: &Cell) -> Markup {
    let said = cell.said(&cx.l);
    let said = match &cell.value {
        Value::Money(money) if money.is_zero() => html! { span.muted { "–" } },
        _ if cell.warns => html! { (Badge::new(Tone::Danger, said)) },
        _ if cell.is_negative() => html! { bdi.negative { (said) } },
        _ => bdi(&said),
    };
    html! {
        @match &cell.href {
            Some(href) => { a href=(href) { (said) } }
            None => { (said) }
        }
    }
}
