//! Lists as files: CSV and XLSX, made of the same cells.
//!
//! ```ignore
//! let mut file = Export::new(format, "orders", vec![Column::text(l.t("orders-number")), …])?;
//! file.row([Cell::from(&order.number), order.date.into(), order.gross.into()])?;
//! file.finish().await
//! ```

use std::borrow::Cow;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, header};
use rust_xlsxwriter::{Format as Style, Workbook, Worksheet, XlsxError};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{Date, Money, Problem, Quantity, Timestamp, UnitPrice};

/// More rows than this are not exported at once: narrow the list, or page through the API.
pub const MOST_ROWS: i64 = 100_000;

/// What kind of file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// Text with commas, in UTF-8.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
}

/// `?format=csv` or `?format=xlsx`, beside a list's own filters.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ExportQuery {
    /// The kind of file.
    #[param(inline)]
    pub format: FileFormat,
}

/// One cell.
#[derive(Debug, Clone)]
pub enum Cell<'a> {
    /// Text; one that a spreadsheet would take for a formula is made harmless.
    Text(Cow<'a, str>),
    /// A number as decimal text, `-12.50`.
    Number(String),
    /// A day.
    Date(Date),
    /// A moment, in UTC.
    Moment(Timestamp),
    /// Nothing.
    Empty,
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Cell::Number(number.to_string())
    }
}

impl From<i32> for Cell<'_> {
    fn from(number: i32) -> Self {
        Cell::Number(number.to_string())
    }
}

impl From<Money> for Cell<'_> {
    fn from(money: Money) -> Self {
        Cell::Number(money.to_decimal_string())
    }
}

impl From<Quantity> for Cell<'_> {
    fn from(quantity: Quantity) -> Self {
        Cell::Number(quantity.to_string())
    }
}

impl From<UnitPrice> for Cell<'_> {
    fn from(price: UnitPrice) -> Self {
        Cell::Number(price.to_string())
    }
}

impl From<Date> for Cell<'_> {
    fn from(date: Date) -> Self {
        Cell::Date(date)
    }
}

impl From<Timestamp> for Cell<'_> {
    fn from(moment: Timestamp) -> Self {
        Cell::Moment(moment)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// A file in the making.
pub struct Export {
    name: String,
    rows: u32,
    file: File,
}

enum File {
    Csv(csv::Writer<Vec<u8>>),
    Xlsx(Box<Workbook>, Style),
}

impl Export {
    /// A file with its name (without ending) and its headings.
    ///
    /// # Errors
    /// Only when the machine fails.
    pub fn new<H: AsRef<str>>(
        format: FileFormat,
        name: &str,
        headings: impl IntoIterator<Item = H>,
    ) -> Result<Self, Problem> {
        let file = match format {
            // The mark at the start tells Excel that the text is UTF-8.
            FileFormat::Csv => File::Csv(csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec())),
            FileFormat::Xlsx => {
                let mut book = Workbook::new();
                // Rows go to a temporary file as they come, so memory stays small.
                let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
                sheet.set_freeze_panes(1, 0).map_err(failed)?;
                File::Xlsx(Box::new(book), Style::new().set_bold())
            }
        };
        let mut export = Self { name: name.to_owned(), rows: 0, file };
        let headings: Vec<String> = headings.into_iter().map(|h| h.as_ref().to_owned()).collect();
        export.row(headings.into_iter().map(Cell::from))?;
        Ok(export)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Only when the machine fails.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> Result<(), Problem> {
        let row = self.rows;
        self.rows += 1;
        match &mut self.file {
            File::Csv(writer) => {
                for cell in cells {
                    writer.write_field(csv_text(&cell).as_bytes()).map_err(Problem::internal)?;
                }
                writer.write_record(None::<&[u8]>).map_err(Problem::internal)
            }
            File::Xlsx(book, heading) => {
                let sheet = book.worksheet_from_index(0).map_err(failed)?;
                for (column, cell) in cells.into_iter().enumerate() {
                    let column = u16::try_from(column).map_err(Problem::internal)?;
                    let style = (row == 0).then_some(&*heading);
                    write_cell(sheet, (row, column), &cell, style).map_err(failed)?;
                }
                Ok(())
            }
        }
    }

    /// The file's bytes.
    ///
    /// # Errors
    /// When it cannot be packed, which is our fault.
    pub async fn into_bytes(self) -> Result<Vec<u8>, Problem> {
        match self.file {
            File::Csv(writer) => writer.into_inner().map_err(|e| Problem::internal(e.to_string())),
            File::Xlsx(mut book, _) => {
                // Packing a large workbook takes a second of a core.
                let packed = tokio::task::spawn_blocking(move || book.save_to_buffer());
                packed.await.map_err(Problem::internal)?.map_err(failed)
            }
        }
    }

    /// The answer that saves the file.
    ///
    /// # Errors
    /// Only when the machine fails.
    pub async fn finish(self) -> Result<Response, Problem> {
        let (kind, ending) = match self.file {
            File::Csv(_) => ("text/csv; charset=utf-8", "csv"),
            File::Xlsx(..) => {
                ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
            }
        };
        let name = self.name.clone();
        let bytes = self.into_bytes().await?;
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let name: String = name.chars().map(plain).collect();
        let disposition = format!("attachment; filename=\"{name}.{ending}\"");
        let mut response = Response::new(Body::from(bytes));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        let disposition = HeaderValue::from_str(&disposition).map_err(Problem::internal)?;
        headers.insert(header::CONTENT_DISPOSITION, disposition);
        Ok(response)
    }
}

fn failed(error: XlsxError) -> Problem {
    Problem::internal(error.to_string())
}

/// A spreadsheet runs a cell that begins like a formula, and our cells hold what customers
/// typed: such a text gets an apostrophe in front, which spreadsheets do not show.
fn harmless(text: &str) -> Cow<'_, str> {
    match text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

fn csv_text<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => Cow::Borrowed(number),
        Cell::Date(date) => Cow::Owned(date.to_string()),
        Cell::Moment(moment) => Cow::Owned(moment.to_string()),
        Cell::Empty => Cow::Borrowed(""),
    }
}

