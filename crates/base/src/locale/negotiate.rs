//! Choosing a language from what the browser asks for (RFC 9110, section 12.5.4).

use super::Lang;

/// The language of ours with the highest weight; the earlier one when weights are equal.
pub(super) fn best(accept_language: &str) -> Option<Lang> {
    let mut best: Option<(u16, Lang)> = None;
    // Nobody has a hundred languages; a longer header is not worth reading.
    for item in accept_language.split(',').take(100) {
        let mut parts = item.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1000), thousandths);
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let (Some(weight), Ok(lang)) = (weight, primary.parse::<Lang>()) else {
            continue;
        };
        if weight > 0 && best.is_none_or(|(top, _)| weight > top) {
            best = Some((weight, lang));
        }
    }
    best.map(|(_, lang)| lang)
}

/// A weight from 0 to 1 with at most three decimals, in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, fraction) = weight.split_once('.').unwrap_or((weight, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}
