//! Invoices and credit notes: what customers owe, on paper and in the books.
//!
//! A document is written once, at posting, with its legal number, its taxes, the seller and
//! buyer as they were on the day, and its entry in the ledger. Afterwards only what is settled
//! of it changes. A mistake is mended by a credit note, which names its invoice and a reason
//! and never takes back more than was billed; a credit note that was one itself is taken back
//! whole by a debit note.
//!
//! Not here: drafts (those are orders) and money (that is `payments`). Invariants: numbers
//! have no gaps; lines, tax groups, totals and entry agree to the last minor unit; settled is
//! what was set off of the document's open item.

mod api;
mod cancel;
mod credit;
mod draft;
mod invoice;
mod list;
mod owed;
mod pages;
mod paper;
mod post;
mod print;
mod qr;
mod seller;
mod send;
mod settle;
mod store;
mod verify;

pub use cancel::{NewCancellation, cancel};
pub use credit::{CreditLine, NewCreditNote, credit, left_to_credit};
pub use invoice::{Invoice, InvoiceLine, InvoiceRow, InvoiceTax, Kind, Party, State};
pub use list::{InvoiceFilter, InvoiceQuery, ListState, find, list, lock, of_order};
pub use owed::{Owed, owed};
pub use post::{Goods, NewInvoice, NewInvoiceLine, Numbered, Prepared, post};
pub use seller::of as seller;
pub use send::{InvoiceMail, NewInvoiceMail, send};

pub(crate) use settle::follow;

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, Finder, JobKind, NavItem, Permission, Section, Source};

/// Invoices as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "invoices",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission {
                key: "invoices.read",
                roles: &["manager", "accountant", "sales", "viewer"],
            },
            Permission { key: "invoices.credit", roles: &["manager", "accountant"] },
            Permission { key: "invoices.send", roles: &["manager", "accountant", "sales"] },
        ],
        navigation: vec![NavItem {
            section: Section::Sales,
            label: "invoices-title",
            href: "/admin/invoices",
            icon: Icon::Invoice,
            permission: "invoices.read",
            shortcut: Some('v'),
        }],
        jobs: vec![JobKind::of::<send::SendInvoice>()],
        messages: vec![Catalogue {
            name: "invoices",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        finders: vec![Finder {
            label: "invoices-title",
            permission: "invoices.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        sources: vec![
            Source {
                kind: "invoice",
                label: "ledger-source-invoice",
                page: "/admin/invoices/{id}",
            },
            Source {
                kind: "credit_note",
                label: "ledger-source-credit-note",
                page: "/admin/invoices/{id}",
            },
            Source {
                kind: "sales_debit_note",
                label: "ledger-source-sales-debit-note",
                page: "/admin/invoices/{id}",
            },
        ],
        ..Capability::default()
    }
}
