//! Budgets that come from a file, and their way back.

use std::collections::HashMap;

use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::super::BudgetState;
use super::super::edit::Head;
use super::super::lines::Months;

/// A budget as it stands, with its lines.
#[derive(Debug, Clone)]
pub(in crate::budgets) struct KeptBudget {
    pub id: Uuid,
    pub name: String,
    pub fiscal_year: Date,
    pub cost_centre_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
    pub state: BudgetState,
    pub lines: HashMap<Uuid, Months>,
}

impl KeptBudget {
    /// What tells it from others in a file.
    pub(in crate::budgets) fn key(&self) -> (String, Date, Option<Uuid>, Option<Uuid>) {
        (self.name.to_lowercase(), self.fiscal_year, self.cost_centre_id, self.project_id)
    }
}

/// What an account is to have in a budget.
#[derive(Debug, Clone, Copy)]
pub(in crate::budgets) struct NewLine {
    pub budget_id: Uuid,
    pub account_id: Uuid,
    pub months: Months,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    fiscal_year: Date,
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
    state: BudgetState,
}

/// The budgets of these names and years, held until the commit: of several the active one first,
/// then drafts, then those that were put away.
pub(in crate::budgets) async fn kept(
    tx: &mut Tx,
    keys: &[&(String, Date, Option<Uuid>, Option<Uuid>)],
) -> Result<Vec<KeptBudget>, Problem> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let tenant = tx.tenant_id();
    let mut rows: Vec<Row> = sqlx::query_as(
        "select id, name, fiscal_year, cost_centre_id, project_id, state
         from budgets
         where tenant_id = $1 and lower(name) = any($2) and fiscal_year = any($3)
         order by id limit 2000 for update",
    )
    .bind(tenant)
    .bind(keys.iter().map(|key| key.0.as_str()).collect::<Vec<_>>())
    .bind(keys.iter().map(|key| key.1).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    let rank = |state| match state {
        BudgetState::Active => 0,
        BudgetState::Draft => 1,
        BudgetState::Archived => 2,
    };
    rows.sort_by_key(|row| (rank(row.state), std::cmp::Reverse(row.id)));
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let lines: Vec<(Uuid, Uuid, Vec<i64>)> = sqlx::query_as(
        "select budget_id, account_id, amounts from budget_lines
         where tenant_id = $1 and budget_id = any($2)",
    )
    .bind(tenant)
    .bind(&ids)
    .fetch_all(tx.conn())
    .await?;
    let mut of: HashMap<Uuid, HashMap<Uuid, Months>> = HashMap::new();
    for (budget, account, amounts) in lines {
        let months = Months::try_from(amounts)
            .map_err(|_| Problem::internal("a budget without twelve months"))?;
        of.entry(budget).or_default().insert(account, months);
    }
    let whole = |row: Row| KeptBudget {
        lines: of.remove(&row.id).unwrap_or_default(),
        id: row.id,
        name: row.name,
        fiscal_year: row.fiscal_year,
        cost_centre_id: row.cost_centre_id,
        project_id: row.project_id,
        state: row.state,
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// Begins budgets, counts the change of others, and writes lines of both; the versions of those
/// that were there before.
pub(in crate::budgets) async fn take_in(
    tx: &mut Tx,
    made: &[&Head],
    changed: &[Uuid],
    lines: &[NewLine],
) -> Result<HashMap<Uuid, i32>, Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into budgets (tenant_id, id, name, fiscal_year, cost_centre_id, project_id,
            created_by, created_at)
         select $1, r.*, $7, $8
         from unnest($2::uuid[], $3::text[], $4::date[], $5::uuid[], $6::uuid[]) as r",
    )
    .bind(tenant)
    .bind(made.iter().map(|head| head.id).collect::<Vec<_>>())
    .bind(made.iter().map(|head| head.name.as_str()).collect::<Vec<_>>())
    .bind(made.iter().map(|head| head.fiscal_year).collect::<Vec<_>>())
    .bind(made.iter().map(|head| head.cost_centre_id).collect::<Vec<_>>())
    .bind(made.iter().map(|head| head.project_id).collect::<Vec<_>>())
    .bind(actor)
    .bind(now)
    .execute(tx.conn())
    .await?;
    let touched: Vec<_> = lines.iter().map(|line| (line.budget_id, line.account_id)).collect();
    remove_lines(tx, &touched).await?;
    insert_lines(tx, lines).await?;
    let versions: Vec<(Uuid, i32)> = sqlx::query_as(
        "update budgets set version = version + 1 where tenant_id = $1 and id = any($2)
         returning id, version",
    )
    .bind(tenant)
    .bind(changed)
    .fetch_all(tx.conn())
    .await?;
    Ok(versions.into_iter().collect())
}

async fn remove_lines(tx: &mut Tx, touched: &[(Uuid, Uuid)]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "delete from budget_lines l using unnest($2::uuid[], $3::uuid[]) as r (budget, account)
         where l.tenant_id = $1 and l.budget_id = r.budget and l.account_id = r.account",
    )
    .bind(tenant)
    .bind(touched.iter().map(|(budget, _)| *budget).collect::<Vec<_>>())
    .bind(touched.iter().map(|(_, account)| *account).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn insert_lines(tx: &mut Tx, lines: &[NewLine]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    // Arrays of arrays cannot be unnested row by row: the months of all lines come in one.
    sqlx::query(
        "insert into budget_lines (tenant_id, budget_id, account_id, amounts)
         select $1, r.budget, r.account, ($4::bigint[])[12 * r.n - 11 : 12 * r.n]
         from unnest($2::uuid[], $3::uuid[]) with ordinality as r (budget, account, n)",
    )
    .bind(tenant)
    .bind(lines.iter().map(|line| line.budget_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.account_id).collect::<Vec<_>>())
    .bind(lines.iter().flat_map(|line| line.months).collect::<Vec<i64>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes budgets away that an import made, and puts lines of others back, as far as nobody changed
/// them since; those of which it did.
pub(in crate::budgets) async fn take_out(
    tx: &mut Tx,
    made: &[(Uuid, i32)],
    kept: &[(Uuid, i32)],
    touched: &[(Uuid, Uuid)],
    lines: &[NewLine],
) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let mut undone = as_they_were(tx, made).await?;
    for statement in [
        "delete from budget_lines where tenant_id = $1 and budget_id = any($2)",
        "delete from budgets where tenant_id = $1 and id = any($2)",
    ] {
        sqlx::query(statement).bind(tenant).bind(&undone).execute(tx.conn()).await?;
    }
    let restored = as_they_were(tx, kept).await?;
    let touched: Vec<_> =
        touched.iter().copied().filter(|(budget, _)| restored.contains(budget)).collect();
    let lines: Vec<_> =
        lines.iter().copied().filter(|line| restored.contains(&line.budget_id)).collect();
    remove_lines(tx, &touched).await?;
    insert_lines(tx, &lines).await?;
    sqlx::query("update budgets set version = version + 1 where tenant_id = $1 and id = any($2)")
        .bind(tenant)
        .bind(&restored)
        .execute(tx.conn())
        .await?;
    undone.extend(restored);
    Ok(undone)
}

/// Those that still have these versions, held until the commit.
async fn as_they_were(tx: &mut Tx, some: &[(Uuid, i32)]) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_scalar(
        "select b.id from budgets b
         join unnest($2::uuid[], $3::int[]) as r (id, version)
            on r.id = b.id and r.version = b.version
         where b.tenant_id = $1 order by b.id for update of b",
    )
    .bind(tenant)
    .bind(some.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind(some.iter().map(|(_, version)| *version).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}
