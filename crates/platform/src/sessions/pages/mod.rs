//! The pages at the door.

pub(super) mod reset;
pub(super) mod tokens;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::request::{SignIn, redirect};
use base::ui::{Banner, Button, Card, Field, Mistakes, Texts, Tone};
use base::{Actor, App, Form, L, Problem, Query, Tx, Visit};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use maud::{Markup, html};
use secrecy::SecretString;
use serde::Deserialize;

use super::sign_in::{self, Credentials};
use super::{COOKIE, LIFE};
use crate::local_path::local_path;

/// Where somebody goes who came from nowhere.
const HOME: &str = "/admin";

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct LoginQuery {
    next: String,
    said: String,
}

#[derive(Deserialize)]
pub(super) struct LoginForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: TypedPassword,
    #[serde(default)]
    next: String,
}

/// A password in a form that was sent without one is empty, which fits nobody.
#[derive(Deserialize)]
#[serde(transparent)]
struct TypedPassword(SecretString);

impl Default for TypedPassword {
    fn default() -> Self {
        Self(SecretString::from(""))
    }
}

pub(super) async fn login_form(visit: Visit, Query(query): Query<LoginQuery>) -> Response {
    let next = local_path(&query.next).unwrap_or(HOME);
    if visit.actor.is_some() {
        return redirect(next, None);
    }
    // What was just done, said by a name of ours: a cookie would not reach this host from the
    // one where a company signs up.
    let said = match query.said.as_str() {
        "ready" => Some("sessions-said-ready"),
        "reset" => Some("sessions-said-reset"),
        "signed-out" => Some("sessions-said-signed-out"),
        _ => None,
    };
    let banner = said.map(|key| Banner::new(Tone::Success, visit.l.t(key)));
    let body = form(&visit.l, "", next, None);
    let body = html! { @if let Some(banner) = banner { (banner) } (body) };
    visit.page(&visit.l.t("sessions-sign-in"), "/login", body).into_response()
}

fn form(l: &L, email: &str, next: &str, problem: Option<&Problem>) -> Markup {
    let texts = Texts::new(|key| l.t(key));
    let mut mistakes = Mistakes::new(&texts);
    if let Some(problem) = problem {
        mistakes = mistakes.general(problem.sentence(l));
    }
    let email = Field::email("email", l.t("sessions-email")).value(email).required(true);
    let email = if problem.is_none() { email.autofocus() } else { email };
    let password = Field::password("password", l.t("sessions-password")).required(true);
    let hidden = [("next".to_owned(), next.to_owned())];
    let card = Card::new(html! {
        (mistakes)
        (base::ui::form("/login", &hidden, html! {
            (email) (password)
            (base::ui::form_actions(html! {
                (Button::submit(l.t("sessions-sign-in")).primary().wide())
            }))
        }))
        p { a href="/forgot" { (l.t("sessions-forgot")) } }
    });
    html! { (card.title(l.t("sessions-sign-in")).whole_page()) }
}

pub(super) async fn login(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Form(given): Form<LoginForm>,
) -> Result<Response, Problem> {
    let tenant = visit.tenant.clone().ok_or_else(Problem::not_found)?;
    let next = local_path(&given.next).unwrap_or(HOME).to_owned();
    let credentials = Credentials { email: given.email, password: given.password.0 };
    let person = match sign_in::check(&app, &tenant, visit.ip, &credentials).await {
        Ok(person) => person,
        Err(problem) if problem.status().is_client_error() => {
            let body = form(&visit.l, credentials.email.trim(), &next, Some(&problem));
            let title = visit.l.t("sessions-sign-in");
            let page = visit.page(&title, "/login", body);
            // Not 401: browsers keep the form, and the answer is a page, not a challenge.
            let status = match problem.status() {
                StatusCode::UNAUTHORIZED => StatusCode::UNPROCESSABLE_ENTITY,
                status => status,
            };
            return Ok((status, page).into_response());
        }
        Err(problem) => return Err(problem),
    };
    let mut actor = sign_in::acting(&tenant, &person, visit.ip);
    actor.request_id = Some(visit.request_id.clone());
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok());
    let mut tx = Tx::begin(&app, &actor).await?;
    let token = sign_in::open_session(&mut tx, person.id, agent).await?;
    tx.commit().await?;
    let mut response = redirect(&next, None);
    set_cookie(&mut response, &session_cookie(&app, &token, LIFE.as_secs()))?;
    Ok(response)
}

fn session_cookie(app: &App, token: &str, seconds: u64) -> String {
    let secure = if app.config().is_https() { "; Secure" } else { "" };
    format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn set_cookie(response: &mut Response, cookie: &str) -> Result<(), Problem> {
    let value = HeaderValue::from_str(cookie).map_err(Problem::internal)?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}

pub(super) async fn logout(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    if let Some((actor, SignIn::Session(id))) = &visit.actor {
        let actor: &Actor = actor;
        let mut tx = Tx::begin(&app, actor).await?;
        sign_in::end_session(&mut tx, *id).await?;
        tx.commit().await?;
    }
    let mut response = redirect("/login?said=signed-out", None);
    set_cookie(&mut response, &session_cookie(&app, "", 0))?;
    Ok(response)
}
