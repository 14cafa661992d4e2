//! Trying a file out: the real run, in a transaction that is taken back.

use std::io::Cursor;

use base::{Problem, Tx};
use bytes::Bytes;
use uuid::Uuid;

use super::import::{ImportState, ImportStory, Sentence};
use super::importer::{ImportRun, ImportSummary, Importer, Mapping, RowProblem, guess};
use super::rows::RowReader;

/// What a file would do.
#[derive(Debug)]
pub struct Preview {
    pub(super) mapping: Mapping,
    pub(super) done: Done,
    pub(super) state: ImportState,
}

/// What a run came to.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub created: i32,
    pub updated: i32,
    pub unchanged: i32,
    pub errors: Vec<RowProblem>,
    pub story: ImportStory,
}

/// Runs the importer over the file and takes everything back. Without a mapping it is guessed. A
/// file that is refused as a whole, as by a wrong mapping, makes a failed preview.
///
/// # Errors
/// 403 without the importer's permission; 422 when the file cannot be read at all or the mapping
/// names what is not there.
pub async fn preview(
    tx: Tx,
    importer: &Importer,
    mapping: Option<Mapping>,
    bytes: Bytes,
) -> Result<Preview, Problem> {
    tx.demand(importer.permission)?;
    let headings = headings(&bytes)?;
    let mapping = match mapping {
        Some(mapping) => checked(importer, mapping, &headings)?,
        None => guess(importer.columns, &headings),
    };
    let run = ImportRun { import_id: Uuid::now_v7(), mapping, is_preview: true };
    let mut tx = tx;
    let ran = match complete(importer, &run.mapping) {
        Ok(()) => run_over(&mut tx, importer, &run, bytes).await,
        Err(problem) => Err(problem),
    };
    tx.roll_back().await?;
    match ran {
        Ok(done) => Ok(Preview { mapping: run.mapping, done, state: ImportState::Previewed }),
        Err(problem) if problem.is_mendable() => {
            let refused = Some(Sentence::of(&problem));
            let story = ImportStory { headings, refused, ..ImportStory::default() };
            let done = Done { story, ..Done::default() };
            Ok(Preview { mapping: run.mapping, done, state: ImportState::Failed })
        }
        Err(problem) => Err(problem),
    }
}

/// The run itself, for a preview and for good.
pub(super) async fn run_over(
    tx: &mut Tx,
    importer: &Importer,
    run: &ImportRun,
    bytes: Bytes,
) -> Result<Done, Problem> {
    let mut rows = RowReader::open(Cursor::new(bytes), &run.mapping)?;
    let summary = (importer.run)(tx, &mut rows, run).await?;
    let ImportSummary { created, updated, unchanged, errors, examples } = summary;
    let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let (created, updated, unchanged) = (count(created), count(updated), count(unchanged));
    let (rows, headings) = (rows.rows(), rows.headings().to_vec());
    let story = ImportStory { rows, headings, examples, ..ImportStory::default() };
    Ok(Done { created, updated, unchanged, errors, story })
}

/// The headings; a file with a zero byte is no text that anybody could keep.
fn headings(bytes: &Bytes) -> Result<Vec<String>, Problem> {
    let rows = RowReader::open(Cursor::new(bytes.clone()), &Mapping::new())?;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        return Err(Problem::refused("import_not_utf8").fact("line", line));
    }
    Ok(rows.headings().to_vec())
}

/// The mapping without what was left empty.
fn checked(importer: &Importer, mapping: Mapping, headings: &[String]) -> Result<Mapping, Problem> {
    let (mut kept, mut wrong) = (Mapping::new(), Problem::invalid());
    for (key, heading) in mapping {
        if heading.is_empty() {
            continue;
        }
        let known = importer.columns.iter().any(|column| column.key == key);
        if !known || !headings.contains(&heading) {
            wrong = wrong.field(format!("mapping[{key}]"), "unknown");
        }
        kept.insert(key, heading);
    }
    wrong.or_ok()?;
    Ok(kept)
}

fn complete(importer: &Importer, mapping: &Mapping) -> Result<(), Problem> {
    if mapping.is_empty() {
        return Err(Problem::refused("import_no_columns"));
    }
    let missing = |key: &str| !mapping.contains_key(key);
    match importer.columns.iter().find(|column| column.required && missing(column.key)) {
        Some(column) => Err(Problem::refused("import_column_missing").fact("column", column.key)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_zero_byte_is_no_text() {
        let problem = headings(&Bytes::from_static(b"sku,name\nA\0,b\n")).unwrap_err();
        assert_eq!(problem.code(), "import_not_utf8");
        assert_eq!(problem.facts()["line"], "2");
    }
}
