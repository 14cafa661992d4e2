//! What a capability keeps in memory for the running program: a short memory of sessions, the
//! counters of tries. Kept by the program and not in globals, so that two programs in one
//! process (tests) share nothing.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

type Kept = Arc<dyn Any + Send + Sync>;

/// One value of each type, made on first use.
#[derive(Default)]
pub(crate) struct Parts(RwLock<HashMap<TypeId, Kept>>);

impl Parts {
    pub(crate) fn get<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let id = TypeId::of::<T>();
        let found = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        let kept = found.unwrap_or_else(|| {
            let mut parts = self.0.write().unwrap_or_else(PoisonError::into_inner);
            parts.entry(id).or_insert_with(|| Arc::new(T::default())).clone()
        });
        // The key is the type, so the value is of it.
        kept.downcast().unwrap_or_default()
    }
}
