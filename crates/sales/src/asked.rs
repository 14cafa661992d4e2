//! What lists are asked in their address: forms send an empty text for a filter that is not
//! set, and a filter that is not understood is refused rather than ignored.

use std::fmt::Display;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// An empty text is no filter.
pub(crate) fn filter<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let text = Option::<String>::deserialize(deserializer)?;
    match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

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
    struct Asked {
        #[serde(default, deserialize_with = "filter")]
        active: Option<bool>,
    }

    #[derive(Deserialize)]
    struct Patch {
        #[serde(default, deserialize_with = "sent")]
        limit: Option<Option<i32>>,
    }

    #[test]
    fn an_empty_filter_is_none_and_a_wrong_one_is_refused() {
        let ask = |json: &str| serde_json::from_str::<Asked>(json).map(|asked| asked.active);
        assert_eq!(ask(r#"{"active": ""}"#).unwrap(), None);
        assert_eq!(ask(r#"{"active": "true"}"#).unwrap(), Some(true));
        assert!(ask(r#"{"active": "maybe"}"#).is_err());
    }

    #[test]
    fn null_takes_away_and_silence_leaves() {
        let patch = |json: &str| serde_json::from_str::<Patch>(json).unwrap().limit;
        assert_eq!(patch("{}"), None);
        assert_eq!(patch(r#"{"limit": null}"#), Some(None));
        assert_eq!(patch(r#"{"limit": 3}"#), Some(Some(3)));
    }
}
