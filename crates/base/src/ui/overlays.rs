//! What lies above a page when asked for: the palette, the sheet of shortcuts, the question.
//! They stand in the page from the start, so that their words come from the server.

use maud::{Markup, Render, html};

use super::{Chrome, Icon, Texts};

pub(super) fn palette(chrome: &Chrome) -> Markup {
    let t = &chrome.texts;
    html! {
        @if let Some(url) = &chrome.palette {
            dialog.palette id="palette" data-url=(url) aria-label=(t.search)
                data-failed=(t.palette_failed) {
                div.palette-search {
                    (Icon::Search)
                    input type="search" role="combobox" aria-expanded="true"
                        aria-autocomplete="list" aria-controls="palette-results"
                        aria-label=(t.palette_hint)
                        placeholder=(t.palette_hint) autocomplete="off" spellcheck="false";
                }
                div.palette-results id="palette-results" role="listbox" aria-label=(t.search) {}
                p.palette-foot { (t.palette_keys) }
            }
        }
    }
}

/// One group of what the palette found.
#[derive(Debug, Clone, Default)]
pub struct PaletteGroup {
    /// The heading.
    pub title: String,
    /// What was found.
    pub items: Vec<PaletteItem>,
}

/// One thing that the palette found.
#[derive(Debug, Clone)]
pub struct PaletteItem {
    /// Its name.
    pub label: String,
    /// Where it is.
    pub href: String,
    /// Its drawing.
    pub icon: Icon,
    /// A number, a state: what tells it from its like.
    pub detail: String,
}

/// The answer to the palette's question: groups, or the word that there is nothing.
#[must_use]
pub fn palette_results(groups: &[PaletteGroup], nothing: &str) -> Markup {
    html! {
        @if groups.iter().all(|group| group.items.is_empty()) {
            p.empty.muted { (nothing) }
        }
        @for (g, group) in groups.iter().enumerate().filter(|(_, group)| !group.items.is_empty()) {
            div role="group" aria-labelledby=(format!("palette-group-{g}")) {
                p.palette-group id=(format!("palette-group-{g}")) { (group.title) }
                @for (i, item) in group.items.iter().enumerate() {
                    a.palette-item role="option" aria-selected="false" tabindex="-1"
                        id=(format!("palette-{g}-{i}")) href=(item.href) {
                        (item.icon) span { bdi { (item.label) } }
                        @if !item.detail.is_empty() {
                            span.palette-detail { bdi { (item.detail) } }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn shortcuts(chrome: &Chrome) -> Markup {
    let t = &chrome.texts;
    let rows: [(&str, &[&str]); 9] = [
        (&t.palette_hint, &["Ctrl", "K"]),
        (&t.key_create, &["C"]),
        (&t.key_edit, &["E"]),
        (&t.key_save, &["Ctrl", "S"]),
        (&t.key_search, &["/"]),
        (&t.key_rows, &["J", "K"]),
        (&t.key_select, &["X"]),
        (&t.key_grid, &["Ctrl", "↑↓"]),
        (&t.key_help, &["?"]),
    ];
    let places = chrome.menu.iter().flat_map(|section| &section.items);
    html! {
        dialog id="shortcuts" aria-labelledby="shortcuts-title" {
            div.dialog-body {
                div.row {
                    h2 id="shortcuts-title" { (t.shortcuts) }
                }
                dl.shortcuts {
                    @for (what, keys) in rows {
                        div { dt { (what) } dd dir="ltr" { @for key in keys { kbd { (key) } } } }
                    }
                    @for item in places {
                        @if let Some(letter) = item.shortcut {
                            div {
                                dt { (t.key_go) " " (item.label) }
                                dd dir="ltr" { kbd { "G" } kbd { (letter.to_ascii_uppercase()) } }
                            }
                        }
                    }
                }
                // Single keys get in the way of speech input, so they can be turned off (2.1.4).
                div.choice {
                    input type="checkbox" id="shortcuts-on" data-shortcuts-switch="" checked;
                    label for="shortcuts-on" { (t.shortcuts_on) }
                }
                div.dialog-actions {
                    button.button type="button" data-close="" { (t.close) }
                }
            }
        }
    }
}

/// The question before a button with `data-confirm` does its work; a script fills it.
pub(super) fn confirm(t: &Texts) -> Markup {
    html! {
        dialog id="confirm" aria-labelledby="confirm-title" aria-describedby="confirm-text" {
            div.dialog-body {
                h2 id="confirm-title" {}
                p id="confirm-text" {}
                div.dialog-actions {
                    button.button type="button" data-close="" { (t.cancel) }
                    button.button.primary.danger type="button" data-confirm-yes="" { (t.confirm) }
                }
            }
        }
    }
}

/// A dialog of your own, opened by any element with `data-dialog=id`; it works as a popover
/// where no script runs, through `popovertarget=id` on the button.
#[derive(Debug)]
pub struct Dialog {
    id: String,
    title: String,
    body: Markup,
}

impl Dialog {
    /// A dialog with its title and what it holds, its own buttons included.
    pub fn new(id: impl Into<String>, title: impl Into<String>, body: Markup) -> Self {
        Self { id: id.into(), title: title.into(), body }
    }
}

impl Render for Dialog {
    fn render(&self) -> Markup {
        let title_id = format!("{}-title", self.id);
        html! {
            dialog id=(self.id) popover="auto" aria-labelledby=(title_id) {
                div.dialog-body { h2 id=(title_id) { (self.title) } (self.body) }
            }
        }
    }
}
