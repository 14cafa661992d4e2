//! The rows that were left out as a file: under their own headings, with one column more that
//! says what is wrong, so that they can be mended and taken in again.

use base::export::{Cell, Export, FileFormat};
use base::{L, Problem};

use super::{ImportError, Importer};

/// Such a file, while it is written.
pub struct LeftOut<'a> {
    l: &'a L,
    importer: &'a Importer,
    width: usize,
    file: Export,
    /// A row with several mistakes is one row of the file: it is written when its last was seen.
    row: Option<(ImportError, String)>,
}

impl<'a> LeftOut<'a> {
    /// Begins one for a file with these headings.
    ///
    /// # Errors
    /// When it cannot be written, which is our fault.
    pub fn new(l: &'a L, importer: &'a Importer, headings: &[String]) -> Result<Self, Problem> {
        let all = headings.iter().cloned().chain([l.t("imports-error")]);
        let file = Export::new(FileFormat::Csv, "import-errors", all)?;
        Ok(Self { l, importer, width: headings.len(), file, row: None })
    }

    /// Takes the next mistake; they come by line.
    ///
    /// # Errors
    /// As [`LeftOut::new`].
    pub fn push(&mut self, error: ImportError) -> Result<(), Problem> {
        let said = self.importer.in_words(self.l, &error);
        match &mut self.row {
            Some((known, words)) if known.row_number == error.row_number => {
                *words = format!("{words} {said}");
            }
            _ => {
                self.write()?;
                self.row = Some((error, said));
            }
        }
        Ok(())
    }

    /// The whole file.
    ///
    /// # Errors
    /// As [`LeftOut::new`].
    pub fn finish(mut self) -> Result<Export, Problem> {
        self.write()?;
        Ok(self.file)
    }

    fn write(&mut self) -> Result<(), Problem> {
        let Some((error, words)) = self.row.take() else { return Ok(()) };
        let facts = [("row", error.row_number.into()), ("text", words.into())];
        let said = self.l.with("imports-line", &facts);
        let empty = std::iter::repeat("");
        let cells = error.cells.iter().map(String::as_str).chain(empty).take(self.width);
        self.file.row(cells.map(Cell::from).chain([Cell::from(said)]))
    }
}
