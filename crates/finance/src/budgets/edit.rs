//! Writing a budget and changing it.

use base::{Date, Money, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::budget::hold;
use super::lines::{NewBudgetLine, PlannedLine, resolve};
use super::state::demand_only_active;
use super::{Budget, BudgetState, find, store};
use crate::{book_settings, dimensions};

pub(super) const MOST_NAME: usize = 100;

/// A budget about to be written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBudget {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// What people call it.
    pub name: String,
    /// The first day of its fiscal year.
    pub fiscal_year: Date,
    /// The cost centre that it is for.
    #[serde(default)]
    pub cost_centre_id: Option<Uuid>,
    /// The project that it is for.
    #[serde(default)]
    pub project_id: Option<Uuid>,
    /// Its lines; a draft may have none.
    #[serde(default)]
    pub lines: Vec<NewBudgetLine>,
}

/// A change of a budget; what is not said stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeBudget {
    /// The version that was read.
    pub version: Option<i32>,
    /// What people call it.
    pub name: Option<String>,
    /// The first day of its fiscal year.
    pub fiscal_year: Option<Date>,
    /// The cost centre that it is for; the nil id is none.
    pub cost_centre_id: Option<Uuid>,
    /// The project that it is for; the nil id is none.
    pub project_id: Option<Uuid>,
    /// All lines anew.
    pub lines: Option<Vec<NewBudgetLine>>,
}

/// The head of a budget as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub id: Uuid,
    pub name: String,
    pub fiscal_year: Date,
    pub cost_centre_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
}

/// Writes a budget, a draft.
///
/// # Errors
/// 422 with each field and line that cannot be, 409 for a used id.
pub async fn create(tx: &mut Tx, new: NewBudget) -> Result<Budget, Problem> {
    let head = Head {
        id: new.id.unwrap_or_else(|| tx.new_id::<Budget>().uuid()),
        name: new.name.trim().to_owned(),
        fiscal_year: new.fiscal_year,
        cost_centre_id: new.cost_centre_id.filter(|id| !id.is_nil()),
        project_id: new.project_id.filter(|id| !id.is_nil()),
    };
    check(tx, &head, true).await?;
    dimensions::admit(tx, head.cost_centre_id, head.project_id).await?;
    let lines = resolve(tx, &new.lines).await?;
    write(tx, &head, &lines, "budgets.create").await
}

/// Writes a budget whose parts are sound.
pub(super) async fn write(
    tx: &mut Tx,
    head: &Head,
    lines: &[PlannedLine],
    action: &'static str,
) -> Result<Budget, Problem> {
    store::insert(tx, head, lines).await?;
    let budget = find(tx, head.id).await?;
    let facts = json!({
        "name": budget.name,
        "fiscal_year": budget.fiscal_year,
        "income": told(budget.income),
        "expenses": told(budget.expenses),
    });
    tx.audit(action, "budget", head.id, facts);
    tx.record("budgets.created", head.id, json!({"budget_id": head.id}));
    Ok(budget)
}

/// An amount as the audit log tells it.
fn told(money: Money) -> String {
    format!("{} {}", money.to_decimal_string(), money.currency.code())
}

/// Changes a budget that is not archived; an active one too, since plans are revised.
///
/// # Errors
/// As [`create`]; 404, 409 when it is archived or another one is active where it would stand, 412
/// when somebody changed it since.
pub async fn edit(tx: &mut Tx, id: Uuid, change: ChangeBudget) -> Result<Budget, Problem> {
    let old = hold(tx, id, change.version).await?;
    if old.state == BudgetState::Archived {
        return Err(Problem::conflict("budget_archived"));
    }
    let chosen = |new: Option<Uuid>, old: Option<Uuid>| match new {
        Some(id) => Some(id).filter(|id| !id.is_nil()),
        None => old,
    };
    let head = Head {
        id,
        name: change.name.map_or_else(|| old.name.clone(), |name| name.trim().to_owned()),
        fiscal_year: change.fiscal_year.unwrap_or(old.fiscal_year),
        cost_centre_id: chosen(change.cost_centre_id, old.cost_centre_id),
        project_id: chosen(change.project_id, old.project_id),
    };
    check(tx, &head, head.fiscal_year != old.fiscal_year).await?;
    // One that was retired since stays where it is.
    let another = |new: Option<Uuid>, old: Option<Uuid>| new.filter(|id| Some(*id) != old);
    let centre = another(head.cost_centre_id, old.cost_centre_id);
    dimensions::admit(tx, centre, another(head.project_id, old.project_id)).await?;
    let lines = match &change.lines {
        Some(lines) => Some(resolve(tx, lines).await?),
        None => None,
    };
    if old.state == BudgetState::Active {
        let lasting = lines.as_ref().map_or(!old.lines.is_empty(), |lines| !lines.is_empty());
        if !lasting {
            return Err(Problem::refused("budget_empty"));
        }
        demand_only_active(tx, &head).await?;
    }
    store::change(tx, &head, lines.as_deref()).await?;
    let budget = find(tx, id).await?;
    let facts = json!({
        "name": [old.name, budget.name],
        "fiscal_year": [old.fiscal_year, budget.fiscal_year],
        "income": [told(old.income), told(budget.income)],
        "expenses": [told(old.expenses), told(budget.expenses)],
    });
    tx.audit("budgets.edit", "budget", id, facts);
    tx.record("budgets.changed", id, json!({"budget_id": id}));
    Ok(budget)
}

/// Refuses a head that cannot be.
pub(super) async fn check(tx: &mut Tx, head: &Head, year_is_new: bool) -> Result<(), Problem> {
    let settings = book_settings::settings(tx).await?;
    let mut problem = Problem::invalid();
    if head.name.is_empty() {
        problem = problem.field("name", "required");
    }
    if head.name.chars().count() > MOST_NAME {
        problem = problem.field_with("name", "too_long", &[("most", &MOST_NAME)]);
    }
    if year_is_new && settings.year_of(head.fiscal_year)? != head.fiscal_year {
        let month = settings.fiscal_month;
        problem = problem.field_with("fiscal_year", "budget_year", &[("month", &month)]);
    }
    problem.or_ok()
}
