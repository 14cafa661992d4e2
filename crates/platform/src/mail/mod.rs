//! Letters to people: one plain text and one simple page each, in the reader's language.
//!
//! A verb hands a [`Mail`] to [`send`], which enqueues it in the verb's own transaction; the job
//! `mail.send` delivers it by SMTP, or into the folder `mail` of the data folder where no server
//! is configured. A letter that holds a secret is made and delivered by a job of its own
//! ([`deliver`]), so that the secret never lies in the queue.
//!
//! Always true: nobody waits for a mail server; what cannot be delivered now is tried again, and
//! what never can be is seen among the dead jobs.

mod deliver;
mod letter;

use base::{Capability, Catalogue, Job, JobCx, JobError, JobKind, Lang, Problem, Tx};
use serde::{Deserialize, Serialize};

pub use deliver::{deliver, deliver_with};

/// A letter.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mail {
    /// Whom it is for.
    pub to: String,
    /// The language it is in.
    pub lang: Lang,
    /// The subject.
    pub subject: String,
    /// What it says, a paragraph each.
    pub paragraphs: Vec<String>,
    /// The one thing to do: the words and the address.
    #[serde(default)]
    pub button: Option<(String, String)>,
    /// The small line at the end: who sends this and why.
    pub footer: String,
}

/// What a letter brings beside its words. It is made when the letter is delivered, so that it
/// never lies in the queue.
#[derive(Debug, Clone, Default)]
pub struct Enclosed {
    /// Whom an answer reaches, instead of the sender; left out when it is no address.
    pub reply_to: Option<String>,
    /// The files.
    pub files: Vec<EnclosedFile>,
}

/// A file that a letter brings.
#[derive(Debug, Clone)]
pub struct EnclosedFile {
    /// Its name.
    pub name: String,
    /// Its media type, such as `application/pdf`.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whether mail can be sent to this text.
#[must_use]
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.parse::<lettre::Address>().is_ok()
}

/// Delivers a letter.
#[derive(Serialize, Deserialize)]
struct SendMail {
    mail: Mail,
}

impl Job for SendMail {
    const KIND: &'static str = "mail.send";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        deliver(&cx.app, &self.mail).await
    }
}

/// Sends a letter once the transaction has committed.
///
/// # Errors
/// 422 when the address is none.
pub fn send(tx: &mut Tx, mail: Mail) -> Result<(), Problem> {
    if !is_address(&mail.to) {
        return Err(Problem::refused("bad_email"));
    }
    tx.enqueue(&SendMail { mail });
    Ok(())
}

/// Mail as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "mail",
        jobs: vec![JobKind::of::<SendMail>()],
        messages: vec![Catalogue {
            name: "mail",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        ..Capability::default()
    }
}
