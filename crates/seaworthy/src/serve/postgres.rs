//! Looks after our own PostgreSQL: when it dies, it is started again, and requests go on.

use std::time::Duration;

use pg::Server;
use sqlx::PgPool;
use tokio::sync::watch;

use super::told;
use crate::database::{DatabaseError, drop_dead};

const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Watches the server until told to stop, then stops it in order.
pub(super) async fn look_after(
    mut server: Server,
    pool: PgPool,
    mut stop: watch::Receiver<bool>,
) -> Result<(), DatabaseError> {
    loop {
        let died = tokio::select! {
            () = server.exited() => true,
            () = told(&mut stop) => false,
        };
        if !died {
            break;
        }
        tracing::error!("PostgreSQL has died; starting it again");
        tokio::select! {
            () = revive(&mut server) => drop_dead(&pool).await,
            () = told(&mut stop) => break,
        }
    }
    Ok(server.stop().await?)
}

/// Tries until it runs: there is nothing better to do, and health checks tell the operator.
async fn revive(server: &mut Server) {
    let mut pause = Duration::from_millis(250);
    while let Err(error) = server.restart().await {
        tracing::error!(%error, "PostgreSQL does not start");
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
