//! Message keys: every one that code asks for exists, and every one that exists is asked for.
//!
//! Keys are mostly written out. Where one is put together, as in `format!("orders-state-{}")`,
//! the part before the brace counts as asking for all that begin with it; the keys of problems
//! and permissions follow from their codes (`out_of_stock`, `orders.confirm`).

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Literal, line_of};
use super::tree::Source;
use super::{Breach, Tree};

pub(super) fn keys(tree: &Tree) -> Vec<Breach> {
    let defined = defined(tree);
    let asked = Asked::of(tree);
    let mut found = Vec::new();
    for (key, (path, line)) in &defined {
        if !asked.has(key) {
            let message = format!("nobody asks for {key}: take it out in every language");
            found.push(Breach { rule: "unused-key", path: path.clone(), line: *line, message });
        }
    }
    for source in tree.sources.iter().filter(|source| !source.is_test()) {
        for (line, key) in wanted(source) {
            if !defined.contains_key(&key) && source.in_production(line) {
                let message = format!("no catalogue has {key}");
                let path = source.path.clone();
                found.push(Breach { rule: "missing-key", path, line, message });
            }
        }
    }
    found
}

/// Every key of the English catalogues with its place; the other languages are compared with
/// English when the program is put together.
fn defined(tree: &Tree) -> BTreeMap<String, (String, usize)> {
    let mut keys = BTreeMap::new();
    for file in tree.plain.iter().filter(|file| file.path.ends_with("en.ftl")) {
        for (n, line) in file.text.lines().enumerate() {
            if let Some((key, _)) = line.split_once(" =")
                && is_key(key)
            {
                keys.insert(key.to_owned(), (file.path.clone(), n + 1));
            }
        }
    }
    keys
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[derive(Default)]
struct Asked {
    /// Texts as they stand.
    exact: BTreeSet<String>,
    /// Texts with dashes for dots and underscores: codes of problems, keys of permissions.
    codes: BTreeSet<String>,
    /// What put-together keys begin with.
    beginnings: BTreeSet<String>,
}

impl Asked {
    fn of(tree: &Tree) -> Self {
        let mut asked = Self::default();
        for source in tree.sources.iter().filter(|source| !source.is_test()) {
            for literal in &source.code.texts {
                asked.note(literal);
            }
        }
        for file in tree.plain.iter().filter(|file| file.path.ends_with(".ftl")) {
            // A message may contain another: `{ sign-in }`.
            for inside in file.text.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                asked.exact.insert(inside.trim().to_owned());
            }
        }
        asked
    }

    fn note(&mut self, literal: &Literal) {
        let text = &literal.text;
        if let Some((beginning, _)) = text.split_once('{') {
            let whole = matches!(beginning, "problem-" | "permission-");
            if beginning.ends_with('-') && is_key(beginning) && !whole {
                self.beginnings.insert(beginning.to_owned());
            }
        }
        self.codes.insert(text.replace(['.', '_'], "-"));
        self.exact.insert(text.clone());
    }

    fn has(&self, key: &str) -> bool {
        let code = key.strip_prefix("problem-").or_else(|| key.strip_prefix("permission-"));
        // Timelines put the name of a changed field together from what the audit log holds.
        key.contains("-field-")
            // The label of a row of a month's checklist is its name, `orders_close_drafts`.
            || key.contains("-close-") && self.codes.contains(key.trim_end_matches("-text"))
            || self.exact.contains(key)
            || code.is_some_and(|code| self.codes.contains(code))
            || self.beginnings.iter().any(|beginning| key.starts_with(beginning))
    }
}

/// How a key follows from the text in the code.
type KeyOf = fn(&str) -> String;

/// Code that asks for a key, and how the key follows from the text in it.
const CALLS: [(&str, KeyOf); 10] = [
    (".t(\"", str::to_owned),
    (".with(\"", str::to_owned),
    ("Flash::done(\"", str::to_owned),
    ("Flash::warning(\"", str::to_owned),
    ("label: \"", str::to_owned),
    ("Problem::refused(\"", problem),
    ("Problem::conflict(\"", problem),
    ("Problem::bad_request(\"", problem),
    ("StatusCode::FORBIDDEN, \"", problem),
    ("Permission { key: \"", permission),
];

fn problem(code: &str) -> String {
    format!("problem-{}", code.replace('_', "-"))
}

fn permission(key: &str) -> String {
    format!("permission-{}", key.replace(['.', '_'], "-"))
}

fn wanted(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (call, key_of) in CALLS {
        for (at, _) in source.text.match_indices(call) {
            if source.code.bare.get(at..at + call.len()) != Some(call) {
                continue; // A comment.
            }
            let text = source.text[at + call.len()..].split('"').next().unwrap_or_default();
            let key = key_of(text);
            // `.with("name", …)` may be somebody else's method.
            if key.contains('-') && is_key(&key) {
                found.push((line_of(&source.text, at), key));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "orders-title = Orders\norders-state-draft = Draft\n\
         problem-out-of-stock = No\npermission-orders-edit = Edit\norders-old = Old\n";

    fn told(code: &str) -> Vec<String> {
        let tree = Tree::of(&[
            ("crates/sales/src/orders/en.ftl", ENGLISH),
            ("crates/sales/src/orders/pages.rs", code),
        ]);
        keys(&tree).into_iter().map(|b| format!("{} {}", b.rule, b.message)).collect()
    }

    const GOOD: &str = "fn f() { l.t(\"orders-title\"); format!(\"orders-state-{}\", s);\n\
         Problem::refused(\"out_of_stock\"); Permission { key: \"orders.edit\", roles };\n";

    #[test]
    fn a_key_that_nobody_asks_for_is_told() {
        assert_eq!(
            told(&format!("{GOOD}}}")),
            ["unused-key nobody asks for orders-old: take it out in every language"]
        );
        assert!(told(&format!("{GOOD} l.t(\"orders-old\") }}")).is_empty());
    }

    #[test]
    fn a_key_that_no_catalogue_has_is_told() {
        let bad = "// l.t(\"orders-not\")\nl.t(\"orders-old\"); l.t(\"orders-new\");\n\
             Problem::conflict(\"sold_out\"); }";
        let found = told(&format!("{GOOD}{bad}"));
        assert_eq!(
            found,
            [
                "missing-key no catalogue has orders-new",
                "missing-key no catalogue has problem-sold-out"
            ]
        );
    }
}
