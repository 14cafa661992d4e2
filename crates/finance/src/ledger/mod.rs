//! The ledger: accounts, entries and their lines, periods, and the chain that proves them.
//!
//! Entries and lines are written once and never changed; a correction is another entry. Every
//! entry balances (checked here, and again by the database), falls into an open period, has a
//! place in an unbroken sequence, and carries the hash of everything before it. Amounts are
//! minor units of the company's currency, debit positive and credit negative.
//!
//! Not here: what a document posts. Documents build a [`Posting`] and hand it to [`post`].
//! The head of the chain is locked last and until the commit, so postings of one company
//! follow each other; everything slow belongs before it.

mod account;
mod api;
mod chain;
mod chart;
mod fold;
mod furnish;
mod journal;
mod known;
mod lines;
mod opposite;
mod pages;
mod period;
mod post;
mod posting;
mod report;
mod roots;
pub mod snapshots;
mod source;
mod store;
mod verifications;
mod verify;

pub use account::{Account, AccountType, CashFlow, Control, account, accounts};
pub use fold::{
    AccountBalance, AccountColumns, BalanceQuery, Span, balances, columns, known_through,
};
pub use journal::{BookLine, BookQuery, ByDay, book_lines, moved_by};
pub use known::KnownOn;
pub use lines::{AccountSums, Days, LedgerLine, LedgerQuery, account_ledger, account_sums};
pub use period::Module;
pub(crate) use post::number_and_place;
pub use post::{admit, post, post_with};
pub use posting::{AccountRef, Place, Posted, Posting, PostingLine};
pub use report::{
    Entry, EntryLine, TrialBalance, TrialBalanceQuery, TrialBalanceRow, balance_of, entries,
    entries_of, entry, trial_balance,
};
pub use roots::{Root, roots};
pub use snapshots::{keep_current as keep_snapshots, take as take_snapshot};
pub use source::{source_href, source_link, source_name, sources};
pub use verifications::{
    Verification, failing, last_verified, verification, verifications, verify_now,
};

pub(crate) use opposite::opposite;
pub(crate) use pages::entry_card;
pub(crate) use post::post_year;
pub(crate) use source::{document_link, name as document_name};
pub(crate) use store::open_months;

use base::jobs::{Every, JobKind, Schedule};
use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section};

/// The ledger as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "ledger",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "ledger.read", roles: &["manager", "accountant", "viewer"] },
            Permission { key: "ledger.verify", roles: &["manager", "accountant"] },
        ],
        navigation: vec![
            NavItem {
                section: Section::Finance,
                label: "ledger-trial-balance",
                href: "/admin/ledger/trial-balance",
                icon: Icon::Book,
                permission: "ledger.read",
                shortcut: Some('l'),
            },
            NavItem {
                section: Section::Finance,
                label: "ledger-entries",
                href: "/admin/ledger/entries",
                icon: Icon::File,
                permission: "ledger.read",
                shortcut: None,
            },
            NavItem {
                section: Section::Finance,
                label: "ledger-verify",
                href: "/admin/ledger/verify",
                icon: Icon::Check,
                permission: "ledger.read",
                shortcut: None,
            },
        ],
        messages: vec![Catalogue {
            name: "ledger",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        late_checks: verify::late_checks(),
        jobs: vec![
            JobKind::of::<snapshots::KeepCurrent>(),
            JobKind::of::<verifications::VerifyBooks>(),
        ],
        schedules: vec![
            Schedule {
                name: "ledger.keep_snapshots",
                every: Every::DailyAt(22, 10),
                per_tenant: true,
                job: snapshots::KeepCurrent::job,
            },
            Schedule {
                name: "ledger.verify",
                every: Every::DailyAt(22, 40),
                per_tenant: true,
                job: verifications::VerifyBooks::nightly,
            },
        ],
        furnish: Some(|tx| Box::pin(furnish::furnish(tx))),
        ..Capability::default()
    }
}
