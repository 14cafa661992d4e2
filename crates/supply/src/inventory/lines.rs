//! The lines of a new document: their items, and what was posted of them.

use std::fmt::Display;

use base::{Money, Problem, Quantity, Tx};
use uuid::Uuid;

use super::document::DocumentLine;
use super::move_stock::Moved;
use super::moved::Move;
use super::store::items::{self, Item};

/// What one line of a new document says, whatever its kind.
pub(super) struct Asked<'a> {
    pub variant_id: Option<Uuid>,
    pub sku: Option<&'a str>,
    pub quantity: Quantity,
}

/// The most lines of one document: more is an import.
const MOST_LINES: usize = 5000;
/// The largest quantity of a line, so that sums stay far from the edge: a thousand million.
pub(super) const MOST: Quantity = Quantity::whole(1_000_000_000);

/// The items of the lines, in their order. Refuses lines without an item, with an unknown or
/// untracked one, and quantities that cannot be; `signed` allows those below zero.
pub(super) async fn items_of(
    tx: &mut Tx,
    lines: &[Asked<'_>],
    signed: bool,
) -> Result<Vec<Item>, Problem> {
    if lines.is_empty() {
        return Err(Problem::invalid().field("lines", "required"));
    }
    if lines.len() > MOST_LINES {
        let facts: [(&'static str, &dyn Display); 1] = [("most", &MOST_LINES)];
        return Err(Problem::invalid().field_with("lines", "too_many_lines", &facts));
    }
    let ids: Vec<Uuid> = lines.iter().filter_map(|line| line.variant_id).collect();
    let skus: Vec<String> = lines.iter().filter_map(|line| line.sku.map(str::to_owned)).collect();
    let found = items::find(tx, &ids, &skus).await?;
    let by_id: std::collections::HashMap<Uuid, &Item> = found.iter().map(|i| (i.id, i)).collect();
    let by_sku: std::collections::HashMap<&str, &Item> =
        found.iter().map(|i| (i.sku.as_str(), i)).collect();
    let mut problem = Problem::invalid();
    let mut items = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let path = |field: &str| format!("lines[{i}].{field}");
        let item = match (line.variant_id, line.sku) {
            (Some(id), _) => by_id.get(&id),
            (None, Some(sku)) => by_sku.get(sku),
            (None, None) => None,
        };
        match item {
            Some(item) if item.tracked => items.push(Item::clone(item)),
            Some(item) => {
                let sku: (&'static str, &dyn Display) = ("sku", &item.sku);
                problem = problem.field_with(path("variant_id"), "not_tracked", &[sku]);
            }
            None if line.variant_id.is_none() && line.sku.is_none() => {
                problem = problem.field(path("variant_id"), "required");
            }
            None => problem = problem.field(path("variant_id"), "unknown"),
        }
        let size = if signed && line.quantity.is_negative() {
            line.quantity.checked_neg().unwrap_or(Quantity::ZERO)
        } else {
            line.quantity
        };
        if !size.is_positive() {
            let code = if signed { "not_zero" } else { "not_positive" };
            problem = problem.field(path("quantity"), code);
        } else if size > MOST {
            problem = problem.field(path("quantity"), "too_large");
        }
    }
    problem.or_ok()?;
    Ok(items)
}

/// The texts of a document's head, trimmed and checked.
pub(super) fn head_text(field: &'static str, text: &str, most: usize) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(Problem::invalid().field_with(field, "too_long", &[("most", &most)]));
    }
    Ok(text.to_owned())
}

/// The lines of a document that was just posted: its moves, each with what it carried. What
/// went to `outside` is below zero.
pub(super) fn lines_of(
    tx: &Tx,
    items: &[Item],
    moved: &Moved,
    outside: Option<Uuid>,
) -> Vec<DocumentLine> {
    let names = &moved.names;
    let line = |one: &Move| {
        let at = usize::try_from(one.source_line - 1).ok()?;
        let item = items.get(at)?;
        let sign = if Some(one.to_location_id) == outside { -1 } else { 1 };
        let signed = |quantity: Quantity| Quantity::from_micros(sign * quantity.micros());
        Some(DocumentLine {
            line: one.source_line,
            variant_id: item.id,
            sku: item.sku.clone(),
            name: item.name.clone(),
            options: item.options.clone(),
            unit: item.unit.clone(),
            quantity: signed(one.quantity),
            second_quantity: one.second.map(signed),
            second_unit: one.second.and(item.second_unit.clone()),
            lot: one.lot_id.and_then(|lot| names.lots.get(&lot)).cloned(),
            from: names.places.get(&one.from_location_id).cloned(),
            to: names.places.get(&one.to_location_id).cloned(),
            value: Money::new(sign * one.value, tx.currency()),
        })
    };
    moved.moves.iter().filter_map(line).collect()
}
