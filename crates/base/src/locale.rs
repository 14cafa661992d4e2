//! Languages and places: how numbers, money and dates look to the person who reads them.
//!
//! Text of these functions carries the direction marks that CLDR puts beside a minus sign, so a
//! negative number stays whole inside right-to-left prose. It carries no isolates: a page wraps
//! a value in `<bdi>`, plain text and PDF need nothing more.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::column::{serde_as_string, stored_as, string_schema};
use crate::currency::Currency;
use crate::dates::{Date, TimeZone, Timestamp};
use crate::money::Money;
use crate::quantity::{Quantity, Rate, UnitPrice};

pub(crate) mod formats;
mod negotiate;

use formats::Formats;

/// A language that the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Arabic, written from right to left.
    Ar,
    /// Bangla.
    Bn,
}

/// The text names no language or country that we know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocaleError {
    /// Not a language of the product.
    #[error("“{code}” is not a language here; choose en, ar or bn")]
    UnknownLang {
        /// What was given, cut to a readable length.
        code: String,
    },
    /// Not two letters.
    #[error("“{code}” is not a country; use its two letters from ISO 3166, such as SA")]
    NotACountry {
        /// What was given, cut to a readable length.
        code: String,
    },
    /// Not in the IANA time zone database.
    #[error("“{name}” is not a time zone; use a name such as Asia/Riyadh")]
    UnknownTimeZone {
        /// What was given, cut to a readable length.
        name: String,
    },
}

impl Lang {
    /// Every language, in the order of menus.
    pub const ALL: [Self; 3] = [Self::En, Self::Ar, Self::Bn];

    /// The code of BCP 47, `ar`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ar => "ar",
            Self::Bn => "bn",
        }
    }

    /// The writing direction as HTML names it, `rtl` or `ltr`.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::En | Self::Bn => "ltr",
        }
    }

    /// The name in the language itself, for menus.
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ar => "العربية",
            Self::Bn => "বাংলা",
        }
    }

    /// The name in English.
    pub const fn english_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ar => "Arabic",
            Self::Bn => "Bangla",
        }
    }

    /// The best language for an `Accept-Language` header; English when it asks for none of ours.
    pub fn negotiate(accept_language: &str) -> Self {
        negotiate::best(accept_language).unwrap_or_default()
    }

    /// As [`Lang::negotiate`], but `None` when the header asks for no language of ours.
    pub fn asked_for(accept_language: &str) -> Option<Self> {
        negotiate::best(accept_language)
    }
}

impl FromStr for Lang {
    type Err = LocaleError;

    fn from_str(code: &str) -> Result<Self, LocaleError> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.code() == code)
            .ok_or_else(|| LocaleError::UnknownLang { code: code.chars().take(20).collect() })
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

serde_as_string!(Lang);
stored_as!(Lang, String, |lang| lang.code().to_owned(), |code| Ok(code.parse()?));
string_schema!(Lang, "Lang", |schema| schema
    .description(Some("A language of the product."))
    .enum_values(Some(Lang::ALL.map(Lang::code))));

/// A country, by its two letters of ISO 3166.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

impl Country {
    /// Saudi Arabia.
    pub const SA: Self = Self(*b"SA");
    /// Bangladesh.
    pub const BD: Self = Self(*b"BD");

    /// The two letters, `SA`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = LocaleError;

    fn from_str(code: &str) -> Result<Self, LocaleError> {
        match code.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([*a, *b])),
            _ => Err(LocaleError::NotACountry { code: code.chars().take(20).collect() }),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

serde_as_string!(Country);
stored_as!(Country, String, |country| country.code().to_owned(), |code| Ok(code.parse()?));
string_schema!(Country, "Country", |schema| schema
    .description(Some("A country of ISO 3166."))
    .pattern(Some("^[A-Z]{2}$"))
    .examples(["SA"]));

/// The zone of this IANA name, `Asia/Riyadh`.
pub fn time_zone(name: &str) -> Result<TimeZone, LocaleError> {
    TimeZone::get(name)
        .map_err(|_| LocaleError::UnknownTimeZone { name: name.chars().take(60).collect() })
}

/// Which digits numbers are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Digits {
    /// 0123456789.
    Latin,
    /// The language's own: ٠١٢٣٤٥٦٧٨٩, ০১২৩৪৫৬৭৮৯.
    Native,
}

impl Digits {
    /// What people of that language and country expect: Latin in English, and in the Arabic of
    /// the Emirates and the Maghreb (CLDR), the language's own elsewhere.
    pub fn usual(lang: Lang, country: Option<Country>) -> Self {
        let latin_arabic = ["AE", "DZ", "EH", "LY", "MA", "TN"];
        match lang {
            Lang::En => Self::Latin,
            Lang::Ar if country.is_some_and(|c| latin_arabic.contains(&c.code())) => Self::Latin,
            Lang::Ar | Lang::Bn => Self::Native,
        }
    }
}

