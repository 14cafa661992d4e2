//! Rules: what a line with certain words usually is. Written by people, or learnt when somebody
//! books a line; either way a rule only fills in the form.

use std::str::FromStr;

use base::{Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{BankLine, store};
use crate::ledger;

/// Which way the money goes.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Way {
    /// Into the account.
    In,
    /// Out of it.
    Out,
    /// Either.
    #[default]
    Both,
}

impl Way {
    /// Every way, in the order of forms.
    pub const ALL: [Self; 3] = [Self::Both, Self::In, Self::Out];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Both => "both",
        }
    }

    pub(super) fn of(minor: i64) -> Self {
        if minor > 0 { Self::In } else { Self::Out }
    }
}

impl FromStr for Way {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|way| way.name() == text).ok_or("in, out or both")
    }
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct BankRule {
    /// Its id.
    pub id: Uuid,
    /// The bank account; every one when null.
    pub bank_account_id: Option<Uuid>,
    /// The words that the line contains, small letters.
    pub contains: String,
    /// Which way the money goes.
    pub direction: Way,
    /// The account that it is booked on.
    pub account_id: Uuid,
    /// The code of that account.
    pub code: String,
    /// The customer or supplier.
    pub party_id: Option<Uuid>,
    /// The cost centre.
    pub cost_centre_id: Option<Uuid>,
    /// The project.
    pub project_id: Option<Uuid>,
    /// What is written beside it.
    pub memo: String,
    /// Learnt from what somebody did.
    pub learnt: bool,
    /// How often it was followed.
    pub uses: i32,
    /// Its version.
    pub version: i32,
}

impl BankRule {
    /// Whether it speaks of this line.
    #[must_use]
    pub fn fits(&self, line: &BankLine) -> bool {
        let way = self.direction == Way::Both || self.direction == Way::of(line.amount.minor);
        way && folded(&line.words()).contains(&self.contains)
    }
}

/// A rule about to be written; one with the same words and way is replaced.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRule {
    /// The bank account; every one when not said.
    #[serde(default)]
    pub bank_account_id: Option<Uuid>,
    /// The words that the line contains.
    pub contains: String,
    /// Which way the money goes.
    #[serde(default)]
    pub direction: Way,
    /// The account that it is booked on.
    pub account_id: Uuid,
    /// The customer or supplier.
    #[serde(default)]
    pub party_id: Option<Uuid>,
    /// The cost centre.
    #[serde(default)]
    pub cost_centre_id: Option<Uuid>,
    /// The project.
    #[serde(default)]
    pub project_id: Option<Uuid>,
    /// What is written beside it.
    #[serde(default)]
    pub memo: String,
}

/// The rules, the longest words first, so that the narrowest rule speaks first; at most 500.
///
/// # Errors
/// When the database is away.
pub async fn rules(tx: &mut Tx, account: Option<Uuid>) -> Result<Vec<BankRule>, Problem> {
    store::rules::all(tx, account).await
}

/// Writes a rule.
///
/// # Errors
/// When its words are too few, its account is unknown, or the database is away.
pub async fn write_rule(tx: &mut Tx, new: NewRule) -> Result<BankRule, Problem> {
    let contains = folded(&new.contains);
    let mut problem = Problem::invalid();
    if contains.chars().count() < 3 || contains.chars().count() > 200 {
        problem = problem.field("contains", "bank_rule_words");
    }
    let chart = ledger::accounts(tx).await?;
    if !chart.iter().any(|account| account.id == new.account_id && account.active) {
        problem = problem.field("account_id", "unknown");
    }
    if new.memo.chars().count() > 200 {
        problem = problem.field_with("memo", "too_long", &[("most", &200)]);
    }
    problem.or_ok()?;
    let id = store::rules::write(tx, &new, &contains, false).await?;
    tx.audit("banking.rule", "bank_rule", id, json!({"contains": contains}));
    let rule = rules(tx, None).await?.into_iter().find(|rule| rule.id == id);
    rule.ok_or_else(Problem::not_found)
}

/// Forgets a rule.
///
/// # Errors
/// 404, or when the database is away.
pub async fn forget_rule(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let contains = store::rules::delete(tx, id).await?.ok_or_else(Problem::not_found)?;
    tx.audit("banking.forget_rule", "bank_rule", id, json!({"contains": contains}));
    Ok(())
}

/// Learns from a line that was booked: its first words that are no numbers.
pub(super) async fn learn(tx: &mut Tx, line: &BankLine, rule: NewRule) -> Result<(), Problem> {
    let contains = lesson(&line.description);
    if contains.chars().count() < 4 {
        return Ok(());
    }
    store::rules::write(tx, &rule, &contains, true).await?;
    Ok(())
}

/// The words by which such a line is known again: the first three that hold no digit.
fn lesson(text: &str) -> String {
    let folded = folded(text);
    let words = folded.split(' ').skip_while(|word| has_digit(word));
    words.take_while(|word| !has_digit(word)).take(3).collect::<Vec<_>>().join(" ")
}

fn has_digit(word: &str) -> bool {
    word.chars().any(char::is_numeric)
}

/// Small letters and single blanks.
fn folded(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_learnt_are_the_words_before_the_numbers() {
        assert_eq!(lesson("Monthly  fee March 2026 ref 77"), "monthly fee march");
        assert_eq!(lesson("12345 رسوم تحويل 50.00"), "رسوم تحويل");
        assert_eq!(lesson("2026-03-01"), "");
    }
}
