//! Every report of the company: what the ledger's fold says, laid out for people.
//!
//! A report is a [`Sheet`] of rows and columns. The page, CSV, XLSX, PDF and the API show the same
//! sheet. Each takes "as of" (or from and to) and "as known on", and each figure leads to the
//! lines that it sums, and from there to the documents.
//!
//! Not here: the fold itself (`finance::ledger`), ageing (`finance::open_items`), the tax return
//! (`finance::tax`).

mod api;
mod books;
mod budget;
mod cash_flow;
mod changes;
mod figures;
mod goods;
mod kind;
mod pages;
mod query;
mod sheet;
mod statements;
mod store;

pub use budget::{OverBudget, over_budget};
pub use changes::ChangesQuery;
pub use kind::Kind;
pub use query::{Compare, MarginBy, ReportQuery};
pub use sheet::{Cell, Head, Line, Role, Sheet, Value};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, L, NavItem, Permission, Problem, Section, Tx};

/// Rows that a page shows of a report that lists things; files have more.
const ON_A_PAGE: i64 = 500;

/// Makes a report; one that lists things shows at most so many.
///
/// # Errors
/// 400 for days that are none, or when the database is away.
pub async fn report(
    tx: &mut Tx,
    l: &L,
    kind: Kind,
    query: ReportQuery,
    most: i64,
) -> Result<Sheet, Problem> {
    Ok(kind.sheet(tx, l, query, most).await?.1)
}

/// Reports as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "reports",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![Permission {
            key: "reports.read",
            roles: &["manager", "accountant", "storekeeper", "viewer"],
        }],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "reports-title",
            href: "/admin/reports",
            icon: Icon::Book,
            permission: "reports.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "reports",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
