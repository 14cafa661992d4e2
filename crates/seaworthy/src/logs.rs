//! Log lines: text for people or JSON for machines, on standard error.

use std::io::IsTerminal;

use base::LogFormat;
use tracing_subscriber::EnvFilter;

/// Begins to log; a second call changes nothing, so that tests and `demo` may call it too.
pub fn start(format: LogFormat, level: &str) {
    // The level was read once by the configuration; RUST_LOG is for a developer's moment.
    let filter = match std::env::var("RUST_LOG") {
        Ok(wanted) => EnvFilter::try_new(wanted),
        Err(_) => EnvFilter::try_new(level),
    };
    let filter = filter.unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _ = match format {
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(false).try_init(),
        LogFormat::Text => {
            lines.with_target(false).with_ansi(std::io::stderr().is_terminal()).try_init()
        }
    };
}
