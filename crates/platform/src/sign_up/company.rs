//! A company about to be made, and what must be right about it.

use base::locale::time_zone;
use base::{Country, Currency, Lang, Problem};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use utoipa::ToSchema;

use super::subdomain;
use crate::passwords;
use crate::users::clean_email;

/// What somebody says who signs a company up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewCompany {
    /// The company's name, as people write it.
    pub company: String,
    /// Its subdomain: 3 to 40 small letters, digits and dashes.
    pub subdomain: String,
    /// Where it is established: decides chart of accounts and taxes.
    pub country: Country,
    /// The currency of its books; the country's own when not said.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// The language that its pages start in; the country's own when not said.
    #[serde(default)]
    pub language: Option<Lang>,
    /// Where its business day begins, such as `Asia/Riyadh`; the country's own when not said.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The owner's name.
    pub name: String,
    /// The owner's mail address.
    pub email: String,
    /// The owner's password.
    #[schema(value_type = String, format = Password)]
    pub password: SecretString,
}

/// A company whose facts are all right.
pub(super) struct Judged {
    pub company: String,
    pub subdomain: String,
    pub country: Country,
    pub currency: Currency,
    pub lang: Lang,
    pub time_zone: String,
    pub person: String,
    pub email: String,
    pub password: SecretString,
}

/// What a country starts with: currency, language, time zone.
pub(super) fn usual(country: Country) -> (&'static str, Lang, &'static str) {
    match country.code() {
        "SA" => ("SAR", Lang::Ar, "Asia/Riyadh"),
        "BD" => ("BDT", Lang::Bn, "Asia/Dhaka"),
        "AE" => ("AED", Lang::Ar, "Asia/Dubai"),
        "KW" => ("KWD", Lang::Ar, "Asia/Kuwait"),
        "QA" => ("QAR", Lang::Ar, "Asia/Qatar"),
        "BH" => ("BHD", Lang::Ar, "Asia/Bahrain"),
        "OM" => ("OMR", Lang::Ar, "Asia/Muscat"),
        "EG" => ("EGP", Lang::Ar, "Africa/Cairo"),
        "JO" => ("JOD", Lang::Ar, "Asia/Amman"),
        "IN" => ("INR", Lang::En, "Asia/Kolkata"),
        "PK" => ("PKR", Lang::En, "Asia/Karachi"),
        "GB" => ("GBP", Lang::En, "Europe/London"),
        "DE" => ("EUR", Lang::En, "Europe/Berlin"),
        _ => ("USD", Lang::En, "UTC"),
    }
}

impl NewCompany {
    /// Everything that is wrong, at once.
    pub(super) fn judge(self) -> Result<Judged, Problem> {
        let mut check = Problem::invalid();
        let (company, person) = (self.company.trim().to_owned(), self.name.trim().to_owned());
        for (path, text) in [("company", &company), ("name", &person)] {
            check = match text.chars().count() {
                0 => check.field(path, "required"),
                n if n > 200 => check.field_with(path, "too_long", &[("most", &200)]),
                _ => check,
            };
        }
        let subdomain = self.subdomain.trim().to_lowercase();
        if let Err(code) = subdomain::judge(&subdomain) {
            check = check.field("subdomain", code);
        }
        let email = clean_email(&self.email);
        if email.is_none() {
            check = check.field("email", "bad_email");
        }
        let known = [company.as_str(), person.as_str(), self.email.trim(), subdomain.as_str()];
        check = passwords::judge(check, "password", self.password.expose_secret(), &known);
        let (currency, lang, zone) = usual(self.country);
        let zone = self.time_zone.unwrap_or_else(|| zone.to_owned());
        if time_zone(&zone).is_err() {
            check = check.field("time_zone", "unknown");
        }
        check.or_ok()?;
        let usual_currency = || Currency::parse(currency).map_err(Problem::internal);
        Ok(Judged {
            company,
            subdomain,
            country: self.country,
            currency: self.currency.map_or_else(usual_currency, Ok)?,
            lang: self.language.unwrap_or(lang),
            time_zone: zone,
            person,
            email: email.unwrap_or_default(),
            password: self.password,
        })
    }
}
