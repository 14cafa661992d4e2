//! Counts: what lies in a warehouse is counted, by one or several people, and compared with
//! what the books said at that moment.

use base::{List, ListQuery, Money, Problem, Quantity, Sort, Text, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::document::WarehouseName;
use super::lines::head_text;
use super::lot::LotName;
use super::store;
use super::warehouse;
use crate::asked::filter;

/// A count.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StockCount {
    /// Its id.
    pub id: Uuid,
    /// The warehouse that is counted.
    pub warehouse: WarehouseName,
    /// Only what lies at this place or below.
    pub location_id: Option<Uuid>,
    /// That place, by the codes from the warehouse down.
    pub place: Option<String>,
    /// Only items of this category.
    pub category_id: Option<Uuid>,
    /// Only these items.
    pub variant_ids: Vec<Uuid>,
    /// Whether whoever counts does not see what the books say.
    pub blind: bool,
    /// A remark.
    pub note: String,
    /// `open`, `posted` or `cancelled`.
    pub state: String,
    /// The differences that it posted, if there were any.
    pub document_id: Option<Uuid>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Counts its changes.
    pub version: i32,
}

/// A count to be begun.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewCount {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// The warehouse; the default one when not said.
    pub warehouse_id: Option<Uuid>,
    /// Only what lies at this place or below.
    pub location_id: Option<Uuid>,
    /// Only items of this category.
    pub category_id: Option<Uuid>,
    /// Only these items.
    pub variant_ids: Vec<Uuid>,
    /// Whether whoever counts does not see what the books say.
    pub blind: bool,
    /// A remark.
    pub note: String,
}

/// Something that was counted.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSheetLine {
    /// What the scanner read: SKU or barcode.
    pub code: Option<String>,
    /// Or the item's id.
    pub variant_id: Option<Uuid>,
    /// How much; one when not said, as a scanner does.
    pub quantity: Option<Quantity>,
    /// The same in the item's second unit, of an item that has one.
    pub second_quantity: Option<Quantity>,
    /// Whether it takes the place of what the same person counted before, instead of adding.
    pub replace: bool,
    /// Where; the place of the count when not said, else the main place of the warehouse.
    pub location_id: Option<Uuid>,
    /// The code of its lot, of an item that has lots.
    pub lot: Option<String>,
}

/// What was counted of an item at a place, and what the books said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CountLine {
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
    /// Its second unit.
    pub second_unit: Option<String>,
    /// The place.
    pub location_id: Uuid,
    /// The codes of the place, from the warehouse down.
    pub place: String,
    /// The lot.
    pub lot: Option<LotName>,
    /// What was counted, on all sheets.
    pub counted: Quantity,
    /// The same in the second unit.
    pub counted_second: Option<Quantity>,
    /// Who counted.
    pub counters: String,
    /// When it was counted first.
    pub taken_at: Timestamp,
    /// What the books said then; not shown of a blind count to whoever counts.
    pub book: Option<Quantity>,
    /// The same in the second unit.
    pub book_second: Option<Quantity>,
    /// What the shelf has more than the books.
    pub difference: Option<Quantity>,
    /// The same in the second unit.
    pub difference_second: Option<Quantity>,
    /// What the difference is worth at the average.
    pub value: Option<Money>,
    /// Whether the lot has a cost of its own.
    #[serde(skip)]
    pub(super) by_lot: bool,
}

/// What the list of counts is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CountQuery {
    /// Search (note), order and page.
    #[serde(flatten)]
    #[param(ignore)]
    pub list: ListQuery,
    /// Only of this warehouse.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub warehouse: Option<Uuid>,
    /// `open`, `posted` or `cancelled`.
    #[serde(deserialize_with = "filter")]
    pub state: Option<String>,
}

const SORTS: &[Sort] = &[Sort::desc("created", "c.created_at", "timestamptz")];

/// A page of counts, the newest first.
///
/// # Errors
/// 400 for an order or a cursor that there is not.
pub async fn counts(tx: &mut Tx, query: &CountQuery) -> Result<List<StockCount>, Problem> {
    store::counts::list(tx, query, query.list.sort(SORTS)?).await
}

/// The count with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn count(tx: &mut Tx, id: Uuid) -> Result<StockCount, Problem> {
    store::counts::find(tx, id, false).await?.ok_or_else(Problem::not_found)
}

/// The count, locked, if it is still open.
pub(super) async fn open(tx: &mut Tx, id: Uuid) -> Result<StockCount, Problem> {
    let found = store::counts::find(tx, id, true).await?.ok_or_else(Problem::not_found)?;
    if found.state == "open" { Ok(found) } else { Err(Problem::conflict("count_over")) }
}

