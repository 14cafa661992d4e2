//! Farms: animals that are raised, from the day they are bought to the day they are goods.

pub mod batches;
mod forms;

/// The capabilities of this storey, in the order in which a new company is furnished.
#[must_use]
pub fn capabilities() -> Vec<base::Capability> {
    vec![batches::capability()]
}
