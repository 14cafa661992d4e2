//! What the company can learn from its own numbers: the dashboard and the reports.

mod asked;
pub mod dashboard;
pub mod reports;

/// Every capability of this crate.
#[must_use]
pub fn capabilities() -> Vec<base::Capability> {
    vec![dashboard::capability(), reports::capability()]
}
