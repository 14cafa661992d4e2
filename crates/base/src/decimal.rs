//! Decimal text to and from scaled integers, the one place where it is done.

use std::fmt;

use serde::de::{self, Visitor};

use crate::digits;

/// Why a text is not a number of the wanted precision.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Nothing but blanks.
    #[error("a number is missing")]
    Missing,
    /// Not a plain decimal number.
    #[error("“{text}” is not a number; write it like 1234.5")]
    NotANumber {
        /// What was given, cut to a readable length.
        text: String,
    },
    /// More decimals than the value can hold; rounding would change it silently.
    #[error("“{text}” has too many decimals; at most {most} are possible here")]
    TooManyDecimals {
        /// What was given.
        text: String,
        /// How many decimals fit.
        most: u32,
    },
    /// Past the range of a 64-bit integer.
    #[error("“{text}” is too large")]
    TooLarge {
        /// What was given.
        text: String,
    },
}

/// Reads `-12.50` at `scale` decimals (2 gives -1250). ASCII only, no grouping, no exponent.
pub fn parse(text: &str, scale: u32) -> Result<i64, DecimalError> {
    let shown = || text.chars().take(40).collect::<String>();
    if text.trim().is_empty() {
        return Err(DecimalError::Missing);
    }
    let not_a_number = || DecimalError::NotANumber { text: shown() };
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((_, "")) => return Err(not_a_number()),
        Some((whole, fraction)) => (whole, fraction),
        None => (unsigned, ""),
    };
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Err(not_a_number());
    }
    let missing = usize::try_from(scale).unwrap_or(usize::MAX).checked_sub(fraction.len());
    let Some(missing) = missing else {
        return Err(DecimalError::TooManyDecimals { text: shown(), most: scale });
    };
    let digits = whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', missing));
    let mut value: i64 = 0;
    for digit in digits {
        // Built up on the negative side, which reaches one further.
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_sub(i64::from(digit - b'0')))
            .ok_or_else(|| DecimalError::TooLarge { text: shown() })?;
    }
    if negative {
        return Ok(value);
    }
    value.checked_neg().ok_or_else(|| DecimalError::TooLarge { text: shown() })
}

/// As [`parse`], for what people type: any digits, grouping separators, blanks around.
pub fn parse_local(text: &str, scale: u32) -> Result<i64, DecimalError> {
    match digits::plain(text) {
        Some(plain) => parse(&plain, scale),
        None => Err(DecimalError::NotANumber { text: text.chars().take(40).collect() }),
    }
}

/// Writes with exactly `scale` decimals.
pub fn format(value: i64, scale: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let size = value.unsigned_abs();
    if scale == 0 {
        return format!("{sign}{size}");
    }
    let unit = 10_u64.pow(scale);
    let width = scale as usize;
    format!("{sign}{}.{:0width$}", size / unit, size % unit)
}

/// Writes without zeros at the end of the decimals: `1.5`, `3`.
pub fn format_short(value: i64, scale: u32) -> String {
    let full = format(value, scale);
    if scale == 0 {
        return full;
    }
    full.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Reads a decimal string or a whole number, and refuses a float with a sentence.
pub(crate) struct DecimalVisitor {
    pub(crate) scale: u32,
}

impl Visitor<'_> for DecimalVisitor {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number as a string, such as \"1.5\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<i64, E> {
        parse(text, self.scale).map_err(E::custom)
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<i64, E> {
        whole
            .checked_mul(10_i64.pow(self.scale))
            .ok_or_else(|| E::custom(DecimalError::TooLarge { text: whole.to_string() }))
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<i64, E> {
        let whole = i64::try_from(whole)
            .map_err(|_| E::custom(DecimalError::TooLarge { text: whole.to_string() }))?;
        self.visit_i64(whole)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<i64, E> {
        Err(E::custom(
            "write a number with decimals as a string, such as \"1.5\"; JSON floats \
             are inexact and are refused",
        ))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_decimals_are_read_exactly() {
        assert_eq!(parse("12.50", 2), Ok(1250));
        assert_eq!(parse("12.5", 2), Ok(1250));
        assert_eq!(parse("-0.01", 2), Ok(-1));
        assert_eq!(parse("7", 0), Ok(7));
        assert_eq!(parse("-9223372036854775808", 0), Ok(i64::MIN));
        assert_eq!(parse("9223372036854.775807", 6), Ok(i64::MAX));
    }

    #[test]
    fn anything_else_is_refused_with_its_reason() {
        assert_eq!(parse(" ", 2), Err(DecimalError::Missing));
        for text in ["1.", ".5", "+1", "1e3", "1,000", "--1", "-", "1.2.3", "١", "NaN", "0x1"] {
            assert_eq!(parse(text, 2), Err(DecimalError::NotANumber { text: text.into() }));
        }
        let too_many = DecimalError::TooManyDecimals { text: "1.005".into(), most: 2 };
        assert_eq!(parse("1.005", 2), Err(too_many));
        for text in ["9223372036854775808", "-9223372036854775809", "99999999999999999999999"] {
            assert_eq!(parse(text, 0), Err(DecimalError::TooLarge { text: text.into() }));
        }
    }

    #[test]
    fn numbers_are_written_with_as_many_decimals_as_told() {
        assert_eq!(format(1250, 2), "12.50");
        assert_eq!(format(-5, 3), "-0.005");
        assert_eq!(format(-5, 0), "-5");
        assert_eq!(format(i64::MIN, 2), "-92233720368547758.08");
        assert_eq!(format_short(1_500_000, 6), "1.5");
        assert_eq!(format_short(-3_000_000, 6), "-3");
        assert_eq!(format_short(100, 0), "100");
        assert_eq!(format_short(0, 6), "0");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in any::<i64>(), scale in 0..=6_u32) {
            prop_assert_eq!(parse(&format(value, scale), scale), Ok(value));
            prop_assert_eq!(parse(&format_short(value, scale), scale), Ok(value));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*", scale in 0..=6_u32) {
            let _ = parse(&text, scale);
            let _ = parse_local(&text, scale);
        }
    }
}
