#![allow(clippy::unwrap_used)]

use super::*;

fn asking(accept: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accept));
    headers
}

async fn get(path: &str, headers: HeaderMap) -> (Response, usize) {
    let response = serve(Path(path.to_owned()), headers).await;
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (Response::from_parts(parts, axum::body::Body::empty()), bytes.len())
}

fn named(name: &str) -> &'static Asset {
    ASSETS.iter().find(|asset| asset.name == name).unwrap()
}

#[test]
fn every_asset_is_found_by_its_hashed_address() {
    for asset in ASSETS {
        assert_eq!(find(asset.url).unwrap().name, asset.name);
        assert_eq!(url(asset.name), asset.url);
        assert_ne!(asset.path, asset.name, "{} carries no hash", asset.name);
        assert!(find(asset.name).is_none(), "{} is served without its hash", asset.name);
    }
}

#[test]
fn text_is_compressed_ahead_of_time_and_fonts_are_not() {
    for asset in ASSETS {
        let font = asset.content_type == "font/woff2";
        assert_eq!(asset.br.is_none(), font, "{}", asset.name);
        assert_eq!(asset.gzip.is_none(), font, "{}", asset.name);
    }
}

#[test]
fn a_page_stays_light() {
    let weight = |name: &str| named(name).br.unwrap().len();
    assert!(weight("app.css") < 20_000, "the styles weigh {} bytes", weight("app.css"));
    // htmx 4.0.1 is 12 kB of this, our own scripts are under 10 kB.
    assert!(weight("app.js") < 22_000, "the scripts weigh {} bytes", weight("app.js"));
    let fonts = ASSETS.iter().filter(|a| a.content_type == "font/woff2");
    let heaviest = fonts.map(|a| a.identity.len()).max().unwrap();
    let whole = weight("app.css") + weight("app.js") + heaviest;
    assert!(whole < 90_000, "styles, scripts and one font weigh {whole} bytes");
}

#[test]
fn styles_and_scripts_need_no_relaxed_content_policy() {
    let css = std::str::from_utf8(named("app.css").identity).unwrap();
    assert!(!css.contains("data:"), "a data: address needs img-src data:");
    for word in ["margin-left", "margin-right", "padding-left", "padding-right", "text-align:left"]
    {
        assert!(!css.contains(word), "{word} does not turn round for Arabic");
    }
}

#[tokio::test]
async fn the_best_accepted_encoding_is_served() {
    let css = named("app.css");
    for (accept, encoding, length) in [
        ("gzip, deflate, br, zstd", Some("br"), css.br.unwrap().len()),
        ("gzip;q=0.5, br;q=0", Some("gzip"), css.gzip.unwrap().len()),
        ("br;q=0.001", Some("br"), css.br.unwrap().len()),
        ("identity", None, css.identity.len()),
    ] {
        let (response, got) = get(css.path, asking(accept)).await;
        let said = response.headers().get(header::CONTENT_ENCODING);
        assert_eq!(said.map(|v| v.to_str().unwrap()), encoding, "{accept}");
        assert_eq!(got, length, "{accept}");
        assert_eq!(response.headers()[header::VARY], "Accept-Encoding");
        assert!(response.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    }
}

#[tokio::test]
async fn a_browser_that_has_the_asset_is_told_so() {
    let css = named("app.css");
    let (first, _) = get(css.path, asking("br")).await;
    let mut headers = asking("br");
    headers.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
    let (second, length) = get(css.path, headers).await;
    assert_eq!((second.status(), length), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(second.headers()[header::ETAG], first.headers()[header::ETAG]);
}

#[tokio::test]
async fn an_unknown_asset_is_not_found_and_not_kept() {
    let (response, _) = get("app-0000000000.css", HeaderMap::new()).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
}
