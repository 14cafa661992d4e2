//! Goods received and not billed: by supplier and age, down to the line of the receipt, equal to
//! the account in the books.

pub(super) mod api;
pub(super) mod pages;

use base::{Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::received::{self, OpenQuery, ReceivedLine};
use crate::asked::filter;

/// The last day of each age but the oldest, which has none.
const AGES: [i32; 3] = [30, 60, 90];

/// What the report is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct UnbilledQuery {
    /// Only what this supplier delivered.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<Uuid>)]
    pub supplier: Option<Uuid>,
    /// Only what nobody is named for as having delivered it.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<bool>)]
    pub without: Option<bool>,
    /// Only what came on this day or before.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub until: Option<Date>,
}

/// What came and was not billed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnbilledReport {
    /// Today.
    pub date: Date,
    /// Each supplier's, the largest first.
    pub suppliers: Vec<UnbilledSupplier>,
    /// The sum by age: up to 30 days, up to 60, up to 90, older.
    pub ages: Vec<Money>,
    /// The sum of what is shown.
    pub total: Money,
    /// All that is received and not billed, whatever is shown.
    pub received: Money,
    /// What the account in the books says.
    pub account: Money,
    /// Every line, the oldest first.
    pub lines: Vec<ReceivedLine>,
}

/// What a supplier delivered and did not bill.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnbilledSupplier {
    /// The supplier; none where nobody said who delivered.
    pub supplier_id: Option<Uuid>,
    /// Its name.
    pub supplier: String,
    /// By age: up to 30 days, up to 60, up to 90, older.
    pub ages: Vec<Money>,
    /// The sum.
    pub total: Money,
}

/// Which age a number of days falls into.
fn age_of(days: i32) -> usize {
    AGES.iter().position(|most| days <= *most).unwrap_or(AGES.len())
}

/// What was received and not billed, by supplier and age.
///
/// # Errors
/// When the database is away.
pub async fn unbilled(tx: &mut Tx, query: &UnbilledQuery) -> Result<UnbilledReport, Problem> {
    let (today, currency) = (tx.today(), tx.currency());
    let open = OpenQuery {
        supplier: query.supplier,
        without: query.without == Some(true),
        until: query.until,
        ..OpenQuery::default()
    };
    let lines = received::open(tx, &open).await?;
    let (received, account) = received::balance(tx).await?;
    let zero = || vec![Money::zero(currency); AGES.len() + 1];
    let (mut ages, mut suppliers) = (zero(), Vec::<UnbilledSupplier>::new());
    for line in &lines {
        let (age, value) = (age_of(line.date.days_until(today)), line.open_value().minor);
        ages[age].minor += value;
        let at = suppliers.iter().position(|s| s.supplier_id == line.supplier_id);
        let at = at.unwrap_or_else(|| {
            suppliers.push(UnbilledSupplier {
                supplier_id: line.supplier_id,
                supplier: line.supplier.clone(),
                ages: zero(),
                total: Money::zero(currency),
            });
            suppliers.len() - 1
        });
        suppliers[at].ages[age].minor += value;
        suppliers[at].total.minor += value;
    }
    suppliers.sort_by(|a, b| b.total.minor.cmp(&a.total.minor).then(a.supplier.cmp(&b.supplier)));
    let total = ages.iter().map(|age| age.minor).sum();
    Ok(UnbilledReport {
        date: today,
        suppliers,
        ages,
        total: Money::new(total, currency),
        received: Money::new(received, currency),
        account: Money::new(account, currency),
        lines,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_end_with_their_last_day() {
        assert_eq!([0, 30, 31, 60, 61, 90, 91].map(age_of), [0, 0, 1, 1, 2, 2, 3]);
    }
}
