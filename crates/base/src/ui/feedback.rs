//! What the program says back: banners, empty places, waiting, progress.

use maud::{Markup, Render, html};

use super::{Icon, Tone};

/// A message that stays until its reason is gone. Errors are banners, never toasts.
#[derive(Debug, Clone)]
pub struct Banner {
    tone: Tone,
    title: Option<String>,
    text: String,
    links: Vec<(String, String)>,
}

impl Banner {
    /// A banner of one sentence.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self { tone, title: None, text: text.into(), links: Vec::new() }
    }

    /// A heading before the sentence.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// What to do about it: the words and the address of each.
    #[must_use]
    pub fn links(mut self, links: impl IntoIterator<Item = (String, String)>) -> Self {
        self.links.extend(links);
        self
    }
}

impl Render for Banner {
    fn render(&self) -> Markup {
        let role = if self.tone == Tone::Danger { "alert" } else { "status" };
        html! {
            div class={ "banner " (self.tone.class()) } role=(role) {
                (self.tone.icon())
                div {
                    @if let Some(title) = &self.title { strong { (title) } }
                    p { (self.text) }
                    @if !self.links.is_empty() {
                        p.row { @for (label, href) in &self.links { a href=(href) { (label) } } }
                    }
                }
            }
        }
    }
}

/// A place where there is nothing yet: one line why, one thing to do.
#[derive(Debug)]
pub struct Empty {
    icon: Icon,
    title: String,
    text: String,
    actions: Markup,
}

impl Empty {
    /// Says what would stand here and why nothing does.
    pub fn new(icon: Icon, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { icon, title: title.into(), text: text.into(), actions: html! {} }
    }

    /// What to do: one primary button, and perhaps others beside it.
    #[must_use]
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = actions;
        self
    }
}

impl Render for Empty {
    fn render(&self) -> Markup {
        html! {
            div.empty {
                span.empty-mark { (self.icon) }
                h2 { (self.title) }
                @if !self.text.is_empty() { p { (self.text) } }
                @if !self.actions.0.is_empty() { div.row { (self.actions) } }
            }
        }
    }
}

/// Grey lines where text is on its way, as high as the text will be.
#[derive(Debug, Clone)]
pub struct Skeleton {
    lines: usize,
    label: String,
}

impl Skeleton {
    /// So many lines; the label is read out.
    pub fn new(lines: usize, label: impl Into<String>) -> Self {
        Self { lines, label: label.into() }
    }
}

impl Render for Skeleton {
    fn render(&self) -> Markup {
        html! {
            div.skeleton role="status" {
                b.sr-only { (self.label) }
                @for _ in 0..self.lines { span {} }
            }
        }
    }
}

/// How far a long work is.
#[derive(Debug, Clone)]
pub struct Progress {
    label: String,
    detail: String,
    done: u64,
    total: u64,
    tone: Tone,
}

impl Progress {
    /// A work with its name, so much done of so much.
    pub fn new(label: impl Into<String>, done: u64, total: u64) -> Self {
        let (label, detail) = (label.into(), String::new());
        Self { label, detail, done, total, tone: Tone::Neutral }
    }

    /// The words at the end: "1,200 of 4,000".
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// How it stands.
    #[must_use]
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

impl Render for Progress {
    fn render(&self) -> Markup {
        let whole = u128::from(self.total.max(1));
        let percent = (u128::from(self.done) * 100 / whole).min(100);
        let said = (!self.detail.is_empty()).then_some(&self.detail);
        html! {
            div class={ "progress " (self.tone.class()) } {
                div.progress-text { span { (self.label) } bdi.muted { (self.detail) } }
                svg viewBox="0 0 100 1" preserveAspectRatio="none" role="progressbar"
                    aria-label=(self.label) aria-valuemin="0" aria-valuemax="100"
                    aria-valuenow=(percent) aria-valuetext=[said] {
                    rect width=(percent) height="1" {}
                }
            }
        }
    }
}
