//! A migration begins with its reason and is written in lower case.

use super::{Breach, Tree};

const LOUD: [&str; 10] = [
    "SELECT",
    "CREATE",
    "ALTER",
    "TABLE",
    "INSERT",
    "UPDATE",
    "DELETE",
    "REFERENCES",
    "PRIMARY",
    "DROP",
];

pub(super) fn reasons(tree: &Tree) -> Vec<Breach> {
    let mut found = Vec::new();
    let migrations = tree
        .plain
        .iter()
        .filter(|file| file.path.starts_with("migrations/") && file.path.ends_with(".sql"));
    for migration in migrations {
        let mut breach = |line, message: &str| {
            let (path, message) = (migration.path.clone(), message.to_owned());
            found.push(Breach { rule: "migrations", path, line, message });
        };
        if !migration.text.starts_with("-- ") {
            breach(1, "a migration begins with a comment that says why it is there");
        }
        for (n, line) in migration.text.lines().enumerate() {
            let code = line.split("--").next().unwrap_or_default();
            let loud = |word: &str| LOUD.contains(&word.trim_matches(|c: char| !c.is_alphabetic()));
            if code.split_whitespace().any(loud) {
                breach(n + 1, "SQL is written in lower case");
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_without_its_reason_is_refused() {
        let lines = |text: &str| -> Vec<usize> {
            let tree = Tree::of(&[("migrations/0009_x.sql", text)]);
            reasons(&tree).into_iter().map(|breach| breach.line).collect()
        };
        assert_eq!(lines("create table x (id int);"), [1]);
        assert_eq!(lines("-- Why.\nCREATE TABLE x (id int);"), [2]);
        assert!(lines("-- Why, and CREATE in a comment.\ncreate table x (id int);").is_empty());
    }
}
