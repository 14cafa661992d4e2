//! Purchasing: what is asked for, ordered, received, billed, made dearer on the way and given
//! back, each step beside the one before it.
//!
//! A request says what is needed and why; approved, it becomes an order. Goods of an order are
//! received at its prices; the books then owe a bill for them. A bill is measured against order
//! and receipt: within the supplier's tolerances it is posted, outside it waits for somebody's
//! approval. What goods turn out to have cost more or less, and freight and duty that arrive
//! later, revalue the stock that is still there. What goes back goes back at its price.
//!
//! What it is not: stock moves and revaluations belong to `inventory`, bills as papers and
//! entries to `bills`; this folder brings the two together.
//!
//! Invariants, asked by `ledger verify`: what was received, less what was billed and given back
//! before it was billed, is the balance of the account of goods received; each line of a receipt
//! counts exactly what bills and returns say of it; series have no gaps.

mod billing;
mod checks;
mod compare;
mod grid;
mod grni;
mod landed;
mod orders;
mod received;
mod requests;
mod returns;
mod settings;

pub use billing::{
    NewBillDebit, NewDebitLine, NewSupplierBill, NewSupplierBillLine, approve as approve_bill,
    bill, correct, reject as reject_bill, withdraw as withdraw_bill,
};
pub use grni::{UnbilledQuery, UnbilledReport, UnbilledSupplier, unbilled};
pub use landed::{
    LandedBasis, LandedCost, LandedCostQuery, LandedItem, LandedTarget, NewLandedCost,
    NewLandedItem, NewLandedTarget, find as landed_cost, land, list as landed_costs, preview,
};
pub use orders::{
    ChangePurchaseOrder, Ending, NewPurchaseLine, NewPurchaseOrder, NewPurchaseReceipt,
    PURCHASE_MOVES, PurchaseMove, PurchaseOrder, PurchaseOrderFilter, PurchaseOrderHead,
    PurchaseOrderLine, PurchaseOrderQuery, PurchaseOrderState, PurchaseQuantity, PurchaseSupplier,
    PurchaseTodo, approve, cancel, close, edit, find, list, place, receive, send,
};
pub use received::ReceivedLine;
pub use requests::{
    ChangePurchaseRequest, Decision, NewPurchaseRequest, NewRequestLine, PurchaseRequest,
    PurchaseRequestFilter, PurchaseRequestHead, PurchaseRequestLine, PurchaseRequestQuery,
    PurchaseRequestState, approve as approve_request, ask, cancel as cancel_request,
    edit as edit_request, find as request, list as requests, reject as reject_request,
};
pub use returns::{
    NewPurchaseReturn, NewReturnLine, PurchaseReturn, PurchaseReturnLine, PurchaseReturnQuery,
    find as purchase_return, give_back, list as purchase_returns,
};
pub use settings::{PurchasingSettings, set as set_settings, settings};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Finder, JobKind, NavItem, Permission, Route, Section, Source};

/// Purchasing as the program knows it.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "purchasing",
        routes: routes(),
        permissions: permissions(),
        navigation: navigation(),
        jobs: vec![JobKind::of::<orders::SendPurchaseOrder>()],
        messages: vec![Catalogue {
            name: "purchasing",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: checks::checks(),
        finders: vec![Finder {
            label: "purchasing-orders",
            permission: "purchasing.read",
            run: |cx, text| Box::pin(orders::pages::hits(cx, text)),
        }],
        sources: vec![
            Source {
                kind: "landed_cost",
                label: "ledger-source-landed-cost",
                page: "/admin/landed-costs/{id}",
            },
            Source {
                kind: "purchase_return",
                label: "ledger-source-purchase-return",
                page: "/admin/purchase-returns/{id}",
            },
        ],
        ..Capability::default()
    }
}

fn routes() -> Vec<Route> {
    [
        requests::api::routes(),
        requests::pages::routes(),
        orders::api::routes(),
        orders::pages::routes(),
        billing::api::routes(),
        billing::pages::routes(),
        landed::api::routes(),
        landed::pages::routes(),
        returns::api::routes(),
        returns::pages::routes(),
        grni::api::routes(),
        grni::pages::routes(),
        settings::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn permissions() -> Vec<Permission> {
    let (keepers, money) = (&["manager", "storekeeper"], &["manager", "accountant"]);
    vec![
        Permission {
            key: "purchasing.read",
            roles: &["manager", "accountant", "storekeeper", "viewer"],
        },
        Permission { key: "purchasing.request", roles: &["manager", "accountant", "storekeeper"] },
        Permission { key: "purchasing.edit", roles: &["manager", "accountant"] },
        Permission { key: "purchasing.approve", roles: &["manager"] },
        Permission { key: "purchasing.receive", roles: keepers },
        Permission { key: "purchasing.return", roles: keepers },
        Permission { key: "purchasing.land", roles: money },
        Permission { key: "purchasing.settings", roles: &["manager"] },
        Permission { key: "bills.enter", roles: money },
        Permission { key: "bills.approve", roles: &["manager"] },
        Permission { key: "bills.debit", roles: money },
    ]
}

fn navigation() -> Vec<NavItem> {
    let item = |label, href, icon, shortcut| NavItem {
        section: Section::Purchasing,
        label,
        href,
        icon,
        permission: "purchasing.read",
        shortcut,
    };
    vec![
        item("purchasing-requests", "/admin/purchase-requests", Icon::Edit, None),
        item("purchasing-orders", "/admin/purchase-orders", Icon::Cart, Some('u')),
        item("purchasing-landed", "/admin/landed-costs", Icon::Truck, None),
        item("purchasing-returns", "/admin/purchase-returns", Icon::ArrowUp, None),
        item("purchasing-unbilled", "/admin/goods-received-not-billed", Icon::Clock, None),
        NavItem {
            permission: "purchasing.settings",
            ..item("purchasing-settings", "/admin/purchase-settings", Icon::Settings, None)
        },
    ]
}
