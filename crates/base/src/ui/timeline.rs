//! What happened to a thing, the newest first: who, when, what was and what became of it.

use maud::{Markup, Render, html};

use super::{Icon, Tone};

/// One happening.
#[derive(Debug)]
pub struct Entry {
    /// Its drawing.
    pub icon: Icon,
    /// How it went.
    pub tone: Tone,
    /// What happened, with links to the documents it made.
    pub what: Markup,
    /// Who did it; empty for the program itself.
    pub who: String,
    /// When, as people read it.
    pub when: String,
    /// When, as RFC 3339.
    pub datetime: String,
    /// What changed: the field, the old value, the new one.
    pub changes: Vec<(String, String, String)>,
}

/// A list of happenings.
#[derive(Debug, Default)]
pub struct Timeline(pub Vec<Entry>);

impl Render for Timeline {
    fn render(&self) -> Markup {
        html! {
            ol.timeline {
                @for entry in &self.0 {
                    li {
                        span class={ "timeline-mark " (entry.tone.class()) } { (entry.icon) }
                        div.timeline-body {
                            div { (entry.what) }
                            @for (field, old, new) in &entry.changes {
                                p.small {
                                    (field) ": " del { bdi { (shown(old)) } }
                                    " " (Icon::ArrowEnd) " "
                                    ins { bdi { (shown(new)) } }
                                }
                            }
                            p.small.muted {
                                @if !entry.who.is_empty() { bdi { (entry.who) } " · " }
                                time datetime=(entry.datetime) { (entry.when) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "–" } else { value }
}
