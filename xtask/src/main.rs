//! `cargo xtask …`

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};
use xtask::{bench, kill, mould, root, screenshot, tidy};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the workshop")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Checks the house rules; also an ordinary test
    Tidy,
    /// Takes the README's picture of a running demo
    Screenshot {
        /// What the running demo says about itself
        #[arg(long, default_value = "data/demo.json")]
        demo: PathBuf,
    },
    /// Makes a capability's folder and its line: cargo xtask new-capability sales quotes
    NewCapability {
        /// The crate it belongs to
        krate: String,
        /// Its name: one lower-case word, also the first part of its permissions
        name: String,
    },
    /// Measures the program against pgbench running the same statements
    Bench(bench::Asked),
    /// Kills the program and its database in mid-flight, and looks for anything lost or half-done
    Kill(kill::Asked),
}

fn main() -> ExitCode {
    let said = match Cli::parse().chore {
        Chore::Tidy => tidy::check(&root()).map(|()| "tidy".to_owned()),
        Chore::Screenshot { demo } => screenshot::screenshot(&root(), &demo),
        Chore::NewCapability { krate, name } => mould::new_capability(&root(), &krate, &name),
        // The load must not weigh on the machine that is measured.
        Chore::Bench(_) if cfg!(debug_assertions) => return again_optimised(),
        Chore::Bench(asked) => bench::run(&asked).map_err(|wrong| wrong.to_string()),
        Chore::Kill(asked) => kill::run(&asked).map_err(|wrong| wrong.to_string()),
    };
    match said {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
    }
}

/// The same chore by a release build of this program.
fn again_optimised() -> ExitCode {
    let mut again = Command::new("cargo");
    again.args(["run", "--quiet", "--release", "--package", "xtask", "--"]);
    match again.args(std::env::args_os().skip(1)).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(wrong) => {
            eprintln!("cargo: {wrong}");
            ExitCode::FAILURE
        }
    }
}
