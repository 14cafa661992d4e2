//! Starting and stopping, each in its order.

use std::future::Future;
use std::time::Duration;

use base::db::DbError;
use base::jobs::Worker;
use base::{App, Clock, Config, db};
use sqlx::postgres::PgConnectOptions;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::door::{self, Door};
use super::{Progress, ServeError, postgres, told};
use crate::database::{Database, DatabaseError};
use crate::health::{Vitals, WorkerState};
use crate::metrics;

/// New requests are still answered this long, so that a load balancer can turn away first.
const TURN_AWAY: Duration = Duration::from_millis(300);
/// Requests and jobs get this long to finish.
const FINISH: Duration = Duration::from_secs(30);
/// A server of somebody else's may start after us.
const WAIT_FOR_SERVER: Duration = Duration::from_secs(60);

/// What runs and has to be ended.
struct Parts {
    app: App,
    worker: Option<JoinHandle<()>>,
    postgres: Option<JoinHandle<Result<(), DatabaseError>>>,
    stop_postgres: watch::Sender<bool>,
}

/// The whole life of a serving program.
pub(super) async fn keep_house(
    config: Config,
    listener: TcpListener,
    progress: watch::Sender<Progress>,
    mut stopping: watch::Receiver<bool>,
) -> Result<(), ServeError> {
    let door = Door::default();
    let (close, closing) = watch::channel(false);
    let web = tokio::spawn(door::serve(listener, door.clone(), closing, stopping.clone()));
    let started = tokio::select! {
        started = start(config, &door) => started,
        () = told(&mut stopping) => Err(ServeError::Stopped),
    };
    let mut parts = match started {
        Ok(parts) => parts,
        Err(error) => {
            progress.send_replace(Progress::Failed);
            close.send_replace(true);
            return Err(error);
        }
    };
    let upkeep = tokio::spawn(metrics::keep_small());
    progress.send_replace(Progress::Ready(parts.app.clone()));
    let lost = tokio::select! {
        () = told(&mut stopping) => false,
        () = ended(&mut parts.postgres) => true,
    };
    tracing::info!("stopping: finishing what is under way");
    parts.app.set_draining();
    if !lost {
        tokio::time::sleep(TURN_AWAY).await;
    }
    close.send_replace(true);
    finish("requests", web).await;
    stop(parts).await?;
    upkeep.abort();
    tracing::info!("stopped");
    if lost { Err(ServeError::Lost) } else { Ok(()) }
}

async fn start(config: Config, door: &Door) -> Result<Parts, ServeError> {
    let Database { options, server } = Database::open(&config).await?;
    let pool = db::pool(options.clone(), config.database_connections);
    let app = App::new(config, pool.clone(), Clock::system(), crate::capabilities())?;
    let vitals = Vitals::default();
    door.open(crate::router_with(app.clone(), vitals.clone()));
    let (stop_postgres, stop) = watch::channel(false);
    if let Err(error) = migrate(&options, server.is_some()).await {
        Database { options, server }.close().await?;
        return Err(error.into());
    }
    app.set_migrated();
    let postgres = server.map(|server| tokio::spawn(postgres::look_after(server, pool, stop)));
    let worker = app.config().worker.then(|| tokio::spawn(work(app.clone(), vitals)));
    Ok(Parts { app, worker, postgres, stop_postgres })
}

/// A server of our own is there; for another one we wait.
async fn migrate(options: &PgConnectOptions, is_ours: bool) -> Result<(), DatabaseError> {
    let begun = tokio::time::Instant::now();
    loop {
        match db::migrate(options).await {
            Err(DbError::Unreachable(error)) if !is_ours && begun.elapsed() < WAIT_FOR_SERVER => {
                tracing::warn!(%error, "waiting for the database");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            done => return Ok(done?),
        }
    }
}

/// Works through jobs; a worker that ends by a panic is noticed by health checks.
async fn work(app: App, vitals: Vitals) {
    vitals.set_worker(WorkerState::Running);
    let ended = tokio::spawn(Worker::new(app).run()).await;
    vitals.set_worker(if ended.is_ok() { WorkerState::Elsewhere } else { WorkerState::Dead });
}

async fn ended(task: &mut Option<JoinHandle<Result<(), DatabaseError>>>) {
    match task {
        Some(task) => {
            let _ = task.await;
        }
        None => std::future::pending().await,
    }
}

/// Waits for a part to finish; what cannot be finished in time is left.
async fn finish<F: Future>(what: &str, part: F) {
    if tokio::time::timeout(FINISH, part).await.is_err() {
        tracing::warn!(what, "not finished in time");
    }
}

async fn stop(parts: Parts) -> Result<(), ServeError> {
    if let Some(worker) = parts.worker {
        finish("jobs", worker).await;
    }
    finish("connections", parts.app.close()).await;
    parts.stop_postgres.send_replace(true);
    if let Some(postgres) = parts.postgres
        && !postgres.is_finished()
    {
        postgres.await.unwrap_or(Ok(()))?;
    }
    Ok(())
}
