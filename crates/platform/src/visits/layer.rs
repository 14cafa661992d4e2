//! The outermost layer of every request.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base::request::{SignIn, render_problem};
use base::tenants::tenant_of_host;
use base::{App, Lang, Problem, Tenant, Visit};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tracing::Instrument;

use super::{client, safety};
use crate::sessions::{Presented, recognise};

/// Served without asking the database who is there: they must answer when it is away.
const ALONE: [&str; 5] = ["/assets/", "/livez", "/readyz", "/metrics", "/api/v1/health"];

/// Finds out who is at the door, lets the request through, and finishes the answer. For
/// `axum::middleware::from_fn_with_state`, around the whole router.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let route = parts.extensions.get::<MatchedPath>().map(|p| p.as_str().to_owned());
    let host = client::host(&parts);
    let (visit, problem) = receive(&app, &parts, &host, &path).await;
    let span = tracing::info_span!(
        "request",
        id = visit.request_id,
        method = %parts.method,
        route = route.as_deref().unwrap_or("none"),
        tenant = visit.tenant.as_deref().map_or("", |t| t.slug.as_str()),
        user = visit.actor.as_ref().and_then(|(a, _)| a.user_id()).map(tracing::field::display),
    );
    async {
        let response = match problem {
            Some(problem) => problem.into_response(),
            None => {
                parts.extensions.insert(visit.clone());
                next.run(Request::from_parts(parts, body)).await
            }
        };
        let mut response = render_problem(&app, &visit, &path, response);
        let is_challenge = response.status() == StatusCode::UNAUTHORIZED;
        let (headers, at_root) = (response.headers_mut(), visit.tenant.is_none());
        safety::set_headers(&app, at_root, &visit.request_id, headers);
        if is_challenge {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
    .instrument(span)
    .await
}

/// The visit as far as it could be found out, and what stands against letting it in.
async fn receive(app: &App, parts: &Parts, host: &str, path: &str) -> (Visit, Option<Problem>) {
    let headers = &parts.headers;
    let mut visit = Visit {
        theme: client::theme(headers),
        request_id: client::request_id(headers),
        ip: client::ip(parts, app.config().trust_proxy),
        l: words(app, None, headers, None),
        ..Visit::nobody(app)
    };
    if ALONE.iter().any(|prefix| path.starts_with(prefix)) {
        return (visit, None);
    }
    let found = match tenant_of_host(app, host).await {
        Ok(found) => found,
        Err(problem) => return (visit, Some(problem)),
    };
    visit.tenant = found;
    if let Some(tenant) = visit.tenant.clone() {
        visit.l = words(app, Some(&tenant), headers, None);
        if let Some(presented) = client::presented(headers)
            && let Err(problem) = recognise_into(app, &tenant, presented, headers, &mut visit).await
        {
            return (visit, Some(problem));
        }
    }
    let problem = safety::refuse_foreign(parts, host).err();
    (visit, problem)
}

async fn recognise_into(
    app: &App,
    tenant: &Arc<Tenant>,
    presented: Presented<'_>,
    headers: &HeaderMap,
    visit: &mut Visit,
) -> Result<(), Problem> {
    match recognise(app, tenant, presented).await? {
        Some(known) => {
            let mut actor = known.actor;
            actor.ip = visit.ip;
            actor.request_id = Some(visit.request_id.clone());
            visit.l = words(app, Some(tenant), headers, Some((known.lang, known.sign_in)));
            visit.actor = Some((actor, known.sign_in));
        }
        None => visit.refused = matches!(presented, Presented::Bearer(_)),
    }
    Ok(())
}

/// The words of the request: the language chosen on this browser, else the person's own, else
/// what the browser asks for, else the company's. A program that sends Accept-Language means it,
/// so for a token that counts before the person's own.
fn words(
    app: &App,
    tenant: Option<&Arc<Tenant>>,
    headers: &HeaderMap,
    person: Option<(Option<Lang>, SignIn)>,
) -> base::L {
    let (own, by_token) = match person {
        Some((own, sign_in)) => (own, sign_in == SignIn::Token),
        None => (None, false),
    };
    let asked = client::asked_lang(headers);
    let lang = match by_token {
        true => asked.or(own),
        false => client::chosen_lang(headers).or(own).or(asked),
    };
    match tenant {
        Some(tenant) => app.l(tenant, lang.unwrap_or(tenant.lang)),
        None => app.l(&app.installation(), lang.unwrap_or_default()),
    }
}
