//! What is done with an import: it is uploaded, mapped anew, taken in, taken back.

use base::{List, ListQuery, Problem, Sort, Tx};
use serde_json::json;
use uuid::Uuid;

use super::import::{Import, ImportError, ImportFilter, ImportState};
use super::importer::{ImportRun, Importer};
use super::preview::{Outcome, Preview, run_over};
use super::store;
use crate::files::{self, Source};

/// By id, which grows with time and is the key.
const SORTS: [Sort; 1] = [Sort::desc("at", "i.id", "uuid")];

/// What somebody uploads.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// The name of the file.
    pub name: String,
    /// What is in it.
    pub source: Source,
}

/// Keeps a file that was tried out, with what it would do.
///
/// # Errors
/// 403 without the importer's permission.
pub async fn upload(
    tx: &mut Tx,
    importer: &Importer,
    file: NewFile,
    preview: Preview,
) -> Result<Import, Problem> {
    tx.demand(importer.permission)?;
    let file_id = files::save_source(tx, &file.name, "text/csv", &file.source).await?;
    let file_name = files::find(tx, file_id).await?.name;
    let mut import = Import {
        id: tx.new_id::<Import>().uuid(),
        kind: importer.kind.to_owned(),
        file_id,
        file_name,
        mapping: preview.mapping,
        state: preview.state,
        created_count: 0,
        updated_count: 0,
        unchanged_count: 0,
        error_count: 0,
        summary: Default::default(),
        created_by: tx.actor().user_id(),
        created_at: tx.now(),
        committed_at: None,
        undone_at: None,
    };
    store::insert(tx, &import).await?;
    keep(tx, &mut import, preview.outcome).await?;
    tx.audit("imports.upload", "import", import.id, json!({"file": import.file_name}));
    Ok(import)
}

/// Gives an import that was not taken in another mapping, with what it does then.
///
/// # Errors
/// 404 for an unknown import; 409 when it was taken in already.
pub async fn remap(tx: &mut Tx, id: Uuid, preview: Preview) -> Result<Import, Problem> {
    let mut import = locked(tx, id).await?;
    if !import.state.is_open() {
        return Err(Problem::conflict("import_not_open"));
    }
    let changes = json!({"mapping": [json!(import.mapping).to_string(),
        json!(preview.mapping).to_string()]});
    (import.mapping, import.state) = (preview.mapping, preview.state);
    keep(tx, &mut import, preview.outcome).await?;
    tx.audit("imports.map", "import", id, changes);
    Ok(import)
}

/// Takes an import in: all of it, or nothing.
///
/// # Errors
/// 404 for an unknown import; 403 without the importer's permission; 409 unless it is previewed;
/// 422 when the file is refused as a whole.
pub async fn commit(tx: &mut Tx, importer: &Importer, id: Uuid) -> Result<Import, Problem> {
    tx.demand(importer.permission)?;
    let mut import = locked(tx, id).await?;
    if import.state != ImportState::Previewed {
        return Err(Problem::conflict("import_not_open"));
    }
    let source = files::read(tx, import.file_id).await?;
    let run = ImportRun { import_id: id, mapping: import.mapping.clone(), is_preview: false };
    let done = run_over(tx, importer, &run, &source).await?;
    (import.state, import.committed_at) = (ImportState::Committed, Some(tx.now()));
    keep(tx, &mut import, done).await?;
    let facts = json!({
        "file": import.file_name,
        "created": import.created_count,
        "updated": import.updated_count,
        "errors": import.error_count,
    });
    tx.audit("imports.commit", "import", id, facts);
    Ok(import)
}

/// Takes an import back, as far as nobody changed its things since.
///
/// # Errors
/// 404 for an unknown import; 403 without the importer's permission; 409 unless it was taken in.
pub async fn undo(tx: &mut Tx, importer: &Importer, id: Uuid) -> Result<Import, Problem> {
    tx.demand(importer.permission)?;
    let mut import = locked(tx, id).await?;
    if import.state != ImportState::Committed {
        return Err(Problem::conflict("import_not_committed"));
    }
    let done = (importer.undo)(tx, id).await?;
    (import.state, import.undone_at) = (ImportState::Undone, Some(tx.now()));
    import.summary.undone = Some(done);
    store::save(tx, &import).await?;
    let facts = json!({"file": import.file_name, "undone": done.undone, "kept": done.kept});
    tx.audit("imports.undo", "import", id, facts);
    Ok(import)
}

/// One import.
///
/// # Errors
/// 404 when the company has none with this id.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Import, Problem> {
    store::find(tx, id, false).await?.ok_or_else(Problem::not_found)
}

/// A page of the imports, the newest first.
///
/// # Errors
/// 400 for an unknown sort or cursor.
pub async fn list(
    tx: &mut Tx,
    query: &ListQuery,
    filter: &ImportFilter,
) -> Result<List<Import>, Problem> {
    let (sort, cursor, limit) = (query.sort(&SORTS)?, query.cursor()?, query.limit());
    let rows = store::list(tx, query.search(), filter, (sort, cursor), limit).await?;
    Ok(List::of(rows, limit, |import| (import.id.to_string(), import.id)))
}

/// The rows that were left out, by line: the next `most` after the given one.
///
/// # Errors
/// When the database is away.
pub async fn errors(
    tx: &mut Tx,
    id: Uuid,
    after: Option<&ImportError>,
    most: i64,
) -> Result<Vec<ImportError>, Problem> {
    store::errors(tx, id, after, most).await
}

async fn locked(tx: &mut Tx, id: Uuid) -> Result<Import, Problem> {
    store::find(tx, id, true).await?.ok_or_else(Problem::not_found)
}

/// Writes down what a run came to.
async fn keep(tx: &mut Tx, import: &mut Import, done: Outcome) -> Result<(), Problem> {
    import.created_count = done.created;
    import.updated_count = done.updated;
    import.unchanged_count = done.unchanged;
    import.summary = done.story;
    import.error_count = store::put_errors(tx, import.id, &done.errors).await?;
    store::save(tx, import).await
}
