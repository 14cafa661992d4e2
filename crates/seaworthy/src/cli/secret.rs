//! Passwords on the command line: made up here and said once, or read from standard input;
//! never an argument, which every process of the machine could read.

use std::io::BufRead;

use rand::RngExt;
use rand::distr::Alphanumeric;
use secrecy::SecretString;

use super::{Failure, line};

/// A longer line is no password.
const MOST_BYTES: u64 = 4096;

/// A password that somebody is to have.
pub(super) struct Password {
    pub secret: SecretString,
    /// The same, when nobody has seen it yet.
    pub fresh: Option<String>,
}

impl Password {
    /// The first line of standard input, or 20 letters and digits (119 bits).
    pub fn take(from_stdin: bool) -> Result<Self, Failure> {
        if from_stdin {
            let secret = SecretString::from(first_line(std::io::stdin().lock())?);
            return Ok(Self { secret, fresh: None });
        }
        let fresh = random(20);
        Ok(Self { secret: SecretString::from(fresh.clone()), fresh: Some(fresh) })
    }

    /// How to sign in; a password that was made up is said here and never again.
    pub fn say(&self, email: &str) {
        match &self.fresh {
            Some(fresh) => line(&format!(
                "Sign in as {email} with {fresh} (it is not kept anywhere: change it soon)"
            )),
            None => line(&format!("Sign in as {email} with the password that was given.")),
        }
    }
}

fn first_line(input: impl BufRead) -> Result<String, Failure> {
    let mut line = String::new();
    input.take(MOST_BYTES).read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err("standard input holds no password".into());
    }
    Ok(password.to_owned())
}

/// Random letters and digits.
pub(super) fn random(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_password_is_a_line_with_its_spaces() {
        assert_eq!(first_line(&b" a quiet river \r\nmore"[..]).unwrap(), " a quiet river ");
        assert!(first_line(&b""[..]).is_err());
        assert!(first_line(&b"\n"[..]).is_err());
    }

    #[test]
    fn no_two_secrets_are_the_same() {
        assert_eq!(random(20).len(), 20);
        assert_ne!(random(20), random(20));
    }
}
