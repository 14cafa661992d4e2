//! What one party owed, or was owed, when the books began, as JSON brings it: all of it or none.

use std::collections::HashSet;

use base::{Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::items::{OpeningItem, open_party_items, opening_day};
use crate::open_items::{self, OpenItem, Side};

/// The most documents of one party that are opened at once.
const MOST: usize = 500;

/// A document of the time before.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpeningItem {
    /// Its number in the old books.
    pub number: String,
    /// When it is to be paid.
    pub due_date: Date,
    /// What is open of it, in its currency; above zero the party owes us, below we owe it.
    pub amount: Money,
    /// What that stood for in the old books, in the company's currency; by the rate of the
    /// opening day when not said.
    #[serde(default)]
    pub base: Option<Money>,
}

/// The documents of a party that were open on the opening day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpeningItems {
    /// The opening day; that of the settings when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// What was open.
    pub items: Vec<NewOpeningItem>,
}

/// What was opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningItems {
    /// An item a document.
    pub items: Vec<OpenItem>,
}

/// Opens what a party owed, or was owed, when the books began. A document that stands open
/// already with the same amount is given back as it stands.
///
/// # Errors
/// 422 for a document that is no good or stands open with another amount; and as
/// [`open_party_items`].
pub async fn open_documents(
    tx: &mut Tx,
    side: Side,
    party_id: Uuid,
    party_name: &str,
    new: NewOpeningItems,
) -> Result<OpeningItems, Problem> {
    check(tx, &new)?;
    let day = match new.date {
        Some(day) => day,
        None => opening_day(tx).await?,
    };
    let item = |item: &NewOpeningItem| OpeningItem {
        party_id,
        party_name: party_name.to_owned(),
        number: item.number.trim().to_owned(),
        due_date: item.due_date,
        amount: item.amount,
        base: item.base.map(|base| base.minor),
    };
    let items: Vec<OpeningItem> = new.items.iter().map(item).collect();
    let opened = open_party_items(tx, side, day, &items).await?;
    let differs = |problem: Problem, i: &usize| {
        problem.field(format!("items[{i}].amount"), "opening_item_differs")
    };
    opened.differing.iter().fold(Problem::invalid(), differs).or_ok()?;
    Ok(OpeningItems { items: open_items::find_all(tx, &opened.items).await? })
}

fn check(tx: &Tx, new: &NewOpeningItems) -> Result<(), Problem> {
    let (mut problem, own) = (Problem::invalid(), tx.currency());
    if new.items.is_empty() {
        problem = problem.field("items", "lines_required");
    }
    if new.items.len() > MOST {
        problem = problem.field_with("items", "too_many_parts", &[("most", &MOST)]);
    }
    if new.date.is_some_and(|date| date > tx.today()) {
        problem = problem.field("date", "date_in_future");
    }
    let mut seen = HashSet::new();
    for (i, item) in new.items.iter().enumerate() {
        let number = format!("items[{i}].number");
        if item.number.trim().is_empty() {
            problem = problem.field(number, "required");
        } else if item.number.chars().count() > 60 {
            problem = problem.field_with(number, "too_long", &[("most", &60)]);
        } else if !seen.insert(item.number.trim()) {
            problem = problem.field(number, "opening_number_twice");
        }
        if item.amount.is_zero() {
            problem = problem.field(format!("items[{i}].amount"), "not_positive");
        }
        if item.base.is_some_and(|base| base.currency != own) {
            let facts: [(&'static str, &dyn std::fmt::Display); 1] = [("currency", &own)];
            problem = problem.field_with(format!("items[{i}].base"), "opening_worth", &facts);
        }
    }
    problem.or_ok()
}
