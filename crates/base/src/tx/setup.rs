//! What a company has set up, remembered between transactions: every document reads it, and
//! nearly none finds it changed. A version in the database, read with the claim of the document's
//! key, says whether what is remembered still holds; the tables that change the version have the
//! trigger `setup_changed`.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

use super::{Tx, store};
use crate::Problem;

/// Something that a company has set up: small, and read whole.
pub trait Setup: Any + Send + Sync + Debug + PartialEq + Sized {
    /// Reads it. Every table that it is read from has the trigger `setup_changed`.
    ///
    /// # Errors
    /// When the database is away.
    fn load(tx: &mut Tx) -> impl Future<Output = Result<Self, Problem>> + Send;
}

/// What a transaction knows of the version.
#[derive(Debug, Clone, Copy)]
pub(super) enum Version {
    /// It may change what is set up, so it remembers nothing.
    Never,
    /// It was not asked for yet.
    Unasked,
    /// It is this; a company without a version has set up nothing so far.
    Known(Option<Uuid>),
}

/// The memory is emptied when it holds this many: a plain bound, cheap to fill again.
const MOST: usize = 4_000;

type Kept = (Uuid, Arc<dyn Any + Send + Sync>);

/// What is remembered, by type and company.
#[derive(Default)]
struct Memory(RwLock<HashMap<(TypeId, Uuid), Kept>>);

impl Memory {
    fn get<T: Setup>(&self, company: Uuid, version: Uuid) -> Option<Arc<T>> {
        let memory = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (kept, value) = memory.get(&(TypeId::of::<T>(), company))?;
        let value = (*kept == version).then(|| value.clone())?;
        value.downcast().ok()
    }

    fn put<T: Setup>(&self, company: Uuid, version: Uuid, value: Arc<T>) {
        let mut memory = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= MOST {
            memory.clear();
        }
        memory.insert((TypeId::of::<T>(), company), (version, value));
    }
}

impl Tx {
    /// What the company has set up: from memory in a document and in a transaction that only
    /// reads, where nothing changes it; from the database otherwise.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn setup<T: Setup>(&mut self) -> Result<Arc<T>, Problem> {
        let version = match self.setup {
            Version::Never => None,
            Version::Known(version) => version,
            Version::Unasked => {
                let version = store::setup_version(self).await?;
                self.setup = Version::Known(version);
                version
            }
        };
        let Some(version) = version else { return Ok(Arc::new(T::load(self).await?)) };
        let (memory, company) = (self.app.part::<Memory>(), self.tenant_id());
        if let Some(kept) = memory.get::<T>(company, version) {
            if cfg!(debug_assertions) {
                self.compare::<T>(version, &kept).await?;
            }
            return Ok(kept);
        }
        // It may be newer than the version, which was read before it, and never older.
        let value = Arc::new(T::load(self).await?);
        memory.put(company, version, value.clone());
        Ok(value)
    }

    /// In every test: what is remembered is what would be read. A table without its trigger is
    /// found by this.
    async fn compare<T: Setup>(&mut self, version: Uuid, kept: &T) -> Result<(), Problem> {
        let read = T::load(self).await?;
        let now = store::setup_version(self).await?;
        assert!(
            now != Some(version) || read == *kept,
            "what is remembered is not what is set up: {kept:?} and {read:?}"
        );
        Ok(())
    }
}
