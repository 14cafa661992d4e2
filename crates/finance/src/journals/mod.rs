//! Journals: entries that people write by hand, once or again and again.
//!
//! A journal is a draft until it is posted; then it is an entry of the ledger and never changes.
//! What was wrong is taken back by another journal with its own date. Above the company's limit,
//! or when its author may not post, somebody else must approve it; nobody approves their own.
//! Accounts that are the sum of other documents (receivables, stock, tax) take no lines here.
//!
//! Not here: how an entry is written (`ledger`); what other documents post. Invariants: a posted
//! journal has exactly one entry with the same lines, and an occurrence of a recurring journal
//! is made once.

mod api;
mod approve;
mod attach;
mod close;
mod draft;
mod journal;
mod lines;
mod pages;
mod post;
mod recurring;
mod reverse;
mod store;
mod verify;

pub use approve::{SendBack, approve, send_back};
pub use attach::{MOST_BYTES, NewPaper, attach, detach};
pub use draft::{ChangeJournal, NewJournal, discard, draft, edit};
pub use journal::{
    Journal, JournalFilter, JournalLine, JournalQuery, JournalState, Paper, find, list,
};
pub use lines::NewJournalLine;
pub use post::post;
pub use recurring::{
    ChangeRecurring, Every, NewRecurring, Recurring, RunRecurring, change_recurring,
    create_recurring, find_recurring, recurring, run_due, stop_recurring,
};
pub use reverse::{NewReversal, reverse};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Finder, JobKind, NavItem, NewJob, Permission, Schedule, Section, Source};

/// Journals as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "journals",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "journals.read", roles: &["manager", "accountant", "viewer"] },
            Permission { key: "journals.edit", roles: &["manager", "accountant"] },
            Permission { key: "journals.post", roles: &["manager", "accountant"] },
            Permission { key: "journals.approve", roles: &["manager"] },
        ],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "journals-title",
            href: "/admin/journals",
            icon: Icon::Edit,
            permission: "journals.read",
            shortcut: Some('j'),
        }],
        jobs: vec![JobKind::of::<RunRecurring>()],
        schedules: vec![Schedule {
            name: "journals.run_recurring",
            every: base::Every::Minutes(60),
            per_tenant: true,
            job: || NewJob::of(&RunRecurring {}),
        }],
        messages: vec![Catalogue {
            name: "journals",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        close_checks: close::checks(),
        sources: vec![Source {
            kind: "journal",
            label: "ledger-source-journal",
            page: "/admin/journals/{id}",
        }],
        finders: vec![Finder {
            label: "journals-title",
            permission: "journals.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        ..Capability::default()
    }
}
