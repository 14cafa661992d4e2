//! Imports as JSON, and the uploaded file of both the API and the pages.

use axum::Extension;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::response::Response;
use base::export::{Cell, Export, FileFormat, MOST_ROWS};
use base::{Cx, L, List, ListQuery, Path, Problem, Query, Route, Tx};
use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Import, ImportError, ImportFilter, Importer, Importers, Mapping, NewFile};

/// The route with the importers within its reach.
pub(super) fn give(route: Route, importers: &Importers) -> Route {
    let handler = route.handler.layer(Extension(importers.clone()));
    Route { handler, ..route }
}

/// A larger list is better taken in as several files.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Rows in the answer; all of them are in the file of errors.
const SHOWN_ERRORS: i64 = 50;
const ERRORS_AT_ONCE: i64 = 1000;

/// A page of the imports.
pub(super) type ImportList = List<Import>;

/// An import with the first rows that were left out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ImportDetail {
    #[serde(flatten)]
    import: Import,
    /// The first fifty; all of them are in `errors.csv`.
    errors: Vec<RowError>,
}

/// A row that was left out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RowError {
    /// The line of the file; the headings are line 1.
    row: i32,
    /// The key of the column, or empty when it is the whole row.
    field: String,
    /// The code of what is wrong.
    code: String,
    /// What is wrong, in the caller's language.
    detail: String,
}

/// What was sent by a multipart form.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub kind: String,
    pub mapping: Option<Mapping>,
    pub name: String,
    pub bytes: Bytes,
}

pub(super) type Upload = Result<Multipart, MultipartRejection>;

/// Reads the form; a file that is too large is given up as soon as it is.
pub(super) async fn receive(upload: Upload) -> Result<Sent, Problem> {
    let unreadable =
        |e: &dyn std::fmt::Display| Problem::bad_request("form_unreadable").fact("reason", e);
    let mut form = upload.map_err(|e| unreadable(&e))?;
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|e| unreadable(&e))? {
        match field.name() {
            Some("kind") => sent.kind = field.text().await.map_err(|e| unreadable(&e))?,
            Some("mapping") => {
                let text = field.text().await.map_err(|e| unreadable(&e))?;
                let read = serde_json::from_str(&text);
                sent.mapping = Some(
                    read.map_err(|e| Problem::bad_request("json_unreadable").fact("reason", e))?,
                );
            }
            Some("file") => {
                sent.name = field.file_name().unwrap_or_default().to_owned();
                sent.bytes = bytes_of(field).await?;
            }
            _ => {}
        }
    }
    if sent.bytes.is_empty() {
        return Err(Problem::invalid().field("file", "required"));
    }
    Ok(sent)
}

async fn bytes_of(mut field: Field<'_>) -> Result<Bytes, Problem> {
    let mut bytes = Vec::new();
    loop {
        let piece = field.chunk().await;
        let piece = piece.map_err(|e| Problem::bad_request("form_unreadable").fact("reason", e))?;
        let Some(piece) = piece else { return Ok(bytes.into()) };
        if bytes.len() + piece.len() > MOST_BYTES {
            let most = MOST_BYTES / (1024 * 1024);
            return Err(Problem::invalid().field_with(
                "file",
                "import_too_large",
                &[("most", &most)],
            ));
        }
        bytes.extend_from_slice(&piece);
    }
}

/// Tries the file out and keeps it with what it would do. The transaction of the trial ends
/// before that of the command begins, so a request never holds two.
pub(super) async fn take(
    cx: &Cx,
    importer: &Importer,
    sent: Sent,
) -> Result<(Tx, Import), Problem> {
    let trial = Tx::begin(&cx.app, &cx.actor).await?;
    let preview = super::preview(trial, importer, sent.mapping, sent.bytes.clone()).await?;
    let mut tx = cx.begin().await?;
    let file = NewFile { name: sent.name, bytes: sent.bytes };
    let import = super::upload(&mut tx, importer, file, preview).await?;
    Ok((tx, import))
}

