//! A tax code: what a line is taxed at, and where the tax is booked.

use base::{Date, Problem, Rate, Text, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::kept::Codes;
use super::{Taxation, store};

/// The categories of EN 16931 that we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, sqlx::Type)]
#[sqlx(type_name = "text")]
#[derive(Serialize, Deserialize, ToSchema)]
pub enum Category {
    /// Taxed at a rate.
    #[serde(rename = "S")]
    #[sqlx(rename = "S")]
    Standard,
    /// Taxed at zero, as exports are.
    #[serde(rename = "Z")]
    #[sqlx(rename = "Z")]
    Zero,
    /// Exempt by law.
    #[serde(rename = "E")]
    #[sqlx(rename = "E")]
    Exempt,
    /// No tax is due at all.
    #[serde(rename = "O")]
    #[sqlx(rename = "O")]
    OutOfScope,
    /// The buyer owes the tax and declares both sides of it.
    #[serde(rename = "AE")]
    #[sqlx(rename = "AE")]
    ReverseCharge,
}

impl Category {
    /// All of them, in the order of forms.
    pub const ALL: [Self; 5] =
        [Self::Standard, Self::Zero, Self::Exempt, Self::OutOfScope, Self::ReverseCharge];

    /// The letter of EN 16931.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Standard => "S",
            Self::Zero => "Z",
            Self::Exempt => "E",
            Self::OutOfScope => "O",
            Self::ReverseCharge => "AE",
        }
    }
}

/// A tax code of a company.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct TaxCode {
    /// Its id.
    pub id: Uuid,
    /// Its short name, unique in the company: `VAT15`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Its category.
    pub category: Category,
    /// Its rate on the day that it was asked for; zero unless it is taxed or reverse charge.
    pub rate: Rate,
    /// The account that its tax is owed on.
    pub account_id: Uuid,
    /// Whether new products start with it.
    pub is_default: bool,
}

/// The active tax codes of the company with the rates of today, the default first; a company
/// has a handful.
///
/// # Errors
/// When the database is away.
pub async fn codes(tx: &mut Tx) -> Result<Vec<TaxCode>, Problem> {
    store::active(tx).await
}

/// The codes with these ids and the rates of today, also those that are no longer offered: what
/// a draft named when they were.
///
/// # Errors
/// When the database is away.
pub async fn find_all(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<TaxCode>, Problem> {
    let today = tx.today();
    Ok(taxations(tx, ids, today).await?.into_iter().map(|found| found.code).collect())
}

/// The codes with these ids as they are on a day, and how their tax is booked.
pub(crate) async fn taxations(
    tx: &mut Tx,
    ids: &[Uuid],
    day: Date,
) -> Result<Vec<Taxation>, Problem> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let codes = tx.setup::<Codes>().await?;
    Ok(ids.into_iter().filter_map(|id| codes.taxation(id, day)).collect())
}
