//! The rows of a CSV file, one after the other: a file of any size takes the memory of a row.

use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use base::Problem;

use super::importer::{Mapping, RowProblem};

/// Reads the rows of a file by the names of an importer's columns.
pub struct RowReader {
    reader: csv::Reader<Box<dyn BufRead + Send>>,
    headings: Vec<String>,
    places: Arc<Vec<(String, usize)>>,
    rows: u32,
}

/// One row.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// The line of the file; the headings are line 1.
    pub number: u32,
    cells: csv::StringRecord,
    places: Arc<Vec<(String, usize)>>,
}

impl ImportRow {
    /// The trimmed cell of a column; empty when the file or the row does not have it.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        let place = self.places.iter().find(|(k, _)| k == key);
        place.and_then(|(_, at)| self.cells.get(*at)).unwrap_or_default().trim()
    }

    /// The trimmed cell, or none when it is empty.
    #[must_use]
    pub fn some(&self, key: &str) -> Option<&str> {
        Some(self.get(key)).filter(|text| !text.is_empty())
    }

    /// Every cell as it stands.
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        self.cells.iter().map(str::to_owned).collect()
    }

    /// Whether every cell is empty, as at the end of many files.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// What is wrong with this row: the column's key (or empty) and the problem's code.
    #[must_use]
    pub fn problem(&self, field: &'static str, code: &'static str) -> RowProblem {
        let (row, cells) = (self.number, self.cells());
        RowProblem { row, field, code, facts: Vec::new(), cells }
    }
}

impl RowReader {
    /// Reads the headings; finds out by itself whether commas, semicolons or tabs divide.
    ///
    /// # Errors
    /// 422 when the file is empty, no text in UTF-8, or has no headings.
    pub fn open(file: impl Read + Send + 'static, mapping: &Mapping) -> Result<Self, Problem> {
        let mut file: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(64 << 10, file));
        let start = file.fill_buf().map_err(Problem::internal)?;
        if start.starts_with(b"PK\x03\x04") {
            return Err(Problem::refused("import_is_spreadsheet"));
        }
        let (delimiter, mark) = (delimiter(start), start.starts_with(b"\xef\xbb\xbf"));
        if mark {
            file.consume(3);
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(true)
            .from_reader(file);
        let headings = reader.headers().map_err(|e| unreadable(&e))?;
        let headings: Vec<String> = headings.iter().map(str::to_owned).collect();
        if headings.iter().all(|h| h.trim().is_empty()) {
            return Err(Problem::refused("import_empty"));
        }
        let place = |(key, heading): (&String, &String)| {
            Some((key.clone(), headings.iter().position(|h| h == heading)?))
        };
        let places = Arc::new(mapping.iter().filter_map(place).collect());
        Ok(Self { reader, headings, places, rows: 0 })
    }

    /// The headings, as they stand in the file.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// So many rows were read.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The next row that is not blank, or none at the end.
    ///
    /// # Errors
    /// 422 when the file cannot be read further, naming the line.
    pub fn next_row(&mut self) -> Result<Option<ImportRow>, Problem> {
        loop {
            let mut cells = csv::StringRecord::new();
            if !self.reader.read_record(&mut cells).map_err(|e| unreadable(&e))? {
                return Ok(None);
            }
            let line = cells.position().map_or(0, csv::Position::line);
            let number = u32::try_from(line).unwrap_or(u32::MAX);
            let row = ImportRow { number, cells, places: self.places.clone() };
            if !row.is_blank() {
                self.rows += 1;
                return Ok(Some(row));
            }
        }
    }

    /// The next rows, at most so many; none at the end.
    ///
    /// # Errors
    /// As [`RowReader::next_row`].
    pub fn next_rows(&mut self, most: usize) -> Result<Vec<ImportRow>, Problem> {
        let mut rows = Vec::new();
        while rows.len() < most {
            match self.next_row()? {
                Some(row) => rows.push(row),
                None => break,
            }
        }
        Ok(rows)
    }
}

/// What occurs most often in the first line.
fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|b| **b == wanted).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|d| count(*d)).unwrap_or(b',')
}

fn unreadable(error: &csv::Error) -> Problem {
    let line = error.position().map_or(0, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => Problem::refused("import_not_utf8").fact("line", line),
        csv::ErrorKind::Io(_) => Problem::internal(error.to_string()),
        _ => Problem::refused("import_unreadable").fact("line", line),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn open(text: &'static str) -> RowReader {
        let mapping = Mapping::from([
            ("sku".to_owned(), "SKU".to_owned()),
            ("name".to_owned(), "Name".to_owned()),
        ]);
        RowReader::open(text.as_bytes(), &mapping).unwrap()
    }

    #[test]
    fn rows_are_read_by_column_with_their_lines_and_blank_ones_left_out() {
        let mut rows = open("\u{feff}Name,SKU\n\"Rope,\nlong\", R-1 \n,,\nNet,N-1,more\n");
        let one = rows.next_row().unwrap().unwrap();
        assert_eq!((one.number, one.get("name"), one.get("sku")), (2, "Rope,\nlong", "R-1"));
        let two = rows.next_row().unwrap().unwrap();
        assert_eq!((two.number, two.get("sku"), two.get("nothing")), (5, "N-1", ""));
        assert!(rows.next_row().unwrap().is_none());
        assert_eq!(rows.rows(), 2);
    }

    #[test]
    fn semicolons_and_tabs_divide_as_well() {
        let one = open("Name;SKU\nRope, long;R-1\n").next_row().unwrap().unwrap();
        assert_eq!(one.get("name"), "Rope, long");
        let one = open("Name\tSKU\nRope\tR-1\n").next_row().unwrap().unwrap();
        assert_eq!(one.get("sku"), "R-1");
    }

    #[test]
    fn what_is_no_text_is_refused_in_words() {
        let spreadsheet = RowReader::open(&b"PK\x03\x04rest"[..], &Mapping::new());
        assert_eq!(spreadsheet.err().unwrap().code(), "import_is_spreadsheet");
        let empty = RowReader::open(&b""[..], &Mapping::new());
        assert_eq!(empty.err().unwrap().code(), "import_empty");
        let mut latin = RowReader::open(&b"a,b\n\xe9,x\n"[..], &Mapping::new()).unwrap();
        assert_eq!(latin.next_row().err().unwrap().code(), "import_not_utf8");
    }
}
