//! The formatters of ICU, made once for each language, country and digits, since making one
//! reads a good deal of locale data.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use fixed_decimal::Decimal;
use icu::calendar::Gregorian;
use icu::datetime::FixedCalendarDateTimeFormatter;
use icu::datetime::fieldsets::{M, YM, YMD, YMDT};
use icu::decimal::DecimalFormatter;

use super::{Country, Digits, Lang};

type Key = (Lang, Option<Country>, Digits);

/// At most three languages times the countries of the world, so nothing is ever thrown out.
static MADE: LazyLock<RwLock<HashMap<Key, Arc<Formats>>>> = LazyLock::new(RwLock::default);

/// The formatters of one locale. Where ICU has no data the plain ISO form is written instead.
#[derive(Default)]
pub(crate) struct Formats {
    number: Option<DecimalFormatter>,
    date: Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>>,
    date_time: Option<FixedCalendarDateTimeFormatter<Gregorian, YMDT>>,
    month: Option<FixedCalendarDateTimeFormatter<Gregorian, M>>,
    month_of_year: Option<FixedCalendarDateTimeFormatter<Gregorian, YM>>,
}

impl Formats {
    /// The formatters of this locale, made on first use.
    pub(crate) fn of(lang: Lang, country: Option<Country>, digits: Digits) -> Arc<Self> {
        let key = (lang, country, digits);
        let made = MADE.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        made.unwrap_or_else(|| {
            let formats = Arc::new(Self::load(lang, country, digits));
            let mut all = MADE.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(key).or_insert(formats))
        })
    }

    fn load(lang: Lang, country: Option<Country>, digits: Digits) -> Self {
        let tag = tag(lang, country, digits);
        let Ok(locale) = tag.parse::<icu::locale::Locale>() else {
            tracing::error!(tag, "no such locale; numbers and dates are written plainly");
            return Self::default();
        };
        let loaded = |what: &str, error: &dyn std::fmt::Display| {
            tracing::error!(tag, what, %error, "no locale data; writing plainly");
        };
        let number = DecimalFormatter::try_new((&locale).into(), Default::default())
            .inspect_err(|error| loaded("numbers", error));
        // The medium form of Arabic is all numbers; its long form has the month's name, which no
        // one takes for a day.
        let fields = if lang == Lang::Ar { YMD::long() } else { YMD::medium() };
        let date = FixedCalendarDateTimeFormatter::try_new((&locale).into(), fields)
            .inspect_err(|error| loaded("dates", error));
        let with_time = fields.with_time_hm();
        let date_time = FixedCalendarDateTimeFormatter::try_new((&locale).into(), with_time)
            .inspect_err(|error| loaded("moments", error));
        let month = FixedCalendarDateTimeFormatter::try_new((&locale).into(), M::medium())
            .inspect_err(|error| loaded("months", error));
        let (date, date_time) = (date.ok(), date_time.ok());
        let fields = if lang == Lang::Ar { YM::long() } else { YM::medium() };
        let month_of_year = FixedCalendarDateTimeFormatter::try_new((&locale).into(), fields)
            .inspect_err(|error| loaded("months of a year", error));
        Self {
            number: number.ok(),
            date,
            date_time,
            month: month.ok(),
            month_of_year: month_of_year.ok(),
        }
    }

    /// `value` at exactly `scale` decimals.
    pub(crate) fn decimal(&self, value: i64, scale: u32) -> String {
        self.decimal_short(value, scale, scale)
    }

    /// `value` at `scale` decimals, without zeros at the end past the `least` decimals.
    pub(crate) fn decimal_short(&self, value: i64, scale: u32, least: u32) -> String {
        let mut number = Decimal::from(value);
        number.multiply_pow10(-places(scale));
        number.absolute.trim_end();
        number.absolute.pad_end(-places(least));
        self.number(&number)
    }

    /// A number that is decimal text already, such as a count from a message.
    pub(crate) fn plain(&self, text: &str) -> String {
        match Decimal::try_from_str(text) {
            Ok(number) => self.number(&number),
            Err(_) => text.to_owned(),
        }
    }

    fn number(&self, number: &Decimal) -> String {
        match &self.number {
            Some(formatter) => formatter.format(number).to_string(),
            None => number.to_string(),
        }
    }

    /// A day, `31 Jan 2026`.
    pub(crate) fn date(&self, date: jiff::civil::Date) -> String {
        match (&self.date, gregorian(date)) {
            (Some(formatter), Some(day)) => formatter.format(&day).to_string(),
            _ => date.to_string(),
        }
    }

    /// A month's short name, `Jan`.
    pub(crate) fn month(&self, date: jiff::civil::Date) -> String {
        match (&self.month, gregorian(date)) {
            (Some(formatter), Some(day)) => formatter.format(&day).to_string(),
            _ => date.strftime("%m").to_string(),
        }
    }

    /// A month of a year, `Jan 2026`.
    pub(crate) fn month_of_year(&self, date: jiff::civil::Date) -> String {
        match (&self.month_of_year, gregorian(date)) {
            (Some(formatter), Some(day)) => formatter.format(&day).to_string(),
            _ => date.strftime("%Y-%m").to_string(),
        }
    }

    /// A day and the time to the minute.
    pub(crate) fn date_time(&self, moment: jiff::civil::DateTime) -> String {
        let input = gregorian(moment.date()).zip(time(moment.time()));
        match (&self.date_time, input) {
            (Some(formatter), Some((date, time))) => {
                formatter.format(&icu::time::DateTime { date, time }).to_string()
            }
            _ => moment.to_string(),
        }
    }
}

fn places(count: u32) -> i16 {
    i16::try_from(count).unwrap_or(i16::MAX)
}

fn gregorian(date: jiff::civil::Date) -> Option<icu::calendar::Date<Gregorian>> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    icu::calendar::Date::try_new_gregorian(i32::from(date.year()), month, day).ok()
}

fn time(time: jiff::civil::Time) -> Option<icu::time::Time> {
    let hour = u8::try_from(time.hour()).ok()?;
    icu::time::Time::try_new(hour, u8::try_from(time.minute()).ok()?, 0, 0).ok()
}

/// English without a country is that of the world (`31 Jan 2026`), not that of the United States.
fn tag(lang: Lang, country: Option<Country>, digits: Digits) -> String {
    let place = match (lang, country) {
        (Lang::En, None) => "en-GB".to_owned(),
        (lang, None) => lang.code().to_owned(),
        (lang, Some(country)) => format!("{lang}-{country}"),
    };
    let numerals = match (lang, digits) {
        (Lang::Ar, Digits::Native) => "arab",
        (Lang::Bn, Digits::Native) => "beng",
        _ => "latn",
    };
    format!("{place}-u-ca-gregory-nu-{numerals}")
}
