//! The look: a few components from which every page is made. They know no business word; every
//! text comes translated from the caller, every component is a value that splices into
//! [`maud::html!`], and all of them stand in every state on the [`styleguide`].
//!
//! No component uses an inline style or script, so the content policy may forbid both.

mod action;
mod badge;
mod chart;
mod chrome;
mod feedback;
mod form;
mod icon;
mod list;
mod overlays;
mod page;
mod shell;
mod stat;
mod styleguide;
mod texts;
mod timeline;

pub use action::{Button, Confirm, Kind};
pub use badge::{Badge, Card, Facts, Tone};
pub use chart::{Chart, Donut, Point, Series};
pub use chrome::{Chrome, Dir, Flash, Locale, MenuItem, MenuSection, Theme, User, UserAction};
pub use feedback::{Banner, Empty, Progress, Skeleton};
pub use form::{Field, LineCell, LineColumn, LineGrid, LineRow, Mistakes, Totals};
pub use form::{fields, file_form, form, form_actions};
pub use icon::Icon;
pub use list::{Bulk, Column, ListView, Pager, Query, Row, Table};
pub use overlays::{Dialog, PaletteGroup, PaletteItem, palette_results};
pub use page::{Flow, PageHeader, Step, Tabs};
pub use shell::{api_docs, document_shell, plain_shell, shell};
pub use stat::{Stat, stats};
pub use styleguide::styleguide;
pub use texts::Texts;
pub use timeline::{Entry, Timeline};

use maud::{Markup, html};

/// Sets text that reads the same way in every language apart from its surroundings: a code, an
/// amount, a name. Without it a minus sign or a bracket jumps to the wrong end in Arabic. Nothing
/// stays nothing, so that an empty cell is known as one: on a phone it is not shown.
#[must_use]
pub fn bdi(text: &str) -> Markup {
    html! { @if !text.is_empty() { bdi { (text) } } }
}

/// Hidden fields, such as the token against forged requests.
#[must_use]
pub fn hidden(fields: &[(String, String)]) -> Markup {
    html! { @for (name, value) in fields { input type="hidden" name=(name) value=(value); } }
}
/// The words of the components in every language.
pub const CATALOGUE: crate::messages::Catalogue = crate::messages::Catalogue {
    name: "ui",
    en: include_str!("messages/en.ftl"),
    ar: include_str!("messages/ar.ftl"),
    bn: include_str!("messages/bn.ftl"),
};

#[cfg(test)]
mod tests;
