//! Quotes: what a customer is offered, at which prices and until when.
//!
//! A quote is a draft until it is sent; then it has its number and the customer may accept or
//! decline it until its last day. An accepted quote becomes one order, with the same lines,
//! prices and discounts; when that is cancelled, it is accepted as before and can become another.
//! Its lines are priced as those of orders are, and what gives more away than its writer may is
//! sent by somebody else who may approve it.
//!
//! What it is not: nothing is reserved or posted for a quote; the order that it becomes belongs
//! to `orders`, which knows only from which quote it came.
//!
//! Invariants: only the moves of `quote::MOVES` happen; of the orders that a quote became, at most
//! one is not cancelled; what is sent is changed only by becoming a draft again; numbers have no
//! gaps. That a quote is expired or ordered is computed when it is read, so that no job can forget
//! it.

mod api;
mod ask;
mod convert;
mod create;
mod decide;
mod edit;
mod list;
mod pages;
mod paper;
mod quote;
mod send;
mod store;

pub use ask::{ChangeQuote, NewQuote};
pub use convert::{NewQuoteOrder, order};
pub use create::create;
pub use decide::{Acceptance, Decline, accept, decline};
pub use edit::edit;
pub use list::{QuoteFilter, QuoteQuery, list};
pub use quote::{MOVES, Move, Quote, QuoteHead, QuoteLine, QuoteState, QuotedOrder};
pub use send::{Sending, send};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Check, Finder, JobKind, NavItem, Permission, Problem, Section, Tx};
use uuid::Uuid;

/// The quote with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Quote, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Quotes as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "quotes",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission { key: "quotes.read", roles: &["manager", "accountant", "sales", "viewer"] },
            Permission { key: "quotes.edit", roles: &["manager", "sales"] },
            Permission { key: "quotes.send", roles: &["manager", "sales"] },
        ],
        navigation: vec![NavItem {
            section: Section::Sales,
            label: "quotes-title",
            href: "/admin/quotes",
            icon: Icon::File,
            permission: "quotes.read",
            shortcut: None,
        }],
        jobs: vec![JobKind::of::<send::SendQuote>()],
        messages: vec![Catalogue {
            name: "quotes",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: vec![
            Check {
                name: "quote_numbers_without_gaps",
                run: |tx| Box::pin(finance::numbers::first_gap(tx, "QUO", store::NUMBERS)),
            },
            Check { name: "quote_totals", run: |tx| Box::pin(store::miscounted(tx)) },
        ],
        finders: vec![Finder {
            label: "quotes-title",
            permission: "quotes.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        ..Capability::default()
    }
}
