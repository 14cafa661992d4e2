//! Entering a bill: what it says, with its taxes; it waits to be posted.

use base::{Currency, Date, Money, Problem, Quantity, Rate, Tx, UnitPrice};
use platform::files;
use serde_json::json;
use uuid::Uuid;

use super::alike::key_of;
use super::bill::{Bill, BillKind, BillLine, BillState, BillTax, Difference};
use super::store;
use crate::currencies::{self, DocumentRate, ExchangeRate};
use crate::invoices::Party;
use crate::ledger;
use crate::tax::{self, Computed, TaxCode, TaxableLine};

/// The most lines of a document.
const MOST_LINES: usize = 1000;

/// A bill about to be entered.
#[derive(Debug, Clone)]
pub struct NewBill {
    /// Its id, if the caller chose one.
    pub id: Option<Uuid>,
    /// The supplier.
    pub supplier_id: Uuid,
    /// The supplier as it is today.
    pub supplier: Party,
    /// The supplier's own number.
    pub supplier_number: String,
    /// The day of its issue, not after today.
    pub bill_date: Date,
    /// When it is to be paid, not before its issue.
    pub due_date: Date,
    /// What its prices are in.
    pub currency: Currency,
    /// What that is counted at; the rate of the day of issue when not said.
    pub exchange_rate: Option<DocumentRate>,
    /// For the company's own people.
    pub note: String,
    /// The supplier's paper.
    pub file_id: Option<Uuid>,
    /// Why this is another bill than those that look like it.
    pub another_reason: String,
    /// What differs from order and receipt, beyond the tolerances.
    pub differences: Vec<Difference>,
    /// Its lines, at least one.
    pub lines: Vec<NewBillLine>,
}

/// A line of a bill about to be entered.
#[derive(Debug, Clone)]
pub struct NewBillLine {
    /// What was bought.
    pub variant_id: Option<Uuid>,
    /// Its words.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// How much, above zero.
    pub quantity: Quantity,
    /// The price of one, without tax.
    pub unit_price: UnitPrice,
    /// The tax code.
    pub tax_code_id: Uuid,
    /// What it pays for.
    pub target: BillTarget,
    /// The order and its line.
    pub order: Option<(Uuid, i32)>,
}

/// What a line of a bill pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillTarget {
    /// Goods that were received: the receipt and its line.
    Goods(Uuid, i32),
    /// Anything else.
    Account {
        /// The account that it is spent on.
        account_id: Uuid,
        /// The cost centre that spends it.
        cost_centre_id: Option<Uuid>,
        /// The project that it is spent for.
        project_id: Option<Uuid>,
    },
}

/// The amounts of the lines of a bill, as they will be posted.
pub(super) async fn amounts(
    tx: &mut Tx,
    lines: &[NewBillLine],
    day: Date,
    currency: Currency,
) -> Result<Computed, Problem> {
    let ids: Vec<Uuid> = lines.iter().map(|line| line.tax_code_id).collect();
    let found = tax::taxations(tx, &ids, day).await?;
    let codes: Vec<TaxCode> = found.into_iter().map(|found| found.code).collect();
    let mut problem = Problem::invalid();
    for (i, line) in lines.iter().enumerate() {
        if codes.iter().all(|code| code.id != line.tax_code_id) {
            problem = problem.field(format!("lines[{i}].tax_code_id"), "unknown");
        }
    }
    problem.or_ok()?;
    let taxable = |line: &NewBillLine| {
        let net = tax::line_net(line.unit_price, line.quantity, Rate::ZERO, currency)?;
        Ok(TaxableLine { tax_code_id: line.tax_code_id, net })
    };
    let taxed = lines.iter().map(taxable).collect::<Result<Vec<_>, Problem>>()?;
    tax::compute(&codes, &taxed)
}

/// Enters a bill. It is not in the books yet.
///
/// # Errors
/// 422 with the fields that cannot be.
pub async fn enter(tx: &mut Tx, new: NewBill) -> Result<Bill, Problem> {
    check(&new, tx.today())?;
    accounts_can_be(tx, &new.lines).await?;
    let rate = currencies::fix(tx, new.currency, new.bill_date, new.exchange_rate).await?;
    let amounts = amounts(tx, &new.lines, new.bill_date, new.currency).await?;
    if amounts.gross < 0 {
        return Err(Problem::invalid().field("lines", "bill_below_zero"));
    }
    let file_hash = match new.file_id {
        Some(id) => Some(file_hash(tx, id).await?),
        None => None,
    };
    let codes: Vec<Uuid> = new.lines.iter().map(|line| line.tax_code_id).collect();
    let base = currencies::in_base(&rate, &amounts, &codes)?;
    let bill = bill_of(tx, new, (&amounts, &base), &rate);
    store::insert(tx, &bill, &key_of(&bill.supplier_number), file_hash.as_deref()).await?;
    let facts = json!({"supplier": bill.supplier.name, "number": bill.supplier_number,
        "gross": bill.said_gross()});
    tx.audit("bills.enter", "bill", bill.id, facts);
    Ok(bill)
}

async fn file_hash(tx: &mut Tx, id: Uuid) -> Result<Vec<u8>, Problem> {
    let file = files::find(tx, id).await;
    Ok(file.map_err(|_| Problem::invalid().field("file_id", "unknown"))?.hash)
}

