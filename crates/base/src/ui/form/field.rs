//! One field of a form, built in a line: `Field::text("name", label).value(name).required(true)`.

use super::control::Control;

/// A field with its label, control, hint and error.
#[derive(Debug, Clone)]
pub struct Field {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) label: String,
    pub(super) control: Control,
    pub(super) value: String,
    pub(super) hint: Option<String>,
    pub(super) error: Option<String>,
    pub(super) required: bool,
    pub(super) disabled: bool,
    pub(super) readonly: bool,
    pub(super) autofocus: bool,
    pub(super) placeholder: Option<String>,
    pub(super) autocomplete: Option<&'static str>,
    pub(super) maxlength: Option<usize>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) span: bool,
    pub(super) ltr: bool,
}

impl Field {
    fn new(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        let name = name.into();
        Self {
            id: Self::id_of(&name),
            name,
            label: label.into(),
            control,
            value: String::new(),
            hint: None,
            error: None,
            required: false,
            disabled: false,
            readonly: false,
            autofocus: false,
            placeholder: None,
            autocomplete: None,
            maxlength: None,
            before: None,
            after: None,
            span: false,
            ltr: false,
        }
    }

    /// The id that the field of this name has on the page.
    #[must_use]
    pub fn id_of(name: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        format!("f-{}", name.chars().map(plain).collect::<String>().trim_end_matches('-'))
    }

    /// A line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::input("text"))
    }

    /// A mail address.
    pub fn email(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::input("email")).autocomplete("email")
    }

    /// A telephone number.
    pub fn tel(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::input("tel")).autocomplete("tel")
    }

    /// The password of someone signing in; `autocomplete("new-password")` for a new one.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::input("password")).autocomplete("current-password")
    }

    /// A day.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::input("date"))
    }

    /// A whole number. It is a text field, so that Arabic and Bangla digits can be typed.
    pub fn integer(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::number("numeric"))
    }

    /// A number with a fraction, such as a quantity or a rate.
    pub fn decimal(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::number("decimal"))
    }

    /// An amount with its currency after it.
    pub fn money(
        name: impl Into<String>,
        label: impl Into<String>,
        currency: impl Into<String>,
    ) -> Self {
        Self::decimal(name, label).after(currency)
    }

    /// Several lines of text.
    pub fn textarea(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Textarea)
    }

    /// One of a few: `(value, label)`. Add `("", "…")` first where nothing may be chosen.
    pub fn select<V: Into<String>, L: Into<String>>(
        name: impl Into<String>,
        label: impl Into<String>,
        options: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        Self::new(name, label, Control::Select(pairs(options)))
    }

    /// One of a few, all in sight: `(value, label)`.
    pub fn radios<V: Into<String>, L: Into<String>>(
        name: impl Into<String>,
        label: impl Into<String>,
        options: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        Self::new(name, label, Control::Radios(pairs(options)))
    }

    /// Yes or no; sends `value` (by default `true`) when ticked and nothing otherwise.
    pub fn checkbox(name: impl Into<String>, label: impl Into<String>, checked: bool) -> Self {
        Self::new(name, label, Control::Checkbox { checked }).value("true")
    }

    /// A file, or several, of these kinds (`image/png,image/jpeg`).
    pub fn file(
        name: impl Into<String>,
        label: impl Into<String>,
        accept: &'static str,
        multiple: bool,
    ) -> Self {
        Self::new(name, label, Control::File { accept, multiple })
    }

    /// A type-ahead. With scripts the id of the choice is sent under `name`; what is typed is
    /// sent under `name` + `_text`, which the server resolves itself where no script ran.
    /// `url` answers `?q=` with `[{"id", "code", "label", …}]`.
    pub fn lookup(
        name: impl Into<String>,
        label: impl Into<String>,
        url: impl Into<String>,
        shown: impl Into<String>,
    ) -> Self {
        let control = Control::Lookup { url: url.into(), shown: shown.into() };
        Self::new(name, label, control)
    }

    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// A sentence of help below.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong with it: a text, or `None` when all is well.
    #[must_use]
    pub fn error(mut self, error: impl Into<Option<String>>) -> Self {
        self.error = error.into();
        self
    }

    /// Must be filled.
    #[must_use]
    pub fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// Cannot be changed and is not sent.
    #[must_use]
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// Cannot be changed but is sent.
    #[must_use]
    pub fn readonly(mut self, readonly: bool) -> Self {
        self.readonly = readonly;
        self
    }

    /// Has the cursor when the page opens; one field of a page at most.
    #[must_use]
    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    /// An example inside the empty field. Never the only label.
    #[must_use]
    pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = Some(placeholder.into());
        self
    }

    /// What the browser may fill in (WCAG 1.3.5).
    #[must_use]
    pub fn autocomplete(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = Some(autocomplete);
        self
    }

    /// The longest text that is taken.
    #[must_use]
    pub fn maxlength(mut self, maxlength: usize) -> Self {
        self.maxlength = Some(maxlength);
        self
    }

    /// A fixed text before the control: `https://`.
    #[must_use]
    pub fn before(mut self, before: impl Into<String>) -> Self {
        self.before = Some(before.into());
        self
    }

    /// A fixed text after the control: a currency, a unit.
    #[must_use]
    pub fn after(mut self, after: impl Into<String>) -> Self {
        self.after = Some(after.into());
        self
    }

    /// Runs from left to right in every language, with what stands before and after it: a code,
    /// a web address.
    #[must_use]
    pub fn ltr(mut self) -> Self {
        self.ltr = true;
        self
    }

    /// As wide as the form, where other fields stand side by side.
    #[must_use]
    pub fn span(mut self) -> Self {
        self.span = true;
        self
    }
}

fn pairs<V: Into<String>, L: Into<String>>(
    options: impl IntoIterator<Item = (V, L)>,
) -> Vec<(String, String)> {
    options.into_iter().map(|(value, label)| (value.into(), label.into())).collect()
}
