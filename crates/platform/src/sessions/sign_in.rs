//! Signing in: a mail address and a password become a session or a pair of tokens.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use base::{Actor, App, Lang, Problem, Tenant, Tx, Who};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::{self, KnownBy, NewRefresh, NewSession};
use super::{LIFE, access, recognise};
use crate::limits::Limit;
use crate::{passwords, tokens};

/// Ten guesses at one person from one place, then one every 30 s.
const BY_PERSON: Limit = Limit { name: "sign-in", burst: 10, refill: Duration::from_secs(30) };
/// Many people may sit behind one address, but not a thousand guessing at once.
const BY_PLACE: Limit = Limit { name: "sign-in-place", burst: 60, refill: Duration::from_secs(2) };

/// What is typed at the door.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Credentials {
    /// The person's mail address.
    pub email: String,
    /// The person's password.
    #[schema(value_type = String, format = Password)]
    pub password: SecretString,
}

/// Somebody whose password was right.
#[derive(Debug, Clone)]
pub struct Person {
    /// The user's id.
    pub id: Uuid,
    /// The user's name.
    pub name: String,
    /// The user's mail address.
    pub email: String,
    /// The language that the user chose.
    pub lang: Option<Lang>,
}

/// A pair of tokens for the API.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenPair {
    /// Goes into `Authorization: Bearer …`.
    pub access_token: String,
    /// How many seconds the access token is good for.
    pub expires_in: i64,
    /// Gets the next pair, once; presenting it again ends the whole sign-in.
    pub refresh_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
}

/// Finds the person whose mail address and password these are. Unknown people, wrong passwords
/// and people who may not sign in any more get the same answer after the same time.
///
/// # Errors
/// 401 `sign_in_failed`, or 429 after too many tries.
pub async fn check(
    app: &App,
    tenant: &Arc<Tenant>,
    ip: Option<IpAddr>,
    given: &Credentials,
) -> Result<Person, Problem> {
    let email = given.email.trim().to_lowercase();
    let place = ip.map(|ip| ip.to_string()).unwrap_or_default();
    let both = format!("{place} {} {email}", tenant.id);
    BY_PLACE.take(app, &place)?;
    BY_PERSON.take(app, &both)?;
    let candidate = {
        let mut tx = Tx::read(app, &Actor::system(tenant.clone(), "sessions")).await?;
        store::candidate(&mut tx, &email).await?
    };
    let hash = candidate.as_ref().and_then(|c| c.password_hash.clone());
    let right = passwords::verify(&given.password, hash).await?;
    match candidate.filter(|_| right) {
        Some(found) => {
            BY_PLACE.give_back(app, &place);
            BY_PERSON.give_back(app, &both);
            Ok(Person { id: found.id, name: found.name, email: found.email, lang: found.lang })
        }
        None => {
            tracing::info!(tenant = %tenant.slug, ip = place, "a sign-in was refused");
            metrics::counter!("seaworthy_sign_ins_total", "outcome" => "refused").increment(1);
            Err(Problem::not_recognised("sign_in_failed"))
        }
    }
}

/// The person acting: what the rows of a sign-in are written as.
#[must_use]
pub fn acting(tenant: &Arc<Tenant>, person: &Person, ip: Option<IpAddr>) -> Actor {
    let who = Who::User { id: person.id, name: person.name.clone() };
    Actor { tenant: tenant.clone(), who, permissions: Arc::default(), ip, request_id: None }
}

/// Begins a session and returns the value of its cookie.
///
/// # Errors
/// When the database is away.
pub async fn open_session(
    tx: &mut Tx,
    user_id: Uuid,
    user_agent: Option<&str>,
) -> Result<String, Problem> {
    let token = tokens::fresh("");
    let (token_hash, expires_at) = (tokens::hash(&token), tx.now().plus(LIFE));
    store::insert_session(tx, NewSession { user_id, token_hash, expires_at, user_agent }).await?;
    store::touch_user(tx, user_id).await?;
    tx.audit("sessions.sign_in", "user", user_id, serde_json::json!({"by": "page"}));
    metrics::counter!("seaworthy_sign_ins_total", "outcome" => "done").increment(1);
    Ok(token)
}

