//! Tables: the columns are remembered for each account, or known by their headings.

use base::Problem;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::value::{amount, day};
use super::{Line, Statement, Wrong};

/// In which order a bank writes a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// 31/12/2026.
    #[default]
    Dmy,
    /// 12/31/2026.
    Mdy,
    /// 2026-12-31.
    Ymd,
}

/// Which columns of a table hold what, by their headings; an empty one is found by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Columns {
    /// The business day.
    pub date: String,
    /// The value day.
    pub value_date: String,
    /// What happened.
    pub description: String,
    /// The amount, signed; or money in and money out in two columns.
    pub amount: String,
    /// Money out.
    pub debit: String,
    /// Money in.
    pub credit: String,
    /// The balance after the line.
    pub balance: String,
    /// The bank's reference.
    pub reference: String,
    /// Who paid or was paid.
    pub counterparty: String,
    /// The order of day, month and year.
    pub order: DateOrder,
    /// The eight-bit writing of a file that is no UTF-8: `windows-1256` when not said.
    pub encoding: String,
}

impl Columns {
    /// The eight-bit writing.
    #[must_use]
    pub fn eight_bit(&self) -> &str {
        if self.encoding.is_empty() { "windows-1256" } else { &self.encoding }
    }
}

const DATE: &[&str] = &[
    "date",
    "transaction date",
    "posting date",
    "booking date",
    "التاريخ",
    "تاريخ العملية",
    "تاريخ",
    "তারিখ",
    "লেনদেনের তারিখ",
];
const VALUE_DATE: &[&str] = &["value date", "تاريخ القيمة", "تاريخ الاستحقاق", "মূল্য তারিখ"];
const DESCRIPTION: &[&str] = &[
    "description",
    "details",
    "narrative",
    "particulars",
    "memo",
    "transaction details",
    "الوصف",
    "البيان",
    "التفاصيل",
    "বিবরণ",
];
#[rustfmt::skip] // Letters that join take no column of their own.
const AMOUNT: &[&str] = &["amount", "transaction amount",
    "المبلغ", "مبلغ العملية", "পরিমাণ", "টাকা"];
const DEBIT: &[&str] = &[
    "debit",
    "withdrawal",
    "withdrawals",
    "money out",
    "paid out",
    "مدين",
    "سحب",
    "ডেবিট",
    "উত্তোলন",
];
const CREDIT: &[&str] =
    &["credit", "deposit", "deposits", "money in", "paid in", "دائن", "إيداع", "ক্রেডিট", "জমা"];
const BALANCE: &[&str] =
    &["balance", "running balance", "closing balance", "الرصيد", "رصيد", "স্থিতি", "ব্যালেন্স"];
const REFERENCE: &[&str] = &[
    "reference",
    "ref",
    "transaction id",
    "reference number",
    "المرجع",
    "رقم المرجع",
    "رقم العملية",
    "রেফারেন্স",
];
#[rustfmt::skip] // As above.
const COUNTERPARTY: &[&str] = &["counterparty", "beneficiary", "payee", "payer", "name",
    "المستفيد", "الاسم", "প্রাপক", "নাম"];

/// Where each column stands.
struct Places {
    date: usize,
    value_date: Option<usize>,
    description: Option<usize>,
    amount: Option<usize>,
    debit: Option<usize>,
    credit: Option<usize>,
    balance: Option<usize>,
    reference: Option<usize>,
    counterparty: Option<usize>,
}

impl Places {
    /// The places in a row of headings, if it is one.
    fn of(row: &[String], columns: &Columns) -> Option<Self> {
        let folded = |text: &str| {
            let kept = text.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace());
            let kept: String = kept.collect::<String>().to_lowercase();
            kept.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let row: Vec<String> = row.iter().map(|heading| folded(heading)).collect();
        let find = |said: &str, known: &[&str]| match said {
            "" => known.iter().find_map(|name| {
                let name = folded(name);
                row.iter().position(|heading| *heading == name)
            }),
            said => row.iter().position(|heading| *heading == folded(said)),
        };
        let places = Self {
            date: find(&columns.date, DATE)?,
            value_date: find(&columns.value_date, VALUE_DATE),
            description: find(&columns.description, DESCRIPTION),
            amount: find(&columns.amount, AMOUNT),
            debit: find(&columns.debit, DEBIT),
            credit: find(&columns.credit, CREDIT),
            balance: find(&columns.balance, BALANCE),
            reference: find(&columns.reference, REFERENCE),
            counterparty: find(&columns.counterparty, COUNTERPARTY),
        };
        let amounts = places.amount.is_some() || places.debit.is_some() && places.credit.is_some();
        amounts.then_some(places)
    }
}

type Read = Result<Vec<Statement>, Vec<Wrong>>;

