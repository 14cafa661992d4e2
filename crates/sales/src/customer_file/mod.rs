//! The file of a customer: the page on which everything that is known of one lies together, its
//! terms, what it owes, what it ordered and what happened to it.
//!
//! It stands above `customers` and `orders`, so that neither needs to know the other's pages. It
//! keeps nothing of its own; money that a customer pays it hands to the books.

mod api;
mod pages;

use base::Capability;

/// The file of a customer as the program knows it.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "customer_file",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        ..Capability::default()
    }
}
