//! The program: every capability in one list, and the folds over it that make the server, the
//! worker and the command line.

pub mod capabilities;
pub mod cli;
pub mod config;
pub mod database;
pub mod demo;
mod edge;
pub mod health;
pub mod logs;
pub mod metrics;
mod observe;
pub mod openapi;
mod program;
pub mod router;
pub mod serve;

pub use capabilities::capabilities;
pub use health::Vitals;
pub use router::{router, router_with};
