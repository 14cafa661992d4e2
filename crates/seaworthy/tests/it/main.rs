//! Every test that needs a database, in one binary: the verbs of each capability, the fences,
//! and the stories across capabilities.
#![allow(clippy::unwrap_used, missing_docs)]

mod access;
mod audit;
mod balances;
mod banking;
mod billing;
mod books;
mod books_files;
mod catalog;
mod command_line;
mod customers;
mod dashboard;
mod demo;
mod dimensions;
mod edge;
mod expenses;
mod fences;
mod images;
mod imports;
mod inventory;
mod invoices;
mod jobs;
mod journals;
mod ledger;
mod open_items;
mod order_pages;
mod orders;
mod payments;
mod people;
mod schema;
mod serve;
mod sessions;
mod story;
mod users;
