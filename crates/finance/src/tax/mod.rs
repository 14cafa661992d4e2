//! Taxes: the codes of a company and the one computation that every document uses.
//!
//! Returns are sums over the lines of the ledger that carry a tax code. What was filed stays as
//! it was filed, and nothing with tax is recorded in its time until somebody reopens it and says
//! why; what is recorded then is a correction of the next return, unless it is filed again.
//!
//! Not here: what a document posts (that is `invoices`). Invariants: the tax of a group is
//! computed once on the sum of its prices, and the amounts of the lines sum to it exactly;
//! amounts are stored as posted and never computed again; of a code that was used neither rate
//! nor accounts change; tax that waits for payment moves on exactly with what is settled.

mod api;
mod booking;
mod boxes;
mod code;
mod compute;
mod detail;
mod filing;
mod kept;
mod lines;
mod manage;
mod pages;
mod pay;
mod rates;
mod release;
mod reopen;
mod report;
mod start;
mod store;
mod verify;
mod withhold;

pub use booking::Taxation;
pub use boxes::{TaxBox, boxes};
pub use code::{Category, TaxCode, codes, find_all};
pub use compute::{
    Computed, LineAmounts, Prices, TaxGroup, TaxableLine, compute, compute_priced, line_net,
};
pub use detail::{PartOf, RateFrom, TaxCodeDetail, TaxKind, all, find, withholdings};
pub use filing::{NewTaxReturn, file};
pub use kept::Codes;
pub use lines::{TaxLine, TaxLineFilter, TaxLineQuery, lines};
pub use manage::{ChangeTaxCode, NewTaxCode, add, change};
pub use pay::{NewTaxPayment, TaxPayment, pay};
pub use rates::set_rate;
pub use release::TaxSide;
pub use reopen::{ReopenTaxReturn, reopen};
pub use report::{BoxFigure, TaxReport, TaxReportQuery, TaxReturn, Uncounted, report, returns};
pub use withhold::{NewWithholding, Withheld, withhold};

pub(crate) use booking::{of_code, reasons};
pub(crate) use code::taxations;
pub(crate) use release::{Settled, release};
pub(crate) use store::{furnish, name};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section, Source};

/// Taxes as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "tax",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission {
                key: "tax.read",
                roles: &["manager", "accountant", "sales", "storekeeper", "viewer"],
            },
            Permission { key: "tax.manage", roles: &["accountant"] },
            Permission { key: "tax.report", roles: &["manager", "accountant", "viewer"] },
            Permission { key: "tax.file", roles: &["accountant"] },
        ],
        navigation: vec![
            NavItem {
                section: Section::Finance,
                label: "tax-title",
                href: "/admin/taxes",
                icon: Icon::Tag,
                permission: "tax.read",
                shortcut: None,
            },
            NavItem {
                section: Section::Finance,
                label: "tax-report",
                href: "/admin/reports/tax",
                icon: Icon::File,
                permission: "tax.report",
                shortcut: None,
            },
        ],
        messages: vec![Catalogue {
            name: "tax",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        sources: vec![
            Source {
                kind: "tax_release",
                label: "ledger-source-tax-release",
                page: "/admin/reports/tax",
            },
            Source {
                kind: "tax_payment",
                label: "ledger-source-tax-payment",
                page: "/admin/reports/tax",
            },
        ],
        ..Capability::default()
    }
}
