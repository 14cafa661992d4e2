//! Taking rates in from a file: a central bank's table, or one of the company's own. The same
//! file twice changes nothing; taking an import back restores the rates that it replaced.

mod run;
mod undo;

use platform::imports::{ImportColumn, Importer};

/// What kind of thing an import remembers to have changed.
const ENTITY: &str = "exchange_rate";

/// What a file of rates may have; the company's own names and those of central banks.
const COLUMNS: &[ImportColumn] = &[
    ImportColumn::needed("currency", "currencies-currency", &["code", "currency code"]),
    ImportColumn::needed("date", "currencies-date", &["day", "time period"]),
    ImportColumn::needed("rate", "currencies-rate", &["value", "mid", "middle rate"]),
    ImportColumn::optional("units", "currencies-units", &["unit", "amount", "per"]),
    ImportColumn::optional("source", "currencies-source", &["publisher"]),
];

/// The importer of rates.
#[must_use]
pub fn importer() -> Importer {
    Importer {
        kind: "exchange_rates",
        label: "currencies-rates",
        permission: "currencies.manage",
        columns: COLUMNS,
        run: |tx, rows, run| Box::pin(run::run(tx, rows, run)),
        undo: |tx, import| Box::pin(undo::undo(tx, import)),
    }
}
