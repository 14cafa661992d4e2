//! How well a supplier does, computed from what happened and shown with its numbers.

use std::collections::HashMap;

use base::round::{self, Rounding};
use base::{Date, Money, Problem, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::{self, FactsRow};

/// How far back is looked.
const MONTHS: i32 = 12;

/// What each part counts in the score, in the order of [`SupplierRating::parts`].
const WEIGHTS: [i64; 4] = [40, 25, 20, 15];

/// A supplier's last twelve months.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SupplierRating {
    /// From this day on.
    pub since: Date,
    /// Deliveries, line by line, that had a promised day.
    pub promised: i64,
    /// Of them, those that came by that day.
    pub on_time: i64,
    /// What was ordered and should have come by now.
    pub ordered: Money,
    /// Of it, what came.
    pub fulfilled: Money,
    /// What was billed, at the prices agreed.
    pub billed: Money,
    /// By how much bills were off those prices, up or down.
    pub off_price: Money,
    /// What came at all.
    pub received: Money,
    /// Of it, what was given back.
    pub returned: Money,
    /// 0 to 100: on time 40, complete 25, at the agreed price 20, not given back 15; parts that
    /// nothing is known of are left out, and without any there is no score.
    pub score: Option<i64>,
}

/// What share of the whole a part is, in millionths; none when there is no whole.
fn share(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let part = i128::from(part.clamp(0, whole)) * 1_000_000;
    i64::try_from(round::div(part, i128::from(whole), Rounding::HalfEven)).ok()
}

impl SupplierRating {
    /// The shares of deliveries on time, of orders fulfilled, of bills at the agreed price and of
    /// goods kept, in millionths.
    #[must_use]
    pub fn parts(&self) -> [Option<i64>; 4] {
        let kept = |off: Money, whole: Money| share(whole.minor - off.minor, whole.minor);
        [
            share(self.on_time, self.promised),
            share(self.fulfilled.minor, self.ordered.minor),
            kept(self.off_price, self.billed),
            kept(self.returned, self.received),
        ]
    }

    fn scored(mut self) -> Self {
        let (mut points, mut weights) = (0_i128, 0_i128);
        for (part, weight) in self.parts().into_iter().zip(WEIGHTS) {
            if let Some(part) = part {
                points += i128::from(part) * i128::from(weight);
                weights += i128::from(weight);
            }
        }
        if weights > 0 {
            let score = round::div(points, weights * 10_000, Rounding::HalfEven);
            self.score = i64::try_from(score).ok();
        }
        self
    }
}

/// The rating of one supplier.
///
/// # Errors
/// When the database is away.
pub async fn rating(tx: &mut Tx, id: Uuid) -> Result<SupplierRating, Problem> {
    let mut all = ratings(tx, &[id]).await?;
    all.remove(&id).ok_or_else(Problem::not_found)
}

/// The ratings of several suppliers, by id.
///
/// # Errors
/// When the database is away.
pub async fn ratings(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, SupplierRating>, Problem> {
    let since = tx.today().plus_months(-MONTHS).map_err(Problem::internal)?;
    let currency = tx.currency();
    let money = |minor: i64| Money::new(minor, currency);
    let rated = |row: FactsRow| {
        let rating = SupplierRating {
            since,
            promised: row.promised,
            on_time: row.on_time,
            ordered: money(row.ordered),
            fulfilled: money(row.fulfilled),
            billed: money(row.billed),
            off_price: money(row.off_price),
            received: money(row.received),
            returned: money(row.returned),
            score: None,
        };
        (row.supplier_id, rating.scored())
    };
    Ok(store::facts(tx, ids, since).await?.into_iter().map(rated).collect())
}

#[cfg(test)]
mod tests {
    use base::Currency;

    use super::*;

    fn rating(numbers: [i64; 8]) -> Option<i64> {
        let money = |minor| Money::new(minor, Currency::SAR);
        let [promised, on_time, ordered, fulfilled, billed, off_price, received, returned] =
            numbers;
        let rating = SupplierRating {
            since: Date::of(2025, 3, 15),
            promised,
            on_time,
            ordered: money(ordered),
            fulfilled: money(fulfilled),
            billed: money(billed),
            off_price: money(off_price),
            received: money(received),
            returned: money(returned),
            score: None,
        };
        rating.scored().score
    }

    #[test]
    fn a_score_weighs_what_is_known() {
        assert_eq!(rating([0; 8]), None);
        assert_eq!(rating([4, 4, 1000, 1000, 1000, 0, 1000, 0]), Some(100));
        // Half on time: 40 × ½ + 25 + 20 + 15.
        assert_eq!(rating([4, 2, 1000, 1000, 1000, 0, 1000, 0]), Some(80));
        // Nothing but deliveries is known.
        assert_eq!(rating([4, 3, 0, 0, 0, 0, 0, 0]), Some(75));
        // Off by more than the whole is off by all of it: 40 + 25 + 0 + 15.
        assert_eq!(rating([1, 1, 10, 10, 10, 30, 10, 0]), Some(80));
    }
}
