//! An import as it stands: its file, its mapping, what it did or would do.

use std::collections::BTreeMap;

use base::{L, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::importer::{Example, Mapping, RowProblem, UndoSummary};

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// It was tried out and nothing was changed.
    Previewed,
    /// It was taken in.
    Committed,
    /// It was taken in and taken back.
    Undone,
    /// The trial was refused as a whole; another mapping may help.
    Failed,
}

impl ImportState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Previewed, Self::Committed, Self::Undone, Self::Failed];

    /// Its name in the database and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Previewed => "previewed",
            Self::Committed => "committed",
            Self::Undone => "undone",
            Self::Failed => "failed",
        }
    }

    /// Whether nothing of it was ever taken in, so that its mapping can still change.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Previewed | Self::Failed)
    }
}

impl TryFrom<String> for ImportState {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| format!("no state of an import: {text}"))
    }
}

/// An import.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct Import {
    /// Its id.
    pub id: Uuid,
    /// What is taken in: `products`.
    pub kind: String,
    /// The file.
    pub file_id: Uuid,
    /// The name of the file.
    pub file_name: String,
    /// Which heading of the file is which column, by the column's key.
    #[sqlx(json)]
    pub mapping: Mapping,
    /// How far it has come.
    #[sqlx(try_from = "String")]
    pub state: ImportState,
    /// So many things were made, or would be.
    pub created_count: i32,
    /// So many things were changed, or would be.
    pub updated_count: i32,
    /// So many things were as the file says already.
    pub unchanged_count: i32,
    /// So many mistakes were found in rows; those rows are left out.
    pub error_count: i32,
    /// What there is to say beside the counts.
    #[sqlx(json)]
    pub summary: ImportStory,
    /// Who uploaded it.
    pub created_by: Option<Uuid>,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// When it was taken in.
    pub committed_at: Option<Timestamp>,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

/// What there is to say about an import beside its counts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ImportStory {
    /// So many rows were read.
    pub rows: u32,
    /// The headings of the file.
    pub headings: Vec<String>,
    /// The first few things that were made or changed.
    pub examples: Vec<Example>,
    /// Why the whole file was refused.
    pub refused: Option<Sentence>,
    /// What taking it back did.
    pub undone: Option<UndoSummary>,
}

/// A sentence by its code and its facts: each reader gets it in their own language.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct Sentence {
    /// The code, as in a problem.
    pub code: String,
    /// The facts in it.
    pub facts: BTreeMap<String, String>,
}

impl Sentence {
    /// The sentence for a reader.
    #[must_use]
    pub fn say(&self, l: &L) -> String {
        let key = format!("problem-{}", self.code.replace('_', "-"));
        let facts = self.facts.iter().map(|(name, value)| (name.as_str(), value.as_str().into()));
        l.with(&key, &facts.collect::<Vec<_>>())
    }

    /// What a problem says; of several fields, the first.
    pub(super) fn of(problem: &Problem) -> Self {
        let (code, facts) = match problem.fields().first() {
            Some(field) => (field.code, &field.facts),
            None => (problem.code(), problem.facts()),
        };
        let facts = facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Self { code: code.to_owned(), facts: facts.collect() }
    }
}

/// A row that was left out.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ImportError {
    /// The line of the file; the headings are line 1.
    pub row_number: i32,
    /// The key of the column, or empty when it is the whole row.
    pub field: String,
    /// The code of the sentence.
    pub code: String,
    /// The facts in it.
    #[sqlx(json)]
    pub facts: BTreeMap<String, String>,
    /// The cells of the row as they stood.
    #[sqlx(json)]
    pub cells: Vec<String>,
}

impl ImportError {
    pub(super) fn of(wrong: &RowProblem) -> Self {
        let facts = wrong.facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Self {
            row_number: i32::try_from(wrong.row).unwrap_or(i32::MAX),
            field: wrong.field.to_owned(),
            code: wrong.code.to_owned(),
            facts: facts.collect(),
            cells: wrong.cells.clone(),
        }
    }

    /// What is wrong, for a reader.
    #[must_use]
    pub fn say(&self, l: &L) -> String {
        Sentence { code: self.code.clone(), facts: self.facts.clone() }.say(l)
    }
}

/// What the list of imports may be narrowed to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ImportFilter {
    /// One kind: `products`.
    pub kind: Option<String>,
    /// One state: `previewed`, `committed`, `undone` or `failed`.
    pub state: Option<String>,
}
