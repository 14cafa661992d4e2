//! An invoice or credit note as it stands on paper: the buyer, the lines, the sums.

use base::{Country, Date, Lang, Money, Quantity, Rate, Timestamp, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::currencies::DocumentRate;
use crate::tax::Category;

/// Who sells or buys, as they were on the day: kept with the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// Its number at the tax office; empty when it has none.
    #[serde(default)]
    pub tax_number: String,
    /// Street and house.
    #[serde(default)]
    pub address: String,
    /// City and postal code.
    #[serde(default)]
    pub city: String,
    /// Its country.
    pub country: Country,
    /// Its mail address.
    #[serde(default)]
    pub email: String,
    /// The telephone number that a seller prints.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The language that it reads.
    pub lang: Lang,
    /// What a seller writes below every document: how to pay, terms.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// It asks for money.
    Invoice,
    /// It takes an invoice back, wholly or in part.
    CreditNote,
    /// It takes a credit note back, which was a mistake.
    SalesDebitNote,
}

impl Kind {
    /// Its name in the database, in the ledger and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
            Self::SalesDebitNote => "sales_debit_note",
        }
    }

    /// How it counts in a sum: a credit note takes off.
    #[must_use]
    pub fn sign(self) -> i64 {
        if self == Self::CreditNote { -1 } else { 1 }
    }
}

/// How far it is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing was paid or credited (or, of a credit note, used).
    Open,
    /// Some of it was.
    Partial,
    /// Something is still to be paid, and the day has passed.
    Overdue,
    /// All of it was.
    Paid,
}

impl State {
    /// The state of a document on a day; amounts are minor units.
    #[must_use]
    pub fn of(kind: Kind, gross: i64, settled: i64, due: Date, today: Date) -> Self {
        match kind {
            _ if settled >= gross => Self::Paid,
            Kind::Invoice if due < today => Self::Overdue,
            _ if settled > 0 => Self::Partial,
            _ => Self::Open,
        }
    }

    /// Its name in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Partial => "partial",
            Self::Overdue => "overdue",
            Self::Paid => "paid",
        }
    }
}

/// An invoice or credit note with all that it says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Invoice {
    /// Its id.
    pub id: Uuid,
    /// What kind of document it is.
    pub kind: Kind,
    /// Its legal number.
    pub number: String,
    /// The customer.
    pub customer_id: Uuid,
    /// The order that it bills.
    pub order_id: Option<Uuid>,
    /// The invoice that a credit note takes back, or the credit note that a debit note does.
    pub original_id: Option<Uuid>,
    /// That document's number.
    pub original_number: Option<String>,
    /// The debit note that took a credit note back.
    pub cancelled_by_id: Option<Uuid>,
    /// That debit note's number.
    pub cancelled_by_number: Option<String>,
    /// The day of its issue.
    pub issue_date: Date,
    /// When it is to be paid.
    pub due_date: Date,
    /// When the goods were supplied.
    pub supply_date: Date,
    /// The language that it is printed in.
    pub lang: Lang,
    /// Who sells.
    pub seller: Party,
    /// Who buys.
    pub buyer: Party,
    /// Why a credit note or debit note was written.
    pub reason: String,
    /// Whether the unit prices have the tax in them.
    pub prices_include_tax: bool,
    /// The sum without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// The sum with tax.
    pub gross: Money,
    /// What its currency is counted at; null in the company's own.
    pub exchange_rate: Option<DocumentRate>,
    /// The sum without tax in the company's currency.
    pub net_base: Money,
    /// The tax in the company's currency.
    pub tax_base: Money,
    /// The sum with tax in the company's currency.
    pub gross_base: Money,
    /// What was paid and credited; of a credit note, what was used.
    pub settled: Money,
    /// What is left of it.
    pub open: Money,
    /// How far it is settled today.
    pub state: State,
    /// Its entry in the ledger; none for a document of nothing.
    pub entry_id: Option<Uuid>,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// Its lines.
    pub lines: Vec<InvoiceLine>,
    /// Net and tax by code.
    pub taxes: Vec<InvoiceTax>,
}

/// A line of an invoice or credit note.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvoiceLine {
    /// Its number on the document.
    pub n: i32,
    /// What was sold.
    pub variant_id: Option<Uuid>,
    /// Its SKU on that day.
    pub sku: String,
    /// Its description, as printed.
    pub description: String,
    /// Its unit, as printed.
    pub unit: String,
    /// How much.
    pub quantity: Quantity,
    /// The price of one, before discount.
    pub unit_price: UnitPrice,
    /// The discount.
    pub discount: Rate,
    /// The tax code.
    pub tax_code_id: Uuid,
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
    /// The line of the order that it bills.
    pub order_line: Option<i32>,
    /// The line of the invoice that a credit note's line takes back.
    pub original_line: Option<i32>,
}

/// Net and tax of one code.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvoiceTax {
    /// The code.
    pub tax_code_id: Uuid,
    /// Its category.
    pub category: Category,
    /// Its rate on that day.
    pub rate: Rate,
    /// The sum of its lines without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// The same without tax in the company's currency.
    pub net_base: Money,
    /// The tax in the company's currency.
    pub tax_base: Money,
    /// Why there is none, in the words of the law; empty when nothing is to be said.
    pub reason: String,
}

/// A row of the list of invoices.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InvoiceRow {
    /// Its id.
    pub id: Uuid,
    /// What kind of document it is.
    pub kind: Kind,
    /// Its legal number.
    pub number: String,
    /// The customer.
    pub customer_id: Uuid,
    /// The customer's name on the document.
    pub customer: String,
    /// The order that it bills.
    pub order_id: Option<Uuid>,
    /// The day of its issue.
    pub issue_date: Date,
    /// When it is to be paid.
    pub due_date: Date,
    /// The sum without tax in the company's currency; a credit note takes it off.
    pub net_base: Money,
    /// The sum with tax.
    pub gross: Money,
    /// What is left of it.
    pub open: Money,
    /// How far it is settled today.
    pub state: State,
}

/// What invoices come to, less their credit notes, in the company's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvoiceSums {
    /// Without tax.
    pub net: Money,
    /// With tax.
    pub gross: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_follows_from_what_is_settled_and_the_day() {
        let due = Date::of(2026, 3, 31);
        let state = |kind, settled, today| State::of(kind, 100, settled, due, today);
        let later = Date::of(2026, 4, 1);
        assert_eq!(state(Kind::Invoice, 0, due), State::Open);
        assert_eq!(state(Kind::Invoice, 1, due), State::Partial);
        assert_eq!(state(Kind::Invoice, 1, later), State::Overdue);
        assert_eq!(state(Kind::Invoice, 100, later), State::Paid);
        assert_eq!(state(Kind::CreditNote, 0, later), State::Open);
        assert_eq!(State::of(Kind::Invoice, 0, 0, due, later), State::Paid);
    }
}