/// The importer of an import that is there.
pub(super) async fn importer_of<'a>(
    tx: &mut Tx,
    importers: &'a Importers,
    id: Uuid,
) -> Result<&'a Importer, Problem> {
    let import = super::find(tx, id).await?;
    importers.find(&import.kind)
}

pub(super) async fn upload(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    upload: Upload,
) -> Result<Response, Problem> {
    let sent = receive(upload).await?;
    let (mut tx, import) = take(&cx, importers.find(&sent.kind)?, sent).await?;
    let answer = detail(&mut tx, &cx.l, import).await?;
    tx.reply(StatusCode::CREATED, &answer).await
}

pub(super) async fn list(
    cx: Cx,
    Query(query): Query<ListQuery>,
    Query(filter): Query<ImportFilter>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query, &filter).await?)
}

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let import = super::find(&mut tx, id).await?;
    cx.json(&detail(&mut tx, &cx.l, import).await?)
}

pub(super) async fn commit(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let importer = importer_of(&mut tx, &importers, id).await?;
    let import = super::commit(&mut tx, importer, id).await?;
    tx.reply(StatusCode::OK, &import).await
}

pub(super) async fn undo(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let importer = importer_of(&mut tx, &importers, id).await?;
    let import = super::undo(&mut tx, importer, id).await?;
    tx.reply(StatusCode::OK, &import).await
}

async fn detail(tx: &mut Tx, l: &L, import: Import) -> Result<ImportDetail, Problem> {
    let errors = super::errors(tx, import.id, None, SHOWN_ERRORS).await?;
    let errors = errors.into_iter().map(|error| RowError {
        row: error.row_number,
        detail: error.say(l),
        field: error.field,
        code: error.code,
    });
    Ok(ImportDetail { errors: errors.collect(), import })
}

/// The rows that were left out, with their own headings and one column more, so that they can be
/// mended and sent again.
pub(super) async fn errors(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let import = super::find(&mut tx, id).await?;
    let importer = importers.find(&import.kind)?;
    let headings = &import.summary.headings;
    let width = headings.len();
    let all = headings.iter().cloned().chain([cx.l.t("imports-error")]);
    let mut file = Export::new(FileFormat::Csv, "import-errors", all)?;
    // A row with several mistakes is one row of the file: it is written when its last was seen.
    let mut row: Option<(ImportError, String)> = None;
    let mut after: Option<ImportError> = None;
    for _ in 0..MOST_ROWS / ERRORS_AT_ONCE {
        let errors = super::errors(&mut tx, id, after.as_ref(), ERRORS_AT_ONCE).await?;
        after = errors.last().cloned();
        if after.is_none() {
            break;
        }
        for error in errors {
            let said = in_words(&cx.l, importer, &error);
            match &mut row {
                Some((known, words)) if known.row_number == error.row_number => {
                    *words = format!("{words} {said}");
                }
                _ => {
                    if let Some(done) = row.replace((error, said)) {
                        write(&mut file, &cx.l, width, &done)?;
                    }
                }
            }
        }
    }
    if let Some(done) = row {
        write(&mut file, &cx.l, width, &done)?;
    }
    file.finish().await
}

fn write(
    file: &mut Export,
    l: &L,
    width: usize,
    (error, words): &(ImportError, String),
) -> Result<(), Problem> {
    let said = l.with("imports-line", &[("row", error.row_number.into()), ("text", words.into())]);
    let empty = std::iter::repeat("");
    let cells = error.cells.iter().map(String::as_str).chain(empty).take(width);
    file.row(cells.map(Cell::from).chain([Cell::from(said)]))
}

/// The sentence, after the name of its column.
pub(super) fn in_words(l: &L, importer: &Importer, error: &ImportError) -> String {
    let said = error.say(l);
    match importer.columns.iter().find(|column| column.key == error.field) {
        Some(column) => format!("{}: {said}", l.t(column.label)),
        None => said,
    }
}
