//! Days and amounts as banks write them.

use base::Date;

use super::DateOrder;

/// Latin digits in place of Arabic and Bangla ones, and the Arabic decimal sign as a point.
pub(super) fn latin(text: &str) -> String {
    let digit = |sign: char| match sign {
        '٠'..='٩' => plain(sign, '٠'),
        '۰'..='۹' => plain(sign, '۰'),
        '০'..='৯' => plain(sign, '০'),
        '٫' => '.',
        '٬' | '،' => ',',
        '−' | '–' => '-',
        other => other,
    };
    text.chars().filter(|sign| !is_mark(*sign)).map(digit).collect()
}

fn plain(sign: char, zero: char) -> char {
    let n = u32::from(sign) - u32::from(zero);
    char::from_digit(n, 10).unwrap_or(sign)
}

/// Marks of direction and blanks that no number needs.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An amount in minor units: a sign in front or behind, brackets for less than nothing, a
/// currency around it, grouping by comma, point, blank or apostrophe. The last point or comma
/// is the decimal sign, unless exactly three digits follow a lone comma.
pub(super) fn amount(text: &str, scale: u32) -> Option<i64> {
    let text = latin(text);
    let text = text.trim();
    let negative = text.starts_with('(') && text.ends_with(')')
        || text.contains('-')
        || text.to_uppercase().ends_with("DR");
    // Anything else may only be signs, blanks, and the word of a currency.
    let strange = |c: &char| {
        !(c.is_ascii_digit() || c.is_alphabetic() || c.is_whitespace() || ".,-+()'’".contains(*c))
    };
    if text.chars().any(|c| strange(&c)) {
        return None;
    }
    let kept = number(text)?;
    let (whole, part) = split(&kept, scale);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let plain = match part {
        "" => digits(whole),
        part => format!("{}.{}", digits(whole), part),
    };
    let plain = if plain.starts_with('.') { format!("0{plain}") } else { plain };
    let minor = base::decimal::parse(trimmed(&plain, scale), scale).ok()?;
    Some(if negative { -minor } else { minor })
}

/// From the first digit to the last: a currency may have points of its own.
fn number(text: &str) -> Option<String> {
    let digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(digit)?, text.rfind(digit)?);
    let before: Vec<char> = text[..first].chars().rev().take(2).collect();
    let bare = before.first() == Some(&'.') && !before.get(1).is_some_and(|c| c.is_alphabetic());
    let core = &text[first..=last];
    // Letters inside are no number.
    if core.chars().any(char::is_alphabetic) {
        return None;
    }
    let kept = core.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    Some(if bare { format!("0.{core}") } else { kept.collect() })
}

/// Where the decimals begin.
fn split(text: &str, scale: u32) -> (&str, &str) {
    let Some(at) = text.rfind(['.', ',']) else { return (text, "") };
    let (whole, part) = (&text[..at], &text[at + 1..]);
    let sign = &text[at..=at];
    let grouped = whole.contains(sign) || (part.len() == 3 && scale != 3 && sign == ",");
    if grouped { (text, "") } else { (whole, part) }
}

/// Without the zeros that lie beyond the currency's own decimals.
fn trimmed(text: &str, scale: u32) -> &str {
    let Some(at) = text.find('.') else { return text };
    let most = at + 1 + scale as usize;
    match text.get(most..) {
        Some(rest) if rest.chars().all(|c| c == '0') => text[..most].trim_end_matches('.'),
        _ => text,
    }
}

/// A day, in whatever order the bank writes it; a year of two digits is one of this century.
pub(super) fn day(text: &str, order: DateOrder) -> Option<Date> {
    let text = latin(text);
    let text = text.trim();
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|p| !p.is_empty()).collect();
    if let [one] = parts[..] {
        return compact(one);
    }
    // What follows the third part is a time of day.
    let [a, b, c, ..] = parts[..] else { return None };
    let (year, month, day) = match order {
        _ if a.len() == 4 => (a, b, c),
        DateOrder::Ymd => (a, b, c),
        DateOrder::Dmy => (c, b, a),
        DateOrder::Mdy => (c, a, b),
    };
    let year: i16 = match year.len() {
        2 => 2000 + year.parse::<i16>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    Date::try_new(year, month_of(month)?, day.parse().ok()?).ok()
}

fn month_of(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if let Ok(month) = text.parse() {
        return Some(month);
    }
    let name = text.to_lowercase();
    let at = NAMES.iter().position(|month| name.starts_with(month))?;
    i8::try_from(at + 1).ok()
}

/// `20260315`, whatever stands behind it, or `260315`.
pub(super) fn compact(text: &str) -> Option<Date> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let (year, rest) = match digits.len() {
        6 => (2000 + digits.get(..2)?.parse::<i16>().ok()?, digits.get(2..)?),
        8.. => (digits.get(..4)?.parse().ok()?, digits.get(4..)?),
        _ => return None,
    };
    let month = rest.get(..2)?.parse().ok()?;
    Date::try_new(year, month, rest.get(2..4)?.parse().ok()?).ok()
}
