//! A capability as plain data. The server, the worker, the menu, the role editor, the OpenAPI
//! document and the checks are all folds over one list of these.

use std::future::Future;
use std::pin::Pin;

use crate::jobs::{JobKind, Schedule, Subscription};
use crate::messages::Catalogue;
use crate::request::Cx;
use crate::route::Route;
use crate::ui::Icon;
use crate::{Date, Problem, Tx};

/// One word on the menu and everything that belongs to it.
#[derive(Default)]
pub struct Capability {
    /// Its name, also the first part of its permissions: `orders`.
    pub name: &'static str,
    /// Its pages and API.
    pub routes: Vec<Route>,
    /// What people may be allowed to do with it.
    pub permissions: Vec<Permission>,
    /// Its places on the menu.
    pub navigation: Vec<NavItem>,
    /// What it does later.
    pub jobs: Vec<JobKind>,
    /// What it does regularly.
    pub schedules: Vec<Schedule>,
    /// What it wants to hear of.
    pub subscriptions: Vec<Subscription>,
    /// Its words in three languages.
    pub messages: Vec<Catalogue>,
    /// What `ledger verify` asks it.
    pub checks: Vec<Check>,
    /// What `ledger verify` asks it after everybody's checks: what would be wrong as well,
    /// once another check has found the cause.
    pub late_checks: Vec<Check>,
    /// What it asks before a month is closed.
    pub close_checks: Vec<CloseCheck>,
    /// The kinds of documents of its own that journal lines come from.
    pub sources: Vec<Source>,
    /// What the command palette finds through it.
    pub finders: Vec<Finder>,
    /// What it puts into a new company: called at sign-up, in the list's order.
    pub furnish: Option<Furnish>,
}

/// A permission `capability.action` and the built-in roles that start with it.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// `orders.confirm`; its label is the message `permission-orders-confirm`.
    pub key: &'static str,
    /// Built-in roles that hold it from the start; the owner holds every permission.
    pub roles: &'static [&'static str],
}

/// The sections of the menu, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Dashboard.
    Overview,
    /// Orders, customers, invoices.
    Sales,
    /// Products, stock.
    Supply,
    /// Suppliers, orders to them, their bills.
    Purchasing,
    /// Ledger, payments, taxes.
    Finance,
    /// People, settings, jobs.
    Settings,
}

/// A place on the menu.
#[derive(Debug, Clone, Copy)]
pub struct NavItem {
    /// Where on the menu.
    pub section: Section,
    /// The message key of its label.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Its drawing.
    pub icon: Icon,
    /// Shown to people with this permission.
    pub permission: &'static str,
    /// The letter after `G` that goes there.
    pub shortcut: Option<char>,
}

/// A kind of document that journal lines and stock moves come from: how a reader of the books
/// gets from a figure to the paper behind it.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The `source_type` of its postings: `credit_note`.
    pub kind: &'static str,
    /// The message key of what it is called.
    pub label: &'static str,
    /// Its page: `/admin/invoices/{id}`; one for all where they have no page each.
    pub page: &'static str,
}

impl Source {
    /// The page of the document with this id.
    #[must_use]
    pub fn href(&self, id: uuid::Uuid) -> String {
        self.page.replace("{id}", &id.to_string())
    }
}

/// The future that a stored function returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One question of `ledger verify`, asked inside a reading transaction of one company.
#[derive(Clone, Copy)]
pub struct Check {
    /// A stable name: `entries_balance`.
    pub name: &'static str,
    /// Finds the first offender, or none.
    pub run: Ask,
}

/// Every question of `ledger verify`, in the order that finds the cause of what is wrong before
/// its consequences: from the ledger upwards, and at last what is computed from all of it.
#[must_use]
pub fn all_checks(capabilities: &[Capability]) -> Vec<Check> {
    let early = capabilities.iter().flat_map(|c| &c.checks);
    early.chain(capabilities.iter().flat_map(|c| &c.late_checks)).copied().collect()
}

/// Asks a check's question.
pub type Ask = for<'a> fn(&'a mut Tx) -> BoxFuture<'a, Result<Option<Offender>, Problem>>;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Offender {
    /// What kind of thing: `entry`, `stock_level`.
    pub kind: &'static str,
    /// Which one.
    pub id: String,
    /// What is wrong with it, with the numbers.
    pub detail: String,
}

/// One row of the checklist of a month that is about to be closed, asked inside a transaction of
/// one company. Its label is the message of its name with dashes, and the message with `-text`
/// behind that says what to do about it.
#[derive(Clone, Copy)]
pub struct CloseCheck {
    /// A stable name, beginning with the capability's: `orders_close_drafts`.
    pub name: &'static str,
    /// The part of the business that it is about: `sales`, `purchases`, `stock`, `ledger`.
    pub module: &'static str,
    /// Looks at the days of the month.
    pub run: AskClose,
}

/// The days of a month that is about to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: Date,
    /// The last.
    pub to: Date,
}

/// Asks what stands in the way of closing these days.
pub type AskClose = for<'a> fn(&'a mut Tx, Days) -> BoxFuture<'a, Result<CloseFinding, Problem>>;

/// How a row of the checklist stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum CloseState {
    /// Nothing is left to do.
    Done,
    /// The month can be closed when somebody says why that is all right.
    Warn,
    /// The month cannot be closed before this is mended.
    Block,
    /// Nobody has asked yet; whoever closes the month does.
    Unasked,
}

/// What a row of the checklist found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloseFinding {
    /// How it stands.
    pub state: CloseState,
    /// How many things are left.
    pub count: i64,
    /// The page on which they are mended.
    pub href: Option<String>,
}

impl CloseFinding {
    /// Nothing is left when the count is zero; else so many things warn.
    #[must_use]
    pub fn warn(count: i64, href: impl Into<String>) -> Self {
        Self::left(count, CloseState::Warn, href)
    }

    /// Nothing is left when the count is zero; else so many things stand in the way.
    #[must_use]
    pub fn block(count: i64, href: impl Into<String>) -> Self {
        Self::left(count, CloseState::Block, href)
    }

    fn left(count: i64, otherwise: CloseState, href: impl Into<String>) -> Self {
        let state = if count == 0 { CloseState::Done } else { otherwise };
        Self { state, count, href: Some(href.into()) }
    }
}

/// Finds things for the command palette.
#[derive(Clone, Copy)]
pub struct Finder {
    /// The message key of the group's heading.
    pub label: &'static str,
    /// Asked only for people with this permission.
    pub permission: &'static str,
    /// At most ten hits for the text.
    pub run: Find,
}

/// Finds what a text may mean.
pub type Find = for<'a> fn(&'a Cx, &'a str) -> BoxFuture<'a, Result<Vec<Hit>, Problem>>;

/// One thing that the palette found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its name.
    pub label: String,
    /// A second line.
    pub detail: String,
    /// Where it is.
    pub href: String,
}

/// Puts a capability's first things into a new company.
pub type Furnish = for<'a> fn(&'a mut Tx) -> BoxFuture<'a, Result<(), Problem>>;
