//! The program: every capability in one list, and the folds over it that make the server, the
//! worker and the command line.

pub mod capabilities;
pub mod router;

pub use capabilities::capabilities;
pub use router::router;
