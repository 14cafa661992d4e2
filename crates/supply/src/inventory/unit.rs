//! Units: an item is kept in one unit, and bought and sent in others of its own.

use std::collections::HashMap;

use base::{Problem, Quantity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::items::Item;

/// Another unit of an item: one of it is `numerator / denominator` of the unit that the item is
/// kept in. A box of twelve pieces is 12 / 1, a gram of an item in kilograms 1 / 1000.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::FromRow)]
#[serde(deny_unknown_fields)]
pub struct ItemUnit {
    /// What it is called: `box`.
    pub code: String,
    /// So many of the item's own unit …
    pub numerator: i64,
    /// … are so many of this one; 1 when not said.
    #[serde(default = "one")]
    pub denominator: i64,
}

fn one() -> i64 {
    1
}

/// How many of an item's own unit one unit is, as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Factor {
    pub numerator: i64,
    pub denominator: i64,
}

impl Factor {
    const ONE: Factor = Factor { numerator: 1, denominator: 1 };

    /// So much in the item's own unit, exactly; none where it does not divide or does not fit.
    pub(super) fn to_base(self, quantity: Quantity) -> Option<Quantity> {
        let product = i128::from(quantity.micros()) * i128::from(self.numerator);
        let denominator = i128::from(self.denominator);
        if denominator <= 0 || product % denominator != 0 {
            return None;
        }
        i64::try_from(product / denominator).ok().map(Quantity::from_micros)
    }
}

/// The factor of a unit of an item; its own when none is said.
pub(super) fn factor_of(
    item: &Item,
    unit: Option<&str>,
    known: &HashMap<(Uuid, String), Factor>,
) -> Option<Factor> {
    match unit.map(str::trim) {
        None | Some("") => Some(Factor::ONE),
        Some(unit) if unit == item.unit => Some(Factor::ONE),
        Some(unit) => known.get(&(item.id, unit.to_owned())).copied(),
    }
}

/// What is wrong with the units of an item.
pub(super) fn check(mut problem: Problem, base: &str, units: &[ItemUnit]) -> Problem {
    const MOST: i64 = 1_000_000_000;
    if units.len() > 20 {
        return problem.field_with("units", "too_many_lines", &[("most", &20)]);
    }
    for (i, unit) in units.iter().enumerate() {
        let path = |field: &str| format!("units[{i}].{field}");
        let code = unit.code.trim();
        if code.is_empty() {
            problem = problem.field(path("code"), "required");
        } else if code.chars().count() > 20 {
            problem = problem.field_with(path("code"), "too_long", &[("most", &20)]);
        } else if code == base || units[..i].iter().any(|other| other.code.trim() == code) {
            problem = problem.field(path("code"), "unit_twice");
        }
        for (field, number) in [("numerator", unit.numerator), ("denominator", unit.denominator)] {
            if number <= 0 {
                problem = problem.field(path(field), "not_positive");
            } else if number > MOST {
                problem = problem.field(path(field), "too_large");
            }
        }
    }
    problem
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_quantity_is_kept_exactly_or_not_at_all() {
        let dozen = Factor { numerator: 12, denominator: 1 };
        let gram = Factor { numerator: 1, denominator: 1000 };
        let parse = |text: &str| Quantity::parse(text).unwrap();
        assert_eq!(dozen.to_base(parse("2.5")), Some(parse("30")));
        assert_eq!(gram.to_base(parse("1250")), Some(parse("1.25")));
        assert_eq!(gram.to_base(parse("-1250")), Some(parse("-1.25")));
        assert_eq!(gram.to_base(parse("0.0005")), None);
        let third = Factor { numerator: 1, denominator: 3 };
        assert_eq!(third.to_base(parse("6")), Some(parse("2")));
        assert_eq!(third.to_base(parse("1")), None);
        let huge = Factor { numerator: i64::MAX, denominator: 1 };
        assert_eq!(huge.to_base(Quantity::whole(2)), None);
    }
}