/// A workbook knows text from formulas by itself, and its numbers are binary: fifteen digits are
/// exact, and a longer number is written as text.
fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell<'_>,
    style: Option<&Style>,
) -> Result<(), XlsxError> {
    let text = match cell {
        Cell::Empty => return Ok(()),
        Cell::Number(number) => {
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            match number.parse::<f64>() {
                Ok(binary) if digits <= 15 => {
                    return sheet.write_number(row, column, binary).map(|_| ());
                }
                _ => Cow::Borrowed(number.as_str()),
            }
        }
        Cell::Text(text) => Cow::Borrowed(&**text),
        Cell::Date(date) => Cow::Owned(date.to_string()),
        Cell::Moment(moment) => Cow::Owned(moment.to_string()),
    };
    match style {
        Some(style) => sheet.write_string_with_format(row, column, text, style).map(|_| ()),
        None => sheet.write_string(row, column, text).map(|_| ()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    async fn bytes(format: FileFormat) -> (Response, Vec<u8>) {
        let mut file = Export::new(format, "orders", ["Name", "Total"]).unwrap();
        file.row([Cell::from("=1+1"), Cell::Number("-12.50".to_owned())]).unwrap();
        file.row([Cell::from("Rope, \"long\""), Cell::Empty]).unwrap();
        let (parts, body) = file.finish().await.unwrap().into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (Response::from_parts(parts, Body::empty()), bytes.to_vec())
    }

    #[tokio::test]
    async fn a_csv_opens_in_a_spreadsheet_and_runs_no_formula() {
        let (response, bytes) = bytes(FileFormat::Csv).await;
        let text = String::from_utf8(bytes).unwrap();
        let wanted = "\u{feff}Name,Total\n'=1+1,-12.50\n\"Rope, \"\"long\"\"\",\n";
        assert_eq!(text, wanted);
        let disposition = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(disposition, "attachment; filename=\"orders.csv\"");
    }

    #[tokio::test]
    async fn a_workbook_is_one() {
        let (_, bytes) = bytes(FileFormat::Xlsx).await;
        assert!(bytes.starts_with(b"PK\x03\x04"));
    }
}
