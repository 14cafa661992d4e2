//! Banks: accounts, their statements, and which lines of the books the bank has, too.
//!
//! A statement comes in as a file, is looked at, and is taken in once; its lines are written once
//! and never changed. Lines of the bank and of the books are matched by people; suggestions and
//! rules carry their reasons and never act. What the books miss is posted from a line only when
//! somebody confirms it. A day is finished when the bank's balance is what is cleared.
//!
//! Not here: payments and what is owed (`payments`, `open_items`). Invariants: both sides of a
//! match have one sum; a line is in one match at most; what is matched up to a finished day stays
//! so. Lock order: the ledger's head, then the bank account.

mod account;
mod api;
mod create;
mod import;
mod lines;
mod matching;
mod pages;
mod reconcile;
mod rules;
mod statement;
mod store;
mod suggest;
#[cfg(test)]
mod suggest_tests;
mod verify;

pub use account::{
    BankAccount, ChangeBankAccount, NewBankAccount, change, find, list, masked, take_up,
};
pub use create::{
    BankEntry, NewBankEntry, NewBankPart, NewBankPayment, Payable, PlannedLine, book, pay, payables,
};
pub use import::{
    BankFile, BankStatement, Imported, MOST_BYTES, NewImport, Preview, PreviewLine,
    PreviewStatement, find_file, import, preview, statements, upload, waiting_files,
};
pub use lines::{BankLine, BankLineFilter, BankLineQuery, BookLine, book_lines, line, lines};
pub use matching::{BankMatch, BookRef, MatchRow, NewMatch, accept, matches, unmatch};
pub use reconcile::{
    NewReconciliation, Reconciliation, Reopening, Report, Standing, finish, reconciliations,
    reopen, report, standing,
};
pub use rules::{BankRule, NewRule, Way, forget_rule, rules, write_rule};
pub use statement::{Columns, DateOrder, Format};
pub use suggest::{OpenLine, Reason, Suggestion, suggestions};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section, Source};

/// Banking as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "banking",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "banking.read", roles: &["manager", "accountant", "viewer"] },
            Permission { key: "banking.manage", roles: &["manager"] },
            Permission { key: "banking.reconcile", roles: &["manager", "accountant"] },
        ],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "banking-title",
            href: "/admin/bank",
            icon: Icon::Money,
            permission: "banking.read",
            shortcut: Some('k'),
        }],
        messages: vec![Catalogue {
            name: "banking",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        sources: vec![Source {
            kind: "bank_line",
            label: "ledger-source-bank-line",
            page: "/admin/bank/lines/{id}",
        }],
        checks: verify::checks(),
        close_checks: verify::close_checks(),
        ..Capability::default()
    }
}
