//! `import`: takes a file in, by the same verbs as the pages and the API.

use std::fs::{self, File};
use std::future::Future;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use base::{Actor, App, L, Lang, Problem, Tx};
use clap::Args;
use platform::files::Source;
use platform::imports::{
    self, Example, ImportState, Importer, LeftOut, Mapping, NewFile, Outcome, Preview,
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::database::Opened;
use super::{Done, Failure, Global, complain, line, refused, say};
use crate::capabilities::importers;

pub(super) const EXPLAINED: &str = "The file is tried out first. Rows with mistakes are listed \
    and left out; the others are taken in together or not at all, and can be taken back on the \
    page of the import. The exit code is 0 only if no row was left out.\n\nExamples:\n  \
    seaworthy import --tenant acme --kind products --file products.csv --dry-run\n  \
    seaworthy import --tenant acme --kind products --file products.csv --errors wrong.csv";

/// Rows with mistakes that are listed; the file of errors has them all.
const LISTED: usize = 50;
/// More mistakes than this are refused by the importers.
const MOST_ERRORS: i64 = 20_000;

#[derive(Args)]
pub(super) struct Import {
    /// The company (its subdomain)
    #[arg(long, value_name = "SUBDOMAIN")]
    tenant: String,
    /// What the file holds: products
    #[arg(long)]
    kind: String,
    /// The CSV file; - is standard input
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Which heading is which column, as sku="Item No", once for each; guessed without
    #[arg(long = "column", value_name = "COLUMN=HEADING", value_parser = column)]
    columns: Vec<(String, String)>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Write the rows with mistakes here, to be mended and taken in again
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// What was done, or would be.
struct Report {
    /// None when nothing was taken in.
    import: Option<Uuid>,
    state: ImportState,
    mapping: Mapping,
    outcome: Outcome,
}

/// A row that was left out.
#[derive(Serialize)]
struct Row<'a> {
    row: i32,
    field: &'a str,
    code: &'a str,
    detail: String,
}

fn column(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').ok_or("expected COLUMN=HEADING")?;
    Ok((pair.0.trim().to_owned(), pair.1.to_owned()))
}

impl Import {
    pub(super) async fn run(self, global: &Global) -> Done {
        let importer = importer(&self.kind)?;
        // Before anything is started, so that a wrong name is said at once.
        let file = open(&self.file)?;
        let opened = Opened::quietly(global).await?;
        let done = self.take(&opened.app, &importer, file).await;
        let done = match done {
            Ok(report) => self.tell(&opened.app, &importer, &report).await,
            Err(failure) => Err(failure),
        };
        opened.close().await?;
        done
    }

    async fn take(
        &self,
        app: &App,
        importer: &Importer,
        file: Box<dyn Read>,
    ) -> Result<Report, Failure> {
        let tenant = base::tenants::tenant_of_slug(app, &self.tenant).await?;
        let tenant = tenant.ok_or_else(|| format!("there is no company {}", self.tenant))?;
        let actor = Actor::system(tenant, "import");
        let source = Source::copy(app, file).map_err(|e| unreadable(&self.file, &e))?;
        let mapping: Mapping = self.columns.iter().cloned().collect();
        let mapping = Some(mapping).filter(|mapping| !mapping.is_empty());
        let name = name(&self.file);
        let tried = async {
            let trial = Tx::begin(app, &actor).await?;
            imports::preview(trial, importer, mapping, &source).await
        };
        let tried = watched(&format!("Checking {name}"), Some(&source), tried).await;
        let preview = tried.map_err(|problem| refused(app, &problem))?;
        if self.dry_run || preview.state == ImportState::Failed {
            let Preview { mapping, state, outcome } = preview;
            return Ok(Report { import: None, state, mapping, outcome });
        }
        let taken = async {
            let mut tx = Tx::begin(app, &actor).await?;
            let file = NewFile { name: name.clone(), source: source.clone() };
            let id = imports::upload(&mut tx, importer, file, preview).await?.id;
            let import = imports::commit(&mut tx, importer, id).await?;
            let errors = imports::errors(&mut tx, id, None, MOST_ERRORS).await?;
            tx.commit().await?;
            Ok::<_, Problem>((import, errors))
        };
        let taken = watched(&format!("Taking {name} in"), None, taken).await;
        let (import, errors) = taken.map_err(|problem| refused(app, &problem))?;
        let outcome = Outcome {
            created: import.created_count,
            updated: import.updated_count,
            unchanged: import.unchanged_count,
            errors,
            story: import.summary,
        };
        let (state, mapping) = (import.state, import.mapping);
        Ok(Report { import: Some(import.id), state, mapping, outcome })
    }

    async fn tell(&self, app: &App, importer: &Importer, report: &Report) -> Done {
        let l = app.l(&app.installation(), Lang::En);
        if let Some(path) = &self.errors {
            write_errors(&l, importer, report, path).await?;
        }
        if self.json {
            say::json(&report.as_json(&l, importer));
        } else {
            report.tell(&l, importer, &name(&self.file));
            if let Some(path) = self.errors.as_ref().filter(|_| report.has_errors()) {
                line(&format!("The rows with mistakes are in {}.", path.display()));
            }
        }
        let clean = report.state != ImportState::Failed && !report.has_errors();
        Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn importer(kind: &str) -> Result<Importer, Failure> {
    let known = importers();
    let kinds: Vec<&str> = known.iter().map(|importer| importer.kind).collect();
    let found = known.iter().find(|importer| importer.kind == kind).copied();
    let unknown = || format!("there is no kind of file {kind}; there is: {}", kinds.join(", "));
    Ok(found.ok_or_else(unknown)?)
}

fn open(path: &Path) -> Result<Box<dyn Read>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).map_err(|e| unreadable(path, &e))?;
    if file.metadata().is_ok_and(|meta| meta.is_dir()) {
        return Err(unreadable(path, &"it is a folder"));
    }
    Ok(Box::new(file))
}

fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> Failure {
    format!("cannot read {}: {why}", path.display()).into()
}

fn name(path: &Path) -> String {
    match path.file_name() {
        Some(name) if path != Path::new("-") => name.to_string_lossy().into_owned(),
        _ => "stdin.csv".to_owned(),
    }
}

/// Does something with a line about how far it is, where lines can be written over.
async fn watched<T>(what: &str, source: Option<&Source>, work: impl Future<Output = T>) -> T {
    if !io::stderr().is_terminal() {
        return work.await;
    }
    let begun = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_millis(200));
    tokio::pin!(work);
    loop {
        tokio::select! {
            biased;
            done = &mut work => {
                over("");
                return done;
            }
            _ = ticks.tick() => {
                let seconds = begun.elapsed().as_secs();
                let percent = source.map(|s| s.reached_bytes() * 100 / s.size_bytes().max(1));
                let percent = percent.map(|p| format!(" {} %,", p.min(100))).unwrap_or_default();
                over(&format!("{what}…{percent} {seconds} s"));
            }
        }
    }
}

