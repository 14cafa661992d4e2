//! CAMT.053 of ISO 20022, of every version: elements are found by their names alone.

use base::{Date, Problem};
use roxmltree::{Document, Node};

use super::value::{amount, compact};
use super::{Line, Statement, Wrong};

type Read = Result<Vec<Statement>, Vec<Wrong>>;

/// Reads every statement of the message.
pub(super) fn read(text: &str, scale: u32) -> Result<Read, Problem> {
    let broken = |_| Problem::invalid().field("file", "bank_file_unreadable");
    let document = Document::parse(text).map_err(broken)?;
    let (mut statements, mut wrong) = (Vec::new(), Vec::new());
    for node in document.descendants().filter(|node| node.has_tag_name_in("Stmt")) {
        statements.push(statement(node, scale, &mut wrong));
    }
    Ok(if wrong.is_empty() { Ok(statements) } else { Err(wrong) })
}

/// Names of elements without their namespace, which changes with each version.
trait Named<'a> {
    fn has_tag_name_in(&self, name: &str) -> bool;
    fn below(&self, path: &[&str]) -> Option<Node<'a, 'a>>;
    fn text_at(&self, path: &[&str]) -> String;
    fn line_number(&self) -> usize;
}

impl<'a> Named<'a> for Node<'a, 'a> {
    fn has_tag_name_in(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }

    fn below(&self, path: &[&str]) -> Option<Node<'a, 'a>> {
        path.iter()
            .try_fold(*self, |node, name| node.children().find(|child| child.has_tag_name_in(name)))
    }

    fn text_at(&self, path: &[&str]) -> String {
        let text = self.below(path).and_then(|node| node.text()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn line_number(&self) -> usize {
        let at = self.document().text_pos_at(self.range().start);
        usize::try_from(at.row).unwrap_or_default()
    }
}

fn statement(node: Node<'_, '_>, scale: u32, wrong: &mut Vec<Wrong>) -> Statement {
    let first = |paths: &[&[&str]]| {
        paths.iter().map(|path| node.text_at(path)).find(|text| !text.is_empty())
    };
    let account: [&[&str]; 2] = [&["Acct", "Id", "IBAN"], &["Acct", "Id", "Othr", "Id"]];
    let mut read = Statement {
        reference: node.text_at(&["Id"]),
        account: first(&account).unwrap_or_default(),
        currency: node.text_at(&["Acct", "Ccy"]),
        from: day(&node.text_at(&["FrToDt", "FrDtTm"])),
        to: day(&node.text_at(&["FrToDt", "ToDtTm"])),
        ..Statement::default()
    };
    for balance in node.children().filter(|child| child.has_tag_name_in("Bal")) {
        let Some(minor) = signed(balance, scale, "balance", wrong) else { continue };
        let kind = balance.text_at(&["Tp", "CdOrPrtry", "Cd"]);
        let on = dated(balance, "Dt");
        match kind.as_str() {
            "OPBD" | "PRCD" if read.opening.is_none() || kind == "OPBD" => {
                read.opening = Some(minor);
            }
            "CLBD" => (read.closing, read.to) = (Some(minor), read.to.or(on)),
            _ => {}
        }
    }
    for entry in node.children().filter(|child| child.has_tag_name_in("Ntry")) {
        // What is only announced is not on the account yet.
        let state = [entry.text_at(&["Sts"]), entry.text_at(&["Sts", "Cd"])].concat();
        if state.contains("PDNG") || state.contains("INFO") {
            continue;
        }
        read.lines.extend(line(entry, scale, wrong));
    }
    read
}

/// An entry of the account; what the bank booked as one amount stays one line.
fn line(entry: Node<'_, '_>, scale: u32, wrong: &mut Vec<Wrong>) -> Option<Line> {
    let minor = signed(entry, scale, "amount", wrong)?;
    let Some(date) = dated(entry, "BookgDt").or_else(|| dated(entry, "ValDt")) else {
        wrong.push(Wrong::new(entry.line_number(), "date", entry.text_at(&["BookgDt", "Dt"])));
        return None;
    };
    if minor == 0 {
        return None;
    }
    let mut line = Line::new(date, minor);
    line.value_date = dated(entry, "ValDt");
    line.bank_reference = entry.text_at(&["AcctSvcrRef"]);
    let details: Vec<Node<'_, '_>> =
        entry.descendants().filter(|node| node.has_tag_name_in("TxDtls")).collect();
    let other = if minor > 0 { "Dbtr" } else { "Cdtr" };
    let mut words = vec![entry.text_at(&["AddtlNtryInf"])];
    for detail in details.iter().take(200) {
        words.extend(unstructured(*detail));
        words.push(detail.text_at(&["RmtInf", "Strd", "CdtrRefInf", "Ref"]));
        words.push(detail.text_at(&["AddtlTxInf"]));
    }
    if let [one] = details[..] {
        let end = one.text_at(&["Refs", "EndToEndId"]);
        line.reference = if end == "NOTPROVIDED" { String::new() } else { end };
        let names: [&[&str]; 2] = [&["RltdPties", other, "Nm"], &["RltdPties", other, "Pty", "Nm"]];
        line.counterparty = names
            .iter()
            .map(|path| one.text_at(path))
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        let account = format!("{other}Acct");
        line.counterparty_account = one.text_at(&["RltdPties", &account, "Id", "IBAN"]);
    }
    words.retain(|word| !word.is_empty());
    words.dedup();
    line.description = words.join(" · ");
    Some(line)
}

fn unstructured(detail: Node<'_, '_>) -> Vec<String> {
    let Some(info) = detail.below(&["RmtInf"]) else { return Vec::new() };
    let parts = info.children().filter(|node| node.has_tag_name_in("Ustrd"));
    parts.filter_map(|node| node.text()).map(|text| text.trim().to_owned()).collect()
}

/// The amount of a balance or an entry with the sign that its mark says.
fn signed(
    node: Node<'_, '_>,
    scale: u32,
    what: &'static str,
    wrong: &mut Vec<Wrong>,
) -> Option<i64> {
    let text = node.text_at(&["Amt"]);
    let mark = node.text_at(&["CdtDbtInd"]);
    let sign = match mark.as_str() {
        "CRDT" => 1,
        "DBIT" => -1,
        _ => 0,
    };
    let minor = amount(&text, scale).filter(|_| sign != 0);
    if minor.is_none() {
        wrong.push(Wrong::new(node.line_number(), what, format!("{text} {mark}")));
    }
    minor.map(|minor| minor * sign)
}

fn dated(node: Node<'_, '_>, name: &str) -> Option<Date> {
    let both = [node.text_at(&[name, "Dt"]), node.text_at(&[name, "DtTm"])];
    both.iter().find_map(|text| day(text))
}

fn day(text: &str) -> Option<Date> {
    compact(&text.chars().filter(|c| *c != '-').collect::<String>())
}
