//! Debit notes: a credit note that was a mistake is taken back whole. Neither document is changed:
//! the debit note says what the credit note said, posts its entry the other way round, and is set
//! off against it, so that the invoice is owed as before and can be credited anew.

use base::{Date, Problem, Tx, Writes};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::credit::{check_reason, draft, everything_left, summed};
use super::draft::Draft;
use super::post;
use super::store::{self, Held};
use super::{Invoice, Kind};
use crate::ledger::{self, Module, Posting};
use crate::numbers;
use crate::open_items::{self, NewAllocation};

/// A debit note about to be posted.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewCancellation {
    /// Its id, if the caller chose one.
    pub id: Option<Uuid>,
    /// Why; printed on the debit note.
    #[schema(required)]
    pub reason: String,
    /// Its day; today when not said.
    pub date: Option<Date>,
}

/// Takes a credit note back by a debit note. What the credit note was set off against of its own
/// invoice is open again.
///
/// # Errors
/// 409 when it is no credit note, was taken back before, or was refunded or set off against
/// something else; 422 for a missing reason or a day before it; a closed period.
pub async fn cancel(tx: &mut Tx, id: Uuid, new: NewCancellation) -> Result<Invoice, Problem> {
    let date = new.date.unwrap_or_else(|| tx.today());
    // The number holds the ledger's head, then the note is held, as for every other document.
    let number = numbers::next(tx, "CDN", date).await?;
    let held = store::hold(tx, id).await?;
    check(&held, &new.reason, date, tx.today())?;
    let note = super::find(tx, id).await?;
    if let Some(by) = &note.cancelled_by_number {
        return Err(Problem::conflict("credit_note_cancelled").fact("number", by));
    }
    let item = free(tx, &held, date).await?;
    let lines = store::creditable(tx, id).await?;
    let back: Vec<_> = (0..lines.len()).filter_map(|at| everything_left(&lines, at)).collect();
    let amounts = summed(&lines, &back, |part| (part.net, part.tax));
    let base = summed(&lines, &back, |part| (part.net_base, part.tax_base));
    let debit_id = new.id.unwrap_or_else(|| tx.new_id::<Invoice>().uuid());
    let about = (debit_id, number, date, new.reason);
    let mut debit = draft(&held, about, &lines, &back, (amounts, base));
    debit.kind = Kind::SalesDebitNote;
    debit.exemptions = reasons(&debit, &note);
    let mut writes = Writes::default();
    debit.entry_id = post_entry(tx, &debit, held.entry_id, &mut writes).await?;
    store::insert(tx, &debit, &mut writes);
    let opened = post::open_item(tx, &debit, &mut writes)?;
    writes.run(tx).await?;
    if let (Some(debit_item), Some(credit_item)) = (opened, item) {
        let amount = note.gross;
        let whole = NewAllocation { debit_item, credit_item, amount, date };
        open_items::allocate(tx, vec![whole]).await?;
        debit.settled = amount.minor;
    }
    leave(tx, &debit, &note);
    Ok(debit.into_invoice(tx))
}

fn check(note: &Held, reason: &str, date: Date, today: Date) -> Result<(), Problem> {
    if note.kind != Kind::CreditNote {
        return Err(Problem::conflict("only_credit_notes_are_cancelled"));
    }
    let mut problem = check_reason(Problem::invalid(), reason);
    if date > today {
        problem = problem.field("date", "date_in_future");
    }
    if date < note.issue_date {
        problem = problem.field("date", "before_the_credit_note");
    }
    problem.or_ok()
}

/// Takes the note off its own invoice, off which it was set when it was posted; its open item.
/// What somebody refunded or set off elsewhere is for them to take back first.
async fn free(tx: &mut Tx, note: &Held, date: Date) -> Result<Option<Uuid>, Problem> {
    let items = open_items::of_document(tx, Kind::CreditNote.name(), note.id).await?;
    let Some(item) = items.first() else { return Ok(None) };
    let mut set_off = open_items::of_item(tx, item).await?;
    set_off.retain(open_items::SetOff::holds);
    let own = |one: &open_items::SetOff| {
        one.document_type == Kind::Invoice.name() && Some(one.document_id) == note.original_id
    };
    if let Some(used) = set_off.iter().find(|one| !own(one)) {
        return Err(Problem::conflict("credit_note_used")
            .fact("number", &note.number)
            .fact("with", &used.number));
    }
    // One, unless people took it off and set it off again in parts.
    for one in set_off {
        open_items::undo(tx, one.id, date).await?;
    }
    Ok(Some(item.id))
}

/// Why there is no tax: in the words of the note.
fn reasons(debit: &Draft, note: &Invoice) -> Vec<String> {
    let said = |code: Uuid| note.taxes.iter().find(|tax| tax.tax_code_id == code);
    let groups = debit.amounts.groups.iter();
    groups.map(|g| said(g.tax_code_id).map(|tax| tax.reason.clone()).unwrap_or_default()).collect()
}

/// The note's entry the other way round, account by account.
async fn post_entry(
    tx: &mut Tx,
    debit: &Draft,
    entry: Option<Uuid>,
    writes: &mut Writes,
) -> Result<Option<Uuid>, Problem> {
    let Some(entry) = entry else { return Ok(None) };
    let lines = ledger::opposite(tx, entry).await?;
    let (source, memo) = (debit.kind.name(), &debit.number);
    let posting = Posting::new(Module::Sales, debit.issue_date, source, debit.id, memo, lines);
    let posting = Posting { reverses: Some(entry), ..posting };
    Ok(Some(ledger::post_with(tx, posting, writes).await?.entry_id))
}

fn leave(tx: &mut Tx, debit: &Draft, note: &Invoice) {
    let facts = json!({"number": debit.number, "original": note.number,
        "gross": debit.said_gross(), "reason": debit.reason});
    for document in [Some(note.id), note.original_id, Some(debit.id)].into_iter().flatten() {
        tx.audit("invoices.cancel", "invoice", document, facts.clone());
    }
    let payload = json!({"invoice_id": note.original_id, "credit_note_id": note.id,
        "debit_note_id": debit.id, "order_id": note.order_id});
    tx.record("invoices.credit_cancelled", note.id, payload);
}
