//! What a quantity is counted in, in the reader's language.

use base::L;

/// The unit's name; one of the company's own stays as it is written.
#[must_use]
pub fn unit_name(l: &L, unit: &str) -> String {
    let key = format!("catalog-unit-{unit}");
    // The hint of the field beside it is no unit, whatever somebody calls theirs.
    if unit != "hint" && l.has(&key) { l.t(&key) } else { unit.to_owned() }
}
