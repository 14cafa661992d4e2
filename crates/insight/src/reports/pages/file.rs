//! A sheet as a file.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use base::export::{self, Export, FileFormat};
use base::{Cx, Problem, Tx};
use serde::Deserialize;

use super::super::query::Asked;
use super::super::sheet::{Cell, Sheet, Value};
use super::paper;

/// Lines of a report that lists things, in a file.
pub(super) const MOST_LINES: i64 = 50_000;

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    #[default]
    Csv,
    Xlsx,
    Pdf,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct FileQuery {
    format: Format,
}

pub(super) async fn answer(
    cx: &Cx,
    mut tx: Tx,
    wanted: FileQuery,
    title: &str,
    asked: &Asked,
    sheet: &Sheet,
) -> Result<Response, Problem> {
    let name = format!("{}-{}", sheet.report, sheet.to);
    let format = match wanted.format {
        Format::Csv => FileFormat::Csv,
        Format::Xlsx => FileFormat::Xlsx,
        Format::Pdf => {
            let company = platform::settings::company(&mut tx).await?;
            // The connection goes back before the slow part.
            tx.roll_back().await?;
            let bytes = paper::pdf(cx, &company, title, asked, sheet).await?;
            return pdf(&name, bytes);
        }
    };
    tx.roll_back().await?;
    let mut file =
        Export::new(format, &name, sheet.columns.iter().map(|column| column.label.as_str()))?;
    for line in &sheet.rows {
        file.row(line.cells.iter().map(exported))?;
    }
    file.finish().await
}

fn exported(cell: &Cell) -> export::Cell<'_> {
    match &cell.value {
        Value::Money(money) => (*money).into(),
        Value::Quantity(quantity) => (*quantity).into(),
        Value::Date(date) => (*date).into(),
        Value::Text(text) => text.into(),
        Value::Empty => export::Cell::Empty,
    }
}

fn pdf(name: &str, bytes: Vec<u8>) -> Result<Response, Problem> {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    let name = format!("inline; filename=\"{name}.pdf\"");
    let name = HeaderValue::from_str(&name).map_err(Problem::internal)?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
