//! A customer and the rules it keeps by itself: pure.

use base::{Country, Currency, Lang, Money, Problem, Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::patch::sent;

/// Longer names than this are mistakes; the same for addresses and notes below.
const LONGEST: &[(&str, usize)] = &[
    ("code", 30),
    ("name", 200),
    ("email", 200),
    ("phone", 40),
    ("tax_number", 30),
    ("address", 300),
    ("city", 100),
    ("note", 2000),
];

/// A customer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Customer {
    /// Its id.
    pub id: Uuid,
    /// Its code, `C-00001`.
    pub code: String,
    /// Its name, as papers carry it.
    pub name: String,
    /// Where mails go; may be empty.
    pub email: String,
    /// Its telephone number; may be empty.
    pub phone: String,
    /// Its number for value added tax; may be empty.
    pub tax_number: String,
    /// Street, building, district.
    pub address: String,
    /// The city.
    pub city: String,
    /// The country, two letters.
    pub country: Country,
    /// The language of its papers and mails.
    pub lang: Lang,
    /// What it is billed in, unless an order says otherwise.
    pub currency: Currency,
    /// How much it may owe and have ordered together; null means no limit.
    pub credit_limit: Option<Money>,
    /// Days from an invoice's date until it is due.
    pub payment_days: i32,
    /// For the company's own people; never printed.
    pub note: String,
    /// Whether orders may be taken.
    pub active: bool,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A customer to be made. Only the name is needed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewCustomer {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// A code of one's own; counted (`C-00001`) when not given.
    pub code: Option<String>,
    /// The name.
    #[schema(required)]
    pub name: String,
    /// Where mails go.
    pub email: String,
    /// The telephone number.
    pub phone: String,
    /// The number for value added tax: 15 digits in Saudi Arabia, 13 in Bangladesh.
    pub tax_number: String,
    /// Street, building, district.
    pub address: String,
    /// The city.
    pub city: String,
    /// The country; the company's when not given.
    pub country: Option<Country>,
    /// The language of its papers; the company's when not given.
    pub lang: Option<Lang>,
    /// What it is billed in; the company's currency when not given.
    pub currency: Option<Currency>,
    /// How much it may owe; no limit when not given.
    pub credit_limit: Option<Money>,
    /// Days until an invoice is due, 0 to 365; 30 when not given.
    pub payment_days: Option<i32>,
    /// For the company's own people.
    pub note: String,
    /// Whether orders may be taken; yes when not given.
    pub active: Option<bool>,
}

/// What to change of a customer: only the fields that are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeCustomer {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another code.
    pub code: Option<String>,
    /// Another name.
    pub name: Option<String>,
    /// Another mail address.
    pub email: Option<String>,
    /// Another telephone number.
    pub phone: Option<String>,
    /// Another tax number.
    pub tax_number: Option<String>,
    /// Another address.
    pub address: Option<String>,
    /// Another city.
    pub city: Option<String>,
    /// Another country.
    pub country: Option<Country>,
    /// Another language.
    pub lang: Option<Lang>,
    /// Another currency of its papers.
    pub currency: Option<Currency>,
    /// Another limit; null takes it away.
    #[serde(deserialize_with = "sent")]
    #[schema(value_type = Option<Money>)]
    pub credit_limit: Option<Option<Money>>,
    /// Other terms of payment.
    pub payment_days: Option<i32>,
    /// Another note.
    pub note: Option<String>,
    /// Whether orders may be taken.
    pub active: Option<bool>,
}

