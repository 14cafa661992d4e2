//! PENDING
use base::Route;
pub(in crate::purchasing) fn routes() -> Vec<Route> {
    Vec::new()
}
