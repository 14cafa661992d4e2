//! Bills of suppliers and debit notes: what the company owes, as papers and in the books.
//!
//! A bill is entered once and says from then on what it says. It waits until somebody posts it:
//! then it takes its number, its entry clears what was received and is owed to the supplier. Or
//! it is rejected and never was. A mistake in a posted bill is mended by a debit note, which
//! names its bill and a reason and never takes back more than was billed.
//!
//! Not here: whether a bill agrees with order and receipt (that is `purchasing`, above), and
//! paying it. Invariants: numbers have no gaps; lines, tax groups, totals and entry agree to the
//! last minor unit; only posted bills are in the books.

mod alike;
mod api;
mod bill;
mod debit;
mod enter;
mod list;
mod pages;
mod post;
mod store;
mod verify;

pub use alike::{LookAlike, Resemblance, key_of, look_alikes};
pub use bill::{Bill, BillKind, BillLine, BillRow, BillState, BillTax, Difference};
pub use debit::{Debited, NewDebit, Taken, debit, debited};
pub use enter::{BillTarget, NewBill, NewBillLine, enter};
pub use list::{BillFilter, BillQuery, find, list, lock};
pub use post::{ClearedLine, ClearedPart, post, reject, withdraw};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Finder, NavItem, Permission, Section, Source};

/// Bills as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "bills",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![Permission {
            key: "bills.read",
            roles: &["manager", "accountant", "viewer"],
        }],
        navigation: vec![NavItem {
            section: Section::Purchasing,
            label: "bills-title",
            href: "/admin/bills",
            icon: Icon::Invoice,
            permission: "bills.read",
            shortcut: Some('b'),
        }],
        messages: vec![Catalogue {
            name: "bills",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        finders: vec![Finder {
            label: "bills-title",
            permission: "bills.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        sources: vec![
            Source { kind: "bill", label: "ledger-source-bill", page: "/admin/bills/{id}" },
            Source {
                kind: "debit_note",
                label: "ledger-source-debit-note",
                page: "/admin/bills/{id}",
            },
        ],
        ..Capability::default()
    }
}
