//! The command line: one command a file. Commands call the same verbs as pages and the API.

mod admin;
mod bench;
mod checks;
mod database;
mod demo;
mod health;
mod import;
mod say;
mod secret;
mod serve;
mod settings;
mod tenants;

use std::path::PathBuf;
use std::process::ExitCode;

use base::{App, FieldProblem, Lang, Problem};
use clap::{Args, CommandFactory, Parser, Subcommand};
use secrecy::SecretString;

use crate::config::{self, Loaded, Sources};
use say::{complain, line};

/// Why a command failed, in a sentence.
type Failure = Box<dyn std::error::Error + Send + Sync>;
/// How a command ended.
type Done = Result<ExitCode, Failure>;

#[derive(Parser)]
#[command(
    name = "seaworthy",
    version,
    about = "Runs a company: stock, sales, invoices and books, for many companies in one program.",
    after_help = EXAMPLES,
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  seaworthy demo                       Two demo companies and a web server, to look around
  seaworthy init && seaworthy serve    Your own installation
  seaworthy config check --json        Everything that is wrong with the configuration
  seaworthy import --tenant acme --kind products --file products.csv --dry-run
                                       What a Shopify export would bring
  seaworthy ledger verify              Proves the books of every company
  seaworthy bench race                 200 orders at once for the last one in stock

Every setting of the configuration file can be given as SEAWORTHY_NAME in the environment.";

#[derive(Args)]
struct Global {
    /// The configuration file [default: seaworthy.toml, then /etc/seaworthy/seaworthy.toml]
    #[arg(long, global = true, value_name = "FILE", env = "SEAWORTHY_CONFIG")]
    config: Option<PathBuf>,
    /// Where database, files and mails are kept
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// A PostgreSQL to use instead of the one inside (postgres://user:password@host/database)
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
}

impl Global {
    fn sources(&self) -> Sources {
        Sources {
            file: self.config.clone(),
            data_dir: self.data_dir.clone(),
            database_url: self.database_url.clone().map(SecretString::from),
        }
    }

    /// The configuration; its warnings are said on standard error.
    fn load(&self) -> Result<Loaded, Failure> {
        let loaded = config::load(&self.sources())?;
        for warning in &loaded.warnings {
            complain(&format!("warning: {}", warning.message));
        }
        Ok(loaded)
    }
}

#[derive(Subcommand)]
enum Command {
    /// Serves the web pages and the API, and works through jobs
    #[command(after_help = "Example:\n  seaworthy serve --listen 0.0.0.0:8080")]
    Serve(serve::Serve),
    /// Serves two demo companies with a year behind them, to look around
    #[command(
        after_help = "Example:\n  seaworthy demo --data-dir /tmp/demo --listen 127.0.0.1:9090"
    )]
    Demo(demo::Demo),
    /// Works through jobs only, beside programs that serve
    Worker,
    /// Brings the database's schema up to date
    Migrate {
        /// Only say what would be done
        #[arg(long)]
        plan: bool,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// The configuration
    #[command(subcommand)]
    Config(settings::ConfigCommand),
    /// Writes a configuration file with a fresh secret
    #[command(after_help = "Example:\n  seaworthy init --profile production \
                      --public-url https://erp.example.com")]
    Init(settings::Init),
    /// The companies of this installation
    #[command(subcommand)]
    Tenant(tenants::TenantCommand),
    /// The people who run a company
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// Takes a file of products in, as from another program; tries it out first
    #[command(after_help = import::EXPLAINED)]
    Import(import::Import),
    /// The books
    #[command(subcommand)]
    Ledger(checks::LedgerCommand),
    /// Shows on this machine what the program promises
    #[command(subcommand)]
    Bench(bench::BenchCommand),
    /// Prints the OpenAPI document of the API
    Openapi,
    /// Asks a running server how it is; the exit code is the answer
    #[command(after_help = "Example (a container's health check):\n  seaworthy healthcheck --live")]
    Healthcheck(health::Healthcheck),
    /// Prints completions for a shell
    #[command(after_help = "Example:\n  seaworthy completions bash > \
                      /etc/bash_completion.d/seaworthy")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Reads the command line, runs the command, and says what went wrong.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&format!("seaworthy: cannot start threads: {error}"));
            return ExitCode::FAILURE;
        }
    };
    let done = runtime.block_on(run(cli));
    // Nothing that was forced to end is waited for.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    done.unwrap_or_else(|failure| {
        complain(&format!("seaworthy: {failure}"));
        ExitCode::FAILURE
    })
}

/// What a verb refuses, in English: its sentence, and one for each field. Where the one field says
/// the same, it says it alone.
fn refused(app: &App, problem: &Problem) -> Failure {
    let l = app.l(&app.installation(), Lang::En);
    let whole = problem.sentence(&l);
    if let [field] = problem.fields()
        && field.sentence(&l) == whole
    {
        return format!("{}: {whole}", field.path).into();
    }
    let field = |f: &FieldProblem| format!("\n  - {}: {}", f.path, f.sentence(&l));
    let fields: String = problem.fields().iter().map(field).collect();
    format!("{whole}{fields}").into()
}

async fn run(cli: Cli) -> Done {
    let global = &cli.global;
    match cli.command {
        Command::Serve(command) => command.run(global).await,
        Command::Demo(command) => command.run(global).await,
        Command::Worker => serve::worker(global).await,
        Command::Migrate { plan, json } => database::migrate(global, plan, json).await,
        Command::Config(command) => command.run(global),
        Command::Init(command) => command.run(global),
        Command::Tenant(command) => command.run(global).await,
        Command::Admin(command) => command.run(global).await,
        Command::Import(command) => command.run(global).await,
        Command::Ledger(command) => command.run(global).await,
        Command::Bench(command) => command.run(global).await,
        Command::Openapi => {
            line(&crate::openapi::document(&crate::capabilities()).to_pretty_json()?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Healthcheck(command) => command.run(global).await,
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut Cli::command(),
                "seaworthy",
                &mut std::io::stdout(),
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
