//! Setting items off against each other, and taking that back.

use std::collections::{BTreeMap, HashMap};

use base::{Date, Money, Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::item::{OpenItem, Side};
use super::share::Open;
use super::store::{self, NewRow, Past};
use crate::ledger::{self, Posting, PostingLine};
use crate::{invoices, numbers, tax};

/// The most allocations that are made at once.
const MOST: usize = 2000;

/// A debit item and a credit item about to be set off against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAllocation {
    /// The item of which the party owes us.
    pub debit_item: Uuid,
    /// The item of which we owe the party.
    pub credit_item: Uuid,
    /// How much, above zero, in the currency of both items.
    pub amount: Money,
    /// The day that it counts for, not before either item's.
    pub date: Date,
}

/// Sets items off against each other, all or none: never more than is open of any. What the
/// exchange rate brought or cost is posted, and what was paid ahead moves to where it is owed.
///
/// # Errors
/// When more is set off than is open, the items are not of one party and currency, the period
/// is closed, or the database is away.
pub async fn allocate(tx: &mut Tx, all: Vec<NewAllocation>) -> Result<(), Problem> {
    if all.is_empty() {
        return Ok(());
    }
    if all.len() > MOST {
        return Err(Problem::refused("too_many_allocations").fact("most", MOST));
    }
    let items = hold(tx, all.iter().flat_map(|a| [a.debit_item, a.credit_item])).await?;
    let mut open: HashMap<Uuid, Open> =
        items.values().map(|item| (item.id, item.what_is_open())).collect();
    let mut rows = Vec::with_capacity(all.len());
    for new in &all {
        let (debit, credit) = (item(&items, new.debit_item)?, item(&items, new.credit_item)?);
        check(tx, new, debit, credit)?;
        let debit_base = taken(&mut open, debit, new.amount.minor)?;
        let credit_base = taken(&mut open, credit, new.amount.minor)?;
        rows.push(NewRow {
            id: tx.new_id::<NewAllocation>().uuid(),
            debit: debit.id,
            credit: credit.id,
            amount: new.amount.minor,
            debit_base,
            credit_base,
            date: new.date,
            reverses: None,
            entry_id: None,
        });
    }
    write(tx, &items, rows).await
}

/// Takes an allocation back: a second row with everything below zero, and its entry with it.
///
/// # Errors
/// 404 when there is none, 409 when it was taken back before, or the period of the day is
/// closed.
pub async fn undo(tx: &mut Tx, allocation: Uuid, date: Date) -> Result<(), Problem> {
    numbers::hold(tx).await?;
    let past = store::past(tx, allocation).await?.ok_or_else(Problem::not_found)?;
    if past.is_undone || past.amount < 0 {
        return Err(Problem::conflict("allocation_already_undone"));
    }
    if date < past.effective_date {
        return Err(Problem::invalid().field("date", "before_the_allocation"));
    }
    if date > tx.today() {
        return Err(Problem::invalid().field("date", "date_in_future"));
    }
    let items = hold(tx, [past.debit_item_id, past.credit_item_id]).await?;
    let row = back(tx, &past, date);
    let about = (item(&items, row.debit)?.clone(), item(&items, row.credit)?.clone());
    write(tx, &items, vec![row]).await?;
    let (debit, credit) = about;
    let amount = Money::new(past.amount, debit.amount.currency).to_decimal_string();
    let facts = json!({"debit": debit.number, "credit": credit.number, "amount": amount});
    tx.audit("open_items.undo", "open_item", debit.id, facts.clone());
    tx.audit("open_items.undo", "open_item", credit.id, facts);
    Ok(())
}

fn back(tx: &Tx, past: &Past, date: Date) -> NewRow {
    NewRow {
        id: tx.new_id::<NewAllocation>().uuid(),
        debit: past.debit_item_id,
        credit: past.credit_item_id,
        amount: -past.amount,
        debit_base: -past.debit_base,
        credit_base: -past.credit_base,
        date,
        reverses: Some(past.id),
        entry_id: None,
    }
}

type Items = HashMap<Uuid, OpenItem>;

/// The items, held until the commit: the ledger's head first, then they in the order of ids.
async fn hold(tx: &mut Tx, ids: impl IntoIterator<Item = Uuid>) -> Result<Items, Problem> {
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    numbers::hold(tx).await?;
    let held = store::hold(tx, &ids).await?;
    Ok(held.into_iter().map(|item| (item.id, item)).collect())
}

fn item(items: &Items, id: Uuid) -> Result<&OpenItem, Problem> {
    items.get(&id).ok_or_else(Problem::not_found)
}

fn check(tx: &Tx, new: &NewAllocation, debit: &OpenItem, credit: &OpenItem) -> Result<(), Problem> {
    let named =
        |code| Problem::refused(code).fact("debit", &debit.number).fact("credit", &credit.number);
    if !debit.is_debit() || credit.is_debit() {
        return Err(named("allocation_same_sign"));
    }
    if (debit.side, debit.party_id) != (credit.side, credit.party_id) {
        return Err(named("allocation_mixes_parties"));
    }
    let currency = debit.amount.currency;
    if credit.amount.currency != currency || new.amount.currency != currency {
        return Err(named("allocation_mixes_currencies"));
    }
    if new.date < debit.date.max(credit.date) {
        return Err(named("allocation_before_document").fact("date", new.date));
    }
    if new.date > tx.today() {
        return Err(Problem::invalid().field("date", "date_in_future"));
    }
    Ok(())
}

