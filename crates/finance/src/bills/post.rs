//! Posting a bill that waits, or rejecting it.

use base::{Currency, Money, Problem, Quantity, Tx};
use serde_json::json;
use uuid::Uuid;

use super::bill::{Bill, BillKind, BillLine, BillState};
use super::store;
use crate::currencies;
use crate::ledger::{self, AccountRef, Module, Posting, PostingLine};
use crate::open_items::{self, NewOpenItem, Side};
use crate::{numbers, tax};

/// What a line of goods clears of its receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClearedLine {
    /// The line of the bill.
    pub n: i32,
    /// How much of the receipt, and what that had been received at.
    pub part: ClearedPart,
}

/// What is cleared of a receipt, in minor units of the company's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClearedPart {
    /// How much.
    pub quantity: Quantity,
    /// What that had been received at.
    pub value: i64,
    /// What the bill is above that because the rate of its currency changed since.
    pub exchange: i64,
}

/// Posts a bill that waits and that the caller has locked: number and entry in this transaction.
/// Dr goods received not billed with what the goods were billed at, Dr the accounts of the other
/// lines, Dr input tax, Cr accounts payable. What goods were billed at above or below what they
/// were received at, the caller revalues from the account of goods received; what only the
/// exchange rate did since then is a gain or loss here.
///
/// # Errors
/// 409 when it does not wait, a closed period, what the ledger refuses.
pub async fn post(
    tx: &mut Tx,
    mut bill: Bill,
    cleared: &[ClearedLine],
    decision: &str,
) -> Result<Bill, Problem> {
    if bill.state != BillState::Waiting {
        return Err(Problem::conflict("bill_not_waiting"));
    }
    for line in &mut bill.lines {
        if let Some(cleared) = cleared.iter().find(|cleared| cleared.n == line.n) {
            line.cleared_quantity = cleared.part.quantity;
            line.cleared_value.minor = cleared.part.value;
            line.cleared_exchange.minor = cleared.part.exchange;
        }
    }
    let number = numbers::next(tx, "BILL", bill.bill_date).await?;
    bill.entry_id = entry(tx, &bill, &number).await?;
    bill.state = BillState::Posted;
    bill.number = Some(number);
    decided(tx, &mut bill, decision);
    store::save(tx, &bill).await?;
    open_item(tx, &bill).await?;
    let facts = json!({"number": bill.number, "gross": bill.said_gross()});
    tx.audit("bills.post", "bill", bill.id, facts);
    tx.record("bills.posted", bill.id, json!({"bill_id": bill.id}));
    Ok(bill)
}

/// Rejects a bill that waits; it never was in the books.
///
/// # Errors
/// 409 when it does not wait.
pub async fn reject(tx: &mut Tx, bill: Bill, reason: &str) -> Result<Bill, Problem> {
    end(tx, bill, reason, "bills.reject").await
}

/// Takes one's own bill back while it waits: it was wrongly typed, and is entered anew.
///
/// # Errors
/// 409 when it does not wait, 422 `bill_of_another` when somebody else entered it.
pub async fn withdraw(tx: &mut Tx, bill: Bill, reason: &str) -> Result<Bill, Problem> {
    if !bill.is_of(tx.actor().user_id()) {
        return Err(Problem::refused("bill_of_another"));
    }
    end(tx, bill, reason, "bills.withdraw").await
}

async fn end(
    tx: &mut Tx,
    mut bill: Bill,
    reason: &str,
    how: &'static str,
) -> Result<Bill, Problem> {
    if bill.state != BillState::Waiting {
        return Err(Problem::conflict("bill_not_waiting"));
    }
    bill.state = BillState::Rejected;
    decided(tx, &mut bill, reason);
    store::save(tx, &bill).await?;
    tx.audit(how, "bill", bill.id, json!({"reason": reason}));
    tx.record("bills.rejected", bill.id, json!({"bill_id": bill.id}));
    Ok(bill)
}

pub(super) fn decided(tx: &Tx, bill: &mut Bill, decision: &str) {
    decision.trim().clone_into(&mut bill.decision);
    bill.decided_by = tx.actor().user_id();
    bill.decided_at = Some(tx.now());
    bill.version += 1;
}

