//! The balances that the books begin with. Each part (accounts, receivables, payables, stock)
//! is posted against one account, which must come to nothing when everything is in.

use std::collections::HashMap;

use base::{Date, Money, Problem, Tx};
use platform::imports::{
    Effect, Example, ImportColumn, ImportRow, ImportRun, ImportSummary, Importer, RowProblem,
    RowReader, UndoSummary, effects, record_effects,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::opening as store;
use crate::book_settings::settings;
use crate::facts::said;
use crate::ledger::{self, Account, Control, Module, Posting, PostingLine};

/// How the opening balances stand.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Opening {
    /// The day on which they stand; none before it was chosen.
    pub day: Option<Date>,
    /// What is left on the account of opening balances: zero when everything is in.
    pub remaining: Money,
    /// The account.
    pub account_id: Uuid,
    /// Its code.
    pub account: String,
    /// What was posted against it, by the kind of document.
    pub rows: Vec<OpeningRow>,
}

/// What one kind of document posted against the account of opening balances.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OpeningRow {
    /// The kind of document.
    pub source_type: String,
    /// How many entries.
    pub entries: i64,
    /// What they brought in: assets less debts.
    pub amount: Money,
}

/// Opening balances of accounts about to be posted.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpening {
    /// What each account shall stand at.
    pub lines: Vec<OpeningLine>,
}

/// What an account shall stand at on the opening day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningLine {
    /// The account's code.
    pub account: String,
    /// The balance, if it is a debit.
    #[serde(default)]
    pub debit: Option<Money>,
    /// The balance, if it is a credit.
    #[serde(default)]
    pub credit: Option<Money>,
}

/// How the opening balances stand.
///
/// # Errors
/// When the database is away.
pub async fn opening(tx: &mut Tx) -> Result<Opening, Problem> {
    let day = settings(tx).await?.opening_day;
    let (account_id, account, remaining) = store::account(tx).await?;
    let currency = tx.currency();
    let rows = store::rows(tx).await?.into_iter().map(|(source_type, entries, amount)| {
        OpeningRow { source_type, entries, amount: Money::new(amount, currency) }
    });
    let remaining = Money::new(remaining, currency);
    Ok(Opening { day, remaining, account_id, account, rows: rows.collect() })
}

