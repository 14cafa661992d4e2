//! Who is at the door: found once for every request, before the route's own guard.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use uuid::Uuid;

use crate::ui::Theme;
use crate::{Actor, App, L, Lang, Tenant};

/// How somebody proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// By the cookie of a session: forged requests must be kept out.
    Session(Uuid),
    /// By a token in the Authorization header.
    Token,
}

/// What is known of a request's sender: put into the request by the outermost layer.
#[derive(Clone)]
pub struct Visit {
    /// The company of the host name, if it names one.
    pub tenant: Option<Arc<Tenant>>,
    /// The signed-in person, and how.
    pub actor: Option<(Actor, SignIn)>,
    /// A token or session was presented, and it is not good here.
    pub refused: bool,
    /// The words of the language that was asked for.
    pub l: L,
    /// The colour scheme that was chosen.
    pub theme: Theme,
    /// The request's id, for logs and the audit log.
    pub request_id: String,
    /// The client's address.
    pub ip: Option<std::net::IpAddr>,
}

impl Visit {
    /// A visit of nobody, for answers before anybody could be found.
    #[must_use]
    pub fn nobody(app: &App) -> Self {
        Self {
            tenant: None,
            actor: None,
            refused: false,
            l: app.l(&app.installation(), Lang::En),
            theme: Theme::System,
            request_id: String::new(),
            ip: None,
        }
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Visit>().cloned().unwrap_or_else(|| Visit::nobody(app)))
    }
}
