//! Accounts at banks, each with its own account in the ledger.

use base::{Currency, Date, Money, Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::statement::Columns;
use super::store;
use crate::ledger::{self, Control};

/// An account at a bank.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BankAccount {
    /// Its id.
    pub id: Uuid,
    /// Its account in the ledger.
    pub account_id: Uuid,
    /// The code of that account.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The bank.
    pub bank: String,
    /// Its IBAN or number; in lists only the last four signs of it.
    pub number: String,
    /// Its currency.
    pub currency: Currency,
    /// How a table of this bank is read.
    pub columns: Columns,
    /// How many days a line of the bank and one of the books may lie apart.
    pub days: i32,
    /// What the books say before this day was settled before.
    pub begins_on: Option<Date>,
    /// What the bank said on the evening before.
    pub begins_balance: Money,
    /// Whether it is still used.
    pub active: bool,
    /// The last day of a statement.
    pub statements_to: Option<Date>,
    /// The lines of the bank that no line of the books belongs to.
    pub unmatched: i64,
    /// Up to which day both agree.
    pub reconciled_to: Option<Date>,
    /// Its version.
    pub version: i32,
}

impl BankAccount {
    /// The last four signs of its number.
    #[must_use]
    pub fn masked(&self) -> String {
        masked(&self.number)
    }
}

/// The last four signs of a number, dots for the rest.
#[must_use]
pub fn masked(number: &str) -> String {
    let signs: Vec<char> = number.chars().collect();
    if signs.len() <= 4 {
        return number.to_owned();
    }
    format!("•••• {}", signs[signs.len() - 4..].iter().collect::<String>())
}

/// The number without blanks and dashes, letters large.
#[must_use]
pub(super) fn plain(number: &str) -> String {
    let kept = number.chars().filter(|c| c.is_alphanumeric());
    kept.collect::<String>().to_uppercase()
}

/// Whether a text that looks like an IBAN has the right check digits.
fn is_good(number: &str) -> bool {
    let bytes = number.as_bytes();
    let looks = bytes.len() >= 15
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit);
    if !looks {
        return number.chars().all(|c| c.is_ascii_alphanumeric());
    }
    let mut turned = number[4..].chars().chain(number[..4].chars());
    let remainder = turned.try_fold(0_u32, |rest, sign| {
        let value = sign.to_digit(36)?;
        let step = if value < 10 { 10 } else { 100 };
        Some((rest * step + value) % 97)
    });
    remainder == Some(1)
}

/// A bank account about to be taken up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBankAccount {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// An account of the ledger that only this bank account uses; of control `bank`.
    pub account_id: Uuid,
    /// Its name.
    pub name: Text,
    /// The bank.
    #[serde(default)]
    pub bank: String,
    /// Its IBAN or number.
    #[serde(default)]
    pub number: String,
    /// Its currency; the company's own when not said.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// How many days both sides may lie apart; five when not said.
    #[serde(default)]
    pub days: Option<i32>,
    /// What the books say before this day was settled before.
    #[serde(default)]
    pub begins_on: Option<Date>,
    /// What the bank said on the evening before.
    #[serde(default)]
    pub begins_balance: Option<Money>,
}

/// What changes of a bank account; what is not given stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeBankAccount {
    /// The version that was read.
    pub version: Option<i32>,
    /// Its name.
    pub name: Option<Text>,
    /// The bank.
    pub bank: Option<String>,
    /// Its IBAN or number.
    pub number: Option<String>,
    /// How many days both sides may lie apart.
    pub days: Option<i32>,
    /// What the books say before this day was settled before.
    pub begins_on: Option<Date>,
    /// What the bank said on the evening before.
    pub begins_balance: Option<Money>,
    /// How a table of this bank is read.
    pub columns: Option<Columns>,
    /// Whether it is still used.
    pub active: Option<bool>,
}

/// The bank accounts, those in use first; at most 200. Their numbers are masked.
///
/// # Errors
/// When the database is away.
pub async fn list(tx: &mut Tx) -> Result<Vec<BankAccount>, Problem> {
    let mut accounts = store::accounts::all(tx, None).await?;
    for account in &mut accounts {
        account.number = account.masked();
    }
    Ok(accounts)
}

/// The bank account with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<BankAccount, Problem> {
    store::accounts::all(tx, Some(id)).await?.pop().ok_or_else(Problem::not_found)
}

