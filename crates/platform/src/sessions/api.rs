//! Signing in by the API.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::{Actor, App, Cx, Json, Lang, Path, Problem, Tx, Visit};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::api_tokens::{self, ApiToken, NewToken};
use super::pages::reset::ask;
use super::reset::{self, ForgotRequest, ResetRequest};
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
    let mut tx = Tx::begin(&app, &Actor::system(tenant, "sessions")).await?;
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

pub(super) async fn forgot(
    State(app): State<App>,
    visit: Visit,
    Json(given): Json<ForgotRequest>,
) -> Result<Response, Problem> {
    ask(&app, &visit, &given.email).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

pub(super) async fn reset(
    State(app): State<App>,
    visit: Visit,
    Json(given): Json<ResetRequest>,
) -> Result<Response, Problem> {
    let tenant = visit.tenant.ok_or_else(Problem::not_found)?;
    let actor = Actor { ip: visit.ip, ..Actor::system(tenant, "sessions") };
    reset::reset(&app, &actor, given).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// One's own tokens.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokenList {
    items: Vec<ApiToken>,
}

pub(super) async fn tokens(cx: Cx) -> Result<Response, Problem> {
    let items = api_tokens::own_tokens(&mut cx.read().await?).await?;
    cx.json(&TokenList { items })
}

/// Without the idempotency key: the kept answer would hold the token.
pub(super) async fn create_token(cx: Cx, Json(new): Json<NewToken>) -> Result<Response, Problem> {
    let mut tx = Tx::begin(&cx.app, &cx.actor).await?;
    let fresh = api_tokens::create_token(&mut tx, new).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, private(&fresh)).into_response())
}

pub(super) async fn revoke_token(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    api_tokens::revoke_token(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
