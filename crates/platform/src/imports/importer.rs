//! What a capability says about a kind of file that it can take in: plain data and two verbs.

use std::collections::BTreeMap;

use base::{BoxFuture, L, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::import::ImportError;
use super::rows::RowReader;

/// A kind of file that can be taken in, such as the products of a Shopify export.
#[derive(Clone, Copy)]
pub struct Importer {
    /// Its name in addresses and in the database: `products`.
    pub kind: &'static str,
    /// The message key of its name.
    pub label: &'static str,
    /// What somebody must be allowed to do, beside `imports.run`.
    pub permission: &'static str,
    /// What it reads.
    pub columns: &'static [ImportColumn],
    /// Takes the rows in. The same for a preview, whose transaction is taken back: so what the
    /// preview says is what the commit does. Rows that cannot be are reported and left out.
    pub run: RunImport,
    /// Takes back what an import did, as far as nobody has changed it since.
    pub undo: UndoImport,
}

impl Importer {
    /// What is wrong with a row, after the name of its column.
    #[must_use]
    pub fn in_words(&self, l: &L, error: &ImportError) -> String {
        let said = error.say(l);
        match self.columns.iter().find(|column| column.key == error.field) {
            Some(column) => format!("{}: {said}", l.t(column.label)),
            None => said,
        }
    }
}

/// Takes rows in.
pub type RunImport = for<'a> fn(
    &'a mut Tx,
    &'a mut RowReader,
    &'a ImportRun,
) -> BoxFuture<'a, Result<ImportSummary, Problem>>;

/// Takes an import back.
pub type UndoImport = for<'a> fn(&'a mut Tx, Uuid) -> BoxFuture<'a, Result<UndoSummary, Problem>>;

/// A column that an importer reads.
#[derive(Debug, Clone, Copy)]
pub struct ImportColumn {
    /// Its name in the mapping and for [`super::ImportRow::get`].
    pub key: &'static str,
    /// The message key of its name.
    pub label: &'static str,
    /// Whether a file without it is refused.
    pub required: bool,
    /// Headings that mean it, in small letters: how the mapping is guessed.
    pub aliases: &'static [&'static str],
}

impl ImportColumn {
    /// A column without which a file is refused.
    #[must_use]
    pub const fn needed(
        key: &'static str,
        label: &'static str,
        aliases: &'static [&'static str],
    ) -> Self {
        Self { key, label, required: true, aliases }
    }

    /// A column that a file may have.
    #[must_use]
    pub const fn optional(
        key: &'static str,
        label: &'static str,
        aliases: &'static [&'static str],
    ) -> Self {
        Self { key, label, required: false, aliases }
    }
}

/// One run of an importer.
#[derive(Debug, Clone)]
pub struct ImportRun {
    /// The import, for [`super::record_effects`].
    pub import_id: Uuid,
    /// Which heading of the file is which column, by the column's key.
    pub mapping: Mapping,
    /// Whether this is a preview; the effects need not be recorded then.
    pub is_preview: bool,
}

/// Which heading of the file is which column: `{"sku": "Variant SKU"}`.
pub type Mapping = BTreeMap<String, String>;

/// What a run did, or would do.
#[derive(Debug, Clone, Default)]
pub struct ImportSummary {
    /// So many things were made.
    pub created: u32,
    /// So many things were changed.
    pub updated: u32,
    /// So many things were as the file says already.
    pub unchanged: u32,
    /// Rows that could not be taken in.
    pub errors: Vec<RowProblem>,
    /// The first few things, for the preview; twenty are enough.
    pub examples: Vec<Example>,
}

/// One thing that a run made or changed, in words.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Example {
    /// Whether it was made; else it was changed.
    pub created: bool,
    /// Its name.
    pub name: String,
    /// What is said beside it: a SKU, a price, old → new.
    pub detail: String,
}

/// A row that could not be taken in.
#[derive(Debug, Clone)]
pub struct RowProblem {
    /// The line of the file; the headings are line 1.
    pub row: u32,
    /// The key of the column, or empty when it is the whole row.
    pub field: &'static str,
    /// The code of the sentence, as in a problem: the message `problem-<code>`.
    pub code: &'static str,
    /// The facts in the sentence.
    pub facts: Vec<(&'static str, String)>,
    /// The cells of the row as they stood, for the file of errors.
    pub cells: Vec<String>,
}

/// What taking an import back did.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
pub struct UndoSummary {
    /// So many things are as they were before.
    pub undone: u32,
    /// So many stay, since somebody changed or used them after the import.
    pub kept: u32,
}

/// One thing that an import made or changed: enough to take it back.
#[derive(Debug, Clone)]
pub struct Effect {
    /// What kind of thing: `product`.
    pub entity: &'static str,
    /// Which one.
    pub entity_id: Uuid,
    /// How it was before; none when the import made it.
    pub before: Option<Value>,
    /// Its version after the import: another version now means that somebody changed it.
    pub after_version: i32,
}

/// Guesses which heading is which column.
#[must_use]
pub fn guess(columns: &[ImportColumn], headings: &[String]) -> Mapping {
    let plain = |text: &str| text.trim().to_lowercase().replace(['_', '-'], " ");
    let mut mapping = Mapping::new();
    for column in columns {
        let means = |heading: &&String| {
            let heading = plain(heading);
            heading == plain(column.key) || column.aliases.iter().any(|a| plain(a) == heading)
        };
        if let Some(heading) = headings.iter().find(means) {
            mapping.insert(column.key.to_owned(), heading.clone());
        }
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_guessed_whatever_their_case_and_dashes() {
        let columns = [
            ImportColumn { key: "sku", label: "", required: true, aliases: &["variant sku"] },
            ImportColumn { key: "name", label: "", required: true, aliases: &["title"] },
            ImportColumn { key: "unit", label: "", required: false, aliases: &[] },
        ];
        let headings = ["Handle", "Title ", "Variant_SKU"].map(str::to_owned);
        let mapping = guess(&columns, &headings);
        assert_eq!(mapping["sku"], "Variant_SKU");
        assert_eq!(mapping["name"], "Title ");
        assert_eq!(mapping.len(), 2);
    }
}
