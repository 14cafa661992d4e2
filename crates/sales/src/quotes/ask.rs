//! What is asked for before it is a quote: pure.

use base::{Currency, Date, Problem};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::orders::{MOST_LINES, NewLine};

/// A quote to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuote {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Who it is for.
    pub customer_id: Uuid,
    /// What its prices are in; the customer's currency when not given.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The business day of its prices; today when not given.
    #[serde(default)]
    pub quote_date: Option<Date>,
    /// The last day on which it may be accepted; 30 days later when not given.
    #[serde(default)]
    pub valid_until: Option<Date>,
    /// The customer's own number or word for it.
    #[serde(default)]
    pub reference: String,
    /// For the company's own people.
    #[serde(default)]
    pub note: String,
    /// Printed below the lines: when it can be delivered, how it is to be paid.
    #[serde(default)]
    pub terms: String,
    /// Whether the prices of the lines have the tax in them.
    #[serde(default)]
    pub prices_include_tax: bool,
    /// What is offered.
    pub lines: Vec<NewLine>,
}

/// What to change of a quote: only the fields that are sent; lines are replaced as a whole.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeQuote {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another customer.
    pub customer_id: Option<Uuid>,
    /// Another currency; with another customer its own, when not given.
    pub currency: Option<Currency>,
    /// Another day.
    pub quote_date: Option<Date>,
    /// Another last day.
    pub valid_until: Option<Date>,
    /// Another reference.
    pub reference: Option<String>,
    /// Another note.
    pub note: Option<String>,
    /// Other terms.
    pub terms: Option<String>,
    /// Whether the prices of the lines have the tax in them.
    pub prices_include_tax: Option<bool>,
    /// All lines anew.
    pub lines: Option<Vec<NewLine>>,
}

/// The words and days of a quote, to be looked at.
pub(super) struct Said<'a> {
    pub(super) quote_date: Date,
    pub(super) valid_until: Date,
    pub(super) reference: &'a str,
    pub(super) note: &'a str,
    pub(super) terms: &'a str,
    pub(super) lines: &'a [NewLine],
}

impl Said<'_> {
    /// Whether the words, the days and the number of lines fit; every field that does not is
    /// named.
    pub(super) fn check(&self) -> Result<(), Problem> {
        let mut problem = Problem::invalid();
        let texts = [
            ("reference", self.reference, 100),
            ("note", self.note, 2000),
            ("terms", self.terms, 2000),
        ];
        for (field, text, most) in texts {
            if text.chars().count() > most {
                problem = problem.field_with(field, "too_long", &[("most", &most)]);
            }
        }
        if self.valid_until < self.quote_date {
            problem = problem.field("valid_until", "quote_ends_early");
        }
        if self.lines.is_empty() {
            problem = problem.field("lines", "quote_empty");
        }
        if self.lines.len() > MOST_LINES {
            problem = problem.field_with("lines", "order_too_long", &[("most", &MOST_LINES)]);
        }
        problem.or_ok()
    }
}
