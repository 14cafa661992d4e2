//! People and roles as JSON.

use axum::response::Response;
use base::{Cx, Json, List, ListQuery, Path, Problem, Query};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{NewRole, NewUser, Role, RoleChange, User, UserChange, UserFilter};

/// A page of people.
pub(super) type UserList = List<User>;

/// Every role.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleList {
    /// The roles, the built-in ones first.
    pub items: Vec<Role>,
}

pub(super) async fn list(
    cx: Cx,
    Query(query): Query<ListQuery>,
    Query(filter): Query<UserFilter>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query, &filter).await?)
}

pub(super) async fn create(cx: Cx, Json(new): Json<NewUser>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let user = super::create(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, user.version, &user).await
}

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let user = super::find(&mut tx, id).await?;
    cx.json_versioned(user.version, &user)
}

pub(super) async fn edit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<UserChange>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let user = super::edit(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, user.version, &user).await
}

pub(super) async fn roles(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&RoleList { items: super::roles(&mut tx).await? })
}

pub(super) async fn create_role(cx: Cx, Json(new): Json<NewRole>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let role = super::create_role(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, role.version, &role).await
}

pub(super) async fn edit_role(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut change): Json<RoleChange>,
) -> Result<Response, Problem> {
    change.version = cx.if_match()?.or(change.version);
    let mut tx = cx.begin().await?;
    let role = super::edit_role(&mut tx, id, change).await?;
    tx.reply_versioned(StatusCode::OK, role.version, &role).await
}

pub(super) async fn delete_role(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::delete_role(&mut tx, id).await?;
    tx.reply(StatusCode::OK, &serde_json::json!({"deleted": true})).await
}
