//! A tax code: what a line is taxed at, and where the tax is booked.

use base::{Problem, Rate, Text, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// The categories of EN 16931 that we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema, sqlx::Type)]
#[sqlx(type_name = "text")]
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
}

impl Category {
    /// The letter of EN 16931.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Standard => "S",
            Self::Zero => "Z",
            Self::Exempt => "E",
            Self::OutOfScope => "O",
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
    /// Its rate; zero unless the category is standard.
    pub rate: Rate,
    /// The account that its tax is owed on.
    pub account_id: Uuid,
    /// Whether new products start with it.
    pub is_default: bool,
}

/// The active tax codes of the company, the default first; a company has a handful.
///
/// # Errors
/// When the database is away.
pub async fn codes(tx: &mut Tx) -> Result<Vec<TaxCode>, Problem> {
    store::active(tx).await
}

/// The codes with these ids, also those that are no longer offered: what a draft named when
/// they were.
pub(crate) async fn find_all(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<TaxCode>, Problem> {
    store::by_ids(tx, ids).await
}