fn taken(open: &mut HashMap<Uuid, Open>, item: &OpenItem, amount: i64) -> Result<i64, Problem> {
    let left = open.get_mut(&item.id).ok_or_else(Problem::not_found)?;
    left.take(amount).ok_or_else(|| {
        let said = |minor| Money::new(minor, item.amount.currency).to_decimal_string();
        let problem = Problem::refused("allocation_exceeds_open").fact("number", &item.number);
        problem.fact("open", said(left.amount)).fact("wanted", said(amount))
    })
}

/// Posts what the rows bring about, writes them, and tells the documents.
async fn write(tx: &mut Tx, items: &Items, mut rows: Vec<NewRow>) -> Result<(), Problem> {
    let batch = tx.new_id::<OpenItem>().uuid();
    let mut groups: BTreeMap<(Side, Date), Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        groups.entry((item(items, row.debit)?.side, row.date)).or_default().push(at);
    }
    for ((side, date), members) in groups {
        let mut lines = Vec::new();
        for at in &members {
            let (debit, credit) = (item(items, rows[*at].debit)?, item(items, rows[*at].credit)?);
            lines.extend(effect(tx, &rows[*at], debit, credit));
        }
        if lines.iter().all(|line| line.amount == 0) {
            ledger::admit(tx, side.module(), date).await?;
            continue;
        }
        let memo = memo(items, members.iter().map(|at| &rows[*at]))?;
        let posting = Posting::new(side.module(), date, "allocation", batch, memo, lines);
        let entry = ledger::post(tx, posting).await?.entry_id;
        members.iter().for_each(|at| rows[*at].entry_id = Some(entry));
    }
    if !store::write(tx, batch, &rows).await? {
        return Err(Problem::conflict("allocation_already_undone"));
    }
    release_tax(tx, items, &rows).await?;
    tell(tx, items, &rows, batch).await
}

/// Tax on the cash basis moves on with what is settled of its document.
async fn release_tax(tx: &mut Tx, items: &Items, rows: &[NewRow]) -> Result<(), Problem> {
    let mut settled = Vec::with_capacity(rows.len() * 2);
    for row in rows {
        for id in [row.debit, row.credit] {
            let OpenItem { side, entry_id, .. } = *item(items, id)?;
            settled.push(tax::Settled { side, date: row.date, entry_id });
        }
    }
    tax::release(tx, &settled).await
}

/// What an allocation posts: each item leaves its account with what it is worth there, and the
/// exchange rate brought or cost the difference. On one account and at one rate that is nothing.
fn effect(tx: &Tx, row: &NewRow, debit: &OpenItem, credit: &OpenItem) -> Vec<PostingLine> {
    let (own, currency) = (tx.currency(), debit.amount.currency);
    let difference = row.credit_base - row.debit_base;
    // What is taken back leaves the account that it went to.
    let gained = (difference > 0) == (row.amount > 0);
    let exchange = if gained { "exchange_gain" } else { "exchange_loss" };
    let mut lines = vec![PostingLine::credit(exchange, difference)];
    let (from, to) = (credit.control_role(), debit.control_role());
    if from == to {
        lines.push(PostingLine::debit(to, difference).party(debit.party_id));
        return lines;
    }
    let leaves = PostingLine::debit(from, row.credit_base).party(credit.party_id);
    lines.push(leaves.foreign(currency, row.amount, own));
    let arrives = PostingLine::credit(to, row.debit_base).party(debit.party_id);
    lines.push(arrives.foreign(currency, -row.amount, own));
    lines
}

fn memo<'a>(items: &Items, rows: impl Iterator<Item = &'a NewRow>) -> Result<String, Problem> {
    let mut numbers: Vec<&str> = Vec::new();
    for row in rows {
        for id in [row.credit, row.debit] {
            let number = item(items, id)?.number.as_str();
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
    }
    let more = numbers.len() > 6;
    numbers.truncate(6);
    Ok(numbers.join(" · ") + if more { " …" } else { "" })
}

/// The documents that keep what is settled of them are brought up to date at once; others hear
/// of it.
async fn tell(tx: &mut Tx, items: &Items, rows: &[NewRow], batch: Uuid) -> Result<(), Problem> {
    let mut changed: BTreeMap<(&str, Uuid), i64> = BTreeMap::new();
    let mut told: BTreeMap<Uuid, &OpenItem> = BTreeMap::new();
    for row in rows {
        for id in [row.debit, row.credit] {
            let item = item(items, id)?;
            *changed.entry((&item.document_type, item.document_id)).or_default() += row.amount;
            told.insert(id, item);
        }
    }
    let of_invoices = |((kind, id), amount): (&(&str, Uuid), &i64)| {
        matches!(*kind, "invoice" | "credit_note" | "sales_debit_note").then_some((*id, *amount))
    };
    let settled: Vec<(Uuid, i64)> = changed.iter().filter_map(of_invoices).collect();
    invoices::follow(tx, &settled).await?;
    let about = |item: &&OpenItem| {
        json!({"item_id": item.id, "side": item.side, "party_id": item.party_id,
            "document_type": item.document_type, "document_id": item.document_id})
    };
    let payload = json!({"items": told.values().map(about).collect::<Vec<_>>()});
    tx.record("open_items.allocated", batch, payload);
    Ok(())
}
