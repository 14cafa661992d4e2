//! Names in several languages, as the tenant's own people write them.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::column::stored_as;
use crate::locale::Lang;

/// A name or description in one or more languages; at least one is not empty.
///
/// As JSON (and jsonb): `{"en": "Rice", "ar": "أرز"}`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text([Option<Box<str>>; Lang::ALL.len()]);

/// Why a text cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Blank in every language.
    #[error("the text is empty; write it in at least one language")]
    Empty,
}

impl Text {
    /// The text in one language. Blanks around it are dropped.
    pub fn new(lang: Lang, text: &str) -> Result<Self, TextError> {
        Self::from_parts([(lang, text)])
    }

    /// The text in several languages; the blank ones are left out.
    pub fn from_parts<'a>(
        parts: impl IntoIterator<Item = (Lang, &'a str)>,
    ) -> Result<Self, TextError> {
        let mut texts = Self(std::array::from_fn(|_| None));
        for (lang, text) in parts {
            let text = text.trim();
            texts.0[lang as usize] = (!text.is_empty()).then(|| text.into());
        }
        if texts.0.iter().all(Option::is_none) { Err(TextError::Empty) } else { Ok(texts) }
    }

    /// The same text with `lang` said anew; blank removes that language.
    pub fn with(&self, lang: Lang, text: &str) -> Result<Self, TextError> {
        let others = self.iter().filter(|(other, _)| *other != lang);
        Self::from_parts(others.chain([(lang, text)]))
    }

    /// In the language asked for, else in English, else in any.
    pub fn get(&self, lang: Lang) -> &str {
        self.exact(lang)
            .or_else(|| self.exact(Lang::En))
            .or_else(|| self.iter().next().map(|(_, text)| text))
            .unwrap_or_default()
    }

    /// In exactly this language, if it was given: for form fields.
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        self.0[lang as usize].as_deref()
    }

    /// Every language that was given, with its text.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &str)> {
        Lang::ALL.into_iter().filter_map(|lang| self.exact(lang).map(|text| (lang, text)))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(lang, text)| (lang.code(), text)))
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// An unknown language is refused rather than lost.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Wire {
            en: Option<String>,
            ar: Option<String>,
            bn: Option<String>,
        }
        let wire = Wire::deserialize(deserializer)?;
        let parts = [(Lang::En, &wire.en), (Lang::Ar, &wire.ar), (Lang::Bn, &wire.bn)];
        let given = parts.into_iter().filter_map(|(lang, text)| Some((lang, text.as_deref()?)));
        Text::from_parts(given).map_err(serde::de::Error::custom)
    }
}

stored_as!(
    Text,
    sqlx::types::Json<Text>,
    |text| sqlx::types::Json(text.clone()),
    |json| Ok(json.0)
);

impl utoipa::PartialSchema for Text {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        let mut object = ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some("A text in one or more languages; at least one is not empty."));
        for lang in Lang::ALL {
            let text = ObjectBuilder::new()
                .schema_type(Type::String)
                .description(Some(format!("The text in {}.", lang.english_name())));
            object = object.property(lang.code(), text);
        }
        object.into()
    }
}

impl utoipa::ToSchema for Text {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn the_nearest_language_is_chosen() {
        let rice = Text::from_parts([(Lang::En, "Rice"), (Lang::Ar, " أرز ")]).unwrap();
        assert_eq!(rice.get(Lang::Ar), "أرز");
        assert_eq!(rice.get(Lang::Bn), "Rice");
        assert_eq!(rice.exact(Lang::Bn), None);
        assert_eq!(Text::new(Lang::Bn, "চাল").unwrap().get(Lang::Ar), "চাল");
    }

    #[test]
    fn a_language_can_be_said_anew_or_removed() {
        let rice = Text::new(Lang::En, "Rice").unwrap().with(Lang::Bn, "চাল").unwrap();
        let bangla = rice.with(Lang::En, "").unwrap();
        assert_eq!(bangla.iter().collect::<Vec<_>>(), [(Lang::Bn, "চাল")]);
        assert_eq!(bangla.with(Lang::Bn, " "), Err(TextError::Empty));
    }

    #[test]
    fn json_is_an_object_by_language() {
        let rice = Text::from_parts([(Lang::En, "Rice"), (Lang::Ar, "أرز")]).unwrap();
        let wire = json!({"en": "Rice", "ar": "أرز"});
        assert_eq!(serde_json::to_value(&rice).unwrap(), wire);
        assert_eq!(serde_json::from_value::<Text>(wire).unwrap(), rice);
        for wrong in [json!({}), json!({"en": " "}), json!({"en": "Rice", "fr": "Riz"})] {
            assert!(serde_json::from_value::<Text>(wrong).is_err());
        }
    }
}
