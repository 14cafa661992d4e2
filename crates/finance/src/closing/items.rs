//! What customers owed and suppliers were owed on the opening day, document by document. They are
//! open items like those of any document: they age, are paid and are set off. There is one verb;
//! a list, the API and whatever else brings them in calls it.

use std::collections::{BTreeMap, BTreeSet};

use base::{Currency, Date, Money, Problem, Tx};
use platform::imports::{UndoSummary, effects};
use serde_json::json;
use uuid::Uuid;

use super::opening::Opening;
use super::store::opening as store;
use crate::book_settings::settings;
use crate::currencies::{self, ExchangeRate};
use crate::facts::said;
use crate::ledger::{self, Posting, PostingLine};
use crate::open_items::{self, NewAllocation, NewOpenItem, OpenItem, Side};

/// What a party owed, or was owed, on the opening day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningItem {
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name.
    pub party_name: String,
    /// The number of the invoice or bill.
    pub number: String,
    /// When it is to be paid.
    pub due_date: Date,
    /// What was open of it, in its currency; above zero the party owes us, below we owe it.
    pub amount: Money,
    /// What that stood for in the old books, in minor units of the company's currency; by the
    /// rate of the opening day when not said.
    pub base: Option<i64>,
}

/// What a list of items came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenedItems {
    /// The entry; none when there was nothing to post.
    pub entry: Option<Uuid>,
    /// The items of the list: those that were opened, and those that stood open already.
    pub items: Vec<Uuid>,
    /// How many were opened.
    pub created: u32,
    /// How many stand open already, with the same amount.
    pub unchanged: u32,
    /// The places of those that stand open with another amount, which stays.
    pub differing: Vec<usize>,
}

fn kind(side: Side) -> &'static str {
    match side {
        Side::Receivable => "opening_receivable",
        Side::Payable => "opening_payable",
    }
}

/// The opening day of the settings.
///
/// # Errors
/// `opening_no_day` when nobody has chosen one.
pub async fn opening_day(tx: &mut Tx) -> Result<Date, Problem> {
    let day = settings(tx).await?.opening_day;
    day.ok_or_else(|| Problem::refused("opening_no_day"))
}

/// Opens what is not open yet: one entry against the account of opening balances, and an item a
/// row. An item is known by its party and number, so the same list twice changes nothing.
///
/// # Errors
/// `no_exchange_rate` of the day; 422 for what contradicts itself; and as the ledger refuses.
pub async fn open_party_items(
    tx: &mut Tx,
    side: Side,
    day: Date,
    new: &[OpeningItem],
) -> Result<OpenedItems, Problem> {
    store::hold(tx).await?;
    let parties: Vec<Uuid> = new.iter().map(|item| item.party_id).collect();
    let standing = store::items(tx, kind(side), &parties).await?;
    let mut opened = OpenedItems::default();
    let mut fresh: Vec<(usize, &OpeningItem)> = Vec::new();
    for (i, item) in new.iter().enumerate() {
        match standing.get(&(item.party_id, item.number.clone())) {
            Some(open) if open.is(item) => {
                opened.unchanged += 1;
                opened.items.push(open.id);
            }
            Some(_) => opened.differing.push(i),
            None => fresh.push((i, item)),
        }
    }
    if fresh.is_empty() {
        return Ok(opened);
    }
    let worth = worth(tx, day, &fresh).await?;
    let own = tx.currency();
    let line = |((_, item), base): (&(usize, &OpeningItem), &i64)| {
        PostingLine::debit(side.name(), *base)
            .party(item.party_id)
            .due(item.due_date)
            .memo(&item.number)
            .foreign(item.amount.currency, item.amount.minor, own)
    };
    let mut lines: Vec<PostingLine> = fresh.iter().zip(&worth).map(line).collect();
    let sum = sum(&worth)?;
    lines.push(PostingLine::credit("opening", sum));
    let id = tx.new_id::<Opening>().uuid();
    let posting = Posting::new(side.module(), day, kind(side), id, day.to_string(), lines);
    let entry = ledger::post(tx, posting).await?;
    let item = |((_, item), base): (&(usize, &OpeningItem), &i64)| NewOpenItem {
        side,
        role: side.name(),
        party_id: item.party_id,
        party_name: item.party_name.clone(),
        document_type: kind(side),
        document_id: id,
        number: item.number.clone(),
        date: day,
        due_date: item.due_date,
        amount: item.amount,
        base: *base,
        entry_id: entry.entry_id,
    };
    let items: Vec<NewOpenItem> = fresh.iter().zip(&worth).map(item).collect();
    opened.items.extend(open_items::open_all(tx, &items).await?);
    opened.created = u32::try_from(fresh.len()).unwrap_or(u32::MAX);
    opened.entry = Some(entry.entry_id);
    let facts = json!({"number": entry.number, "amount": said(tx, sum)});
    tx.audit("closing.open_items", "entry", entry.entry_id, facts);
    Ok(opened)
}

fn sum(amounts: &[i64]) -> Result<i64, Problem> {
    let sum = amounts.iter().try_fold(0_i64, |sum, amount| sum.checked_add(*amount));
    sum.ok_or_else(|| Problem::invalid().field("items", "amount_too_large"))
}

/// What each is worth in the company's currency: as was said, else by the rate of the day.
async fn worth(tx: &mut Tx, day: Date, new: &[(usize, &OpeningItem)]) -> Result<Vec<i64>, Problem> {
    let own = tx.currency();
    let asked = new.iter().filter(|(_, item)| item.base.is_none());
    let asked: BTreeSet<Currency> = asked.map(|(_, item)| item.amount.currency).collect();
    // One question a currency, of which a company has a handful.
    let mut rates: BTreeMap<Currency, ExchangeRate> = BTreeMap::new();
    for currency in asked {
        rates.insert(currency, currencies::rate(tx, currency, day).await?);
    }
    let mut worth = Vec::with_capacity(new.len());
    for (i, item) in new {
        let base = match (item.base, rates.get(&item.amount.currency)) {
            (Some(base), _) => base,
            (None, Some(rate)) => rate.to_base(item.amount)?,
            (None, None) => item.amount.minor,
        };
        if !agree(item.amount, base, own) {
            let facts: [(&'static str, &dyn std::fmt::Display); 1] = [("currency", &own)];
            let path = format!("items[{i}].base");
            return Err(Problem::invalid().field_with(path, "opening_worth", &facts));
        }
        worth.push(base);
    }
    Ok(worth)
}

/// Whether an amount can stand for so much in the company's currency.
pub(super) fn agree(amount: Money, base: i64, own: Currency) -> bool {
    let same = amount.currency != own || base == amount.minor;
    same && base.signum() == amount.minor.signum()
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
    let own = tx.currency();
    let line = |item: &OpenItem| {
        PostingLine::debit(side.name(), item.base.saturating_neg())
            .party(item.party_id)
            .due(item.due_date)
            .memo(&item.number)
            .foreign(item.amount.currency, item.amount.minor.saturating_neg(), own)
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
