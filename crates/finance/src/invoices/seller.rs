//! Who sells: the company itself, as it is on the day of posting.

use base::{Problem, Setup, Tx};
use platform::settings;

use super::Party;

/// The company, from its profile.
///
/// # Errors
/// When the database is away.
pub async fn of(tx: &mut Tx) -> Result<Party, Problem> {
    Ok(tx.setup::<Seller>().await?.0.clone())
}

#[derive(Debug, PartialEq)]
struct Seller(Party);

impl Setup for Seller {
    async fn load(tx: &mut Tx) -> Result<Self, Problem> {
        let company = settings::company(tx).await?;
        Ok(Self(Party {
            name: company.name,
            tax_number: company.tax_number,
            address: company.address,
            city: company.city,
            country: company.country,
            email: company.email,
            phone: company.phone,
            lang: company.lang,
            note: company.invoice_note,
        }))
    }
}
