//! Taking budgets in from a file: a row an account, with the months of its year or the whole of
//! it. A budget of that name, year, cost centre and project is changed where there is one, and
//! begun as a draft where there is none; accounts that the file does not name stay. The same file
//! twice changes nothing; taking an import back restores what it replaced, as far as nobody
//! changed the budget since.

mod read;
mod run;
mod undo;

use platform::imports::{ImportColumn, Importer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of thing an import remembers to have changed.
const ENTITY: &str = "budget";

/// The months, as columns of the file.
const MONTHS: [&str; 12] = [
    "month_1", "month_2", "month_3", "month_4", "month_5", "month_6", "month_7", "month_8",
    "month_9", "month_10", "month_11", "month_12",
];

/// What a file of budgets may have. The first month is the one in which the fiscal year begins.
const COLUMNS: &[ImportColumn] = &[
    ImportColumn::needed("budget", "budgets-name", &["name", "budget name", "plan"]),
    ImportColumn::needed("fiscal_year", "budgets-year", &["year of budget", "starts", "from"]),
    ImportColumn::optional("cost_centre", "dimensions-cost-centre", &["cost center", "department"]),
    ImportColumn::optional("project", "dimensions-project", &["job"]),
    ImportColumn::needed("account", "budgets-account", &["account code", "code"]),
    ImportColumn::optional("month_1", "budgets-month-1", &["m1", "1"]),
    ImportColumn::optional("month_2", "budgets-month-2", &["m2", "2"]),
    ImportColumn::optional("month_3", "budgets-month-3", &["m3", "3"]),
    ImportColumn::optional("month_4", "budgets-month-4", &["m4", "4"]),
    ImportColumn::optional("month_5", "budgets-month-5", &["m5", "5"]),
    ImportColumn::optional("month_6", "budgets-month-6", &["m6", "6"]),
    ImportColumn::optional("month_7", "budgets-month-7", &["m7", "7"]),
    ImportColumn::optional("month_8", "budgets-month-8", &["m8", "8"]),
    ImportColumn::optional("month_9", "budgets-month-9", &["m9", "9"]),
    ImportColumn::optional("month_10", "budgets-month-10", &["m10", "10"]),
    ImportColumn::optional("month_11", "budgets-month-11", &["m11", "11"]),
    ImportColumn::optional("month_12", "budgets-month-12", &["m12", "12"]),
    ImportColumn::optional(
        "total",
        "budgets-year-sum",
        &["year", "yearly amount", "amount", "sum"],
    ),
];

/// The importer of budgets.
#[must_use]
pub fn importer() -> Importer {
    Importer {
        kind: "budgets",
        label: "budgets-title",
        permission: "budgets.edit",
        columns: COLUMNS,
        run: |tx, rows, run| Box::pin(run::run(tx, rows, run)),
        undo: |tx, import| Box::pin(undo::undo(tx, import)),
    }
}

/// What of a budget an import changed: enough to take it back.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    /// Whether the import made the budget.
    made: bool,
    /// The accounts that it wrote, each with the months that stood there.
    lines: Vec<(Uuid, Option<[i64; 12]>)>,
}
