//! Counts inside messages, in the reader's digits.

use fluent_bundle::FluentValue;
use intl_memoizer::concurrent::IntlLangMemoizer;

use crate::locale::formats::Formats;
use crate::locale::{Digits, Lang};

type Formatter = fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>;

/// Fluent takes a bare function, which cannot carry a locale with it: hence one for each.
pub(super) fn formatter(lang: Lang, digits: Digits) -> Formatter {
    match (lang, digits) {
        (Lang::En, _) => |value, _| number(value, Lang::En, Digits::Latin),
        (Lang::Ar, Digits::Latin) => |value, _| number(value, Lang::Ar, Digits::Latin),
        (Lang::Ar, Digits::Native) => |value, _| number(value, Lang::Ar, Digits::Native),
        (Lang::Bn, Digits::Latin) => |value, _| number(value, Lang::Bn, Digits::Latin),
        (Lang::Bn, Digits::Native) => |value, _| number(value, Lang::Bn, Digits::Native),
    }
}

fn number(value: &FluentValue<'_>, lang: Lang, digits: Digits) -> Option<String> {
    match value {
        FluentValue::Number(n) => Some(Formats::of(lang, None, digits).plain(&n.as_string())),
        _ => None,
    }
}
