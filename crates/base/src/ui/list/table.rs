//! A table that is read on a screen, on a phone (as cards) and on paper.

use maud::{Markup, Render, html};

use super::Query;
use crate::ui::{Icon, Texts};

/// A column of a table.
#[derive(Debug, Clone, Default)]
pub struct Column {
    label: String,
    numeric: bool,
    title: bool,
    unbroken: bool,
    sort: Option<(String, Option<bool>)>,
    /// What it sorts by, which also names it in an address.
    key: String,
    left_out: bool,
}

impl Column {
    /// A column with its heading.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// Numbers and amounts, set at the end of the cell.
    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// What the row is called: its link, and the title of its card on a phone. By default the
    /// first column is.
    #[must_use]
    pub fn title(mut self) -> Self {
        self.title = true;
        self
    }

    /// Numbers of documents: one is never broken over two lines.
    #[must_use]
    pub fn unbroken(mut self) -> Self {
        self.unbroken = true;
        self
    }

    /// Makes the heading a link that sorts by `key`: first ascending, then descending (`-key`).
    #[must_use]
    pub fn sorts(mut self, query: &Query, key: &str) -> Self {
        let descending = format!("-{key}");
        let now = query.get("sort").unwrap_or_default();
        let (next, state) = match now {
            _ if now == key => (descending, Some(true)),
            _ if now == descending => (String::new(), Some(false)),
            _ => (key.to_owned(), None),
        };
        self.sort = Some((query.with("sort", next).href(), state));
        key.clone_into(&mut self.key);
        self
    }

    /// Its name in an address: what it sorts by, or its place from 1.
    fn name(&self, at: usize) -> String {
        if self.key.is_empty() { (at + 1).to_string() } else { self.key.clone() }
    }

    fn head(&self) -> Markup {
        let state = self.sort.as_ref().and_then(|(_, ascending)| *ascending);
        let said = state.map(|up| if up { "ascending" } else { "descending" });
        if self.label.is_empty() {
            // Nothing is headed by nothing: a reader would announce an empty heading.
            return html! { td role="cell" {} };
        }
        html! {
            th.numeric[self.numeric] scope="col" role="columnheader" aria-sort=[said] {
                @if let Some((href, state)) = &self.sort {
                    a href=(href) {
                        (self.label)
                        @match state {
                            Some(true) => { (Icon::ChevronUp) }
                            Some(false) => { (Icon::ChevronDown) }
                            None => { (Icon::ChevronBoth) }
                        }
                    }
                } @else { (self.label) }
            }
        }
    }
}

/// A row of a table.
#[derive(Debug, Default)]
pub struct Row {
    id: String,
    name: String,
    href: Option<String>,
    cells: Vec<Markup>,
}

impl Row {
    /// A row without an address, of a table that only shows.
    #[must_use]
    pub fn new(cells: Vec<Markup>) -> Self {
        Self { cells, ..Self::default() }
    }

    /// A row with its id (what a bulk action sends), its name (read out) and its page.
    pub fn linked(
        id: impl Into<String>,
        name: impl Into<String>,
        href: impl Into<String>,
        cells: Vec<Markup>,
    ) -> Self {
        Self { id: id.into(), name: name.into(), href: Some(href.into()), cells }
    }
}

/// A table.
#[derive(Debug)]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    foot: Vec<Markup>,
    pub(super) select: Option<(String, String)>,
}

