//! Who sells: the company itself, as it is on the day of posting.

use base::{Problem, Tx};
use platform::settings;

use super::Party;

/// The company, from its profile.
///
/// # Errors
/// When the database is away.
pub async fn of(tx: &mut Tx) -> Result<Party, Problem> {
    let company = settings::company(tx).await?;
    Ok(Party {
        name: company.name,
        tax_number: company.tax_number,
        address: company.address,
        city: company.city,
        country: company.country,
        email: company.email,
        phone: company.phone,
        lang: company.lang,
        note: company.invoice_note,
    })
}
