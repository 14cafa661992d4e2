//! The papers behind a journal.

use base::{Problem, Tx};
use platform::files;
use serde_json::json;
use uuid::Uuid;

use super::journal::{demand, hold};
use super::{Journal, JournalState, find, store};

/// The largest paper.
pub const MOST_BYTES: usize = 10 * 1024 * 1024;
const MOST_PAPERS: usize = 20;

/// A paper about to be kept.
#[derive(Debug, Clone)]
pub struct NewPaper {
    /// The name of the file.
    pub name: String,
    /// What it holds, as a media type.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Adds a paper; also to a posted journal, since papers come late.
///
/// # Errors
/// 404, 422 for an empty or too large file or too many of them.
pub async fn attach(tx: &mut Tx, id: Uuid, paper: NewPaper) -> Result<Journal, Problem> {
    let journal = hold(tx, id, None).await?;
    if paper.bytes.is_empty() {
        return Err(Problem::invalid().field("file", "required"));
    }
    if paper.bytes.len() > MOST_BYTES {
        return Err(too_large());
    }
    if journal.papers.len() >= MOST_PAPERS {
        return Err(Problem::refused("journal_papers").fact("most", MOST_PAPERS));
    }
    let file = files::save(tx, &paper.name, &paper.content_type, paper.bytes).await?;
    store::attach(tx, id, file).await?;
    tx.audit("journals.attach", "journal", id, json!({"file": paper.name}));
    find(tx, id).await
}

/// The refusal of a file that is larger than any paper may be.
pub(super) fn too_large() -> Problem {
    let most = MOST_BYTES / (1024 * 1024);
    Problem::invalid().field_with("file", "journal_paper_large", &[("most", &most)])
}

/// Takes a paper away from a draft; a posted journal keeps its papers.
///
/// # Errors
/// 404, 409 when the journal is no draft.
pub async fn detach(tx: &mut Tx, id: Uuid, file: Uuid) -> Result<Journal, Problem> {
    let journal = hold(tx, id, None).await?;
    let paper = journal.papers.iter().find(|paper| paper.file_id == file);
    let paper = paper.ok_or_else(Problem::not_found)?;
    demand(&journal, JournalState::Draft)?;
    store::detach(tx, id, file).await?;
    files::delete(tx, &[file]).await?;
    tx.audit("journals.detach", "journal", id, json!({"file": paper.name}));
    find(tx, id).await
}
