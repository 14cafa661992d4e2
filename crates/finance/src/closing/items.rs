//! What customers owed and suppliers were owed on the opening day, invoice by invoice. They are
//! open items like those of any document: they age, are paid and are set off.

use std::collections::{HashMap, HashSet};

use base::{BoxFuture, Date, Money, Problem, Tx};
use platform::imports::{
    Effect, Example, ImportColumn, ImportRow, ImportRun, ImportSummary, RowProblem, RowReader,
    UndoSummary, effects, record_effects,
};
use serde_json::json;
use uuid::Uuid;

use super::opening::Opening;
use super::store::opening as store;
use crate::book_settings::settings;
use crate::facts::said;
use crate::ledger::{self, Posting, PostingLine};
use crate::open_items::{self, NewAllocation, NewOpenItem, OpenItem, Side};

/// The most rows of one list; a longer one is split.
const MOST_ROWS: usize = 2000;

/// What a party owed, or was owed, on the opening day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOpeningItem {
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name.
    pub party_name: String,
    /// The number of the invoice or bill.
    pub number: String,
    /// When it is to be paid.
    pub due_date: Date,
    /// What was open of it; below zero it is the other way round.
    pub amount: Money,
}

/// What a list of items came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenedItems {
    /// The entry; none when there was nothing to post.
    pub entry: Option<Uuid>,
    /// How many were opened.
    pub created: u32,
    /// How many stand open already, with the same amount.
    pub unchanged: u32,
    /// The places of those that stand open with another amount, which stays.
    pub differing: Vec<usize>,
}

/// Finds customers or suppliers by what a file says of them, a code or a name: their ids and
/// names, by that text in small letters. What could mean several is left out.
pub type FindParties =
    for<'a> fn(
        &'a mut Tx,
        &'a [String],
    ) -> BoxFuture<'a, Result<HashMap<String, (Uuid, String)>, Problem>>;

fn kind(side: Side) -> &'static str {
    match side {
        Side::Receivable => "opening_receivable",
        Side::Payable => "opening_payable",
    }
}

/// Opens what is not open yet: one entry against the account of opening balances, and an item a
/// row. An item is known by its party and number, so the same list twice changes nothing.
///
/// # Errors
/// `opening_no_day`, or as the ledger refuses.
pub async fn open_party_items(
    tx: &mut Tx,
    side: Side,
    new: &[NewOpeningItem],
) -> Result<OpenedItems, Problem> {
    let day = settings(tx).await?.opening_day;
    let day = day.ok_or_else(|| Problem::refused("opening_no_day"))?;
    store::hold(tx).await?;
    let parties: Vec<Uuid> = new.iter().map(|item| item.party_id).collect();
    let standing = store::items(tx, kind(side), &parties).await?;
    let mut opened = OpenedItems::default();
    let mut fresh: Vec<&NewOpeningItem> = Vec::new();
    for (i, item) in new.iter().enumerate() {
        match standing.get(&(item.party_id, item.number.clone())) {
            Some(amount) if *amount == signed(side, item) => opened.unchanged += 1,
            Some(_) => opened.differing.push(i),
            None => fresh.push(item),
        }
    }
    if fresh.is_empty() {
        return Ok(opened);
    }
    let sum: i64 = fresh.iter().map(|item| signed(side, item)).sum();
    let line = |item: &&NewOpeningItem| {
        PostingLine::debit(side.name(), signed(side, item))
            .party(item.party_id)
            .due(item.due_date)
            .memo(&item.number)
    };
    let mut lines: Vec<PostingLine> = fresh.iter().map(line).collect();
    lines.push(PostingLine::credit("opening", sum));
    let id = tx.new_id::<Opening>().uuid();
    let posting = Posting::new(side.module(), day, kind(side), id, day.to_string(), lines);
    let entry = ledger::post(tx, posting).await?;
    let item = |item: &&NewOpeningItem| NewOpenItem {
        side,
        role: side.name(),
        party_id: item.party_id,
        party_name: item.party_name.clone(),
        document_type: kind(side),
        document_id: id,
        number: item.number.clone(),
        date: day,
        due_date: item.due_date,
        amount: Money::new(signed(side, item), item.amount.currency),
        base: signed(side, item),
        entry_id: entry.entry_id,
    };
    open_items::open_all(tx, &fresh.iter().map(item).collect::<Vec<_>>()).await?;
    opened.created = u32::try_from(fresh.len()).unwrap_or(u32::MAX);
    opened.entry = Some(entry.entry_id);
    let facts = json!({"number": entry.number, "amount": said(tx, sum)});
    tx.audit("closing.open_items", "entry", entry.entry_id, facts);
    Ok(opened)
}

