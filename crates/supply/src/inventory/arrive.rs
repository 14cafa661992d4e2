//! What a transfer sent on its way comes in, in parts if need be, or was lost on it.

use base::{Date, Money, Problem, Quantity, Rounding, Text, Tx, round};
use finance::numbers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::{Kind, Reason, StockDocument};
use super::goods::check_places;
use super::lines::{head_text, lines_of};
use super::lot::LotName;
use super::move_stock::{Names, move_stock};
use super::movement::{MoveLine, Movement, Place};
use super::receive::tell;
use super::store::items::Item;
use super::warehouse::{self, Outside};
use super::{documents, store};

/// Goods of a transfer that came in or were lost.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewArrival {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// The business day; today when not said.
    pub date: Option<Date>,
    /// Why something was lost: `loss`, `damage` or `other`; needed where something was.
    pub reason: Option<Reason>,
    /// A remark; needed when the reason is `other`.
    pub note: String,
    /// What came and what did not; everything that is still on its way when empty.
    pub lines: Vec<NewArrivalLine>,
}

/// A line of goods that came in or were lost.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewArrivalLine {
    /// The line of what is on its way.
    pub n: i32,
    /// How much came.
    pub received: Quantity,
    /// The same in the item's second unit; its share when not said.
    pub received_second: Option<Quantity>,
    /// How much was lost and will not come.
    pub lost: Quantity,
    /// Where to; the main place of the warehouse when not said.
    pub location_id: Option<Uuid>,
}

/// A line of a transfer as it stands: what was sent, came, was lost.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TransitLine {
    /// Its number.
    pub n: i32,
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// The options that tell it from others of its product.
    pub options: Vec<String>,
    /// Its unit.
    pub unit: String,
    /// The lot.
    pub lot: Option<LotName>,
    /// What was sent.
    pub sent: Quantity,
    /// What came.
    pub received: Quantity,
    /// What was lost.
    pub lost: Quantity,
    /// What is still on its way.
    pub open: Quantity,
    /// The same in the item's second unit.
    pub open_second: Option<Quantity>,
    /// The item's second unit.
    pub second_unit: Option<String>,
    /// Whether the lot has a cost of its own.
    #[serde(skip)]
    pub(super) by_lot: bool,
}

/// The lines of a transfer that went by a way: what came and what is still to come.
///
/// # Errors
/// 404 when the company has no such transfer.
pub async fn transit(tx: &mut Tx, transfer: Uuid) -> Result<Vec<TransitLine>, Problem> {
    documents::document(tx, Kind::Transfer, transfer).await?;
    store::transit::of(tx, transfer, false).await
}

/// Receives what a transfer sent: it lies in the warehouse that it was sent to, and what was
/// lost on the way is booked as a loss at the average cost.
///
/// # Errors
/// 404; `nothing_in_transit`; 422 for more than is on its way, a loss without a reason, a day
/// before the goods were sent.
pub async fn arrive(
    tx: &mut Tx,
    transfer: Uuid,
    new: NewArrival,
) -> Result<StockDocument, Problem> {
    let sent = documents::document(tx, Kind::Transfer, transfer).await?;
    let date = new.date.unwrap_or_else(|| tx.today());
    if date < sent.date {
        let before: (&'static str, &dyn std::fmt::Display) = ("date", &sent.date);
        return Err(Problem::invalid().field_with("date", "arrives_before", &[before]));
    }
    let note = head_text("note", &new.note, 2000)?;
    let number = numbers::next(tx, Kind::Arrival.series(), date).await?;
    let open = store::transit::of(tx, transfer, true).await?;
    let target = sent.to_warehouse.as_ref().map_or(sent.warehouse.id, |to| to.id);
    let warehouse = warehouse::find_warehouse(tx, target).await?;
    let lines = match new.lines.is_empty() {
        true => open.iter().filter(|line| line.open.is_positive()).map(all_of).collect(),
        false => new.lines.clone(),
    };
    if lines.is_empty() {
        return Err(Problem::conflict("nothing_in_transit"));
    }
    let mut names = Names::default();
    names.places.insert(warehouse.stock_location_id, warehouse.code.clone());
    let places = lines.iter().map(|line| line.location_id);
    check_places(tx, warehouse.id, places, "location_id", &mut names).await?;
    let parts = parts(&open, &lines)?;
    let lost = parts.iter().any(|part| part.lost.0.is_positive());
    let reason = reason_of(&new, lost)?;
    let way = store::warehouses::outside(tx, Outside::Transit.code()).await?;
    let loss = store::warehouses::outside(tx, Outside::Loss.code()).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<StockDocument>().uuid());
    let movement = Movement {
        source_type: Kind::Arrival.source(),
        source_id: id,
        number: number.clone(),
        effective_date: date,
        contra: "stock_adjustment",
        demand: None,
        lines: move_lines(&parts, warehouse.stock_location_id, way, loss, reason),
    };
    let mut moved = move_stock(tx, movement).await?;
    let lots = open.iter().filter_map(|line| line.lot.clone());
    names.lots.extend(lots.map(|lot| (lot.id, lot)));
    moved.names.absorb(names);
    store::transit::settle(tx, transfer, &parts).await?;
    let items: Vec<Item> = parts.iter().map(|part| item_of(part.line)).collect();
    let document = StockDocument {
        id,
        kind: Kind::Arrival,
        parent_id: Some(transfer),
        supplier: None,
        number,
        warehouse: (&warehouse).into(),
        to_warehouse: None,
        date,
        recorded_at: tx.now(),
        reason,
        reference: sent.number,
        note,
        in_transit: false,
        value: Money::new(-moved.left, tx.currency()),
        entry_id: moved.posted.as_ref().map(|posted| posted.entry_id),
        lines: lines_of(tx, &items, &moved, Some(loss)),
    };
    store::documents::insert(tx, &document, way, warehouse.stock_location_id).await?;
    tell(tx, &document, warehouse.id);
    Ok(document)
}

