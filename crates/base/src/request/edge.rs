//! The edge of a route: its guard, and problems written in the caller's language.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::{Cx, Visit, read_key, redirect};
use crate::route::Access;
use crate::ui::{Button, Empty, Icon};
use crate::{App, Problem};

/// Lets a request through to its route, or says why not. Every route has this in front of it,
/// put there by the fold over the capabilities, so no handler can forget it.
pub async fn serve_route(access: Access, request: Request, next: Next) -> Response {
    let is_page = !request.uri().path().starts_with("/api/");
    let visit = request.extensions().get::<Visit>();
    let allowed = match visit {
        Some(visit) => judge(access, visit),
        None => Err(Problem::internal("the visit layer is missing")),
    };
    if let Err(problem) = allowed {
        if is_page && problem.status() == StatusCode::UNAUTHORIZED {
            let next = request.uri().path_and_query().map_or("/admin", |p| p.as_str());
            let query = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
            return redirect(&format!("/login?{query}"), None);
        }
        return problem.into_response();
    }
    match read_key(request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn judge(access: Access, visit: &Visit) -> Result<(), Problem> {
    if access == Access::Public {
        return Ok(());
    }
    if visit.tenant.is_none() {
        return Err(Problem::with_status(StatusCode::NOT_FOUND, "no_company_here"));
    }
    let actor = match (&visit.actor, access) {
        (_, Access::Visitor | Access::Public) => return Ok(()),
        (None, _) if visit.refused => {
            return Err(Problem::not_recognised("token_refused"));
        }
        (None, _) => return Err(Problem::unauthorized()),
        (Some((actor, _)), _) => actor,
    };
    match access {
        Access::Needs(permission) if !actor.may(permission) => Err(Problem::forbidden(permission)),
        _ => Ok(()),
    }
}

/// Writes the body of a problem that a handler or a guard answered with: a problem document
/// for the API, a page otherwise. Failures are logged here, once, with their cause.
#[must_use]
pub fn render_problem(app: &App, visit: &Visit, path: &str, mut response: Response) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Arc<Problem>>() else {
        return response;
    };
    // That the program has just been started is no failure.
    if problem.status().is_server_error() && problem.code() != "starting" {
        tracing::error!(request_id = %visit.request_id, path, problem = %problem, "failed");
    }
    let headers = response.headers_mut();
    let (kind, body) = if path.starts_with("/api/") {
        let mut document = problem.document(&visit.l);
        document["instance"] = path.into();
        ("application/problem+json", document.to_string())
    } else {
        ("text/html; charset=utf-8", page(app, visit, path, &problem))
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.remove(header::CONTENT_LENGTH);
    if problem.status() == StatusCode::TOO_MANY_REQUESTS
        && let Some(wait) = problem.facts().get("seconds").and_then(|s| s.parse().ok())
    {
        headers.insert(header::RETRY_AFTER, wait);
    }
    *response.body_mut() = Body::from(body);
    response
}

/// In the back office it keeps the menu of whoever is signed in.
fn page(app: &App, visit: &Visit, path: &str, problem: &Problem) -> String {
    let l = &visit.l;
    let title = l.t(match problem.status().as_u16() {
        404 => "error-not-found",
        401 | 403 => "error-not-permitted",
        400..=499 => "error-refused",
        _ => "error-failed",
    });
    let mut sentence = problem.sentence(l);
    if problem.status().is_server_error() {
        sentence = format!(
            "{sentence} {}",
            l.with("error-reference", &[("id", visit.request_id.as_str().into())])
        );
    }
    let home = Button::link(l.t("error-home"), "/admin").primary();
    let body = Empty::new(Icon::Warning, title.clone(), sentence).actions(maud::html! { (home) });
    match Cx::of_visit(app, visit, path).filter(|_| path.starts_with("/admin")) {
        Some(cx) => cx.shell(&title, maud::html! { (body) }),
        None => visit.page(&title, path, maud::html! { div.card { (body) } }),
    }
    .into_string()
}
