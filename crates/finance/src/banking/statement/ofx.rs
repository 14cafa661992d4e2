//! OFX 1 (tags that need no end) and OFX 2 (XML): both are read as a row of tags.

use super::value::{amount, compact};
use super::{Line, Statement, Wrong};

/// A tag with the text behind it.
struct Tag<'a> {
    name: &'a str,
    text: &'a str,
    line: usize,
}

/// Reads every statement of the file.
pub(super) fn read(text: &str, scale: u32) -> Result<Vec<Statement>, Vec<Wrong>> {
    let (mut statements, mut wrong) = (Vec::new(), Vec::new());
    let mut now: Option<Statement> = None;
    let mut line: Option<Vec<Tag<'_>>> = None;
    let mut ledger = false;
    for tag in tags(text) {
        match tag.name.to_ascii_uppercase().as_str() {
            "STMTRS" | "CCSTMTRS" => now = Some(Statement::default()),
            "/STMTRS" | "/CCSTMTRS" => statements.extend(now.take().map(opened)),
            "STMTTRN" => line = Some(Vec::new()),
            "/STMTTRN" => {
                let tags = line.take().unwrap_or_default();
                match (line_of(&tags, tag.line, scale), &mut now) {
                    (Ok(line), Some(now)) if line.amount != 0 => now.lines.push(line),
                    (Ok(_), _) => {}
                    (Err(bad), _) => wrong.push(bad),
                }
            }
            "LEDGERBAL" => ledger = true,
            "/LEDGERBAL" => ledger = false,
            _ if line.is_some() => line.iter_mut().for_each(|tags| {
                let Tag { name, text, line } = tag;
                tags.push(Tag { name, text, line });
            }),
            name => {
                if let Some(now) = &mut now {
                    head(now, name, &tag, ledger, scale, &mut wrong);
                }
            }
        }
    }
    if wrong.is_empty() { Ok(statements) } else { Err(wrong) }
}

fn head(
    now: &mut Statement,
    name: &str,
    tag: &Tag<'_>,
    ledger: bool,
    scale: u32,
    wrong: &mut Vec<Wrong>,
) {
    match name {
        "CURDEF" => now.currency = text_of(tag.text),
        "ACCTID" if now.account.is_empty() => now.account = text_of(tag.text),
        "DTSTART" => now.from = compact(tag.text),
        // The list ends with the last line; a day far ahead would hide the statements after it.
        "DTASOF" if ledger => now.to = compact(tag.text),
        "BALAMT" if ledger => match amount(tag.text, scale) {
            Some(balance) => now.closing = Some(balance),
            None => wrong.push(Wrong::new(tag.line, "balance", tag.text)),
        },
        _ => {}
    }
}

/// OFX says only the last balance; the first follows from it.
fn opened(mut statement: Statement) -> Statement {
    let moved: i64 = statement.lines.iter().map(|line| line.amount).sum();
    statement.opening = statement.closing.and_then(|closing| closing.checked_sub(moved));
    statement.lines.sort_by_key(|line| line.date);
    statement
}

fn line_of(tags: &[Tag<'_>], end: usize, scale: u32) -> Result<Line, Wrong> {
    let find = |name: &str| tags.iter().find(|tag| tag.name.eq_ignore_ascii_case(name));
    let text = |name: &str| find(name).map(|tag| text_of(tag.text)).unwrap_or_default();
    let at = |name: &str| find(name).map_or(end, |tag| tag.line);
    let posted = text("DTPOSTED");
    let date = compact(&posted).ok_or_else(|| Wrong::new(at("DTPOSTED"), "date", &posted))?;
    let said = text("TRNAMT");
    let minor = amount(&said, scale).ok_or_else(|| Wrong::new(at("TRNAMT"), "amount", &said))?;
    let mut line = Line::new(date, minor);
    line.bank_reference = text("FITID");
    line.counterparty = text("NAME");
    line.reference =
        [text("CHECKNUM"), text("REFNUM")].into_iter().find(|t| !t.is_empty()).unwrap_or_default();
    let memo = text("MEMO");
    line.description = if memo.is_empty() { line.counterparty.clone() } else { memo };
    Ok(line)
}

fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    text.lines().enumerate().flat_map(|(at, line)| {
        line.split('<').skip(1).filter_map(move |part| {
            let (name, text) = part.split_once('>')?;
            Some(Tag { name: name.trim(), text: text.trim(), line: at + 1 })
        })
    })
}

fn text_of(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&apos;", "'").replace("&nbsp;", " ").replace("&amp;", "&").trim().to_owned()
}
