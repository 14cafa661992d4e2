//! The page of a list: saved views, search, filters, table, bulk actions, pages, files.

use maud::{Markup, Render, html};

use super::{Query, Table};
use crate::ui::{Button, Empty, Icon, Tabs, Texts};

/// Where the reader stands in a long list, which is paged by key.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    /// "1–20 of 431", or what is known of it.
    pub count: String,
    /// The address of the first page, unless this is it.
    pub first: Option<String>,
    /// The address of the next page, unless this is the last.
    pub next: Option<String>,
}

/// What is done to the selected rows: buttons that send the ids (`ids`, repeated) by POST.
#[derive(Debug, Clone, Default)]
pub struct Bulk {
    /// Where they are sent unless a button says otherwise.
    pub action: String,
    /// Hidden fields, such as the token against forged requests.
    pub hidden: Vec<(String, String)>,
    /// The buttons.
    pub buttons: Vec<Button>,
}

/// The name of the columns that are shown, in the address; repeated.
const SHOWN: &str = "show";

/// Fewer columns than this are not chosen from.
const FEW_COLUMNS: usize = 3;

struct Filter {
    name: String,
    label: String,
    /// What it can be; a day is typed or picked.
    options: Option<Vec<(String, String)>>,
}

/// A list with everything around it.
pub struct ListView<'a> {
    texts: &'a Texts,
    id: &'a str,
    query: &'a Query,
    table: Table,
    empty: Empty,
    no_result: (String, String),
    tabs: Tabs,
    search: Option<String>,
    filters: Vec<Filter>,
    chips: Vec<(String, String)>,
    bulk: Option<Bulk>,
    pager: Pager,
    exports: Vec<(String, String)>,
}

impl<'a> ListView<'a> {
    /// A list: its id on the page, the address it was asked by, its table, and what it says when
    /// there is nothing at all (`empty`).
    #[must_use]
    pub fn new(
        texts: &'a Texts,
        id: &'a str,
        query: &'a Query,
        mut table: Table,
        empty: Empty,
    ) -> Self {
        let chosen = query.pairs().iter().filter(|(name, _)| name == SHOWN);
        table.choose(&chosen.map(|(_, column)| column.as_str()).collect::<Vec<_>>());
        Self {
            texts,
            id,
            query,
            table,
            empty,
            no_result: (texts.nothing_found.clone(), String::new()),
            tabs: Tabs::default(),
            search: None,
            filters: Vec::new(),
            chips: Vec::new(),
            bulk: None,
            pager: Pager::default(),
            exports: Vec::new(),
        }
    }

    /// What it says when the filters leave nothing: a heading and what to try.
    #[must_use]
    pub fn no_result(mut self, title: impl Into<String>, text: impl Into<String>) -> Self {
        self.no_result = (title.into(), text.into());
        self
    }

    /// The saved views.
    #[must_use]
    pub fn views(mut self, tabs: Tabs) -> Self {
        self.tabs = tabs;
        self
    }

    /// A search box that sends `q`; the placeholder says what is searched.
    #[must_use]
    pub fn search(mut self, placeholder: impl Into<String>) -> Self {
        self.search = Some(placeholder.into());
        self
    }

    /// A filter: its name in the address, its label, and what it can be. The first choice, for
    /// "any", is added by itself and reads as the label.
    #[must_use]
    pub fn filter<V: Into<String>, L: Into<String>>(
        mut self,
        name: &str,
        label: impl Into<String>,
        options: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        let label = label.into();
        let options: Vec<(String, String)> =
            options.into_iter().map(|(value, shown)| (value.into(), shown.into())).collect();
        if let Some(now) = self.query.get(name) {
            let shown = options.iter().find(|(value, _)| value == now);
            let shown = shown.map_or(now, |(_, shown)| shown.as_str());
            self.chips.push((name.to_owned(), format!("{label}: {shown}")));
        }
        self.filters.push(Filter { name: name.to_owned(), label, options: Some(options) });
        self
    }

    /// A filter by day: its name in the address, its label, and the day that is set as people
    /// write it.
    #[must_use]
    pub fn day(mut self, name: &str, label: impl Into<String>, set: Option<String>) -> Self {
        let label = label.into();
        if let Some(day) = set {
            self.chips.push((name.to_owned(), format!("{label}: {day}")));
        }
        self.filters.push(Filter { name: name.to_owned(), label, options: None });
        self
    }

    /// A chip for a filter that is not one of the boxes: its name in the address, what it says.
    #[must_use]
    pub fn chip(mut self, name: &str, label: impl Into<String>) -> Self {
        self.chips.push((name.to_owned(), label.into()));
        self
    }

    /// What can be done to several rows.
    #[must_use]
    pub fn bulk(mut self, bulk: Bulk) -> Self {
        self.table = self.table.selectable(self.texts);
        self.bulk = Some(bulk);
        self
    }

    /// Where the reader stands.
    #[must_use]
    pub fn pager(mut self, pager: Pager) -> Self {
        self.pager = pager;
        self
    }

    /// A file of the same question: its label ("CSV") and its path, which may carry a query of
    /// its own (`/export?format=csv`).
    #[must_use]
    pub fn export(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        let path: String = path.into();
        let (to, own) = path.split_once('?').unwrap_or((path.as_str(), ""));
        let asked = self.query.without("after").at(to);
        let own = Query::parse(to, own);
        let asked = own.pairs().iter().fold(asked, |query, (name, value)| query.with(name, value));
        self.exports.push((label.into(), asked.href()));
        self
    }