fn all_of(line: &TransitLine) -> NewArrivalLine {
    NewArrivalLine {
        n: line.n,
        received: line.open,
        received_second: line.open_second,
        ..NewArrivalLine::default()
    }
}

fn reason_of(new: &NewArrival, lost: bool) -> Result<Option<Reason>, Problem> {
    match new.reason {
        None if lost => Err(Problem::invalid().field("reason", "required")),
        Some(Reason::Other) if lost && new.note.trim().is_empty() => {
            Err(Problem::invalid().field("note", "required"))
        }
        Some(reason @ (Reason::Loss | Reason::Damage | Reason::Other)) => {
            Ok(lost.then_some(reason))
        }
        Some(_) => Err(Problem::invalid().field("reason", "unknown")),
        None => Ok(None),
    }
}

/// What of one line came and was lost, each with its part of the second quantity.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub line: &'a TransitLine,
    pub received: (Quantity, Option<Quantity>),
    pub lost: (Quantity, Option<Quantity>),
    pub location_id: Option<Uuid>,
}

fn parts<'a>(open: &'a [TransitLine], asked: &[NewArrivalLine]) -> Result<Vec<Part<'a>>, Problem> {
    let mut problem = Problem::invalid();
    let mut parts: Vec<Part<'a>> = Vec::new();
    for (i, asked) in asked.iter().enumerate() {
        let path = |field: &str| format!("lines[{i}].{field}");
        let again = parts.iter().any(|part| part.line.n == asked.n);
        let Some(line) = open.iter().find(|line| line.n == asked.n && !again) else {
            problem = problem.field(path("n"), "unknown");
            continue;
        };
        let sum = asked.received.checked_add(asked.lost);
        let good = !asked.received.is_negative() && !asked.lost.is_negative();
        match sum {
            Some(sum) if good && sum.is_positive() && sum <= line.open => {}
            Some(sum) if good && sum.is_zero() => {
                problem = problem.field(path("received"), "not_positive");
                continue;
            }
            _ => {
                let facts: [(&'static str, &dyn std::fmt::Display); 1] = [("open", &line.open)];
                problem = problem.field_with(path("received"), "more_than_sent", &facts);
                continue;
            }
        }
        match seconds(line, asked) {
            Some((received, lost)) => parts.push(Part {
                line,
                received: (asked.received, received),
                lost: (asked.lost, lost),
                location_id: asked.location_id,
            }),
            None => {
                let left = line.open_second.unwrap_or_default();
                let facts: [(&'static str, &dyn std::fmt::Display); 1] = [("left", &left)];
                problem = problem.field_with(path("received_second"), "second_left", &facts);
            }
        }
    }
    problem.or_ok()?;
    Ok(parts)
}

/// The second quantities of what came and what was lost; none where they leave some without
/// pieces, or are more than was sent.
#[allow(clippy::type_complexity)]
fn seconds(
    line: &TransitLine,
    asked: &NewArrivalLine,
) -> Option<(Option<Quantity>, Option<Quantity>)> {
    let Some(open) = line.open_second else {
        return asked.received_second.is_none().then_some((None, None));
    };
    let share = |part: Quantity| {
        let product = i128::from(open.micros()) * i128::from(part.micros());
        let whole = i128::from(line.open.micros()).max(1);
        let share = round::div(product, whole, Rounding::HalfEven);
        Quantity::from_micros(i64::try_from(share).unwrap_or_default())
    };
    let all = asked.received.checked_add(asked.lost) == Some(line.open);
    let received = match asked.received_second {
        Some(said) if said.is_negative() || (said > open) => return None,
        Some(said) => said,
        None if all && asked.lost.is_zero() => open,
        None => share(asked.received),
    };
    let rest = open.checked_sub(received)?;
    let lost = match (all, asked.lost.is_zero()) {
        (true, false) => rest,
        (true, true) if !rest.is_zero() => return None,
        (_, true) => Quantity::ZERO,
        (false, false) => share(asked.lost).min(rest),
    };
    Some((Some(received), Some(lost)))
}

fn move_lines(
    parts: &[Part<'_>],
    stock: Uuid,
    way: Uuid,
    loss: Uuid,
    reason: Option<Reason>,
) -> Vec<MoveLine> {
    let mut lines = Vec::with_capacity(parts.len());
    for (n, part) in (1_i32..).zip(parts) {
        let line = |to: Place, (quantity, second): (Quantity, Option<Quantity>)| MoveLine {
            lot_id: part.line.lot.as_ref().map(|lot| lot.id),
            by_lot: part.line.by_lot,
            second,
            ..MoveLine::new(n, part.line.variant_id, Place::Transit(way), to, quantity)
        };
        if part.received.0.is_positive() {
            let to = Place::Inside(part.location_id.unwrap_or(stock));
            lines.push(line(to, part.received));
        }
        if part.lost.0.is_positive() {
            let reason = reason.map_or("", Reason::word).to_owned();
            lines.push(MoveLine { reason, ..line(Place::Outside(loss), part.lost) });
        }
    }
    lines
}

fn item_of(line: &TransitLine) -> Item {
    Item {
        id: line.variant_id,
        sku: line.sku.clone(),
        name: line.name.clone(),
        options: line.options.clone(),
        unit: line.unit.clone(),
        tracked: true,
        lot_tracked: line.lot.is_some(),
        lot_valued: line.by_lot,
        second_unit: line.second_unit.clone(),
    }
}
