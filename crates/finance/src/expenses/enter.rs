//! Entering an expense.

use base::round::{self, Rounding};
use base::{Date, Money, Problem, Tx};
use platform::{files, users};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::expense::{Expense, ExpenseState, LinkType, PaidBy, find};
use super::{post, store};
use crate::ledger::{self, AccountType, Control};
use crate::{book_settings, dimensions, tax};

/// The largest paper.
pub(super) const MOST_BYTES: usize = 10 * 1024 * 1024;

/// An expense about to be entered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExpense {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The day; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// What for.
    pub description: String,
    /// The account: one of costs, or of what is owned.
    pub account_id: Uuid,
    /// How much, with tax.
    pub gross: Money,
    /// The tax code, where tax is in it.
    #[serde(default)]
    pub tax_code_id: Option<Uuid>,
    /// Where the money came from.
    pub paid_by: PaidBy,
    /// The account of the money, where it is another than the usual one.
    #[serde(default)]
    pub money_account_id: Option<Uuid>,
    /// Who is paid back.
    #[serde(default)]
    pub employee_id: Option<Uuid>,
    /// The cost centre.
    #[serde(default)]
    pub cost_centre_id: Option<Uuid>,
    /// The project.
    #[serde(default)]
    pub project_id: Option<Uuid>,
    /// What kind of document it was for.
    #[serde(default)]
    pub link_type: Option<LinkType>,
    /// That document.
    #[serde(default)]
    pub link_id: Option<Uuid>,
    /// Its number.
    #[serde(default)]
    pub link_number: String,
}

/// Enters an expense: it is posted at once, or waits for approval above the company's limit.
///
/// # Errors
/// What is wrong with its fields, what posting refuses, or when the database is away.
pub async fn enter(tx: &mut Tx, new: NewExpense) -> Result<Expense, Problem> {
    let date = new.date.unwrap_or_else(|| tx.today());
    check(tx, &new, date).await?;
    dimensions::admit(tx, new.cost_centre_id, new.project_id).await?;
    let tax = tax_of(tx, &new).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Expense>().uuid());
    store::insert(tx, id, date, tax, &new).await?;
    let facts = json!({"amount": new.gross.to_decimal_string(), "for": new.description.trim()});
    tx.audit("expenses.enter", "expense", id, facts);
    let limit = book_settings::settings(tx).await?.approval_limit;
    if limit.is_some_and(|limit| new.gross.minor > limit.minor) {
        return find(tx, id).await;
    }
    let expense = find(tx, id).await?;
    post::post(tx, expense).await
}

async fn check(tx: &mut Tx, new: &NewExpense, date: Date) -> Result<(), Problem> {
    let (own, mut problem) = (tx.currency(), Problem::invalid());
    if new.gross.currency != own {
        problem = problem.field_with("gross", "other_currency", &[("currency", &own)]);
    } else if !new.gross.is_positive() {
        problem = problem.field("gross", "not_positive");
    }
    if date > tx.today() {
        problem = problem.field("date", "date_in_future");
    }
    match new.description.trim().chars().count() {
        0 => problem = problem.field("description", "required"),
        1..=200 => {}
        _ => problem = problem.field_with("description", "too_long", &[("most", &200)]),
    }
    let chart = ledger::accounts(tx).await?;
    let spent = chart.iter().find(|a| a.id == new.account_id && a.active);
    let kinds = [AccountType::Expense, AccountType::Asset];
    if !spent.is_some_and(|a| a.control == Control::None && kinds.contains(&a.kind)) {
        problem = problem.field("account_id", "expense_account");
    }
    if let Some(id) = new.money_account_id {
        let found = chart.iter().find(|a| a.id == id && a.active);
        let wanted = match new.paid_by {
            PaidBy::Cash => Some(Control::Cash),
            PaidBy::Bank => Some(Control::Bank),
            PaidBy::Employee => None,
        };
        if wanted.is_none() || found.map(|account| account.control) != wanted {
            problem = problem.field("money_account_id", "unknown");
        }
    }
    if (new.paid_by == PaidBy::Employee) != new.employee_id.is_some() {
        problem = problem.field("employee_id", "expense_employee");
    } else if let Some(id) = new.employee_id
        && users::find(tx, id).await.is_err()
    {
        problem = problem.field("employee_id", "unknown");
    }
    if new.link_type.is_some() != new.link_id.is_some() || new.link_number.chars().count() > 50 {
        problem = problem.field("link_id", "unknown");
    }
    problem.or_ok()
}

/// The tax inside of the gross amount, rounded once, ties to even.
async fn tax_of(tx: &mut Tx, new: &NewExpense) -> Result<i64, Problem> {
    let Some(id) = new.tax_code_id else { return Ok(0) };
    let codes = tax::codes(tx).await?;
    let code = codes.iter().find(|code| code.id == id);
    let unknown = || Problem::invalid().field("tax_code_id", "unknown");
    Ok(inside(new.gross.minor, code.ok_or_else(unknown)?.rate.micros()))
}

/// What of a gross amount is tax at a rate in millionths.
fn inside(gross: i64, rate: i64) -> i64 {
    let exact = i128::from(gross) * i128::from(rate);
    let tax = round::div(exact, 1_000_000 + i128::from(rate), Rounding::HalfEven);
    i64::try_from(tax).unwrap_or_default()
}

/// Throws away an expense that waits.
///
/// # Errors
/// 404, 409 when it is posted, or when the database is away.
pub async fn discard(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let expense = store::hold(tx, id).await?;
    if expense.state != ExpenseState::Waiting {
        return Err(Problem::conflict("expense_posted"));
    }
    store::delete(tx, id).await?;
    if let Some(file) = expense.file_id {
        files::delete(tx, &[file]).await?;
    }
    tx.audit("expenses.discard", "expense", id, json!({"for": expense.description}));
    Ok(())
}

/// Keeps the paper of an expense, also of a posted one, since papers come late; one that is
/// there stays.
///
/// # Errors
/// 404, 422 for an empty or too large file, 409 when there is one already.
pub async fn attach(
    tx: &mut Tx,
    id: Uuid,
    (name, kind): (&str, &str),
    bytes: Vec<u8>,
) -> Result<Expense, Problem> {
    let expense = store::hold(tx, id).await?;
    if bytes.is_empty() {
        return Err(Problem::invalid().field("file", "required"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(too_large());
    }
    if expense.file_id.is_some() {
        return Err(Problem::conflict("expense_has_paper"));
    }
    let file = files::save(tx, name, kind, bytes).await?;
    store::attach(tx, id, file).await?;
    tx.audit("expenses.attach", "expense", id, json!({"file": name}));
    find(tx, id).await
}

/// The refusal of a file that is larger than any paper may be.
pub(super) fn too_large() -> Problem {
    let most = MOST_BYTES / (1024 * 1024);
    Problem::invalid().field_with("file", "expense_paper_large", &[("most", &most)])
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn the_tax_inside_is_rounded_once() {
        assert_eq!(inside(11_500, 150_000), 1500);
        assert_eq!(inside(10_000, 150_000), 1304);
        assert_eq!(inside(999, 0), 0);
        assert_eq!(inside(1, 150_000), 0);
    }
}
