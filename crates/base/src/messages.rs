//! What the program says, in every language: one Fluent catalogue for each capability.
//!
//! [`Messages::build`] refuses catalogues that do not agree with each other, so a sentence that is
//! missing in one language fails the first test that starts the program, and not a customer.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::{LanguageIdentifier, langid};

use crate::locale::{Digits, Lang};

mod check;
mod handle;
mod numbers;
mod plurals;
mod variables;

pub use check::{CatalogueProblem, MessagesError};
pub use handle::L;

type Bundle = FluentBundle<Arc<FluentResource>>;

/// The texts of one capability in every language, usually `include_str!("en.ftl")` and so on.
#[derive(Clone, Copy, Debug)]
pub struct Catalogue {
    /// The capability, for error messages.
    pub name: &'static str,
    /// English.
    pub en: &'static str,
    /// Arabic.
    pub ar: &'static str,
    /// Bangla.
    pub bn: &'static str,
}

impl Catalogue {
    /// The text in one language.
    pub const fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ar => self.ar,
            Lang::Bn => self.bn,
        }
    }
}

/// A value that a message speaks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A count: chooses the plural and is written in the reader's digits. Exact to 2⁵³.
    Int(i64),
    /// Text as it stands: a name, or an amount that the locale has written.
    Text(Cow<'a, str>),
}

macro_rules! int_args {
    ($($int:ty)+) => {
        $(impl From<$int> for Arg<'_> {
            fn from(n: $int) -> Self {
                Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
            }
        })+
    };
}

int_args!(i32 i64 u16 u32 u64 usize);

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<Cow<'a, str>> for Arg<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(text)
    }
}

/// All messages of the program. Share one in an `Arc`.
pub struct Messages {
    /// In the order of [`slot`].
    bundles: Vec<Bundle>,
    complained: Mutex<HashSet<String>>,
    failures: AtomicU64,
}

impl Messages {
    /// Reads every catalogue and compares the languages. The error lists all that is wrong.
    pub fn build(catalogues: &[Catalogue]) -> Result<Self, MessagesError> {
        let resources = check::read(catalogues)?;
        let mut bundles = Vec::new();
        for lang in Lang::ALL {
            let resources: Vec<_> =
                resources[lang as usize].iter().map(plurals::selected_by_icu).collect();
            for digits in [Digits::Latin, Digits::Native] {
                bundles.push(bundle(lang, digits, &resources));
            }
        }
        Ok(Self { bundles, complained: Mutex::default(), failures: AtomicU64::new(0) })
    }

    /// The message of this key (`orders-title`, or `orders-field.hint` for an attribute).
    /// An unknown key is returned as it is, logged once and counted.
    pub fn t(&self, lang: Lang, key: &str) -> String {
        self.t_with(lang, key, &[])
    }

    /// As [`Messages::t`], with the values that the message speaks about.
    pub fn t_with(&self, lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.say(lang, Digits::usual(lang, None), key, args)
    }

    /// As [`Messages::t_with`], with counts in the digits of choice.
    pub fn say(&self, lang: Lang, digits: Digits, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let bundle = &self.bundles[slot(lang, digits)];
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let pattern = bundle.get_message(id).and_then(|message| match attribute {
            Some(name) => message.get_attribute(name).map(|attribute| attribute.value()),
            None => message.value(),
        });
        let Some(pattern) = pattern else {
            self.complain(lang, key, "there is no such message");
            return key.to_owned();
        };
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(*name, value(lang, arg));
        }
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        if let Some(error) = errors.first() {
            self.complain(lang, key, &error.to_string());
        }
        text
    }

    /// Whether there is a message of this key.
    pub fn has(&self, key: &str) -> bool {
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let message = self.bundles[slot(Lang::En, Digits::Latin)].get_message(id);
        message.is_some_and(|message| match attribute {
            Some(name) => message.get_attribute(name).is_some(),
            None => message.value().is_some(),
        })
    }

    /// How often a key was unknown or a value missing since the start: zero in a sound program.
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    fn complain(&self, lang: Lang, key: &str, reason: &str) {
        self.failures.fetch_add(1, Ordering::Relaxed);
        let mut complained = self.complained.lock().unwrap_or_else(PoisonError::into_inner);
        // Keys come from the code; the bound only guards against one that is built from input.
        if complained.len() < 1000 && complained.insert(key.to_owned()) {
            tracing::error!(key, %lang, reason, "a message could not be said");
        }
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages").field("failures", &self.failures()).finish_non_exhaustive()
    }
}

fn bundle(lang: Lang, digits: Digits, resources: &[Arc<FluentResource>]) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![language(lang)]);
    // Isolates are set by hand where they help, see `isolated`.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(numbers::formatter(lang, digits)));
    plurals::teach(&mut bundle, lang);
    for resource in resources {
        // Duplicates were refused by `check::read`, so nothing is overridden.
        bundle.add_resource_overriding(Arc::clone(resource));
    }
    bundle
}

fn slot(lang: Lang, digits: Digits) -> usize {
    lang as usize * 2 + usize::from(digits == Digits::Native)
}

fn language(lang: Lang) -> LanguageIdentifier {
    match lang {
        Lang::En => langid!("en"),
        Lang::Ar => langid!("ar"),
        Lang::Bn => langid!("bn"),
    }
}

fn value<'a>(lang: Lang, arg: &'a Arg<'_>) -> FluentValue<'a> {
    match arg {
        Arg::Int(n) => FluentValue::from(*n),
        Arg::Text(text) => FluentValue::String(isolated(lang, text)),
    }
}

/// A Latin name inside an Arabic sentence would pull the words around it out of order, so there
/// it is isolated (U+2068 to U+2069). Elsewhere the text stays free of invisible marks.
fn isolated(lang: Lang, text: &str) -> Cow<'_, str> {
    let turns = lang.dir() == "rtl" && text.contains(|c: char| c.is_ascii_alphanumeric());
    if turns { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests;
