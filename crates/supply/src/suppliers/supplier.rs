//! A supplier and the rules it keeps by itself: pure.

use base::{Country, Currency, Lang, Problem, Rate, Tenant, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

/// Longer names than this are mistakes; the same for addresses and notes below.
const LONGEST: &[(&str, usize)] = &[
    ("code", 30),
    ("name", 200),
    ("contact", 200),
    ("email", 200),
    ("phone", 40),
    ("tax_number", 30),
    ("address", 300),
    ("city", 100),
    ("note", 2000),
];

/// A supplier.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Supplier {
    /// Its id.
    pub id: Uuid,
    /// Its code, `S-00001`.
    pub code: String,
    /// Its name, as papers carry it.
    pub name: String,
    /// Whom one talks to; may be empty.
    pub contact: String,
    /// Where orders are mailed; may be empty.
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
    /// The language of the papers and mails to it.
    pub lang: Lang,
    /// The currency of its prices.
    pub currency: Currency,
    /// Days from a bill's date until it is due.
    pub payment_days: i32,
    /// How far a price on a bill may be from the agreed one: 0.02 is 2 %.
    pub price_tolerance: Rate,
    /// How far a quantity may be above the ordered or received one: 0.02 is 2 %.
    pub quantity_tolerance: Rate,
    /// For the company's own people; never printed.
    pub note: String,
    /// Whether it may be ordered from.
    pub active: bool,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A supplier to be made. Only the name is needed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSupplier {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// A code of one's own; counted (`S-00001`) when not given.
    pub code: Option<String>,
    /// The name.
    #[schema(required)]
    pub name: String,
    /// Whom one talks to.
    pub contact: String,
    /// Where orders are mailed.
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
    /// The language of the papers to it; the company's when not given.
    pub lang: Option<Lang>,
    /// The currency of its prices; the company's when not given.
    pub currency: Option<Currency>,
    /// Days until a bill is due, 0 to 365; 30 when not given.
    pub payment_days: Option<i32>,
    /// How far a price may be from the agreed one; not at all when not given.
    pub price_tolerance: Option<Rate>,
    /// How far a quantity may be above the agreed one; not at all when not given.
    pub quantity_tolerance: Option<Rate>,
    /// For the company's own people.
    pub note: String,
    /// Whether it may be ordered from; yes when not given.
    pub active: Option<bool>,
}

/// What to change of a supplier: only the fields that are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeSupplier {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another code.
    pub code: Option<String>,
    /// Another name.
    pub name: Option<String>,
    /// Another person to talk to.
    pub contact: Option<String>,
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
    /// Another currency.
    pub currency: Option<Currency>,
    /// Other terms of payment.
    pub payment_days: Option<i32>,
    /// Another tolerance of prices.
    pub price_tolerance: Option<Rate>,
    /// Another tolerance of quantities.
    pub quantity_tolerance: Option<Rate>,
    /// Another note.
    pub note: Option<String>,
    /// Whether it may be ordered from.
    pub active: Option<bool>,
}

