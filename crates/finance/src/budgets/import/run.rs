//! Taking the rows of a file of budgets in.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use base::{Money, Problem, Tx};
use platform::imports::{
    Effect, Example, ImportRow, ImportRun, ImportSummary, RowProblem, RowReader, record_effects,
};
use serde_json::json;
use uuid::Uuid;

use super::super::edit::Head;
use super::super::lines::{MOST_LINES, Months};
use super::super::store::{self, KeptBudget, NewLine};
use super::super::{Budget, BudgetState};
use super::Before;
use super::read::{Key, Read, Words};

/// Rows that are read at once.
const BATCH: usize = 1000;

/// The examples of a preview.
const SHOWN: usize = 20;

/// The most budgets of one file.
const MOST_BUDGETS: usize = 200;

/// A budget that the file names.
struct Target {
    head: Head,
    /// Whether the file begins it.
    made: bool,
    /// What stands in it.
    kept: HashMap<Uuid, Months>,
    /// What the file says, and the code of each account.
    wanted: BTreeMap<Uuid, (String, Months)>,
}

type Targets = BTreeMap<Key, Target>;

pub(super) async fn run(
    tx: &mut Tx,
    rows: &mut RowReader,
    run: &ImportRun,
) -> Result<ImportSummary, Problem> {
    let words = Words::of(tx).await?;
    let (mut summary, mut targets) = (ImportSummary::default(), Targets::new());
    loop {
        let batch = rows.next_rows(BATCH)?;
        if batch.is_empty() {
            break;
        }
        let mut read = Vec::with_capacity(batch.len());
        for row in &batch {
            match words.read(row) {
                Ok(said) => read.push((row, said)),
                Err(problem) => summary.errors.push(problem),
            }
        }
        let mut new: Vec<&Key> = read.iter().map(|(_, said)| &said.key).collect();
        new.retain(|key| !targets.contains_key(*key));
        new.sort_unstable();
        new.dedup();
        let kept = store::kept(tx, &new).await?;
        for (row, said) in read {
            if let Err(problem) = admit(tx, &mut targets, &kept, row, said) {
                summary.errors.push(problem);
            }
        }
    }
    take(tx, run, &targets, &mut summary).await?;
    Ok(summary)
}

/// Adds a row to its budget, which is begun where there is none.
fn admit(
    tx: &mut Tx,
    targets: &mut Targets,
    kept: &[KeptBudget],
    row: &ImportRow,
    said: Read,
) -> Result<(), RowProblem> {
    let many = targets.len() >= MOST_BUDGETS;
    let target = match targets.entry(said.key.clone()) {
        Entry::Occupied(there) => there.into_mut(),
        Entry::Vacant(place) => {
            let found = kept.iter().find(|one| one.key() == said.key);
            if found.is_some_and(|one| one.state == BudgetState::Archived) {
                return Err(row.problem("budget", "budget_archived"));
            }
            if many {
                let mut problem = row.problem("budget", "budget_too_many");
                problem.facts.push(("most", MOST_BUDGETS.to_string()));
                return Err(problem);
            }
            place.insert(begun(tx, &said, found))
        }
    };
    if target.wanted.contains_key(&said.account_id) {
        return Err(row.problem("account", "budget_account_twice"));
    }
    let others = target.kept.keys().filter(|id| !target.wanted.contains_key(*id)).count();
    let is_new = !target.kept.contains_key(&said.account_id);
    if is_new && others + target.wanted.len() >= MOST_LINES {
        let mut problem = row.problem("account", "budget_too_long");
        problem.facts.push(("most", MOST_LINES.to_string()));
        return Err(problem);
    }
    target.wanted.insert(said.account_id, (said.code, said.months));
    Ok(())
}

fn begun(tx: &mut Tx, said: &Read, found: Option<&KeptBudget>) -> Target {
    let (_, fiscal_year, cost_centre_id, project_id) = said.key;
    let head = Head {
        id: found.map_or_else(|| tx.new_id::<Budget>().uuid(), |one| one.id),
        name: found.map_or_else(|| said.name.clone(), |one| one.name.clone()),
        fiscal_year,
        cost_centre_id,
        project_id,
    };
    let kept = found.map(|one| one.lines.clone()).unwrap_or_default();
    Target { head, made: found.is_none(), kept, wanted: BTreeMap::new() }
}

/// Writes what is another than it was, and remembers what was there before.
async fn take(
    tx: &mut Tx,
    run: &ImportRun,
    targets: &Targets,
    summary: &mut ImportSummary,
) -> Result<(), Problem> {
    let (mut made, mut changed, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    let mut before: Vec<(Uuid, Before)> = Vec::new();
    for target in targets.values() {
        let mut past = Vec::new();
        for (account_id, (code, months)) in &target.wanted {
            let old = target.kept.get(account_id).copied();
            if old == Some(*months) {
                summary.unchanged += 1;
                continue;
            }
            match old {
                Some(_) => summary.updated += 1,
                None => summary.created += 1,
            }
            if summary.examples.len() < SHOWN {
                summary.examples.push(example(tx, target, code, old, months));
            }
            let (budget_id, account_id, months) = (target.head.id, *account_id, *months);
            lines.push(NewLine { budget_id, account_id, months });
            past.push((account_id, old));
        }
        if past.is_empty() {
            continue;
        }
        if target.made {
            made.push(&target.head);
        } else {
            changed.push(target.head.id);
        }
        tell(tx, target, past.len());
        before.push((target.head.id, Before { made: target.made, lines: past }));
    }
    let versions = store::take_in(tx, &made, &changed, &lines).await?;
    if run.is_preview {
        return Ok(());
    }
    let mut effects = Vec::with_capacity(before.len());
    for (entity_id, before) in before {
        effects.push(Effect {
            entity: super::ENTITY,
            entity_id,
            before: Some(serde_json::to_value(before).map_err(Problem::internal)?),
            after_version: versions.get(&entity_id).copied().unwrap_or(1),
        });
    }
    record_effects(tx, run.import_id, &effects).await
}

fn example(tx: &Tx, target: &Target, code: &str, old: Option<Months>, months: &Months) -> Example {
    let sum = |months: &Months| {
        let minor = months.iter().fold(0_i64, |sum, month| sum.saturating_add(*month));
        Money::new(minor, tx.currency()).to_decimal_string()
    };
    let new = sum(months);
    Example {
        created: old.is_none(),
        name: format!("{} · {code}", target.head.name),
        detail: old.map_or_else(|| new.clone(), |old| format!("{} → {new}", sum(&old))),
    }
}

/// Leaves it in the timeline of the budget.
fn tell(tx: &mut Tx, target: &Target, accounts: usize) {
    let (id, topic) = match target.made {
        true => (target.head.id, "budgets.created"),
        false => (target.head.id, "budgets.changed"),
    };
    let facts = json!({"name": target.head.name, "accounts": accounts});
    tx.audit("budgets.import", "budget", id, facts);
    tx.record(topic, id, json!({"budget_id": id}));
}