/// Reads a table as one statement. Lines above the headings, such as the bank's name, are
/// skipped; so are lines without a day and without an amount.
pub(super) fn read(text: &str, columns: &Columns, scale: u32) -> Result<Read, Problem> {
    let rows = rows(text)?;
    let found = rows
        .iter()
        .take(30)
        .enumerate()
        .find_map(|(at, (_, row))| Places::of(row, columns).map(|places| (at, places)));
    let missing = || Problem::invalid().field("file", "bank_no_columns");
    let (head, places) = found.ok_or_else(missing)?;
    let (mut read, mut wrong) = (Vec::new(), Vec::new());
    for (line, row) in &rows[head + 1..] {
        match row_of(*line, row, &places, columns.order, scale) {
            Ok(Some(row)) => read.push(row),
            Ok(None) => {}
            Err(bad) => wrong.push(bad),
        }
    }
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    Ok(statement(read).map(|statement| vec![statement]))
}

/// A row with its balance and its number in the file.
struct Row {
    line: Line,
    balance: Option<i64>,
    number: usize,
}

fn row_of(
    number: usize,
    row: &[String],
    places: &Places,
    order: DateOrder,
    scale: u32,
) -> Result<Option<Row>, Wrong> {
    let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", |cell| cell.trim());
    let date = cell(Some(places.date));
    let cells = [cell(places.amount), cell(places.debit), cell(places.credit)];
    if date.is_empty() && cells.iter().all(|cell| cell.is_empty()) {
        return Ok(None);
    }
    let money = |text: &str| match text {
        "" | "-" => Ok(0),
        text => amount(text, scale).ok_or_else(|| Wrong::new(number, "amount", text)),
    };
    let (signed, out, into) = (money(cells[0])?, money(cells[1])?, money(cells[2])?);
    // Money out is written with and without a sign.
    let amount = signed + into - out.saturating_abs();
    let balance = match cell(places.balance) {
        "" => None,
        text => Some(money(text).map_err(|bad| Wrong { what: "balance", ..bad })?),
    };
    if amount == 0 && cells.iter().all(|cell| cell.is_empty()) {
        // The line of an opening balance.
        return Ok(None);
    }
    let date = day(date, order).ok_or_else(|| Wrong::new(number, "date", date))?;
    if amount == 0 {
        return Ok(None);
    }
    let mut line = Line::new(date, amount);
    line.value_date = day(cell(places.value_date), order);
    line.description = cell(places.description).to_owned();
    line.bank_reference = cell(places.reference).to_owned();
    line.counterparty = cell(places.counterparty).to_owned();
    Ok(Some(Row { line, balance, number }))
}

/// The rows in the order of time, with the balances that they say.
fn statement(mut rows: Vec<Row>) -> Result<Statement, Vec<Wrong>> {
    let newest_first = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) if first.line.date != last.line.date => {
            first.line.date > last.line.date
        }
        // Within one day only the balances tell.
        _ => {
            !leads(&rows) && {
                let turned: Vec<(i64, Option<i64>)> =
                    rows.iter().rev().map(|row| (row.line.amount, row.balance)).collect();
                follows(&turned).is_none()
            }
        }
    };
    if newest_first {
        rows.reverse();
    }
    let pairs: Vec<(i64, Option<i64>)> =
        rows.iter().map(|row| (row.line.amount, row.balance)).collect();
    if let Some(at) = follows(&pairs) {
        let found = rows[at].line.description.clone();
        return Err(vec![Wrong::new(rows[at].number, "balance", found)]);
    }
    let first = rows.first().and_then(|row| Some(row.balance? - row.line.amount));
    let last = rows.last().and_then(|row| row.balance);
    let (opening, closing) = if last.is_some() { (first, last) } else { (None, None) };
    let lines = rows.into_iter().map(|row| row.line).collect();
    Ok(Statement { opening, closing, lines, ..Statement::default() })
}

fn leads(rows: &[Row]) -> bool {
    let pairs: Vec<(i64, Option<i64>)> =
        rows.iter().map(|row| (row.line.amount, row.balance)).collect();
    follows(&pairs).is_none()
}

/// The first row whose balance is not the one before it and its amount.
fn follows(rows: &[(i64, Option<i64>)]) -> Option<usize> {
    let wrong = |pair: &[(i64, Option<i64>)]| match (pair[0].1, pair[1].1) {
        (Some(before), Some(after)) => before.checked_add(pair[1].0) != Some(after),
        _ => false,
    };
    rows.windows(2).position(wrong).map(|at| at + 1)
}

/// The rows with their numbers in the file; the sign between cells is the one that occurs most.
fn rows(text: &str) -> Result<Vec<(usize, Vec<String>)>, Problem> {
    let head: Vec<&str> = text.lines().take(30).collect();
    let count = |sign: char| head.iter().map(|line| line.matches(sign).count()).sum::<usize>();
    let signs = [',', ';', '\t', '|'];
    let sign = signs.into_iter().max_by_key(|sign| count(*sign)).unwrap_or(',');
    let delimiter = u8::try_from(sign).unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let unreadable = |_| Problem::invalid().field("file", "bank_file_unreadable");
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, ::csv::Position::line);
        let cells = record.iter().map(str::to_owned).collect();
        rows.push((usize::try_from(line).unwrap_or_default(), cells));
    }
    Ok(rows)
}
