//! `serve` and `worker`: run until told to stop. A second signal does not wait.

use std::net::SocketAddr;
use std::process::ExitCode;

use base::jobs::Worker;
use base::{Config, Profile};
use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::database::Opened;
use super::{Done, Failure, Global, line};
use crate::{logs, serve};

#[derive(Args)]
pub(super) struct Serve {
    /// The address to listen on, such as 0.0.0.0:8080
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Leaves jobs to `seaworthy worker`
    #[arg(long)]
    no_worker: bool,
}

impl Serve {
    pub(super) async fn run(self, global: &Global) -> Done {
        let mut config = global.load()?.config;
        if let Some(listen) = self.listen {
            listen_on(&mut config, listen);
        }
        config.worker &= !self.no_worker;
        logs::start(config.log_format, &config.log_level);
        let mut signals = Signals::listen()?;
        let mut running = serve::start(config).await?;
        tracing::info!(address = %running.address(), "listening");
        tokio::select! {
            ready = running.ready() => if ready.is_ok() {
                line(&format!("Seaworthy is ready: {}", running.url()));
            },
            () = signals.next() => running.ask_to_stop(),
        }
        tokio::select! {
            ended = running.ended() => return finished(ended),
            () = signals.next() => running.ask_to_stop(),
        }
        tokio::select! {
            ended = running.ended() => finished(ended),
            () = signals.next() => Err("told to stop twice: not waiting any longer".into()),
        }
    }
}

/// Listens on another address; on a developer's machine the pages are reached there too.
pub(super) fn listen_on(config: &mut Config, listen: SocketAddr) {
    if config.profile == Profile::Dev && names_port(config) {
        config.public_url = format!("http://localhost:{}", listen.port());
    }
    config.listen = listen;
}

/// Whether the address of the pages is the one made of the port to listen on.
fn names_port(config: &Config) -> bool {
    config.public_url == format!("http://localhost:{}", config.listen.port())
}

fn finished(ended: Result<(), serve::ServeError>) -> Done {
    match ended {
        Ok(()) | Err(serve::ServeError::Stopped) => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
    }
}

/// Works through jobs until told to stop.
pub(super) async fn worker(global: &Global) -> Done {
    let config = global.load()?.config;
    logs::start(config.log_format, &config.log_level);
    let mut signals = Signals::listen()?;
    let opened = Opened::of(config).await?;
    tracing::info!("working through jobs");
    let working = tokio::spawn(Worker::new(opened.app.clone()).run());
    signals.next().await;
    opened.app.set_draining();
    tokio::select! {
        done = working => done?,
        () = signals.next() => {}
    }
    opened.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// The signals that ask a program to stop.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    pub(super) fn listen() -> Result<Self, Failure> {
        let terminate = signal(SignalKind::terminate())?;
        Ok(Self { terminate, interrupt: signal(SignalKind::interrupt())? })
    }

    pub(super) async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
