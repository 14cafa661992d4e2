//! `seaworthy demo`: a web server with two companies to look around in, and a year behind them.
//!
//! The first start serves at once, makes the companies with their people and products, writes
//! `demo.json` and prints the sign-ins: that takes a few seconds. Then it writes the year, oldest
//! first, with a line that says how far it is; whoever signs in meanwhile sees the company grow.
//! An interrupted start goes on where it was; a later one changes nothing.
//!
//! The year is planned by dice that always fall the same way ([`plan`]) and lived through the
//! same verbs that pages and the API call ([`deeds`]), by a program whose clock is set to the
//! moment of each deed: so audit log, timelines and books look as they would after a year.
//!
//! Not here: what the verbs do; the look of anything.

mod book;
mod companies;
mod deeds;
mod dice;
mod history;
mod plan;
mod products;
mod set_up;
mod store;
mod story;
mod tell;

use std::future::Future;
use std::io;

use base::jobs::Worker;
use base::{App, AppError, Config, Problem, Profile};

pub use book::{Book, Entry, Person};
pub use history::{History, build};

use crate::serve::{self, ServeError};
use tell::Teller;

/// Why there is no demo.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Companies with printed passwords do not belong there.
    #[error("this is a production installation: the demo's passwords do not belong here")]
    Production,
    /// A company of this name exists that is not ours.
    #[error(
        "there is a company {slug} already whose passwords are not known (is demo.json gone?): \
         choose another folder with --data-dir"
    )]
    Taken {
        /// The subdomain.
        slug: &'static str,
    },
    /// The web server does not start.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The program cannot be put together at another moment.
    #[error(transparent)]
    App(#[from] AppError),
    /// `demo.json` or the files cannot be read or written.
    #[error("the data folder cannot be used: {0}")]
    Book(#[from] io::Error),
    /// A verb refused what was planned.
    #[error("the demo cannot be made: {0}")]
    Refused(#[from] Problem),
}

/// Serves the demo until told to stop.
///
/// # Errors
/// When it cannot be served or made; what was made until then stays, and the next start goes on.
pub async fn run(config: Config, stop: impl Future<Output = ()>) -> Result<(), DemoError> {
    if config.profile == Profile::Production {
        return Err(DemoError::Production);
    }
    let mut config = config;
    let was_complete = Book::open(&config, &history::COMPANIES)?.complete;
    // A worker with today's clock would do the jobs of the past; it comes when they are done.
    config.worker &= was_complete;
    let mut running = serve::start(config).await?;
    tokio::pin!(stop);
    let ready = tokio::select! {
        ready = running.ready() => Some(ready),
        () = &mut stop => None,
    };
    let app = match ready {
        Some(Ok(app)) => app,
        // Why it did not start is told by its end.
        Some(Err(_)) => return stopped(running.ended().await),
        None => return stopped(running.stop().await),
    };
    let teller = Teller::new();
    let made = tokio::select! {
        made = make(&app, &teller) => made,
        ended = running.ended() => return stopped(ended),
        () = &mut stop => return stopped(running.stop().await),
    };
    if let Err(error) = made {
        running.stop().await?;
        return Err(error);
    }
    tokio::select! {
        ended = running.ended() => stopped(ended),
        () = &mut stop => stopped(running.stop().await),
    }
}

/// That somebody stopped it before it was ready is no failure.
fn stopped(ended: Result<(), ServeError>) -> Result<(), DemoError> {
    match ended {
        Ok(()) | Err(ServeError::Stopped) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn make(app: &App, teller: &Teller) -> Result<(), DemoError> {
    let mut book = Book::open(app.config(), &history::COMPANIES)?;
    let complete = book.complete && history::all_there(app).await?;
    if complete {
        let file = book.publish(app.config())?;
        teller.sign_ins(&book, &file);
        return Ok(());
    }
    teller.line("Making two companies, their people and their products…");
    book.complete = false;
    book.keep(app.config())?;
    let mut history = History::prepare(app, &mut book).await?;
    let file = book.publish(app.config())?;
    teller.sign_ins(&book, &file);
    teller.line(
        "You can sign in now. The companies' last year is being written meanwhile, oldest first.",
    );
    history.write(|done, all| teller.progress(done, all)).await?;
    book.complete = true;
    book.publish(app.config())?;
    teller.done();
    start_worker(app);
    Ok(())
}

/// From now on jobs are done as in any other program; it ends when the program drains.
fn start_worker(app: &App) {
    if !app.config().worker {
        tokio::spawn(Worker::new(app.clone()).run());
    }
}
