//! Signing in by the API.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::{App, Cx, Json, Lang, Problem, Tx, Visit};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::sign_in::{self, Credentials, TokenPair};

/// The token that is exchanged or ended.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RefreshRequest {
    /// What the last answer gave.
    pub refresh_token: String,
}

/// A pair of tokens and whose they are.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoginAnswer {
    /// The tokens.
    #[serde(flatten)]
    pub tokens: TokenPair,
    /// Whose they are.
    pub user: UserAnswer,
}

/// The person who signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserAnswer {
    /// The user's id.
    pub id: Uuid,
    /// The user's name.
    pub name: String,
    /// The user's mail address.
    pub email: String,
    /// The language that the user chose, if any.
    pub language: Option<Lang>,
}

/// The sender of the request, as the program knows them.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The user's id.
    pub id: Option<Uuid>,
    /// The user's name.
    pub name: String,
    /// The company's subdomain.
    pub tenant: String,
    /// What the user may do.
    pub permissions: Vec<String>,
}

/// Answers that hold tokens are kept by no cache.
fn private<T: Serialize>(body: &T) -> Response {
    ([(http::header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}

pub(super) async fn login(
    State(app): State<App>,
    visit: Visit,
    Json(given): Json<Credentials>,
) -> Result<Response, Problem> {
    let tenant = visit.tenant.ok_or_else(Problem::not_found)?;
    let person = sign_in::check(&app, &tenant, visit.ip, &given).await?;
    let mut tx = Tx::begin(&app, &sign_in::acting(&tenant, &person, visit.ip)).await?;
    let tokens = sign_in::open_family(&mut tx, person.id).await?;
    tx.commit().await?;
    let sign_in::Person { id, name, email, lang } = person;
    Ok(private(&LoginAnswer { tokens, user: UserAnswer { id, name, email, language: lang } }))
}

pub(super) async fn refresh(
    State(app): State<App>,
    visit: Visit,
    Json(given): Json<RefreshRequest>,
) -> Result<Response, Problem> {
    let tenant = visit.tenant.ok_or_else(Problem::not_found)?;
    let pair = sign_in::refresh(&app, &tenant, &given.refresh_token).await?;
    Ok(private(&pair))
}

pub(super) async fn logout(
    State(app): State<App>,
    visit: Visit,
    Json(given): Json<RefreshRequest>,
) -> Result<Response, Problem> {
    let tenant = visit.tenant.ok_or_else(Problem::not_found)?;
    let mut tx = Tx::begin(&app, &base::Actor::system(tenant, "sessions")).await?;
    sign_in::end_family(&mut tx, &given.refresh_token).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn me(cx: Cx) -> Result<Response, Problem> {
    cx.json(&Me {
        id: cx.actor.user_id(),
        name: cx.actor.name().to_owned(),
        tenant: cx.actor.tenant.slug.clone(),
        permissions: cx.actor.permissions.iter().cloned().collect(),
    })
}
