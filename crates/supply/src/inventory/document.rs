//! Receipts, adjustments, transfers and their like as documents: what was posted.

use base::{Date, Money, Quantity, Text, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::lot::LotName;
use super::warehouse::Warehouse;

/// What kind of document moved stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Goods came in from a supplier.
    Receipt,
    /// The books were brought in line with the shelf.
    Adjustment,
    /// Goods went from one warehouse to another, or to another place of it.
    Transfer,
    /// What a transfer had sent on its way came in, or was lost on it.
    Arrival,
    /// A count found other quantities than the books.
    Count,
    /// Goods were made of other goods.
    Processing,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] = [
        Kind::Receipt,
        Kind::Adjustment,
        Kind::Transfer,
        Kind::Arrival,
        Kind::Count,
        Kind::Processing,
    ];

    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Receipt => "receipt",
            Kind::Adjustment => "adjustment",
            Kind::Transfer => "transfer",
            Kind::Arrival => "arrival",
            Kind::Count => "count",
            Kind::Processing => "processing",
        }
    }

    /// The kind of a word in the database.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What the moves of such a document name as their source.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Kind::Receipt => "stock_receipt",
            Kind::Adjustment => "stock_adjustment",
            Kind::Transfer => "stock_transfer",
            Kind::Arrival => "stock_arrival",
            Kind::Count => "stock_count",
            Kind::Processing => "stock_processing",
        }
    }

    /// The address of their list.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Kind::Receipt => "/admin/stock/receipts",
            Kind::Adjustment => "/admin/stock/adjustments",
            Kind::Transfer => "/admin/stock/transfers",
            Kind::Arrival => "/admin/stock/arrivals",
            Kind::Count => "/admin/stock/counted",
            Kind::Processing => "/admin/stock/processings",
        }
    }

    pub(super) fn series(self) -> &'static str {
        match self {
            Kind::Receipt => "GRN",
            Kind::Adjustment | Kind::Processing => "ADJ",
            Kind::Transfer | Kind::Arrival => "TRF",
            Kind::Count => "CNT",
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

/// A posted document. It is never changed; a mistake is corrected by another document.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StockDocument {
    /// Its id.
    pub id: Uuid,
    /// Receipt, adjustment, transfer, …
    pub kind: Kind,
    /// The transfer that an arrival ends, the count that found the difference.
    pub parent_id: Option<Uuid>,
    /// Who delivered what a receipt received, where it is known; none in lists.
    pub supplier: Option<SupplierName>,
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
    /// Whether anything that a transfer sent is still on its way.
    pub in_transit: bool,
    /// What it added to the value of the stock.
    pub value: Money,
    /// Its journal entry; none when no value came or went.
    pub entry_id: Option<Uuid>,
    /// Its lines; empty in lists.
    pub lines: Vec<DocumentLine>,
}

/// A supplier as documents name it.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct SupplierName {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
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
    /// The same in its second unit, with the sign of the quantity.
    pub second_quantity: Option<Quantity>,
    /// Its second unit.
    pub second_unit: Option<String>,
    /// The lot.
    pub lot: Option<LotName>,
    /// The place that it left, by the codes from the warehouse down; none outside.
    pub from: Option<String>,
    /// The place where it is now, likewise.
    pub to: Option<String>,
    /// The value that went with it, with the sign of the quantity.
    pub value: Money,
}
