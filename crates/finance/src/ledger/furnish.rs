//! What a new company's books begin with.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::{chart, store};
use crate::{numbers, tax};

/// The chart of accounts and tax codes of the country, three years of open months, the number
/// series, and the beginning of the chain.
pub(super) async fn furnish(tx: &mut Tx) -> Result<(), Problem> {
    let chart = chart::of(tx.tenant().country);
    let accounts = store::insert_chart(tx, &chart).await?;
    store::open_months(tx, &months(tx.today())).await?;
    store::begin_chain(tx).await?;
    numbers::furnish(tx).await?;
    tax::furnish(tx, owed_on(&accounts)?).await
}

fn owed_on(accounts: &[(Uuid, Option<&'static str>)]) -> Result<Uuid, Problem> {
    let found = accounts.iter().find(|(_, role)| *role == Some("output_tax"));
    found.map(|(id, _)| *id).ok_or_else(|| Problem::internal("the chart has no output_tax"))
}

/// The first days of the months of the year before, this year and the next.
fn months(today: Date) -> Vec<Date> {
    let year = today.year();
    let all = (year - 1..=year + 1).flat_map(|year| (1..=12).map(move |month| (year, month)));
    all.filter_map(|(year, month)| Date::try_new(year, month, 1).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_years_of_months_are_open() {
        let months = months(Date::of(2026, 5, 17));
        assert_eq!(months.len(), 36);
        assert_eq!(months.first(), Some(&Date::of(2025, 1, 1)));
        assert_eq!(months.last(), Some(&Date::of(2027, 12, 1)));
    }
}
