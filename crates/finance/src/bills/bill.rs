//! A bill or debit note as it stands on paper.

use std::collections::BTreeMap;

use base::{Date, Money, Quantity, Rate, Timestamp, UnitPrice};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::currencies::DocumentRate;
use crate::invoices::Party;
use crate::tax::Category;

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum BillKind {
    /// The supplier asks for money.
    Bill,
    /// It takes a bill back, wholly or in part.
    DebitNote,
}

impl BillKind {
    /// Its name in the database, in the ledger and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Bill => "bill",
            Self::DebitNote => "debit_note",
        }
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum BillState {
    /// It was entered and is not in the books.
    Waiting,
    /// It is in the books.
    Posted,
    /// It never will be.
    Rejected,
}

impl BillState {
    /// Every state, in the order of the work.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Posted, Self::Rejected];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Posted => "posted",
            Self::Rejected => "rejected",
        }
    }
}

/// What differs from what was agreed. Its sentence is the message `bills-difference-<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// What differs: `price_above`.
    pub code: String,
    /// The line of the bill.
    pub line: Option<i32>,
    /// The facts in the sentence.
    pub facts: BTreeMap<String, String>,
}

impl Difference {
    /// A difference without facts yet.
    #[must_use]
    pub fn new(code: &str, line: Option<i32>) -> Self {
        Self { code: code.to_owned(), line, facts: BTreeMap::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl ToString) -> Self {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }
}

/// A bill or debit note with all that it says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Bill {
    /// Its id.
    pub id: Uuid,
    /// What kind of document it is.
    pub kind: BillKind,
    /// How far it is.
    pub state: BillState,
    /// Our number, taken at posting.
    pub number: Option<String>,
    /// The supplier.
    pub supplier_id: Uuid,
    /// The supplier as it was on the day.
    pub supplier: Party,
    /// The bill that a debit note takes back.
    pub original_id: Option<Uuid>,
    /// That bill's number.
    pub original_number: Option<String>,
    /// The supplier's own number.
    pub supplier_number: String,
    /// The day of its issue.
    pub bill_date: Date,
    /// When it is to be paid.
    pub due_date: Date,
    /// For the company's own people.
    pub note: String,
    /// Why a debit note was written.
    pub reason: String,
    /// Why this is another bill than those that look like it.
    pub another_reason: String,
    /// What differs from order and receipt, beyond the tolerances.
    pub differences: Vec<Difference>,
    /// The supplier's paper.
    pub file_id: Option<Uuid>,
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
    /// Its entry in the ledger.
    pub entry_id: Option<Uuid>,
    /// What was said with the decision.
    pub decision: String,
    /// Counts the changes; the ETag.
    pub version: i32,
    /// Who entered it.
    pub created_by: Option<Uuid>,
    /// Who posted or rejected it.
    pub decided_by: Option<Uuid>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it was posted or rejected.
    pub decided_at: Option<Timestamp>,
    /// Its lines.
    pub lines: Vec<BillLine>,
    /// Net and tax by code.
    pub taxes: Vec<BillTax>,
}

impl Bill {
    /// The sum with its currency, as a timeline shows it.
    pub(super) fn said_gross(&self) -> String {
        format!("{} {}", self.gross.to_decimal_string(), self.gross.currency)
    }

    /// Whether this person entered it.
    #[must_use]
    pub fn is_of(&self, person: Option<Uuid>) -> bool {
        person.is_some() && self.created_by == person
    }

    /// Our number; before there is one, the supplier's.
    #[must_use]
    pub fn name(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.supplier_number)
    }
}

/// A line of a bill or debit note.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BillLine {
    /// Its number.
    pub n: i32,
    /// What was bought.
    pub variant_id: Option<Uuid>,
    /// Its words.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// How much.
    pub quantity: Quantity,
    /// The price of one, without tax; below zero for a rebate.
    pub unit_price: UnitPrice,
    /// The tax code.
    pub tax_code_id: Uuid,
    /// Without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
    /// Without tax, in the company's currency.
    pub net_base: Money,
    /// The tax in the company's currency.
    pub tax_base: Money,
    /// The receipt of the goods.
    pub receipt_id: Option<Uuid>,
    /// The line of the receipt.
    pub receipt_line: Option<i32>,
    /// Without a receipt, the account that it was spent on.
    pub account_id: Option<Uuid>,
    /// The cost centre that spent it.
    pub cost_centre_id: Option<Uuid>,
    /// The project that it was spent for.
    pub project_id: Option<Uuid>,
    /// The order.
    pub order_id: Option<Uuid>,
    /// The line of the order.
    pub order_line: Option<i32>,
    /// The line of the bill that a debit note's line takes back.
    pub original_line: Option<i32>,
    /// How much of the receipt it cleared.
    pub cleared_quantity: Quantity,
    /// What that had been received at, in the company's currency.
    pub cleared_value: Money,
    /// What of the net is there because the rate changed since.
    pub cleared_exchange: Money,
}

/// Net and tax of one code.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BillTax {
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
    /// Without tax, in the company's currency.
    pub net_base: Money,
    /// The tax in the company's currency.
    pub tax_base: Money,
}

/// A row of the list of bills.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BillRow {
    /// Its id.
    pub id: Uuid,
    /// What kind of document it is.
    pub kind: BillKind,
    /// How far it is.
    pub state: BillState,
    /// Our number.
    pub number: Option<String>,
    /// The supplier's own number.
    pub supplier_number: String,
    /// The supplier.
    pub supplier_id: Uuid,
    /// The supplier's name on the document.
    pub supplier: String,
    /// The day of its issue.
    pub bill_date: Date,
    /// When it is to be paid.
    pub due_date: Date,
    /// The sum without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// The sum with tax.
    pub gross: Money,
}
