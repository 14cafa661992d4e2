//! Reading the rows of a file of rates.

use std::collections::{BTreeMap, HashSet};

use base::{Currency, Date, Problem, Tx, UnitPrice};
use platform::imports::{
    Effect, Example, ImportRow, ImportRun, ImportSummary, RowProblem, RowReader, record_effects,
};
use serde_json::json;

use super::super::rate::{NewRate, sound};
use super::super::store;

/// Rows that are taken in by one statement.
const BATCH: usize = 2000;

/// The examples of a preview.
const SHOWN: usize = 20;

pub(super) async fn run(
    tx: &mut Tx,
    rows: &mut RowReader,
    run: &ImportRun,
) -> Result<ImportSummary, Problem> {
    let used = super::super::used(tx).await?;
    let used: HashSet<Currency> = used.into_iter().map(|used| used.code).collect();
    let (mut summary, mut seen) = (ImportSummary::default(), HashSet::new());
    let today = tx.today();
    loop {
        let batch = rows.next_rows(BATCH)?;
        if batch.is_empty() {
            return Ok(summary);
        }
        let mut new = Vec::with_capacity(batch.len());
        for row in &batch {
            match read(row, &used, today) {
                Ok(rate) if !seen.insert((rate.currency, rate.date)) => {
                    summary.errors.push(row.problem("date", "rate_named_twice"));
                }
                Ok(rate) => new.push(rate),
                Err(problem) => summary.errors.push(problem),
            }
        }
        take(tx, run, &new, &mut summary).await?;
    }
}

fn read(row: &ImportRow, used: &HashSet<Currency>, today: Date) -> Result<NewRate, RowProblem> {
    let code = row.get("currency").to_uppercase();
    let currency = Currency::parse(&code).map_err(|_| row.problem("currency", "unknown"))?;
    if !used.contains(&currency) {
        let mut problem = row.problem("currency", "currency_not_used");
        problem.facts.push(("currency", code));
        return Err(problem);
    }
    let date = row.get("date").parse().map_err(|_| row.problem("date", "not_a_date"))?;
    let rate = UnitPrice::parse_local(row.get("rate"));
    let rate = rate.map_err(|_| row.problem("rate", "not_a_number"))?;
    let units = row.some("units").map(str::parse).transpose();
    let units = units.map_err(|_| row.problem("units", "not_a_number"))?;
    let source = row.get("source").to_owned();
    let new = NewRate { currency, date, rate, units, source };
    sound(&new, today).map_err(|(field, code, facts)| {
        let mut problem = row.problem(field, code);
        problem.facts.extend(facts.iter().map(|(name, fact)| (*name, fact.to_string())));
        problem
    })?;
    Ok(new)
}

/// Writes a batch and remembers what was there before.
async fn take(
    tx: &mut Tx,
    run: &ImportRun,
    new: &[NewRate],
    summary: &mut ImportSummary,
) -> Result<(), Problem> {
    let before = store::of_days(tx, new).await?;
    let before: BTreeMap<_, _> =
        before.into_iter().map(|rate| ((rate.currency, rate.date), rate)).collect();
    let written = store::enter(tx, new).await?;
    summary.unchanged += count(new.len() - written.len());
    let mut effects = Vec::with_capacity(written.len());
    for rate in written {
        let old = before.get(&(rate.currency, rate.date));
        match old {
            Some(_) => summary.updated += 1,
            None => summary.created += 1,
        }
        if summary.examples.len() < SHOWN {
            let said = old.map(|old| format!("{} → {}", old.rate, rate.rate));
            summary.examples.push(Example {
                created: old.is_none(),
                name: format!("{} · {}", rate.currency, rate.date),
                detail: said.unwrap_or_else(|| rate.rate.to_string()),
            });
        }
        effects.push(Effect {
            entity: super::ENTITY,
            entity_id: rate.id,
            before: old
                .map(|old| json!({"rate": old.rate, "units": old.units, "source": old.source})),
            after_version: rate.version,
        });
    }
    if !run.is_preview {
        record_effects(tx, run.import_id, &effects).await?;
    }
    Ok(())
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
