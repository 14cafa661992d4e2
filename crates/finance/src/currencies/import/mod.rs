//! Taking rates in from a file: a central bank's table, or one of the company's own. The same
//! file twice changes nothing; taking an import back restores the rates that it replaced.

mod run;
mod undo;

use platform::imports::{ImportColumn, Importer};

/// What kind of thing an import remembers to have changed.
const ENTITY: &str = "exchange_rate";

const fn column(
    key: &'static str,
    label: &'static str,
    required: bool,
    aliases: &'static [&'static str],
) -> ImportColumn {
    ImportColumn { key, label, required, aliases }
}

/// What a file of rates may have; the company's own names and those of central banks.
const COLUMNS: &[ImportColumn] = &[
    column("currency", "currencies-currency", true, &["code", "currency code"]),
    column("date", "currencies-date", true, &["day", "time period"]),
    column("rate", "currencies-rate", true, &["value", "mid", "middle rate"]),
    column("units", "currencies-units", false, &["unit", "amount", "per"]),
    column("source", "currencies-source", false, &["publisher"]),
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
