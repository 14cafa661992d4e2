//! The SQL of quotes.

mod list;
mod read;
mod verify;
mod write;

pub(super) use list::list;
pub(super) use read::{find, lock};
pub(super) use verify::{NUMBERS, miscounted};
pub(super) use write::{insert, replace_lines, save};
