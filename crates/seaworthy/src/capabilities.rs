//! The list. A new capability is one folder and one line in its crate; a new crate is one here.

use base::Capability;
use platform::imports::Importer;

/// Every capability of the program, lowest storey first.
#[must_use]
pub fn capabilities() -> Vec<Capability> {
    [
        vec![crate::program::capability()],
        platform::capabilities(importers()),
        finance::capabilities([supply::registers(), sales::registers()].concat()),
        supply::capabilities(),
        sales::capabilities(),
        farms::capabilities(),
        insight::capabilities(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What files can be taken in.
#[must_use]
pub fn importers() -> Vec<Importer> {
    [finance::importers(), supply::importers(), sales::importers()].concat()
}
