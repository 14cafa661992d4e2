//! A company for one run of the bench.

use base::App;
use platform::sign_up::{NewCompany, SignedUp, sign_up};
use secrecy::SecretString;
use serde_json::json;

use super::super::{Failure, secret};
use super::ask::Client;
use crate::serve::Running;

/// A subdomain that nobody has.
pub(super) fn subdomain(bench: &str) -> String {
    format!("{bench}-{}", secret::random(12).to_lowercase())
}

/// Signs a company up over the network, as a stranger would; its owner.
pub(super) async fn over_http(
    running: &Running,
    subdomain: &str,
    name: &str,
) -> Result<Client, Failure> {
    let root = format!("localhost:{}", running.address().port());
    let stranger = Client { address: running.address(), host: root.clone(), token: None };
    let new = json!({ "company": name, "subdomain": subdomain, "country": "SA",
        "language": "en", "name": "Bench", "password": secret::random(32),
        "email": format!("owner@{subdomain}.example") });
    let signed_up = stranger.make("/api/v1/auth/register", &new).await?;
    let token = signed_up["access_token"].as_str().map(str::to_owned);
    Ok(Client { host: format!("{subdomain}.{root}"), token, ..stranger })
}

/// The same without a server.
pub(super) async fn in_process(
    app: &App,
    subdomain: &str,
    name: &str,
) -> Result<SignedUp, Failure> {
    let new = NewCompany {
        company: name.to_owned(),
        subdomain: subdomain.to_owned(),
        country: "SA".parse()?,
        currency: None,
        language: None,
        time_zone: None,
        name: "Bench".to_owned(),
        email: format!("owner@{subdomain}.example"),
        password: SecretString::from(secret::random(32)),
    };
    Ok(sign_up(app, new).await?)
}
