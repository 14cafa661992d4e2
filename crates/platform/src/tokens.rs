//! Opaque tokens: 256 random bits for the holder, their BLAKE3 hash for the database. A hash
//! without salt is enough, since nobody can try 2²⁵⁶ values.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The mark of an API token, so that people and secret scanners know one when they see it.
pub const API_PREFIX: &str = "sw_";

/// A new token, as the holder gets it.
#[must_use]
pub fn fresh(prefix: &str) -> String {
    let bytes: [u8; 32] = rand::random();
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// What the database keeps of a token.
#[must_use]
pub fn hash(token: &str) -> Vec<u8> {
    blake3::hash(token.as_bytes()).as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_256_bits_and_is_never_made_twice() {
        let (one, two) = (fresh(API_PREFIX), fresh(API_PREFIX));
        assert_eq!(one.len(), 3 + 43);
        assert_ne!(one, two);
        assert_ne!(hash(&one), hash(&two));
    }
}
