//! HTTP stops at the pages and the API: rules of the business never see a request.

use super::paths::paths;
use super::{Breach, Tree};

const HTTP: [&str; 5] = ["axum", "http", "hyper", "tower", "tower_http"];

/// Places whose work is HTTP itself.
const AT_HOME: [&str; 5] = [
    "crates/base/",
    "crates/platform/src/visits/",
    "crates/seaworthy/",
    "crates/testkit/",
    "xtask/",
];

pub(super) fn at_the_edge(tree: &Tree) -> Vec<Breach> {
    let mut found = Vec::new();
    for source in &tree.sources {
        let is_edge = source.below_src().is_some_and(|parts| {
            parts.iter().any(|part| part.starts_with("pages") || part.starts_with("api"))
        });
        if is_edge || AT_HOME.iter().any(|home| source.path.starts_with(home)) {
            continue;
        }
        for named in paths(&source.code.bare) {
            if HTTP.contains(&named.parts[0].as_str()) && source.in_production(named.line) {
                found.push(Breach {
                    rule: "http",
                    path: source.path.clone(),
                    line: named.line,
                    message: format!(
                        "{} belongs into pages.rs or api.rs: verbs know no HTTP",
                        named.parts.join("::")
                    ),
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_that_knows_http_is_refused() {
        let bad = "use axum::response::Response;\nfn f() { http::StatusCode::OK }";
        let found = at_the_edge(&Tree::of(&[("crates/sales/src/orders/place.rs", bad)]));
        assert_eq!(found.iter().map(|b| b.line).collect::<Vec<_>>(), [1, 2]);
        for edge in ["api.rs", "pages/list.rs", "pages.rs"] {
            let path = format!("crates/sales/src/orders/{edge}");
            assert!(at_the_edge(&Tree::of(&[(path.as_str(), bad)])).is_empty(), "{edge}");
        }
    }
}
