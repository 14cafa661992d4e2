//! Every test that needs a database, in one binary: the verbs of each capability, the fences,
//! and the stories across capabilities.
#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod command_line;
mod customers;
mod edge;
mod fences;
mod inventory;
mod jobs;
mod orders;
mod schema;
mod serve;
mod sessions;
mod story;
mod users;
