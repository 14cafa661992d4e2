//! The stock that the books begin with, taken in from a list: what lies where, and what it is
//! worth.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::round::div;
use base::{Date, Money, Problem, Quantity, Rounding, Tx, UnitPrice};
use platform::imports::{
    Effect, Example, ImportColumn, ImportRow, ImportRun, ImportSummary, Importer, RowProblem,
    RowReader, record_effects,
};
use uuid::Uuid;

use super::store::opening as store;
use super::{NewAdjustment, NewAdjustmentLine, Reason, ReceivedLot, Warehouse, adjust, warehouses};

/// Lines of one document.
const MOST_LINES: usize = 500;
/// Rows of one list; a longer one is split.
const MOST_ROWS: usize = 100_000;

const COLUMNS: &[ImportColumn] = &[
    ImportColumn::needed("sku", "closing-column-sku", &["item", "item code", "article", "code"]),
    ImportColumn::optional("warehouse", "closing-column-warehouse", &["location", "store"]),
    ImportColumn::needed("quantity", "closing-column-quantity", &["qty", "on hand", "stock"]),
    ImportColumn::needed(
        "value",
        "closing-column-value",
        &["stock value", "total value", "amount"],
    ),
    ImportColumn::optional("second_quantity", "inventory-second", &["second quantity", "weight"]),
    ImportColumn::optional("lot", "inventory-lot", &["batch", "lot code"]),
    ImportColumn::optional(
        "expires_on",
        "inventory-expires",
        &["expiry", "expires", "best before"],
    ),
];

/// The importer of opening stock.
#[must_use]
pub fn importer() -> Importer {
    Importer {
        kind: "opening_stock",
        label: "closing-import-stock",
        permission: "stock.adjust",
        columns: COLUMNS,
        run: |tx, rows, run| Box::pin(import(tx, rows, run)),
        undo: |_, _| Box::pin(async { Err(Problem::refused("opening_stock_stays")) }),
    }
}

/// A row that can be: what, where, how much, and what one is worth.
struct Opened {
    sku: String,
    variant: Uuid,
    warehouse: Uuid,
    location: Uuid,
    quantity: Quantity,
    second: Option<Quantity>,
    lot: Option<ReceivedLot>,
    cost: UnitPrice,
    value: Money,
}

impl Opened {
    /// What is opened once only: the item, where, and which lot of it.
    fn key(&self) -> (Uuid, Uuid, String) {
        let lot = self.lot.as_ref().map_or_else(String::new, |lot| lot.code.clone());
        (self.variant, self.location, lot)
    }
}

async fn import(
    tx: &mut Tx,
    rows: &mut RowReader,
    run: &ImportRun,
) -> Result<ImportSummary, Problem> {
    let day = finance::book_settings::settings(tx).await?.opening_day;
    let day = day.ok_or_else(|| Problem::refused("opening_no_day"))?;
    let mut read = Vec::new();
    while let Some(row) = rows.next_row()? {
        if read.len() >= MOST_ROWS {
            return Err(Problem::refused("opening_too_long").fact("most", MOST_ROWS));
        }
        read.push(row);
    }
    let mut summary = ImportSummary::default();
    let all = warehouses(tx).await?;
    let skus: Vec<String> = read.iter().map(|row| row.get("sku").to_lowercase()).collect();
    let items = store::tracked(tx, &skus).await?;
    let (mut opened, mut seen) = (Vec::new(), HashSet::new());
    for row in &read {
        match judge(tx, row, &all, &items) {
            Ok(one) if !seen.insert(one.key()) => {
                summary.errors.push(row.problem("sku", "opening_item_twice"));
            }
            Ok(one) => opened.push(one),
            Err(wrong) => summary.errors.push(wrong),
        }
    }
    let variants: Vec<Uuid> = opened.iter().map(|one| one.variant).collect();
    let before = store::opened(tx, &variants).await?;
    let count = opened.len();
    opened.retain(|one| !before.contains(&one.key()));
    summary.unchanged = u32::try_from(count - opened.len()).unwrap_or(u32::MAX);
    summary.created = u32::try_from(opened.len()).unwrap_or(u32::MAX);
    for one in opened.iter().take(20) {
        let detail = format!("{} · {}", one.quantity, one.value.to_decimal_string());
        summary.examples.push(Example { created: true, name: one.sku.clone(), detail });
    }
    let documents = post(tx, day, opened).await?;
    if !run.is_preview {
        let effect = |id: Uuid| Effect {
            entity: "stock_adjustment",
            entity_id: id,
            before: None,
            after_version: 1,
        };
        let effects: Vec<Effect> = documents.into_iter().map(effect).collect();
        record_effects(tx, run.import_id, &effects).await?;
    }
    Ok(summary)
}

