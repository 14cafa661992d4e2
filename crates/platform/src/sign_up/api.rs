//! Signing up by the API.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::{App, Json, Problem, Tx, Visit};
use http::{StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::pages::LIMIT;
use super::{NewCompany, sign_up};
use crate::sessions::{self, TokenPair};
use crate::users::User;

/// A new company, its owner and the owner's first tokens.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegisterAnswer {
    /// The company.
    pub tenant: TenantAnswer,
    /// Its owner.
    pub user: User,
    /// The owner's first tokens.
    #[serde(flatten)]
    pub tokens: TokenPair,
}

/// A company as its owner sees it first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TenantAnswer {
    /// Its id.
    pub id: Uuid,
    /// Its subdomain.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where it is reached.
    pub url: String,
}

pub(super) async fn register(
    State(app): State<App>,
    visit: Visit,
    Json(new): Json<NewCompany>,
) -> Result<Response, Problem> {
    LIMIT.take(&app, &visit.ip.map(|ip| ip.to_string()).unwrap_or_default())?;
    let done = sign_up(&app, new).await?;
    let (id, name, email) = (done.owner.id, done.owner.name.clone(), done.owner.email.clone());
    let person = sessions::Person { id, name, email, lang: done.owner.lang };
    let mut tx = Tx::begin(&app, &sessions::acting(&done.tenant, &person, visit.ip)).await?;
    let tokens = sessions::open_family(&mut tx, id).await?;
    tx.commit().await?;
    let tenant = TenantAnswer {
        id: done.tenant.id.uuid(),
        slug: done.tenant.slug.clone(),
        name: done.tenant.name.clone(),
        url: app.config().tenant_url(&done.tenant.slug),
    };
    let body = axum::Json(RegisterAnswer { tenant, user: done.owner, tokens });
    let headers = [(header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::CREATED, headers, body).into_response())
}
