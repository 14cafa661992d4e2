//! What a quantity is counted in, in the reader's language.

use base::L;

/// The unit's name; one of the company's own stays as it is written.
pub(super) fn unit(l: &L, unit: &str) -> String {
    let key = format!("orders-unit-{unit}");
    if l.has(&key) { l.t(&key) } else { unit.to_owned() }
}
