//! Taking in a file of the bank: looked at first, then taken in once.
//!
//! A file is known by its bytes and a line by the bank's reference or, without one, by day,
//! amount and words; equal lines of one file are counted, so two equal fees of one day stay two,
//! and both are known again in the next file.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use base::{Date, Money, Problem, Timestamp, Tx};
use platform::files;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::account::{self, masked, plain};
use super::statement::{self, Columns, Format, Line, Statement};
use super::{BankAccount, store};

/// The largest file.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// A file of the bank.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct BankFile {
    /// Its id; also that of the file itself.
    pub id: Uuid,
    /// The bank account.
    pub bank_account_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub format: Format,
    /// When it came.
    pub created_at: Timestamp,
    /// When it was taken in; not yet when null.
    pub imported_at: Option<Timestamp>,
}

/// A statement as it was taken in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BankStatement {
    /// Its id.
    pub id: Uuid,
    /// The file.
    pub file_id: Uuid,
    /// The name of the file.
    pub file_name: String,
    /// Its kind.
    pub format: Format,
    /// The bank's number of it.
    pub reference: String,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The balance before its first line.
    pub opening: Option<Money>,
    /// The balance after its last line.
    pub closing: Option<Money>,
    /// How many lines came with it that were not known before.
    pub lines: i64,
    /// When it was taken in.
    pub recorded_at: Timestamp,
    /// What lies between the closing balance before it and its opening balance: a statement
    /// in between is missing.
    pub missing: Option<Money>,
}

/// What a file holds, before it is taken in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Preview {
    /// The file.
    pub file: BankFile,
    /// Its statements.
    pub statements: Vec<PreviewStatement>,
    /// Lines that would come in.
    pub new_lines: usize,
    /// Lines that the account already has.
    pub known_lines: usize,
    /// The first lines.
    pub lines: Vec<PreviewLine>,
}

/// A statement of a file that is looked at.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PreviewStatement {
    /// The bank's number of it.
    pub reference: String,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// The balance before its first line.
    pub opening: Option<Money>,
    /// The balance after its last line.
    pub closing: Option<Money>,
    /// How many lines it has.
    pub lines: usize,
}

/// A line of a file that is looked at.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PreviewLine {
    /// Its day.
    pub date: Date,
    /// What happened.
    pub description: String,
    /// Who paid or was paid.
    pub counterparty: String,
    /// How much.
    pub amount: Money,
    /// Whether the account already has it.
    pub known: bool,
}

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Imported {
    /// The bank account.
    pub bank_account_id: Uuid,
    /// Lines that came in.
    pub added: u64,
    /// Lines that the account already had.
    pub known: u64,
}

/// How a file is taken in.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewImport {
    /// Which columns of a table hold what; as the account remembers it when not said.
    pub columns: Option<Columns>,
}

/// Keeps a file to be looked at. The same file again is the one that is kept.
///
/// # Errors
/// When it is empty, too large or no text, was taken in before, or the database is away.
pub async fn upload(
    tx: &mut Tx,
    account: Uuid,
    name: &str,
    bytes: Vec<u8>,
) -> Result<BankFile, Problem> {
    let account = account::find(tx, account).await?;
    if bytes.len() > MOST_BYTES {
        return Err(too_large());
    }
    let text = statement::decode(&bytes, account.columns.eight_bit())?;
    let format = Format::sniff(&text);
    let hash = *blake3::hash(&bytes).as_bytes();
    if let Some(known) = store::files::by_hash(tx, account.id, &hash).await? {
        return match known.imported_at {
            Some(_) => Err(Problem::conflict("bank_file_known").fact("name", known.name)),
            None => Ok(known),
        };
    }
    let id = files::save(tx, name, "application/octet-stream", bytes).await?;
    store::files::insert(tx, id, account.id, (name, format, &hash)).await?;
    find_file(tx, id).await
}

/// The refusal of a file that is larger than any statement may be.
pub(super) fn too_large() -> Problem {
    let most = MOST_BYTES / (1024 * 1024);
    Problem::invalid().field_with("file", "bank_file_large", &[("most", &most)])
}

