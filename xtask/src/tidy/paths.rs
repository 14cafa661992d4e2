//! The paths that code names, `use` trees opened up.

use super::code::line_of;

/// A path with its line.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    /// The line, from 1.
    pub line: usize,
    /// Its parts.
    pub parts: Vec<String>,
}

/// Every path of two parts or more.
#[must_use]
pub fn paths(bare: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bare.len() {
        let rest = &bare[at..];
        let word = word_length(rest);
        if word == 0 {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        if &rest[..word] == "use" && rest[word..].starts_with(char::is_whitespace) {
            let end = rest.find(';').unwrap_or(rest.len());
            open(&rest[word..end], &[], line_of(bare, at), &mut found);
            at += end;
            continue;
        }
        let (length, parts) = chain(rest);
        if parts.len() > 1 {
            found.push(Named { line: line_of(bare, at), parts });
        }
        at += length;
    }
    found
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
}

/// `a::b::c` at the beginning of the text.
fn chain(text: &str) -> (usize, Vec<String>) {
    let (mut at, mut parts) = (0, Vec::new());
    loop {
        let word = word_length(&text[at..]);
        parts.push(text[at..at + word].to_owned());
        at += word;
        match text[at..].strip_prefix("::") {
            Some(next) if word_length(next) > 0 => at += 2,
            _ => return (at, parts),
        }
    }
}

/// Opens `a::{b, c::{d, e}}` into its paths.
fn open(tree: &str, before: &[String], line: usize, found: &mut Vec<Named>) {
    let tree = tree.trim().trim_start_matches("::");
    let head_end = tree.find('{').unwrap_or(tree.len());
    let head = tree[..head_end].split(" as ").next().unwrap_or_default();
    let mut parts = before.to_vec();
    parts.extend(head.split("::").map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned));
    if head_end == tree.len() {
        if parts.len() > 1 {
            found.push(Named { line, parts });
        }
        return;
    }
    let inside = tree[head_end + 1..].trim_end().trim_end_matches('}');
    // The last brace was this tree's own; those before it belong to the branches.
    let inside = tree[head_end + 1..].rfind('}').map_or(inside, |end| &tree[head_end + 1..][..end]);
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                open(&inside[start..at], &parts, line, found);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !inside[start..].trim().is_empty() {
        open(&inside[start..], &parts, line, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(bare: &str) -> Vec<String> {
        paths(bare).into_iter().map(|named| named.parts.join("::")).collect()
    }

    #[test]
    fn trees_are_opened() {
        assert_eq!(
            named("pub use crate::{a::{b, c as d}, e};\nuse super::f;"),
            ["crate::a::b", "crate::a::c", "crate::e", "super::f"]
        );
    }

    #[test]
    fn paths_in_the_middle_are_seen() {
        assert_eq!(named("let x = http::StatusCode::OK; y.z()"), ["http::StatusCode::OK"]);
    }
}