impl Table {
    /// A table with its name, which is read out, and its columns.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        let (rows, foot) = (Vec::new(), Vec::new());
        Self { caption: caption.into(), columns, rows, foot, select: None }
    }

    /// Its rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// The row of sums, one cell a column.
    #[must_use]
    pub fn foot(mut self, cells: Vec<Markup>) -> Self {
        self.foot = cells;
        self
    }

    /// Its name.
    #[must_use]
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Leaves out the columns that are not among these, if any are named. What names the row
    /// stays, and so does what has no heading: its buttons.
    pub(super) fn choose(&mut self, chosen: &[&str]) {
        let title_at = self.title_at();
        for (at, column) in self.columns.iter_mut().enumerate() {
            let fixed = at == title_at || column.label.is_empty();
            let named = chosen.contains(&column.name(at).as_str());
            column.left_out = !chosen.is_empty() && !fixed && !named;
        }
    }

    /// What can be chosen: the name in an address, the heading, whether it is shown.
    pub(super) fn choices(&self) -> Vec<(String, &str, bool)> {
        let title_at = self.title_at();
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(at, column)| *at != title_at && !column.label.is_empty())
            .map(|(at, column)| (column.name(at), column.label.as_str(), !column.left_out))
            .collect()
    }

    /// Lets rows be selected for a bulk action; the ids are sent as `ids`.
    #[must_use]
    pub fn selectable(mut self, texts: &Texts) -> Self {
        self.select = Some((texts.select_all.clone(), texts.select_row.clone()));
        self
    }

    fn title_at(&self) -> usize {
        self.columns.iter().position(|column| column.title).unwrap_or(0)
    }

    fn row(&self, row: &Row) -> Markup {
        let title_at = self.title_at();
        html! {
            tr role="row" data-row=[row.href.as_ref().map(|_| &row.id)] {
                @if let Some((_, label)) = &self.select {
                    td.select role="cell" {
                        input type="checkbox" name="ids" value=(row.id)
                            aria-label=(format!("{label} {}", row.name));
                    }
                }
                @for (i, (column, cell)) in self.columns.iter().zip(&row.cells).enumerate() {
                    // A row that is called nothing has no heading: an empty one would be read out.
                    @if column.left_out {
                    } @else if i == title_at && (row.href.is_some() || !is_blank(cell)) {
                        th.title.numeric[column.numeric].unbroken[column.unbroken] scope="row"
                            role="rowheader" {
                            @if let Some(href) = &row.href {
                                a.row-link href=(href) { (cell) }
                            } @else { (cell) }
                        }
                    } @else {
                        td.numeric[column.numeric].unbroken[column.unbroken] role="cell"
                            data-label=(column.label) { (cell) }
                    }
                }
            }
        }
    }
}

/// Whether a cell says nothing: no text, and no picture that stands for one.
fn is_blank(cell: &Markup) -> bool {
    let mut inside = false;
    let silent = cell.0.chars().all(|c| {
        inside = (inside || c == '<') && c != '>';
        inside || c == '>' || c.is_whitespace()
    });
    silent && !cell.0.contains("aria-label")
}

impl Render for Table {
    /// Within a room of its own that scrolls sideways, by keyboard too, where columns have no room.
    fn render(&self) -> Markup {
        html! { div.table-room tabindex="0" { (self.grid()) } }
    }
}

impl Table {
    fn grid(&self) -> Markup {
        html! {
            table.table.cards role="table" aria-label=(self.caption) {
                thead role="rowgroup" {
                    tr role="row" {
                        @if let Some((all, _)) = &self.select {
                            th.select scope="col" role="columnheader" {
                                input type="checkbox" data-select-all="" aria-label=(all);
                            }
                        }
                        @for column in self.columns.iter().filter(|column| !column.left_out) {
                            (column.head())
                        }
                    }
                }
                tbody role="rowgroup" { @for row in &self.rows { (self.row(row)) } }
                @if !self.foot.is_empty() {
                    tfoot role="rowgroup" {
                        tr role="row" {
                            @if self.select.is_some() { td.select role="cell" {} }
                            @let cells = self.columns.iter().zip(&self.foot).enumerate();
                            @for (n, (column, cell)) in cells.filter(|(_, c)| !c.0.left_out) {
                                @let label = (n > 0).then_some(&column.label);
                                td.numeric[column.numeric].title[n == 0] role="cell"
                                    data-label=[label] { (cell) }
                            }
                        }
                    }
                }
            }
        }
    }
}
