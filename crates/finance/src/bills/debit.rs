//! Debit notes: a posted bill taken back, wholly or by line and amount.
//!
//! Tax follows the net cumulatively: after so much of a line's net, exactly that share of its tax
//! (rounded once) has been taken back, whatever the number of notes.

use std::collections::HashMap;

use base::round::{self, Rounding};
use base::{Date, Money, Problem, Quantity, Tx};
use serde_json::json;
use uuid::Uuid;

use super::bill::{Bill, BillKind, BillLine, BillState, BillTax};
use super::post::{ClearedPart, decided, entry, open_item};
use super::store;
use crate::numbers;
use crate::open_items::{self, NewAllocation};

/// A debit note about to be posted.
#[derive(Debug, Clone)]
pub struct NewDebit {
    /// Its id, if the caller chose one.
    pub id: Option<Uuid>,
    /// Its day, not before the bill.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// What is taken back, in the order of the lines.
    pub lines: Vec<Debited>,
}

/// What is taken back of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Debited {
    /// The line of the bill.
    pub n: i32,
    /// How much of it went back; the whole quantity when only the price is corrected.
    pub quantity: Quantity,
    /// Without tax, in minor units, above zero.
    pub net: i64,
    /// What of a receipt is to be billed again.
    pub uncleared: ClearedPart,
}

/// What debit notes took back of a line, in minor units: in the bill's currency and in the
/// company's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// Without tax, in the company's currency.
    pub net_base: i64,
    /// The tax in the company's currency.
    pub tax_base: i64,
}

/// What was taken back of the lines of a bill so far, by line.
///
/// # Errors
/// When the database is away.
pub async fn debited(tx: &mut Tx, bill: Uuid) -> Result<HashMap<i32, Taken>, Problem> {
    store::debited(tx, bill).await
}

/// Posts a debit note for a posted bill that the caller has locked: what the bill posted, the
/// other way round.
///
/// # Errors
/// 409 when the bill is none that was posted, 422 when more is taken back than is left, a closed
/// period, what the ledger refuses.
pub async fn debit(tx: &mut Tx, bill: &Bill, new: NewDebit) -> Result<Bill, Problem> {
    check(tx, bill, &new)?;
    let before = debited(tx, bill.id).await?;
    let lines = lines_of(bill, &new.lines, &before)?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Bill>().uuid());
    let number = numbers::next(tx, "DBN", new.date).await?;
    let money = |minor: i64| Money::new(minor, bill.gross.currency);
    let sum = |of: fn(&BillLine) -> Money| lines.iter().map(|line| of(line).minor).sum::<i64>();
    let (net, tax) = (sum(|line| line.net), sum(|line| line.tax));
    let ours = |minor: i64| Money::new(minor, bill.gross_base.currency);
    let (net_base, tax_base) = (sum(|line| line.net_base), sum(|line| line.tax_base));
    if net_base + tax_base == 0 && net + tax != 0 {
        return Err(Problem::refused("amount_below_coin").fact("currency", tx.currency()));
    }
    let mut note = Bill {
        id,
        kind: BillKind::DebitNote,
        state: BillState::Posted,
        number: Some(number.clone()),
        original_id: Some(bill.id),
        original_number: bill.number.clone(),
        supplier_number: String::new(),
        bill_date: new.date,
        due_date: new.date,
        note: String::new(),
        reason: new.reason.trim().to_owned(),
        another_reason: String::new(),
        differences: Vec::new(),
        file_id: None,
        net: money(net),
        tax: money(tax),
        gross: money(net + tax),
        net_base: ours(net_base),
        tax_base: ours(tax_base),
        gross_base: ours(net_base + tax_base),
        entry_id: None,
        version: 0,
        created_by: tx.actor().user_id(),
        created_at: tx.now(),
        taxes: taxes_of(bill, &lines),
        lines,
        ..bill.clone()
    };
    decided(tx, &mut note, "");
    note.entry_id = entry(tx, &note, &number).await?;
    store::insert(tx, &note, "", None).await?;
    set_off(tx, bill, &note).await?;
    let facts = json!({"number": note.number, "original": bill.number,
        "gross": note.said_gross(), "reason": note.reason});
    tx.audit("bills.debit", "bill", bill.id, facts.clone());
    tx.audit("bills.debit", "bill", note.id, facts);
    let payload = json!({"bill_id": bill.id, "debit_note_id": note.id});
    tx.record("bills.debited", bill.id, payload);
    Ok(note)
}

