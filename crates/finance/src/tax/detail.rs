//! A tax code with everything that is kept of it.

use std::str::FromStr;

use base::{Date, Problem, Rate, Text, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{TaxCode, store};

/// What a code is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema, sqlx::Type,
)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum TaxKind {
    /// What documents add to a price.
    #[default]
    Tax,
    /// What is kept back of a payment.
    Withholding,
}

impl TaxKind {
    /// Both, in the order of forms.
    pub const ALL: [Self; 2] = [Self::Tax, Self::Withholding];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tax => "tax",
            Self::Withholding => "withholding",
        }
    }
}

impl FromStr for TaxKind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == text);
        found.ok_or("kind is tax or withholding")
    }
}

/// A tax code with its rates, its parts, and how it is booked.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaxCodeDetail {
    /// The code with the rate of today.
    #[serde(flatten)]
    pub code: TaxCode,
    /// What it is for.
    pub kind: TaxKind,
    /// The account that its tax is claimed on; the one for input tax when there is none.
    pub input_account_id: Option<Uuid>,
    /// Whether the tax is owed when the document is paid, not when it is written.
    pub cash_basis: bool,
    /// Why there is no tax, as documents print it.
    pub exemption_reason: Option<Text>,
    /// The box of the return for sales.
    pub sale_box: Option<String>,
    /// The box of the return for purchases.
    pub purchase_box: Option<String>,
    /// Whether new documents may have it.
    pub active: bool,
    /// The last business day of anything posted with it; then its rate, accounts and parts stay.
    pub used_until: Option<Date>,
    /// For the next change.
    pub version: i32,
    /// Its rates from certain days on, the oldest first; before the first it had `first_rate`.
    pub rates: Vec<RateFrom>,
    /// Its rate before the first change.
    pub first_rate: Rate,
    /// The codes that it consists of.
    pub parts: Vec<PartOf>,
}

/// A rate and the day from which it is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RateFrom {
    /// The first day.
    pub valid_from: Date,
    /// The rate.
    pub rate: Rate,
}

/// A code as a part of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartOf {
    /// The part.
    pub tax_code_id: Uuid,
    /// Whether it is reckoned on the price and the parts before it, not on the price alone.
    #[serde(default)]
    pub on_tax: bool,
}

impl TaxCodeDetail {
    /// Whether anything was posted with it.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.used_until.is_some()
    }
}

/// All codes of the company, also those that are retired, by code; at most 200.
///
/// # Errors
/// When the database is away.
pub async fn all(tx: &mut Tx) -> Result<Vec<TaxCodeDetail>, Problem> {
    store::details(tx, None).await
}

/// The codes by which tax may be kept back of a payment, by code.
///
/// # Errors
/// When the database is away.
pub async fn withholdings(tx: &mut Tx) -> Result<Vec<TaxCodeDetail>, Problem> {
    let mut found = all(tx).await?;
    found.retain(|code| code.active && code.kind == TaxKind::Withholding);
    Ok(found)
}

/// The code with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<TaxCodeDetail, Problem> {
    store::details(tx, Some(id)).await?.pop().ok_or_else(Problem::not_found)
}
