//! Invoices.
use base::Capability;
/// Invoices as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability { name: "invoices", ..Capability::default() }
}
