//! Reading the rows of a file of prices.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::{Problem, Quantity, Tx, UnitPrice};
use platform::imports::{
    Effect, Example, ImportRow, ImportRun, ImportSummary, RowProblem, RowReader, record_effects,
};
use serde_json::json;
use uuid::Uuid;

use super::super::store::{self, ListedPrice};
use super::super::{PriceList, lists};

/// Rows that are taken in by one statement.
const BATCH: usize = 2000;

/// The examples of a preview.
const SHOWN: usize = 20;

/// The price lists by their names in small letters.
type Lists = HashMap<String, PriceList>;

/// A row as it was read; its item is looked up with those of the others.
struct Read<'a> {
    row: &'a ImportRow,
    list: Uuid,
    sku: &'a str,
    from_quantity: Quantity,
    unit_price: UnitPrice,
}

pub(super) async fn run(
    tx: &mut Tx,
    rows: &mut RowReader,
    run: &ImportRun,
) -> Result<ImportSummary, Problem> {
    let all = lists(tx).await?;
    let known: Lists = all.into_iter().map(|list| (list.name.to_lowercase(), list)).collect();
    let (mut summary, mut seen) = (ImportSummary::default(), HashSet::new());
    let mut changed: BTreeMap<Uuid, u64> = BTreeMap::new();
    loop {
        let batch = rows.next_rows(BATCH)?;
        if batch.is_empty() {
            break;
        }
        let mut read_rows = Vec::with_capacity(batch.len());
        for row in &batch {
            match read(row, &known) {
                Ok(read) => read_rows.push(read),
                Err(problem) => summary.errors.push(problem),
            }
        }
        let skus: Vec<&str> = read_rows.iter().map(|read| read.sku).collect();
        let items = store::variants_by_sku(tx, &skus).await?;
        let mut wanted = Vec::with_capacity(read_rows.len());
        for (read, item) in read_rows.iter().zip(items) {
            let Some(variant_id) = item else {
                summary.errors.push(read.row.problem("sku", "unknown"));
                continue;
            };
            if !seen.insert((read.list, variant_id, read.from_quantity)) {
                summary.errors.push(read.row.problem("from_quantity", "price_named_twice"));
                continue;
            }
            wanted.push(ListedPrice {
                list: read.list,
                variant_id,
                sku: read.sku.to_owned(),
                from_quantity: read.from_quantity,
                unit_price: read.unit_price,
            });
        }
        take(tx, run, &wanted, &mut summary, &mut changed).await?;
    }
    tell(tx, &known, &changed).await?;
    Ok(summary)
}

fn read<'a>(row: &'a ImportRow, lists: &Lists) -> Result<Read<'a>, RowProblem> {
    for field in ["list", "sku", "unit_price"] {
        if row.some(field).is_none() {
            return Err(row.problem(field, "required"));
        }
    }
    let list = lists.get(&row.get("list").to_lowercase());
    let list = list.ok_or_else(|| row.problem("list", "price_list_unknown"))?;
    if row.some("currency").is_some_and(|code| !list.currency.code().eq_ignore_ascii_case(code)) {
        return Err(row.problem("currency", "price_list_other_currency"));
    }
    let from_quantity = match row.some("from_quantity") {
        None => Quantity::ZERO,
        Some(text) => {
            Quantity::parse_local(text).map_err(|_| row.problem("from_quantity", "not_a_number"))?
        }
    };
    let unit_price = UnitPrice::parse_local(row.get("unit_price"))
        .map_err(|_| row.problem("unit_price", "not_a_number"))?;
    if from_quantity.is_negative() {
        return Err(row.problem("from_quantity", "not_negative"));
    }
    if unit_price.is_negative() {
        return Err(row.problem("unit_price", "not_negative"));
    }
    Ok(Read { row, list: list.id, sku: row.get("sku"), from_quantity, unit_price })
}

/// Writes a batch and remembers what was there before.
async fn take(
    tx: &mut Tx,
    run: &ImportRun,
    wanted: &[ListedPrice],
    summary: &mut ImportSummary,
    changed: &mut BTreeMap<Uuid, u64>,
) -> Result<(), Problem> {
    if wanted.is_empty() {
        return Ok(());
    }
    let before = store::prices_at(tx, wanted).await?;
    let written = store::take_in(tx, wanted).await?;
    let same = wanted.len() - written.len();
    summary.unchanged += u32::try_from(same).unwrap_or(u32::MAX);
    let mut effects = Vec::with_capacity(written.len());
    for price in written {
        // Rows are counted from 1, in the order of what was wanted.
        let at = usize::try_from(price.n - 1).unwrap_or_default();
        let (asked, old) = (&wanted[at], before[at]);
        match old {
            Some(_) => summary.updated += 1,
            None => summary.created += 1,
        }
        *changed.entry(asked.list).or_default() += 1;
        if summary.examples.len() < SHOWN {
            let said = old.map(|old| format!("{old} → {}", asked.unit_price));
            summary.examples.push(Example {
                created: old.is_none(),
                name: match asked.from_quantity.is_zero() {
                    true => asked.sku.clone(),
                    false => format!("{} · {}+", asked.sku, asked.from_quantity),
                },
                detail: said.unwrap_or_else(|| asked.unit_price.to_string()),
            });
        }
        effects.push(Effect {
            entity: super::ENTITY,
            entity_id: price.id,
            before: old.map(|old| json!({"unit_price": old})),
            after_version: price.version,
        });
    }
    if !run.is_preview {
        record_effects(tx, run.import_id, &effects).await?;
    }
    Ok(())
}

/// Counts the change of each list and leaves it in its timeline.
async fn tell(tx: &mut Tx, lists: &Lists, changed: &BTreeMap<Uuid, u64>) -> Result<(), Problem> {
    let ids: Vec<Uuid> = changed.keys().copied().collect();
    store::touch_all(tx, &ids).await?;
    for list in lists.values() {
        if let Some(prices) = changed.get(&list.id) {
            let facts = json!({"name": list.name, "prices": prices});
            tx.audit("price_lists.set_prices", "price_list", list.id, facts);
        }
    }
    Ok(())
}
