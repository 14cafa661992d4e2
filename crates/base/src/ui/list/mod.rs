//! Lists: a table, and everything by which one finds a row in it. All state is in the address, so
//! a view is a link.

mod query;
mod table;
mod view;

pub use query::Query;
pub use table::{Column, Row, Table};
pub use view::{Bulk, ListView, Pager};
