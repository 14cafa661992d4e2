//! Payments.
use base::Capability;
/// Payments as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability { name: "payments", ..Capability::default() }
}
