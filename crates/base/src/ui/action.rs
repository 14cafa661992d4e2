//! What one presses: buttons, links that look like them, and the question before harm is done.

use maud::{Markup, Render, html};

use super::{Dialog, Icon};

/// How loud a button is. A page has at most one primary button.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// One of several.
    #[default]
    Plain,
    /// The one next action.
    Primary,
    /// Destroys or cannot be undone.
    Danger,
    /// The destroying button inside the question.
    DangerPrimary,
    /// Almost a link.
    Quiet,
}

impl Kind {
    fn classes(self) -> &'static str {
        match self {
            Kind::Plain => "button",
            Kind::Primary => "button primary",
            Kind::Danger => "button danger",
            Kind::DangerPrimary => "button primary danger",
            Kind::Quiet => "button quiet",
        }
    }
}

/// A button or a link with a button's looks.
#[derive(Debug, Clone, Default)]
pub struct Button {
    label: String,
    href: Option<String>,
    submit: bool,
    kind: Kind,
    small: bool,
    wide: bool,
    icon: Option<Icon>,
    icon_only: bool,
    name: Option<(String, String)>,
    action: Option<String>,
    novalidate: bool,
    key: Option<char>,
    disabled: bool,
    download: bool,
    opens: Option<String>,
    question: Option<(String, String, String)>,
}

impl Button {
    /// A button that sends its form.
    pub fn submit(label: impl Into<String>) -> Self {
        Self { label: label.into(), submit: true, ..Self::default() }
    }

    /// A link that looks like a button.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: Some(href.into()), ..Self::default() }
    }

    /// A button that opens the [`Dialog`] with this id.
    pub fn opens(label: impl Into<String>, dialog: impl Into<String>) -> Self {
        Self { label: label.into(), opens: Some(dialog.into()), ..Self::default() }
    }

    /// The one next action of the page.
    #[must_use]
    pub fn primary(self) -> Self {
        self.kind(Kind::Primary)
    }

    /// How loud it is.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// For tight places such as a row of a table.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// As wide as its surroundings, as on the sign-in page.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// A drawing before the label.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Shows only the drawing; the label is still read out.
    #[must_use]
    pub fn icon_only(mut self) -> Self {
        self.icon_only = true;
        self
    }

    /// What the form sends when this button was the one.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some((name.into(), value.into()));
        self
    }

    /// Sends the form to another address than the form's own.
    #[must_use]
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Sends the form without the browser's own checks, as "add line" does.
    #[must_use]
    pub fn novalidate(mut self) -> Self {
        self.novalidate = true;
        self
    }

    /// The single key that presses it: `c` creates, `e` edits.
    #[must_use]
    pub fn key(mut self, key: char) -> Self {
        self.key = Some(key);
        self
    }

    /// Cannot be pressed now.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// The link leads to a file.
    #[must_use]
    pub fn download(mut self) -> Self {
        self.download = true;
        self
    }

    /// Asks first: the title names the object, the text the consequence, the verb is repeated.
    /// Without scripts the button acts at once; where that is not good enough use [`Confirm`].
    #[must_use]
    pub fn ask(
        mut self,
        title: impl Into<String>,
        consequence: impl Into<String>,
        verb: impl Into<String>,
    ) -> Self {
        self.question = Some((title.into(), consequence.into(), verb.into()));
        self
    }

    fn classes(&self) -> String {
        let mut classes = self.kind.classes().to_owned();
        for (on, name) in
            [(self.small, " small"), (self.wide, " wide"), (self.icon_only, " icon-only")]
        {
            if on {
                classes.push_str(name);
            }
        }
        classes
    }

    fn content(&self) -> Markup {
        html! {
            @if let Some(icon) = self.icon { (icon) }
            @if !self.icon_only { (self.label) }
        }
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let said = self.icon_only.then_some(&self.label);
        let (title, consequence, verb) = match &self.question {
            Some((title, consequence, verb)) => (Some(title), Some(consequence), Some(verb)),
            None => (None, None, None),
        };
        html! {
            @if let Some(href) = self.href.as_ref().filter(|_| !self.disabled) {
                a class=(self.classes()) href=(href) data-key=[self.key] download[self.download]
                    aria-label=[said] title=[said] { (self.content()) }
            } @else {
                button class=(self.classes()) type=(if self.submit { "submit" } else { "button" })
                    name=[self.name.as_ref().map(|(name, _)| name)]
                    value=[self.name.as_ref().map(|(_, value)| value)]
                    formaction=[&self.action] formnovalidate[self.novalidate]
                    popovertarget=[&self.opens] data-dialog=[&self.opens]
                    data-key=[self.key] data-confirm=[consequence] data-confirm-title=[title]
                    data-confirm-verb=[verb] disabled[self.disabled]
                    aria-label=[said] title=[said] { (self.content()) }
            }
        }
    }
}

/// A button that asks before it posts, with and without scripts: the question is a dialog that
/// holds the real form. So it must not itself stand inside a form.
#[derive(Debug, Clone, Default)]
pub struct Confirm {
    /// The id of the dialog, unique on the page.
    pub id: String,
    /// What the button says, such as "Delete…".
    pub label: String,
    /// Its drawing.
    pub icon: Option<Icon>,
    /// The question, naming the object: "Delete product Anchor?".
    pub title: String,
    /// What will happen.
    pub consequence: String,
    /// The verb, repeated: "Delete product".
    pub verb: String,
    /// The way out: "Cancel".
    pub cancel: String,
    /// Where the form posts.
    pub action: String,
    /// Hidden fields, such as the token against forged requests.
    pub hidden: Vec<(String, String)>,
    /// Whether the act destroys something and is coloured so.
    pub danger: bool,
}

impl Render for Confirm {
    fn render(&self) -> Markup {
        let (outside, inside) = if self.danger {
            (Kind::Danger, Kind::DangerPrimary)
        } else {
            (Kind::Plain, Kind::Primary)
        };
        let mut button = Button::opens(&self.label, &self.id).kind(outside);
        button.icon = self.icon;
        let form = html! {
            p { (self.consequence) }
            form method="post" action=(self.action) {
                (super::hidden(&self.hidden))
                div.dialog-actions {
                    button.button type="button" popovertarget=(self.id) data-close=""
                        popovertargetaction="hide" { (self.cancel) }
                    (Button::submit(&self.verb).kind(inside))
                }
            }
        };
        html! { (button) (Dialog::new(&self.id, &self.title, form)) }
    }
}
