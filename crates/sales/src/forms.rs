//! What the forms of this storey share.

pub(crate) use base::forms::{error, mistakes, mistakes_at, texts, version};
use base::{Date, Problem};
use uuid::Uuid;

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
