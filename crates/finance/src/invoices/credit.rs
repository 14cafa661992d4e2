//! Credit notes: an invoice taken back, wholly or by line and quantity.
//!
//! What is credited of a line is proportional and cumulative: after so much of its quantity,
//! exactly that share of its net and tax (rounded once) has been credited, whatever the number
//! of notes. So the last note gets exactly the rest, and none takes back more than was billed.

use base::round::{self, Rounding};
use base::{Date, Money, Problem, Quantity, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::{Draft, DraftLine};
use super::post;
use super::store::{self, Creditable, Held};
use super::{Invoice, Kind};
use crate::facts::said;
use crate::ledger::{self, Module, Posting, PostingLine};
use crate::numbers;
use crate::open_items::{self, NewAllocation};
use crate::tax::{self, Computed, LineAmounts, TaxGroup, Taxation};

/// A credit note about to be posted.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCreditNote {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Why; printed on the note.
    #[serde(default)]
    pub reason: String,
    /// Which lines and how much of each; everything that is left when not said.
    #[serde(default)]
    pub lines: Option<Vec<CreditLine>>,
    /// Its day; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
}

/// How much of a line is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditLine {
    /// The line of the invoice.
    pub n: i32,
    /// How much of it, above zero.
    pub quantity: Quantity,
}

/// Posts a credit note for an invoice and sets it off against what is open of it. What was
/// already paid stays on the customer's account as unused credit.
///
/// # Errors
/// When the reason is missing, more than is left is taken back, a date is no good, the period
/// is closed, or the database is away.
pub async fn credit(tx: &mut Tx, id: Uuid, new: NewCreditNote) -> Result<Invoice, Problem> {
    let date = new.date.unwrap_or_else(|| tx.today());
    // The number holds the ledger's head, then the invoice is held: two notes, or a note and a
    // payment, follow each other.
    let number = numbers::next(tx, "CN", date).await?;
    let original = store::hold(tx, id).await?;
    check(&original, &new.reason, date, tx.today())?;
    let lines = store::creditable(tx, id).await?;
    let back = take_back(&lines, new.lines.as_deref())?;
    let ids: Vec<Uuid> = lines.iter().map(|line| line.tax_code_id).collect();
    let taxations = tax::taxations(tx, &ids, original.tax_point()).await?;
    let amounts = sums(&lines, &back, &original)?;
    let note = new.id.unwrap_or_else(|| tx.new_id::<Invoice>().uuid());
    let mut draft = draft(&original, note, number, date, new.reason, &lines, &back, amounts);
    draft.exemptions = tax::reasons(&taxations, &draft.amounts.groups, draft.lang);
    draft.entry_id = post_entry(tx, &draft, &lines, &taxations).await?;
    store::insert(tx, &draft).await?;
    draft.settled = set_off(tx, &original, &draft).await?;
    let facts = json!({"number": draft.number, "original": original.number,
        "gross": said(tx, draft.amounts.gross), "reason": draft.reason});
    tx.audit("invoices.credit", "invoice", id, facts.clone());
    tx.audit("invoices.credit", "invoice", note, facts);
    let payload = json!({"invoice_id": id, "credit_note_id": note, "order_id": original.order_id});
    tx.record("invoices.credited", id, payload);
    Ok(draft.into_invoice(tx))
}

/// Sets the note off against what is open of its invoice; says how much that was.
async fn set_off(tx: &mut Tx, original: &Held, draft: &Draft) -> Result<i64, Problem> {
    let Some(note) = post::open_item(tx, draft).await? else { return Ok(0) };
    let amount = draft.amounts.gross.min(original.gross - original.settled);
    if amount <= 0 {
        return Ok(0);
    }
    let items = open_items::of_document(tx, Kind::Invoice.name(), original.id).await?;
    let invoice = items.first().ok_or_else(|| Problem::internal("an invoice without its item"))?;
    let (debit_item, credit_item) = (invoice.id, note);
    let amount_set_off = Money::new(amount, invoice.amount.currency);
    let date = draft.issue_date;
    let new = NewAllocation { debit_item, credit_item, amount: amount_set_off, date };
    open_items::allocate(tx, vec![new]).await?;
    Ok(amount)
}

fn check(original: &Held, reason: &str, date: Date, today: Date) -> Result<(), Problem> {
    if original.kind != Kind::Invoice {
        return Err(Problem::conflict("only_invoices_are_credited"));
    }
    let mut problem = Problem::invalid();
    if reason.trim().is_empty() {
        problem = problem.field("reason", "required");
    }
    if reason.chars().count() > 500 {
        problem = problem.field_with("reason", "too_long", &[("most", &500)]);
    }
    if date > today {
        problem = problem.field("date", "date_in_future");
    }
    if date < original.issue_date {
        problem = problem.field("date", "before_the_invoice");
    }
    problem.or_ok()
}

/// So much of a line, and its share of the amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Back {
    /// The place of the line among those of the invoice.
    at: usize,
    quantity: Quantity,
    net: i64,
    tax: i64,
}

fn take_back(lines: &[Creditable], wanted: Option<&[CreditLine]>) -> Result<Vec<Back>, Problem> {
    let back = match wanted {
        None => (0..lines.len()).filter_map(|at| everything_left(lines, at)).collect(),
        Some(wanted) => wanted_of(lines, wanted)?,
    };
    if back.is_empty() {
        return Err(Problem::conflict("nothing_left_to_credit"));
    }
    Ok(back)
}

fn everything_left(lines: &[Creditable], at: usize) -> Option<Back> {
    let left = lines[at].quantity.checked_sub(lines[at].credited_quantity)?;
    left.is_positive().then(|| share(&lines[at], at, left))
}

