//! Which way imports point: down the house, and through a capability's door.

use super::paths::paths;
use super::{Breach, Tree};

/// The storeys of the house, lowest first; crates of one number stand beside each other.
const STOREYS: [(&str, u8); 17] = [
    ("npm", 0),
    ("pg", 0),
    ("documents", 0),
    ("zatca", 0),
    ("base", 1),
    ("platform", 2),
    ("finance", 3),
    ("supply", 4),
    ("sales", 5),
    ("farms", 5),
    ("shop", 6),
    ("connect", 7),
    ("insight", 7),
    ("seaworthy", 8),
    ("testkit", 9),
    ("xtask", 10),
    ("seaworthy-tests", 11),
];

fn storey(name: &str) -> Option<u8> {
    STOREYS.iter().find(|(known, _)| *known == name).map(|(_, storey)| *storey)
}

/// A crate depends on lower ones only.
pub(super) fn storeys(tree: &Tree) -> Vec<Breach> {
    let mut found = Vec::new();
    for manifest in tree.plain.iter().filter(|file| file.path.ends_with("Cargo.toml")) {
        let Some(name) = manifest.path.split('/').rev().nth(1) else { continue };
        let breach = |line: usize, message: String| Breach {
            rule: "storeys",
            path: manifest.path.clone(),
            line,
            message,
        };
        let Some(own) = storey(name) else {
            let message = format!("{name} has no storey in xtask/src/tidy/doors.rs: give it one");
            found.push(breach(0, message));
            continue;
        };
        for (line, on) in dependencies(&manifest.text) {
            if storey(on).is_some_and(|storey| storey >= own) {
                let message = format!("{name} must not depend on {on}, which is not below it");
                found.push(breach(line, message));
            }
        }
    }
    found
}

/// The names under `[dependencies]`; what only tests or builds use may point anywhere.
fn dependencies(manifest: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    manifest.lines().enumerate().filter_map(move |(n, line)| {
        if line.starts_with('[') {
            inside = line.trim() == "[dependencies]";
            return None;
        }
        let name = line.split(['.', '=', ' ']).next()?;
        (inside && !name.is_empty() && !name.starts_with('#')).then_some((n + 1, name))
    })
}

/// `mod.rs` is the only door of a capability: nobody else names the files behind it.
pub(super) fn capability_doors(tree: &Tree) -> Vec<Breach> {
    let capabilities = tree.capabilities();
    let files = |krate: &str, folder: &str| -> Vec<String> {
        let below = format!("crates/{krate}/src/{folder}/");
        let inside = tree.sources.iter().filter_map(|s| s.path.strip_prefix(&below));
        inside
            .filter_map(|rest| rest.split('/').next())
            .map(|first| first.trim_end_matches(".rs").to_owned())
            .filter(|name| name != "mod")
            .collect()
    };
    let mut found = Vec::new();
    for source in &tree.sources {
        for named in paths(&source.code.bare) {
            let [first, folder, file, ..] = named.parts.as_slice() else { continue };
            let krate = if first == "crate" { source.krate() } else { first };
            let inside = source.path.starts_with(&format!("crates/{krate}/src/{folder}/"));
            let known = capabilities.contains(&(krate.to_owned(), folder.clone()));
            if inside || !known || !files(krate, folder).contains(file) {
                continue;
            }
            // A verb may be named like its file: `place` in `place.rs`.
            if named.parts.len() == 3 && offers(tree, krate, folder, file) {
                continue;
            }
            found.push(Breach {
                rule: "doors",
                path: source.path.clone(),
                line: named.line,
                message: format!(
                    "{first}::{folder}::{file} is behind the door of {folder}: use what its \
                     mod.rs offers"
                ),
            });
        }
    }
    found
}

/// Whether the door lets out something of this name.
fn offers(tree: &Tree, krate: &str, folder: &str, name: &str) -> bool {
    let door = format!("crates/{krate}/src/{folder}/mod.rs");
    let door = tree.sources.iter().find(|source| source.path == door);
    door.is_some_and(|door| {
        let offered = paths(&door.code.bare);
        offered.iter().any(|named| named.parts.last().is_some_and(|last| last == name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependency_upwards_is_refused() {
        let manifest = "[package]\nname = \"supply\"\n[dependencies]\nbase.workspace = true\n\
             sales = { path = \"../sales\" }\n[dev-dependencies]\ntestkit.workspace = true\n";
        let found = storeys(&Tree::of(&[("crates/supply/Cargo.toml", manifest)]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("must not depend on sales"));
        assert_eq!(found[0].line, 5);
    }

    #[test]
    fn a_crate_without_a_storey_is_refused() {
        let found = storeys(&Tree::of(&[("crates/attic/Cargo.toml", "[package]\n")]));
        assert!(found[0].message.contains("no storey"));
    }

    #[test]
    fn a_way_around_the_door_is_refused() {
        let door = "mod place;\nmod store;\npub use place::place;\npub fn capability() {}";
        let tree = Tree::of(&[
            ("crates/sales/src/orders/mod.rs", door),
            ("crates/sales/src/orders/store.rs", "use super::Order;"),
            ("crates/sales/src/orders/place.rs", "use crate::orders::store;"),
            ("crates/sales/src/customers/mod.rs", "use crate::{orders::{store, find}};"),
            ("crates/insight/src/dashboard/mod.rs", "fn f() { sales::orders::store::sum() }"),
            ("crates/insight/src/dashboard/ok.rs", "fn f() { sales::orders::{find, place}() }"),
        ]);
        let found: Vec<String> = capability_doors(&tree).into_iter().map(|b| b.path).collect();
        assert_eq!(
            found,
            ["crates/sales/src/customers/mod.rs", "crates/insight/src/dashboard/mod.rs"]
        );
    }
}
