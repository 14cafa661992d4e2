//! Who sells: the company itself, as it is on the day of posting.

use base::{Problem, Tx};

use super::Party;

/// The company, from its profile.
pub(super) async fn of(tx: &mut Tx) -> Result<Party, Problem> {
    let tenant = tx.tenant();
    Ok(Party {
        name: tenant.name.clone(),
        tax_number: String::new(),
        address: String::new(),
        city: String::new(),
        country: tenant.country,
        email: String::new(),
        lang: tenant.lang,
    })
}