impl NewCustomer {
    /// The customer that this would become.
    pub(super) fn into_customer(self, id: Uuid, tenant: &Tenant, now: Timestamp) -> Customer {
        Customer {
            id,
            code: tidy(self.code.as_deref().unwrap_or_default()),
            name: tidy(&self.name),
            email: self.email.trim().to_owned(),
            phone: tidy(&base::digits::to_ascii(&self.phone)),
            tax_number: tidy(&base::digits::to_ascii(&self.tax_number)),
            address: self.address.trim().to_owned(),
            city: tidy(&self.city),
            country: self.country.unwrap_or(tenant.country),
            lang: self.lang.unwrap_or(tenant.lang),
            currency: self.currency.unwrap_or(tenant.currency),
            credit_limit: self.credit_limit,
            payment_days: self.payment_days.unwrap_or(30),
            note: self.note.trim().to_owned(),
            active: self.active.unwrap_or(true),
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}

impl ChangeCustomer {
    /// The customer as it would be afterwards.
    pub(super) fn apply(self, old: &Customer) -> Customer {
        let text = |new: Option<String>, old: &str| new.map_or(old.to_owned(), |new| tidy(&new));
        let number = |new: Option<String>, old: &str| {
            new.map_or(old.to_owned(), |new| tidy(&base::digits::to_ascii(&new)))
        };
        let long = |new: Option<String>, old: &str| new.as_deref().unwrap_or(old).trim().to_owned();
        Customer {
            code: text(self.code, &old.code),
            name: text(self.name, &old.name),
            email: long(self.email, &old.email),
            phone: number(self.phone, &old.phone),
            tax_number: number(self.tax_number, &old.tax_number),
            address: long(self.address, &old.address),
            city: text(self.city, &old.city),
            country: self.country.unwrap_or(old.country),
            lang: self.lang.unwrap_or(old.lang),
            currency: self.currency.unwrap_or(old.currency),
            credit_limit: self.credit_limit.unwrap_or(old.credit_limit),
            payment_days: self.payment_days.unwrap_or(old.payment_days),
            note: long(self.note, &old.note),
            active: self.active.unwrap_or(old.active),
            ..old.clone()
        }
    }
}

impl Customer {
    /// Whether it can be kept as it is; every field that cannot is named.
    pub(super) fn check(&self, currency: Currency) -> Result<(), Problem> {
        let mut problem = Problem::invalid();
        if self.name.is_empty() {
            problem = problem.field("name", "required");
        }
        for (field, most) in LONGEST {
            let length = self.text(field).chars().count();
            if length > *most {
                problem = problem.field_with(*field, "too_long", &[("most", most)]);
            }
        }
        if !self.email.is_empty() && !looks_like_email(&self.email) {
            problem = problem.field("email", "customer_email");
        }
        if let Some(code) = self.wrong_tax_number() {
            problem = problem.field("tax_number", code);
        }
        if !(0..=365).contains(&self.payment_days) {
            problem = problem.field("payment_days", "customer_payment_days");
        }
        if let Some(limit) = self.credit_limit {
            if limit.currency != currency {
                let facts: &[(&str, &dyn std::fmt::Display)] = &[("currency", &currency)];
                problem = problem.field_with("credit_limit", "customer_limit_currency", facts);
            } else if limit.is_negative() {
                problem = problem.field("credit_limit", "customer_limit_negative");
            }
        }
        problem.or_ok()
    }

    /// The rule that its tax number breaks, if any: the authorities of both countries refuse
    /// invoices whose number has another shape.
    fn wrong_tax_number(&self) -> Option<&'static str> {
        let number = self.tax_number.as_str();
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        let (right, code) = match self.country.code() {
            "SA" => (
                digits && number.len() == 15 && number.starts_with('3') && number.ends_with('3'),
                "customer_tax_number_sa",
            ),
            "BD" => (digits && number.len() == 13, "customer_tax_number_bd"),
            _ => (true, ""),
        };
        (!number.is_empty() && !right).then_some(code)
    }

    fn text(&self, field: &str) -> &str {
        match field {
            "code" => &self.code,
            "name" => &self.name,
            "email" => &self.email,
            "phone" => &self.phone,
            "tax_number" => &self.tax_number,
            "address" => &self.address,
            "city" => &self.city,
            "note" => &self.note,
            _ => "",
        }
    }

    /// What changed, for the audit log: `{"name": ["old", "new"]}`.
    pub(super) fn changes_to(&self, new: &Customer) -> Value {
        let facts = |c: &Customer| {
            json!({"code": c.code, "name": c.name, "email": c.email, "phone": c.phone,
                "tax_number": c.tax_number, "address": c.address, "city": c.city,
                "country": c.country, "lang": c.lang, "currency": c.currency,
                "credit_limit": c.credit_limit.map(Money::to_decimal_string),
                "payment_days": c.payment_days, "note": c.note, "active": c.active})
        };
        let mut changes = Map::new();
        if let (Value::Object(old), Value::Object(new)) = (facts(self), facts(new)) {
            for (field, after) in new {
                let before = old.get(&field).cloned().unwrap_or_default();
                if before != after {
                    changes.insert(field, json!([before, after]));
                }
            }
        }
        Value::Object(changes)
    }
}

/// One line, without blanks around and without double blanks inside.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Only the shape: whether somebody reads it, only a mail can tell.
fn looks_like_email(email: &str) -> bool {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',');
    match email.rsplit_once('@') {
        Some((local, domain)) => {
            !local.is_empty()
                && domain.len() >= 3
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !local.contains('@')
                && email.chars().all(plain)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn customer(country: &str, tax_number: &str) -> Customer {
        let now = "2026-03-01T08:00:00Z".parse().unwrap();
        let id = Uuid::from_u128(1);
        Customer {
            id,
            code: "C-00001".into(),
            name: "Al Noor Trading".into(),
            email: "buyer@alnoor.example".into(),
            phone: String::new(),
            tax_number: tax_number.into(),
            address: String::new(),
            city: String::new(),
            country: country.parse().unwrap(),
            lang: Lang::Ar,
            currency: Currency::SAR,
            credit_limit: None,
            payment_days: 30,
            note: String::new(),
            active: true,
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    fn wrong(customer: &Customer) -> Vec<(String, &'static str)> {
        match customer.check(Currency::SAR) {
            Ok(()) => Vec::new(),
            Err(problem) => problem.fields().iter().map(|f| (f.path.to_string(), f.code)).collect(),
        }
    }

    #[test]
    fn a_saudi_tax_number_has_15_digits_from_3_to_3() {
        assert_eq!(wrong(&customer("SA", "310122393500003")), []);
        assert_eq!(wrong(&customer("SA", "")), []);
        for number in ["210122393500003", "310122393500004", "31012239350003", "31012239350000३"]
        {
            let found = wrong(&customer("SA", number));
            assert_eq!(found, [("tax_number".to_owned(), "customer_tax_number_sa")], "{number}");
        }
    }

    #[test]
    fn a_bangladeshi_tax_number_has_13_digits() {
        assert_eq!(wrong(&customer("BD", "0012345678901")), []);
        let found = wrong(&customer("BD", "001234567890"));
        assert_eq!(found, [("tax_number".to_owned(), "customer_tax_number_bd")]);
        assert_eq!(wrong(&customer("AE", "TRN 100-2")), []);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let mut bad = customer("SA", "");
        bad.name = String::new();
        bad.email = "not an address".into();
        bad.payment_days = 366;
        bad.credit_limit = Some(Money::new(-1, Currency::SAR));
        let paths: Vec<String> = wrong(&bad).into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["name", "email", "payment_days", "credit_limit"]);
        bad.credit_limit = Some(Money::new(1, Currency::USD));
        assert!(wrong(&bad).contains(&("credit_limit".into(), "customer_limit_currency")));
    }

    #[test]
    fn a_change_touches_only_what_was_sent() {
        let old = customer("SA", "");
        let change = ChangeCustomer { phone: Some("٠٥٠ ١٢٣".into()), ..Default::default() };
        let new = change.apply(&old);
        assert_eq!(old.changes_to(&new), json!({"phone": ["", "050 123"]}));
    }

    #[test]
    fn the_limit_can_be_taken_away() {
        let mut old = customer("SA", "");
        old.credit_limit = Some(Money::new(50_000, Currency::SAR));
        let change: ChangeCustomer = serde_json::from_str(r#"{"credit_limit": null}"#).unwrap();
        assert_eq!(change.apply(&old).credit_limit, None);
        let silent: ChangeCustomer = serde_json::from_str("{}").unwrap();
        assert_eq!(silent.apply(&old).credit_limit, old.credit_limit);
    }
}
