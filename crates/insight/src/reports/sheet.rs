//! A report as rows and columns. The page, the files, the paper and the API show the same
//! sheet, so they cannot tell different numbers.

use base::{Date, L, Money, Quantity, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use finance::ledger::Span;

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Sheet {
    /// Which report: `profit-and-loss`.
    pub report: &'static str,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Date,
    /// When it was known, if that was asked.
    pub known_on: Option<Timestamp>,
    /// The columns.
    pub columns: Vec<Head>,
    /// The rows.
    pub rows: Vec<Line>,
    /// Whether both sides agree, for a report that has two.
    pub balanced: Option<bool>,
    /// Whether there is more than was asked for at once.
    pub cut: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Head {
    /// Its heading, in the caller's language.
    pub label: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The name of the rows below it.
    Heading,
    /// A figure.
    Line,
    /// The sum of a group.
    Subtotal,
    /// What the report is read for.
    Total,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Line {
    /// What it is.
    pub role: Role,
    /// The account, if it is one.
    pub account_id: Option<Uuid>,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Cell {
    /// What it says.
    pub value: Value,
    /// What it sums: a page with the lines or documents behind it.
    pub href: Option<String>,
    /// Whether it warns of something: more was spent than was planned.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub warns: bool,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Value {
    /// An amount.
    Money(Money),
    /// So much of something.
    Quantity(Quantity),
    /// A day.
    Date(Date),
    /// Words, a number of a document.
    Text(String),
    /// Nothing.
    Empty,
}

impl Cell {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { value: Value::Text(text.into()), href: None, warns: false }
    }

    pub(super) fn empty() -> Self {
        Self { value: Value::Empty, href: None, warns: false }
    }

    pub(super) fn money(money: Money) -> Self {
        Self { value: Value::Money(money), href: None, warns: false }
    }

    /// Words that warn.
    pub(super) fn warning(text: impl Into<String>) -> Self {
        Self { warns: true, ..Self::text(text) }
    }

    pub(super) fn to(self, href: Option<String>) -> Self {
        Self { href, ..self }
    }

    /// As a reader sees it; nothing is an empty text.
    pub(super) fn said(&self, l: &L) -> String {
        match &self.value {
            Value::Money(money) => l.amount(*money),
            Value::Quantity(quantity) => l.quantity(*quantity),
            Value::Date(date) => l.date(*date),
            Value::Text(text) => text.clone(),
            Value::Empty => String::new(),
        }
    }

    /// Whether it is an amount or quantity below zero.
    pub(super) fn is_negative(&self) -> bool {
        match self.value {
            Value::Money(money) => money.is_negative(),
            Value::Quantity(quantity) => quantity.micros() < 0,
            _ => false,
        }
    }
}

impl From<Quantity> for Cell {
    fn from(quantity: Quantity) -> Self {
        Self { value: Value::Quantity(quantity), href: None, warns: false }
    }
}

impl From<Date> for Cell {
    fn from(date: Date) -> Self {
        Self { value: Value::Date(date), href: None, warns: false }
    }
}

impl Sheet {
    pub(super) fn heading(&mut self, title: impl Into<String>) {
        let mut cells = vec![Cell::text(title)];
        cells.resize(self.columns.len(), Cell::empty());
        self.rows.push(Line { role: Role::Heading, account_id: None, cells });
    }

    pub(super) fn line(&mut self, cells: Vec<Cell>) {
        self.rows.push(Line { role: Role::Line, account_id: None, cells });
    }

    pub(super) fn sum(&mut self, role: Role, cells: Vec<Cell>) {
        self.rows.push(Line { role, account_id: None, cells });
    }
}

pub(super) fn head(label: impl Into<String>) -> Head {
    Head { label: label.into(), numeric: false }
}

pub(super) fn number(label: impl Into<String>) -> Head {
    Head { label: label.into(), numeric: true }
}

/// What a column of days is called: a month, a day, or from a day to a day.
pub(super) fn span_label(l: &L, span: Span) -> String {
    match span.from {
        None => l.date(span.to),
        Some(from) if from == from.first_of_month() && span.to == from.last_of_month() => {
            l.month_of_year(from)
        }
        Some(from) => format!("{} – {}", l.date(from), l.date(span.to)),
    }
}
