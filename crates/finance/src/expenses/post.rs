//! Posting an expense, and taking it back.

use base::{Date, Money, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::expense::{Expense, ExpenseState, PaidBy, find};
use super::store;
use crate::ledger::{self, AccountRef, Module, Posting, PostingLine};
use crate::numbers;
use crate::open_items::{self, NewAllocation, NewOpenItem, Side};

/// An expense about to be taken back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExpenseReversal {
    /// The day; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// Why.
    pub reason: String,
}

/// Approves an expense that waits, and posts it. Nobody approves their own.
///
/// # Errors
/// 404, 409 when it does not wait, `expense_own`, what posting refuses, or when the database is
/// away.
pub async fn approve(tx: &mut Tx, id: Uuid) -> Result<Expense, Problem> {
    numbers::hold(tx).await?;
    let expense = store::hold(tx, id).await?;
    if expense.state != ExpenseState::Waiting {
        return Err(Problem::conflict("expense_posted"));
    }
    let actor = tx.actor().user_id();
    if actor.is_some() && actor == expense.created_by {
        return Err(Problem::refused("expense_own"));
    }
    tx.audit("expenses.approve", "expense", id, json!({"for": expense.description}));
    post(tx, expense).await
}

/// The lines of its entry.
fn lines(expense: &Expense) -> Vec<PostingLine> {
    let net = expense.gross.minor - expense.tax.minor;
    let (centre, project) = (expense.cost_centre_id, expense.project_id);
    let mut spent = PostingLine::debit(expense.account_id, net).dimensions(centre, project);
    let mut tax = PostingLine::debit("input_tax", expense.tax.minor).dimensions(centre, project);
    if let Some(code) = expense.tax_code_id {
        (spent, tax) = (spent.tax_code(code), tax.tax_code(code));
    }
    let money = match (expense.money_account_id, expense.paid_by) {
        (Some(id), _) => AccountRef::Id(id),
        (None, PaidBy::Cash) => AccountRef::Role("cash"),
        (None, PaidBy::Bank) => AccountRef::Role("bank"),
        (None, PaidBy::Employee) => AccountRef::Role("payable"),
    };
    let mut paid = PostingLine::credit(money, expense.gross.minor);
    if let Some(employee) = expense.employee_id {
        paid = paid.party(employee).due(expense.date);
    }
    vec![spent, tax, paid]
}

/// What the company owes to somebody who paid; above zero takes it back.
fn owed(
    expense: &Expense,
    number: &str,
    minor: i64,
    date: Date,
    entry: Uuid,
) -> Option<NewOpenItem> {
    Some(NewOpenItem {
        side: Side::Payable,
        role: "payable",
        party_id: expense.employee_id?,
        party_name: expense.employee.clone(),
        document_type: "expense",
        document_id: expense.id,
        number: number.to_owned(),
        date,
        due_date: date,
        amount: Money::new(minor, expense.gross.currency),
        base: minor,
        entry_id: entry,
    })
}

pub(super) async fn post(tx: &mut Tx, expense: Expense) -> Result<Expense, Problem> {
    let (id, date) = (expense.id, expense.date);
    let number = numbers::next(tx, "EXP", date).await?;
    let memo = format!("{number} · {}", expense.description);
    let posting = Posting::new(Module::Purchases, date, "expense", id, memo, lines(&expense));
    let entry = ledger::post(tx, posting).await?.entry_id;
    if let Some(item) = owed(&expense, &number, -expense.gross.minor, date, entry) {
        open_items::open(tx, item).await?;
    }
    store::posted(tx, id, &number, entry).await?;
    tx.audit("expenses.post", "expense", id, json!({"number": number}));
    tx.record("expenses.posted", id, json!({"expense_id": id, "link_id": expense.link_id}));
    find(tx, id).await
}

/// Takes a posted expense back by an entry of its own.
///
/// # Errors
/// 404, 409 when it is not posted, `expense_paid_back` when the employee has the money already,
/// what posting refuses, or when the database is away.
pub async fn reverse(tx: &mut Tx, id: Uuid, new: NewExpenseReversal) -> Result<Expense, Problem> {
    let date = new.date.unwrap_or_else(|| tx.today());
    let reason = new.reason.trim();
    let mut problem = Problem::invalid();
    match reason.chars().count() {
        0 => problem = problem.field("reason", "required"),
        1..=200 => {}
        _ => problem = problem.field_with("reason", "too_long", &[("most", &200)]),
    }
    if date > tx.today() {
        problem = problem.field("date", "date_in_future");
    }
    problem.or_ok()?;
    numbers::hold(tx).await?;
    let expense = store::hold(tx, id).await?;
    let (ExpenseState::Posted, Some(entry)) = (expense.state, expense.entry_id) else {
        return Err(Problem::conflict("expense_not_posted"));
    };
    if date < expense.date {
        return Err(Problem::invalid().field("date", "expense_before"));
    }
    let items = open_items::of_document(tx, "expense", id).await?;
    if items.iter().any(|item| item.open != item.amount) {
        return Err(Problem::refused("expense_paid_back"));
    }
    let mut back = lines(&expense);
    back.iter_mut().for_each(|line| line.amount = -line.amount);
    let number = expense.number.clone().unwrap_or_default();
    let memo = format!("{number} · {reason}");
    let mut posting = Posting::new(Module::Purchases, date, "expense", id, memo, back);
    posting.reverses = Some(entry);
    let reversal = ledger::post(tx, posting).await?.entry_id;
    let opposite = owed(&expense, &number, expense.gross.minor, date, reversal);
    if let (Some(opposite), [item]) = (opposite, &items[..]) {
        let debit_item = open_items::open(tx, opposite).await?;
        let amount = expense.gross;
        let both = NewAllocation { debit_item, credit_item: item.id, amount, date };
        open_items::allocate(tx, vec![both]).await?;
    }
    store::reversed(tx, id, reversal, reason).await?;
    tx.audit("expenses.reverse", "expense", id, json!({"number": number, "reason": reason}));
    find(tx, id).await
}
