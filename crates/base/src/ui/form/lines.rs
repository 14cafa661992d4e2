//! The grid of lines of an order, an invoice, a journal entry.
//!
//! It is a plain form first. Line `i` sends `name[i][column]`; the buttons send `add_line=1` or
//! `remove_line=i`, and the server answers with the page again, one line more or fewer. Lines
//! without any input are to be ignored. With scripts, Enter on the last line adds one, Ctrl+Up
//! and Ctrl+Down move between lines, a type-ahead fills the line, and every committed cell posts
//! the form to `totals_url`, whose answer ([`Totals`]) replaces the totals.

use maud::{Markup, Render, html};

use crate::ui::{Field, Icon, Texts};

/// What a column of the grid holds.
#[derive(Debug, Clone)]
pub enum LineCell {
    /// A type-ahead: `url` answers `?q=` with `[{"id", "code", "label", "price", …}]`. The id is
    /// sent as `column`, the typed text as `column_text`; every other member of the choice fills
    /// the column of its own name.
    Lookup(String),
    /// A line of text.
    Text,
    /// A number, typed in any of the digits.
    Decimal,
    /// One of a few: `(value, label)`.
    Select(Vec<(String, String)>),
    /// A number that the server computes and nobody types.
    Computed,
}

/// A column of the grid.
#[derive(Debug, Clone)]
pub struct LineColumn {
    /// The part of the field's name in the second brackets.
    pub name: String,
    /// The heading.
    pub label: String,
    /// What it holds.
    pub cell: LineCell,
    /// Takes more room than the others.
    pub wide: bool,
}

impl LineColumn {
    /// A column; the type-ahead is wide by itself.
    pub fn new(name: impl Into<String>, label: impl Into<String>, cell: LineCell) -> Self {
        let wide = matches!(cell, LineCell::Lookup(_));
        Self { name: name.into(), label: label.into(), cell, wide }
    }

    fn chosen(&self) -> bool {
        matches!(self.cell, LineCell::Select(_))
    }

    fn numeric(&self) -> bool {
        matches!(self.cell, LineCell::Decimal | LineCell::Computed)
    }
}

/// The values of one line, in the order of the columns.
#[derive(Debug, Clone, Default)]
pub struct LineRow {
    /// The value of each column; for a type-ahead the id.
    pub values: Vec<String>,
    /// What a type-ahead shows for its id.
    pub shown: String,
    /// What is wrong: the column's name and the message.
    pub errors: Vec<(String, String)>,
}

/// The grid. `lines` may be empty; one empty line is always drawn.
#[derive(Debug)]
pub struct LineGrid<'a> {
    /// The first part of the fields' names: `lines`.
    pub name: &'a str,
    /// The name of the grid for screen readers.
    pub label: &'a str,
    /// The columns.
    pub columns: &'a [LineColumn],
    /// The lines.
    pub rows: &'a [LineRow],
    /// Where the form is posted to compute the totals, if they are live.
    pub totals_url: Option<&'a str>,
    /// The totals as of now.
    pub totals: Markup,
    /// The words of the components.
    pub texts: &'a Texts,
}

impl Render for LineGrid<'_> {
    fn render(&self) -> Markup {
        let empty = [LineRow::default()];
        let rows = if self.rows.is_empty() { &empty[..] } else { self.rows };
        let t = self.texts;
        html! {
            // Many columns share the room: each of them takes less.
            div.lines.dense[self.columns.len() > 6].broad[self.columns.len() > 12]
                data-lines=(self.name) data-next=(rows.len())
                data-totals-url=[self.totals_url] {
                // Enter presses the first button of a form; that must not be "remove line".
                button.sr-only type="submit" tabindex="-1" aria-hidden="true" {}
                table role="table" aria-label=(self.label) {
                    thead role="rowgroup" {
                        tr role="row" {
                            @for column in self.columns {
                                th.numeric[column.numeric()].w-wide[column.wide]
                                    .w-select[column.chosen()] scope="col"
                                    role="columnheader" { (column.label) }
                            }
                            th.w-action scope="col" { span.sr-only { (t.remove_line) } }
                        }
                    }
                    tbody role="rowgroup" {
                        @for (i, row) in rows.iter().enumerate() { (self.row(&i.to_string(), row)) }
                    }
                }
                template data-line-template="" { (self.row("__i__", &LineRow::default())) }
                div.lines-foot {
                    button.button.small type="submit" name="add_line" value="1" formnovalidate=""
                        data-add-line="" { (Icon::Plus) (t.add_line) }
                    div data-totals="" aria-live="polite" { (self.totals) }
                }
            }
        }
    }
}