/// The file with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find_file(tx: &mut Tx, id: Uuid) -> Result<BankFile, Problem> {
    store::files::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The latest files of an account that nobody has taken in yet; at most twenty.
///
/// # Errors
/// When the database is away.
pub async fn waiting_files(tx: &mut Tx, account: Uuid) -> Result<Vec<BankFile>, Problem> {
    store::files::waiting(tx, account, 20).await
}

/// What a file holds and what of it is new.
///
/// # Errors
/// 404, the wrong lines of the file, or when the database is away.
pub async fn preview(tx: &mut Tx, id: Uuid, columns: Option<&Columns>) -> Result<Preview, Problem> {
    let file = find_file(tx, id).await?;
    let account = account::find(tx, file.bank_account_id).await?;
    let statements = read(tx, &file, &account, columns).await?;
    let lines: Vec<&Line> = statements.iter().flat_map(|statement| &statement.lines).collect();
    let prints = fingerprints(&lines);
    let known: HashSet<Vec<u8>> =
        store::files::known(tx, account.id, &prints).await?.into_iter().collect();
    let money = |minor| Money::new(minor, account.currency);
    let shown = lines.iter().zip(&prints).take(50).map(|(line, print)| PreviewLine {
        date: line.date,
        description: line.description.clone(),
        counterparty: line.counterparty.clone(),
        amount: money(line.amount),
        known: known.contains(print.as_slice()),
    });
    let summary = statements.iter().map(|statement| PreviewStatement {
        reference: statement.reference.trim().to_owned(),
        from: statement.from,
        to: statement.to,
        opening: statement.opening.map(money),
        closing: statement.closing.map(money),
        lines: statement.lines.len(),
    });
    Ok(Preview {
        statements: summary.collect(),
        new_lines: prints.len() - known.len(),
        known_lines: known.len(),
        lines: shown.collect(),
        file,
    })
}

/// Takes a file in: its statements, and those of its lines that are new. How a table was read is
/// remembered for the account.
///
/// # Errors
/// 404, 409 when it was taken in before, the wrong lines of the file, `bank_reconciled` when new
/// lines fall into days that are reconciled, or when the database is away.
pub async fn import(tx: &mut Tx, id: Uuid, new: NewImport) -> Result<Imported, Problem> {
    let file = find_file(tx, id).await?;
    store::accounts::hold(tx, file.bank_account_id).await?;
    let account = account::find(tx, file.bank_account_id).await?;
    if !account.active {
        return Err(Problem::refused("bank_account_closed"));
    }
    if !store::files::taken_in(tx, id).await? {
        return Err(Problem::conflict("bank_file_known").fact("name", file.name));
    }
    let statements = read(tx, &file, &account, new.columns.as_ref()).await?;
    let (total, added) = write(tx, &file, &account, &statements).await?;
    if let Some(columns) = new.columns.filter(|_| file.format == Format::Csv) {
        store::accounts::remember(tx, account.id, &columns).await?;
    }
    let facts = json!({"file": file.name, "added": added, "known": total - added});
    tx.audit("banking.import", "bank_account", account.id, facts);
    tx.record("banking.imported", account.id, json!({"bank_account_id": account.id}));
    Ok(Imported { bank_account_id: account.id, added, known: total - added })
}

async fn write(
    tx: &mut Tx,
    file: &BankFile,
    account: &BankAccount,
    statements: &[Statement],
) -> Result<(u64, u64), Problem> {
    let lines: Vec<&Line> = statements.iter().flat_map(|statement| &statement.lines).collect();
    let prints = fingerprints(&lines);
    let known: HashSet<Vec<u8>> =
        store::files::known(tx, account.id, &prints).await?.into_iter().collect();
    let mut heads = Vec::new();
    let mut rows = Vec::new();
    let mut prints = prints.into_iter();
    for (n, statement) in (1_i32..).zip(statements) {
        let statement_id = tx.new_id::<BankStatement>().uuid();
        let fresh = rows.len();
        for (at, (line, fingerprint)) in (1_i32..).zip(statement.lines.iter().zip(&mut prints)) {
            if known.contains(fingerprint.as_slice()) {
                continue;
            }
            let id = tx.new_id::<Line>().uuid();
            rows.push(store::files::NewLine { id, statement_id, n: at, fingerprint, line });
        }
        let (Some(from), Some(to)) = (statement.from, statement.to) else { continue };
        // A statement that brings nothing new is one that we have.
        if rows.len() > fresh || statement.lines.is_empty() {
            heads.push((statement_id, n, statement, (from.min(to), to)));
        }
    }
    let early = rows.iter().map(|row| row.line.date).min();
    if let (Some(early), Some(done)) = (early, account.reconciled_to)
        && early <= done
    {
        return Err(Problem::refused("bank_reconciled").fact("date", done));
    }
    store::files::insert_statements(tx, account.id, file.id, &heads).await?;
    let added = store::files::insert_lines(tx, account.id, &rows).await?;
    Ok((lines.len() as u64, added))
}

