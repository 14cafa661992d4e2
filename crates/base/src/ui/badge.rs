//! Small things that say a state, and the boxes that things stand in.

use maud::{Markup, Render, html};

use super::Icon;

/// How something stands. Never said by colour alone: each tone has its own drawing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Neutral,
    /// Worth knowing.
    Info,
    /// Done, in order.
    Success,
    /// Wants attention.
    Warning,
    /// Wrong or overdue.
    Danger,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "tone-neutral",
            Tone::Info => "tone-info",
            Tone::Success => "tone-success",
            Tone::Warning => "tone-warning",
            Tone::Danger => "tone-danger",
        }
    }

    pub(super) fn icon(self) -> Icon {
        match self {
            Tone::Neutral => Icon::Ring,
            Tone::Info => Icon::Info,
            Tone::Success => Icon::Check,
            Tone::Warning => Icon::Warning,
            Tone::Danger => Icon::Stop,
        }
    }
}

/// The state of a thing in one word.
#[derive(Debug, Clone)]
pub struct Badge {
    text: String,
    tone: Tone,
}

impl Badge {
    /// A badge with its word.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: text.into(), tone }
    }
}

impl Render for Badge {
    fn render(&self) -> Markup {
        html! { span class={ "badge " (self.tone.class()) } { (self.tone.icon()) (self.text) } }
    }
}

/// A box with an optional title and actions.
#[derive(Debug)]
pub struct Card {
    title: Option<String>,
    actions: Markup,
    body: Markup,
    flush: bool,
    whole_page: bool,
}

impl Card {
    /// A box around `body`.
    #[must_use]
    pub fn new(body: Markup) -> Self {
        Self { title: None, actions: html! {}, body, flush: false, whole_page: false }
    }

    /// A heading above.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Buttons or links beside the heading.
    #[must_use]
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = actions;
        self
    }

    /// Is all that its page holds, so that its heading is the page's.
    #[must_use]
    pub fn whole_page(mut self) -> Self {
        self.whole_page = true;
        self
    }

    /// Lets a table reach the edges.
    #[must_use]
    pub fn flush(mut self) -> Self {
        self.flush = true;
        self
    }
}

impl Render for Card {
    fn render(&self) -> Markup {
        html! {
            section.card.flush[self.flush] {
                @if self.title.is_some() || !self.actions.0.is_empty() {
                    div.card-head {
                        @let title = self.title.as_deref().unwrap_or_default();
                        @if self.whole_page { h1 { (title) } } @else { h2 { (title) } }
                        div.row { (self.actions) }
                    }
                }
                (self.body)
            }
        }
    }
}

/// Facts about one thing: a name and what it is.
#[derive(Debug, Default)]
pub struct Facts {
    rows: Vec<(String, Markup)>,
}

impl Facts {
    /// No facts yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one; an empty text is shown as a dash, so that "nothing" is told from "forgotten".
    #[must_use]
    pub fn text(self, name: impl Into<String>, value: &str) -> Self {
        let shown = if value.is_empty() { "–" } else { value };
        self.markup(name, super::bdi(shown))
    }

    /// Adds one whose value is more than text.
    #[must_use]
    pub fn markup(mut self, name: impl Into<String>, value: Markup) -> Self {
        self.rows.push((name.into(), value));
        self
    }
}

impl Render for Facts {
    fn render(&self) -> Markup {
        html! {
            dl.facts { @for (name, value) in &self.rows { dt { (name) } dd { (value) } } }
        }
    }
}
