//! Every test that needs a database, in one binary: the verbs of each capability, the fences,
//! and the stories across capabilities.
#![allow(clippy::unwrap_used, missing_docs)]

mod audit;
mod jobs;
mod sessions;
mod users;
