//! The company's profile.

use base::tenants::forget_tenants;
use base::{Country, Currency, L, Lang, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::store;
use crate::users::clean_email;

/// What a company says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanyProfile {
    /// Its name, as it stands on invoices.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// City, with the postal code.
    pub city: String,
    /// Where it is established; cannot change.
    pub country: Country,
    /// The currency of its books; cannot change.
    pub currency: Currency,
    /// Its number at the tax office: VAT number, BIN.
    pub tax_number: String,
    /// The mail address on its documents.
    pub email: String,
    /// The telephone number on its documents.
    pub phone: String,
    /// The language that its pages start in.
    pub lang: Lang,
    /// How many days a new customer has to pay.
    pub payment_days: i32,
    /// What stands below its invoices: bank account, terms.
    pub invoice_note: String,
}

/// A change of the profile; what is not said stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CompanyChange {
    /// Its name.
    pub name: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// City, with the postal code.
    pub city: Option<String>,
    /// Its number at the tax office.
    pub tax_number: Option<String>,
    /// The mail address on its documents.
    pub email: Option<String>,
    /// The telephone number on its documents.
    pub phone: Option<String>,
    /// The language that its pages start in.
    pub lang: Option<Lang>,
    /// How many days a new customer has to pay.
    pub payment_days: Option<i32>,
    /// What stands below its invoices.
    pub invoice_note: Option<String>,
}

/// The part of the profile that lies under one key of the settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    address: String,
    city: String,
    tax_number: String,
    email: String,
    phone: String,
    payment_days: i32,
    invoice_note: String,
}

impl Default for Kept {
    fn default() -> Self {
        let empty = String::new;
        Self {
            address: empty(),
            city: empty(),
            tax_number: empty(),
            email: empty(),
            phone: empty(),
            payment_days: 30,
            invoice_note: empty(),
        }
    }
}

const KEY: &str = "company";

/// The profile of the transaction's company.
///
/// # Errors
/// When the database is away.
pub async fn company(tx: &mut Tx) -> Result<CompanyProfile, Problem> {
    let (name, lang, value) = store::with_name_and_lang(tx, KEY).await?;
    let kept = match value {
        Some(value) => serde_json::from_value(value).map_err(Problem::internal)?,
        None => Kept::default(),
    };
    let (country, currency) = (tx.tenant().country, tx.currency());
    let Kept { address, city, tax_number, email, phone, payment_days, invoice_note } = kept;
    Ok(CompanyProfile {
        name,
        address,
        city,
        country,
        currency,
        tax_number,
        email,
        phone,
        lang,
        payment_days,
        invoice_note,
    })
}

/// Changes the profile.
///
/// # Errors
/// 422 for what cannot be, such as a tax number that the country does not give out.
pub async fn edit(tx: &mut Tx, change: CompanyChange) -> Result<CompanyProfile, Problem> {
    let old = company(tx).await?;
    let new = changed(&old, change)?;
    let kept = Kept {
        address: new.address.clone(),
        city: new.city.clone(),
        tax_number: new.tax_number.clone(),
        email: new.email.clone(),
        phone: new.phone.clone(),
        payment_days: new.payment_days,
        invoice_note: new.invoice_note.clone(),
    };
    store::put(tx, KEY, &serde_json::to_value(kept).map_err(Problem::internal)?).await?;
    store::set_name_and_lang(tx, &new.name, new.lang).await?;
    let differing = differences(&old, &new)?;
    if !differing.is_empty() {
        let tenant = tx.tenant_id();
        tx.audit("settings.edit", "tenant", tenant, Value::Object(differing));
        tx.after_commit(forget_tenants);
    }
    Ok(new)
}

fn changed(old: &CompanyProfile, change: CompanyChange) -> Result<CompanyProfile, Problem> {
    let mut new = old.clone();
    let mut check = Problem::invalid();
    let texts = [
        ("name", change.name, &mut new.name, 200),
        ("address", change.address, &mut new.address, 500),
        ("city", change.city, &mut new.city, 200),
        ("tax_number", change.tax_number, &mut new.tax_number, 40),
        ("email", change.email, &mut new.email, 254),
        ("phone", change.phone, &mut new.phone, 60),
        ("invoice_note", change.invoice_note, &mut new.invoice_note, 1000),
    ];
    for (path, value, at, most) in texts {
        let Some(value) = value else { continue };
        *at = value.trim().to_owned();
        if at.chars().count() > most {
            check = check.field_with(path, "too_long", &[("most", &most)]);
        }
    }
    new.lang = change.lang.unwrap_or(new.lang);
    new.payment_days = change.payment_days.unwrap_or(new.payment_days);
    if new.name.is_empty() {
        check = check.field("name", "required");
    }
    if !new.email.is_empty() && clean_email(&new.email).is_none() {
        check = check.field("email", "bad_email");
    }
    if !(0..=365).contains(&new.payment_days) {
        check = check.field("payment_days", "bad_payment_days");
    }
    if !new.tax_number.is_empty() && !is_tax_number(new.country, &new.tax_number) {
        check = check.field("tax_number", "bad_tax_number");
    }
    check.or_ok().map(|()| new)
}

/// ZATCA: 15 digits, the first and the last a 3. NBR: a BIN has 13 digits. Elsewhere anything.
fn is_tax_number(country: Country, number: &str) -> bool {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    match country {
        Country::SA => {
            digits && number.len() == 15 && number.starts_with('3') && number.ends_with('3')
        }
        Country::BD => number.bytes().filter(u8::is_ascii_digit).count() == 13,
        _ => true,
    }
}

fn differences(old: &CompanyProfile, new: &CompanyProfile) -> Result<Map<String, Value>, Problem> {
    let old = serde_json::to_value(old).map_err(Problem::internal)?;
    let new = serde_json::to_value(new).map_err(Problem::internal)?;
    let fields = new.as_object().into_iter().flatten();
    let differing = fields.filter(|(name, value)| old[name.as_str()] != **value);
    Ok(differing.map(|(name, value)| (name.clone(), json!([old[name.as_str()], value]))).collect())
}

/// What a country is called in the reader's language; its code where no catalogue has its name.
#[must_use]
pub fn country_name(l: &L, country: Country) -> String {
    let key = format!("country-{}", country.code().to_lowercase());
    if l.has(&key) { l.t(&key) } else { country.code().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_number_is_one_that_the_country_gives_out() {
        assert!(is_tax_number(Country::SA, "310122393500003"));
        assert!(!is_tax_number(Country::SA, "310122393500004"));
        assert!(!is_tax_number(Country::SA, "31012239350003"));
        assert!(is_tax_number(Country::BD, "001234567-0101"));
        assert!(!is_tax_number(Country::BD, "1234"));
    }
}