/// How one person reads: language, country, time zone and digits. Cheap to clone.
#[derive(Clone)]
pub struct Locale {
    lang: Lang,
    country: Option<Country>,
    time_zone: TimeZone,
    digits: Digits,
    formats: Arc<Formats>,
}

impl Locale {
    /// With the digits that are usual there.
    pub fn new(lang: Lang, country: Option<Country>, time_zone: TimeZone) -> Self {
        let digits = Digits::usual(lang, country);
        Self { lang, country, time_zone, digits, formats: Formats::of(lang, country, digits) }
    }

    /// The same with digits of choice. English has only Latin ones.
    pub fn with_digits(self, digits: Digits) -> Self {
        let digits = if self.lang == Lang::En { Digits::Latin } else { digits };
        let formats = Formats::of(self.lang, self.country, digits);
        Self { digits, formats, ..self }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The country, where known.
    pub const fn country(&self) -> Option<Country> {
        self.country
    }

    /// The time zone that moments are shown in.
    pub const fn time_zone(&self) -> &TimeZone {
        &self.time_zone
    }

    /// The digits that numbers are written in.
    pub const fn digits(&self) -> Digits {
        self.digits
    }

    /// The tag of BCP 47 for `lang` attributes, `ar-SA`.
    pub fn tag(&self) -> String {
        match self.country {
            Some(country) => format!("{}-{country}", self.lang),
            None => self.lang.code().to_owned(),
        }
    }

    /// Money with its currency: `SAR 1,234.50`, `١٬٢٣٤٫٥٠ ر.س.`, `১,২৩৪.৫০৳`.
    pub fn fmt_money(&self, money: Money) -> String {
        let amount = self.fmt_amount(money);
        match (self.lang, money.currency) {
            (Lang::Bn, Currency::BDT) => format!("{amount}৳"),
            (Lang::Ar, Currency::SAR) => format!("{amount}\u{a0}ر.س."),
            (Lang::Ar | Lang::Bn, other) => format!("{amount}\u{a0}{other}"),
            (Lang::En, other) => format!("{other}\u{a0}{amount}"),
        }
    }

    /// The amount alone, for columns whose heading names the currency: `1,234.50`.
    pub fn fmt_amount(&self, money: Money) -> String {
        self.formats.decimal(money.minor, money.currency.exponent())
    }

    /// A quantity without needless decimals: `1,234.5`.
    pub fn fmt_quantity(&self, quantity: Quantity) -> String {
        self.formats.decimal_short(quantity.micros(), 6, 0)
    }

    /// A unit price with at least the currency's decimals and at most six: `2.75`, `0.0125`.
    pub fn fmt_unit_price(&self, price: UnitPrice, currency: Currency) -> String {
        self.formats.decimal_short(price.micros(), 6, currency.exponent())
    }

    /// A rate as a percentage: `7.5%`, `٧٫٥٪`.
    pub fn fmt_percent(&self, rate: Rate) -> String {
        let number = self.formats.decimal_short(rate.micros(), 4, 0);
        match (self.lang, self.digits) {
            (Lang::Ar, Digits::Native) => format!("{number}٪\u{61c}"),
            (Lang::Ar, Digits::Latin) => format!("{number}\u{200e}%\u{200e}"),
            (Lang::En | Lang::Bn, _) => format!("{number}%"),
        }
    }

    /// A whole number, grouped: `1,234`.
    pub fn fmt_int(&self, n: i64) -> String {
        self.formats.decimal(n, 0)
    }

    /// A day in words: `31 Jan 2026`. Always Gregorian, as the books are.
    pub fn fmt_date(&self, date: Date) -> String {
        self.formats.date(date.civil())
    }

    /// The short name of a day's month, for the axis of a chart: `Jan`.
    pub fn fmt_month(&self, date: Date) -> String {
        self.formats.month(date.civil())
    }

    /// The month of a day with its year, for columns: `Jan 2026`.
    #[must_use]
    pub fn fmt_month_of_year(&self, date: Date) -> String {
        self.formats.month_of_year(date.civil())
    }

    /// A moment in this locale's time zone, to the minute: `31 Jan 2026, 12:30`.
    pub fn fmt_timestamp(&self, moment: Timestamp) -> String {
        self.formats.date_time(self.time_zone.to_datetime(moment.instant()))
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.tag(), self.digits)
    }
}

#[cfg(test)]
mod tests;
