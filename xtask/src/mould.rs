//! A new capability from a mould: a folder that compiles, and its line in the crate's list.

use std::fs;
use std::path::Path;

const FILES: [(&str, &str); 7] = [
    ("mod.rs", include_str!("mould/mod.rs.txt")),
    ("store.rs", include_str!("mould/store.rs.txt")),
    ("api.rs", include_str!("mould/api.rs.txt")),
    ("pages.rs", include_str!("mould/pages.rs.txt")),
    ("en.ftl", include_str!("mould/en.ftl")),
    ("ar.ftl", include_str!("mould/ar.ftl")),
    ("bn.ftl", include_str!("mould/bn.ftl")),
];

/// Makes the folder and the line; says what to do next.
///
/// # Errors
/// When the name is no name, the crate is not there, or the capability is.
pub fn new_capability(root: &Path, krate: &str, name: &str) -> Result<String, String> {
    let good = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if !good {
        return Err(format!("{name} is no name: one lower-case word, such as quotes"));
    }
    let src = root.join("crates").join(krate).join("src");
    let list = src.join("lib.rs");
    let text = fs::read_to_string(&list).map_err(|e| format!("{}: {e}", list.display()))?;
    let folder = src.join(name);
    if folder.exists() {
        return Err(format!("{} is there already", folder.display()));
    }
    let text = listed(&text, name).ok_or_else(|| {
        format!("{} has no `vec![…]` of capabilities to put the line into", list.display())
    })?;
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for (file, mould) in FILES {
        let path = folder.join(file);
        fs::write(&path, filled(mould, name)).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    fs::write(&list, text).map_err(|e| format!("{}: {e}", list.display()))?;
    Ok(format!(
        "Made crates/{krate}/src/{name} and its line in lib.rs. Next: its table in migrations/, \
         its invariants in mod.rs, its first verb, and cargo fmt."
    ))
}

/// The mould with the name in it: `@name@`, `@Name@` in titles, `@dashed@` in addresses and keys.
fn filled(mould: &str, name: &str) -> String {
    let dashed = name.replace('_', "-");
    let mut title = name.replace('_', " ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    mould.replace("@name@", name).replace("@dashed@", &dashed).replace("@Name@", &title)
}

/// The crate's list with the module and its line at the end.
fn listed(text: &str, name: &str) -> Option<String> {
    let list = text.find("vec![")?;
    let close = list + text[list..].find(']')?;
    let before = text[..close].trim_end();
    let comma = if before.ends_with(['[', ',']) { "" } else { "," };
    let rest = &text[close..];
    let with_line = format!("{before}{comma} {name}::capability()\n    {rest}");
    let module = with_line.find("\npub mod ").or_else(|| with_line.find("\nuse "))?;
    let (head, tail) = with_line.split_at(module);
    Some(format!("{head}\npub mod {name};{tail}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_line_goes_into_the_list() {
        let text = "//! Sales.\n\npub mod orders;\n\npub fn list() -> Vec<Capability> {\n    \
             vec![orders::capability()]\n}\n";
        let listed = listed(text, "quotes").unwrap();
        assert!(listed.contains("\npub mod quotes;\npub mod orders;"), "{listed}");
        assert!(listed.contains("orders::capability(), quotes::capability()"), "{listed}");
    }

    #[test]
    fn a_bad_name_and_a_taken_one_are_refused() {
        let root = std::env::temp_dir().join(format!("xtask-mould-{}", std::process::id()));
        let src = root.join("crates/sales/src");
        fs::create_dir_all(&src).unwrap();
        fs::write(src.join("lib.rs"), "//! S.\n\npub mod a;\n\nfn c() { vec![a::capability()] }\n")
            .unwrap();
        assert!(new_capability(&root, "sales", "New-One").is_err());
        assert!(new_capability(&root, "nowhere", "quotes").is_err());
        new_capability(&root, "sales", "price_lists").unwrap();
        let made = fs::read_to_string(src.join("price_lists/mod.rs")).unwrap();
        assert!(made.contains("name: \"price_lists\"") && !made.contains('@'), "{made}");
        assert!(new_capability(&root, "sales", "price_lists").is_err());
        fs::remove_dir_all(&root).unwrap();
    }
}