/// What was counted. Of a blind count, what the books say is only for who may adjust stock.
///
/// # Errors
/// 404 when the company has no such count.
pub async fn count_lines(tx: &mut Tx, id: Uuid) -> Result<Vec<CountLine>, Problem> {
    let count = count(tx, id).await?;
    let mut lines = store::count_lines::lines(tx, id).await?;
    if count.blind && tx.demand("stock.adjust").is_err() {
        for line in &mut lines {
            (line.book, line.book_second) = (None, None);
            (line.difference, line.difference_second, line.value) = (None, None, None);
        }
    }
    Ok(lines)
}

/// Begins a count.
///
/// # Errors
/// 422 for a warehouse, place, category or item that is not there; 409 for a used id.
pub async fn begin_count(tx: &mut Tx, new: NewCount) -> Result<StockCount, Problem> {
    let warehouse = warehouse::in_use(tx, new.warehouse_id, "warehouse_id").await?;
    let note = head_text("note", &new.note, 2000)?;
    let mut problem = Problem::invalid();
    if let Some(place) = new.location_id
        && store::locations::within(tx, warehouse.id, &[place]).await?.is_empty()
    {
        problem = problem.field("location_id", "unknown");
    }
    if new.variant_ids.len() > 5000 {
        problem = problem.field_with("variant_ids", "too_many_lines", &[("most", &5000)]);
    } else if store::items::skus(tx, &new.variant_ids).await?.len() != new.variant_ids.len() {
        problem = problem.field("variant_ids", "unknown");
    }
    problem.or_ok()?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<StockCount>().uuid());
    store::counts::insert(tx, id, warehouse.id, &new, &note).await?;
    let facts = json!({"warehouse": warehouse.code, "blind": new.blind});
    tx.audit("stock.begin_count", "count", id, facts);
    count(tx, id).await
}

/// Writes down what somebody counted. What the books say is kept at the first time; several
/// people add up, and one person's scans add up unless they replace.
///
/// # Errors
/// 404; `count_over`; 422 for an item or place that is not part of the count, or a lot that is
/// missing or unknown.
pub async fn enter_count(tx: &mut Tx, id: Uuid, new: NewSheetLine) -> Result<(), Problem> {
    let count = open(tx, id).await?;
    let code = new.code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let found = match (new.variant_id, code) {
        (Some(id), _) => Some(id),
        (None, Some(code)) => {
            let codes = [code.to_owned(), code.to_uppercase()];
            let found = store::items::find_by_code(tx, &codes).await?;
            found.first().map(|(_, id)| *id)
        }
        (None, None) => return Err(Problem::invalid().field("code", "required")),
    };
    let item = match found {
        Some(id) => store::items::find(tx, &[id], &[]).await?.into_iter().next(),
        None => None,
    };
    let Some(item) = item else { return Err(Problem::invalid().field("code", "unknown")) };
    let spot = store::counts::spot(tx, &count, &item, &new).await?;
    let mut problem = Problem::invalid();
    let quantity = new.quantity.unwrap_or(Quantity::whole(1));
    if quantity.is_negative() || quantity > super::lines::MOST {
        problem = problem.field("quantity", "not_negative");
    }
    match (&item.second_unit, new.second_quantity) {
        (Some(_), None) => problem = problem.field("second_quantity", "second_needed"),
        (None, Some(_)) => problem = problem.field("second_quantity", "no_second_unit"),
        (Some(_), Some(second)) if second.is_negative() || second > super::lines::MOST => {
            problem = problem.field("second_quantity", "not_negative");
        }
        _ => {}
    }
    match spot {
        Ok(spot) => {
            problem.or_ok()?;
            let second = new.second_quantity.unwrap_or_default();
            store::counts::enter(tx, id, &spot, quantity, second, new.replace).await
        }
        Err((field, code)) => Err(problem.field(field, code)),
    }
}

/// Forgets what was counted of an item at a place, to count it anew.
///
/// # Errors
/// 404, `count_over`.
pub async fn recount(
    tx: &mut Tx,
    id: Uuid,
    variant_id: Uuid,
    location_id: Uuid,
    lot_id: Option<Uuid>,
) -> Result<(), Problem> {
    open(tx, id).await?;
    let spot = super::movement::Spot::new(variant_id, location_id, lot_id);
    store::counts::forget(tx, id, &spot).await
}

/// Gives a count up; nothing is posted.
///
/// # Errors
/// 404, `count_over`.
pub async fn cancel_count(tx: &mut Tx, id: Uuid) -> Result<StockCount, Problem> {
    open(tx, id).await?;
    store::counts::end(tx, id, "cancelled", None).await?;
    tx.audit("stock.cancel_count", "count", id, json!({}));
    count(tx, id).await
}
