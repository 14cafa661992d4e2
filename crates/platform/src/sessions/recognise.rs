//! Who is at the door: a presented session, access token or API token becomes an actor with the
//! rights of this moment. One query, and a memory of a few seconds so that most pages need none.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use base::request::SignIn;
use base::{Actor, App, Lang, Problem, Tenant, Timestamp, Tx, Who};
use uuid::Uuid;

use super::store::{self, KnownBy, PersonRow};
use super::{IDLE, access};
use crate::tokens;

/// Another program sees a changed right after this long; this one at once.
const FRESH: Duration = Duration::from_secs(10);
/// The memory is emptied when it holds this many.
const MOST: usize = 10_000;
/// A session's last use is written down this often, not at every request.
const TOUCH: Duration = Duration::from_secs(300);

/// What somebody showed at the door.
#[derive(Debug, Clone, Copy)]
pub enum Presented<'a> {
    /// The cookie of a session.
    Session(&'a str),
    /// A token in the Authorization header.
    Bearer(&'a str),
}

/// Somebody who is known.
pub struct Recognised {
    /// The person, with the rights of this moment.
    pub actor: Actor,
    /// How they showed it.
    pub sign_in: SignIn,
    /// The language that they chose for themselves.
    pub lang: Option<Lang>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Session(Vec<u8>),
    ApiToken(Vec<u8>),
    User(Uuid),
}

struct Person {
    id: Uuid,
    name: String,
    lang: Option<Lang>,
    permissions: Arc<BTreeSet<String>>,
    session: Option<(Uuid, Timestamp)>,
}

/// A person and when they were looked up.
type Remembered = (Instant, Arc<Person>);

#[derive(Default)]
struct Memory {
    people: RwLock<HashMap<(Uuid, Key), Remembered>>,
    /// Counts what was forgotten, so that a look that began before is not remembered after.
    forgotten: AtomicU64,
}

impl Memory {
    fn get(&self, key: &(Uuid, Key)) -> Option<Arc<Person>> {
        let people = self.people.read().unwrap_or_else(PoisonError::into_inner);
        let (at, person) = people.get(key)?;
        (at.elapsed() < FRESH).then(|| person.clone())
    }

    fn put(&self, key: (Uuid, Key), person: Arc<Person>, forgotten: u64) {
        let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
        if self.forgotten.load(Ordering::Acquire) != forgotten {
            return;
        }
        if people.len() >= MOST {
            people.clear();
        }
        people.insert(key, (Instant::now(), person));
    }
}

/// Forgets everybody of a company: after a commit that changed people, roles or sessions.
pub fn forget(app: &App, tenant_id: Uuid) {
    let memory = app.part::<Memory>();
    let mut people = memory.people.write().unwrap_or_else(PoisonError::into_inner);
    memory.forgotten.fetch_add(1, Ordering::AcqRel);
    people.retain(|(tenant, _), _| *tenant != tenant_id);
}

/// Forgets everybody of the transaction's company as soon as it has committed.
pub fn forget_after(tx: &mut Tx) {
    let tenant = tx.tenant_id();
    tx.after_commit(move |app| forget(app, tenant));
}

/// The person who presents this, or nobody when it is not good here.
///
/// # Errors
/// When the database is away.
pub async fn recognise(
    app: &App,
    tenant: &Arc<Tenant>,
    presented: Presented<'_>,
) -> Result<Option<Recognised>, Problem> {
    let key = match presented {
        Presented::Session(token) => Key::Session(tokens::hash(token)),
        Presented::Bearer(token) if token.starts_with(tokens::API_PREFIX) => {
            Key::ApiToken(tokens::hash(token))
        }
        Presented::Bearer(token) => match access::read(app, tenant, token) {
            Some(user) => Key::User(user),
            None => return Ok(None),
        },
    };
    let Some(person) = person(app, tenant, key).await? else { return Ok(None) };
    let sign_in = match (presented, person.session) {
        (Presented::Session(_), Some((id, _))) => SignIn::Session(id),
        _ => SignIn::Token,
    };
    let actor = actor(tenant, &person);
    Ok(Some(Recognised { actor, sign_in, lang: person.lang }))
}

/// An actor with the rights of a person: for the command line and for tests.
///
/// # Errors
/// 404 when the company has nobody active with this mail address.
pub async fn actor_of(app: &App, tenant: &Arc<Tenant>, email: &str) -> Result<Actor, Problem> {
    let mut tx = Tx::read(app, &Actor::system(tenant.clone(), "sessions")).await?;
    let row = store::person(&mut tx, KnownBy::Email(&email.trim().to_lowercase())).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    Ok(actor(tenant, &row.into_person(app)))
}

fn actor(tenant: &Arc<Tenant>, person: &Person) -> Actor {
    Actor {
        tenant: tenant.clone(),
        who: Who::User { id: person.id, name: person.name.clone() },
        permissions: person.permissions.clone(),
        ip: None::<IpAddr>,
        request_id: None,
    }
}

async fn person(app: &App, tenant: &Arc<Tenant>, key: Key) -> Result<Option<Arc<Person>>, Problem> {
    let (memory, now) = (app.part::<Memory>(), app.clock().now());
    let key = (tenant.id.uuid(), key);
    if let Some(person) = memory.get(&key) {
        return Ok(Some(person).filter(|p| p.session.is_none_or(|(_, expires)| expires > now)));
    }
    let forgotten = memory.forgotten.load(Ordering::Acquire);
    let system = Actor::system(tenant.clone(), "sessions");
    let mut tx = Tx::read(app, &system).await?;
    let row = match &key.1 {
        Key::Session(hash) => store::by_session(&mut tx, hash, now.minus(IDLE)).await?,
        Key::ApiToken(hash) => store::by_api_token(&mut tx, hash).await?,
        Key::User(id) => store::person(&mut tx, KnownBy::Id(*id)).await?,
    };
    drop(tx);
    let Some(row) = row else { return Ok(None) };
    if let (Some(id), Some(seen)) = (row.session_id, row.last_seen_at)
        && now.since(seen) > TOUCH
    {
        let mut tx = Tx::begin(app, &system).await?;
        store::touch_session(&mut tx, id).await?;
        tx.commit().await?;
    }
    let person = Arc::new(row.into_person(app));
    memory.put(key, person.clone(), forgotten);
    Ok(Some(person))
}

impl PersonRow {
    /// An owner holds every permission that there is.
    fn into_person(self, app: &App) -> Person {
        let permissions: BTreeSet<String> = match self.is_owner {
            true => app.permissions().map(|p| p.key.to_owned()).collect(),
            false => self.permissions.into_iter().collect(),
        };
        Person {
            id: self.id,
            name: self.name,
            lang: self.lang,
            permissions: Arc::new(permissions),
            session: self.session_id.zip(self.expires_at),
        }
    }
}
