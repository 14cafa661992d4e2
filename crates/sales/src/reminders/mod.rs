//! Reminders: customers are told by mail what they owe past its day, in levels.
//!
//! A company has a few levels: after so many days overdue, in these words in three languages. A
//! preview says who would be reminded of what and at which level; a job then reminds each
//! customer in its own language. A reminder lists everything that is overdue, and has the level
//! of what is oldest.
//!
//! Not here: what is overdue (that is `finance::open_items`). Invariants: no open item is
//! reminded of twice at one level, nor at a lower one later; each reminder has its number, and
//! the numbers have no gaps; the mail leaves when the reminder is recorded, and only then.

mod api;
mod due;
mod jobs;
mod letter;
mod level;
mod list;
mod pages;
mod remind;
mod store;
mod verify;

pub use due::{Due, DueItem, due};
pub use level::{Level, NewLevel, levels, set_levels};
pub use list::{Reminder, ReminderFilter, ReminderQuery, list};
pub use remind::{ask, remind};

use base::jobs::JobKind;
use base::messages::Catalogue;
use base::ui::Icon;
use base::{Capability, NavItem, Permission, Section};

/// Reminders as the program knows them.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "reminders",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: vec![
            Permission {
                key: "reminders.read",
                roles: &["manager", "accountant", "sales", "viewer"],
            },
            Permission { key: "reminders.send", roles: &["manager", "accountant"] },
            Permission { key: "reminders.manage", roles: &["manager"] },
        ],
        navigation: vec![NavItem {
            section: Section::Sales,
            label: "reminders-title",
            href: "/admin/reminders",
            icon: Icon::Mail,
            permission: "reminders.read",
            shortcut: None,
        }],
        jobs: vec![JobKind::of::<jobs::Remind>(), JobKind::of::<jobs::SendReminder>()],
        messages: vec![Catalogue {
            name: "reminders",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: verify::checks(),
        furnish: Some(|tx| Box::pin(level::furnish(tx))),
        ..Capability::default()
    }
}
