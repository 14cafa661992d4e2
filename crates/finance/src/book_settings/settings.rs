//! The settings and their rules.

use base::{Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::store;

/// How a company keeps its books.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BookSettings {
    /// The month in which the fiscal year begins, 1 to 12.
    pub fiscal_month: i32,
    /// Entries written by hand above this amount wait for somebody else's approval; null when
    /// none do.
    pub approval_limit: Option<Money>,
    /// Goods that were received and not billed for longer are asked about at the month's end.
    pub grni_days: i32,
    /// The day on which opening balances stand; null before it was chosen.
    pub opening_day: Option<Date>,
    /// Grows with every change.
    pub version: i32,
}

/// A change of the settings; what is not said stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BookSettingsChange {
    /// The version that was read.
    pub version: Option<i32>,
    /// The month in which the fiscal year begins; fixed once a year was closed.
    pub fiscal_month: Option<i32>,
    /// The approval limit; null takes it away.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<Money>)]
    pub approval_limit: Option<Option<Money>>,
    /// After how many days received goods should have been billed.
    pub grni_days: Option<i32>,
    /// The day on which opening balances stand.
    pub opening_day: Option<Date>,
}

/// Tells null, which is an answer, from a field that is not there.
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<Money>>, D::Error> {
    Option::<Money>::deserialize(from).map(Some)
}

impl BookSettings {
    /// The first day of the fiscal year that a day falls into.
    ///
    /// # Errors
    /// When the calendar ends.
    pub fn year_of(&self, day: Date) -> Result<Date, Problem> {
        let month = i8::try_from(self.fiscal_month).map_err(Problem::internal)?;
        let year = if day.month() >= month { day.year() } else { day.year() - 1 };
        Date::try_new(year, month, 1).map_err(Problem::internal)
    }
}

/// The settings of the transaction's company.
///
/// # Errors
/// When the database is away.
pub async fn settings(tx: &mut Tx) -> Result<BookSettings, Problem> {
    store::settings(tx).await
}

/// Changes the settings.
///
/// # Errors
/// 422 for what cannot be, 409 for another fiscal year once one was closed, 412 when somebody
/// changed them since.
pub async fn change_settings(
    tx: &mut Tx,
    change: BookSettingsChange,
) -> Result<BookSettings, Problem> {
    store::hold(tx).await?;
    let old = settings(tx).await?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let new = changed(tx, &old, change)?;
    if new.fiscal_month != old.fiscal_month && store::has_closed_year(tx).await? {
        return Err(Problem::conflict("fiscal_year_fixed"));
    }
    let differing = differences(&old, &new)?;
    if differing.is_empty() {
        return Ok(old);
    }
    let new = BookSettings { version: old.version + 1, ..new };
    store::put(tx, &new).await?;
    let tenant = tx.tenant_id();
    tx.audit("book_settings.edit", "tenant", tenant, Value::Object(differing));
    Ok(new)
}

fn changed(
    tx: &Tx,
    old: &BookSettings,
    change: BookSettingsChange,
) -> Result<BookSettings, Problem> {
    let mut check = Problem::invalid();
    let new = BookSettings {
        fiscal_month: change.fiscal_month.unwrap_or(old.fiscal_month),
        approval_limit: change.approval_limit.unwrap_or(old.approval_limit),
        grni_days: change.grni_days.unwrap_or(old.grni_days),
        opening_day: change.opening_day.or(old.opening_day),
        version: old.version,
    };
    if !(1..=12).contains(&new.fiscal_month) {
        check = check.field("fiscal_month", "not_a_month");
    }
    if !(0..=365).contains(&new.grni_days) {
        check = check.field("grni_days", "book_days");
    }
    if let Some(limit) = new.approval_limit {
        if limit.currency != tx.currency() {
            let currency = tx.currency();
            check =
                check.field_with("approval_limit", "other_currency", &[("currency", &currency)]);
        } else if limit.is_negative() {
            check = check.field("approval_limit", "not_positive");
        }
    }
    check.or_ok().map(|()| new)
}

fn differences(old: &BookSettings, new: &BookSettings) -> Result<Map<String, Value>, Problem> {
    let old = serde_json::to_value(old).map_err(Problem::internal)?;
    let new = serde_json::to_value(new).map_err(Problem::internal)?;
    let fields = new.as_object().into_iter().flatten();
    let differing = fields.filter(|(name, value)| old[name.as_str()] != **value);
    Ok(differing.map(|(name, value)| (name.clone(), json!([old[name.as_str()], value]))).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_fiscal_year_begins_in_its_month() {
        let of = |fiscal_month: i32, day: Date| {
            let settings = BookSettings {
                fiscal_month,
                approval_limit: None,
                grni_days: 30,
                opening_day: None,
                version: 1,
            };
            settings.year_of(day).unwrap()
        };
        assert_eq!(of(1, Date::of(2026, 12, 31)), Date::of(2026, 1, 1));
        assert_eq!(of(7, Date::of(2026, 6, 30)), Date::of(2025, 7, 1));
        assert_eq!(of(7, Date::of(2026, 7, 1)), Date::of(2026, 7, 1));
    }
}