/// Takes up a bank account.
///
/// # Errors
/// When its ledger account is no bank's or already taken, its number is wrong, or the database
/// is away.
pub async fn take_up(tx: &mut Tx, new: NewBankAccount) -> Result<BankAccount, Problem> {
    let chart = ledger::accounts(tx).await?;
    let found = chart.iter().find(|account| account.id == new.account_id && account.active);
    let mut problem = Problem::invalid();
    match found {
        None => problem = problem.field("account_id", "unknown"),
        Some(account) if account.control != Control::Bank => {
            problem = problem.field("account_id", "bank_account_of_the_ledger");
        }
        Some(_) => {}
    }
    let taken = store::accounts::all(tx, None).await?;
    if taken.iter().any(|account| account.account_id == new.account_id) {
        problem = problem.field("account_id", "bank_account_taken");
    }
    let currency = new.currency.unwrap_or_else(|| tx.currency());
    let row = store::accounts::Row {
        id: new.id.unwrap_or_else(|| tx.new_id::<BankAccount>().uuid()),
        account_id: new.account_id,
        name: new.name,
        bank: new.bank.trim().to_owned(),
        number: plain(&new.number),
        currency,
        columns: Columns::default(),
        days: new.days.unwrap_or(5),
        begins_on: new.begins_on,
        begins_balance: balance(&mut problem, new.begins_balance, currency),
        active: true,
    };
    check(problem, &row, &taken)?;
    store::accounts::insert(tx, &row).await?;
    let facts = json!({"name": row.name.get(base::Lang::En), "number": masked(&row.number)});
    tx.audit("banking.take_up", "bank_account", row.id, facts);
    find(tx, row.id).await
}

/// Changes a bank account.
///
/// # Errors
/// 404, 409 when somebody else changed it, or what [`take_up`] refuses. Where the books begin
/// stays once a day is reconciled.
pub async fn change(
    tx: &mut Tx,
    id: Uuid,
    change: ChangeBankAccount,
) -> Result<BankAccount, Problem> {
    let old = find(tx, id).await?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let taken = store::accounts::all(tx, None).await?;
    let mut problem = Problem::invalid();
    let begins = change.begins_balance.or(Some(old.begins_balance));
    let row = store::accounts::Row {
        id,
        account_id: old.account_id,
        name: change.name.unwrap_or(old.name),
        bank: change.bank.map_or(old.bank, |bank| bank.trim().to_owned()),
        number: change.number.map_or(old.number, |number| plain(&number)),
        currency: old.currency,
        columns: change.columns.unwrap_or(old.columns),
        days: change.days.unwrap_or(old.days),
        begins_on: change.begins_on.or(old.begins_on),
        begins_balance: balance(&mut problem, begins, old.currency),
        active: change.active.unwrap_or(old.active),
    };
    let moved = row.begins_on != old.begins_on || row.begins_balance != old.begins_balance.minor;
    if moved && old.reconciled_to.is_some() {
        problem = problem.field("begins_on", "bank_begun");
    }
    check(problem, &row, &taken)?;
    store::accounts::update(tx, &row, old.version).await?;
    tx.audit("banking.change", "bank_account", id, json!({"number": masked(&row.number)}));
    find(tx, id).await
}

fn balance(problem: &mut Problem, given: Option<Money>, currency: Currency) -> i64 {
    let Some(money) = given else { return 0 };
    if money.currency != currency {
        let told = std::mem::replace(problem, Problem::invalid());
        *problem =
            told.field_with("begins_balance", "bank_other_currency", &[("currency", &currency)]);
    }
    money.minor
}

fn check(
    mut problem: Problem,
    row: &store::accounts::Row,
    others: &[BankAccount],
) -> Result<(), Problem> {
    if row.bank.chars().count() > 100 {
        problem = problem.field_with("bank", "too_long", &[("most", &100)]);
    }
    if row.number.len() > 40 || !is_good(&row.number) {
        problem = problem.field("number", "bank_number_wrong");
    } else if others.iter().any(|other| other.id != row.id && other.number == row.number)
        && !row.number.is_empty()
    {
        problem = problem.field("number", "bank_number_taken");
    }
    if !(0..=60).contains(&row.days) {
        problem = problem.field("days", "bank_days_range");
    }
    if encoding_rs::Encoding::for_label(row.columns.eight_bit().as_bytes()).is_none() {
        problem = problem.field("encoding", "unknown");
    }
    problem.or_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_needs_its_check_digits_and_a_plain_number_does_not() {
        assert!(is_good("SA0380000000608010167519"));
        assert!(!is_good("SA0380000000608010167518"));
        assert!(is_good("1503204567890001"));
        assert!(!is_good("15-03"));
        assert_eq!(plain("sa03 8000 0000-6080"), "SA03800000006080");
        assert_eq!(masked("SA0380000000608010167519"), "•••• 7519");
        assert_eq!(masked("77"), "77");
    }
}
