//! Expenses: money spent without a supplier's bill, from the cash box, a bank, or the pocket of
//! somebody who is paid back.
//!
//! Above the company's limit somebody else must approve. A posted expense never changes; what was
//! wrong is taken back by an entry of its own. An expense may say which order or purchase order
//! it was for, by id and number alone: what those are, their own capabilities know.
//!
//! Not here: bills of suppliers. Invariants: numbers have no gaps; what is owed to employees are
//! open items like any other.

mod api;
mod enter;
mod expense;
mod pages;
mod post;
mod store;
mod verify;

pub use enter::{NewExpense, attach, discard, enter};
pub use expense::{
    Expense, ExpenseFilter, ExpenseQuery, ExpenseState, LinkType, PaidBy, find, linked, list,
};
pub use post::{NewExpenseReversal, approve, reverse};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section, Source};

/// Expenses as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "expenses",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "expenses.read", roles: &["manager", "accountant", "viewer"] },
            Permission { key: "expenses.enter", roles: &["manager", "accountant"] },
            Permission { key: "expenses.approve", roles: &["manager"] },
        ],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "expenses-title",
            href: "/admin/expenses",
            icon: Icon::Money,
            permission: "expenses.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "expenses",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        sources: vec![Source {
            kind: "expense",
            label: "ledger-source-expense",
            page: "/admin/expenses/{id}",
        }],
        checks: verify::checks(),
        ..Capability::default()
    }
}
