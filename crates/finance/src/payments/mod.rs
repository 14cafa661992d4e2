//! Payments: money that moves between us and customers or suppliers, through the cash box or the
//! bank.
//!
//! A payment is written once, with its number, its entry and an open item for what it gives the
//! party credit for. What it settles are allocations of that item; what settles nothing yet was
//! paid ahead and stands on an account of its own until it does. Money that goes the other way
//! than usual is a refund, and names the credit that it gives back.
//!
//! Not here: what is owed (that is `open_items`). Invariants: numbers have no gaps; what a
//! payment gives credit for is what was posted.

mod api;
mod pages;
mod payer;
mod payment;
mod plan;
mod receive;
mod register;
mod settle;
mod store;
mod verify;

pub use api::NewMoney;
pub use pages::{answer, offer};
pub use payer::Payer;
pub use payment::{
    Allocation, Direction, Method, Payment, PaymentFilter, PaymentQuery, find, list,
};
pub use receive::{NewPayment, receive};
pub use register::{NameOf, Register, SearchBy};
pub use settle::{Certificate, Deduction, Part, Settlement, settle};

use crate::open_items::Side;
use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Route, Section, Source};
use register::Registers;

/// The way that money usually goes on a side: customers pay us, we pay suppliers.
#[must_use]
pub fn usual(side: Side) -> Direction {
    match side {
        Side::Receivable => Direction::In,
        Side::Payable => Direction::Out,
    }
}

/// Payments as a capability; the registers are those of the storeys above.
#[must_use]
pub fn capability(registers: Vec<Register>) -> Capability {
    let registers = Registers::new(registers);
    let given = |route: Route| api::give(route, &registers);
    Capability {
        name: "payments",
        routes: api::routes().into_iter().chain(pages::routes()).map(given).collect(),
        permissions: vec![
            Permission {
                key: "payments.read",
                roles: &["manager", "accountant", "sales", "viewer"],
            },
            Permission { key: "payments.receive", roles: &["manager", "accountant"] },
            Permission { key: "payments.pay", roles: &["manager", "accountant"] },
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
            page: "/admin/payments/{id}",
        }],
        ..Capability::default()
    }
}