/// The statements of a file, once it is one of this account.
async fn read(
    tx: &mut Tx,
    file: &BankFile,
    account: &BankAccount,
    columns: Option<&Columns>,
) -> Result<Vec<Statement>, Problem> {
    let columns = columns.unwrap_or(&account.columns);
    let source = files::read(tx, file.id).await?;
    let mut bytes = Vec::new();
    source.reader().read_to_end(&mut bytes).map_err(Problem::internal)?;
    let text = statement::decode(&bytes, columns.eight_bit())?;
    let statements = statement::read(&text, file.format, columns, account.currency)?;
    for statement in &statements {
        let own = plain(&account.number);
        // Some banks write the sort code in front and the currency behind.
        let said = statement.account.rsplit('/').next().map(plain).unwrap_or_default();
        let said = said.trim_end_matches(account.currency.code());
        let same = own.is_empty() || said.is_empty() || own.ends_with(said) || said.ends_with(&own);
        if !same {
            let problem = Problem::refused("bank_other_account");
            return Err(problem.fact("found", masked(said)).fact("wanted", masked(&own)));
        }
        if !statement.currency.is_empty() && statement.currency != account.currency.code() {
            let problem = Problem::refused("bank_statement_currency");
            return Err(problem
                .fact("found", &statement.currency)
                .fact("wanted", account.currency.code()));
        }
    }
    Ok(statements)
}

/// By which the same line in another file is known again.
fn fingerprints(lines: &[&Line]) -> Vec<[u8; 32]> {
    let mut seen: HashMap<[u8; 32], u32> = HashMap::new();
    let print = |line: &&Line| {
        let mut hasher = blake3::Hasher::new();
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = match line.bank_reference.trim() {
            "" => [folded(&line.description), folded(&line.counterparty)].join("\0"),
            reference => reference.to_owned(),
        };
        hasher.update(format!("{}\0{}\0{words}", line.date, line.amount).as_bytes());
        let base = *hasher.finalize().as_bytes();
        let times = seen.entry(base).or_default();
        *times += 1;
        hasher.update(&times.to_le_bytes());
        *hasher.finalize().as_bytes()
    };
    lines.iter().map(print).collect()
}

/// The statements of an account, the oldest first, each with the gap before it.
///
/// # Errors
/// 404, or when the database is away.
pub async fn statements(tx: &mut Tx, account: Uuid) -> Result<Vec<BankStatement>, Problem> {
    let account = account::find(tx, account).await?;
    let rows = store::files::statements(tx, account.id).await?;
    let mut found: Vec<BankStatement> =
        rows.into_iter().map(|row| row.complete(account.currency)).collect();
    gaps(&mut found);
    Ok(found)
}

/// Says where a statement does not begin with the balance that the one before ended with. Days
/// that two files share prove nothing.
fn gaps(statements: &mut [BankStatement]) {
    let mut last: Option<(Date, Money)> = None;
    for statement in statements {
        if let (Some((to, closing)), Some(opening)) = (last, statement.opening)
            && (statement.from > to || statement.opening == Some(closing))
        {
            statement.missing = opening.checked_sub(closing).ok().filter(|gap| !gap.is_zero());
        }
        if let Some(closing) = statement.closing {
            last = Some((statement.to, closing));
        }
    }
}
