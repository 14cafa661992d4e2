//! Imports as JSON, and the uploaded file of both the API and the pages.

use axum::Extension;
use axum::response::Response;
use base::export::MOST_ROWS;
use base::request::Part;
use base::{Cx, L, List, ListQuery, Path, Problem, Query, Route, Tx, UploadForm};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Import, ImportError, ImportFilter, Importer, Importers, LeftOut, Mapping, NewFile};
use crate::files::{Source, Spool};

/// The route with the importers within its reach.
pub(super) fn give(route: Route, importers: &Importers) -> Route {
    let handler = route.handler.layer(Extension(importers.clone()));
    Route { handler, ..route }
}

/// A larger list is better taken in as several files.
const MOST_BYTES: u64 = 96 * 1024 * 1024;
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

/// What an upload says, as the document of the API describes it.
#[derive(ToSchema)]
#[schema(as = NewImport)]
#[expect(dead_code, reason = "the form is read part by part")]
pub(super) struct Form {
    /// What the file holds: `products`.
    kind: String,
    /// A CSV file in UTF-8 with headings in its first line, such as a Shopify export.
    #[schema(value_type = String, format = Binary)]
    file: Source,
    /// Which heading of the file is which column, as JSON: `{"sku": "Variant SKU"}`. Guessed when
    /// it is not sent.
    mapping: Option<Mapping>,
}

/// What was sent.
#[derive(Default)]
pub(super) struct Sent {
    pub kind: String,
    mapping: Option<Mapping>,
    name: String,
    source: Option<Source>,
}

/// Reads the form; a file that is too large is given up as soon as it is.
pub(super) async fn receive(cx: &Cx, mut form: UploadForm) -> Result<Sent, Problem> {
    let (mut sent, mut read_mapping) = (Sent::default(), None);
    while let Some(part) = form.next().await? {
        match part.name() {
            "kind" => sent.kind = part.text().await?,
            "mapping" => read_mapping = Some(part.text().await?),
            "file" => {
                sent.name = part.file_name().to_owned();
                sent.source = Some(spool(cx, part).await?);
            }
            _ => {}
        }
    }
    if let Some(text) = read_mapping {
        let read = serde_json::from_str(&text);
        sent.mapping =
            Some(read.map_err(|e| Problem::bad_request("json_unreadable").fact("reason", e))?);
    }
    Ok(sent)
}

async fn spool(cx: &Cx, mut part: Part<'_>) -> Result<Source, Problem> {
    let mut spool = Spool::begin(&cx.app).map_err(Problem::internal)?;
    while let Some(piece) = part.piece().await? {
        spool.write(&piece).map_err(Problem::internal)?;
        if spool.size_bytes() > MOST_BYTES {
            let most = MOST_BYTES / (1024 * 1024);
            return Err(Problem::invalid().field_with(
                "file",
                "import_too_large",
                &[("most", &most)],
            ));
        }
    }
    Ok(spool.finish())
}

/// Tries the file out and keeps it with what it would do. The transaction of the trial ends
/// before that of the command begins, so a request never holds two.
pub(super) async fn take(
    cx: &Cx,
    importer: &Importer,
    sent: Sent,
) -> Result<(Tx, Import), Problem> {
    let source = sent.source.filter(|source| source.size_bytes() > 0);
    let source = source.ok_or_else(|| Problem::invalid().field("file", "required"))?;
    let trial = Tx::begin(&cx.app, &cx.actor).await?;
    let preview = super::preview(trial, importer, sent.mapping, &source).await?;
    let mut tx = cx.begin().await?;
    let file = NewFile { name: sent.name, source };
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
    form: UploadForm,
) -> Result<Response, Problem> {
    let sent = receive(&cx, form).await?;
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

pub(super) async fn errors(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let import = super::find(&mut tx, id).await?;
    let importer = importers.find(&import.kind)?;
    let mut file = LeftOut::new(&cx.l, importer, &import.summary.headings)?;
    let mut after: Option<ImportError> = None;
    for _ in 0..MOST_ROWS / ERRORS_AT_ONCE {
        let errors = super::errors(&mut tx, id, after.as_ref(), ERRORS_AT_ONCE).await?;
        after = errors.last().cloned();
        if after.is_none() {
            break;
        }
        for error in errors {
            file.push(error)?;
        }
    }
    file.finish()?.finish().await
}
