//! What the pages of every capability do with a refusal: it is shown above the form and beside
//! the fields that it is about.

use crate::ui::{Mistakes, Texts};
use crate::{Cx, FieldProblem, FormData, L, Problem};

/// The words of the components in the reader's language.
#[must_use]
pub fn texts(cx: &Cx) -> Texts {
    Texts::new(|key| cx.l.t(key))
}

/// The list of mistakes above a form; nothing when there is no problem.
#[must_use]
pub fn mistakes<'a>(l: &L, texts: &'a Texts, problem: Option<&Problem>) -> Mistakes<'a> {
    mistakes_at(l, texts, problem, |_| None)
}

/// The same for a form that names some of its fields in its own way: `name` knows theirs by their
/// paths.
#[must_use]
pub fn mistakes_at<'a>(
    l: &L,
    texts: &'a Texts,
    problem: Option<&Problem>,
    name: impl Fn(&str) -> Option<String>,
) -> Mistakes<'a> {
    let list = Mistakes::new(texts);
    let Some(problem) = problem else { return list };
    if problem.fields().is_empty() {
        return list.general(problem.sentence(l));
    }
    let named = |list: Mistakes<'a>, field: &FieldProblem| {
        let name = name(&field.path).unwrap_or_else(|| form_name(&field.path));
        list.field(&name, in_its_line(l, field))
    };
    problem.fields().iter().fold(list, named)
}

/// What is wrong, after the line that it is wrong in: several lines may have the same mistake.
fn in_its_line(l: &L, field: &FieldProblem) -> String {
    let said = field.sentence(l);
    let line = field.path.strip_prefix("lines[").and_then(|rest| rest.split_once(']'));
    match line.and_then(|(at, _)| at.parse::<i64>().ok()) {
        Some(at) => l.with("form-in-line", &[("n", (at + 1).into()), ("what", said.into())]),
        None => said,
    }
}

/// The name that a path of JSON has in a form: `lines[2].quantity` is `lines[2][quantity]`.
#[must_use]
pub fn form_name(path: &str) -> String {
    match path.split_once("].") {
        Some((group, field)) => format!("{group}][{field}]"),
        None => path.to_owned(),
    }
}

/// What is wrong with the field of this path.
#[must_use]
pub fn error(l: &L, problem: Option<&Problem>, path: &str) -> Option<String> {
    let field = problem?.fields().iter().find(|field| field.path == path)?;
    Some(field.sentence(l))
}

/// The version that the form was made of.
#[must_use]
pub fn version(form: &FormData) -> Option<i32> {
    form.text("version").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_under_its_name_in_the_form() {
        assert_eq!(form_name("lines[2].quantity"), "lines[2][quantity]");
        assert_eq!(form_name("customer_id"), "customer_id");
    }
}
