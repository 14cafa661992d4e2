//! Promises: stock held for a demand until it is shipped, released or its time is over.

use base::{Problem, Quantity, Timestamp, Tx};
use uuid::Uuid;

use super::pick::Lacking;
use super::store;

/// What stock is wanted for: an order, by its kind and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// `order`.
    pub kind: &'static str,
    /// Which one.
    pub id: Uuid,
}

/// One line of a demand or a shipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockLine {
    /// The number of the line in its document, from 1.
    pub line: i32,
    /// The item; it must be one whose stock is kept.
    pub variant_id: Uuid,
    /// How much, above zero.
    pub quantity: Quantity,
}

/// Holds every line for the demand, or none: `out_of_stock` names each item that is short.
/// Lines of one item are checked together. Without `expires_at` they are held until released.
///
/// # Errors
/// `out_of_stock` with sku, wanted and left; 422 for a warehouse that is not used.
pub async fn reserve(
    tx: &mut Tx,
    demand: Demand,
    warehouse_id: Uuid,
    lines: &[StockLine],
    expires_at: Option<Timestamp>,
) -> Result<(), Problem> {
    check(lines)?;
    if lines.is_empty()
        || store::reservations::hold(tx, &demand, warehouse_id, lines, expires_at).await?
    {
        return Ok(());
    }
    let warehouse = super::warehouse::in_use(tx, Some(warehouse_id), "warehouse_id").await?;
    let day = tx.today();
    let lacking = store::levels::short(tx, warehouse.id, lines, day).await?;
    let numbers: Vec<_> = lines.iter().map(|line| (line.line, line.variant_id)).collect();
    Err(out_of_stock(tx, &lacking, &numbers).await?)
}

/// Lets go of everything that is still held for the demand.
///
/// # Errors
/// When the database is away.
pub async fn release(tx: &mut Tx, demand: Demand) -> Result<(), Problem> {
    store::reservations::release(tx, &demand).await
}

pub(super) fn check(lines: &[StockLine]) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    for line in lines {
        if !line.quantity.is_positive() {
            problem = problem.field(quantity_of(line.line), "not_positive");
        }
    }
    problem.or_ok()
}

fn quantity_of(line: i32) -> String {
    format!("lines[{}].quantity", line - 1)
}

/// The refusal, with what every short item lacks; `lines` are line numbers with their items.
/// `stock_expired` where the goods are there, but past their day.
pub(super) async fn out_of_stock(
    tx: &mut Tx,
    lacking: &[Lacking],
    lines: &[(i32, Uuid)],
) -> Result<Problem, Problem> {
    let ids: Vec<Uuid> = lacking.iter().map(|one| one.variant_id).collect();
    let mut skus = store::items::skus(tx, &ids).await?;
    skus.sort_by(|a, b| a.1.cmp(&b.1));
    let short: Vec<(&String, &Lacking)> = skus
        .iter()
        .filter_map(|(id, sku)| Some((sku, lacking.iter().find(|one| one.variant_id == *id)?)))
        .collect();
    // Between the refusal and this question somebody may have put stock back.
    let Some((sku, first)) = short.first() else { return Ok(Problem::conflict("busy")) };
    let code = |one: &Lacking| {
        if one.expired.is_positive() { "stock_expired" } else { "out_of_stock" }
    };
    let mut problem = Problem::refused(code(first))
        .fact("sku", sku)
        .fact("wanted", first.wanted)
        .fact("left", first.left);
    if first.expired.is_positive() {
        problem = problem.fact("expired", first.expired);
    }
    for (sku, one) in &short {
        let Lacking { variant_id, wanted, left, expired } = one;
        for (line, _) in lines.iter().filter(|(_, variant)| variant == variant_id) {
            problem = problem.field_with(
                quantity_of(*line),
                code(one),
                &[("sku", sku), ("wanted", wanted), ("left", left), ("expired", expired)],
            );
        }
    }
    Ok(problem)
}
