//! Payments: money that customers pay, into the cash box or the bank.
//!
//! A payment is written once, with its number, its entry and the invoice that it settles; it
//! never pays more than is open. Taking money back is a later document, not a change here.
//!
//! Not here: what is owed (that is `invoices`). Invariants: numbers have no gaps; what a
//! payment settles sums to at most its amount.

mod api;
mod pages;
mod payment;
mod receive;
mod store;
mod verify;

pub use payment::{Allocation, Method, Payment, PaymentFilter, PaymentQuery, find, list};
pub use receive::{NewPayment, receive};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section, Source};

/// Payments as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "payments",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission {
                key: "payments.read",
                roles: &["manager", "accountant", "sales", "viewer"],
            },
            Permission { key: "payments.receive", roles: &["manager", "accountant"] },
        ],
        navigation: vec![NavItem {
            section: Section::Finance,
            label: "payments-title",
            href: "/admin/payments",
            icon: Icon::Money,
            permission: "payments.read",
            shortcut: Some('y'),
        }],
        messages: vec![Catalogue {
            name: "payments",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        sources: vec![Source {
            kind: "payment",
            label: "ledger-source-payment",
            folder: "/admin/payments",
        }],
        ..Capability::default()
    }
}
