//! A new person.

use base::{Lang, Problem, Timestamp, Tx};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{roles, store};
use crate::{mail, passwords, sessions};

/// A person of the company.
#[derive(Debug, Clone, Serialize, ToSchema, sqlx::FromRow)]
pub struct User {
    /// The user's id.
    pub id: Uuid,
    /// The mail address, in small letters.
    pub email: String,
    /// The name.
    pub name: String,
    /// The language that the user chose, if any.
    pub lang: Option<Lang>,
    /// Whether the user may sign in.
    pub active: bool,
    /// The slugs of the user's roles.
    pub roles: Vec<String>,
    /// When the user signed in last.
    pub last_sign_in_at: Option<Timestamp>,
    /// When the user was made.
    pub created_at: Timestamp,
    /// Grows with every change.
    pub version: i32,
}

/// A person about to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewUser {
    /// The name.
    pub name: String,
    /// The mail address: what the person signs in with.
    pub email: String,
    /// The first password. Without one the person gets a letter with a link to set it.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password)]
    pub password: Option<SecretString>,
    /// The slugs of the roles; at least one.
    pub roles: Vec<String>,
    /// The person's own language.
    #[serde(default)]
    pub lang: Option<Lang>,
}

/// The mail address as we keep it, if it is one that mail can be sent to.
pub(crate) fn clean_email(email: &str) -> Option<String> {
    let email = email.trim().to_lowercase();
    mail::is_address(&email).then_some(email)
}

/// Makes a person with these roles.
///
/// # Errors
/// 422 for a name, mail address, password or role that cannot be; 409 when the address is taken;
/// 403 when somebody who is no owner makes an owner.
pub async fn create(tx: &mut Tx, new: NewUser) -> Result<User, Problem> {
    let mut check = Problem::invalid();
    let name = new.name.trim().to_owned();
    if name.is_empty() {
        check = check.field("name", "required");
    }
    let email = clean_email(&new.email);
    if email.is_none() {
        check = check.field("email", "bad_email");
    }
    if let Some(password) = &new.password {
        let known = [name.as_str(), new.email.trim(), tx.tenant().name.as_str()];
        check = passwords::judge(check, "password", password.expose_secret(), &known);
    }
    if new.roles.is_empty() {
        check = check.field("roles", "unknown_role");
    }
    check.or_ok()?;
    let role_ids = roles::may_change(tx, &[], &new.roles).await?;
    let hash = match &new.password {
        Some(password) => Some(passwords::hash(password).await?),
        None => None,
    };
    let (email, invited) = (email.unwrap_or_default(), hash.is_none());
    let user = insert(tx, &name, &email, hash, new.lang, &role_ids).await?;
    if invited {
        sessions::invite(tx, &email);
    }
    Ok(user)
}

/// Writes a person whose facts were judged already.
pub(crate) async fn insert(
    tx: &mut Tx,
    name: &str,
    email: &str,
    password_hash: Option<String>,
    lang: Option<Lang>,
    role_ids: &[Uuid],
) -> Result<User, Problem> {
    let id = tx.new_id::<User>().uuid();
    store::insert(tx, id, name, email, password_hash, lang).await?;
    store::set_roles(tx, id, role_ids).await?;
    let user = store::find(tx, id).await?.ok_or_else(Problem::not_found)?;
    let facts = serde_json::json!({"email": email, "name": name, "roles": user.roles});
    tx.audit("users.create", "user", id, facts);
    tx.record("users.created", id, serde_json::json!({"user_id": id}));
    Ok(user)
}
