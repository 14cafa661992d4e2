//! Numbers as people type them: Arabic-Indic, Persian and Bangla digits, and the separators and
//! invisible direction marks that come along when a number is copied from a page.

use std::borrow::Cow;

/// Maps every digit and separator to its ASCII twin and drops direction marks; other text stays.
///
/// `٬` (Arabic thousands) becomes `,`, `٫` (Arabic decimal) becomes `.`, `−` becomes `-`.
pub fn to_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(ascii_char).collect())
}

fn ascii_char(c: char) -> Option<char> {
    let digit = |zero: char| char::from_digit(c as u32 - zero as u32, 10);
    match c {
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        '০'..='৯' => digit('০'),
        '٬' => Some(','),
        '٫' => Some('.'),
        '−' => Some('-'),
        // Marks and isolates that turn text around: invisible, and no part of a number.
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2066}'..='\u{2069}' => None,
        // No-break spaces separate groups in some countries.
        '\u{a0}' | '\u{202f}' => Some(' '),
        other => Some(other),
    }
}

/// A typed number in the plain form that the strict parsers read: ASCII digits, no grouping.
///
/// `None` when the grouping does not look like grouping. `12,50` is the decimal comma of another
/// country: guessing would make it 1250, so it is refused. Groups have three digits, or two as in
/// lakh and crore (`12,34,567`), and the last one always has three.
pub fn plain(text: &str) -> Option<String> {
    let text = to_ascii(text);
    let text = text.trim();
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", whole),
    };
    let mut groups = whole.split([',', ' ', '\'']);
    let mut out = String::with_capacity(text.len());
    out.push_str(sign);
    let first = groups.next()?;
    out.push_str(first);
    let rest: Vec<&str> = groups.collect();
    for (index, group) in rest.iter().enumerate() {
        let last = index + 1 == rest.len();
        let fits = group.len() == 3 || (group.len() == 2 && !last);
        if !fits || first.is_empty() || first.len() > 3 {
            return None;
        }
        out.push_str(group);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_becomes_ascii() {
        assert_eq!(to_ascii("١٬٢٣٤٫٥٠"), "1,234.50");
        assert_eq!(to_ascii("۴۵۶"), "456");
        assert_eq!(to_ascii("১২,৩৪,৫৬৭.৮৯"), "12,34,567.89");
        assert_eq!(to_ascii("\u{61c}-٥"), "-5");
        assert_eq!(to_ascii("−7"), "-7");
        assert_eq!(to_ascii("رقم ٣"), "رقم 3");
        assert!(matches!(to_ascii("12.50"), Cow::Borrowed("12.50")));
    }

    #[test]
    fn grouping_is_taken_out() {
        for (typed, read) in [
            ("1,234,567.89", "1234567.89"),
            ("12,34,567", "1234567"),
            ("1 234", "1234"),
            ("1\u{202f}234.5", "1234.5"),
            ("1'234", "1234"),
            (" - 12.5 ", "-12.5"),
            ("1234", "1234"),
        ] {
            assert_eq!(plain(typed).as_deref(), Some(read), "{typed}");
        }
    }

    #[test]
    fn a_decimal_comma_is_not_taken_for_grouping() {
        for typed in ["12,50", "1,5", "1234,567", "1,2345", "1,,234", ",123", "1,23"] {
            assert_eq!(plain(typed), None, "{typed}");
        }
    }
}
