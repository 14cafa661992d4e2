//! How a field is drawn: the control itself, joined to its label, hint and error by ids.

use maud::{Markup, Render, html};

use super::Field;
use crate::ui::Icon;

/// What one types or chooses in.
#[derive(Debug, Clone)]
pub(super) enum Control {
    Input { kind: &'static str, inputmode: Option<&'static str> },
    Textarea,
    Select(Vec<(String, String)>),
    Radios(Vec<(String, String)>),
    Checkbox { checked: bool },
    File { accept: &'static str, multiple: bool },
    Lookup { url: String, shown: String },
}

impl Control {
    pub(super) fn input(kind: &'static str) -> Self {
        Control::Input { kind, inputmode: None }
    }

    pub(super) fn number(inputmode: &'static str) -> Self {
        Control::Input { kind: "text", inputmode: Some(inputmode) }
    }
}

impl Render for Field {
    fn render(&self) -> Markup {
        match &self.control {
            Control::Checkbox { checked } => self.choice(*checked),
            Control::Radios(options) => self.radio_group(options),
            _ => html! {
                div.field.span[self.span] {
                    label for=(self.id) { (self.label) (self.required_mark()) }
                    (self.affixed(self.control()))
                    (self.notes())
                }
            },
        }
    }
}

impl Field {
    fn required_mark(&self) -> Markup {
        html! { @if self.required { span.required aria-hidden="true" { " *" } } }
    }

    /// The ids of the hint and the error, so that both are read with the field.
    fn described(&self) -> Option<String> {
        let ids = [
            self.error.as_ref().map(|_| format!("{}-error", self.id)),
            self.hint.as_ref().map(|_| format!("{}-hint", self.id)),
        ];
        let ids: Vec<String> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn notes(&self) -> Markup {
        html! {
            @if let Some(error) = &self.error {
                p.error id={ (self.id) "-error" } { (Icon::Stop) span { (error) } }
            }
            @if let Some(hint) = &self.hint { p.hint id={ (self.id) "-hint" } { (hint) } }
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    fn affixed(&self, control: Markup) -> Markup {
        html! {
            @if self.before.is_none() && self.after.is_none() { (control) } @else {
                div.affixed dir=[self.ltr.then_some("ltr")] {
                    @if let Some(before) = &self.before { span.affix { bdi { (before) } } }
                    (control)
                    @if let Some(after) = &self.after { span.affix { bdi { (after) } } }
                }
            }
        }
    }

    fn control(&self) -> Markup {
        match &self.control {
            Control::Input { kind, inputmode } => self.input(kind, *inputmode),
            Control::Textarea => html! {
                textarea.input id=(self.id) name=(self.name) rows="3" maxlength=[self.maxlength]
                    placeholder=[&self.placeholder] required[self.required]
                    disabled[self.disabled] readonly[self.readonly] autofocus[self.autofocus]
                    aria-describedby=[self.described()] aria-invalid=[self.invalid()] {
                    (self.value)
                }
            },
            Control::Select(options) => html! {
                select.input id=(self.id) name=(self.name) required[self.required]
                    disabled[self.disabled] autofocus[self.autofocus]
                    aria-describedby=[self.described()] aria-invalid=[self.invalid()] {
                    @for (value, label) in options {
                        option value=(value) selected[*value == self.value] { (label) }
                    }
                }
            },
            Control::File { accept, multiple } => html! {
                input.input type="file" id=(self.id) name=(self.name) accept=(accept)
                    multiple[*multiple] required[self.required] disabled[self.disabled]
                    aria-describedby=[self.described()] aria-invalid=[self.invalid()];
                div.previews data-previews=(self.id) {}
            },
            Control::Lookup { url, shown } => self.lookup_control(url, shown),
            Control::Checkbox { .. } | Control::Radios(_) => html! {},
        }
    }

    fn input(&self, kind: &str, inputmode: Option<&str>) -> Markup {
        // Codes and numbers run from left to right in every language.
        let ltr =
            self.ltr || inputmode.is_some() || matches!(kind, "email" | "tel" | "password" | "url");
        html! {
            input.input.numeric[inputmode.is_some()] type=(kind) id=(self.id) name=(self.name)
                value=(self.value) inputmode=[inputmode] dir=[ltr.then_some("ltr")]
                placeholder=[&self.placeholder] maxlength=[self.maxlength]
                autocomplete=[self.autocomplete.or(inputmode.map(|_| "off"))]
                required[self.required] disabled[self.disabled] readonly[self.readonly]
                autofocus[self.autofocus] aria-describedby=[self.described()]
                aria-invalid=[self.invalid()];
        }
    }

    fn lookup_control(&self, url: &str, shown: &str) -> Markup {
        html! {
            div.combobox data-lookup=(url) {
                input type="hidden" name=(self.name) value=(self.value) data-lookup-id="";
                input.input type="text" id=(self.id) name={ (self.name) "_text" } value=(shown)
                    autocomplete="off" spellcheck="false" placeholder=[&self.placeholder]
                    required[self.required] disabled[self.disabled] autofocus[self.autofocus]
                    aria-describedby=[self.described()] aria-invalid=[self.invalid()];
            }
        }
    }

    fn choice(&self, checked: bool) -> Markup {
        html! {
            div.choice.span[self.span] {
                input type="checkbox" id=(self.id) name=(self.name) value=(self.value)
                    checked[checked] required[self.required] disabled[self.disabled]
                    aria-describedby=[self.described()] aria-invalid=[self.invalid()];
                label for=(self.id) { (self.label) (self.required_mark()) }
                (self.notes())
            }
        }
    }

    fn radio_group(&self, options: &[(String, String)]) -> Markup {
        html! {
            fieldset.field.span[self.span] aria-describedby=[self.described()] {
                legend { (self.label) (self.required_mark()) }
                div.choices {
                    @for (i, (value, label)) in options.iter().enumerate() {
                        // The first has the field's own id, so that the list of mistakes finds it.
                        @let id = if i == 0 { self.id.clone() } else { format!("{}-{i}", self.id) };
                        div.choice {
                            input type="radio" id=(id) name=(self.name) value=(value)
                                checked[*value == self.value] required[self.required]
                                disabled[self.disabled];
                            label for=(id) { (label) }
                        }
                    }
                }
                (self.notes())
            }
        }
    }
}
