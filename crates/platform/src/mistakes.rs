//! A form shown again: what is wrong, above it and beside its fields.

use base::ui::{Mistakes, Texts};
use base::{L, Problem};
use maud::{Markup, html};

/// What is wrong with a form that was sent; nothing when it is shown for the first time.
pub(crate) struct Wrong<'a> {
    l: &'a L,
    problem: Option<&'a Problem>,
}

impl<'a> Wrong<'a> {
    pub(crate) fn new(l: &'a L, problem: Option<&'a Problem>) -> Self {
        Self { l, problem }
    }

    /// The sentence beside a field.
    pub(crate) fn at(&self, name: &str) -> Option<String> {
        let found = self.problem?.fields().iter().find(|field| field.path == name)?;
        Some(found.sentence(self.l))
    }

    /// The list above the form.
    pub(crate) fn summary(&self) -> Markup {
        let texts = Texts::new(|key| self.l.t(key));
        let mut mistakes = Mistakes::new(&texts);
        for field in self.problem.iter().flat_map(|p| p.fields()) {
            mistakes = mistakes.field(&field.path, field.sentence(self.l));
        }
        if let Some(problem) = self.problem.filter(|p| p.fields().is_empty()) {
            mistakes = mistakes.general(problem.sentence(self.l));
        }
        html! { (mistakes) }
    }
}
