//! A number that matters, as a link to the list that sums to it.

use maud::{Markup, Render, html};

use super::chart::sparkline;
use super::{Icon, Tone};

/// One number with its name, its change and its recent past.
#[derive(Debug, Clone, Default)]
pub struct Stat {
    label: String,
    value: String,
    href: Option<String>,
    delta: Option<(bool, Tone, String)>,
    note: String,
    past: Vec<i64>,
}

impl Stat {
    /// A number, formatted, with its name.
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }

    /// The list behind the number.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The change: whether it went up, whether that is good, and the words ("+12 %").
    #[must_use]
    pub fn delta(mut self, up: bool, tone: Tone, text: impl Into<String>) -> Self {
        self.delta = Some((up, tone, text.into()));
        self
    }

    /// A few words below: "against last month".
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The values before, the oldest first, drawn as a small line.
    #[must_use]
    pub fn past(mut self, past: impl IntoIterator<Item = i64>) -> Self {
        self.past.extend(past);
        self
    }
}

impl Render for Stat {
    fn render(&self) -> Markup {
        html! {
            div.stat {
                dt { (self.label) }
                dd.stat-value {
                    @if let Some(href) = &self.href { a href=(href) { bdi { (self.value) } } }
                    @else { bdi { (self.value) } }
                }
                @if self.past.len() > 1 {
                    dd.stat-past aria-hidden="true" { (sparkline(&self.past)) }
                }
                @if self.delta.is_some() || !self.note.is_empty() {
                    dd.stat-note {
                        @if let Some((up, tone, text)) = &self.delta {
                            span class={ "delta " (tone.class()) } {
                                (if *up { Icon::ArrowUp } else { Icon::ArrowDown })
                                bdi { (text) }
                            }
                        }
                        (self.note)
                    }
                }
            }
        }
    }
}

/// Several numbers beside each other.
#[must_use]
pub fn stats(stats: &[Stat]) -> Markup {
    html! { dl.stats { @for stat in stats { (stat) } } }
}
