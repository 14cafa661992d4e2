//! What is asked of a return, and the checks that need nothing but the words: pure.

use std::collections::HashMap;
use std::fmt::Display;

use base::{Date, Problem, Quantity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::goods::{Condition, GoodsReturn, Returnable};

/// Goods that a customer wants to send back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturn {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The delivery that they came with; or say the invoice.
    #[serde(default)]
    pub delivery_id: Option<Uuid>,
    /// The invoice of a sale at once that they came with; or say the delivery.
    #[serde(default)]
    pub invoice_id: Option<Uuid>,
    /// Why they come back.
    pub reason: String,
    /// For the company's own people.
    #[serde(default)]
    pub note: String,
    /// Where they arrive; where they left from when not given.
    #[serde(default)]
    pub warehouse_id: Option<Uuid>,
    /// Which lines; everything that is left, in good condition, when not given.
    #[serde(default)]
    pub lines: Option<Vec<NewReturnLine>>,
}

/// So much of a line with which goods left.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturnLine {
    /// The line of the delivery or invoice.
    pub line: i32,
    /// How much of it.
    pub quantity: Quantity,
    /// What can be done with it; `good` when not given.
    #[serde(default)]
    pub condition: Option<Condition>,
}

/// Goods of a return that are here.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReceiveReturn {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// The business day; today when not given.
    pub date: Option<Date>,
    /// How much of which line came, and in what condition; everything as asked when not given.
    /// What is not received now does not come with this return.
    pub lines: Option<Vec<ReceivedLine>>,
    /// Writes the credit note in the same step, for what was invoiced.
    pub credit: bool,
}

/// So much of a line of a return.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivedLine {
    /// The line of the return.
    pub line: i32,
    /// How much came; zero for nothing.
    pub quantity: Quantity,
    /// In what condition; as was asked for when not given.
    #[serde(default)]
    pub condition: Option<Condition>,
}

/// Whether the words fit.
pub(super) fn check_words(reason: &str, note: &str) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if reason.trim().is_empty() {
        problem = problem.field("reason", "required");
    }
    for (field, text, most) in [("reason", reason, 500), ("note", note, 2000)] {
        if text.chars().count() > most {
            problem = problem.field_with(field, "too_long", &[("most", &most)]);
        }
    }
    problem.or_ok()
}

/// The lines that are meant, none of them beyond what is left of its delivered line. One line
/// may be named twice, in two conditions: both together must fit.
pub(super) fn meant(
    left: &[Returnable],
    asked: Option<&[NewReturnLine]>,
) -> Result<Vec<(Returnable, Quantity, Condition)>, Problem> {
    let mut meant = Vec::new();
    let mut problem = Problem::invalid();
    let mut used: HashMap<i32, Quantity> = HashMap::new();
    match asked {
        None => meant.extend(left.iter().map(|line| (line.clone(), line.left(), Condition::Good))),
        Some(asked) => {
            for (i, one) in asked.iter().enumerate() {
                let Some(line) = left.iter().find(|line| line.line == one.line) else {
                    problem = problem.field(format!("lines[{i}].line"), "unknown");
                    continue;
                };
                let path = format!("lines[{i}].quantity");
                let before = used.entry(one.line).or_insert(Quantity::ZERO);
                let sum = before.checked_add(one.quantity);
                if one.quantity.is_negative() {
                    problem = problem.field(path, "not_positive");
                } else if sum.is_none_or(|sum| sum > line.left()) {
                    let left = line.left();
                    let facts: &[(&'static str, &dyn Display)] =
                        &[("sku", &line.sku), ("wanted", &one.quantity), ("left", &left)];
                    problem = problem.field_with(path, "return_more_than_left", facts);
                } else {
                    *before = sum.unwrap_or(*before);
                    let condition = one.condition.unwrap_or(Condition::Good);
                    meant.push((line.clone(), one.quantity, condition));
                }
            }
        }
    }
    problem.or_ok()?;
    meant.retain(|(_, quantity, _)| quantity.is_positive());
    if meant.is_empty() { Err(Problem::conflict("return_nothing_left")) } else { Ok(meant) }
}

/// How much of each line came, and in what condition.
pub(super) fn came(
    back: &GoodsReturn,
    asked: Option<&[ReceivedLine]>,
) -> Result<Vec<(i32, Quantity, Condition)>, Problem> {
    let Some(asked) = asked else {
        return Ok(back.lines.iter().map(|l| (l.n, l.quantity, l.condition)).collect());
    };
    let mut came: Vec<(i32, Quantity, Condition)> = Vec::new();
    let mut problem = Problem::invalid();
    for (i, one) in asked.iter().enumerate() {
        let Some(line) = back.line(one.line) else {
            problem = problem.field(format!("lines[{i}].line"), "unknown");
            continue;
        };
        let path = format!("lines[{i}].quantity");
        if one.quantity.is_negative() || came.iter().any(|(n, ..)| *n == one.line) {
            problem = problem.field(path, "not_positive");
        } else if one.quantity > line.quantity {
            let facts: &[(&'static str, &dyn Display)] =
                &[("sku", &line.sku), ("wanted", &one.quantity), ("left", &line.quantity)];
            problem = problem.field_with(path, "return_more_than_left", facts);
        } else {
            came.push((one.line, one.quantity, one.condition.unwrap_or(line.condition)));
        }
    }
    problem.or_ok()?;
    came.retain(|(_, quantity, _)| quantity.is_positive());
    if came.is_empty() { Err(Problem::conflict("return_nothing_came")) } else { Ok(came) }
}