/// Sets the note off against what is open of its bill.
async fn set_off(tx: &mut Tx, bill: &Bill, note: &Bill) -> Result<(), Problem> {
    let Some(debit_item) = open_item(tx, note).await? else { return Ok(()) };
    let items = open_items::of_document(tx, BillKind::Bill.name(), bill.id).await?;
    let Some(credit) = items.first().filter(|item| !item.is_debit()) else { return Ok(()) };
    let minor = note.gross.minor.min(-credit.open.minor);
    if minor <= 0 {
        return Ok(());
    }
    let amount = Money::new(minor, note.gross.currency);
    let (credit_item, date) = (credit.id, note.bill_date);
    open_items::allocate(tx, vec![NewAllocation { debit_item, credit_item, amount, date }]).await
}

fn check(tx: &Tx, bill: &Bill, new: &NewDebit) -> Result<(), Problem> {
    if bill.kind != BillKind::Bill || bill.state != BillState::Posted {
        return Err(Problem::conflict("bill_not_posted"));
    }
    if new.lines.is_empty() {
        return Err(Problem::conflict("nothing_left_to_debit"));
    }
    let mut problem = Problem::invalid();
    if new.reason.trim().is_empty() {
        problem = problem.field("reason", "required");
    }
    if new.reason.chars().count() > 500 {
        problem = problem.field_with("reason", "too_long", &[("most", &500)]);
    }
    if new.date > tx.today() {
        problem = problem.field("date", "date_in_future");
    }
    if new.date < bill.bill_date {
        problem = problem.field("date", "before_the_bill");
    }
    problem.or_ok()
}

fn lines_of(
    bill: &Bill,
    wanted: &[Debited],
    before: &HashMap<i32, Taken>,
) -> Result<Vec<BillLine>, Problem> {
    let mut lines: Vec<BillLine> = Vec::with_capacity(wanted.len());
    let mut problem = Problem::invalid();
    for (i, want) in wanted.iter().enumerate() {
        let Some(line) = bill.lines.iter().find(|line| line.n == want.n) else {
            problem = problem.field(format!("lines[{i}].n"), "unknown");
            continue;
        };
        if lines.iter().any(|other| other.original_line == Some(want.n)) {
            problem = problem.field(format!("lines[{i}].n"), "line_named_twice");
            continue;
        }
        let taken = before.get(&want.n).copied().unwrap_or_default();
        let left = Money::new(line.net.minor - taken.net, line.net.currency);
        // A rebate's line is below zero, and so is what can be taken back of it.
        let fits = want.net != 0
            && want.net.signum() == left.minor.signum()
            && want.net.abs() <= left.minor.abs();
        if !fits {
            let left = left.to_decimal_string();
            problem = problem.field_with(
                format!("lines[{i}].net"),
                "debit_above_left",
                &[("left", &left)],
            );
            continue;
        }
        lines.push(back(line, lines.len(), *want, taken));
    }
    problem.or_ok().map(|()| lines)
}

/// The part of a line that is taken back, after so much was.
fn back(line: &BillLine, at: usize, want: Debited, taken: Taken) -> BillLine {
    let money = |minor: i64| Money::new(minor, line.net.currency);
    let ours = |minor: i64| Money::new(minor, line.net_base.currency);
    let share = |whole: Money, before: i64| {
        let product = i128::from(whole.minor) * i128::from(taken.net + want.net);
        let target = round::div(product, i128::from(line.net.minor), Rounding::HalfEven);
        i64::try_from(target).unwrap_or(whole.minor) - before
    };
    let tax = share(line.tax, taken.tax);
    BillLine {
        n: i32::try_from(at + 1).unwrap_or(i32::MAX),
        quantity: want.quantity,
        net: money(want.net),
        tax: money(tax),
        gross: money(want.net + tax),
        net_base: ours(share(line.net_base, taken.net_base)),
        tax_base: ours(share(line.tax_base, taken.tax_base)),
        original_line: Some(line.n),
        cleared_quantity: want.uncleared.quantity,
        cleared_value: ours(want.uncleared.value),
        cleared_exchange: ours(want.uncleared.exchange),
        ..line.clone()
    }
}

fn taxes_of(bill: &Bill, lines: &[BillLine]) -> Vec<BillTax> {
    let group = |tax: &BillTax| {
        let mine = lines.iter().filter(|line| line.tax_code_id == tax.tax_code_id);
        let mine: Vec<&BillLine> = mine.collect();
        let sum = |of: fn(&BillLine) -> Money| mine.iter().map(|line| of(line).minor).sum::<i64>();
        let money = |minor: i64| Money::new(minor, tax.net.currency);
        let ours = |minor: i64| Money::new(minor, tax.net_base.currency);
        (!mine.is_empty()).then(|| BillTax {
            net: money(sum(|line| line.net)),
            tax: money(sum(|line| line.tax)),
            net_base: ours(sum(|line| line.net_base)),
            tax_base: ours(sum(|line| line.tax_base)),
            ..tax.clone()
        })
    };
    bill.taxes.iter().filter_map(group).collect()
}
