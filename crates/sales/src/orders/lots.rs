//! Lots that somebody chooses for a delivery, in place of those that expire first.

use base::{Problem, Quantity, Tx};
use supply::inventory::{self, LotToShip, Pick};
use uuid::Uuid;

use super::confirm::demand;
use super::delivery::{DeliverLine, PickedLot};
use super::order::{Line, Order};

/// The lots that lines of an order could be delivered from, in the order in which they would
/// leave.
///
/// # Errors
/// When the database is away.
pub async fn deliverable_lots(tx: &mut Tx, order: &Order) -> Result<Vec<LotToShip>, Problem> {
    let open = order.lines.iter().filter(|line| line.tracked && line.to_deliver().is_positive());
    let mut variants: Vec<Uuid> = open.map(|line| line.variant_id).collect();
    variants.sort_unstable();
    variants.dedup();
    inventory::lots_to_ship(tx, demand(order), order.head.warehouse_id, &variants).await
}

/// What was chosen, line by line; every choice that cannot be is named at its place.
pub(super) async fn picked(
    tx: &mut Tx,
    order: &Order,
    asked: &[DeliverLine],
) -> Result<Vec<Pick>, Problem> {
    if asked.iter().all(|line| line.lots.is_empty()) {
        return Ok(Vec::new());
    }
    let lots = deliverable_lots(tx, order).await?;
    let mut problem = Problem::invalid();
    let mut picks: Vec<Pick> = Vec::new();
    for (i, line) in asked.iter().enumerate() {
        // That the line is the order's was looked at before.
        let Some(of) = order.line(line.line) else { continue };
        let mut sum = Quantity::ZERO;
        for (k, lot) in line.lots.iter().enumerate() {
            match pick(of, lot, &lots, &picks) {
                Ok(pick) => {
                    sum = sum.checked_add(pick.quantity).unwrap_or(line.quantity);
                    picks.push(pick);
                }
                Err(wrong) => problem = wrong.put(problem, &format!("lines[{i}].lots[{k}]")),
            }
        }
        if sum > line.quantity {
            problem = problem.field(format!("lines[{i}].quantity"), "picked_more");
        }
    }
    problem.or_ok().map(|()| picks)
}

/// Why a lot cannot be taken.
enum Wrong<'a> {
    /// Not above zero.
    Nothing,
    /// The warehouse has none of it, or it is of another item.
    Unknown,
    /// There is less of it that nobody else holds.
    Short { lot: &'a LotToShip, left: Quantity },
}

impl Wrong<'_> {
    fn put(self, problem: Problem, path: &str) -> Problem {
        match self {
            Wrong::Nothing => problem.field(format!("{path}.quantity"), "not_positive"),
            Wrong::Unknown => problem.field(format!("{path}.code"), "lot_not_there"),
            Wrong::Short { lot, left } => {
                let facts: &[(&'static str, &dyn std::fmt::Display)] =
                    &[("lot", &lot.code), ("left", &left)];
                problem.field_with(format!("{path}.quantity"), "lot_too_little", facts)
            }
        }
    }
}

fn pick<'a>(
    line: &Line,
    asked: &PickedLot,
    lots: &'a [LotToShip],
    taken: &[Pick],
) -> Result<Pick, Wrong<'a>> {
    if !asked.quantity.is_positive() {
        return Err(Wrong::Nothing);
    }
    let code = asked.code.as_deref().map(str::trim);
    let is_it = |lot: &&LotToShip| {
        lot.variant_id == line.variant_id
            && match asked.lot_id {
                Some(id) => lot.lot_id == id,
                None => Some(lot.code.as_str()) == code,
            }
    };
    let lot = lots.iter().find(is_it).ok_or(Wrong::Unknown)?;
    // Other lines may have taken some of the same lot.
    let before = taken.iter().filter(|pick| pick.lot_id == Some(lot.lot_id));
    let left = before
        .fold(lot.free, |left, pick| left.checked_sub(pick.quantity).unwrap_or(Quantity::ZERO));
    if asked.quantity > left {
        return Err(Wrong::Short { lot, left });
    }
    Ok(Pick { line: line.n, quantity: asked.quantity, lot_id: Some(lot.lot_id), location_id: None })
}
