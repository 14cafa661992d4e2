//! Which subdomains a company may have.

/// Names that the installation uses, may come to use, or that would let somebody pose as it.
const RESERVED: [&str; 52] = [
    "about",
    "account",
    "accounts",
    "admin",
    "administrator",
    "api",
    "app",
    "apps",
    "assets",
    "auth",
    "billing",
    "blog",
    "cdn",
    "console",
    "dashboard",
    "demo-api",
    "dev",
    "docs",
    "email",
    "ftp",
    "graphql",
    "help",
    "host",
    "imap",
    "internal",
    "localhost",
    "login",
    "mail",
    "metrics",
    "mx",
    "ns1",
    "ns2",
    "official",
    "platform",
    "pop",
    "postmaster",
    "registry",
    "root",
    "seaworthy",
    "secure",
    "security",
    "shop",
    "signup",
    "smtp",
    "staging",
    "static",
    "status",
    "store",
    "support",
    "system",
    "webmail",
    "www",
];

/// The problem code of a subdomain that cannot be.
pub(super) fn judge(slug: &str) -> Result<(), &'static str> {
    let plain = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let starts = slug.starts_with(|c: char| c.is_ascii_lowercase());
    // Two dashes in a row are how encoded foreign names begin (xn--).
    if !plain || !starts || slug.ends_with('-') || slug.contains("--") {
        return Err("bad_subdomain");
    }
    if !(3..=40).contains(&slug.len()) {
        return Err("bad_subdomain");
    }
    if RESERVED.contains(&slug) { Err("subdomain_taken") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn a_subdomain_is_a_plain_host_label_that_is_not_ours() {
        for good in ["acme", "padma-fish", "a2z", "abc"] {
            assert_eq!(judge(good), Ok(()), "{good}");
        }
        for bad in ["", "ab", "2go", "-a-b", "abc-", "xn--abc", "Acme", "a_b", "a.b", "فنار"] {
            assert_eq!(judge(bad), Err("bad_subdomain"), "{bad}");
        }
        assert_eq!(judge("www"), Err("subdomain_taken"));
        assert_eq!(judge("admin"), Err("subdomain_taken"));
        assert_eq!(judge(&"a".repeat(41)), Err("bad_subdomain"));
    }
}
