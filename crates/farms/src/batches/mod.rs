//! Batches: groups of living animals as the books know them (IAS 41), from the fingerlings to the
//! fish on the shelf.
//!
//! A batch is kept at cost or at fair value less costs to sell; that is chosen when it begins. What
//! it has cost and by how much its worth differs from that are two control accounts, and the
//! batches are their subledger: every event changes count, weight, cost and adjustment, and is
//! written with its journal entry in one transaction. What animals that leave carry away is their
//! share, and the last ones take all of it, so that a batch that is closed leaves nothing behind
//! and earned over its life what it would have earned in the other mode.
//!
//! Not here: ponds, feeding plans, water. Goods come out of the stock and go into it through
//! `inventory`, which knows no animals. Invariants, asked by `ledger verify`: a batch is the sum of
//! its events, and the batches are the balance of their accounts.

mod allocate;
mod api;
mod batch;
mod checklist;
mod die;
mod event;
mod harvest;
mod open;
mod pages;
mod record;
mod revalue;
mod share;
mod stock;
mod store;
mod undo;
mod verify;
mod weigh;

pub use allocate::{NewAppliedCost, allocate};
pub use batch::{Batch, BatchFilter, BatchQuery, BatchState, Mode, find, list};
pub use die::{NewDeaths, die, lose};
pub use event::{BatchEvent, EventKind, events};
pub use harvest::{NewHarvest, harvest};
pub use open::{NewBatch, NewClosing, close, open};
pub use revalue::{NewValuation, revalue};
pub use stock::{NewStockCost, add_cost_from_stock};
pub use undo::{NewUndo, undo};
pub use weigh::{NewWeighing, weigh};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Finder, NavItem, Permission, Section, Source};

/// Batches as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    let readers = &["manager", "accountant", "storekeeper", "farm_worker", "viewer"];
    Capability {
        name: "batches",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "batches.read", roles: readers },
            Permission { key: "batches.record", roles: &["manager", "farm_worker"] },
            Permission { key: "batches.value", roles: &["manager", "accountant"] },
            Permission { key: "batches.keep", roles: &["manager", "accountant"] },
        ],
        navigation: vec![NavItem {
            section: Section::Supply,
            label: "batches-title",
            href: "/admin/batches",
            icon: Icon::Ring,
            permission: "batches.read",
            shortcut: None,
        }],
        messages: vec![Catalogue {
            name: "batches",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        close_checks: checklist::checks(),
        sources: vec![Source {
            kind: record::SOURCE,
            label: "ledger-source-batch",
            page: "/admin/batches/{id}",
        }],
        finders: vec![Finder {
            label: "batches-title",
            permission: "batches.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        ..Capability::default()
    }
}
