//! The SQL of banking.

pub(super) mod accounts;
pub(super) mod files;
pub(super) mod lines;
pub(super) mod matches;
pub(super) mod reconcile;
pub(super) mod rules;
pub(super) mod verify;
