//! Tokens for programs: each does what its maker may do, until it is revoked.

use base::{Problem, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{recognise, store};
use crate::tokens;

/// A token about to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
}

/// A token, without what would let somebody in.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct ApiToken {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A token as it is shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct FreshToken {
    /// Its id.
    pub id: Uuid,
    /// What it is for.
    pub name: String,
    /// Goes into `Authorization: Bearer …`; never shown again.
    pub token: String,
}

/// Makes a token for the acting person.
///
/// # Errors
/// 422 without a name; 401 when the program itself acts.
pub async fn create_token(tx: &mut Tx, new: NewToken) -> Result<FreshToken, Problem> {
    let user = tx.actor().user_id().ok_or_else(Problem::unauthorized)?;
    let (id, token) = issue(tx, user, &new.name).await?;
    Ok(FreshToken { id, name: new.name.trim().to_owned(), token })
}

/// Makes a token of a person, for the command line. It is shown this once.
///
/// # Errors
/// 422 for an empty or long name; 404 when the company has nobody active with this id.
pub async fn issue_api_token(tx: &mut Tx, user: Uuid, name: &str) -> Result<String, Problem> {
    issue(tx, user, name).await.map(|(_, token)| token)
}

async fn issue(tx: &mut Tx, user: Uuid, name: &str) -> Result<(Uuid, String), Problem> {
    let name = name.trim();
    let check = match name.chars().count() {
        0 => Problem::invalid().field("name", "required"),
        n if n > 100 => Problem::invalid().field_with("name", "too_long", &[("most", &100)]),
        _ => Problem::invalid(),
    };
    check.or_ok()?;
    let (id, token) = (tx.new_id::<ApiToken>().uuid(), tokens::fresh(tokens::API_PREFIX));
    if !store::insert_token(tx, id, user, name, tokens::hash(&token)).await? {
        return Err(Problem::not_found());
    }
    tx.audit("sessions.create_token", "user", user, serde_json::json!({"name": name}));
    Ok((id, token))
}

/// The acting person's tokens, the newest first; two hundred at most.
///
/// # Errors
/// When the database is away.
pub async fn own_tokens(tx: &mut Tx) -> Result<Vec<ApiToken>, Problem> {
    let user = tx.actor().user_id().ok_or_else(Problem::unauthorized)?;
    store::tokens_of(tx, user).await
}

/// Revokes one of the acting person's tokens; programs that use it are refused at once.
///
/// # Errors
/// 404 when the person has no such token.
pub async fn revoke_token(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let user = tx.actor().user_id().ok_or_else(Problem::unauthorized)?;
    let name = store::revoke_token(tx, user, id).await?.ok_or_else(Problem::not_found)?;
    recognise::forget_after(tx);
    tx.audit("sessions.revoke_token", "user", user, serde_json::json!({"name": name}));
    Ok(())
}
