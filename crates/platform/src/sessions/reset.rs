//! A new password by mail: for whoever forgot theirs, and for whoever was invited.

use std::time::Duration;

use base::{Actor, App, Job, JobCx, JobError, L, Problem, Tx};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{end_everything_of, store};
use crate::limits::Limit;
use crate::mail::{self, Mail};
use crate::{passwords, tokens, users};

/// Letters to one address from one place: five at once, then one in ten minutes.
pub(super) const LIMIT: Limit =
    Limit { name: "forgot", burst: 5, refill: Duration::from_secs(600) };

/// Asks for a link.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ForgotRequest {
    /// The person's mail address.
    pub email: String,
}

/// A new password with the token of the link.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ResetRequest {
    /// From the link.
    pub token: String,
    /// The new password.
    #[schema(value_type = String, format = Password)]
    pub password: SecretString,
}

/// Makes a link and mails it. The token is made here and not by whoever asked, so that it never
/// lies in the queue; and the job is enqueued for unknown addresses as well, so that the answer
/// takes the same time for all.
#[derive(Serialize, Deserialize)]
pub(super) struct MailLink {
    pub email: String,
    pub invite: bool,
}

impl Job for MailLink {
    const KIND: &'static str = "sessions.mail_link";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        let Some(person) = store::candidate(&mut tx, &self.email).await? else { return Ok(()) };
        let life = Duration::from_secs(if self.invite { 7 * 24 * 3600 } else { 3600 });
        let token = tokens::fresh("");
        let expires_at = tx.now().plus(life);
        store::insert_reset(&mut tx, person.id, tokens::hash(&token), expires_at).await?;
        let tenant = tx.tenant().clone();
        let l = cx.app.l(&tenant, person.lang.unwrap_or(tenant.lang));
        let url = format!("{}/reset?token={token}", cx.app.config().tenant_url(&tenant.slug));
        let letter = letter(&l, &tenant.name, person.email, url, self.invite);
        tx.commit().await?;
        mail::deliver(&cx.app, &letter).await
    }
}

fn letter(l: &L, company: &str, to: String, url: String, invite: bool) -> Mail {
    let (subject, text) = match invite {
        true => ("sessions-mail-invite-subject", "sessions-mail-invite-text"),
        false => ("sessions-mail-reset-subject", "sessions-mail-reset-text"),
    };
    let company = [("company", company.into())];
    Mail {
        to,
        lang: l.lang(),
        subject: l.with(subject, &company),
        paragraphs: vec![l.with(text, &company)],
        button: Some((l.t("sessions-set-password"), url)),
        footer: l.with("mail-footer", &company),
    }
}

/// Mails a link to set a new password, if the address belongs to somebody here; the answer is
/// the same if not.
///
/// # Errors
/// When the database is away.
pub async fn forgot(tx: &mut Tx, email: &str) -> Result<(), Problem> {
    let email = email.trim().to_lowercase().chars().take(254).collect();
    tx.enqueue(&MailLink { email, invite: false });
    Ok(())
}

/// Mails somebody who was just made a link to set their first password.
pub(crate) fn invite(tx: &mut Tx, email: &str) {
    tx.enqueue(&MailLink { email: email.to_owned(), invite: true });
}

/// Sets a new password by the token of a link, and signs the person out everywhere.
///
/// # Errors
/// 422 `reset_refused` for a link that is no longer good, or the field of a weak password.
pub async fn reset(app: &App, actor: &Actor, given: ResetRequest) -> Result<(), Problem> {
    let known = [actor.tenant.name.as_str()];
    let password = given.password.expose_secret();
    passwords::judge(Problem::invalid(), "password", password, &known).or_ok()?;
    // Before the transaction: hashing takes longer than everything in it.
    let hash = passwords::hash(&given.password).await?;
    let mut tx = Tx::begin(app, actor).await?;
    let user = store::use_reset(&mut tx, &tokens::hash(&given.token)).await?;
    let user = user.ok_or_else(|| Problem::refused("reset_refused"))?;
    users::set_password(&mut tx, user, &hash).await?;
    end_everything_of(&mut tx, user).await?;
    tx.audit("sessions.reset_password", "user", user, serde_json::json!({}));
    tx.commit().await
}
