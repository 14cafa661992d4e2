//! Sales orders, from the draft to the payment, and the deliveries made for them.
//!
//! An order is a draft until it is confirmed; confirming holds stock for every line whose stock
//! is kept and takes the number, in one transaction, or is refused and changes nothing. From
//! then on it is delivered (in parts, if need be), invoiced (goods once delivered, services at
//! once) and paid. How far each of these has come stands in a column of its own.
//!
//! What it is not: the stock, the invoice and the payment themselves belong to `inventory`,
//! `invoices` and `payments`; this folder calls the first two and hears of the third.
//!
//! Invariants: only the moves of `order::MOVES` happen; no line is delivered or invoiced beyond
//! what was ordered and not given up; a delivery is never changed; an order that is cancelled or
//! cut short holds no stock.

mod api;
mod approval;
mod came_back;
mod cancel;
mod close;
mod confirm;
mod credit;
mod cut_short;
mod deliver;
mod delivery;
mod draft;
mod edit;
mod invoice;
mod jobs;
mod limits;
mod line;
mod list;
mod lots;
mod mail;
mod offer;
mod order;
mod pages;
mod place;
mod preview;
mod sell;
mod store;

pub(crate) use approval::may_approve;
pub use approval::{
    Approval, ApprovalRules, Decision, Need, approval_rules, decide, set_approval_rules,
};
pub(crate) use came_back::{came_back, lock};
pub use cancel::{Cancellation, cancel};
pub use confirm::confirm;
pub use credit::{CreditRelease, Standing, committed, release_credit, standing};
pub use cut_short::cut_short;
pub use deliver::deliver;
pub use delivery::{DeliverLine, Delivery, DeliveryLine, LineQuantity, NewDelivery, PickedLot};
pub(crate) use draft::MOST_LINES;
pub use draft::{ChangeOrder, NewLine, NewOrder};
pub use edit::edit;
pub use invoice::{NewOrderInvoice, invoice};
pub use limits::{NewRoleLimit, RoleLimit, role_limits, set_role_limits};
pub use list::{OrderFilter, OrderQuery, Todo, list};
pub use lots::deliverable_lots;
pub(crate) use offer::{Wanted, offer};
pub use order::{
    DeliveryState, InvoiceState, Line, MOVES, Move, Next, Order, OrderCustomer, OrderHead,
    OrderQuote, PaymentState, PriceRule, State,
};
pub(crate) use pages::{
    LineAddresses, PricedFor, TypedLines, line_grid, line_sums, line_totals, product_cell, products,
};
pub use place::place;
pub use sell::{NewSale, sell};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{
    Capability, Finder, JobKind, NavItem, Permission, Problem, Section, Source, Subscription, Tx,
};
use uuid::Uuid;

/// The order with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Order, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The deliveries of an order, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn deliveries(tx: &mut Tx, order_id: Uuid) -> Result<Vec<Delivery>, Problem> {
    store::deliveries_of(tx, order_id).await
}

/// The delivery with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find_delivery(tx: &mut Tx, id: Uuid) -> Result<Delivery, Problem> {
    store::find_delivery(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Orders as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    let follow = JobKind::of::<jobs::FollowPayment>();
    Capability {
        name: "orders",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: permissions(),
        navigation: vec![
            NavItem {
                section: Section::Sales,
                label: "orders-title",
                href: "/admin/orders",
                icon: Icon::Cart,
                permission: "orders.read",
                shortcut: Some('o'),
            },
            NavItem {
                section: Section::Settings,
                label: "orders-limits",
                href: "/admin/settings/approvals",
                icon: Icon::Check,
                permission: "orders.set_limits",
                shortcut: None,
            },
        ],
        jobs: vec![JobKind::of::<jobs::SendConfirmation>(), follow],
        subscriptions: vec![
            Subscription { topic: "invoices.posted", job: follow, about: Some("order_id") },
            Subscription { topic: "invoices.settled", job: follow, about: Some("order_id") },
            Subscription { topic: "orders.cut_short", job: follow, about: Some("order_id") },
            Subscription { topic: "returns.received", job: follow, about: Some("order_id") },
        ],
        messages: vec![Catalogue {
            name: "orders",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        finders: vec![Finder {
            label: "orders-title",
            permission: "orders.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        sources: vec![Source {
            kind: "delivery",
            label: "ledger-source-delivery",
            page: "/admin/deliveries/{id}",
        }],
        close_checks: close::checks(),
        ..Capability::default()
    }
}

fn permissions() -> Vec<Permission> {
    vec![
        Permission {
            key: "orders.read",
            roles: &["manager", "accountant", "sales", "storekeeper", "viewer"],
        },
        Permission { key: "orders.edit", roles: &["manager", "sales"] },
        Permission { key: "orders.confirm", roles: &["manager", "sales"] },
        Permission { key: "orders.cancel", roles: &["manager", "sales"] },
        Permission { key: "orders.deliver", roles: &["manager", "storekeeper"] },
        Permission { key: "orders.invoice", roles: &["manager", "accountant", "sales"] },
        Permission { key: "orders.sell", roles: &["manager", "sales"] },
        Permission { key: "orders.approve", roles: &["manager"] },
        Permission { key: "orders.set_limits", roles: &[] },
        Permission { key: "orders.exceed_credit", roles: &["manager"] },
    ]
}