fn check(new: &NewBill, today: Date) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if new.lines.is_empty() {
        problem = problem.field("lines", "lines_required");
    }
    if new.lines.len() > MOST_LINES {
        problem = problem.field_with("lines", "invoice_too_long", &[("most", &MOST_LINES)]);
    }
    if key_of(&new.supplier_number).is_empty() {
        problem = problem.field("supplier_number", "required");
    }
    let texts = [
        ("supplier_number", &new.supplier_number, 60),
        ("note", &new.note, 2000),
        ("another_reason", &new.another_reason, 500),
    ];
    for (field, text, most) in texts {
        if text.chars().count() > most {
            problem = problem.field_with(field, "too_long", &[("most", &most)]);
        }
    }
    if new.bill_date > today {
        problem = problem.field("bill_date", "date_in_future");
    }
    if new.due_date < new.bill_date {
        problem = problem.field("due_date", "due_before_issue");
    }
    for (i, line) in new.lines.iter().enumerate() {
        if !line.quantity.is_positive() {
            problem = problem.field(format!("lines[{i}].quantity"), "not_positive");
        }
        // A rebate stands on a line of its own; goods have a price.
        let goods = matches!(line.target, BillTarget::Goods(..));
        if goods && line.unit_price.is_negative() {
            problem = problem.field(format!("lines[{i}].unit_price"), "negative_price");
        }
        if line.description.trim().is_empty() {
            problem = problem.field(format!("lines[{i}].description"), "required");
        }
    }
    problem.or_ok()
}

/// Lines are spent on accounts that nothing else keeps count of.
async fn accounts_can_be(tx: &mut Tx, lines: &[NewBillLine]) -> Result<(), Problem> {
    let accounts = ledger::accounts(tx).await?;
    let mut problem = Problem::invalid();
    for (i, line) in lines.iter().enumerate() {
        let BillTarget::Account { account_id, .. } = line.target else { continue };
        let path = format!("lines[{i}].account_id");
        match accounts.iter().find(|account| account.id == account_id && account.active) {
            None => problem = problem.field(path, "unknown"),
            Some(account) if account.control != ledger::Control::None => {
                let code: (&'static str, &dyn std::fmt::Display) = ("account", &account.code);
                problem = problem.field_with(path, "bill_control_account", &[code]);
            }
            Some(_) => {}
        }
    }
    problem.or_ok()
}

fn bill_of(
    tx: &Tx,
    new: NewBill,
    (amounts, base): (&Computed, &Computed),
    rate: &ExchangeRate,
) -> Bill {
    let (currency, own) = (new.currency, tx.currency());
    let money = |minor: i64| Money::new(minor, currency);
    let ours = |minor: i64| Money::new(minor, own);
    let both = amounts.lines.iter().zip(&base.lines);
    let lines = (1..).zip(new.lines.into_iter().zip(both));
    let lines = lines
        .map(|(n, (line, (amounts, base)))| line_of(n, line, (*amounts, currency), (*base, own)));
    let lines = lines.collect();
    let taxes = amounts.groups.iter().zip(&base.groups).map(|(group, base)| BillTax {
        tax_code_id: group.tax_code_id,
        category: group.category,
        rate: group.rate,
        net: money(group.net),
        tax: money(group.tax),
        net_base: ours(base.net),
        tax_base: ours(base.tax),
    });
    Bill {
        id: new.id.unwrap_or_else(|| tx.new_id::<Bill>().uuid()),
        kind: BillKind::Bill,
        state: BillState::Waiting,
        number: None,
        supplier_id: new.supplier_id,
        supplier: new.supplier,
        original_id: None,
        original_number: None,
        supplier_number: new.supplier_number.trim().to_owned(),
        bill_date: new.bill_date,
        due_date: new.due_date,
        note: new.note.trim().to_owned(),
        reason: String::new(),
        another_reason: new.another_reason.trim().to_owned(),
        differences: new.differences,
        file_id: new.file_id,
        net: money(amounts.net),
        tax: money(amounts.tax),
        gross: money(amounts.gross),
        exchange_rate: rate.of_document(),
        net_base: ours(base.net),
        tax_base: ours(base.tax),
        gross_base: ours(base.gross),
        entry_id: None,
        decision: String::new(),
        version: 1,
        created_by: tx.actor().user_id(),
        decided_by: None,
        created_at: tx.now(),
        decided_at: None,
        lines,
        taxes: taxes.collect(),
    }
}

fn line_of(
    n: i32,
    line: NewBillLine,
    (amounts, currency): (tax::LineAmounts, Currency),
    (base, own): (tax::LineAmounts, Currency),
) -> BillLine {
    let money = |minor: i64| Money::new(minor, currency);
    let ours = |minor: i64| Money::new(minor, own);
    let (receipt, account) = match line.target {
        BillTarget::Goods(receipt, line) => (Some((receipt, line)), (None, None, None)),
        BillTarget::Account { account_id, cost_centre_id, project_id } => {
            (None, (Some(account_id), cost_centre_id, project_id))
        }
    };
    BillLine {
        n,
        variant_id: line.variant_id,
        description: line.description.trim().chars().take(500).collect(),
        unit: line.unit,
        quantity: line.quantity,
        unit_price: line.unit_price,
        tax_code_id: line.tax_code_id,
        net: money(amounts.net),
        tax: money(amounts.tax),
        gross: money(amounts.gross),
        net_base: ours(base.net),
        tax_base: ours(base.tax),
        receipt_id: receipt.map(|(receipt, _)| receipt),
        receipt_line: receipt.map(|(_, line)| line),
        account_id: account.0,
        cost_centre_id: account.1,
        project_id: account.2,
        order_id: line.order.map(|(order, _)| order),
        order_line: line.order.map(|(_, line)| line),
        original_line: None,
        cleared_quantity: Quantity::ZERO,
        cleared_value: ours(0),
        cleared_exchange: ours(0),
    }
}
