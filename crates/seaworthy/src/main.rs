//! The program. Everything it does is in the library, so that tests can do it too.

use std::process::ExitCode;

/// Keeps idle memory small and tail latency short.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A page of two megabytes stays resident for the few bytes of it that are in use. Where the
    // kernel has no such setting, it costs memory and nothing else.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    seaworthy::cli::main()
}
