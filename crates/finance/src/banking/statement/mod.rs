//! Reading what a bank says: statements in CSV, OFX, CAMT.053 and MT940, all into one shape.
//!
//! Pure: bytes in, statements or the wrong lines out. A file with a wrong line is refused whole,
//! and so is a statement whose lines do not lead from its opening to its closing balance.

mod camt;
mod csv;
mod mt940;
mod ofx;
#[cfg(test)]
mod tests;
mod value;

pub use csv::{Columns, DateOrder};

use base::{Currency, Date, Problem};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most lines of one file.
pub(super) const MOST_LINES: usize = 20_000;
/// The most wrong lines that are named.
const MOST_NAMED: usize = 20;

/// The kind of a statement file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Format {
    /// A table with commas, semicolons or tabs.
    Csv,
    /// Open Financial Exchange, versions 1 and 2.
    Ofx,
    /// ISO 20022 camt.053.
    Camt,
    /// SWIFT MT940.
    Mt940,
}

impl Format {
    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ofx => "ofx",
            Self::Camt => "camt",
            Self::Mt940 => "mt940",
        }
    }

    /// What a text looks like; everything that is nothing else is a table.
    #[must_use]
    pub(super) fn sniff(text: &str) -> Self {
        let head: String = text.chars().take(4000).collect();
        let upper = head.to_uppercase();
        if upper.contains("OFXHEADER") || upper.contains("<OFX>") {
            Self::Ofx
        } else if head.contains("camt.053") || head.contains("<BkToCstmrStmt") {
            Self::Camt
        } else if head.lines().any(|line| line.starts_with(":20:") || line.ends_with("{4:")) {
            Self::Mt940
        } else {
            Self::Csv
        }
    }
}

/// A statement as it was read. Amounts are minor units, positive into the account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Statement {
    /// The bank's own number of it.
    pub reference: String,
    /// The number of the account, where the file says it.
    pub account: String,
    /// The currency, where the file says it.
    pub currency: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub opening: Option<i64>,
    pub closing: Option<i64>,
    pub lines: Vec<Line>,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub date: Date,
    pub value_date: Option<Date>,
    pub amount: i64,
    pub description: String,
    /// The payer's or payee's own reference: end-to-end id, cheque number.
    pub reference: String,
    /// The bank's reference, by which it knows the line again.
    pub bank_reference: String,
    pub counterparty: String,
    pub counterparty_account: String,
}

impl Line {
    fn new(date: Date, amount: i64) -> Self {
        Self {
            date,
            value_date: None,
            amount,
            description: String::new(),
            reference: String::new(),
            bank_reference: String::new(),
            counterparty: String::new(),
            counterparty_account: String::new(),
        }
    }
}

/// What is wrong with a line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Its number in the file, from one.
    pub line: usize,
    /// What of it: `date`, `amount`, `balance`.
    pub what: &'static str,
    /// What stands there.
    pub found: String,
}

impl Wrong {
    fn new(line: usize, what: &'static str, found: impl Into<String>) -> Self {
        let found: String = found.into();
        Self { line, what, found: found.trim().chars().take(60).collect() }
    }
}

/// Turns wrong lines into the refusal that names them.
fn refuse(wrong: &[Wrong]) -> Problem {
    let first = wrong.iter().take(MOST_NAMED);
    let problem = Problem::invalid();
    first.fold(problem, |problem, wrong| {
        let code = match wrong.what {
            "date" => "bank_wrong_date",
            "balance" => "bank_wrong_balance",
            _ => "bank_wrong_amount",
        };
        let facts: [(&'static str, &dyn std::fmt::Display); 2] =
            [("line", &wrong.line), ("found", &wrong.found)];
        problem.field_with(format!("file:{}", wrong.line), code, &facts)
    })
}

/// The text of a file: UTF-8 or UTF-16, else the eight-bit writing that the caller names.
pub(super) fn decode(bytes: &[u8], eight_bit: &str) -> Result<String, Problem> {
    let unreadable = || Problem::invalid().field("file", "bank_file_unreadable");
    if bytes.is_empty() {
        return Err(Problem::invalid().field("file", "required"));
    }
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => {
            let (text, _, broken) = encoding.decode(bytes);
            (!broken).then(|| text.into_owned())
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => {
                let known = encoding_rs::Encoding::for_label(eight_bit.as_bytes());
                known.map(|encoding| encoding.decode_without_bom_handling(bytes).0.into_owned())
            }
        },
    };
    // A picture or a workbook is no text, whatever it was read as.
    text.filter(|text| !text.contains('\0')).ok_or_else(unreadable)
}

/// Reads a file in the currency of its account.
pub(super) fn read(
    text: &str,
    format: Format,
    columns: &Columns,
    currency: Currency,
) -> Result<Vec<Statement>, Problem> {
    let scale = currency.exponent();
    let read = match format {
        Format::Csv => csv::read(text, columns, scale)?,
        Format::Ofx => ofx::read(text, scale),
        Format::Camt => camt::read(text, scale)?,
        Format::Mt940 => mt940::read(text, scale),
    };
    let mut statements = read.map_err(|wrong| refuse(&wrong))?;
    let lines: usize = statements.iter().map(|statement| statement.lines.len()).sum();
    if lines > MOST_LINES {
        let problem = Problem::invalid();
        return Err(problem.field_with("file", "bank_file_long", &[("most", &MOST_LINES)]));
    }
    if statements.is_empty() || lines == 0 && statements.iter().all(|s| s.closing.is_none()) {
        return Err(Problem::invalid().field("file", "bank_file_empty"));
    }
    for statement in &mut statements {
        let days = statement.lines.iter().map(|line| line.date);
        statement.from = statement.from.or(days.clone().min());
        statement.to = statement.to.into_iter().chain(days.max()).max();
        adds_up(statement, currency)?;
    }
    Ok(statements)
}

/// The lines of a statement lead from its opening to its closing balance.
fn adds_up(statement: &Statement, currency: Currency) -> Result<(), Problem> {
    let (Some(opening), Some(closing)) = (statement.opening, statement.closing) else {
        return Ok(());
    };
    let moved: i128 = statement.lines.iter().map(|line| i128::from(line.amount)).sum();
    if i128::from(opening) + moved == i128::from(closing) {
        return Ok(());
    }
    let said = |minor: i64| base::Money::new(minor, currency).to_decimal_string();
    let moved = i64::try_from(moved).map_or_else(|_| "?".to_owned(), said);
    Err(Problem::invalid().field_with(
        "file",
        "bank_statement_adds_up",
        &[("opening", &said(opening)), ("moved", &moved), ("closing", &said(closing))],
    ))
}
