//! The parts of a page's head: trail, title, actions, tabs, where a document stands.

use maud::{Markup, Render, html};

use super::{Icon, Texts};

/// The head of a page: trail, title, a badge, one primary action.
#[derive(Debug)]
pub struct PageHeader<'a> {
    texts: &'a Texts,
    title: String,
    crumbs: Vec<(String, String)>,
    beside: Markup,
    subtitle: Option<String>,
    actions: Markup,
}

impl<'a> PageHeader<'a> {
    /// A head with its title.
    pub fn new(texts: &'a Texts, title: impl Into<String>) -> Self {
        Self {
            texts,
            title: title.into(),
            crumbs: Vec::new(),
            beside: html! {},
            subtitle: None,
            actions: html! {},
        }
    }

    /// A step of the trail above the title, from the farthest to the nearest.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push((label.into(), href.into()));
        self
    }

    /// Badges beside the title.
    #[must_use]
    pub fn beside(mut self, beside: Markup) -> Self {
        self.beside = beside;
        self
    }

    /// One line below the title.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = Some(subtitle.into());
        self
    }

    /// The actions at the end; at most one of them primary.
    #[must_use]
    pub fn actions(mut self, actions: Markup) -> Self {
        self.actions = actions;
        self
    }
}

impl Render for PageHeader<'_> {
    fn render(&self) -> Markup {
        html! {
            div.page-header {
                @if !self.crumbs.is_empty() {
                    nav.breadcrumb aria-label=(self.texts.breadcrumb) {
                        ol {
                            @for (label, href) in &self.crumbs {
                                li { a href=(href) { bdi { (label) } } (Icon::ChevronEnd) }
                            }
                        }
                    }
                }
                div.page-titles {
                    div.page-title { h1 { bdi { (self.title) } } (self.beside) }
                    @if let Some(subtitle) = &self.subtitle { p.muted { (subtitle) } }
                }
                @if !self.actions.0.is_empty() { div.page-actions { (self.actions) } }
            }
        }
    }
}

/// Links between the parts of one thing, or between the saved views of a list.
#[derive(Debug, Clone, Default)]
pub struct Tabs {
    label: String,
    tabs: Vec<Tab>,
}

#[derive(Debug, Clone)]
struct Tab {
    label: String,
    href: String,
    current: bool,
    count: Option<String>,
}

impl Tabs {
    /// No tabs yet; the label is read out.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), tabs: Vec::new() }
    }

    /// Adds a tab.
    #[must_use]
    pub fn tab(self, label: impl Into<String>, href: impl Into<String>, current: bool) -> Self {
        self.add(label.into(), href.into(), current, None)
    }

    /// Adds a tab with the number of things behind it.
    #[must_use]
    pub fn counted(
        self,
        label: impl Into<String>,
        href: impl Into<String>,
        current: bool,
        count: impl Into<String>,
    ) -> Self {
        self.add(label.into(), href.into(), current, Some(count.into()))
    }

    /// The same tabs with none of them current: the reader is elsewhere.
    #[must_use]
    pub fn left(mut self) -> Self {
        self.tabs.iter_mut().for_each(|tab| tab.current = false);
        self
    }

    fn add(mut self, label: String, href: String, current: bool, count: Option<String>) -> Self {
        self.tabs.push(Tab { label, href, current, count });
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tabs.is_empty()
    }
}

impl Render for Tabs {
    fn render(&self) -> Markup {
        html! {
            nav.tabs aria-label=(self.label) {
                @for tab in &self.tabs {
                    a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                        (tab.label)
                        @if let Some(count) = &tab.count { span.count { (count) } }
                    }
                }
            }
        }
    }
}

/// How a step of a [`Flow`] stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Behind us.
    Done,
    /// Where we are.
    Current,
    /// Before us.
    Ahead,
    /// Where it ended before its time: cancelled, refused.
    Stopped,
}

/// The way of a document, and the one next action beside it.
#[derive(Debug)]
pub struct Flow<'a> {
    texts: &'a Texts,
    steps: Vec<(String, Step)>,
    action: Markup,
}

impl<'a> Flow<'a> {
    /// No steps yet.
    #[must_use]
    pub fn new(texts: &'a Texts) -> Self {
        Self { texts, steps: Vec::new(), action: html! {} }
    }

    /// Adds a step.
    #[must_use]
    pub fn step(mut self, label: impl Into<String>, state: Step) -> Self {
        self.steps.push((label.into(), state));
        self
    }

    /// Steps in order of which one is current: those before it are done.
    #[must_use]
    pub fn at<L: Into<String>>(mut self, labels: impl IntoIterator<Item = L>, at: usize) -> Self {
        for (i, label) in labels.into_iter().enumerate() {
            let state = match i.cmp(&at) {
                std::cmp::Ordering::Less => Step::Done,
                std::cmp::Ordering::Equal => Step::Current,
                std::cmp::Ordering::Greater => Step::Ahead,
            };
            self.steps.push((label.into(), state));
        }
        self
    }

    /// The next action, usually a form with one primary button.
    #[must_use]
    pub fn action(mut self, action: Markup) -> Self {
        self.action = action;
        self
    }
}

impl Render for Flow<'_> {
    fn render(&self) -> Markup {
        html! {
            div.flow {
                ol {
                    @for (label, state) in &self.steps {
                        li.done[*state == Step::Done].stopped[*state == Step::Stopped]
                            aria-current=[matches!(state, Step::Current | Step::Stopped)
                                .then_some("step")] {
                            span.dot {
                                @if *state == Step::Done { (Icon::Check) }
                                @if *state == Step::Stopped { (Icon::Close) }
                            }
                            (label)
                            @if *state == Step::Done { span.sr-only { (self.texts.step_done) } }
                        }
                    }
                }
                @if !self.action.0.is_empty() { div.row { (self.action) } }
            }
        }
    }
}
