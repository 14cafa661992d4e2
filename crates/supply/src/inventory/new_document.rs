//! Receipts, adjustments and transfers as they are asked for.

use std::collections::BTreeMap;

use base::{Date, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::Reason;

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
    /// Who delivered; without one, whoever bills the goods.
    #[serde(default)]
    pub supplier_id: Option<Uuid>,
    /// The supplier's delivery note.
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
    /// What all of it cost, in minor units, where it was bought in another currency: nobody asks
    /// for it.
    #[serde(skip)]
    pub value: Option<i64>,
    /// The unit of quantity and cost, if it is another than the item's own.
    #[serde(default)]
    pub unit: Option<String>,
    /// The same goods in the item's second unit, of an item that has one.
    #[serde(default)]
    pub second_quantity: Option<Quantity>,
    /// Where in the warehouse; its main place when not said.
    #[serde(default)]
    pub location_id: Option<Uuid>,
    /// A lot that is known, of an item that has lots.
    #[serde(default)]
    pub lot_id: Option<Uuid>,
    /// Or the lot by its code; one that is not known yet is made.
    #[serde(default)]
    pub lot: Option<ReceivedLot>,
}

/// A lot as the goods name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReceivedLot {
    /// Its code, unique for the item.
    pub code: String,
    /// The last day on which it may be sold.
    pub expires_on: Option<Date>,
    /// When it was made.
    pub made_on: Option<Date>,
    /// What the supplier calls it.
    pub supplier_lot: String,
    /// Anything else: `{"pond": "7"}`.
    #[schema(value_type = Object)]
    pub attributes: BTreeMap<String, String>,
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
    /// The change: above zero when there is more than the books say, below when less. Not
    /// needed where `counted` is said.
    #[serde(default)]
    pub quantity: Quantity,
    /// What lies there; the change is what the books lack of it.
    #[serde(default)]
    pub counted: Option<Quantity>,
    /// What one unit of an increase is worth; the average when not said.
    #[serde(default)]
    pub unit_cost: Option<UnitPrice>,
    /// The unit of quantity and cost, if it is another than the item's own.
    #[serde(default)]
    pub unit: Option<String>,
    /// The change in the item's second unit, with the sign of the quantity; alone where only
    /// the weight is wrong.
    #[serde(default)]
    pub second_quantity: Option<Quantity>,
    /// Where in the warehouse; an increase comes to its main place when not said, a decrease is
    /// taken from what expires first.
    #[serde(default)]
    pub location_id: Option<Uuid>,
    /// The lot, of an item that has lots.
    #[serde(default)]
    pub lot_id: Option<Uuid>,
    /// Or the lot by its code; an increase of one that is not known yet makes it.
    #[serde(default)]
    pub lot: Option<ReceivedLot>,
}

/// Goods that went from one warehouse to another, or from place to place in one.
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
    /// Whether the goods are on their way until they are received; at once there otherwise.
    #[serde(default)]
    pub in_transit: bool,
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
    /// The unit of the quantity, if it is another than the item's own.
    #[serde(default)]
    pub unit: Option<String>,
    /// The same goods in the item's second unit; their share when not said.
    #[serde(default)]
    pub second_quantity: Option<Quantity>,
    /// Where from; what expires first, then the lowest place, when not said.
    #[serde(default)]
    pub from_location_id: Option<Uuid>,
    /// Where to; the main place of the warehouse when not said.
    #[serde(default)]
    pub to_location_id: Option<Uuid>,
    /// The lot; what expires first when not said.
    #[serde(default)]
    pub lot_id: Option<Uuid>,
    /// Or the lot by its code.
    #[serde(default)]
    pub lot: Option<ReceivedLot>,
}