    fn narrowed(&self) -> bool {
        !self.chips.is_empty() || self.query.get("q").is_some()
    }

    fn results_id(&self) -> String {
        format!("{}-results", self.id)
    }

    fn kept(&self) -> impl Iterator<Item = &(String, String)> {
        let asked = |name: &str| name == "q" || self.filters.iter().any(|f| f.name == name);
        self.query.pairs().iter().filter(move |(name, _)| name != "after" && !asked(name))
    }

    fn tools(&self) -> Markup {
        let (t, target) = (self.texts, format!("#{}", self.results_id()));
        html! {
            form.list-tools role="search" aria-label=(self.table.caption())
                method="get" action=(self.query.path()) hx-get=(self.query.path())
                hx-target=(target) hx-select=(target) hx-swap="outerHTML"
                hx-push-url="true" hx-sync="this:replace" hx-trigger="input delay:250ms, submit" {
                @for (name, value) in self.kept() {
                    input type="hidden" name=(name) value=(value);
                }
                @if let Some(placeholder) = &self.search {
                    div.search {
                        (Icon::Search)
                        input.input type="search" name="q" id={ (self.id) "-q" } data-key="/"
                            value=(self.query.get("q").unwrap_or_default())
                            placeholder=(placeholder) aria-label=(placeholder) autocomplete="off"
                            spellcheck="false";
                    }
                }
                @for filter in &self.filters {
                    @let now = self.query.get(&filter.name).unwrap_or_default();
                    @if let Some(options) = &filter.options {
                        select.input name=(filter.name) aria-label=(filter.label) {
                            option value="" { (filter.label) }
                            @for (value, label) in options {
                                option value=(value) selected[value == now] { (label) }
                            }
                        }
                    } @else {
                        label.day {
                            (filter.label)
                            input.input type="date" name=(filter.name) value=(now);
                        }
                    }
                }
                button.button.without-script type="submit" { (t.apply) }
            }
        }
    }

    /// Which columns are shown: a form, so that the choice is in the address and in saved views.
    fn chooser(&self) -> Markup {
        let (t, choices) = (self.texts, self.table.choices());
        // Another look at a list begins at its first page.
        let kept = self.query.without(SHOWN).without("after");
        html! {
            @if choices.len() >= FEW_COLUMNS {
                details.menu.chooser {
                    summary.button.quiet.small { (t.columns) }
                    form.menu-panel method="get" action=(self.query.path()) {
                        @for (name, value) in kept.pairs() {
                            input type="hidden" name=(name) value=(value);
                        }
                        // Said even when nothing else is: then only what names the rows.
                        input type="hidden" name=(SHOWN) value="-";
                        @for (name, label, shown) in &choices {
                            label.menu-item {
                                input type="checkbox" name=(SHOWN) value=(name) checked[*shown];
                                (label)
                            }
                        }
                        button.button.small type="submit" { (t.apply) }
                    }
                }
            }
        }
    }

    fn chip_row(&self) -> Markup {
        let t = self.texts;
        html! {
            @if self.narrowed() {
                div.chips {
                    @for (name, label) in &self.chips {
                        a.chip href=(self.query.with(name, "").href())
                            aria-label=(format!("{} {label}", t.remove_filter)) {
                            bdi { (label) } (Icon::Close)
                        }
                    }
                    a.small href=(self.query.path()) { (t.clear_filters) }
                }
            }
        }
    }

    fn body(&self) -> Markup {
        let t = self.texts;
        html! {
            @if self.table.is_empty() {
                @if self.narrowed() {
                    (Empty::new(Icon::Search, &self.no_result.0, &self.no_result.1).actions(html! {
                        (Button::link(&t.clear_filters, self.query.path()))
                    }))
                } @else { (self.empty) }
            } @else if let Some(bulk) = &self.bulk {
                form method="post" action=(bulk.action) data-selectable="" {
                    (crate::ui::hidden(&bulk.hidden))
                    (self.table)
                    div.bulk role="region" aria-label=(t.selected) {
                        strong aria-live="polite" {
                            bdi.needs-script data-selected-count="" { "0" } " " (t.selected)
                        }
                        @for button in &bulk.buttons { (button) }
                        button.button.quiet.small.needs-script type="button" data-select-none="" {
                            (t.clear_selection)
                        }
                    }
                }
            } @else { (self.table) }
        }
    }

    fn foot(&self) -> Markup {
        let (t, pager) = (self.texts, &self.pager);
        html! {
            @if !self.table.is_empty() {
                div.pager {
                    div.row {
                        bdi { (pager.count) }
                        @for (label, href) in &self.exports {
                            a href=(href) download="" {
                                span.sr-only { (t.export) " " } (label)
                            }
                        }
                        (self.chooser())
                    }
                    nav aria-label=(t.pages) {
                        @if let Some(first) = &pager.first {
                            (Button::link(&t.first, first).small())
                        }
                        @if let Some(next) = &pager.next {
                            (Button::link(&t.next, next).small())
                        }
                    }
                }
            }
        }
    }
}

impl Render for ListView<'_> {
    fn render(&self) -> Markup {
        let tools = self.search.is_some() || !self.filters.is_empty();
        html! {
            section.list id=(self.id) {
                @if !self.tabs.is_empty() { (self.tabs) }
                @if tools && (!self.table.is_empty() || self.narrowed()) { (self.tools()) }
                div id=(self.results_id()) {
                    (self.chip_row()) (self.body()) (self.foot())
                }
            }
        }
    }
}
