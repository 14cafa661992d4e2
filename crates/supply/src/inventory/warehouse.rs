//! Warehouses: where stock lies. Each has a tree of places, whose root is made with it; the
//! places outside the company (supplier, customer, adjustments, …) belong to no warehouse.

use base::{Lang, Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::location::{Location, code_of};
use super::store;

/// A warehouse.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Warehouse {
    /// Its id.
    pub id: Uuid,
    /// Its short name on documents, unique in the company.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Where it is.
    pub address: String,
    /// Whether documents use it unless they say otherwise; exactly one is.
    pub is_default: bool,
    /// Whether it is used at all.
    pub active: bool,
    /// Counts its changes.
    pub version: i32,
    /// Its main place: the root of its places, and where goods lie unless they say otherwise.
    pub stock_location_id: Uuid,
}

/// A warehouse to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWarehouse {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// Its short name: letters, digits and dashes; kept in capitals.
    pub code: String,
    /// Its name.
    pub name: Option<Text>,
    /// Where it is.
    #[serde(default)]
    pub address: String,
}

/// A change of a warehouse: only what is sent is changed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WarehouseChange {
    /// The version that was read; also taken from If-Match.
    pub version: Option<i32>,
    /// Its name.
    pub name: Option<Text>,
    /// Where it is.
    pub address: Option<String>,
    /// Make it the default; that cannot be taken away, only given to another.
    pub is_default: Option<bool>,
    /// Whether it is used at all.
    pub active: Option<bool>,
}

/// Every warehouse, the default first.
///
/// # Errors
/// When the database is away.
pub async fn warehouses(tx: &mut Tx) -> Result<Vec<Warehouse>, Problem> {
    store::warehouses::all(tx).await
}

/// The warehouse that documents use unless they say otherwise.
///
/// # Errors
/// When the database is away.
pub async fn default_warehouse(tx: &mut Tx) -> Result<Warehouse, Problem> {
    let all = warehouses(tx).await?;
    let default = all.into_iter().find(|warehouse| warehouse.is_default);
    default.ok_or_else(|| Problem::internal("the company has no default warehouse"))
}

