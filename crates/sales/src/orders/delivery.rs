//! A delivery: what left the warehouse for an order, and which lines were meant: pure.

use base::{Date, Problem, Quantity, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::order::{Line, Order};

/// A delivery. It is written once; what comes back is a return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Delivery {
    /// Its id.
    pub id: Uuid,
    /// `DN-2026-00001`.
    pub number: String,
    /// The order.
    pub order_id: Uuid,
    /// The order's number.
    pub order_number: String,
    /// The business day.
    pub date: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// A word for the driver or the customer; printed.
    pub note: String,
    /// The journal entry of its cost; none when no stock is kept of anything in it.
    pub entry_id: Option<Uuid>,
    /// What was delivered.
    pub lines: Vec<DeliveryLine>,
}

/// One line of a delivery.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DeliveryLine {
    /// Its number, from 1.
    pub n: i32,
    /// The line of the order.
    pub order_line: i32,
    /// What was delivered.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name in the customer's language.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// How much.
    pub quantity: Quantity,
}

/// A delivery to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewDelivery {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// The version of the order that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// The business day; today when not given.
    pub date: Option<Date>,
    /// A word for the driver or the customer.
    pub note: String,
    /// How much of which line; everything that is left when not given.
    pub lines: Option<Vec<DeliverLine>>,
}

/// So much of a line of an order is to be delivered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverLine {
    /// The number of the order's line.
    pub line: i32,
    /// How much of it.
    pub quantity: Quantity,
    /// Which lots it comes from, as far as that is said; the rest of it leaves as always, what
    /// expires first before the others.
    #[serde(default)]
    pub lots: Vec<PickedLot>,
}

/// So much of a lot.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PickedLot {
    /// The lot; or say its `code`.
    pub lot_id: Option<Uuid>,
    /// The lot's code; or say its id.
    pub code: Option<String>,
    /// How much of it.
    #[schema(required)]
    pub quantity: Quantity,
}

/// So much of a line of an order.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineQuantity {
    /// The number of the order's line.
    pub line: i32,
    /// How much of it.
    pub quantity: Quantity,
}

/// Which lines are meant and how much of each: what was asked, checked against what is left;
/// everything that is left when nothing was asked.
pub(super) fn meant(
    order: &Order,
    asked: Option<&[LineQuantity]>,
    left: fn(&Line) -> Quantity,
    nothing: &'static str,
) -> Result<Vec<(i32, Quantity)>, Problem> {
    let meant: Vec<(i32, Quantity)> = match asked {
        None => order.lines.iter().map(|line| (line.n, left(line))).collect(),
        Some(asked) => checked(order, asked, left)?,
    };
    let meant: Vec<_> = meant.into_iter().filter(|(_, quantity)| quantity.is_positive()).collect();
    if meant.is_empty() { Err(Problem::conflict(nothing)) } else { Ok(meant) }
}

fn checked(
    order: &Order,
    asked: &[LineQuantity],
    left: fn(&Line) -> Quantity,
) -> Result<Vec<(i32, Quantity)>, Problem> {
    let mut meant: Vec<(i32, Quantity)> = Vec::with_capacity(asked.len());
    let mut wrong = Problem::invalid();
    // A quantity above what is left is the rule itself; it is named before all else.
    let mut too_much: Option<Problem> = None;
    for (i, LineQuantity { line: n, quantity }) in asked.iter().enumerate() {
        let path = format!("lines[{i}].quantity");
        let Some(line) = order.line(*n) else {
            wrong = wrong.field(format!("lines[{i}].line"), "unknown");
            continue;
        };
        if quantity.is_negative() || meant.iter().any(|(other, _)| other == n) {
            wrong = wrong.field(path, "not_positive");
        } else if *quantity > left(line) {
            let (sku, left) = (&line.sku, left(line));
            let problem = too_much.take().unwrap_or_else(|| {
                let problem = Problem::refused("order_more_than_left");
                problem.fact("sku", sku).fact("wanted", quantity).fact("left", left)
            });
            let facts: &[(&'static str, &dyn std::fmt::Display)] =
                &[("sku", sku), ("wanted", quantity), ("left", &left)];
            too_much = Some(problem.field_with(path, "order_more_than_left", facts));
        } else {
            meant.push((*n, *quantity));
        }
    }
    match too_much {
        Some(problem) => Err(problem),
        None => wrong.or_ok().map(|()| meant),
    }
}
