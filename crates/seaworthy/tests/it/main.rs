//! Every test that needs a database, in one binary: the verbs of each capability, the fences,
//! and the stories across capabilities.
#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod audit;
mod billing;
mod books_files;
mod catalog;
mod command_line;
mod customers;
mod dashboard;
mod demo;
mod edge;
mod fences;
mod images;
mod imports;
mod inventory;
mod invoices;
mod jobs;
mod ledger;
mod order_pages;
mod orders;
mod payments;
mod people;
mod schema;
mod serve;
mod sessions;
mod stock;
mod story;
mod users;
