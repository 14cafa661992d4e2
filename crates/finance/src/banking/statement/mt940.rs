//! SWIFT MT940: fields `:61:` with their details in `:86:`, balances in `:60:` and `:62:`.

use base::Date;

use super::value::{amount, compact};
use super::{Line, Statement, Wrong};

/// A field with its tag, its text over several lines, and the number of its first line.
struct Field {
    tag: String,
    text: String,
    line: usize,
}

/// Reads every statement of the file. A statement in several pages (`:60M:`, `:62M:`) is one.
pub(super) fn read(text: &str, scale: u32) -> Result<Vec<Statement>, Vec<Wrong>> {
    let (mut statements, mut wrong): (Vec<Statement>, Vec<Wrong>) = (Vec::new(), Vec::new());
    for field in fields(text) {
        if field.tag == "20" {
            statements.push(Statement { reference: field.text.clone(), ..Statement::default() });
            continue;
        }
        let Some(now) = statements.last_mut() else { continue };
        match field.tag.as_str() {
            "25" => now.account = field.text.trim().to_owned(),
            "28C" | "28" => now.reference = format!("{} {}", now.reference, field.text.trim()),
            "60F" | "60M" => match balance(&field.text, scale) {
                Some((day, currency, minor)) => {
                    now.currency = currency;
                    (now.opening, now.from) = (Some(minor), Some(day));
                }
                None => wrong.push(Wrong::new(field.line, "balance", &field.text)),
            },
            "62F" | "62M" => match balance(&field.text, scale) {
                Some((day, _, minor)) => (now.closing, now.to) = (Some(minor), Some(day)),
                None => wrong.push(Wrong::new(field.line, "balance", &field.text)),
            },
            "61" => match line(&field, scale) {
                Ok(line) => now.lines.push(line),
                Err(bad) => wrong.push(bad),
            },
            "86" => {
                if let Some(line) = now.lines.last_mut().filter(|line| line.counterparty.is_empty())
                {
                    detail(line, &field.text);
                }
            }
            _ => {}
        }
    }
    if wrong.is_empty() { Ok(joined(statements)) } else { Err(wrong) }
}

/// Joins the pages of a statement: each opens with what the one before closed.
fn joined(pages: Vec<Statement>) -> Vec<Statement> {
    let mut joined: Vec<Statement> = Vec::new();
    for page in pages {
        let goes_on = |last: &Statement| {
            last.account == page.account
                && last.reference.split('/').next() == page.reference.split('/').next()
                && last.closing == page.opening
        };
        match joined.last_mut().filter(|last| goes_on(last)) {
            Some(last) => {
                last.lines.extend(page.lines);
                (last.closing, last.to) = (page.closing, page.to);
            }
            None => joined.push(page),
        }
    }
    joined
}

fn fields(text: &str) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (at, raw) in text.lines().enumerate() {
        let raw = raw.trim_end();
        let tagged = raw.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        let is_tag = |tag: &str| {
            (2..=3).contains(&tag.len()) && tag.starts_with(|c: char| c.is_ascii_digit())
        };
        match tagged {
            Some((tag, text)) if is_tag(tag) => {
                let (tag, text) = (tag.to_owned(), text.to_owned());
                fields.push(Field { tag, text, line: at + 1 });
            }
            // The frame of the message ends a field and belongs to none.
            _ if raw.starts_with('{') || raw.starts_with("-}") || raw == "-" => {}
            _ => {
                if let Some(last) = fields.last_mut() {
                    last.text.push('\n');
                    last.text.push_str(raw);
                }
            }
        }
    }
    fields
}

/// `C260331SAR1234,56`.
fn balance(text: &str, scale: u32) -> Option<(Date, String, i64)> {
    let text = text.trim();
    let sign = match text.get(..1)? {
        "C" => 1,
        "D" => -1,
        _ => return None,
    };
    let (day, currency) = (compact(text.get(1..7)?)?, text.get(7..10)?);
    let minor = decimal(text.get(10..)?, scale)?;
    Some((day, currency.to_owned(), sign * minor))
}

