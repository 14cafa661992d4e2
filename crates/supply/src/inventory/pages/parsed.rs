//! A stock document whose numbers and days could be read.

use base::{Date, Problem, Quantity, UnitPrice};
use uuid::Uuid;

use super::super::new_document::ReceivedLot;
use super::typed::TypedLine;

/// The problem with one more field.
pub(super) fn wrong(problem: &mut Problem, path: String, code: &'static str) -> Problem {
    std::mem::replace(problem, Problem::invalid()).field(path, code)
}

/// Reads the numbers and days of a line; what cannot be read is told.
pub(super) fn parsed_line(problem: &mut Problem, i: usize, line: &TypedLine) -> ParsedLine {
    let path = |field: &str| format!("lines[{i}].{field}");
    let variant_id = line.variant_id.parse::<Uuid>().ok();
    if variant_id.is_none() {
        let code = if line.shown.is_empty() { "required" } else { "unknown" };
        *problem = wrong(problem, path("variant_id"), code);
    }
    let mut number = |text: &str, field: &str| match text {
        "" => None,
        text => Quantity::parse_local(text).map(Some).unwrap_or_else(|_| {
            *problem = wrong(problem, path(field), "not_a_number");
            None
        }),
    };
    let quantity = number(&line.quantity, "quantity");
    let counted = number(&line.counted, "counted");
    let second = number(&line.second, "second_quantity");
    let unit_cost = match line.unit_cost.as_str() {
        "" => None,
        text => UnitPrice::parse_local(text).map(Some).unwrap_or_else(|_| {
            *problem = wrong(problem, path("unit_cost"), "not_a_number");
            None
        }),
    };
    let expires_on = match line.expires_on.trim() {
        "" => None,
        text => text.parse::<Date>().map(Some).unwrap_or_else(|_| {
            *problem = wrong(problem, path("expires_on"), "not_a_date");
            None
        }),
    };
    let code = line.lot.trim().to_owned();
    let lot =
        (!code.is_empty()).then(|| ReceivedLot { code, expires_on, ..ReceivedLot::default() });
    let unit = Some(line.unit.trim().to_owned()).filter(|unit| !unit.is_empty());
    let (place_id, to_place_id) = (line.place_id, line.to_place_id);
    ParsedLine {
        variant_id,
        quantity,
        counted,
        unit,
        second,
        unit_cost,
        place_id,
        to_place_id,
        lot,
    }
}

/// A line whose numbers and days could be read.
pub(super) struct ParsedLine {
    pub variant_id: Option<Uuid>,
    pub quantity: Option<Quantity>,
    pub counted: Option<Quantity>,
    pub unit: Option<String>,
    pub second: Option<Quantity>,
    pub unit_cost: Option<UnitPrice>,
    pub place_id: Option<Uuid>,
    pub to_place_id: Option<Uuid>,
    pub lot: Option<ReceivedLot>,
}

/// A document whose numbers and days could be read.
pub(super) struct Parsed {
    pub date: Option<Date>,
    pub lines: Vec<ParsedLine>,
}
