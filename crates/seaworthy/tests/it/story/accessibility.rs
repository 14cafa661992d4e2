//! Every page of the back office for people who cannot see well, who use no mouse, who read from
//! right to left, who have a phone, who have a slow line.

use testkit::{Browser, TestApp};

use super::walk::{Walk, walk};
use super::{sign_in, world};

/// What a page may weigh on the wire at a first visit, everything included.
const PAGE_WEIGHT: u64 = 100_000;

/// Pages of things that the world of this walk does not hold yet. A page that is reached and
/// still stands here fails the test too.
const NOT_IN_THE_WORLD: [&str; 0] = [];

#[tokio::test]
async fn every_page_is_reached_by_a_link_and_no_link_is_dead() {
    let t = TestApp::start().await;
    let found = everything(&t).await;
    assert!(found.dead.is_empty(), "{:#?}", found.dead);
    let unreached: Vec<&str> = found.unreached.iter().copied().collect();
    assert_eq!(unreached, NOT_IN_THE_WORLD, "no link leads to these, or one does now");
}

#[tokio::test]
async fn no_page_stands_in_the_way_of_anybody() {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let pages = everything(&t).await.pages;
    let mut found = Vec::new();
    for lang in ["en", "ar"] {
        for (url, path) in [(t.url(""), "/signup"), (t.url("acme"), "/login")] {
            b.open(&format!("{url}/language/{lang}?next={path}")).await;
            judge(&b, lang, path, &mut found).await;
        }
    }
    b.open(&format!("{}/language/en?next=/login", t.url("acme"))).await;
    sign_in(&b, &t, "acme", "owner").await;
    for lang in ["en", "ar"] {
        b.open(&format!("{}/language/{lang}?next=/admin", t.url("acme"))).await;
        for (route, path) in &pages {
            b.open(&format!("{}{path}", t.url("acme"))).await;
            judge(&b, lang, route, &mut found).await;
        }
    }
    assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
}

#[tokio::test]
async fn every_page_fits_a_phone() {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let pages = everything(&t).await.pages;
    b.phone().await;
    sign_in(&b, &t, "acme", "owner").await;
    let mut found = Vec::new();
    for (route, path) in &pages {
        b.open(&format!("{}{path}", t.url("acme"))).await;
        judge(&b, "phone", route, &mut found).await;
    }
    assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
}

#[tokio::test]
async fn no_page_is_heavy_on_a_slow_line() {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let pages = everything(&t).await.pages;
    sign_in(&b, &t, "acme", "owner").await;
    b.forget_cache().await;
    let mut heavy = Vec::new();
    for lang in ["en", "ar", "bn"] {
        b.open(&format!("{}/language/{lang}?next=/admin", t.url("acme"))).await;
        for path in pages.values() {
            b.open(&format!("{}{path}", t.url("acme"))).await;
            b.eval("document.fonts.ready.then(() => 0)").await;
            let weight: u64 = b.transferred().iter().map(|(_, bytes)| bytes).sum();
            if weight >= PAGE_WEIGHT {
                heavy.push(format!("{lang} {path}: {weight} bytes: {:?}", b.transferred()));
            }
        }
    }
    assert!(heavy.is_empty(), "{heavy:#?}");
}

/// A company in the middle of its work, and all its pages.
async fn everything(t: &TestApp) -> Walk {
    let owner = t.as_user("acme", "owner").await;
    world::trade(t, &owner).await;
    walk(t, &owner).await
}

async fn judge(b: &Browser, how: &str, page: &str, found: &mut Vec<String>) {
    let at = |what: &str| format!("{how} {page}: {what}");
    let name = page.trim_start_matches('/').replace(['/', '{', '}'], "-").replace("--", "-");
    let name = name.trim_end_matches('-');
    b.picture(&format!("pages/{how}/{name}")).await;
    found.extend(b.axe().await.iter().map(|what| at(what)));
    found.extend(b.take_complaints().iter().map(|what| at(what)));
    if b.is_too_wide().await {
        let what = b.sticking_out().await;
        found.push(at(&format!("the page is wider than the window: {what}")));
    }
}
