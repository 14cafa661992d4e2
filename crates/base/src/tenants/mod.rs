//! Finding a company by its host name or id, with a short memory: every request asks.

mod store;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::{App, Problem, Reason, Tenant, Tx};

/// A changed company is seen everywhere after this long.
const FRESH: Duration = Duration::from_secs(15);
/// A company that was made elsewhere is found after this long.
const FRESH_NOTHING: Duration = Duration::from_secs(1);
/// The memory is emptied when it holds this many: a plain bound, cheap to fill again.
const MOST: usize = 10_000;

type Found = (Option<Arc<Tenant>>, Instant);

/// What was found lately.
#[derive(Default)]
pub(crate) struct Memory {
    by_key: RwLock<HashMap<String, Found>>,
}

impl Memory {
    fn get(&self, key: &str) -> Option<Option<Arc<Tenant>>> {
        let memory = self.by_key.read().unwrap_or_else(PoisonError::into_inner);
        let (tenant, at) = memory.get(key)?;
        let fresh = if tenant.is_some() { FRESH } else { FRESH_NOTHING };
        (at.elapsed() < fresh).then(|| tenant.clone())
    }

    fn put(&self, key: String, tenant: Option<Arc<Tenant>>) {
        let mut memory = self.by_key.write().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= MOST {
            memory.clear();
        }
        memory.insert(key, (tenant, Instant::now()));
    }

    fn forget(&self) {
        self.by_key.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Forgets what was found, after a company was made or changed by this program.
pub fn forget_tenants(app: &App) {
    app.tenant_memory().forget();
}

/// The active company that a host name (with its port) belongs to: a subdomain of the root
/// domain, or a custom domain.
///
/// # Errors
/// When the database is away.
pub async fn tenant_of_host(app: &App, host: &str) -> Result<Option<Arc<Tenant>>, Problem> {
    let host = host.to_ascii_lowercase();
    let root = app.config().root_host();
    if host == root {
        return Ok(None);
    }
    if let Some(found) = app.tenant_memory().get(&host) {
        return Ok(found);
    }
    // The port is not compared: behind a proxy it is the proxy's.
    let name = |h: &str| h.split(':').next().unwrap_or_default().to_owned();
    let (host_name, root_name) = (name(&host), name(root));
    if host_name == root_name {
        return Ok(None);
    }
    let slug = host_name.strip_suffix(&root_name).and_then(|h| h.strip_suffix('.'));
    let mut tx = Tx::system(app, Reason::FindTenant).await?;
    let found = match slug {
        Some(slug) => store::by_slug(&mut tx, slug).await?,
        None => store::by_domain(&mut tx, &host_name).await?,
    };
    let found = found.map(Arc::new);
    app.tenant_memory().put(host, found.clone());
    Ok(found)
}

/// The company of a subdomain.
///
/// # Errors
/// When the database is away.
pub async fn tenant_of_slug(app: &App, slug: &str) -> Result<Option<Arc<Tenant>>, Problem> {
    let mut tx = Tx::system(app, Reason::FindTenant).await?;
    Ok(store::by_slug(&mut tx, slug).await?.map(Arc::new))
}

/// The company with an id.
///
/// # Errors
/// When the database is away.
pub async fn find_tenant(app: &App, id: Uuid) -> Result<Option<Arc<Tenant>>, Problem> {
    let key = id.to_string();
    if let Some(found) = app.tenant_memory().get(&key) {
        return Ok(found);
    }
    let mut tx = Tx::system(app, Reason::FindTenant).await?;
    let found = store::by_id(&mut tx, id).await?.map(Arc::new);
    app.tenant_memory().put(key, found.clone());
    Ok(found)
}

/// Every active company, by slug: for the command line.
///
/// # Errors
/// When the database is away.
pub async fn all_tenants(app: &App) -> Result<Vec<Arc<Tenant>>, Problem> {
    let mut tx = Tx::system(app, Reason::Operator).await?;
    Ok(store::all(&mut tx).await?.into_iter().map(Arc::new).collect())
}
