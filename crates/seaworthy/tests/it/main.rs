//! Every test that needs a database, in one binary: the verbs of each capability, the fences,
//! and the stories across capabilities.
#![allow(clippy::unwrap_used, missing_docs)]

mod audit;
mod catalog;
mod customers;
mod dashboard;
mod demo;
mod inventory;
mod jobs;
mod order_pages;
mod orders;
mod sessions;
mod story;
mod users;
