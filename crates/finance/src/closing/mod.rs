//! Closing the books: months step by step, then for good; years; and the balances that the
//! books began with.
//!
//! Each part of the business can be locked out of a month by itself. A month is closed for good
//! by a checklist that is computed and not ticked: what blocks must be mended, what warns needs a
//! sentence, and both are kept with the close. Months are closed in their order, without gaps,
//! and opened again only with a reason. A year is closed by one entry that moves what was earned
//! and spent to the retained earnings, and opened again by the reversal of that entry.
//!
//! Not here: what an entry is (`ledger`), and what other capabilities ask before a close (their
//! `close_checks`). Invariants: nothing is posted into a closed month but the close of its year;
//! no month stands open before a closed one that has entries; a standing year has one entry.

mod api;
mod checklist;
mod checks;
mod close;
mod documents;
mod item_list;
mod items;
mod locks;
mod month;
mod opening;
mod pages;
mod store;
mod years;

pub use checklist::{CheckRow, checklist, glance};
pub use close::{CloseMonth, ReopenMonth, close, reopen};
pub use documents::{NewOpeningItem, NewOpeningItems, OpeningItems, open_documents};
pub use item_list::{FindParties, ITEM_COLUMNS, by_code_or_name, import_items};
pub use items::{OpenedItems, OpeningItem, open_party_items, opening_day, undo_items};
pub use locks::{lock, unlock};
pub use month::{Month, MonthLock, PastClose, find, history, months};
pub use opening::{
    NewOpening, Opening, OpeningLine, OpeningRow, importer as accounts_importer, open_accounts,
    opening,
};
pub use years::{FiscalYear, close_year, reopen_year, years};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section, Source};

/// Closing as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "closing",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "periods.lock", roles: &["manager", "accountant"] },
            Permission { key: "periods.close", roles: &["manager", "accountant"] },
            Permission { key: "periods.reopen", roles: &["manager"] },
        ],
        navigation: vec![
            NavItem {
                section: Section::Finance,
                label: "closing-months",
                href: "/admin/periods",
                icon: Icon::Calendar,
                permission: "ledger.read",
                shortcut: None,
            },
            NavItem {
                section: Section::Finance,
                label: "closing-opening",
                href: "/admin/opening",
                icon: Icon::Upload,
                permission: "ledger.read",
                shortcut: None,
            },
        ],
        messages: vec![Catalogue {
            name: "closing",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: checks::verify(),
        close_checks: checks::before_close(),
        sources: vec![
            Source { kind: "opening", label: "ledger-source-opening", page: "/admin/opening" },
            Source {
                kind: "opening_receivable",
                label: "ledger-source-opening-receivable",
                page: "/admin/opening",
            },
            Source {
                kind: "opening_payable",
                label: "ledger-source-opening-payable",
                page: "/admin/opening",
            },
            Source {
                kind: "year_close",
                label: "ledger-source-year-close",
                page: "/admin/periods/years",
            },
        ],
        ..Capability::default()
    }
}
