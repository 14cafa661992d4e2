//! What lists are asked in their address.

use serde::{Deserialize, Deserializer};

pub(crate) use base::list::filter;

/// A field of a PATCH that may be null: not sent is `None`, sent as null is `Some(None)`.
pub(crate) fn sent<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
