//! What a request says about its sender, read carefully: all of it is input from outside.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use base::request::cookie;
use base::{Lang, ui::Theme};
use http::request::Parts;
use http::{HeaderMap, header};
use uuid::Uuid;

use crate::sessions::{COOKIE, Presented};

/// The cookie of the language that somebody chose.
pub(super) const LANG_COOKIE: &str = "lang";

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The caller's own id for the request if it is a sane one, else a new one.
pub(super) fn request_id(headers: &HeaderMap) -> String {
    let sane = |id: &&str| {
        (8..=100).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    match text(headers, "x-request-id").filter(sane) {
        Some(id) => id.to_owned(),
        None => Uuid::now_v7().to_string(),
    }
}

/// The client's address. Behind a trusted proxy it is the last one in X-Forwarded-For, which
/// the proxy itself wrote; those before it anybody can invent.
pub(super) fn ip(parts: &Parts, trust_proxy: bool) -> Option<IpAddr> {
    if trust_proxy {
        let lines = parts.headers.get_all("x-forwarded-for").iter();
        let last = lines.filter_map(|line| line.to_str().ok()).next_back();
        let last = last.and_then(|line| line.rsplit(',').next());
        if let Some(ip) = last.and_then(|ip| ip.trim().parse().ok()) {
            return Some(ip);
        }
    }
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(peer.0.ip().to_canonical())
}

/// The host name with its port, as the browser sent it.
pub(super) fn host(parts: &Parts) -> String {
    let named = text(&parts.headers, header::HOST.as_str());
    let named = named.or_else(|| parts.uri.authority().map(|a| a.as_str()));
    named.unwrap_or_default().to_ascii_lowercase()
}

/// What somebody shows to be known: a token before a cookie, since a token was sent on purpose.
pub(super) fn presented(headers: &HeaderMap) -> Option<Presented<'_>> {
    if let Some(authorization) = headers.get(header::AUTHORIZATION) {
        let token = authorization.to_str().ok().and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        return Some(Presented::Bearer(token.unwrap_or_default()));
    }
    cookie(headers, COOKIE).filter(|token| !token.is_empty()).map(Presented::Session)
}

/// The language chosen on this browser, if any.
pub(super) fn chosen_lang(headers: &HeaderMap) -> Option<Lang> {
    cookie(headers, LANG_COOKIE)?.parse().ok()
}

/// The language that the browser or program asks for, if it is one of ours.
pub(super) fn asked_lang(headers: &HeaderMap) -> Option<Lang> {
    Lang::asked_for(text(headers, header::ACCEPT_LANGUAGE.as_str())?)
}

pub(super) fn theme(headers: &HeaderMap) -> Theme {
    cookie(headers, Theme::COOKIE).map(Theme::from_cookie).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn request(pairs: &[(&str, &str)]) -> Parts {
        let mut request = http::Request::builder().uri("/admin");
        for (name, value) in pairs {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_the_proxys_own_word_is_taken_and_only_when_it_is_trusted() {
        let r = request(&[("x-forwarded-for", "1.1.1.1, 10.0.0.9, 203.0.113.7")]);
        assert_eq!(ip(&r, true), Some("203.0.113.7".parse().unwrap()));
        assert_eq!(ip(&r, false), None);
    }

    #[test]
    fn a_mad_request_id_is_replaced() {
        let sane = request(&[("x-request-id", "abc-123_def.9")]);
        assert_eq!(request_id(&sane.headers), "abc-123_def.9");
        let mad = request(&[("x-request-id", "a b c d e f g h <script>")]);
        assert_ne!(request_id(&mad.headers), "a b c d e f g h <script>");
    }

    #[test]
    fn a_token_counts_before_a_cookie() {
        let both = request(&[("authorization", "bearer t"), ("cookie", "session=s")]);
        assert!(matches!(presented(&both.headers), Some(Presented::Bearer("t"))));
        let one = request(&[("cookie", "a=b; session=s")]);
        assert!(matches!(presented(&one.headers), Some(Presented::Session("s"))));
        let odd = request(&[("authorization", "Basic x"), ("cookie", "session=s")]);
        assert!(matches!(presented(&odd.headers), Some(Presented::Bearer(""))));
    }
}
