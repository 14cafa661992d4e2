//! Credit notes: an invoice taken back, wholly or by line and quantity.
//!
//! What is credited of a line is proportional and cumulative: after so much of its quantity,
//! exactly that share of its net and tax (rounded once) has been credited, whatever the number
//! of notes. So the last note gets exactly the rest, and none takes back more than was billed.

use base::round::{self, Rounding};
use base::{Date, Money, Problem, Quantity, Tx, Writes};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::draft::{Draft, DraftLine};
use super::post;
use super::store::{self, Creditable, Held};
use super::{Invoice, Kind};
use crate::currencies;
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
    let (amounts, base) = sums(&lines, &back, &original)?;
    if base.gross == 0 && amounts.gross != 0 {
        return Err(Problem::refused("amount_below_coin").fact("currency", tx.currency()));
    }
    let note = new.id.unwrap_or_else(|| tx.new_id::<Invoice>().uuid());
    let about = (note, number, date, new.reason);
    let mut draft = draft(&original, about, &lines, &back, (amounts, base));
    draft.exemptions = tax::reasons(&taxations, &draft.amounts.groups, draft.lang);
    let mut writes = Writes::default();
    draft.entry_id = post_entry(tx, &draft, (&lines, &taxations), &mut writes).await?;
    store::insert(tx, &draft, &mut writes);
    let item = post::open_item(tx, &draft, &mut writes)?;
    writes.run(tx).await?;
    draft.settled = set_off(tx, &original, &draft, item).await?;
    let facts = json!({"number": draft.number, "original": original.number,
        "gross": draft.said_gross(), "reason": draft.reason});
    tx.audit("invoices.credit", "invoice", id, facts.clone());
    tx.audit("invoices.credit", "invoice", note, facts);
    let payload = json!({"invoice_id": id, "credit_note_id": note, "order_id": original.order_id});
    tx.record("invoices.credited", id, payload);
    Ok(draft.into_invoice(tx))
}

/// Sets the note off against what is open of its invoice; says how much that was.
async fn set_off(
    tx: &mut Tx,
    original: &Held,
    draft: &Draft,
    item: Option<Uuid>,
) -> Result<i64, Problem> {
    let Some(note) = item else { return Ok(0) };
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
    let mut problem = check_reason(Problem::invalid(), reason);
    if date > today {
        problem = problem.field("date", "date_in_future");
    }
    if date < original.issue_date {
        problem = problem.field("date", "before_the_invoice");
    }
    problem.or_ok()
}

/// Whether the reason that is printed fits.
pub(super) fn check_reason(mut problem: Problem, reason: &str) -> Problem {
    if reason.trim().is_empty() {
        problem = problem.field("reason", "required");
    }
    if reason.chars().count() > 500 {
        problem = problem.field_with("reason", "too_long", &[("most", &500)]);
    }
    problem
}

/// What no credit note that stands has taken back of each line of an invoice.
///
/// # Errors
/// When the database is away.
pub async fn left_to_credit(tx: &mut Tx, id: Uuid) -> Result<Vec<CreditLine>, Problem> {
    let lines = store::creditable(tx, id).await?;
    let left = |line: Creditable| {
        let left = line.quantity.checked_sub(line.credited_quantity).unwrap_or(Quantity::ZERO);
        CreditLine { n: line.n, quantity: left }
    };
    Ok(lines.into_iter().map(left).collect())
}

/// So much of a line, and its share of the amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Back {
    /// The place of the line among those of the invoice.
    at: usize,
    quantity: Quantity,
    pub(super) net: i64,
    pub(super) tax: i64,
    /// The same in the company's currency.
    pub(super) net_base: i64,
    pub(super) tax_base: i64,
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

pub(super) fn everything_left(lines: &[Creditable], at: usize) -> Option<Back> {
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
    Back {
        at,
        quantity,
        net: part(line.net, line.credited_net),
        tax: part(line.tax, line.credited_tax),
        net_base: part(line.net_base, line.credited_net_base),
        tax_base: part(line.tax_base, line.credited_tax_base),
    }
}

