//! Making and changing price lists.

use base::{Currency, Date, Problem, Tx};
use finance::currencies;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::price_list::{PriceList, tidy};
use super::store;
use crate::patch::sent;

/// A price list to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewPriceList {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// Its name.
    #[schema(required)]
    pub name: String,
    /// The currency of its prices, one that the company uses; its own when not given.
    pub currency: Option<Currency>,
    /// The first day on which it holds.
    pub valid_from: Option<Date>,
    /// The last day on which it holds.
    pub valid_to: Option<Date>,
}

/// What to change of a price list: only the fields that are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangePriceList {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another name.
    pub name: Option<String>,
    /// Another first day; null takes it away.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<Date>)]
    pub valid_from: Option<Option<Date>>,
    /// Another last day; null takes it away.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<Date>)]
    pub valid_to: Option<Option<Date>>,
    /// Whether it is used.
    pub active: Option<bool>,
}

/// Makes a price list without prices.
///
/// # Errors
/// When a field cannot be accepted or the name is taken.
pub async fn create(tx: &mut Tx, new: NewPriceList) -> Result<PriceList, Problem> {
    let list = PriceList {
        id: new.id.unwrap_or_else(|| tx.new_id::<PriceList>().uuid()),
        name: tidy(&new.name),
        currency: new.currency.unwrap_or(tx.currency()),
        valid_from: new.valid_from,
        valid_to: new.valid_to,
        active: true,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let mut problem = list.check();
    if !currencies::is_used(tx, list.currency).await? {
        let facts: &[(&'static str, &dyn std::fmt::Display)] = &[("currency", &list.currency)];
        problem = problem.field_with("currency", "currency_not_used", facts);
    }
    problem.or_ok()?;
    store::insert(tx, &list).await?;
    let facts = json!({"name": list.name, "currency": list.currency});
    tx.audit("price_lists.create", "price_list", list.id, facts);
    Ok(list)
}

/// Changes the fields that were sent. Orders that are written keep their prices.
///
/// # Errors
/// 404, 412, or when a field cannot be accepted.
pub async fn change(tx: &mut Tx, id: Uuid, change: ChangePriceList) -> Result<PriceList, Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = PriceList {
        name: change.name.map_or(old.name.clone(), |name| tidy(&name)),
        valid_from: change.valid_from.unwrap_or(old.valid_from),
        valid_to: change.valid_to.unwrap_or(old.valid_to),
        active: change.active.unwrap_or(old.active),
        ..old.clone()
    };
    new.check().or_ok()?;
    if new == old {
        return Ok(old);
    }
    (new.version, new.updated_at) = (old.version + 1, tx.now());
    store::save(tx, &new).await?;
    let facts = |l: &PriceList| {
        json!({"name": l.name, "valid_from": l.valid_from, "valid_to": l.valid_to,
            "active": l.active})
    };
    let facts = json!({"before": facts(&old), "after": facts(&new)});
    tx.audit("price_lists.change", "price_list", id, facts);
    Ok(new)
}
