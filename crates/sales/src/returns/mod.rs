//! Customer returns: goods that come back of a delivery, or of a sale at once.
//!
//! A return is asked for against one delivery, or against an invoice that took its goods out
//! itself, with a reason and the condition of each line.
//! Receiving the goods takes the number `RET-2026-00001`: what is good comes back into stock at
//! the cost at which it left, what is damaged is scrapped as a loss. What had been invoiced is
//! credited in the same step or later; what had not is invoiced no more.
//!
//! What it is not: stock and credit notes belong to `inventory` and `invoices`; an order counts
//! itself what came back of its lines.
//!
//! Invariants: never more comes back of a line than left with it, requests counted with what was
//! received; a received or declined return is never changed but for its credit;
//! numbers have no gaps.

mod api;
mod asked;
mod credit;
mod decline;
mod goods;
mod list;
mod pages;
mod receive;
mod request;
mod sale;
mod store;
mod uncredit;

pub use asked::{NewReturn, NewReturnLine, ReceiveReturn, ReceivedLine};
pub use credit::credit;
pub use decline::{Declined, decline};
pub use goods::{
    Condition, GoodsReturn, ReturnCredit, ReturnHead, ReturnLine, ReturnState, Returnable,
};
pub use list::{ReturnFilter, ReturnQuery, list};
pub use receive::receive;
pub use request::request;
pub use sale::returnable as returnable_of_sale;

use crate::orders::{self, Order};
use base::messages::Catalogue;
use base::ui::Icon;
use base::{
    Capability, Check, Finder, JobKind, NavItem, Permission, Problem, Section, Source,
    Subscription, Tx,
};
use uuid::Uuid;

/// The return with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<GoodsReturn, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The return, held until the commit, with its order: by the order, as everybody holds it who
/// changes one; by itself where there is none.
async fn hold(tx: &mut Tx, id: Uuid) -> Result<(GoodsReturn, Option<Order>), Problem> {
    let order = match find(tx, id).await?.head.order_id {
        Some(order) => Some(orders::lock(tx, order).await?),
        None => {
            store::hold(tx, id).await?;
            None
        }
    };
    // Read again: it may have changed before it was held.
    Ok((find(tx, id).await?, order))
}

/// What can still come back of a delivery, line by line.
///
/// # Errors
/// When the database is away.
pub async fn returnable(tx: &mut Tx, delivery_id: Uuid) -> Result<Vec<Returnable>, Problem> {
    store::returnable(tx, delivery_id).await
}

/// Customer returns as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    let follow = JobKind::of::<uncredit::FollowCancellation>();
    Capability {
        name: "returns",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission {
                key: "returns.read",
                roles: &["manager", "accountant", "sales", "storekeeper", "viewer"],
            },
            Permission { key: "returns.request", roles: &["manager", "sales", "storekeeper"] },
            Permission { key: "returns.receive", roles: &["manager", "storekeeper"] },
        ],
        navigation: vec![NavItem {
            section: Section::Sales,
            label: "returns-title",
            href: "/admin/returns",
            icon: Icon::Box,
            permission: "returns.read",
            shortcut: None,
        }],
        jobs: vec![follow],
        subscriptions: vec![Subscription {
            topic: "invoices.credit_cancelled",
            job: follow,
            about: Some("credit_note_id"),
        }],
        messages: vec![Catalogue {
            name: "returns",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: vec![
            Check {
                name: "return_numbers_without_gaps",
                run: |tx| Box::pin(finance::numbers::first_gap(tx, "RET", store::NUMBERS)),
            },
            Check { name: "returns_are_counted", run: |tx| Box::pin(store::miscounted(tx)) },
        ],
        finders: vec![Finder {
            label: "returns-title",
            permission: "returns.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        sources: vec![Source {
            kind: "return",
            label: "ledger-source-return",
            page: "/admin/returns/{id}",
        }],
        ..Capability::default()
    }
}
