//! Names that mean nothing, and pieces that are too long to hold in mind.

use super::code::{block_length, line_of};
use super::{Breach, Tree};

const DRAWERS: [&str; 7] = ["utils", "helpers", "common", "core", "misc", "manager", "types"];
const LONGEST_FILE: usize = 400;
const LONGEST_TEST_FILE: usize = 800;
const LONGEST_FUNCTION: usize = 70;
const LONGEST_LINE: usize = 100;

/// No drawer into which anything could be thrown.
pub(super) fn names(tree: &Tree) -> Vec<Breach> {
    let mut found = Vec::new();
    for source in &tree.sources {
        let parts = source.path.trim_end_matches(".rs").split('/');
        if let Some(drawer) = parts.into_iter().find(|part| DRAWERS.contains(part)) {
            let message = format!("{drawer} says nothing: name the file after what is in it");
            found.push(Breach { rule: "names", path: source.path.clone(), line: 0, message });
        }
    }
    found
}

/// Files, functions and lines have their limits.
pub(super) fn lengths(tree: &Tree) -> Vec<Breach> {
    let mut found = Vec::new();
    for source in &tree.sources {
        let most = if source.is_test() { LONGEST_TEST_FILE } else { LONGEST_FILE };
        file(&source.path, &source.text, most, &mut found);
        functions(&source.path, &source.code.bare, &mut found);
    }
    for plain in &tree.plain {
        if plain.path.ends_with(".ts") || plain.path.ends_with(".css") {
            file(&plain.path, &plain.text, LONGEST_FILE, &mut found);
        } else if plain.path.ends_with(".sql") {
            file(&plain.path, &plain.text, usize::MAX, &mut found);
        }
    }
    found
}

fn file(path: &str, text: &str, most: usize, found: &mut Vec<Breach>) {
    let mut breach = |rule, line, message| {
        found.push(Breach { rule, path: path.to_owned(), line, message });
    };
    let lines = text.lines().count();
    if lines > most {
        breach("file-length", 0, format!("{lines} lines are more than {most}: split it"));
    }
    for (n, line) in text.lines().enumerate() {
        let width = line.chars().filter(|c| !is_mark(*c)).count();
        if width > LONGEST_LINE {
            breach("line-length", n + 1, format!("{width} columns are more than {LONGEST_LINE}"));
        }
    }
}

/// Vowel signs of Arabic and Bangla stand above and below letters and take no room.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}' | '\u{0981}'
        | '\u{09bc}'..='\u{09cd}' | '\u{200b}'..='\u{200f}')
}

fn functions(path: &str, bare: &str, found: &mut Vec<Breach>) {
    for (at, _) in bare.match_indices("fn ") {
        let before = bare[..at].chars().next_back();
        let name_at = at + 3;
        let name: String =
            bare[name_at..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if name.is_empty() || before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let Some(open) = body(&bare[name_at..]) else { continue };
        let close = name_at + open + block_length(&bare[name_at + open..]);
        let (first, last) = (line_of(bare, at), line_of(bare, close));
        let lines = last - first + 1;
        if lines > LONGEST_FUNCTION {
            let message = format!("{name} has {lines} lines, more than {LONGEST_FUNCTION}");
            let path = path.to_owned();
            found.push(Breach { rule: "function-length", path, line: first, message });
        }
    }
}

/// Where the body begins; a declaration has none.
fn body(text: &str) -> Option<usize> {
    let mut depth = 0i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        let tree = Tree::of(&[(path, text)]);
        names(&tree).into_iter().chain(lengths(&tree)).map(|breach| breach.rule).collect()
    }

    #[test]
    fn a_drawer_is_refused() {
        assert_eq!(rules("crates/sales/src/helpers.rs", ""), ["names"]);
        assert_eq!(rules("crates/sales/src/utils/dates.rs", ""), ["names"]);
        assert!(rules("crates/sales/src/dates.rs", "").is_empty());
    }

    #[test]
    fn what_is_too_long_is_refused() {
        assert_eq!(rules("crates/sales/src/a.rs", &"\n".repeat(401)), ["file-length"]);
        assert!(rules("crates/seaworthy/tests/it/a.rs", &"\n".repeat(800)).is_empty());
        assert_eq!(rules("crates/sales/src/a.rs", &"x".repeat(101)), ["line-length"]);
        assert!(rules("crates/sales/src/a.rs", &"ش".repeat(100)).is_empty());
        let long = format!("fn f(a: [u8; 2]) -> u8 {{\n{}}}", "    a();\n".repeat(69));
        assert_eq!(rules("crates/sales/src/a.rs", &long), ["function-length"]);
        let fits = format!("fn f() {{\n{}}}", "    a();\n".repeat(68));
        assert!(rules("crates/sales/src/a.rs", &fits).is_empty());
    }
}
