//! The PostgreSQL that Seaworthy carries inside its own program file.
//!
//! What it is: unpack the binaries once, create the database cluster once, run it as a private
//! server (Unix socket in a 0700 folder, no TCP, password), notice when it dies, stop it, and
//! clean up after any crash of the program, of the server, or of both.
//!
//! What it is not: it knows no table and no business word, opens no connection pool and runs
//! no SQL. The program connects with the [`Endpoint`] that a [`Server`] hands out.
//!
//! Invariants:
//! - One program per data folder: an exclusive lock is held as long as the [`Server`] lives.
//! - Nothing half-made is ever used: folders are made under another name and then renamed.
//! - The server never runs as root, and it cannot write to its own binaries.
//! - `postmaster.pid` is never deleted while a server process could still use the cluster.
//!
//! Layout below the data folder:
//!
//! ```text
//! postgres/
//!   bin-18.4-<hash>/   the unpacked binaries
//!   cluster/           PostgreSQL's own data folder
//!   run/               the socket, 0700
//!   log/               one log a weekday, and start.log
//!   password           of the superuser, 0600
//!   lock               held by the program; holds its process number
//! ```
//!
//! [`testing`] gives tests their servers from the same binaries.

#[cfg(not(unix))]
compile_error!("the embedded PostgreSQL needs Unix sockets: build for Linux or macOS");

mod account;
mod bundle;
mod cluster;
mod endpoint;
mod error;
mod folder;
mod lock;
mod process;
mod recovery;
mod server;
mod settings;
pub mod testing;

pub use endpoint::Endpoint;
pub use error::{StartError, StopError};
pub use server::{Options, Server, running};
pub use settings::Settings;