/// What a line of opening balances cannot be, by its place.
type Wrong = (usize, &'static str, &'static str, Vec<(&'static str, String)>);

/// The lines that can be, as account and balance, and what is wrong with the others.
struct Judged {
    good: Vec<(usize, Uuid, i64)>,
    wrong: Vec<Wrong>,
}

/// What may be opened by a list of accounts: not what is the sum of open items or stock.
fn judge(chart: &[Account], lines: &[(String, i64)]) -> Judged {
    let codes: HashMap<&str, &Account> = chart.iter().map(|a| (a.code.as_str(), a)).collect();
    let mut seen: HashMap<Uuid, usize> = HashMap::new();
    let mut judged = Judged { good: Vec::new(), wrong: Vec::new() };
    for (i, (code, amount)) in lines.iter().enumerate() {
        let fact = vec![("account", code.clone())];
        let Some(account) = codes.get(code.as_str()) else {
            judged.wrong.push((i, "account", "unknown_account", fact));
            continue;
        };
        let subledgers = [Control::Ar, Control::Ap, Control::Stock, Control::Biological];
        let controlled = subledgers.contains(&account.control);
        let code = match () {
            () if !account.active => "account_retired",
            () if controlled => "opening_controlled",
            () if account.role.as_deref() == Some("opening") => "opening_itself",
            () if seen.insert(account.id, i).is_some() => "opening_twice",
            () => {
                judged.good.push((i, account.id, *amount));
                continue;
            }
        };
        let mut facts = fact;
        if controlled {
            facts.push(("control", account.control.name().to_owned()));
        }
        judged.wrong.push((i, "account", code, facts));
    }
    judged
}

/// Brings accounts to the balances that they stood at on the opening day: one entry, for what
/// differs from what was opened before, so that the same list twice changes nothing.
///
/// # Errors
/// `opening_no_day`; 422 for each line that cannot be; and as the ledger refuses.
pub async fn open_accounts(tx: &mut Tx, new: NewOpening) -> Result<Opening, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::with_capacity(new.lines.len());
    for (i, line) in new.lines.iter().enumerate() {
        let minor = |money: Option<Money>| money.map_or(0, |money| money.minor);
        let other = |money: Option<Money>| money.is_some_and(|m| m.currency != tx.currency());
        if other(line.debit) || other(line.credit) {
            let currency = tx.currency();
            let path = format!("lines[{i}].debit");
            problem = problem.field_with(path, "other_currency", &[("currency", &currency)]);
        }
        let amount = minor(line.debit).saturating_sub(minor(line.credit));
        lines.push((line.account.trim().to_owned(), amount));
    }
    let chart = ledger::accounts(tx).await?;
    let judged = judge(&chart, &lines);
    for (i, field, code, facts) in &judged.wrong {
        let facts: Vec<(&'static str, &dyn std::fmt::Display)> =
            facts.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
        problem = problem.field_with(format!("lines[{i}].{field}"), code, &facts);
    }
    problem.or_ok()?;
    post(tx, &judged.good).await?;
    opening(tx).await
}

/// Posts what differs; the entry, and how many accounts were new, changed and as they were.
async fn post(tx: &mut Tx, wanted: &[(usize, Uuid, i64)]) -> Result<Posted, Problem> {
    let day = settings(tx).await?.opening_day;
    let day = day.ok_or_else(|| Problem::refused("opening_no_day"))?;
    store::hold(tx).await?;
    let ids: Vec<Uuid> = wanted.iter().map(|(_, id, _)| *id).collect();
    let before = store::opened(tx, &ids).await?;
    let mut posted = Posted::default();
    let (mut lines, mut sum) = (Vec::new(), 0_i64);
    for (_, id, amount) in wanted {
        let had = before.get(id).copied();
        let difference = amount.saturating_sub(had.unwrap_or(0));
        match (had, difference) {
            (_, 0) => posted.unchanged += 1,
            (None, _) => posted.created += 1,
            (Some(_), _) => posted.updated += 1,
        }
        if difference != 0 {
            lines.push(PostingLine::debit(*id, difference));
            sum = sum.saturating_add(difference);
        }
    }
    if lines.is_empty() {
        return Ok(posted);
    }
    lines.push(PostingLine::credit("opening", sum));
    let id = tx.new_id::<Opening>().uuid();
    let mut posting = Posting::new(Module::Ledger, day, "opening", id, "", lines);
    posting.memo = day.to_string();
    let entry = ledger::post(tx, posting).await?;
    let facts = json!({"number": entry.number, "amount": said(tx, sum)});
    tx.audit("closing.open_accounts", "entry", entry.entry_id, facts);
    posted.entry = Some(entry.entry_id);
    Ok(posted)
}

/// What posting a list came to.
#[derive(Debug, Default)]
struct Posted {
    entry: Option<Uuid>,
    created: u32,
    updated: u32,
    unchanged: u32,
}

const COLUMNS: &[ImportColumn] = &[
    ImportColumn::needed(
        "account",
        "closing-column-account",
        &["code", "account code", "account number", "no"],
    ),
    ImportColumn::needed("debit", "closing-column-debit", &["dr", "debit balance"]),
    ImportColumn::needed("credit", "closing-column-credit", &["cr", "credit balance"]),
];

/// The importer of the opening balances of accounts: a trial balance of the old books.
#[must_use]
pub fn importer() -> Importer {
    Importer {
        kind: "opening_accounts",
        label: "closing-import-accounts",
        permission: "journals.post",
        columns: COLUMNS,
        run: |tx, rows, run| Box::pin(import(tx, rows, run)),
        undo: |tx, import| Box::pin(undo(tx, import)),
    }
}

/// A trial balance is read whole; a chart has at most 2,000 accounts.
const MOST_ROWS: usize = 2000;

async fn import(
    tx: &mut Tx,
    rows: &mut RowReader,
    run: &ImportRun,
) -> Result<ImportSummary, Problem> {
    let mut summary = ImportSummary::default();
    let (mut lines, mut read) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next_row()? {
        match line_of(tx, &row) {
            Ok(Some(line)) => {
                lines.push(line);
                read.push(row);
            }
            Ok(None) => {}
            Err((field, code)) => summary.errors.push(wrong(&row, field, code, Vec::new())),
        }
        if lines.len() > MOST_ROWS {
            return Err(Problem::refused("chart_full").fact("most", MOST_ROWS));
        }
    }
    let chart = ledger::accounts(tx).await?;
    let judged = judge(&chart, &lines);
    for (i, field, code, facts) in judged.wrong {
        if let Some(row) = read.get(i) {
            summary.errors.push(wrong(row, field, code, facts));
        }
    }
    let posted = post(tx, &judged.good).await?;
    (summary.created, summary.updated) = (posted.created, posted.updated);
    summary.unchanged = posted.unchanged;
    for (i, id, amount) in judged.good.iter().take(20) {
        let account = chart.iter().find(|account| account.id == *id);
        let name = account.map(|a| a.name.get(tx.tenant().lang).to_owned()).unwrap_or_default();
        let detail = format!("{} · {}", lines[*i].0, said(tx, *amount));
        summary.examples.push(Example { created: true, name, detail });
    }
    if let Some(entry) = posted.entry.filter(|_| !run.is_preview) {
        let effect = Effect { entity: "entry", entity_id: entry, before: None, after_version: 1 };
        record_effects(tx, run.import_id, &[effect]).await?;
    }
    Ok(summary)
}

fn wrong(
    row: &ImportRow,
    field: &'static str,
    code: &'static str,
    facts: Vec<(&'static str, String)>,
) -> RowProblem {
    RowProblem { row: row.number, field, code, facts, cells: row.cells() }
}

/// The account and its balance; nothing for a row of nothing.
fn line_of(
    tx: &Tx,
    row: &ImportRow,
) -> Result<Option<(String, i64)>, (&'static str, &'static str)> {
    let amount = |field: &'static str| match row.some(field) {
        None => Ok(0),
        Some(text) => Money::parse_local(text, tx.currency())
            .map(|money| money.minor)
            .map_err(|_| (field, "not_a_number")),
    };
    let (debit, credit) = (amount("debit")?, amount("credit")?);
    let code = row.some("account").unwrap_or_default().trim().to_owned();
    if code.is_empty() {
        return if debit == 0 && credit == 0 { Ok(None) } else { Err(("account", "required")) };
    }
    Ok(Some((code, debit.saturating_sub(credit))))
}

/// Takes an import back: its entry is reversed, unless that was done already.
async fn undo(tx: &mut Tx, import: Uuid) -> Result<UndoSummary, Problem> {
    let mut done = UndoSummary::default();
    for effect in effects(tx, import, "entry", None, 10).await? {
        if store::is_reversed(tx, effect.entity_id).await? {
            done.kept += 1;
            continue;
        }
        let entry = ledger::entry(tx, effect.entity_id).await?;
        let line = |line: &ledger::EntryLine| {
            PostingLine::debit(line.account_id, line.credit.minor - line.debit.minor)
        };
        let lines = entry.lines.iter().map(line).collect();
        let memo = entry.number.clone();
        let source = entry.source_id;
        let mut posting = Posting::new(Module::Ledger, entry.date, "opening", source, memo, lines);
        posting.reverses = Some(entry.id);
        let back = ledger::post(tx, posting).await?;
        tx.audit("closing.take_back_opening", "entry", entry.id, json!({"number": back.number}));
        done.undone += 1;
    }
    Ok(done)
}
