//! Signing in and being known.
//!
//! A person signs in with mail address and password, by a page (a session in a cookie) or by the
//! API (a short-lived access token and a rotating refresh token); programs carry API tokens that
//! a person made for them. Tokens are 256 random bits of which the database keeps only hashes.
//!
//! Always true: nobody learns from an answer or its time whether a mail address is known; a used
//! refresh token ends its whole family; what somebody may do is looked up anew, so that a changed
//! role counts at once; a session belongs to one company's host and is never seen by another.
//!
//! Not here: who the people are and what they may do (`users`), and finding the sender of a
//! request (`visits`), which calls [`recognise`].

mod access;
mod api;
mod api_tokens;
mod pages;
mod recognise;
mod reset;
mod sign_in;
mod store;

use std::time::Duration;

use base::{
    Access, Capability, Catalogue, Every, Job, JobCx, JobError, JobKind, NewJob, Route, Schedule,
};
use serde::{Deserialize, Serialize};

pub use api_tokens::{
    ApiToken, FreshToken, NewToken, create_token, issue_api_token, own_tokens, revoke_token,
};
pub use recognise::{Presented, Recognised, actor_of, forget, forget_after, recognise};
pub(crate) use reset::invite;
pub use reset::{ForgotRequest, ResetRequest, forgot, reset};
pub use sign_in::{
    Credentials, Person, TokenPair, acting, check, end_everything_of, open_family, open_session,
};

pub use api::LoginAnswer;

/// A sign-in ends after this long, whatever happens.
pub const LIFE: Duration = Duration::from_secs(30 * 24 * 3600);
/// A session that nobody used for this long has ended.
pub const IDLE: Duration = Duration::from_secs(7 * 24 * 3600);
/// The cookie of a session: host-only, so that no company's cookie ever reaches another's host.
pub const COOKIE: &str = "session";

/// Throws away ended sessions and tokens, and answers that nobody asks for again.
#[derive(Serialize, Deserialize)]
struct Sweep {}

impl Job for Sweep {
    const KIND: &'static str = "sessions.sweep";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        store::sweep(&mut tx).await?;
        while tx.forget_answers().await? {
            tx.commit().await?;
            tx = cx.begin().await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Sessions as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "sessions",
        routes: page_routes().into_iter().chain(api_routes()).collect(),
        jobs: vec![JobKind::of::<Sweep>(), JobKind::of::<reset::MailLink>()],
        schedules: vec![Schedule {
            name: "sessions.sweep",
            every: Every::DailyAt(2, 10),
            per_tenant: true,
            job: || NewJob::of(&Sweep {}),
        }],
        messages: vec![Catalogue {
            name: "sessions",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}

fn page_routes() -> Vec<Route> {
    vec![
        Route::get("/login", Access::Visitor, pages::login_form),
        Route::post("/login", Access::Visitor, pages::login),
        Route::post("/logout", Access::Visitor, pages::logout),
        Route::get("/forgot", Access::Visitor, pages::reset::forgot_form),
        Route::post("/forgot", Access::Visitor, pages::reset::forgot),
        Route::get("/reset", Access::Visitor, pages::reset::reset_form),
        Route::post("/reset", Access::Visitor, pages::reset::reset),
        Route::get("/admin/settings/tokens", Access::SignedIn, pages::tokens::list),
        Route::post("/admin/settings/tokens", Access::SignedIn, pages::tokens::create),
        Route::post("/admin/settings/tokens/{id}/revoke", Access::SignedIn, pages::tokens::revoke),
    ]
}

fn api_routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/auth/login", Access::Visitor, api::login)
            .summary("Sign in with mail address and password")
            .body::<Credentials>()
            .answers::<LoginAnswer>(200),
        Route::post("/api/v1/auth/refresh", Access::Visitor, api::refresh)
            .summary("Exchange a refresh token for the next pair")
            .body::<api::RefreshRequest>()
            .answers::<TokenPair>(200),
        Route::post("/api/v1/auth/logout", Access::Visitor, api::logout)
            .summary("End a sign-in")
            .body::<api::RefreshRequest>()
            .answers_empty(204),
        Route::post("/api/v1/auth/password-resets", Access::Visitor, api::forgot)
            .summary("Ask for a link to set a new password")
            .body::<ForgotRequest>()
            .answers_empty(202),
        Route::post("/api/v1/auth/password", Access::Visitor, api::reset)
            .summary("Set a new password by the token of a link")
            .body::<ResetRequest>()
            .answers_empty(204),
        Route::get("/api/v1/auth/me", Access::SignedIn, api::me)
            .summary("Who the token belongs to, and what they may do")
            .answers::<api::Me>(200),
        Route::get("/api/v1/auth/tokens", Access::SignedIn, api::tokens)
            .summary("List one's own API tokens")
            .answers::<api::TokenList>(200),
        Route::post("/api/v1/auth/tokens", Access::SignedIn, api::create_token)
            .summary("Make an API token; it is shown this once")
            .body::<NewToken>()
            .answers::<FreshToken>(201),
        Route::delete("/api/v1/auth/tokens/{id}", Access::SignedIn, api::revoke_token)
            .summary("Revoke an API token")
            .answers_empty(204),
    ]
}