/// SWIFT's comma is always the decimal sign, with or without digits behind it.
fn decimal(text: &str, scale: u32) -> Option<i64> {
    let plain = text.trim().replace(',', ".");
    let only = plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !only || plain.matches('.').count() > 1 {
        return None;
    }
    let plain = if plain.contains('.') { plain } else { format!("{plain}.0") };
    amount(&plain, scale)
}

/// `2603150315CR500,00NTRFINV-2026-00001//BANKREF` and a second line of the bank's own.
fn line(field: &Field, scale: u32) -> Result<Line, Wrong> {
    let wrong = |what| Wrong::new(field.line, what, &field.text);
    let (first, extra) = field.text.split_once('\n').unwrap_or((&field.text, ""));
    let value = first.get(..6).and_then(compact).ok_or_else(|| wrong("date"))?;
    let rest = first.get(6..).unwrap_or_default();
    let (booked, rest) = match rest.get(..4) {
        Some(day) if day.chars().all(|c| c.is_ascii_digit()) => {
            let booked = booked(value, day).ok_or_else(|| wrong("date"))?;
            (booked, rest.get(4..).unwrap_or_default())
        }
        _ => (value, rest),
    };
    let (sign, rest) = [("RC", -1), ("RD", 1), ("C", 1), ("D", -1)]
        .into_iter()
        .find_map(|(mark, sign)| Some((sign, rest.strip_prefix(mark)?)))
        .ok_or_else(|| wrong("amount"))?;
    // The third letter of the currency may stand before the amount.
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    let minor =
        decimal(digits, scale).filter(|minor| *minor != 0).ok_or_else(|| wrong("amount"))?;
    // Four signs of the kind, then the customer's reference, `//`, and the bank's.
    let references = rest.get(4..).unwrap_or_default();
    let (own, bank) = references.split_once("//").unwrap_or((references, ""));
    let mut line = Line::new(booked, sign * minor);
    line.value_date = Some(value);
    line.reference = if own == "NONREF" { String::new() } else { own.trim().to_owned() };
    line.bank_reference = bank.trim().to_owned();
    line.description = extra.trim().to_owned();
    Ok(line)
}

/// The day `MMDD` nearest to the value day: in January a booking may be of last December.
fn booked(value: Date, text: &str) -> Option<Date> {
    let (month, day) = (text.get(..2)?.parse().ok()?, text.get(2..4)?.parse().ok()?);
    let near = |year: i16| Date::try_new(year, month, day).ok();
    let years = [value.year() - 1, value.year(), value.year() + 1];
    years.into_iter().filter_map(near).min_by_key(|date| value.days_until(*date).abs())
}

/// Plain text, or parts behind `?20` (what for), `?32` (who) and `?31` (their account), or
/// words between slashes (`/NAME/…`, `/REMI/…`).
fn detail(line: &mut Line, text: &str) {
    let text = text.trim();
    let mut words: Vec<String> = Vec::new();
    if text.contains("?20") {
        let flat = text.replace('\n', "");
        for part in flat.split('?').skip(1) {
            let Some((code, said)) = part.split_at_checked(2) else { continue };
            match code {
                "31" => line.counterparty_account = said.trim().to_owned(),
                "32" | "33" => line.counterparty.push_str(said),
                // What for: `?20` to `?29`, and `?60` to `?63`.
                _ if code.starts_with(['2', '6']) => words.push(said.to_owned()),
                _ => {}
            }
        }
    } else if text.starts_with('/') {
        let flat = text.replace('\n', "");
        let parts: Vec<&str> = flat.split('/').collect();
        for pair in parts.windows(2) {
            match pair[0] {
                "NAME" => line.counterparty = pair[1].trim().to_owned(),
                "REMI" => words.push(pair[1].to_owned()),
                "EREF" => line.reference = pair[1].trim().to_owned(),
                _ => {}
            }
        }
        if words.is_empty() {
            words.push(flat.clone());
        }
    } else {
        words.push(text.replace('\n', " "));
    }
    line.counterparty = line.counterparty.trim().to_owned();
    let said = words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    if !said.is_empty() {
        line.description = said;
    }
}
