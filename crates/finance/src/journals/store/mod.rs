//! The SQL of journals.

mod read;
pub(super) mod recurring;
mod write;

pub(super) use read::{find, hold, lines, list, open_in, unlike_entry};
pub(super) use write::{attach, change, delete, detach, hand_in, insert, send_back, set_posted};
