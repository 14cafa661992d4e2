//! Tax on the cash basis: it waits on an account of its own until the document is paid, and then
//! moves on in proportion.
//!
//! How much has moved is always what the settled share of the document asks for, whatever the
//! steps: the last payment moves exactly the rest, and a payment taken back moves it back.

use std::collections::BTreeMap;

use base::round::{self, Rounding};
use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::store;
use crate::ledger::{self, AccountRef, Posting, PostingLine};
use crate::open_items::Side;

/// Whether tax is owed on what we sell or claimed on what we buy.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
    sqlx::Type,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum TaxSide {
    /// Owed.
    Sale,
    /// Claimed.
    Purchase,
}

impl TaxSide {
    /// Both, in the order of returns.
    pub const ALL: [Self; 2] = [Self::Sale, Self::Purchase];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Purchase => "purchase",
        }
    }
}

impl std::str::FromStr for TaxSide {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|side| side.name() == text);
        found.ok_or("side is sale or purchase")
    }
}

/// Tax of a document that waits, with what of the document is settled and what moved before.
/// Minor units, above zero in the direction of its side.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Waiting {
    pub document_entry_id: Uuid,
    pub document_line: i32,
    pub tax_code_id: Uuid,
    pub side: TaxSide,
    pub account_id: Option<Uuid>,
    pub base: i64,
    pub tax: i64,
    pub settled: i64,
    pub whole: i64,
    pub released_base: i64,
    pub released_tax: i64,
}

impl Waiting {
    /// The share of an amount that is settled; all of it when the document is.
    fn share(&self, amount: i64) -> i64 {
        let product = i128::from(amount) * i128::from(self.settled);
        let share = round::div(product, i128::from(self.whole.max(1)), Rounding::HalfEven);
        i64::try_from(share).unwrap_or(amount)
    }

    fn step(&self) -> Step {
        let base = self.share(self.base) - self.released_base;
        Step { base, tax: self.share(self.tax) - self.released_tax }
    }

    fn lines(&self, step: &Step) -> [PostingLine; 2] {
        let code = self.tax_code_id;
        let (waits, sign) = match self.side {
            TaxSide::Sale => ("output_tax_deferred", 1),
            TaxSide::Purchase => ("input_tax_deferred", -1),
        };
        let account = match (self.account_id, self.side) {
            (Some(account), _) => AccountRef::Id(account),
            (None, TaxSide::Sale) => AccountRef::Role("output_tax"),
            (None, TaxSide::Purchase) => AccountRef::Role("input_tax"),
        };
        [
            PostingLine::debit(waits, sign * step.tax).tax_code(code),
            PostingLine::credit(account, sign * step.tax).tax_code(code),
        ]
    }
}

/// What moves now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    base: i64,
    tax: i64,
}

/// Something of a document was set off, or no longer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Settled {
    pub side: Side,
    pub date: Date,
    /// The entry of the document.
    pub entry_id: Uuid,
}

/// Moves on the waiting tax of documents of which something was just set off, or back what is no
/// longer. Called once the items say so; the ledger's head is held since before.
///
/// # Errors
/// When the period is closed, or the database is away.
pub(crate) async fn release(tx: &mut Tx, settled: &[Settled]) -> Result<(), Problem> {
    let mut days: BTreeMap<Uuid, (Side, Date)> = BTreeMap::new();
    for one in settled {
        let day = days.entry(one.entry_id).or_insert((one.side, one.date));
        day.1 = day.1.max(one.date);
    }
    let entries: Vec<Uuid> = days.keys().copied().collect();
    let waiting = store::waiting(tx, &entries).await?;
    let mut groups: BTreeMap<(Side, Date), Vec<(Waiting, Step)>> = BTreeMap::new();
    for one in waiting {
        let step = one.step();
        if let Some(day) = days.get(&one.document_entry_id).filter(|_| step.tax != 0) {
            groups.entry(*day).or_default().push((one, step));
        }
    }
    for ((side, date), moved) in groups {
        let source = tx.new_id::<Step>().uuid();
        let lines = moved.iter().flat_map(|(one, step)| one.lines(step)).collect();
        let documents: Vec<Uuid> = moved.iter().map(|(one, _)| one.document_entry_id).collect();
        let memo = store::memo(tx, &documents).await?;
        let posting = Posting::new(side.module(), date, "tax_release", source, memo, lines);
        let entry = ledger::post(tx, posting).await?.entry_id;
        let rows: Vec<store::NewRelease> = moved
            .iter()
            .map(|(one, step)| store::NewRelease {
                id: tx.new_id::<Waiting>().uuid(),
                document_entry_id: one.document_entry_id,
                document_line: one.document_line,
                tax_code_id: one.tax_code_id,
                side: one.side,
                base: step.base,
                tax: step.tax,
            })
            .collect();
        store::insert_releases(tx, entry, date, &rows).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn waiting(base: i64, tax: i64, whole: i64) -> Waiting {
        Waiting {
            document_entry_id: Uuid::nil(),
            document_line: 1,
            tax_code_id: Uuid::nil(),
            side: TaxSide::Sale,
            account_id: None,
            base,
            tax,
            settled: 0,
            whole,
            released_base: 0,
            released_tax: 0,
        }
    }

    proptest! {
        #[test]
        fn steps_of_any_size_move_exactly_the_whole(
            parts in prop::collection::vec(1..1_000_000_i64, 1..20),
            tax in 0..10_000_000_i64,
        ) {
            let mut one = waiting(tax * 6, tax, parts.iter().sum());
            for part in &parts {
                one.settled += part;
                let step = one.step();
                prop_assert!(step.tax >= 0);
                one.released_tax += step.tax;
                one.released_base += step.base;
            }
            prop_assert_eq!((one.released_tax, one.released_base), (tax, tax * 6));
            // All payments taken back: nothing has moved.
            one.settled = 0;
            let step = one.step();
            prop_assert_eq!((one.released_tax + step.tax, one.released_base + step.base), (0, 0));
        }
    }
}
