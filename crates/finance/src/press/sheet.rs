//! A document on the screen, as it is printed.

use base::ui::bdi;
use documents::{Cell, Document, Field, Label, Party, Qr};
use maud::{Markup, PreEscaped, html};

/// The side of the code on a page: about 4 cm on paper, which a telephone reads well.
const QR_PIXELS: usize = 150;

/// The document with the same words as its PDF.
#[must_use]
pub fn sheet(document: &Document) -> Markup {
    html! {
        header.paper-ends {
            div { (party(&document.seller)) }
            div.stack {
                h1 { (label(&document.kind)) " " (bdi(&document.number)) }
                (fields(&document.meta))
            }
        }
        section { (party(&document.buyer)) }
        div.table-room tabindex="0" { (lines(document)) }
        section.paper-ends {
            div { (taxes(document)) }
            dl.facts.sums {
                @for total in &document.totals {
                    dt { (label(&total.label)) }
                    dd {
                        @if total.emphasised { strong { (bdi(&total.amount)) } }
                        @else { (bdi(&total.amount)) }
                    }
                }
            }
        }
        @if let Some(code) = &document.qr { (drawn(code)) }
        @for note in &document.notes { (remark(note)) }
    }
}

/// The code on white, whatever the theme: scanners want it so.
fn drawn(code: &Qr) -> Markup {
    html! {
        @if let Some(svg) = code.svg(QR_PIXELS) {
            figure role="img" aria-label=(code.alt) { (PreEscaped(svg)) }
        }
    }
}

fn remark(note: &Field) -> Markup {
    html! {
        div {
            @if !note.label.text.is_empty() { p { strong { (label(&note.label)) } } }
            @for line in note.value.lines() { p { bdi { (line) } } }
        }
    }
}

fn label(label: &Label) -> Markup {
    html! {
        (label.text)
        @if let Some(second) = &label.second {
            " " span.small.muted { bdi { (second) } }
        }
    }
}

fn party(party: &Party) -> Markup {
    html! {
        @if !party.title.text.is_empty() { p.muted { (label(&party.title)) } }
        p { strong { bdi { (party.name.text) } } }
        @for line in &party.lines { p { bdi { (line) } } }
        @for field in &party.fields { p { (label(&field.label)) ": " (bdi(&field.value)) } }
    }
}

fn fields(fields: &[Field]) -> Markup {
    html! {
        dl.facts {
            @for field in fields { dt { (label(&field.label)) } dd { (bdi(&field.value)) } }
        }
    }
}

fn lines(document: &Document) -> Markup {
    let numeric =
        |i: usize| document.columns.get(i).is_some_and(|c| c.align == documents::Align::Number);
    html! {
        table.table {
            thead {
                tr {
                    @for (i, column) in document.columns.iter().enumerate() {
                        th.numeric[numeric(i)] scope="col" { (label(&column.heading)) }
                    }
                }
            }
            tbody {
                @for row in &document.rows {
                    tr {
                        @for (i, cell) in row.iter().enumerate() {
                            td.numeric[numeric(i)] { (cell_of(cell)) }
                        }
                    }
                }
            }
        }
    }
}

fn cell_of(cell: &Cell) -> Markup {
    html! {
        (bdi(&cell.text))
        @if let Some(second) = &cell.secondary { br; span.small.muted { (bdi(second)) } }
    }
}

fn taxes(document: &Document) -> Markup {
    html! {
        @if let Some(taxes) = &document.taxes {
            table.table {
                thead {
                    tr {
                        @for (i, heading) in taxes.headings.iter().enumerate() {
                            th.numeric[i > 0] scope="col" { (label(heading)) }
                        }
                    }
                }
                tbody {
                    @for group in &taxes.groups {
                        tr {
                            td { (label(&group.label)) }
                            td.numeric { (bdi(&group.net)) }
                            td.numeric { (bdi(&group.tax)) }
                        }
                    }
                }
            }
        }
    }
}
