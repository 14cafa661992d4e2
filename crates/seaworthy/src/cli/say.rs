//! Writing to people and programs. A reader that went away (`| head`) is no failure.

use std::io::Write;

use serde::Serialize;

/// One line on standard output.
pub(super) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// One line on standard error.
pub(super) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A value as JSON on standard output.
pub(super) fn json<T: Serialize>(value: &T) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => line(&text),
        Err(error) => complain(&format!("cannot be written as JSON: {error}")),
    }
}
