//! What the company can learn from its own numbers: today the dashboard.

pub mod dashboard;

/// Every capability of this crate.
#[must_use]
pub fn capabilities() -> Vec<base::Capability> {
    vec![dashboard::capability()]
}
