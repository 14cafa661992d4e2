//! What reminders do later.

use base::{Job, JobCx, JobError};
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
