//! Typed ids: an order's id cannot be handed in where a product's is wanted.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use uuid::Uuid;

use crate::column::{serde_as_string, stored_as, string_schema};
use crate::dates::Timestamp;

/// The id of a `T`: a UUIDv7, so that ids sort by the time they were made.
///
/// Clients may supply it, so that a retried command is the same command. Name it once beside the
/// thing it identifies (`pub type OrderId = Id<Order>;`): through the alias utoipa needs no schema
/// for `Order` itself.
#[repr(transparent)]
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// A new id of this moment.
    // No `Default`: chance should be asked for by name.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self::from_uuid(Uuid::now_v7())
    }

    /// A new id that sorts as made at `moment`, for code that runs by a [`crate::dates::Clock`].
    pub fn at(moment: Timestamp) -> Self {
        let micros = moment.micros().max(0).unsigned_abs();
        let nanos = u32::try_from(micros % 1_000_000 * 1_000).unwrap_or(0);
        let moment = uuid::Timestamp::from_unix(uuid::NoContext, micros / 1_000_000, nanos);
        Self::from_uuid(Uuid::new_v7(moment))
    }

    /// The id with this value.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bare value.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

/// The text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not an id; an id looks like 019a3f5c-8b1e-7c40-9d2a-5f0e6b7c8d9e")]
pub struct IdError {
    /// What was given, cut to a readable length.
    pub text: String,
}

impl<T> FromStr for Id<T> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let uuid = Uuid::try_parse(text);
        uuid.map(Self::from_uuid).map_err(|_| IdError { text: text.chars().take(40).collect() })
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

// By hand, since a derive would demand the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> From<Uuid> for Id<T> {
    fn from(uuid: Uuid) -> Self {
        Self::from_uuid(uuid)
    }
}

impl<T> From<Id<T>> for Uuid {
    fn from(id: Id<T>) -> Uuid {
        id.0
    }
}

serde_as_string!(Id<T>, <T>);
stored_as!(Id<T>, Uuid, |id| id.0, |uuid| Ok(Id::from_uuid(uuid)), <T>);
string_schema!(
    Id<T>,
    "Id",
    |schema| schema
        .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(
            utoipa::openapi::KnownFormat::Uuid
        )))
        .description(Some("A UUIDv7. Choose it yourself to make a retry safe.")),
    <T>
);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Deliberately without any derive: an id asks nothing of what it identifies.
    struct Boat;

    type BoatId = Id<Boat>;

    #[derive(serde::Serialize, serde::Deserialize, utoipa::ToSchema, Debug, PartialEq)]
    struct Trip {
        boat: BoatId,
        before: Option<BoatId>,
        others: Vec<BoatId>,
    }

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let early = BoatId::at("2026-01-01T00:00:00Z".parse().unwrap());
        let late = BoatId::at("2026-01-01T00:00:00.002Z".parse().unwrap());
        assert!(early < late);
        assert_eq!(early.uuid().get_version_num(), 7);
        assert_ne!(BoatId::new(), BoatId::new());
    }

    #[test]
    fn an_id_reads_back_from_its_text() {
        let id = BoatId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
        let error = "boat 7".parse::<BoatId>().unwrap_err();
        assert!(error.to_string().starts_with("“boat 7” is not an id"));
    }

    #[test]
    fn json_carries_an_id_as_a_string() {
        let boat: BoatId = "019a3f5c-8b1e-7c40-9d2a-5f0e6b7c8d9e".parse().unwrap();
        let trip = Trip { boat, before: None, others: vec![boat] };
        let json = serde_json::to_value(&trip).unwrap();
        assert_eq!(json["boat"], "019a3f5c-8b1e-7c40-9d2a-5f0e6b7c8d9e");
        assert_eq!(serde_json::from_value::<Trip>(json).unwrap(), trip);
    }

    #[test]
    fn the_schema_of_an_id_is_a_uuid_string() {
        let schema = serde_json::to_value(<Trip as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!(schema["properties"]["boat"]["$ref"], "#/components/schemas/Id");
        let id = serde_json::to_value(<BoatId as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!((id["type"].as_str(), id["format"].as_str()), (Some("string"), Some("uuid")));
    }
}