/// The note's amounts in its currency and in the company's: what it took of each line when the
/// invoice was posted, so that the last note ends both at nothing.
fn sums(
    lines: &[Creditable],
    back: &[Back],
    original: &Held,
) -> Result<(Computed, Computed), Problem> {
    let amounts = summed(lines, back, |part| (part.net, part.tax));
    let base = summed(lines, back, |part| (part.net_base, part.tax_base));
    if amounts.gross > original.gross {
        return Err(Problem::internal("a credit note exceeds its invoice"));
    }
    Ok((amounts, base))
}

/// The lines of a note, and their groups by tax code.
pub(super) fn summed(
    lines: &[Creditable],
    back: &[Back],
    of: impl Fn(&Back) -> (i64, i64),
) -> Computed {
    let mut computed = Computed::default();
    for part in back {
        let line = &lines[part.at];
        let (net, tax) = of(part);
        let gross = net.saturating_add(tax);
        computed.lines.push(LineAmounts { net, tax, gross });
        computed.net = computed.net.saturating_add(net);
        computed.tax = computed.tax.saturating_add(tax);
        computed.gross = computed.gross.saturating_add(gross);
        let group = computed.groups.iter_mut().find(|g| g.tax_code_id == line.tax_code_id);
        match group {
            Some(group) => {
                group.net = group.net.saturating_add(net);
                group.tax = group.tax.saturating_add(tax);
            }
            None => computed.groups.push(TaxGroup {
                tax_code_id: line.tax_code_id,
                category: line.category,
                rate: line.rate,
                net,
                tax,
            }),
        }
    }
    computed
}

async fn post_entry(
    tx: &mut Tx,
    draft: &Draft,
    (billed, taxations): (&[Creditable], &[Taxation]),
    writes: &mut Writes,
) -> Result<Option<Uuid>, Problem> {
    if draft.amounts.gross == 0 {
        return Ok(None);
    }
    let (currency, own) = (draft.currency, tx.currency());
    let mut lines = Vec::new();
    for (group, base) in draft.amounts.groups.iter().zip(&draft.base.groups) {
        let of_group = || billed.iter().filter(|line| line.tax_code_id == group.tax_code_id);
        let left: i64 = of_group().map(|line| line.tax - line.credited_tax).sum();
        let left_base: i64 = of_group().map(|line| line.tax_base - line.credited_tax_base).sum();
        let taxation = tax::of_code(taxations, group.tax_code_id)?;
        let sold = PostingLine::debit("sales", base.net).tax_code(group.tax_code_id);
        lines.push(sold.foreign(currency, group.net, own));
        let theirs = taxation.sale(left, left - group.tax);
        let ours = taxation.sale(left_base, left_base - base.tax);
        lines.extend(currencies::beside(ours, &theirs, currency, own));
    }
    let returned = PostingLine::credit("receivable", draft.base.gross);
    let returned = returned.foreign(currency, -draft.amounts.gross, own);
    lines.push(returned.party(draft.customer_id).due(draft.due_date));
    let (source, memo) = (Kind::CreditNote.name(), &draft.number);
    let posting = Posting::new(Module::Sales, draft.issue_date, source, draft.id, memo, lines);
    Ok(Some(ledger::post_with(tx, posting, writes).await?.entry_id))
}

pub(super) fn draft(
    original: &Held,
    (id, number, date, reason): (Uuid, String, Date, String),
    lines: &[Creditable],
    back: &[Back],
    (amounts, base): (Computed, Computed),
) -> Draft {
    type Both<'a> = (&'a LineAmounts, &'a LineAmounts);
    let line = |(n, (part, (amounts, base))): (i32, (&Back, Both<'_>))| {
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
            base: *base,
            order_line: line.order_line,
            original_line: Some(line.n),
        }
    };
    let both = amounts.lines.iter().zip(&base.lines);
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
        lines: (1..).zip(back.iter().zip(both)).map(line).collect(),
        currency: original.currency,
        exchange_rate: original.exchange_rate(),
        amounts,
        base,
        exemptions: Vec::new(),
    }
}

#[cfg(test)]
#[path = "credit_tests.rs"]
mod tests;
