//! What reminders do later.

use base::{Job, JobCx, JobError};
use finance::open_items::{self, Side, StatementQuery};
use finance::{invoices, press};
use platform::mail::{self, Enclosed, EnclosedFile, Mail};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Reminds a customer. It looks at the books as they are now, so running twice reminds once.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Remind {
    pub(super) customer_id: Uuid,
}

impl Job for Remind {
    const KIND: &'static str = "reminders.remind";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        match super::remind(&mut tx, self.customer_id).await {
            Ok(_) => {
                tx.commit().await?;
                Ok(())
            }
            // The customer is gone, or has no address that mail can be sent to: trying again
            // changes nothing.
            Err(problem) if problem.status().is_client_error() => {
                Err(JobError::GiveUp(Box::new(problem)))
            }
            Err(problem) => Err(problem.into()),
        }
    }
}

/// Makes the statement of account and delivers the letter with it: laying it out takes a core for
/// a while, and it would not be kept in the queue. It shows what is owed when it is made.
#[derive(Serialize, Deserialize)]
pub(super) struct SendReminder {
    pub(super) customer_id: Uuid,
    pub(super) letter: Mail,
}

impl Job for SendReminder {
    const KIND: &'static str = "reminders.send";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        let query = StatementQuery::default();
        let statement =
            open_items::statement(&mut tx, Side::Receivable, self.customer_id, query).await?;
        let seller = invoices::seller(&mut tx).await?;
        // The connection goes back before the slow part.
        tx.roll_back().await?;
        let l = cx.app.l(&cx.actor.tenant, self.letter.lang);
        let paper = open_items::statement_paper(&l, &seller, &statement);
        let file = EnclosedFile {
            name: format!("statement-{}.pdf", statement.to),
            media_type: "application/pdf",
            bytes: press::print(&cx.app, paper).await?,
        };
        let reply_to = Some(seller.email).filter(|email| !email.is_empty());
        mail::deliver_with(&cx.app, &self.letter, Enclosed { reply_to, files: vec![file] }).await
    }
}
