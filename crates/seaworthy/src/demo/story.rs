//! A company lives through its planned year: every event is one transaction of the person whose
//! work it is, at the moment at which it happened, by the same verbs that pages and API call.

use std::sync::Arc;

use base::{Actor, App, Clock, Problem, Tenant, Timestamp, Tx};
use platform::sessions;
use supply::inventory;
use uuid::Uuid;

use super::companies::Company;
use super::deeds::{self, World};
use super::plan::{self, Deed, Event, Span};
use super::store::{self, Mark};
use super::{DemoError, set_up};

/// A company in the middle of its year.
pub(super) struct Story {
    app: App,
    clock: Clock,
    company: &'static Company,
    people: People,
    world: World,
    events: Vec<Event>,
    mark: Mark,
    /// How many events the program refused: none, unless somebody worked in the company meanwhile.
    refused: usize,
}

/// Whose work it is.
struct People {
    owner: Actor,
    sales: Actor,
    storekeeper: Actor,
    accountant: Actor,
}

impl Story {
    /// The story of a company that is set up, at the place where it was left.
    pub async fn open(
        app: App,
        company: &'static Company,
        tenant: &Arc<Tenant>,
        mark: Mark,
    ) -> Result<Self, DemoError> {
        let clock = app.clock().clone();
        let owner = set_up::owner(&app, tenant, company).await?;
        let people = People {
            sales: sessions::actor_of(&app, tenant, &company.email("sales")).await?,
            storekeeper: sessions::actor_of(&app, tenant, &company.email("storekeeper")).await?,
            accountant: sessions::actor_of(&app, tenant, &company.email("accountant")).await?,
            owner,
        };
        let mut tx = Tx::read(&app, &people.owner).await?;
        let items = store::items(&mut tx).await?;
        let main = inventory::default_warehouse(&mut tx).await?.id;
        let houses = inventory::warehouses(&mut tx).await?;
        drop(tx);
        let branch = houses.iter().find(|w| w.code == company.branch.code).map_or(main, |w| w.id);
        let until = Timestamp::from_micros(mark.until).map_err(Problem::internal)?;
        let first = until.date_in(&tenant.time_zone).plus_days(-mark.days);
        let zone = tenant.time_zone.clone();
        let span = Span { first: first.map_err(Problem::internal)?, until, zone };
        let events = plan::plan(&items, &company.habits, &span);
        let customers = customers(company, &span);
        let variants: Vec<Uuid> = items.iter().map(|item| item.variant_id).collect();
        let world = World { company, main, branch, variants, customers };
        Ok(Self { app, clock, company, people, world, events, mark, refused: 0 })
    }

    /// The company's subdomain.
    pub fn slug(&self) -> &'static str {
        self.company.slug
    }

    /// How many events are done, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.mark.done, self.events.len())
    }

    /// When the next event happens.
    pub fn next_at(&self) -> Option<Timestamp> {
        self.events.get(self.mark.done).map(|event| event.at)
    }

    /// Lives until a moment, then does what is left for later.
    pub async fn live_until(&mut self, moment: Timestamp) -> Result<(), DemoError> {
        while self.next_at().is_some_and(|at| at < moment) {
            self.live_event().await?;
        }
        Ok(())
    }

    async fn live_event(&mut self) -> Result<(), DemoError> {
        let Some(event) = self.events.get(self.mark.done).cloned() else { return Ok(()) };
        self.clock.set(event.at);
        let next = Mark { done: self.mark.done + 1, ..self.mark };
        let mut tx = Tx::begin(&self.app, self.who(&event.deed)).await?;
        let done = deeds::act(&mut tx, &self.world, &event.deed).await;
        if let Err(problem) = done {
            if problem.status().is_server_error() {
                return Err(problem.into());
            }
            tracing::warn!(company = self.company.slug, %problem, "left out of the demo");
            self.refused += 1;
            drop(tx);
            tx = Tx::begin(&self.app, &self.people.owner).await?;
        }
        store::set_mark(&mut tx, &next).await?;
        tx.commit().await?;
        self.mark = next;
        Ok(())
    }

    fn who(&self, deed: &Deed) -> &Actor {
        match deed {
            Deed::Open { .. } => &self.people.owner,
            Deed::Meet { .. }
            | Deed::Quote { .. }
            | Deed::SendQuote { .. }
            | Deed::AnswerQuote { .. }
            | Deed::OrderQuote { .. }
            | Deed::Order { .. }
            | Deed::Confirm { .. }
            | Deed::Cancel { .. } => &self.people.sales,
            Deed::Receive { .. }
            | Deed::Adjust { .. }
            | Deed::Transfer { .. }
            | Deed::Deliver { .. } => &self.people.storekeeper,
            Deed::Invoice { .. } | Deed::Pay { .. } | Deed::Credit { .. } => {
                &self.people.accountant
            }
        }
    }

    /// The last touches, when everything has happened: now mails may be sent to customers.
    pub async fn finish(&mut self) -> Result<usize, DemoError> {
        let until = Timestamp::from_micros(self.mark.until).map_err(Problem::internal)?;
        self.clock.set(until);
        let finished = Mark { finished: true, ..self.mark };
        let mut tx = Tx::begin(&self.app, &self.people.owner).await?;
        deeds::collect_addresses(&mut tx, &self.world).await?;
        store::set_mark(&mut tx, &finished).await?;
        tx.commit().await?;
        self.mark = finished;
        Ok(self.refused)
    }

    /// The program at this company's moment, for the jobs that its events left.
    pub fn app(&self) -> &App {
        &self.app
    }
}

/// Customers have the same ids whenever the story is opened.
fn customers(company: &Company, span: &Span) -> Vec<Uuid> {
    let id = |n: usize| super::dice::Dice::named(&format!("{}-{n}", company.slug)).id(span.until);
    (0..company.customers.len()).map(id).collect()
}
