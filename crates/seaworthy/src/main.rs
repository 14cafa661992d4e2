//! The program. Everything it does is in the library, so that tests can do it too.

use std::process::ExitCode;

/// Keeps idle memory small and tail latency short.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    seaworthy::cli::main()
}
