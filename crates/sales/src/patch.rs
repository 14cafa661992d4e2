//! Fields of a PATCH, where null and silence differ.

use serde::{Deserialize, Deserializer};

/// A field of a PATCH that may be null: not sent is `None`, sent as null is `Some(None)`.
pub(crate) fn sent<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[derive(Deserialize)]
    struct Patch {
        #[serde(default, deserialize_with = "sent")]
        limit: Option<Option<i32>>,
    }

    #[test]
    fn null_takes_away_and_silence_leaves() {
        let patch = |json: &str| serde_json::from_str::<Patch>(json).unwrap().limit;
        assert_eq!(patch("{}"), None);
        assert_eq!(patch(r#"{"limit": null}"#), Some(None));
        assert_eq!(patch(r#"{"limit": 3}"#), Some(Some(3)));
    }
}
