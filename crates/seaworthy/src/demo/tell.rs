//! What the terminal says.

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::book::Book;

/// Writes to the terminal; how far the history is stands in one line that is written over.
pub(super) struct Teller {
    begun: Instant,
    /// The last tenth that was told where lines cannot be written over.
    tenth: AtomicUsize,
    is_terminal: bool,
}

impl Teller {
    pub fn new() -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        Self { begun: Instant::now(), tenth: AtomicUsize::new(0), is_terminal }
    }

    /// One line. A reader that went away is no failure.
    pub fn line(&self, text: &str) {
        let _ = writeln!(std::io::stdout(), "{text}");
    }

    /// Where to go and how to get in.
    pub fn sign_ins(&self, book: &Book, file: &Path) {
        self.line(&format!("\nThe demo is served at {}\n", book.url));
        for entry in &book.tenants {
            self.line(&format!("  {}  {}", entry.name, entry.url));
            self.line(&format!("    mail      {}", entry.owner_email));
            self.line(&format!("    password  {}", entry.password));
            let others: Vec<&str> = entry
                .people
                .iter()
                .filter(|person| person.email != entry.owner_email)
                .map(|person| person.role.as_str())
                .collect();
            self.line(&format!("    also      {}@… (the same password)\n", others.join("@, ")));
        }
        self.line(&format!("  The same, with API tokens: {}\n", file.display()));
    }

    /// How far the history is.
    pub fn progress(&self, done: usize, all: usize) {
        let percent = done * 100 / all.max(1);
        if self.is_terminal {
            let _ = write!(std::io::stdout(), "\rWriting a year of history: {percent} % ");
            let _ = std::io::stdout().flush();
        } else if percent / 10 > self.tenth.swap(percent / 10, Ordering::Relaxed) {
            self.line(&format!("Writing a year of history: {percent} %"));
        }
    }

    /// The history is whole.
    pub fn done(&self) {
        if self.is_terminal {
            let _ = write!(std::io::stdout(), "\r\u{1b}[K");
        }
        let seconds = self.begun.elapsed().as_secs();
        self.line(&format!("The history is written ({seconds} s). Ctrl+C stops the demo."));
    }
}
