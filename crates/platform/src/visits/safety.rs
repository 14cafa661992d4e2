//! Keeping a browser on our side: requests that another site made it send are refused, and
//! every answer tells it what it must not do.

use base::{App, Problem};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

/// Refuses a changing request that another site made the browser send. Another company's
/// subdomain is "same-site" to a browser and a stranger to us. Programs send neither header and
/// show a token; so do requests that carry one on purpose.
pub(super) fn refuse_foreign(parts: &Parts, host: &str) -> Result<(), Problem> {
    let headers = &parts.headers;
    let safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || headers.contains_key(header::AUTHORIZATION) {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
        }
        (None, None) => true,
    };
    if own { Ok(()) } else { Err(Problem::with_status(StatusCode::FORBIDDEN, "foreign_site")) }
}

/// The headers of every answer; a handler's own are kept.
pub(super) fn set_headers(app: &App, at_root: bool, request_id: &str, headers: &mut HeaderMap) {
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, &content_policy(app, at_root));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(self), geolocation=(), microphone=()",
    );
    set(HeaderName::from_static("x-request-id"), request_id);
    // Pages and answers belong to one person.
    set(header::CACHE_CONTROL, "private, no-cache");
    if app.config().is_https() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}

/// No script, style or picture from anywhere else, and nothing inline. The sign-up form at the
/// root answers with a redirect to the new company's host, which browsers hold against
/// `form-action`.
fn content_policy(app: &App, at_root: bool) -> String {
    let companies = match at_root {
        true => format!(" {}", app.config().tenant_url("*")),
        false => String::new(),
    };
    format!(
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'{companies}"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn refused(method: &str, pairs: &[(&str, &str)]) -> bool {
        let mut request = http::Request::builder().method(method).uri("/admin/orders");
        for (name, value) in pairs {
            request = request.header(*name, *value);
        }
        refuse_foreign(&request.body(()).unwrap().into_parts().0, "acme.localhost:8080").is_err()
    }

    #[test]
    fn what_another_site_makes_a_browser_send_is_refused() {
        assert!(refused("POST", &[("sec-fetch-site", "cross-site")]));
        assert!(refused("POST", &[("sec-fetch-site", "same-site")]));
        assert!(refused("DELETE", &[("origin", "http://evil.localhost:8080")]));
        assert!(refused("POST", &[("origin", "null")]));
    }

    #[test]
    fn what_our_own_pages_and_programs_send_passes() {
        assert!(!refused("POST", &[("sec-fetch-site", "same-origin")]));
        assert!(!refused("POST", &[("origin", "http://acme.localhost:8080")]));
        assert!(!refused("POST", &[]));
        assert!(!refused("GET", &[("sec-fetch-site", "cross-site")]));
        let token = [("sec-fetch-site", "cross-site"), ("authorization", "Bearer t")];
        assert!(!refused("POST", &token));
    }
}
