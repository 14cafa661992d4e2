//! Lists of open items of the opening day: a row a document, for the importers of the storeys
//! that know the parties.

use std::collections::{BTreeMap, HashMap, HashSet};

use base::{BoxFuture, Currency, Date, Money, Problem, Tx};
use platform::imports::{
    Effect, Example, ImportColumn, ImportRow, ImportRun, ImportSummary, RowProblem, RowReader,
    record_effects,
};
use uuid::Uuid;

use super::items::{OpeningItem, agree, open_party_items, opening_day};
use crate::currencies;
use crate::open_items::Side;

/// The most rows of one list; a longer one is split.
const MOST_ROWS: usize = 2000;

/// The columns of a list of open items, the same for both sides.
pub const ITEM_COLUMNS: &[ImportColumn] = &[
    ImportColumn::needed(
        "party",
        "closing-column-party",
        &["customer", "supplier", "customer code", "supplier code", "name"],
    ),
    ImportColumn::needed(
        "number",
        "closing-column-number",
        &["invoice", "invoice number", "bill", "bill number", "document"],
    ),
    ImportColumn::needed("due", "closing-column-due", &["due date", "due on"]),
    ImportColumn::needed(
        "amount",
        "closing-column-amount",
        &["open", "open amount", "balance", "outstanding"],
    ),
    ImportColumn::optional("currency", "closing-column-currency", &["currency code", "in"]),
    ImportColumn::optional(
        "base",
        "closing-column-base",
        &["base amount", "book value", "in books"],
    ),
];

/// Finds customers or suppliers by what a file says of them, a code or a name: their ids and
/// names, by that text in small letters. What could mean several is left out.
pub type FindParties =
    for<'a> fn(
        &'a mut Tx,
        &'a [String],
    ) -> BoxFuture<'a, Result<HashMap<String, (Uuid, String)>, Problem>>;

/// What texts mean among parties of these ids, codes and names: a code goes before a name, and a
/// name that several have means nobody.
#[must_use]
pub fn by_code_or_name(rows: Vec<(Uuid, String, String)>) -> HashMap<String, (Uuid, String)> {
    let mut found: HashMap<String, (Uuid, String)> = HashMap::new();
    let mut several = HashSet::new();
    for (id, _, name) in &rows {
        if found.insert(name.to_lowercase(), (*id, name.clone())).is_some() {
            several.insert(name.to_lowercase());
        }
    }
    found.retain(|name, _| !several.contains(name));
    found.extend(rows.into_iter().map(|(id, code, name)| (code.to_lowercase(), (id, name))));
    found
}

