//! Which budget counts.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::budget::hold;
use super::edit::Head;
use super::{Budget, BudgetState, find, store};

/// Makes a budget the one that the books are compared with.
///
/// # Errors
/// 404, 412 when somebody changed it since; 409 when it is active already or another one of the
/// same year, cost centre and project is; 422 when it has no lines.
pub async fn activate(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<Budget, Problem> {
    let budget = hold(tx, id, version).await?;
    if budget.state == BudgetState::Active {
        return Err(Problem::conflict("budget_is_active"));
    }
    if budget.lines.is_empty() {
        return Err(Problem::refused("budget_empty"));
    }
    demand_only_active(tx, &Head::of(&budget)).await?;
    turn(tx, &budget, BudgetState::Active).await
}

/// Puts a budget away: it is kept, and compared with nothing.
///
/// # Errors
/// 404, 409 when it is archived already, 412 when somebody changed it since.
pub async fn archive(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<Budget, Problem> {
    let budget = hold(tx, id, version).await?;
    if budget.state == BudgetState::Archived {
        return Err(Problem::conflict("budget_archived"));
    }
    turn(tx, &budget, BudgetState::Archived).await
}

async fn turn(tx: &mut Tx, budget: &Budget, state: BudgetState) -> Result<Budget, Problem> {
    let (action, topic) = match state {
        BudgetState::Archived => ("budgets.archive", "budgets.archived"),
        _ => ("budgets.activate", "budgets.activated"),
    };
    store::turn(tx, budget.id, state).await?;
    tx.audit(action, "budget", budget.id, json!({"name": budget.name}));
    tx.record(topic, budget.id, json!({"budget_id": budget.id}));
    find(tx, budget.id).await
}

/// Refuses when another budget is active where this one would be.
pub(super) async fn demand_only_active(tx: &mut Tx, head: &Head) -> Result<(), Problem> {
    match store::active_beside(tx, head).await? {
        Some(name) => Err(Problem::conflict("budget_active_beside").fact("name", name)),
        None => Ok(()),
    }
}

impl Head {
    /// The head of a budget as it stands.
    fn of(budget: &Budget) -> Self {
        Self {
            id: budget.id,
            name: budget.name.clone(),
            fiscal_year: budget.fiscal_year,
            cost_centre_id: budget.cost_centre_id,
            project_id: budget.project_id,
        }
    }
}
