//! Taking products in from a file: a Shopify export, or any table with names and prices.
//!
//! The file is read a few thousand rows at a time. Each batch is parsed (pure), compared with
//! what there is (pure), and written by a handful of statements. A product is known by its
//! handle, or by its SKU where the file has no handles, so the same file twice changes nothing.
//! An empty cell leaves what there is.

mod batch;
mod columns;
mod parse;
mod plan;
mod run;
mod text;
mod undo;

use platform::imports::Importer;

/// The importer of products.
#[must_use]
pub fn importer() -> Importer {
    Importer {
        kind: "products",
        label: "catalog-title",
        permission: "catalog.edit",
        columns: columns::COLUMNS,
        run: |tx, rows, run| Box::pin(run::run(tx, rows, run)),
        undo: |tx, import| Box::pin(undo::undo(tx, import)),
    }
}
