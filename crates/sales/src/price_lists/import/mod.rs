//! Taking prices in from a file: a supplier's or one's own table of list, item and price. The
//! lists are made before; the same file twice changes nothing; taking an import back restores
//! the prices that it replaced, as far as nobody changed them since.

mod run;
mod undo;

use platform::imports::{ImportColumn, Importer};

/// What kind of thing an import remembers to have changed.
const ENTITY: &str = "price";

/// What a file of prices may have; the names of our own export and those of other programs.
const COLUMNS: &[ImportColumn] = &[
    ImportColumn::needed("list", "price-lists-list", &["price list", "pricelist", "list name"]),
    ImportColumn::needed(
        "sku",
        "orders-sku",
        &["code", "item code", "variant sku", "product code"],
    ),
    ImportColumn::optional(
        "from_quantity",
        "price-lists-from",
        &["from", "min qty", "minimum quantity", "min quantity", "quantity"],
    ),
    ImportColumn::needed("unit_price", "orders-price", &["price", "rate", "unit price"]),
    // What the file says must be the list's own.
    ImportColumn::optional("currency", "orders-currency", &["currency code", "price currency"]),
];

/// The importer of prices.
#[must_use]
pub fn importer() -> Importer {
    Importer {
        kind: "prices",
        label: "price-lists-prices",
        permission: "price_lists.edit",
        columns: COLUMNS,
        run: |tx, rows, run| Box::pin(run::run(tx, rows, run)),
        undo: |tx, import| Box::pin(undo::undo(tx, import)),
    }
}
