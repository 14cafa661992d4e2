//! A price list, and the rules it keeps by itself: pure.

use base::{Currency, Date, Problem, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A price list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct PriceList {
    /// Its id.
    pub id: Uuid,
    /// Its name, unique in the company.
    pub name: String,
    /// The currency of its prices; it never changes.
    pub currency: Currency,
    /// The first day on which it holds; null means always.
    pub valid_from: Option<Date>,
    /// The last day on which it holds; null means for ever.
    pub valid_to: Option<Date>,
    /// Whether it is used.
    pub active: bool,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl PriceList {
    /// What of it cannot be kept as it is, field by field.
    pub(super) fn check(&self) -> Problem {
        let mut problem = check_name(&self.name);
        if let (Some(from), Some(to)) = (self.valid_from, self.valid_to)
            && to < from
        {
            problem = problem.field("valid_to", "price_list_ends_early");
        }
        problem
    }
}

/// What is wrong with the name of a list or a group.
pub(super) fn check_name(name: &str) -> Problem {
    let problem = Problem::invalid();
    match name.chars().count() {
        0 => problem.field("name", "required"),
        1..=100 => problem,
        _ => problem.field_with("name", "too_long", &[("most", &100)]),
    }
}

/// One line, without blanks around and without double blanks inside.
pub(super) fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