/// Writes over the line. A reader that went away is no failure.
fn over(text: &str) {
    let _ = write!(io::stderr(), "\r\u{1b}[K{text}");
    let _ = io::stderr().flush();
}

async fn write_errors(
    l: &L,
    importer: &Importer,
    report: &Report,
    path: &Path,
) -> Result<(), Failure> {
    let mut file = LeftOut::new(l, importer, &report.outcome.story.headings)?;
    for error in &report.outcome.errors {
        file.push(error.clone())?;
    }
    let bytes = file.finish()?.into_bytes().await?;
    let written = fs::write(path, bytes);
    Ok(written.map_err(|e| format!("cannot write {}: {e}", path.display()))?)
}

impl Report {
    fn has_errors(&self) -> bool {
        !self.outcome.errors.is_empty()
    }

    fn as_json(&self, l: &L, importer: &Importer) -> serde_json::Value {
        let Outcome { created, updated, unchanged, errors, story } = &self.outcome;
        let rows = errors.iter().map(|error| Row {
            row: error.row_number,
            field: &error.field,
            code: &error.code,
            detail: importer.in_words(l, error),
        });
        let rows: Vec<Row<'_>> = rows.collect();
        json!({ "import_id": self.import, "state": self.state, "mapping": self.mapping,
            "rows": story.rows, "created": created, "updated": updated, "unchanged": unchanged,
            "examples": story.examples, "errors": rows,
            "refused": story.refused.as_ref().map(|why| why.say(l)) })
    }

    fn tell(&self, l: &L, importer: &Importer, name: &str) {
        let Outcome { created, updated, unchanged, errors, story } = &self.outcome;
        if let Some(why) = &story.refused {
            complain(&format!("{name} cannot be taken in: {}", why.say(l)));
            return self.tell_columns(l, importer);
        }
        let done = self.state == ImportState::Committed;
        let row = |label: &str, count: i64| line(&format!("  {:<24}{count:>9}", l.t(label)));
        line(&format!("{name}, rows read: {}", story.rows));
        row("imports-created", (*created).into());
        row("imports-updated", (*updated).into());
        row("imports-unchanged", (*unchanged).into());
        row("imports-errors", i64::try_from(errors.len()).unwrap_or(i64::MAX));
        self.tell_columns(l, importer);
        if !story.examples.is_empty() {
            line(&format!("{}:", l.t("imports-examples")));
            story.examples.iter().for_each(|example| tell_example(l, example));
        }
        if !errors.is_empty() {
            line("These rows are left out:");
        }
        for error in errors.iter().take(LISTED) {
            let words = importer.in_words(l, error);
            let facts = [("row", error.row_number.into()), ("text", words.into())];
            line(&format!("  {}", l.with("imports-line", &facts)));
        }
        if errors.len() > LISTED {
            line(&format!("  … and {} more: --errors writes them all", errors.len() - LISTED));
        }
        line(if done { "Taken in." } else { "Nothing was changed (--dry-run)." });
    }

    /// Which column is which heading.
    fn tell_columns(&self, l: &L, importer: &Importer) {
        let columns = importer.columns.iter().filter_map(|column| {
            let heading = self.mapping.get(column.key)?;
            Some(format!("  {:<24}{heading} ({})", column.key, l.t(column.label)))
        });
        let columns: Vec<String> = columns.collect();
        if !columns.is_empty() {
            line(&format!("Columns:\n{}", columns.join("\n")));
        }
    }
}

fn tell_example(l: &L, example: &Example) {
    let new = if example.created { "imports-new-thing" } else { "imports-changed-thing" };
    line(&format!("  {}: {} ({})", l.t(new), example.name, example.detail));
}
