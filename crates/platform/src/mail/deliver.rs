//! Handing a letter over: to a mail server, or into a folder.

use std::sync::OnceLock;

use base::{App, JobError};
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::ExposeSecret;

use super::{Enclosed, Mail, letter};

type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// The connections to the mail server, made on first use and kept.
#[derive(Default)]
struct Server(OnceLock<Smtp>);

/// Delivers a letter now; for jobs only, since a mail server may take its time.
///
/// # Errors
/// Retry when the server cannot be reached or says "later"; give up when it says "never" or the
/// letter cannot be written.
pub async fn deliver(app: &App, mail: &Mail) -> Result<(), JobError> {
    deliver_with(app, mail, Enclosed::default()).await
}

/// As [`deliver`], with files and an address for answers.
///
/// # Errors
/// As [`deliver`].
pub async fn deliver_with(app: &App, mail: &Mail, enclosed: Enclosed) -> Result<(), JobError> {
    let result = hand_over(app, mail, enclosed).await;
    let outcome = match &result {
        Ok(()) => "sent",
        Err(JobError::Retry(_)) => "retry",
        Err(JobError::GiveUp(_)) => "failed",
    };
    metrics::counter!("seaworthy_mails_total", "outcome" => outcome).increment(1);
    result
}

async fn hand_over(app: &App, mail: &Mail, enclosed: Enclosed) -> Result<(), JobError> {
    let config = &app.config().mail;
    let message = letter::write(&config.from, mail, enclosed);
    let message = message.map_err(|e| JobError::GiveUp(Box::new(e)))?;
    let Some(url) = &config.smtp_url else {
        let folder = app.config().data_dir.join("mail");
        tokio::fs::create_dir_all(&folder).await?;
        AsyncFileTransport::<Tokio1Executor>::new(folder).send(message).await?;
        return Ok(());
    };
    let server = app.part::<Server>();
    let smtp = match server.0.get() {
        Some(smtp) => smtp,
        None => {
            let made = Smtp::from_url(url.expose_secret())?.build();
            server.0.get_or_init(|| made)
        }
    };
    match smtp.send(message).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() => Err(JobError::GiveUp(Box::new(error))),
        Err(error) => Err(JobError::Retry(Box::new(error))),
    }
}
