//! The pages of a forgotten password.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::request::redirect;
use base::ui::{Banner, Button, Card, Field, Tone};
use base::{Actor, App, Form, FormData, L, Problem, Query, Tx, Visit};
use http::StatusCode;
use maud::{Markup, html};
use secrecy::SecretString;
use serde::Deserialize;

use crate::mistakes::Wrong;
use crate::sessions::reset::{self, LIMIT, ResetRequest};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(in crate::sessions) struct Link {
    token: String,
}

fn page(visit: &Visit, title: &str, path: &str, body: Markup) -> Markup {
    let title = visit.l.t(title);
    let card = Card::new(body).title(title.clone()).whole_page();
    visit.page(&title, path, html! { (card) })
}

pub(in crate::sessions) async fn forgot_form(visit: Visit) -> Response {
    let l = &visit.l;
    let form = base::ui::form(
        "/forgot",
        &[],
        html! {
            p { (l.t("sessions-forgot-text")) }
            (Field::email("email", l.t("sessions-email")).required(true).autofocus())
            (base::ui::form_actions(html! {
                (Button::submit(l.t("sessions-forgot-send")).primary().wide())
            }))
        },
    );
    page(&visit, "sessions-forgot-title", "/forgot", form).into_response()
}

pub(in crate::sessions) async fn forgot(
    State(app): State<App>,
    visit: Visit,
    form: FormData,
) -> Result<Response, Problem> {
    ask(&app, &visit, form.text("email")).await?;
    let sent = Banner::new(Tone::Info, visit.l.t("sessions-forgot-sent"));
    let body = html! { (sent) p { a href="/login" { (visit.l.t("sessions-sign-in")) } } };
    Ok(page(&visit, "sessions-forgot-title", "/forgot", body).into_response())
}

/// What the page and the API do when somebody asks for a link.
pub(in crate::sessions) async fn ask(app: &App, visit: &Visit, email: &str) -> Result<(), Problem> {
    let tenant = visit.tenant.clone().ok_or_else(Problem::not_found)?;
    let place = visit.ip.map(|ip| ip.to_string()).unwrap_or_default();
    LIMIT.take(app, &format!("{place} {}", tenant.id))?;
    LIMIT.take(app, &format!("{} {}", tenant.id, email.trim().to_lowercase()))?;
    let mut tx = Tx::begin(app, &Actor::system(tenant, "sessions")).await?;
    reset::forgot(&mut tx, email).await?;
    tx.commit().await
}

fn new_password(l: &L, token: &str, problem: Option<&Problem>) -> Markup {
    let wrong = Wrong::new(l, problem);
    let hidden = [("token".to_owned(), token.to_owned())];
    let password = Field::password("password", l.t("sessions-new-password"))
        .autocomplete("new-password")
        .error(wrong.at("password"))
        .required(true);
    base::ui::form(
        "/reset",
        &hidden,
        html! {
            (wrong.summary())
            (password)
            (base::ui::form_actions(html! {
                (Button::submit(l.t("sessions-set-password")).primary().wide())
            }))
        },
    )
}

pub(in crate::sessions) async fn reset_form(visit: Visit, Query(link): Query<Link>) -> Response {
    let body = new_password(&visit.l, &link.token, None);
    page(&visit, "sessions-reset-title", "/login", body).into_response()
}

#[derive(Deserialize)]
pub(in crate::sessions) struct ResetForm {
    token: String,
    password: SecretString,
}

pub(in crate::sessions) async fn reset(
    State(app): State<App>,
    visit: Visit,
    Form(form): Form<ResetForm>,
) -> Result<Response, Problem> {
    let tenant = visit.tenant.clone().ok_or_else(Problem::not_found)?;
    let mut actor = Actor::system(tenant, "sessions");
    actor.ip = visit.ip;
    let token = form.token.clone();
    let given = ResetRequest { token: form.token, password: form.password };
    match reset::reset(&app, &actor, given).await {
        Ok(()) => Ok(redirect("/login?said=reset", None)),
        Err(problem) if problem.is_mendable() => {
            let body = new_password(&visit.l, &token, Some(&problem));
            let page = page(&visit, "sessions-reset-title", "/login", body);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}