/// The warehouse with this id.
///
/// # Errors
/// 404 when there is none.
pub async fn find_warehouse(tx: &mut Tx, id: Uuid) -> Result<Warehouse, Problem> {
    store::warehouses::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The warehouse with this id, or the default; it must be in use.
pub(super) async fn in_use(
    tx: &mut Tx,
    id: Option<Uuid>,
    field: &'static str,
) -> Result<Warehouse, Problem> {
    let Some(id) = id else { return default_warehouse(tx).await };
    let found = store::warehouses::find(tx, id).await?;
    let found = found.ok_or_else(|| Problem::invalid().field(field, "unknown"))?;
    if found.active {
        return Ok(found);
    }
    Err(Problem::invalid().field_with(field, "warehouse_closed", &[("code", &found.code)]))
}

/// Makes a warehouse with the location of its stock.
///
/// # Errors
/// 422 for a code or name that cannot be; 409 when the code is taken.
pub async fn create_warehouse(tx: &mut Tx, new: NewWarehouse) -> Result<Warehouse, Problem> {
    let mut problem = Problem::invalid();
    let code = code_of(&new.code);
    if let Err(wrong) = code {
        problem = problem.field("code", wrong);
    }
    let Some(name) = new.name else { return Err(problem.field("name", "required")) };
    let address = new.address.trim().to_owned();
    if address.chars().count() > 500 {
        problem = problem.field_with("address", "too_long", &[("most", &500)]);
    }
    problem.or_ok()?;
    let warehouse = Warehouse {
        id: new.id.unwrap_or_else(|| tx.new_id::<Warehouse>().uuid()),
        code: code.unwrap_or_default(),
        name,
        address,
        is_default: false,
        active: true,
        version: 1,
        stock_location_id: tx.new_id::<Location>().uuid(),
    };
    store::warehouses::insert(tx, &warehouse).await?;
    let facts = json!({"code": [null, warehouse.code], "name": [null, warehouse.name]});
    tx.audit("warehouses.create", "warehouse", warehouse.id, facts);
    Ok(warehouse)
}

/// Changes a warehouse. One with stock in it, or the default, cannot be closed.
///
/// # Errors
/// 404 for another company's, 412 when it changed meanwhile, 422 when a rule refuses.
pub async fn change_warehouse(
    tx: &mut Tx,
    id: Uuid,
    change: WarehouseChange,
) -> Result<Warehouse, Problem> {
    let old = store::warehouses::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = old.clone();
    new.name = change.name.unwrap_or(new.name);
    new.address = change.address.map_or(new.address, |address| address.trim().to_owned());
    new.active = change.active.unwrap_or(new.active);
    new.is_default = old.is_default || change.is_default == Some(true);
    if new.address.chars().count() > 500 {
        return Err(Problem::invalid().field_with("address", "too_long", &[("most", &500)]));
    }
    if change.is_default == Some(false) && old.is_default {
        return Err(Problem::invalid().field("is_default", "warehouse_default"));
    }
    if !new.active && new.is_default {
        return Err(Problem::invalid().field("active", "warehouse_default"));
    }
    if old.active && !new.active && store::warehouses::holds_stock(tx, &old).await? {
        return Err(Problem::invalid().field("active", "warehouse_not_empty"));
    }
    if new.is_default && !old.is_default {
        store::warehouses::clear_default(tx).await?;
    }
    new.version += 1;
    store::warehouses::update(tx, &new).await?;
    let facts = json!({
        "name": [old.name, new.name], "address": [old.address, new.address],
        "active": [old.active, new.active], "is_default": [old.is_default, new.is_default],
    });
    tx.audit("warehouses.change", "warehouse", id, facts);
    Ok(new)
}

/// The path of the place where goods are that left for customers.
pub const CUSTOMERS: &str = "customer";

/// The places outside the company.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outside {
    Supplier,
    Customer,
    Adjustment,
    Transit,
    Production,
    Loss,
    Biological,
}

impl Outside {
    pub(super) fn code(self) -> &'static str {
        match self {
            Outside::Supplier => "supplier",
            Outside::Customer => CUSTOMERS,
            Outside::Adjustment => "adjustment",
            Outside::Transit => "transit",
            Outside::Production => "production",
            Outside::Loss => "loss",
            Outside::Biological => "biological",
        }
    }
}

/// Gives a new company its main warehouse and the places outside.
pub(super) async fn furnish(tx: &mut Tx) -> Result<(), Problem> {
    let main = Warehouse {
        id: tx.new_id::<Warehouse>().uuid(),
        code: "MAIN".to_owned(),
        name: name("Main warehouse", "المستودع الرئيسي", "প্রধান গুদাম")?,
        address: String::new(),
        is_default: true,
        active: true,
        version: 1,
        stock_location_id: tx.new_id::<Location>().uuid(),
    };
    store::warehouses::insert(tx, &main).await?;
    let outside = [
        ("supplier", name("Suppliers", "الموردون", "সরবরাহকারী")?),
        ("customer", name("Customers", "العملاء", "গ্রাহক")?),
        ("adjustment", name("Adjustments", "التسويات", "সমন্বয়")?),
        ("transit", name("In transit", "في الطريق", "পরিবহনে")?),
        ("production", name("Production", "الإنتاج", "উৎপাদন")?),
        ("loss", name("Lost on the way", "مفقود في الطريق", "পথে হারানো")?),
        ("biological", name("Living stock", "الأصول الحية", "জীবন্ত মজুদ")?),
    ];
    store::warehouses::insert_outside(tx, &outside).await
}

fn name(en: &str, ar: &str, bn: &str) -> Result<Text, Problem> {
    Text::from_parts([(Lang::En, en), (Lang::Ar, ar), (Lang::Bn, bn)]).map_err(Problem::internal)
}