fn wanted_of(lines: &[Creditable], wanted: &[CreditLine]) -> Result<Vec<Back>, Problem> {
    let (mut back, mut problem) = (Vec::<Back>::new(), Problem::invalid());
    for (i, want) in wanted.iter().enumerate() {
        let Some(at) = lines.iter().position(|line| line.n == want.n) else {
            problem = problem.field(format!("lines[{i}].n"), "unknown");
            continue;
        };
        let line = &lines[at];
        let left = line.quantity.checked_sub(line.credited_quantity).unwrap_or(Quantity::ZERO);
        if back.iter().any(|other| other.at == at) {
            problem = problem.field(format!("lines[{i}].n"), "line_named_twice");
        } else if !want.quantity.is_positive() {
            problem = problem.field(format!("lines[{i}].quantity"), "not_positive");
        } else if want.quantity > left {
            let path = format!("lines[{i}].quantity");
            problem = problem.field_with(path, "more_than_left", &[("left", &left)]);
        } else {
            back.push(share(line, at, want.quantity));
        }
    }
    problem.or_ok()?;
    Ok(back)
}

fn share(line: &Creditable, at: usize, quantity: Quantity) -> Back {
    let after = i128::from(line.credited_quantity.micros()) + i128::from(quantity.micros());
    let whole = i128::from(line.quantity.micros()).max(1);
    let part = |billed: i64, credited: i64| {
        let target = round::div(i128::from(billed) * after, whole, Rounding::HalfEven);
        i64::try_from(target).unwrap_or(billed).min(billed).saturating_sub(credited)
    };
    let (net, tax) = (part(line.net, line.credited_net), part(line.tax, line.credited_tax));
    Back { at, quantity, net, tax }
}

/// The note's amounts: its lines, and their groups by tax code.
fn sums(lines: &[Creditable], back: &[Back], original: &Held) -> Result<Computed, Problem> {
    let mut computed = Computed::default();
    for part in back {
        let line = &lines[part.at];
        let gross = part.net.saturating_add(part.tax);
        computed.lines.push(LineAmounts { net: part.net, tax: part.tax, gross });
        computed.net = computed.net.saturating_add(part.net);
        computed.tax = computed.tax.saturating_add(part.tax);
        computed.gross = computed.gross.saturating_add(gross);
        let group = computed.groups.iter_mut().find(|g| g.tax_code_id == line.tax_code_id);
        match group {
            Some(group) => {
                group.net = group.net.saturating_add(part.net);
                group.tax = group.tax.saturating_add(part.tax);
            }
            None => computed.groups.push(TaxGroup {
                tax_code_id: line.tax_code_id,
                category: line.category,
                rate: line.rate,
                net: part.net,
                tax: part.tax,
            }),
        }
    }
    if computed.gross > original.gross {
        return Err(Problem::internal("a credit note exceeds its invoice"));
    }
    Ok(computed)
}

async fn post_entry(
    tx: &mut Tx,
    draft: &Draft,
    billed: &[Creditable],
    taxations: &[Taxation],
) -> Result<Option<Uuid>, Problem> {
    if draft.amounts.gross == 0 {
        return Ok(None);
    }
    let mut lines = Vec::new();
    for group in &draft.amounts.groups {
        let of_group = billed.iter().filter(|line| line.tax_code_id == group.tax_code_id);
        let left: i64 = of_group.map(|line| line.tax - line.credited_tax).sum();
        let taxation = tax::of_code(taxations, group.tax_code_id)?;
        lines.push(PostingLine::debit("sales", group.net).tax_code(group.tax_code_id));
        lines.extend(taxation.sale(left, left - group.tax));
    }
    let returned = PostingLine::credit("receivable", draft.amounts.gross);
    lines.push(returned.party(draft.customer_id).due(draft.due_date));
    let (source, memo) = (Kind::CreditNote.name(), &draft.number);
    let posting = Posting::new(Module::Sales, draft.issue_date, source, draft.id, memo, lines);
    Ok(Some(ledger::post(tx, posting).await?.entry_id))
}

#[allow(clippy::too_many_arguments, reason = "each is a field of the one thing made here")]
fn draft(
    original: &Held,
    id: Uuid,
    number: String,
    date: Date,
    reason: String,
    lines: &[Creditable],
    back: &[Back],
    amounts: Computed,
) -> Draft {
    let line = |(n, (part, amounts)): (i32, (&Back, &LineAmounts))| {
        let line = &lines[part.at];
        DraftLine {
            n,
            variant_id: line.variant_id,
            sku: line.sku.clone(),
            description: line.description.clone(),
            unit: line.unit.clone(),
            quantity: part.quantity,
            unit_price: line.unit_price,
            discount: line.discount,
            tax_code_id: line.tax_code_id,
            amounts: *amounts,
            order_line: line.order_line,
            original_line: Some(line.n),
        }
    };
    Draft {
        id,
        kind: Kind::CreditNote,
        number,
        customer_id: original.customer_id,
        order_id: original.order_id,
        original: Some((original.id, original.number.clone())),
        issue_date: date,
        due_date: date,
        supply_date: original.supply_date,
        lang: original.lang,
        seller: original.seller.clone(),
        buyer: original.buyer.clone(),
        reason: reason.trim().to_owned(),
        prices_include_tax: original.prices_include_tax,
        settled: 0,
        entry_id: None,
        lines: (1..).zip(back.iter().zip(&amounts.lines)).map(line).collect(),
        amounts,
        exemptions: Vec::new(),
    }
}

#[cfg(test)]
#[path = "credit_tests.rs"]
mod tests;
