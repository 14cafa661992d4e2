//! Forms: fields with their label, hint and error; the list of mistakes; the row of buttons.

mod control;
mod field;
mod lines;

pub use field::Field;
pub use lines::{LineCell, LineColumn, LineGrid, LineRow, Totals};

use maud::{Markup, Render, html};

use super::{Icon, Texts};

/// A form that posts its fields; `hidden` carries the token against forged requests.
#[must_use]
pub fn form(action: &str, hidden: &[(String, String)], body: Markup) -> Markup {
    html! {
        form.form method="post" action=(action) { (super::hidden(hidden)) (body) }
    }
}

/// A form that sends files.
#[must_use]
pub fn file_form(action: &str, hidden: &[(String, String)], body: Markup) -> Markup {
    html! {
        form.form method="post" action=(action) enctype="multipart/form-data" {
            (super::hidden(hidden)) (body)
        }
    }
}

/// Fields side by side where there is room.
#[must_use]
pub fn fields(body: Markup) -> Markup {
    html! { div.fields { (body) } }
}

/// The row of buttons below a form: the primary first, then the ways out.
#[must_use]
pub fn form_actions(body: Markup) -> Markup {
    html! { div.form-actions { (body) } }
}

/// The list of mistakes above a form, each a link to its field. It takes the focus.
#[derive(Debug, Clone)]
pub struct Mistakes<'a> {
    texts: &'a Texts,
    rows: Vec<(Option<String>, String)>,
}

impl<'a> Mistakes<'a> {
    /// No mistakes yet; an empty list draws nothing.
    #[must_use]
    pub fn new(texts: &'a Texts) -> Self {
        Self { texts, rows: Vec::new() }
    }

    /// A mistake in the field of this name.
    #[must_use]
    pub fn field(mut self, name: &str, message: impl Into<String>) -> Self {
        self.rows.push((Some(Field::id_of(name)), message.into()));
        self
    }

    /// A mistake that belongs to no field.
    #[must_use]
    pub fn general(mut self, message: impl Into<String>) -> Self {
        self.rows.push((None, message.into()));
        self
    }
}

impl Render for Mistakes<'_> {
    fn render(&self) -> Markup {
        html! {
            @if !self.rows.is_empty() {
                div.banner.tone-danger role="alert" tabindex="-1" autofocus="" {
                    (Icon::Stop)
                    div {
                        strong { (self.texts.mistakes) }
                        ul {
                            @for (id, message) in &self.rows {
                                li {
                                    @if let Some(id) = id { a href={ "#" (id) } { (message) } }
                                    @else { (message) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
