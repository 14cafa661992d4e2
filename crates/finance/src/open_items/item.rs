//! An open item: what a document says that a party still pays, or is still paid.

use std::str::FromStr;

use base::{Date, Money, Problem, Timestamp, Tx, Writes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::share::Open;
use super::store;
use crate::ledger::Module;

/// Whether the party buys from us or sells to us.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    sqlx::Type,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Side {
    /// Customers: usually they owe us.
    Receivable,
    /// Suppliers: usually we owe them.
    Payable,
}

impl Side {
    /// Both sides, in the order of forms.
    pub const ALL: [Self; 2] = [Self::Receivable, Self::Payable];

    /// Its name in the database and in message keys; also the role of its control account.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Receivable => "receivable",
            Self::Payable => "payable",
        }
    }

    /// The role of the account of what was paid ahead.
    #[must_use]
    pub fn prepayment_role(self) -> &'static str {
        match self {
            Self::Receivable => "customer_prepayment",
            Self::Payable => "supplier_prepayment",
        }
    }

    /// The part of the business that its documents come from.
    #[must_use]
    pub fn module(self) -> Module {
        match self {
            Self::Receivable => Module::Sales,
            Self::Payable => Module::Purchases,
        }
    }

    /// The sign of what is usually owed: customers stand in debit, suppliers in credit.
    #[must_use]
    pub fn sign(self) -> i64 {
        match self {
            Self::Receivable => 1,
            Self::Payable => -1,
        }
    }
}

impl FromStr for Side {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|side| side.name() == text);
        found.ok_or("side is receivable or payable")
    }
}

/// An item about to be opened, in the transaction that posted its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOpenItem {
    /// Customers or suppliers.
    pub side: Side,
    /// The role of the control account that the entry stands on: `receivable`, `payable`,
    /// `customer_prepayment`, `supplier_prepayment`.
    pub role: &'static str,
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name on the document.
    pub party_name: String,
    /// The kind of document: `invoice`.
    pub document_type: &'static str,
    /// The document.
    pub document_id: Uuid,
    /// Its number.
    pub number: String,
    /// The business day of its entry.
    pub date: Date,
    /// When it is to be paid.
    pub due_date: Date,
    /// In the document's currency; above zero the party owes us (a debit), below we owe it.
    pub amount: Money,
    /// What stands on the control account, in the company's currency, with the same sign.
    pub base: i64,
    /// The entry.
    pub entry_id: Uuid,
}

/// An item with what is open of it now.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OpenItem {
    /// Its id.
    pub id: Uuid,
    /// Customers or suppliers.
    pub side: Side,
    /// The role of its control account.
    pub role: String,
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name on the document.
    pub party_name: String,
    /// The kind of document.
    pub document_type: String,
    /// The document.
    pub document_id: Uuid,
    /// Its number.
    pub number: String,
    /// The business day of its entry.
    pub date: Date,
    /// When it is to be paid.
    pub due_date: Date,
    /// What it was; above zero the party owes us.
    pub amount: Money,
    /// What is left of it, with the same sign.
    pub open: Money,
    /// What it was in the company's currency, in minor units.
    pub base: i64,
    /// What is left of that.
    pub open_base: i64,
    /// The entry.
    pub entry_id: Uuid,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

impl OpenItem {
    /// Whether the party owes us.
    #[must_use]
    pub fn is_debit(&self) -> bool {
        self.amount.minor > 0
    }

    /// Whether nothing is left of it.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.open.minor == 0
    }

    /// The role of its control account, for posting.
    #[must_use]
    pub fn control_role(&self) -> &'static str {
        if self.role == self.side.name() { self.side.name() } else { self.side.prepayment_role() }
    }

    pub(super) fn what_is_open(&self) -> Open {
        let positive = |minor: i64| i64::try_from(minor.unsigned_abs()).unwrap_or(i64::MAX);
        Open { amount: positive(self.open.minor), base: positive(self.open_base) }
    }
}

/// Opens an item for a document whose entry was just posted.
///
/// # Errors
/// When the amounts contradict each other, or the database is away.
pub async fn open(tx: &mut Tx, new: NewOpenItem) -> Result<Uuid, Problem> {
    let mut writes = Writes::default();
    let id = open_with(tx, &new, &mut writes)?;
    writes.run(tx).await?;
    Ok(id)
}

/// As [`open`], written together with its document and entry.
///
/// # Errors
/// When the amounts contradict each other.
pub fn open_with(tx: &Tx, new: &NewOpenItem, writes: &mut Writes) -> Result<Uuid, Problem> {
    check(tx, new)?;
    let id = tx.new_id::<OpenItem>().uuid();
    store::insert(tx, id, new, writes);
    Ok(id)
}

/// Opens the items of one entry at once, in one statement; their ids, in the order of the items.
///
/// # Errors
/// As [`open`].
pub async fn open_all(tx: &mut Tx, new: &[NewOpenItem]) -> Result<Vec<Uuid>, Problem> {
    for item in new {
        check(tx, item)?;
    }
    let ids: Vec<Uuid> = new.iter().map(|_| tx.new_id::<OpenItem>().uuid()).collect();
    store::insert_all(tx, &ids, new).await?;
    Ok(ids)
}

/// Refuses what contradicts itself, which would be a mistake of the document's verb.
fn check(tx: &Tx, new: &NewOpenItem) -> Result<(), Problem> {
    let own = new.amount.currency == tx.currency();
    let amount = new.amount.minor;
    let agree = if own {
        amount == new.base
    } else {
        new.base == 0 || amount.signum() == new.base.signum()
    };
    let roles = [new.side.name(), new.side.prepayment_role()];
    if amount == 0 || amount == i64::MIN || !agree || !roles.contains(&new.role) {
        let said = format!("{} cannot be an open item: {new:?}", new.number);
        return Err(Problem::internal(said));
    }
    Ok(())
}

/// The item with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<OpenItem, Problem> {
    store::by_ids(tx, &[id]).await?.pop().ok_or_else(Problem::not_found)
}

/// The items with these ids, the oldest first; those that there are, at most 4,000.
///
/// # Errors
/// When the database is away.
pub async fn find_all(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<OpenItem>, Problem> {
    store::by_ids(tx, ids).await
}

/// The items of a document, the oldest first; at most 200.
///
/// # Errors
/// When the database is away.
pub async fn of_document(
    tx: &mut Tx,
    document_type: &str,
    document_id: Uuid,
) -> Result<Vec<OpenItem>, Problem> {
    store::of_document(tx, document_type, document_id).await
}

/// What is open of a party in the company's currency, prepayments taken off: what a customer
/// owes us, or what we owe a supplier. Below zero it is the other way round.
///
/// # Errors
/// When the database is away.
pub async fn exposure(tx: &mut Tx, side: Side, party: Uuid) -> Result<i64, Problem> {
    Ok(store::owed(tx, side, party).await?.0)
}

/// As [`exposure`], and what of it is past its day.
///
/// # Errors
/// When the database is away.
pub async fn owed(tx: &mut Tx, side: Side, party: Uuid) -> Result<(i64, i64), Problem> {
    store::owed(tx, side, party).await
}
