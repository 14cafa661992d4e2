//! Taking in files: one engine for every kind of thing.
//!
//! A capability describes an [`Importer`]: what columns it reads, and the verb that takes rows
//! in. The engine keeps the file, guesses which heading is which column, runs the importer in a
//! transaction that is taken back (the preview), then in one that is kept, writes down what was
//! changed, and can take the whole import back.
//!
//! Always true: preview and commit are the same code; an import is committed whole or not at
//! all; a row that cannot be taken in is reported with its line and left out; taking back never
//! touches what somebody changed since.
//!
//! Not here: what a product is; exports (`base::export`).

mod effects;
mod importer;
mod rows;
mod store;

pub use effects::{PastEffect, effects, record_effects};
pub use importer::{
    Effect, Example, ImportColumn, ImportRun, ImportSummary, Importer, Mapping, RowProblem,
    RunImport, UndoImport, UndoSummary, guess,
};
pub use rows::{ImportRow, RowReader};
