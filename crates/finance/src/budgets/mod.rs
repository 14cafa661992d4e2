//! Budgets: what a company means to earn and spend in a fiscal year, account by account and month
//! by month, for all of it or for one cost centre or project.
//!
//! A budget is a draft until it is activated; reports put the books beside the active one. What
//! was earned and spent a year ago, with so many per cent more or less, can be where one begins.
//! Nothing is refused because a budget is used up: a budget is a plan, not a limit.
//!
//! Not here: the comparison itself (`insight::reports`), cost centres and projects
//! (`dimensions`). Invariants: one active budget for each year, cost centre and project; the
//! months of a yearly amount sum to it exactly.

mod api;
mod budget;
mod copy;
mod edit;
mod import;
mod lines;
mod pages;
mod state;
mod store;

pub use budget::{
    Budget, BudgetFilter, BudgetLine, BudgetQuery, BudgetState, PlannedSum, find, list, planned,
};
pub use copy::{NewBudgetCopy, copy_actuals};
pub use edit::{ChangeBudget, NewBudget, create, edit};
pub use import::importer;
pub use lines::NewBudgetLine;
pub use state::{activate, archive};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section};

/// Budgets as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "budgets",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "budgets.read", roles: &["manager", "accountant"] },
            Permission { key: "budgets.edit", roles: &["manager", "accountant"] },
        ],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "budgets-title",
            href: "/admin/budgets",
            icon: Icon::Chart,
            permission: "budgets.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "budgets",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
