//! Receipts, adjustments and transfers as documents: what is asked for, and what was posted.

use base::{Date, Money, Problem, Quantity, Text, Timestamp, Tx, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::move_stock::Moved;
use super::store::items::{self, Item};
use super::warehouse::Warehouse;

/// What kind of document moved stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Goods came in from a supplier.
    Receipt,
    /// The books were brought in line with the shelf.
    Adjustment,
    /// Goods went from one warehouse to another.
    Transfer,
}

impl Kind {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Receipt => "receipt",
            Kind::Adjustment => "adjustment",
            Kind::Transfer => "transfer",
        }
    }

    /// The kind of a word in the database.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Kind::Receipt, Kind::Adjustment, Kind::Transfer].into_iter().find(|k| k.word() == word)
    }

    /// What the moves of such a document name as their source.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Kind::Receipt => "stock_receipt",
            Kind::Adjustment => "stock_adjustment",
            Kind::Transfer => "stock_transfer",
        }
    }

    /// The address of their list.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Kind::Receipt => "/admin/stock/receipts",
            Kind::Adjustment => "/admin/stock/adjustments",
            Kind::Transfer => "/admin/stock/transfers",
        }
    }

    pub(super) fn series(self) -> &'static str {
        match self {
            Kind::Receipt => "GRN",
            Kind::Adjustment => "ADJ",
            Kind::Transfer => "TRF",
        }
    }
}

/// Why the books are adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Broken or spoilt.
    Damage,
    /// Lost or stolen.
    Loss,
    /// Turned up.
    Found,
    /// A count found another number.
    Count,
    /// What was there before the books began.
    Opening,
    /// Something else, which the note says.
    Other,
}

impl Reason {
    /// Every reason, in the order in which forms offer them.
    pub const ALL: [Reason; 6] = [
        Reason::Count,
        Reason::Damage,
        Reason::Loss,
        Reason::Found,
        Reason::Opening,
        Reason::Other,
    ];

    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Reason::Damage => "damage",
            Reason::Loss => "loss",
            Reason::Found => "found",
            Reason::Count => "count",
            Reason::Opening => "opening",
            Reason::Other => "other",
        }
    }

    /// The reason of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

impl std::str::FromStr for Reason {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::of(word).ok_or("there is no such reason")
    }
}

/// Goods that came in.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReceipt {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// Where to; the default warehouse when not said.
    pub warehouse_id: Option<Uuid>,
    /// The business day; today when not said.
    pub date: Option<Date>,
    /// The supplier's delivery note, or who delivered.
    #[serde(default)]
    pub reference: String,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// What came.
    pub lines: Vec<NewReceiptLine>,
}

/// One line of goods that came in; the item by id or by SKU.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReceiptLine {
    /// The item's id.
    pub variant_id: Option<Uuid>,
    /// Or its SKU.
    pub sku: Option<String>,
    /// How much.
    pub quantity: Quantity,
    /// What one unit cost.
    pub unit_cost: UnitPrice,
}

/// A correction of the books.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAdjustment {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// Where; the default warehouse when not said.
    pub warehouse_id: Option<Uuid>,
    /// The business day; today when not said.
    pub date: Option<Date>,
    /// Why.
    pub reason: Reason,
    /// A remark; needed when the reason is `other`.
    #[serde(default)]
    pub note: String,
    /// What changes.
    pub lines: Vec<NewAdjustmentLine>,
}

/// One line of a correction; the item by id or by SKU.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAdjustmentLine {
    /// The item's id.
    pub variant_id: Option<Uuid>,
    /// Or its SKU.
    pub sku: Option<String>,
    /// The change: above zero when there is more than the books say, below when less.
    pub quantity: Quantity,
    /// What one unit of an increase is worth; the average when not said.
    pub unit_cost: Option<UnitPrice>,
}

/// Goods that went from one warehouse to another.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransfer {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// Where from; the default warehouse when not said.
    pub from_warehouse_id: Option<Uuid>,
    /// Where to.
    pub to_warehouse_id: Option<Uuid>,
    /// The business day; today when not said.
    pub date: Option<Date>,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// What went.
    pub lines: Vec<NewTransferLine>,
}

/// One line of goods that went; the item by id or by SKU.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTransferLine {
    /// The item's id.
    pub variant_id: Option<Uuid>,
    /// Or its SKU.
    pub sku: Option<String>,
    /// How much.
    pub quantity: Quantity,
}

/// A posted document. It is never changed; a mistake is corrected by another document.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StockDocument {
    /// Its id.
    pub id: Uuid,
    /// Receipt, adjustment or transfer.
    pub kind: Kind,
    /// Its number, without gaps.
    pub number: String,
    /// The warehouse that it is about; of a transfer, the one that gave.
    pub warehouse: WarehouseName,
    /// The warehouse that a transfer went to.
    pub to_warehouse: Option<WarehouseName>,
    /// The business day.
    pub date: Date,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// Why, of an adjustment.
    pub reason: Option<Reason>,
    /// The supplier's delivery note.
    pub reference: String,
    /// A remark.
    pub note: String,
    /// What it added to the value of the stock.
    pub value: Money,
    /// Its journal entry; none when no value came or went.
    pub entry_id: Option<Uuid>,
    /// Its lines; empty in lists.
    pub lines: Vec<DocumentLine>,
}

/// A warehouse as documents name it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarehouseName {
    /// Its id.
    pub id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
}

impl From<&Warehouse> for WarehouseName {
    fn from(warehouse: &Warehouse) -> Self {
        let Warehouse { id, code, name, .. } = warehouse.clone();
        Self { id, code, name }
    }
}

/// One line of a posted document.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentLine {
    /// Its number, from 1.
    pub line: i32,
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
    /// How much; below zero where an adjustment takes away.
    pub quantity: Quantity,
    /// The value that went with it, with the sign of the quantity.
    pub value: Money,
}

/// What one line of a new document says, whatever its kind.
pub(super) struct Asked<'a> {
    pub variant_id: Option<Uuid>,
    pub sku: Option<&'a str>,
    pub quantity: Quantity,
}

/// The most lines of one document: more is an import.
const MOST_LINES: usize = 5000;
/// The largest quantity of a line, so that sums stay far from the edge: a thousand million.
const MOST: Quantity = Quantity::whole(1_000_000_000);

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
        let facts: [(&'static str, &dyn std::fmt::Display); 1] = [("most", &MOST_LINES)];
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
                let sku: (&'static str, &dyn std::fmt::Display) = ("sku", &item.sku);
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

/// The lines of a document that was just posted.
pub(super) fn lines_of(
    tx: &Tx,
    items: &[Item],
    moved: &Moved,
    location: Uuid,
) -> Vec<DocumentLine> {
    let signed = |one: &super::movement::Move| {
        let out = one.from_location_id == location;
        (if out { Quantity::from_micros(-one.quantity.micros()) } else { one.quantity }, out)
    };
    let line = |(item, one): (&Item, &super::movement::Move)| {
        let (quantity, out) = signed(one);
        let value = if out { -one.value } else { one.value };
        DocumentLine {
            line: one.source_line,
            variant_id: item.id,
            sku: item.sku.clone(),
            name: item.name.clone(),
            options: item.options.clone(),
            unit: item.unit.clone(),
            quantity,
            value: Money::new(value, tx.currency()),
        }
    };
    items.iter().zip(&moved.moves).map(line).collect()
}
