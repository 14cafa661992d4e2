//! The currencies that a company uses beside its own.

use base::{Currency, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// A currency that documents may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct UsedCurrency {
    /// Its id, for the audit log.
    pub id: Uuid,
    /// Its code.
    pub code: Currency,
    /// Whether new documents may have it.
    pub active: bool,
    /// How many days a rate is good for after its own day.
    pub good_days: i32,
    /// For the next change.
    pub version: i32,
}

/// A currency about to be taken up.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCurrency {
    /// Its code.
    pub code: Currency,
    /// How many days a rate is good for; a week when not said.
    #[serde(default)]
    pub good_days: Option<i32>,
}

/// A change of a currency; what is not said stays.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeCurrency {
    /// The version that was read.
    pub version: Option<i32>,
    /// Whether new documents may have it.
    pub active: Option<bool>,
    /// How many days a rate is good for.
    pub good_days: Option<i32>,
}

const MOST_DAYS: i32 = 3660;

/// The currencies beside the company's own, by code.
///
/// # Errors
/// When the database is away.
pub async fn used(tx: &mut Tx) -> Result<Vec<UsedCurrency>, Problem> {
    store::used(tx).await
}

/// The currencies that new documents may have, the company's own first.
///
/// # Errors
/// When the database is away.
pub async fn choices(tx: &mut Tx) -> Result<Vec<Currency>, Problem> {
    let own = tx.currency();
    let others = used(tx).await?.into_iter().filter(|used| used.active).map(|used| used.code);
    Ok([own].into_iter().chain(others).collect())
}

/// Whether new documents may have this currency; the company's own always.
///
/// # Errors
/// When the database is away.
pub async fn is_used(tx: &mut Tx, currency: Currency) -> Result<bool, Problem> {
    if currency == tx.currency() {
        return Ok(true);
    }
    Ok(store::find(tx, currency).await?.is_some_and(|found| found.active))
}

/// Takes a currency up; one that was laid down before comes back.
///
/// # Errors
/// When it is the company's own, or the days make no sense.
pub async fn take_up(tx: &mut Tx, new: NewCurrency) -> Result<UsedCurrency, Problem> {
    if new.code == tx.currency() {
        return Err(Problem::invalid().field("code", "own_currency"));
    }
    let good_days = new.good_days.unwrap_or(7);
    check_days(good_days)?;
    let taken = store::take_up(tx, new.code, good_days).await?;
    let facts = json!({"code": taken.code, "good_days": taken.good_days});
    tx.audit("currencies.take_up", "currency", taken.id, facts);
    Ok(taken)
}

/// Changes how long rates are good, or lays a currency down.
///
/// # Errors
/// 404 for a currency that is not used, 412 when somebody changed it since.
pub async fn change(
    tx: &mut Tx,
    code: Currency,
    change: ChangeCurrency,
) -> Result<UsedCurrency, Problem> {
    let old = store::find(tx, code).await?.ok_or_else(Problem::not_found)?;
    let good_days = change.good_days.unwrap_or(old.good_days);
    let active = change.active.unwrap_or(old.active);
    check_days(good_days)?;
    let version = change.version.unwrap_or(old.version);
    let changed = store::change(tx, code, version, active, good_days).await?;
    let changed = changed.ok_or_else(Problem::stale)?;
    let facts = json!({"code": code, "active": [old.active, active],
        "good_days": [old.good_days, good_days]});
    tx.audit("currencies.change", "currency", old.id, facts);
    Ok(changed)
}

fn check_days(days: i32) -> Result<(), Problem> {
    if (0..=MOST_DAYS).contains(&days) {
        return Ok(());
    }
    Err(Problem::invalid().field_with("good_days", "good_days_range", &[("most", &MOST_DAYS)]))
}
