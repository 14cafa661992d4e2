//! The running program: web server, database, worker; started in the order that lets health
//! checks see everything, stopped in the order that loses no request.
//!
//! The address is bound first, so that `/livez` answers while the database starts and the schema
//! is made. On the way out: `/readyz` says so, requests under way are finished, jobs too, and
//! PostgreSQL goes last.

mod boot;
mod door;
mod postgres;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use base::{App, AppError, Config};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::database::DatabaseError;

/// Why the program does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Somebody else listens there.
    #[error(
        "{0} is in use by another program (perhaps another Seaworthy): stop that one, or choose \
         another address with --listen or `listen` in the configuration"
    )]
    PortInUse(SocketAddr),
    /// The system does not let us listen there.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, io::Error),
    /// There is no database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The program cannot be put together.
    #[error(transparent)]
    App(#[from] AppError),
    /// It was told to stop before it was ready.
    #[error("stopped before it was ready")]
    Stopped,
    /// A task ended that should not have.
    #[error("a part of the program ended by accident")]
    Lost,
}

/// How far the start has come.
#[derive(Clone, Default)]
enum Progress {
    #[default]
    Starting,
    Ready(App),
    Failed,
}

/// A program that serves. Dropping it lets it run on; [`Running::stop`] ends it in order.
pub struct Running {
    address: SocketAddr,
    url: String,
    stop: Arc<watch::Sender<bool>>,
    progress: watch::Receiver<Progress>,
    house: JoinHandle<Result<(), ServeError>>,
}

/// Starts to serve: returns as soon as the address is bound. Must be called inside a Tokio
/// runtime.
///
/// # Errors
/// When the address cannot be bound; everything later is told by [`Running::ready`].
pub async fn start(mut config: Config) -> Result<Running, ServeError> {
    let listener = bind(config.listen).await?;
    let address = listener.local_addr().map_err(|e| ServeError::Listen(config.listen, e))?;
    // Tests and `bench` listen on any free port.
    if let Some(start) = config.public_url.strip_suffix(":0") {
        config.public_url = format!("{start}:{}", address.port());
    }
    let url = config.public_url.clone();
    let (stop, stopping) = watch::channel(false);
    let (tell, progress) = watch::channel(Progress::Starting);
    let house = tokio::spawn(boot::keep_house(config, listener, tell, stopping));
    Ok(Running { address, url, stop: Arc::new(stop), progress, house })
}

/// Waits until the word is given; that its giver is gone counts too.
async fn told(word: &mut watch::Receiver<bool>) {
    let _ = word.wait_for(|given| *given).await;
}

async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortInUse(address),
        _ => ServeError::Listen(address, error),
    })
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How people reach it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until requests are answered.
    ///
    /// # Errors
    /// When the start failed; [`Running::ended`] knows why.
    pub async fn ready(&self) -> Result<App, ServeError> {
        let mut progress = self.progress.clone();
        let reached = progress.wait_for(|p| !matches!(p, Progress::Starting)).await;
        match reached.as_deref() {
            Ok(Progress::Ready(app)) => Ok(app.clone()),
            _ => Err(ServeError::Lost),
        }
    }

    /// Asks it to stop, without waiting.
    pub fn ask_to_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until it has ended: because it was asked to, or because it could not go on.
    ///
    /// # Errors
    /// With the reason when nobody asked.
    pub async fn ended(&mut self) -> Result<(), ServeError> {
        (&mut self.house).await.unwrap_or(Err(ServeError::Lost))
    }

    /// Stops in order and waits for it.
    ///
    /// # Errors
    /// When the start had failed.
    pub async fn stop(mut self) -> Result<(), ServeError> {
        self.ask_to_stop();
        self.ended().await
    }
}
