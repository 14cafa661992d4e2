//! Trying a file out: the real run, in a transaction that is taken back.

use std::io::Read;

use base::{Problem, Tx};
use uuid::Uuid;

use super::import::{ImportError, ImportState, ImportStory, Sentence};
use super::importer::{ImportRun, ImportSummary, Importer, Mapping, RowProblem, guess};
use super::rows::RowReader;
use crate::files::Source;

/// What a file would do.
#[derive(Debug)]
pub struct Preview {
    /// Which heading of the file is which column.
    pub mapping: Mapping,
    /// Previewed, or failed when the file is refused as a whole.
    pub state: ImportState,
    /// What it would come to.
    pub outcome: Outcome,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// So many things were made.
    pub created: i32,
    /// So many things were changed.
    pub updated: i32,
    /// So many things were as the file says already.
    pub unchanged: i32,
    /// Rows that could not be taken in, by line.
    pub errors: Vec<ImportError>,
    /// What there is to say beside the counts.
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
    source: &Source,
) -> Result<Preview, Problem> {
    tx.demand(importer.permission)?;
    let headings = headings(|| source.reader())?;
    let mapping = match mapping {
        Some(mapping) => checked(importer, mapping, &headings)?,
        None => guess(importer.columns, &headings),
    };
    let run = ImportRun { import_id: Uuid::now_v7(), mapping, is_preview: true };
    let mut tx = tx;
    let ran = match complete(importer, &run.mapping) {
        Ok(()) => run_over(&mut tx, importer, &run, source).await,
        Err(problem) => Err(problem),
    };
    tx.roll_back().await?;
    match ran {
        Ok(outcome) => Ok(Preview { mapping: run.mapping, state: ImportState::Previewed, outcome }),
        Err(problem) if problem.is_mendable() => {
            let refused = Some(Sentence::of(&problem));
            let story = ImportStory { headings, refused, ..ImportStory::default() };
            let outcome = Outcome { story, ..Outcome::default() };
            Ok(Preview { mapping: run.mapping, state: ImportState::Failed, outcome })
        }
        Err(problem) => Err(problem),
    }
}

/// The run itself, for a preview and for good.
pub(super) async fn run_over(
    tx: &mut Tx,
    importer: &Importer,
    run: &ImportRun,
    source: &Source,
) -> Result<Outcome, Problem> {
    let mut rows = RowReader::open(source.reader(), &run.mapping)?;
    let summary = (importer.run)(tx, &mut rows, run).await?;
    let ImportSummary { created, updated, unchanged, errors, examples } = summary;
    let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let (created, updated, unchanged) = (count(created), count(updated), count(unchanged));
    let (rows, headings) = (rows.rows(), rows.headings().to_vec());
    let story = ImportStory { rows, headings, examples, ..ImportStory::default() };
    Ok(Outcome { created, updated, unchanged, errors: in_order(&errors), story })
}

/// The mistakes by line, one for each field.
fn in_order(errors: &[RowProblem]) -> Vec<ImportError> {
    let mut errors: Vec<ImportError> = errors.iter().map(ImportError::of).collect();
    errors.sort_by(|a, b| (a.row_number, &a.field).cmp(&(b.row_number, &b.field)));
    errors.dedup_by(|b, a| (a.row_number, &a.field) == (b.row_number, &b.field));
    errors
}

/// The headings; a file with a zero byte is no text that anybody could keep.
fn headings<R: Read + Send + 'static>(file: impl Fn() -> R) -> Result<Vec<String>, Problem> {
    let rows = RowReader::open(file(), &Mapping::new())?;
    let (mut line, mut piece) = (1, vec![0; 64 << 10]);
    let mut file = file();
    loop {
        let count = file.read(&mut piece).map_err(Problem::internal)?;
        if count == 0 {
            return Ok(rows.headings().to_vec());
        }
        let ends = |piece: &[u8]| piece.iter().filter(|byte| **byte == b'\n').count();
        if let Some(at) = piece[..count].iter().position(|byte| *byte == 0) {
            let line = line + ends(&piece[..at]);
            return Err(Problem::refused("import_not_utf8").fact("line", line));
        }
        line += ends(&piece[..count]);
    }
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
        let problem = headings(|| &b"sku,name\nA\0,b\n"[..]).unwrap_err();
        assert_eq!(problem.code(), "import_not_utf8");
        assert_eq!(problem.facts()["line"], "2");
    }
}
