//! Files that people upload or the program makes: pictures, imports, documents.
//!
//! The bytes lie in an object store (a folder today, S3 tomorrow) under a name made of the
//! company's id and the file's id; the row says what they are. A file never changes: a new
//! picture is a new file.
//!
//! Always true: bytes are written before their row, so a row's file is there; a file is served to
//! signed-in people of its own company only, and never as anything a browser would run.
//!
//! Not here: what a file is good for, and judging what it holds (`catalog` checks pictures).

mod pages;
mod save;
mod source;
mod store;

use base::{Access, Capability, Route};

pub use save::{File, Upload, delete, find, read, save, save_source};
pub use source::{Source, SourceReader, Spool};

/// Files as a capability.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "files",
        routes: vec![Route::get("/files/{id}", Access::SignedIn, pages::serve)],
        ..Capability::default()
    }
}