/// Gives out the first pair of tokens of a new family.
///
/// # Errors
/// When the database is away.
pub async fn open_family(tx: &mut Tx, user_id: Uuid) -> Result<TokenPair, Problem> {
    let pair = next_pair(tx, user_id, Uuid::now_v7()).await?;
    store::touch_user(tx, user_id).await?;
    tx.audit("sessions.sign_in", "user", user_id, serde_json::json!({"by": "api"}));
    metrics::counter!("seaworthy_sign_ins_total", "outcome" => "done").increment(1);
    Ok(pair)
}

async fn next_pair(tx: &mut Tx, user_id: Uuid, family_id: Uuid) -> Result<TokenPair, Problem> {
    let refresh_token = tokens::fresh("");
    let (token_hash, expires_at) = (tokens::hash(&refresh_token), tx.now().plus(LIFE));
    store::insert_refresh(tx, NewRefresh { family_id, user_id, token_hash, expires_at }).await?;
    let access_token = access::sign(tx.app(), tx.tenant(), user_id).map_err(Problem::internal)?;
    let (expires_in, token_type) = (access::ACCESS_S, "Bearer");
    Ok(TokenPair { access_token, expires_in, refresh_token, token_type })
}

/// Exchanges a refresh token for the next pair. A token that comes a second time was stolen, by
/// whoever came first or second: the whole family ends.
///
/// # Errors
/// 401 `refresh_refused` for a token that is not good any more.
pub async fn refresh(app: &App, tenant: &Arc<Tenant>, token: &str) -> Result<TokenPair, Problem> {
    let refused = || Problem::not_recognised("refresh_refused");
    let mut tx = Tx::begin(app, &Actor::system(tenant.clone(), "sessions")).await?;
    let found = store::lock_refresh(&mut tx, &tokens::hash(token)).await?;
    let found = found.ok_or_else(refused)?;
    if found.used_at.is_some() {
        store::revoke_family(&mut tx, found.family_id).await?;
        let facts = serde_json::json!({"family": found.family_id});
        tx.audit("sessions.refresh_reused", "user", found.user_id, facts);
        tx.commit().await?;
        return Err(refused());
    }
    let over = found.revoked_at.is_some() || found.expires_at <= tx.now();
    if over || store::person(&mut tx, KnownBy::Id(found.user_id)).await?.is_none() {
        return Err(refused());
    }
    store::mark_used(&mut tx, found.id).await?;
    let pair = next_pair(&mut tx, found.user_id, found.family_id).await?;
    tx.commit().await?;
    Ok(pair)
}

/// Ends the family of a refresh token; an unknown one is no error, it is ended already.
///
/// # Errors
/// When the database is away.
pub async fn end_family(tx: &mut Tx, token: &str) -> Result<(), Problem> {
    if let Some(found) = store::lock_refresh(tx, &tokens::hash(token)).await? {
        store::revoke_family(tx, found.family_id).await?;
        tx.audit("sessions.sign_out", "user", found.user_id, serde_json::json!({"by": "api"}));
    }
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// When the database is away.
pub async fn end_session(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    store::delete_session(tx, id).await?;
    recognise::forget_after(tx);
    if let Some(user_id) = tx.actor().user_id() {
        tx.audit("sessions.sign_out", "user", user_id, serde_json::json!({"by": "page"}));
    }
    Ok(())
}

/// Ends every session and refresh token of a person: after a new password, or when somebody
/// leaves the company.
///
/// # Errors
/// When the database is away.
pub async fn end_everything_of(tx: &mut Tx, user_id: Uuid) -> Result<(), Problem> {
    store::end_all(tx, user_id).await?;
    recognise::forget_after(tx);
    Ok(())
}
