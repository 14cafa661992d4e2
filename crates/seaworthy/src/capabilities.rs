//! The list. A new capability is one folder and one line in its crate; a new crate is one here.

use base::Capability;

/// Every capability of the program, lowest storey first.
#[must_use]
pub fn capabilities() -> Vec<Capability> {
    [
        vec![crate::program::capability()],
        platform::capabilities([finance::importers(), supply::importers()].concat()),
        finance::capabilities(),
        supply::capabilities(),
        sales::capabilities(),
        insight::capabilities(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