/// The amount as the ledger has it: what the party owes us is a debit.
fn signed(side: Side, item: &NewOpeningItem) -> i64 {
    item.amount.minor.saturating_mul(side.sign())
}

/// The columns of a list of open items; the labels are those of the side.
pub const ITEM_COLUMNS: &[ImportColumn] = &[
    ImportColumn {
        key: "party",
        label: "closing-column-party",
        required: true,
        aliases: &["customer", "supplier", "customer code", "supplier code", "name"],
    },
    ImportColumn {
        key: "number",
        label: "closing-column-number",
        required: true,
        aliases: &["invoice", "invoice number", "bill", "bill number", "document"],
    },
    ImportColumn {
        key: "due",
        label: "closing-column-due",
        required: true,
        aliases: &["due date", "due on"],
    },
    ImportColumn {
        key: "amount",
        label: "closing-column-amount",
        required: true,
        aliases: &["open", "open amount", "balance", "outstanding"],
    },
];

/// Takes a list of open items in: for the importers of the storeys that know the parties.
///
/// # Errors
/// As [`open_party_items`]; rows that cannot be are reported and left out.
pub async fn import_items(
    tx: &mut Tx,
    rows: &mut RowReader,
    run: &ImportRun,
    side: Side,
    parties: FindParties,
) -> Result<ImportSummary, Problem> {
    let mut summary = ImportSummary::default();
    let mut read = Vec::new();
    while let Some(row) = rows.next_row()? {
        if read.len() >= MOST_ROWS {
            return Err(Problem::refused("opening_too_long").fact("most", MOST_ROWS));
        }
        read.push(row);
    }
    let texts: Vec<String> = read.iter().map(|row| row.get("party").to_lowercase()).collect();
    let known = parties(tx, &texts).await?;
    let (mut items, mut from, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for row in &read {
        match item_of(tx, row, &known) {
            Ok(item) if !seen.insert((item.party_id, item.number.clone())) => {
                summary.errors.push(row.problem("number", "opening_number_twice"));
            }
            Ok(item) => {
                items.push(item);
                from.push(row);
            }
            Err(wrong) => summary.errors.push(wrong),
        }
    }
    let opened = open_party_items(tx, side, &items).await?;
    summary.errors.extend(
        opened.differing.iter().map(|i| from[*i].problem("amount", "opening_item_differs")),
    );
    (summary.created, summary.unchanged) = (opened.created, opened.unchanged);
    for item in items.iter().take(20) {
        let name = format!("{} · {}", item.party_name, item.number);
        let detail = said(tx, item.amount.minor);
        summary.examples.push(Example { created: true, name, detail });
    }
    if let Some(entry) = opened.entry.filter(|_| !run.is_preview) {
        let effect = Effect { entity: "entry", entity_id: entry, before: None, after_version: 1 };
        record_effects(tx, run.import_id, &[effect]).await?;
    }
    Ok(summary)
}

fn item_of(
    tx: &Tx,
    row: &ImportRow,
    known: &HashMap<String, (Uuid, String)>,
) -> Result<NewOpeningItem, RowProblem> {
    let number = row.some("number").ok_or_else(|| row.problem("number", "required"))?;
    let party = row.some("party").ok_or_else(|| row.problem("party", "required"))?;
    let party = known.get(&party.to_lowercase());
    let (party_id, party_name) = party.cloned().ok_or_else(|| row.problem("party", "unknown"))?;
    let due = base::digits::to_ascii(row.get("due")).parse();
    let amount = Money::parse_local(row.get("amount"), tx.currency());
    let amount = amount.map_err(|_| row.problem("amount", "not_a_number"))?;
    if amount.is_zero() {
        return Err(row.problem("amount", "not_positive"));
    }
    Ok(NewOpeningItem {
        party_id,
        party_name,
        number: number.chars().take(60).collect(),
        due_date: due.map_err(|_| row.problem("due", "not_a_date"))?,
        amount,
    })
}

/// Takes an import of open items back: those that nothing was set off against are reversed by
/// one entry and set off against it, the others stay.
///
/// # Errors
/// As the ledger refuses, when the month of the opening day is closed.
pub async fn undo_items(tx: &mut Tx, import: Uuid, side: Side) -> Result<UndoSummary, Problem> {
    let mut done = UndoSummary::default();
    for effect in effects(tx, import, "entry", None, 10).await? {
        if store::is_reversed(tx, effect.entity_id).await? {
            continue;
        }
        let entry = ledger::entry(tx, effect.entity_id).await?;
        let ids = store::item_ids(tx, entry.id).await?;
        let items = open_items::find_all(tx, &ids).await?;
        let (whole, touched): (Vec<OpenItem>, Vec<OpenItem>) =
            items.into_iter().partition(|item| item.open == item.amount);
        let count = |items: &[OpenItem]| u32::try_from(items.len()).unwrap_or(u32::MAX);
        done.kept += count(&touched);
        done.undone += count(&whole);
        if !whole.is_empty() {
            take_back(tx, side, &entry, &whole).await?;
        }
    }
    Ok(done)
}

async fn take_back(
    tx: &mut Tx,
    side: Side,
    entry: &ledger::Entry,
    items: &[OpenItem],
) -> Result<(), Problem> {
    let line = |item: &OpenItem| {
        PostingLine::debit(side.name(), item.base.saturating_neg())
            .party(item.party_id)
            .due(item.due_date)
            .memo(&item.number)
    };
    let mut lines: Vec<PostingLine> = items.iter().map(line).collect();
    lines.push(PostingLine::debit("opening", items.iter().map(|item| item.base).sum()));
    let id = tx.new_id::<Opening>().uuid();
    let memo = entry.number.clone();
    let mut posting = Posting::new(side.module(), entry.date, kind(side), id, memo, lines);
    posting.reverses = Some(entry.id);
    let back = ledger::post(tx, posting).await?;
    let counter = |item: &OpenItem| NewOpenItem {
        side,
        role: side.name(),
        party_id: item.party_id,
        party_name: item.party_name.clone(),
        document_type: "opening_taken_back",
        document_id: id,
        number: item.number.clone(),
        date: entry.date,
        due_date: item.due_date,
        amount: Money::new(item.amount.minor.saturating_neg(), item.amount.currency),
        base: item.base.saturating_neg(),
        entry_id: back.entry_id,
    };
    let counters: Vec<NewOpenItem> = items.iter().map(counter).collect();
    let counters = open_items::open_all(tx, &counters).await?;
    let pair = |(item, counter): (&OpenItem, Uuid)| {
        let (debit_item, credit_item) =
            if item.is_debit() { (item.id, counter) } else { (counter, item.id) };
        let amount = Money::new(item.amount.minor.saturating_abs(), item.amount.currency);
        NewAllocation { debit_item, credit_item, amount, date: entry.date }
    };
    let pairs = items.iter().zip(counters).map(pair).collect();
    open_items::allocate(tx, pairs).await?;
    tx.audit("closing.take_back_opening", "entry", entry.id, json!({"number": back.number}));
    Ok(())
}