/// Writes the entry of a bill, or of a debit note the other way round; none for one of nothing.
pub(super) async fn entry(tx: &mut Tx, bill: &Bill, number: &str) -> Result<Option<Uuid>, Problem> {
    let sign = match bill.kind {
        BillKind::Bill => 1,
        BillKind::DebitNote => -1,
    };
    let own = tx.currency();
    let mut lines: Vec<PostingLine> = Vec::new();
    for line in &bill.lines {
        add(&mut lines, line, sign, own);
    }
    lines.extend(exchanged(bill, sign));
    let ids: Vec<Uuid> = bill.taxes.iter().map(|group| group.tax_code_id).collect();
    let taxations = tax::taxations(tx, &ids, bill.bill_date).await?;
    for group in &bill.taxes {
        let taxation = tax::of_code(&taxations, group.tax_code_id)?;
        let of = |net: Money, tax: Money| {
            taxation.purchase((0, sign * net.minor), (0, sign * tax.minor))
        };
        let theirs = of(group.net, group.tax)?;
        let ours = of(group.net_base, group.tax_base)?;
        lines.extend(currencies::beside(ours, &theirs, bill.gross.currency, own));
    }
    let owed = PostingLine::credit("payable", sign * bill.gross_base.minor);
    let owed = owed.foreign(bill.gross.currency, -sign * bill.gross.minor, own);
    lines.push(owed.party(bill.supplier_id).due(bill.due_date));
    if lines.iter().filter(|line| line.amount != 0).count() < 2 {
        return Ok(None);
    }
    let (kind, date) = (bill.kind.name(), bill.bill_date);
    let memo = match bill.supplier_number.as_str() {
        "" => number.to_owned(),
        theirs => format!("{number} · {theirs}"),
    };
    let posting = Posting::new(Module::Purchases, date, kind, bill.id, memo, lines);
    Ok(Some(ledger::post(tx, posting).await?.entry_id))
}

/// Opens what the document asks of us, or gives back; nothing for a document of nothing.
pub(super) async fn open_item(tx: &mut Tx, bill: &Bill) -> Result<Option<Uuid>, Problem> {
    let Some(entry_id) = bill.entry_id.filter(|_| !bill.gross.is_zero()) else { return Ok(None) };
    let sign = match bill.kind {
        BillKind::Bill => -1,
        BillKind::DebitNote => 1,
    };
    let new = NewOpenItem {
        side: Side::Payable,
        role: "payable",
        party_id: bill.supplier_id,
        party_name: bill.supplier.name.clone(),
        document_type: bill.kind.name(),
        document_id: bill.id,
        number: bill.number.clone().unwrap_or_default(),
        date: bill.bill_date,
        due_date: bill.due_date,
        amount: Money::new(sign * bill.gross.minor, bill.gross.currency),
        base: sign * bill.gross_base.minor,
        entry_id,
    };
    open_items::open(tx, new).await.map(Some)
}

/// What the exchange rate did between receipt and bill, out of the account of goods received. It
/// has no tax code: the tax office counts what was billed.
fn exchanged(bill: &Bill, sign: i64) -> Vec<PostingLine> {
    let sum = |wanted: i64| -> i64 {
        let of_sign = |minor: &i64| minor.signum() == wanted;
        bill.lines.iter().map(|line| line.cleared_exchange.minor).filter(of_sign).sum()
    };
    let both = [("exchange_loss", sum(1)), ("exchange_gain", sum(-1))];
    let lines = |(account, amount): (&'static str, i64)| {
        [PostingLine::debit(account, sign * amount), PostingLine::credit("grni", sign * amount)]
    };
    both.into_iter().filter(|(_, amount)| *amount != 0).flat_map(lines).collect()
}

/// Adds a line to those of its account, tax code and dimensions, so that an entry stays short.
fn add(lines: &mut Vec<PostingLine>, line: &BillLine, sign: i64, own: Currency) {
    let account = line.account_id.map_or(AccountRef::Role("grni"), AccountRef::Id);
    let (amount, theirs) = (sign * line.net_base.minor, sign * line.net.minor);
    let same = lines.iter_mut().find(|other| {
        other.account == account
            && other.tax_code_id == Some(line.tax_code_id)
            && other.cost_centre_id == line.cost_centre_id
            && other.project_id == line.project_id
    });
    match same {
        Some(other) => {
            other.amount += amount;
            if let Some(foreign) = &mut other.foreign {
                foreign.minor += theirs;
            }
        }
        None => lines.push(
            PostingLine::debit(account, amount)
                .foreign(line.net.currency, theirs, own)
                .tax_code(line.tax_code_id)
                .dimensions(line.cost_centre_id, line.project_id),
        ),
    }
}
