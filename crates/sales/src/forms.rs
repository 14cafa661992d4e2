//! What the forms of this storey share: a refusal shown beside the fields it is about.

use base::ui::{Mistakes, Texts};
use base::{Cx, Date, FormData, L, Problem};
use uuid::Uuid;

/// The words of the components in the reader's language.
pub(crate) fn texts(cx: &Cx) -> Texts {
    Texts::new(|key| cx.l.t(key))
}

/// The list of mistakes above a form; nothing when there is no problem.
pub(crate) fn mistakes<'a>(l: &L, texts: &'a Texts, problem: Option<&Problem>) -> Mistakes<'a> {
    let list = Mistakes::new(texts);
    let Some(problem) = problem else { return list };
    if problem.fields().is_empty() {
        return list.general(problem.sentence(l));
    }
    problem
        .fields()
        .iter()
        .fold(list, |list, field| list.field(&form_name(&field.path), field.sentence(l)))
}

/// What is wrong with the field of this path.
pub(crate) fn error(l: &L, problem: Option<&Problem>, path: &str) -> Option<String> {
    let field = problem?.fields().iter().find(|field| field.path == path)?;
    Some(field.sentence(l))
}

/// The name that a path of JSON has in a form: `lines[2].quantity` is `lines[2][quantity]`.
pub(crate) fn form_name(path: &str) -> String {
    match path.split_once("].") {
        Some((group, field)) => format!("{group}][{field}]"),
        None => path.to_owned(),
    }
}

/// The version that the form was made of.
pub(crate) fn version(form: &FormData) -> Option<i32> {
    form.text("version").parse().ok()
}

/// The customer that a form names, and the mistake where it names none.
pub(crate) fn customer(id: &str, shown: &str) -> (Option<Uuid>, Problem) {
    match id.parse() {
        Ok(id) => (Some(id), Problem::invalid()),
        Err(_) => {
            let code = if shown.is_empty() { "required" } else { "unknown" };
            (None, Problem::invalid().field("customer_id", code))
        }
    }
}

/// The day that was typed into a field; nothing is no day, and what is none is a mistake.
pub(crate) fn day(problem: Problem, field: &'static str, text: &str) -> (Option<Date>, Problem) {
    match text {
        "" => (None, problem),
        text => match text.parse() {
            Ok(day) => (Some(day), problem),
            Err(_) => (None, problem.field(field, "not_a_date")),
        },
    }
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
