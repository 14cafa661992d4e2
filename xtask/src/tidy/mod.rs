//! The house rules that a machine checks. A rule is a function from the tree of sources to what
//! breaks it, so that its test can hand it a bad sample. Exceptions stand in one file that may
//! only shrink: one that excuses nothing any more is itself a mistake.

mod code;
mod doors;
mod http;
mod migrations;
mod paths;
mod size;
mod sql;
mod tree;
mod words;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

pub use tree::Tree;

/// The file of exceptions.
const EXCEPTIONS: &str = "xtask/tidy-exceptions.txt";

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    /// The rule's name, as exceptions name it.
    pub rule: &'static str,
    /// The file.
    pub path: String,
    /// The line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: [{}] {}", self.path, self.line, self.rule, self.message)
    }
}

/// Every breach in the tree, sorted by place.
#[must_use]
pub fn breaches(tree: &Tree) -> Vec<Breach> {
    let rules = [
        doors::storeys,
        doors::capability_doors,
        sql::in_stores,
        http::at_the_edge,
        size::names,
        size::lengths,
        migrations::reasons,
        words::keys,
    ];
    let mut found: Vec<Breach> = rules.iter().flat_map(|rule| rule(tree)).collect();
    found.sort_by(|a, b| (&a.path, a.line, a.rule).cmp(&(&b.path, b.line, b.rule)));
    found
}

/// Checks the repository.
///
/// # Errors
/// With every breach that no exception excuses, and every exception that excuses nothing.
pub fn check(root: &Path) -> Result<(), String> {
    let tree = Tree::read(root).map_err(|e| format!("the sources cannot be read: {e}"))?;
    let excused = std::fs::read_to_string(root.join(EXCEPTIONS)).unwrap_or_default();
    let wrong = judge(breaches(&tree), &excused);
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn judge(found: Vec<Breach>, exceptions: &str) -> Vec<String> {
    let excused: BTreeSet<(&str, &str)> = exceptions
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter_map(|line| line.split_once(' '))
        .map(|(rule, path)| (rule, path.trim()))
        .collect();
    let mut used = BTreeSet::new();
    let mut wrong = Vec::new();
    for breach in &found {
        match excused.get(&(breach.rule, breach.path.as_str())) {
            Some(exception) => {
                used.insert(*exception);
            }
            None => wrong.push(breach.to_string()),
        }
    }
    for (rule, path) in excused.difference(&used) {
        wrong.push(format!(
            "{EXCEPTIONS}: “{rule} {path}” excuses nothing any more: take the line out"
        ));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breach(rule: &'static str, path: &str) -> Breach {
        Breach { rule, path: path.to_owned(), line: 3, message: "no".to_owned() }
    }

    #[test]
    fn a_breach_is_told_unless_it_is_excused() {
        let found = vec![breach("sql", "a.rs"), breach("sql", "b.rs")];
        let wrong = judge(found, "# why\nsql a.rs # until it is moved\n");
        assert_eq!(wrong, ["b.rs:3: [sql] no"]);
    }

    #[test]
    fn an_exception_that_excuses_nothing_is_told() {
        let wrong = judge(Vec::new(), "sql a.rs");
        assert!(wrong[0].contains("excuses nothing"), "{wrong:?}");
    }
}
