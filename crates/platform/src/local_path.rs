//! Where a page sends the browser on to, when the address came from outside.

/// The path, if it stays on this host; an address elsewhere, or one that a browser could read
/// as one (`//host`, `/\host`), is no path.
#[must_use]
pub fn local_path(next: &str) -> Option<&str> {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.is_ascii()
        && !next.bytes().any(|b| b.is_ascii_control() || b == b' ')
        && next.len() <= 2000;
    local.then_some(next)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_host_are_followed() {
        assert_eq!(local_path("/admin/orders?q=a%20b"), Some("/admin/orders?q=a%20b"));
        for elsewhere in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "",
            "admin",
            "/a\r\nset-cookie: x",
            "javascript:alert(1)",
            "/a b",
        ] {
            assert_eq!(local_path(elsewhere), None, "{elsewhere}");
        }
    }
}
