//! Passwords: argon2id off the request threads, and which ones are too weak to take.

use std::sync::LazyLock;

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use base::Problem;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

/// One hash takes 19 MiB and about 20 ms of a core (OWASP's first choice), so two at a time: a
/// flood of sign-ins queues here and leaves the other requests their cores and memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The hash of a password that nobody has: checked for unknown people, so that the answer takes
/// as long as for known ones.
static NOBODYS: LazyLock<String> = LazyLock::new(|| {
    let unknown: [u8; 32] = rand::random();
    Argon2::default().hash_password(&unknown).map(|h| h.to_string()).unwrap_or_default()
});

/// NIST SP 800-63B asks for 8 at least; ten keeps guessing at the door hopeless.
pub const LEAST_CHARS: usize = 10;
const MOST_CHARS: usize = 200;

/// Adds to `check` what is wrong with a new password. `known` holds what a guesser would try
/// first: the person's name, the mail address, the company.
#[must_use]
pub fn judge(check: Problem, path: &'static str, password: &str, known: &[&str]) -> Problem {
    let length = password.chars().count();
    if length < LEAST_CHARS {
        return check.field_with(path, "password_too_short", &[("least", &LEAST_CHARS)]);
    }
    if length > MOST_CHARS {
        return check.field_with(path, "too_long", &[("most", &MOST_CHARS)]);
    }
    // Below 2, a million guesses are enough.
    if zxcvbn::zxcvbn(password, known).score() < zxcvbn::Score::Two {
        return check.field(path, "password_too_common");
    }
    check
}

/// Hashes a new password.
///
/// # Errors
/// Only when the machine fails.
pub async fn hash(password: &SecretString) -> Result<String, Problem> {
    let password = password.clone();
    let hash = in_turn(move || {
        Argon2::default().hash_password(password.expose_secret().as_bytes()).map(|h| h.to_string())
    });
    hash.await?.map_err(|e| Problem::internal(e.to_string()))
}

/// Whether the password is the one that was hashed; no hash takes as long and is never right.
///
/// # Errors
/// Only when the machine fails.
pub async fn verify(password: &SecretString, hash: Option<String>) -> Result<bool, Problem> {
    let password = password.clone();
    in_turn(move || {
        let known = hash.is_some();
        let hash = hash.as_deref().unwrap_or(&NOBODYS);
        let right = PasswordHash::new(hash).is_ok_and(|hash| {
            let password = password.expose_secret().as_bytes();
            Argon2::default().verify_password(password, &hash).is_ok()
        });
        known && right
    })
    .await
}

async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let _turn = AT_ONCE.acquire().await.map_err(Problem::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn codes(password: &str) -> Vec<&'static str> {
        let check = judge(Problem::invalid(), "password", password, &["amina", "acme"]);
        check.fields().iter().map(|field| field.code).collect()
    }

    #[test]
    fn a_short_or_common_password_is_refused_and_says_why() {
        assert_eq!(codes("Tr0ub4dor"), ["password_too_short"]);
        assert_eq!(codes("password12"), ["password_too_common"]);
        assert_eq!(codes("aminaamina"), ["password_too_common"]);
        assert_eq!(codes("copper-kettle-19"), [""; 0]);
    }

    #[tokio::test]
    async fn only_the_right_password_fits_and_nobodys_never_does() {
        let right = SecretString::from("copper-kettle-19");
        let hash = hash(&right).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify(&right, Some(hash.clone())).await.unwrap());
        assert!(!verify(&"copper-kettle-18".into(), Some(hash)).await.unwrap());
        assert!(!verify(&right, None).await.unwrap());
    }
}
