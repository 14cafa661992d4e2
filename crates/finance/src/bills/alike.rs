//! Bills that look like one that was entered before: the same number, the same amount within a
//! week, the same file.

use base::{Date, Money, Problem, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{BillState, store};

/// Days around a bill's date in which the same amount is suspicious.
pub(super) const DAYS: i32 = 7;

/// A bill that another looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LookAlike {
    /// Its id.
    pub id: Uuid,
    /// Our number, if it was posted.
    pub number: Option<String>,
    /// The supplier's number.
    pub supplier_number: String,
    /// The day of its issue.
    pub bill_date: Date,
    /// The sum with tax.
    pub gross: Money,
    /// How far it is.
    pub state: BillState,
    /// What is the same: `number`, `amount` or `file`.
    pub why: String,
}

/// What a bill is recognised by.
#[derive(Debug, Clone)]
pub struct Resemblance {
    /// The supplier.
    pub supplier_id: Uuid,
    /// The supplier's number, as it was typed.
    pub supplier_number: String,
    /// The sum with tax.
    pub gross: Money,
    /// The day of its issue.
    pub bill_date: Date,
    /// The supplier's paper.
    pub file_id: Option<Uuid>,
}

/// A supplier's number without what people write differently: case, blanks, signs, and zeros in
/// front of a number.
#[must_use]
pub fn key_of(number: &str) -> String {
    let ascii = base::digits::to_ascii(number).to_lowercase();
    let mut key = String::with_capacity(ascii.len());
    let mut before_digit = false;
    let mut letters = ascii.chars().filter(|c| c.is_alphanumeric()).peekable();
    while let Some(letter) = letters.next() {
        let more = letters.peek().is_some_and(char::is_ascii_digit);
        if letter == '0' && !before_digit && more {
            continue;
        }
        before_digit = letter.is_ascii_digit();
        key.push(letter);
    }
    key
}

/// Bills that are not rejected and look like this one; at most twenty.
///
/// # Errors
/// When the database is away.
pub async fn look_alikes(tx: &mut Tx, of: &Resemblance) -> Result<Vec<LookAlike>, Problem> {
    store::look_alikes(tx, of, &key_of(&of.supplier_number)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        assert_eq!(key_of("INV-0012/26"), "inv1226");
        assert_eq!(key_of(" inv 12/26 "), "inv1226");
        assert_eq!(key_of("INV-١٢/٢٦"), "inv1226");
        assert_eq!(key_of("A-100"), "a100");
        assert_eq!(key_of("000"), "0");
        assert_eq!(key_of("—"), "");
    }
}
