//! A walk through the back office: from every page without a name in its address along the links
//! that it shows, until each page that the capabilities list was seen once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use http::Method;
use testkit::{Client, TestApp};

/// How many addresses of one page are tried: its filters and its things.
const PER_PAGE: usize = 5;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// An address of each page, by its route.
    pub pages: BTreeMap<&'static str, String>,
    /// Links that lead nowhere: where they stand, where they lead, what came.
    pub dead: Vec<String>,
    /// Routes to which no link led.
    pub unreached: BTreeSet<&'static str>,
}

/// Walks as somebody who may see everything.
pub(super) async fn walk(t: &TestApp, client: &Client) -> Walk {
    let routes = routes(t);
    let mut found = Walk { unreached: routes.iter().copied().collect(), ..Walk::default() };
    let start = routes.iter().filter(|route| !route.contains('{'));
    let mut ahead: VecDeque<(String, String)> =
        start.map(|route| ("the menu".to_owned(), (*route).to_owned())).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    while let Some((from, path)) = ahead.pop_front() {
        let Some(route) = route_of(&routes, &path) else { continue };
        let tried = times.entry(route).or_default();
        if *tried >= PER_PAGE || !seen.insert(path.clone()) {
            continue;
        }
        *tried += 1;
        let answer = client.get(&path).await;
        found.unreached.remove(route);
        if answer.status >= 400 {
            found.dead.push(format!("{from} leads to {path}: {}", answer.status));
        } else if answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            found.pages.entry(route).or_insert_with(|| path.clone());
            ahead.extend(links(&answer.text()).into_iter().map(|to| (path.clone(), to)));
        }
    }
    found
}

/// The routes that a browser may open.
fn routes(t: &TestApp) -> Vec<&'static str> {
    let all = t.app.capabilities().iter().flat_map(|capability| &capability.routes);
    let pages = all.filter(|route| route.method == Method::GET && route.path.starts_with("/admin"));
    pages.map(|route| route.path).collect()
}

/// The route that serves an address; one without a parameter comes first.
fn route_of(routes: &[&'static str], path: &str) -> Option<&'static str> {
    let path = path.split(['?', '#']).next()?;
    let fits = |route: &&str| {
        let (mut a, mut b) = (route.split('/'), path.split('/'));
        loop {
            match (a.next(), b.next()) {
                (None, None) => return true,
                (Some(a), Some(b)) if a == b || (a.starts_with('{') && !b.is_empty()) => {}
                _ => return false,
            }
        }
    };
    let mut fitting: Vec<_> = routes.iter().copied().filter(fits).collect();
    fitting.sort_by_key(|route| route.matches('{').count());
    fitting.first().copied()
}

/// The addresses in a page that stay in the back office.
fn links(html: &str) -> Vec<String> {
    let parts = html.split("href=\"").skip(1);
    let found =
        parts.filter_map(|part| part.split('"').next()).filter(|to| to.starts_with("/admin"));
    found.map(|to| to.replace("&amp;", "&")).collect()
}
