//! Open items: what customers and suppliers still pay or are still paid, document by document.
//!
//! Whoever posts to a control account opens an item in the same transaction. Items are set off
//! against each other by allocations: a payment against invoices, a credit note against its
//! invoice, what was paid ahead against what is owed later. An allocation is written once and
//! taken back by a second one. In another currency each item keeps what it was worth on its
//! day; the difference between the two is posted as gain or loss when they are set off.
//!
//! Not here: documents (they are above and beside). Invariants: the items of a control account
//! sum to its balance, party by party; no item is ever set off beyond its amount; an item that
//! is set off wholly is worth nothing in the company's currency either.
//!
//! Lock order: the ledger's head, then items in the order of their ids, then what documents
//! keep of them.

mod ageing;
mod allocation;
mod api;
mod apply;
mod history;
mod item;
mod list;
mod pages;
mod paper;
mod share;
mod statement;
mod store;
mod verify;

pub use ageing::{Ageing, AgeingQuery, AgeingRow, Ages, ageing};
pub use allocation::{NewAllocation, allocate, undo};
pub use apply::{Against, NewSettingOff, NewWriteOff, set_off_by_hand, write_off};
pub use history::{SetOff, of_item, set_off};
pub use item::{
    NewOpenItem, OpenItem, Side, exposure, find, find_all, of_document, open, open_all, open_with,
    owed,
};
pub use list::{
    AsOf, ItemFilter, ItemQuery, PartyBalance, Show, is_known, list, open_of, overdue, parties,
    party_name,
};
pub use paper::document as statement_paper;
pub use statement::{Statement, StatementLine, StatementQuery, statement};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section, Source};

/// Open items as a capability.
#[must_use]
pub fn capability() -> Capability {
    let item = |label, href, icon| NavItem {
        section: Section::Finance,
        label,
        href,
        icon,
        permission: "open_items.read",
        shortcut: None,
    };
    Capability {
        name: "open_items",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "open_items.read", roles: &["manager", "accountant", "viewer"] },
            Permission { key: "open_items.allocate", roles: &["manager", "accountant"] },
            Permission { key: "open_items.write_off", roles: &["manager"] },
            Permission { key: "open_items.begin", roles: &["manager", "accountant"] },
        ],
        navigation: vec![
            item("open-items-title", "/admin/open-items", Icon::Filter),
            item("open-items-ageing", "/admin/reports/ageing", Icon::Clock),
        ],
        messages: vec![Catalogue {
            name: "open_items",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        sources: vec![
            Source {
                kind: "allocation",
                label: "ledger-source-allocation",
                page: "/admin/open-items",
            },
            Source {
                kind: "write_off",
                label: "ledger-source-write-off",
                page: "/admin/open-items",
            },
        ],
        ..Capability::default()
    }
}