impl LineGrid<'_> {
    fn row(&self, index: &str, row: &LineRow) -> Markup {
        html! {
            tr role="row" data-line=(index) {
                @for (column, value) in self.columns.iter().zip(Values(row, 0)) {
                    td role="cell" data-label=(column.label) {
                        (self.cell(index, column, value, row))
                    }
                }
                td.w-action role="cell" {
                    button.button.quiet.icon-only type="submit" name="remove_line" value=(index)
                        formnovalidate="" data-remove-line="" aria-label=(self.texts.remove_line) {
                        (Icon::Close)
                    }
                }
            }
        }
    }

    fn cell(&self, index: &str, column: &LineColumn, value: &str, row: &LineRow) -> Markup {
        let name = format!("{}[{index}][{}]", self.name, column.name);
        let id = Field::id_of(&name);
        let error = row.errors.iter().find(|(of, _)| *of == column.name).map(|(_, text)| text);
        let invalid = error.map(|_| "true");
        let described = error.map(|_| format!("{id}-error"));
        html! {
            @match &column.cell {
                LineCell::Lookup(url) => {
                    div.combobox data-lookup=(url) data-nothing=(self.texts.nothing_found) {
                        input type="hidden" name=(name) value=(value) data-lookup-id="";
                        input.input type="text" id=(id) value=(row.shown) autocomplete="off"
                            name=(format!("{}[{index}][{}_text]", self.name, column.name))
                            spellcheck="false" aria-label=(column.label) aria-invalid=[invalid]
                            aria-describedby=[&described];
                    }
                }
                LineCell::Select(options) => {
                    select.input id=(id) name=(name) aria-label=(column.label)
                        aria-invalid=[invalid] aria-describedby=[&described] {
                        @for (key, label) in options {
                            option value=(key) selected[key == value] { (label) }
                        }
                    }
                }
                LineCell::Computed => { output data-fill=(name) { bdi { (value) } } }
                LineCell::Text | LineCell::Decimal => {
                    @let decimal = matches!(column.cell, LineCell::Decimal);
                    input.input.numeric[decimal] type="text" id=(id) name=(name) value=(value)
                        inputmode=[decimal.then_some("decimal")] dir=[decimal.then_some("ltr")]
                        autocomplete="off" aria-label=(column.label) aria-invalid=[invalid]
                        aria-describedby=[&described];
                }
            }
            @if let Some(text) = error { p.error id={ (id) "-error" } { (Icon::Stop) (text) } }
        }
    }
}

/// The values of a row, followed by empty texts for columns that it does not know.
struct Values<'a>(&'a LineRow, usize);

impl<'a> Iterator for Values<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.1 += 1;
        Some(self.0.values.get(self.1 - 1).map_or("", String::as_str))
    }
}

/// The sums below a grid or on a paper; also the answer to the grid's question for totals.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    rows: Vec<(String, String, bool)>,
    fills: Vec<(String, String)>,
}

impl Totals {
    /// No sums yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A sum: its name and the formatted amount.
    #[must_use]
    pub fn row(mut self, name: impl Into<String>, amount: impl Into<String>) -> Self {
        self.rows.push((name.into(), amount.into(), false));
        self
    }

    /// The sum of sums.
    #[must_use]
    pub fn grand(mut self, name: impl Into<String>, amount: impl Into<String>) -> Self {
        self.rows.push((name.into(), amount.into(), true));
        self
    }

    /// Fills a computed cell: `fill("lines[0][amount]", "12.50")`. Only for live answers.
    #[must_use]
    pub fn fill(mut self, cell: impl Into<String>, text: impl Into<String>) -> Self {
        self.fills.push((cell.into(), text.into()));
        self
    }
}

impl Render for Totals {
    fn render(&self) -> Markup {
        html! {
            dl.totals {
                @for (name, amount, grand) in &self.rows {
                    div.grand[*grand] { dt { (name) } dd.amount { bdi { (amount) } } }
                }
            }
            @for (cell, text) in &self.fills {
                data hidden="" data-for=(cell) value=(text) {}
            }
        }
    }
}
