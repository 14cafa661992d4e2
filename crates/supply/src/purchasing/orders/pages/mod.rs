//! PENDING
use base::{Cx, Hit, Problem, Route};
pub(in crate::purchasing) fn routes() -> Vec<Route> {
    Vec::new()
}
pub(in crate::purchasing) async fn hits(_: &Cx, _: &str) -> Result<Vec<Hit>, Problem> {
    Ok(Vec::new())
}