impl NewSupplier {
    /// The supplier that this would become.
    pub(super) fn into_supplier(self, id: Uuid, tenant: &Tenant, now: Timestamp) -> Supplier {
        Supplier {
            id,
            code: tidy(self.code.as_deref().unwrap_or_default()),
            name: tidy(&self.name),
            contact: tidy(&self.contact),
            email: self.email.trim().to_owned(),
            phone: tidy(&base::digits::to_ascii(&self.phone)),
            tax_number: tidy(&base::digits::to_ascii(&self.tax_number)),
            address: self.address.trim().to_owned(),
            city: tidy(&self.city),
            country: self.country.unwrap_or(tenant.country),
            lang: self.lang.unwrap_or(tenant.lang),
            currency: self.currency.unwrap_or(tenant.currency),
            payment_days: self.payment_days.unwrap_or(30),
            price_tolerance: self.price_tolerance.unwrap_or(Rate::ZERO),
            quantity_tolerance: self.quantity_tolerance.unwrap_or(Rate::ZERO),
            note: self.note.trim().to_owned(),
            active: self.active.unwrap_or(true),
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }
}

impl ChangeSupplier {
    /// The supplier as it would be afterwards.
    pub(super) fn apply(self, old: &Supplier) -> Supplier {
        let text = |new: Option<String>, old: &str| new.map_or(old.to_owned(), |new| tidy(&new));
        let number = |new: Option<String>, old: &str| {
            new.map_or(old.to_owned(), |new| tidy(&base::digits::to_ascii(&new)))
        };
        let long = |new: Option<String>, old: &str| new.as_deref().unwrap_or(old).trim().to_owned();
        Supplier {
            code: text(self.code, &old.code),
            name: text(self.name, &old.name),
            contact: text(self.contact, &old.contact),
            email: long(self.email, &old.email),
            phone: number(self.phone, &old.phone),
            tax_number: number(self.tax_number, &old.tax_number),
            address: long(self.address, &old.address),
            city: text(self.city, &old.city),
            country: self.country.unwrap_or(old.country),
            lang: self.lang.unwrap_or(old.lang),
            currency: self.currency.unwrap_or(old.currency),
            payment_days: self.payment_days.unwrap_or(old.payment_days),
            price_tolerance: self.price_tolerance.unwrap_or(old.price_tolerance),
            quantity_tolerance: self.quantity_tolerance.unwrap_or(old.quantity_tolerance),
            note: long(self.note, &old.note),
            active: self.active.unwrap_or(old.active),
            ..old.clone()
        }
    }
}

impl Supplier {
    /// Whether it can be kept as it is; every field that cannot is named.
    pub(super) fn check(&self) -> Result<(), Problem> {
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
            problem = problem.field("email", "supplier_email");
        }
        if let Some(code) = self.wrong_tax_number() {
            problem = problem.field("tax_number", code);
        }
        if !(0..=365).contains(&self.payment_days) {
            problem = problem.field("payment_days", "supplier_payment_days");
        }
        let tolerances = [
            ("price_tolerance", self.price_tolerance),
            ("quantity_tolerance", self.quantity_tolerance),
        ];
        for (field, tolerance) in tolerances {
            if !(0..=1_000_000).contains(&tolerance.micros()) {
                problem = problem.field(field, "supplier_tolerance");
            }
        }
        problem.or_ok()
    }

    /// The rule that its tax number breaks, if any: the input tax of a bill whose supplier has a
    /// number of another shape is refused by the authorities of both countries.
    fn wrong_tax_number(&self) -> Option<&'static str> {
        let number = self.tax_number.as_str();
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        let (right, code) = match self.country.code() {
            "SA" => (
                digits && number.len() == 15 && number.starts_with('3') && number.ends_with('3'),
                "supplier_tax_number_sa",
            ),
            "BD" => (digits && number.len() == 13, "supplier_tax_number_bd"),
            _ => (true, ""),
        };
        (!number.is_empty() && !right).then_some(code)
    }

    fn text(&self, field: &str) -> &str {
        match field {
            "code" => &self.code,
            "name" => &self.name,
            "contact" => &self.contact,
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
    pub(super) fn changes_to(&self, new: &Supplier) -> Value {
        let facts = |s: &Supplier| {
            json!({"code": s.code, "name": s.name, "contact": s.contact, "email": s.email,
                "phone": s.phone, "tax_number": s.tax_number, "address": s.address,
                "city": s.city, "country": s.country, "lang": s.lang, "currency": s.currency,
                "payment_days": s.payment_days,
                "price_tolerance": s.price_tolerance.to_percent_string(),
                "quantity_tolerance": s.quantity_tolerance.to_percent_string(),
                "note": s.note, "active": s.active})
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
#[path = "supplier_tests.rs"]
mod tests;
