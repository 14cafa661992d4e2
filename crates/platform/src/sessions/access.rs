//! Access tokens: short-lived signed statements who somebody is, for one company. What they may
//! do is looked up at each use, so that a changed role counts at once.

use base::{App, Tenant, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An access token is good for this long.
pub const ACCESS_S: i64 = 15 * 60;
/// Clocks of two programs may differ by this much.
const LEEWAY_S: i64 = 30;

#[derive(Serialize, Deserialize)]
struct Claims {
    aud: String,
    tenant: Uuid,
    user: Uuid,
    iat: i64,
    exp: i64,
}

/// A key of its own for this use, so that nothing else signed with the secret is ever taken
/// for an access token.
fn key(app: &App) -> [u8; 32] {
    let secret = app.config().secret_key.expose_secret();
    blake3::derive_key("seaworthy 2026-07 access token", secret.as_bytes())
}

fn seconds(moment: Timestamp) -> i64 {
    moment.micros().div_euclid(1_000_000)
}

/// Signs a token for a person of a company.
pub(super) fn sign(
    app: &App,
    tenant: &Tenant,
    user: Uuid,
) -> Result<String, jsonwebtoken::errors::Error> {
    let iat = seconds(app.clock().now());
    let claims = Claims {
        aud: app.config().tenant_url(&tenant.slug),
        tenant: tenant.id.uuid(),
        user,
        iat,
        exp: iat + ACCESS_S,
    };
    jsonwebtoken::encode(&Header::default(), &claims, &EncodingKey::from_secret(&key(app)))
}

/// The person whom a good token of this company names.
pub(super) fn read(app: &App, tenant: &Tenant, token: &str) -> Option<Uuid> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_audience(&[app.config().tenant_url(&tenant.slug)]);
    // Judged below, by the program's own clock.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(&key(app));
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation).ok()?.claims;
    let now = seconds(app.clock().now());
    let good = claims.tenant == tenant.id.uuid()
        && claims.exp + LEEWAY_S > now
        && claims.iat - LEEWAY_S <= now;
    good.then_some(claims.user)
}
