//! A token for a program, made by a person and with that person's rights.

use base::{Problem, Tx};
use uuid::Uuid;

use super::store;
use crate::tokens;

/// The token's own id, for the audit log.
struct ApiToken;

/// Makes an API token of a person. It is shown this once; the database keeps only its hash.
///
/// # Errors
/// 422 for an empty or long name; 404 when the company has nobody with this id.
pub async fn issue_api_token(tx: &mut Tx, user: Uuid, name: &str) -> Result<String, Problem> {
    let name = name.trim();
    let check = match name.chars().count() {
        0 => Problem::invalid().field("name", "required"),
        n if n > 100 => Problem::invalid().field_with("name", "too_long", &[("most", &100)]),
        _ => Problem::invalid(),
    };
    check.or_ok()?;
    let token = tokens::fresh(tokens::API_PREFIX);
    let id = tx.new_id::<ApiToken>().uuid();
    if !store::insert_api_token(tx, id, user, name, &tokens::hash(&token)).await? {
        return Err(Problem::not_found());
    }
    let facts = serde_json::json!({"name": name, "user_id": user});
    tx.audit("sessions.issue_api_token", "user", user, facts);
    Ok(token)
}
