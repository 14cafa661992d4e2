//! Both companies' histories, made beside each other, day by day.

use base::{App, Clock, Timestamp, Tx, db, jobs};
use platform::sessions;

use super::DemoError;
use super::book::Book;
use super::companies::{BAHR, Company, PADMA};
use super::set_up::{self, set_up};
use super::store::{self, Mark};
use super::story::Story;

/// The companies of the demo.
pub(super) const COMPANIES: [&Company; 2] = [&BAHR, &PADMA];

/// How many days lie behind the companies.
const DAYS: i32 = 364;
/// Connections of a program that lives in the past: its deeds come one after the other.
const CONNECTIONS: u32 = 3;

/// Companies whose past is being written.
pub struct History {
    stories: Vec<Story>,
}

/// Whether both companies are there with their whole past.
pub(super) async fn all_there(app: &App) -> Result<bool, DemoError> {
    for company in COMPANIES {
        let Some(tenant) = base::tenants::tenant_of_slug(app, company.slug).await? else {
            return Ok(false);
        };
        let owner = set_up::owner(app, &tenant, company).await?;
        let mut tx = Tx::read(app, &owner).await?;
        if !store::mark(&mut tx).await?.is_some_and(|mark| mark.finished) {
            return Ok(false);
        }
    }
    Ok(true)
}

impl History {
    /// Makes the companies of the book, as far as they are not there, and gives their owners
    /// tokens.
    pub(super) async fn prepare(app: &App, book: &mut Book) -> Result<Self, DemoError> {
        let until = app.clock().now();
        let (mut stories, mut made) = (Vec::new(), Vec::new());
        for company in COMPANIES {
            let Some(entry) = book.entry(company.slug) else { continue };
            made.push((company, entry.password.clone()));
        }
        let both = made.iter().map(|(company, password)| begin(app, company, password, until));
        for (story, token) in futures::future::try_join_all(both).await? {
            if let Some(entry) = book.entry(story.slug()) {
                entry.api_token = token;
            }
            stories.push(story);
        }
        Ok(Self { stories })
    }

    /// Writes what is left of the past; says how many events of how many are done.
    ///
    /// # Errors
    /// When the database goes away. What was written until then stays.
    pub async fn write(&mut self, told: impl Fn(usize, usize)) -> Result<usize, DemoError> {
        while let Some(next) = self.stories.iter().filter_map(Story::next_at).min() {
            // A day at a time, for both, so that the jobs of a day are done on that day.
            let day = next.plus(std::time::Duration::from_secs(24 * 3600));
            futures::future::try_join_all(self.stories.iter_mut().map(|s| s.live_until(day)))
                .await?;
            let jobs = self.stories.iter().map(|story| jobs::run_ready(story.app()));
            futures::future::try_join_all(jobs).await?;
            let (done, all) = self.stories.iter().map(Story::progress).fold((0, 0), sum);
            told(done, all);
        }
        let mut refused = 0;
        for story in &mut self.stories {
            refused += story.finish().await?;
            story.app().close().await;
        }
        Ok(refused)
    }
}

fn sum(one: (usize, usize), other: (usize, usize)) -> (usize, usize) {
    (one.0 + other.0, one.1 + other.1)
}

async fn begin(
    app: &App,
    company: &'static Company,
    password: &str,
    until: Timestamp,
) -> Result<(Story, String), DemoError> {
    begin_days(app, company, password, until, DAYS).await
}

async fn begin_days(
    app: &App,
    company: &'static Company,
    password: &str,
    until: Timestamp,
    days: i32,
) -> Result<(Story, String), DemoError> {
    let fresh = Mark { until: until.micros(), days, done: 0, finished: false };
    let hours = u64::try_from(days).unwrap_or(0) * 24 + 12;
    let past = in_the_past(app, until.minus(std::time::Duration::from_secs(hours * 3600)))?;
    let (tenant, mark) = set_up(&past, company, password, fresh).await?;
    let owner = set_up::owner(&past, &tenant, company).await?;
    let mut tx = Tx::begin(app, &owner).await?;
    let new = sessions::NewToken { name: "demo".to_owned() };
    let token = sessions::create_token(&mut tx, new).await?.token;
    tx.commit().await?;
    Ok((Story::open(past, company, &tenant, mark).await?, token))
}

/// The same program on the same database with a clock of its own. Its commits do not wait for
/// the disk: what a crash takes away is made again at the next start, marks and all.
fn in_the_past(app: &App, moment: Timestamp) -> Result<App, DemoError> {
    let options = app.pool().connect_options().as_ref().clone();
    let options = options.options([("synchronous_commit", "off")]);
    let pool = db::pool(options, CONNECTIONS);
    let clock = Clock::fixed(moment);
    Ok(App::new(app.config().clone(), pool, clock, crate::capabilities())?)
}

/// Makes the Saudi company with so many days behind it, and says how many events of its past
/// the program refused: for tests.
///
/// # Errors
/// As the demo itself.
pub async fn build(app: &App, days: i32) -> Result<usize, DemoError> {
    let until = app.clock().now();
    let (story, _) = begin_days(app, &BAHR, "copper-heron-lantern-4711", until, days).await?;
    History { stories: vec![story] }.write(|_, _| {}).await
}
