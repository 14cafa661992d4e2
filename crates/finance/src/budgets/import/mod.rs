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

const fn column(
    key: &'static str,
    label: &'static str,
    required: bool,
    aliases: &'static [&'static str],
) -> ImportColumn {
    ImportColumn { key, label, required, aliases }
}

/// What a file of budgets may have. The first month is the one in which the fiscal year begins.
const COLUMNS: &[ImportColumn] = &[
    column("budget", "budgets-name", true, &["name", "budget name", "plan"]),
    column("fiscal_year", "budgets-year", true, &["year of budget", "starts", "from"]),
    column("cost_centre", "dimensions-cost-centre", false, &["cost center", "department"]),
    column("project", "dimensions-project", false, &["job"]),
    column("account", "budgets-account", true, &["account code", "code"]),
    column("month_1", "budgets-month-1", false, &["m1", "1"]),
    column("month_2", "budgets-month-2", false, &["m2", "2"]),
    column("month_3", "budgets-month-3", false, &["m3", "3"]),
    column("month_4", "budgets-month-4", false, &["m4", "4"]),
    column("month_5", "budgets-month-5", false, &["m5", "5"]),
    column("month_6", "budgets-month-6", false, &["m6", "6"]),
    column("month_7", "budgets-month-7", false, &["m7", "7"]),
    column("month_8", "budgets-month-8", false, &["m8", "8"]),
    column("month_9", "budgets-month-9", false, &["m9", "9"]),
    column("month_10", "budgets-month-10", false, &["m10", "10"]),
    column("month_11", "budgets-month-11", false, &["m11", "11"]),
    column("month_12", "budgets-month-12", false, &["m12", "12"]),
    column("total", "budgets-year-sum", false, &["year", "yearly amount", "amount", "sum"]),
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