fn judge(
    tx: &Tx,
    row: &ImportRow,
    all: &[Warehouse],
    items: &HashMap<String, store::Tracked>,
) -> Result<Opened, RowProblem> {
    let sku = row.some("sku").ok_or_else(|| row.problem("sku", "required"))?;
    let item = items.get(&sku.to_lowercase());
    let item = item.ok_or_else(|| row.problem("sku", "unknown"))?;
    let warehouse = match row.some("warehouse") {
        None => all.iter().find(|one| one.is_default),
        Some(code) => all.iter().find(|one| one.active && one.code.eq_ignore_ascii_case(code)),
    };
    let warehouse = warehouse.ok_or_else(|| row.problem("warehouse", "unknown"))?;
    let quantity = Quantity::parse_local(row.get("quantity"));
    let quantity = quantity.map_err(|_| row.problem("quantity", "not_a_number"))?;
    if !quantity.is_positive() {
        return Err(row.problem("quantity", "not_positive"));
    }
    let value = Money::parse_local(row.get("value"), tx.currency());
    let value = value.map_err(|_| row.problem("value", "not_a_number"))?;
    if value.is_negative() {
        return Err(row.problem("value", "not_negative"));
    }
    let cost = cost_of(value, quantity).ok_or_else(|| row.problem("value", "opening_value"))?;
    Ok(Opened {
        sku: sku.to_owned(),
        variant: item.id,
        warehouse: warehouse.id,
        location: warehouse.stock_location_id,
        quantity,
        second: second_of(row, item)?,
        lot: lot_of(row, item)?,
        cost,
        value,
    })
}

/// The quantity in the item's second unit, which is said where there is one, and only there.
fn second_of(row: &ImportRow, item: &store::Tracked) -> Result<Option<Quantity>, RowProblem> {
    match row.some("second_quantity") {
        None if item.second_unit => Err(row.problem("second_quantity", "second_needed")),
        None => Ok(None),
        Some(_) if !item.second_unit => Err(row.problem("second_quantity", "no_second_unit")),
        Some(text) => match Quantity::parse_local(text) {
            Ok(second) if !second.is_negative() => Ok(Some(second)),
            Ok(_) => Err(row.problem("second_quantity", "not_negative")),
            Err(_) => Err(row.problem("second_quantity", "not_a_number")),
        },
    }
}

/// The lot, which is said of an item that is kept by lot, and only of such.
fn lot_of(row: &ImportRow, item: &store::Tracked) -> Result<Option<ReceivedLot>, RowProblem> {
    let expires_on = match row.some("expires_on") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| row.problem("expires_on", "not_a_date"))?),
    };
    match row.some("lot") {
        None if item.lot_tracked => Err(row.problem("lot", "lot_needed")),
        None => Ok(None),
        Some(_) if !item.lot_tracked => Err(row.problem("lot", "not_by_lot")),
        Some(code) => {
            Ok(Some(ReceivedLot { code: code.to_owned(), expires_on, ..ReceivedLot::default() }))
        }
    }
}

/// What one is worth, if so many of it are worth exactly the value again.
fn cost_of(value: Money, quantity: Quantity) -> Option<UnitPrice> {
    // The value in 10⁻¹² of the major unit, divided by millionths: millionths of it.
    let numer = i128::from(value.minor) * 10_i128.pow(12 - value.currency.exponent());
    let micros = div(numer, i128::from(quantity.micros()), Rounding::HalfEven);
    let cost = UnitPrice::from_micros(i64::try_from(micros).ok()?);
    let again = Money::of(cost, quantity, value.currency, Rounding::HalfEven).ok()?;
    (again == value).then_some(cost)
}

/// One document a warehouse, or several where there are many lines; their ids.
async fn post(tx: &mut Tx, day: Date, opened: Vec<Opened>) -> Result<Vec<Uuid>, Problem> {
    let mut places: BTreeMap<Uuid, Vec<NewAdjustmentLine>> = BTreeMap::new();
    for one in opened {
        let line = NewAdjustmentLine {
            variant_id: Some(one.variant),
            quantity: one.quantity,
            second_quantity: one.second,
            unit_cost: Some(one.cost),
            lot: one.lot,
            ..NewAdjustmentLine::default()
        };
        places.entry(one.warehouse).or_default().push(line);
    }
    let mut documents = Vec::new();
    for (warehouse, lines) in places {
        for lines in lines.chunks(MOST_LINES) {
            let new = NewAdjustment {
                id: None,
                warehouse_id: Some(warehouse),
                date: Some(day),
                reason: Reason::Opening,
                note: String::new(),
                lines: lines.to_vec(),
            };
            documents.push(adjust(tx, new).await?.id);
            // Thousands of lines leave thousands of audit rows; they take no memory.
            tx.flush().await?;
        }
    }
    Ok(documents)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use base::Currency;

    use super::*;

    #[test]
    fn the_cost_of_one_gives_the_value_again_or_none_is_given() {
        let cost = |minor: i64, quantity: &str| {
            cost_of(Money::new(minor, Currency::SAR), quantity.parse().unwrap())
        };
        assert_eq!(cost(10_000, "3"), Some("33.333333".parse().unwrap()));
        assert_eq!(cost(100, "0.3"), Some("3.333333".parse().unwrap()));
        assert_eq!(cost(0, "12"), Some(UnitPrice::from_micros(0)));
        // A third of a million pieces: a millionth of the price is more than a halala.
        assert_eq!(cost(10_000_001, "300000"), None);
    }
}