/// Takes a list of open items in. What customers owe, and what suppliers are owed, is above
/// zero in it.
///
/// # Errors
/// `opening_no_day`, and as [`open_party_items`]; rows that cannot be are reported and left out.
pub async fn import_items(
    tx: &mut Tx,
    rows: &mut RowReader,
    run: &ImportRun,
    side: Side,
    parties: FindParties,
) -> Result<ImportSummary, Problem> {
    let day = opening_day(tx).await?;
    let mut summary = ImportSummary::default();
    let read = read(rows)?;
    let texts: Vec<String> = read.iter().map(|row| row.get("party").to_lowercase()).collect();
    let known = parties(tx, &texts).await?;
    let (mut items, mut from, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    let mut rates = BTreeMap::new();
    for row in &read {
        let item = item_of(tx.currency(), side, row, &known);
        match item {
            Ok(item) if !seen.insert((item.party_id, item.number.clone())) => {
                summary.errors.push(row.problem("number", "opening_number_twice"));
            }
            Ok(item) if !has_rate(tx, &mut rates, &item, day).await? => {
                let mut wrong = row.problem("currency", "no_exchange_rate");
                wrong.facts =
                    vec![("currency", item.amount.currency.to_string()), ("date", day.to_string())];
                summary.errors.push(wrong);
            }
            Ok(item) => {
                items.push(item);
                from.push(row);
            }
            Err(wrong) => summary.errors.push(wrong),
        }
    }
    let opened = open_party_items(tx, side, day, &items).await?;
    summary.errors.extend(
        opened.differing.iter().map(|i| from[*i].problem("amount", "opening_item_differs")),
    );
    (summary.created, summary.unchanged) = (opened.created, opened.unchanged);
    for item in items.iter().take(20) {
        let name = format!("{} · {}", item.party_name, item.number);
        let amount = signed(side, item.amount);
        let detail = format!("{} {}", amount.to_decimal_string(), amount.currency.code());
        summary.examples.push(Example { created: true, name, detail });
    }
    if let Some(entry) = opened.entry.filter(|_| !run.is_preview) {
        let effect = Effect { entity: "entry", entity_id: entry, before: None, after_version: 1 };
        record_effects(tx, run.import_id, &[effect]).await?;
    }
    Ok(summary)
}

fn read(rows: &mut RowReader) -> Result<Vec<ImportRow>, Problem> {
    let mut read = Vec::new();
    while let Some(row) = rows.next_row()? {
        if read.len() >= MOST_ROWS {
            return Err(Problem::refused("opening_too_long").fact("most", MOST_ROWS));
        }
        read.push(row);
    }
    Ok(read)
}

/// Whether an item says what it is worth, or the rate of the day does. Each currency is asked
/// for once.
async fn has_rate(
    tx: &mut Tx,
    known: &mut BTreeMap<Currency, bool>,
    item: &OpeningItem,
    day: Date,
) -> Result<bool, Problem> {
    let currency = item.amount.currency;
    if item.base.is_some() || currency == tx.currency() {
        return Ok(true);
    }
    if let Some(known) = known.get(&currency) {
        return Ok(*known);
    }
    let found = match currencies::rate(tx, currency, day).await {
        Ok(_) => true,
        Err(problem) if problem.code() == "no_exchange_rate" => false,
        Err(problem) => return Err(problem),
    };
    known.insert(currency, found);
    Ok(found)
}

/// An amount as the ledger has it, from the file's, and back.
fn signed(side: Side, amount: Money) -> Money {
    Money::new(amount.minor.saturating_mul(side.sign()), amount.currency)
}

fn item_of(
    own: Currency,
    side: Side,
    row: &ImportRow,
    known: &HashMap<String, (Uuid, String)>,
) -> Result<OpeningItem, RowProblem> {
    let number = row.some("number").ok_or_else(|| row.problem("number", "required"))?;
    let party = row.some("party").ok_or_else(|| row.problem("party", "required"))?;
    let party = known.get(&party.to_lowercase());
    let (party_id, party_name) = party.cloned().ok_or_else(|| row.problem("party", "unknown"))?;
    let due = base::digits::to_ascii(row.get("due")).parse();
    let currency = match row.some("currency") {
        Some(code) => code.to_uppercase().parse().map_err(|_| row.problem("currency", "unknown")),
        None => Ok(own),
    };
    let currency: Currency = currency?;
    let read = |field, currency| {
        let amount = Money::parse_local(row.get(field), currency);
        amount.map(|read| signed(side, read)).map_err(|_| row.problem(field, "not_a_number"))
    };
    let amount = read("amount", currency)?;
    if amount.is_zero() {
        return Err(row.problem("amount", "not_positive"));
    }
    let base = row.some("base").map(|_| read("base", own)).transpose()?;
    if base.is_some_and(|base| !agree(amount, base.minor, own)) {
        let mut wrong = row.problem("base", "opening_worth");
        wrong.facts = vec![("currency", own.to_string())];
        return Err(wrong);
    }
    Ok(OpeningItem {
        party_id,
        party_name,
        number: number.chars().take(60).collect(),
        due_date: due.map_err(|_| row.problem("due", "not_a_date"))?,
        amount,
        base: base.map(|base| base.minor),
    })
}
