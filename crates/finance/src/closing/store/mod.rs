//! The SQL of closing.

pub(super) mod checks;
pub(super) mod opening;
pub(super) mod periods;
pub(super) mod years;
