//! The open items that the books began with: what customers and suppliers owed on the day on
//! which a company came here.

use std::collections::{BTreeMap, BTreeSet};

use base::{Currency, Date, Money, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{NewOpenItem, OpenItem, Side, find_all, open_all};
use crate::currencies::{self, ExchangeRate};
use crate::ledger::{self, Posting, PostingLine};

/// The most items of one party that are opened at once.
const MOST: usize = 500;

/// A document of the time before.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpeningItem {
    /// Its number in the old books.
    pub number: String,
    /// When it is to be paid.
    pub due_date: Date,
    /// What is open of it, in its currency; above zero the party owes us, below we owe it.
    pub amount: Money,
    /// What that stood for in the old books, in the company's currency; by the rate of the
    /// opening day when not said.
    #[serde(default)]
    pub base: Option<Money>,
}

/// The open items of a party on the opening day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpeningItems {
    /// The opening day.
    pub date: Date,
    /// What was open.
    pub items: Vec<NewOpeningItem>,
}

/// Opens what a party owed, or was owed, when the books began: one entry against the account of
/// opening balances, and an item a document.
///
/// # Errors
/// When a document is no good, a rate is missing, the period is closed, or the database is away.
pub async fn begin(
    tx: &mut Tx,
    side: Side,
    party_id: Uuid,
    party_name: &str,
    new: NewOpeningItems,
) -> Result<Vec<OpenItem>, Problem> {
    check(tx, &new)?;
    let (own, date) = (tx.currency(), new.date);
    let rates = rates(tx, &new).await?;
    let (mut lines, mut bases, mut whole) = (Vec::new(), Vec::new(), 0_i64);
    for (at, item) in new.items.iter().enumerate() {
        let base = match (item.base, rates.get(&item.amount.currency)) {
            (Some(base), _) => base.minor,
            (None, Some(rate)) => rate.to_base(item.amount)?,
            (None, None) => item.amount.minor,
        };
        let same_sign = base.signum() == item.amount.minor.signum();
        if !same_sign || item.amount.currency == own && base != item.amount.minor {
            let path = format!("items[{at}].base");
            let own = [("currency", &own as &dyn std::fmt::Display)];
            return Err(Problem::invalid().field_with(path, "base_in_own_currency", &own));
        }
        let too_large = || Problem::invalid().field("items", "amount_too_large");
        whole = whole.checked_add(base).ok_or_else(too_large)?;
        let line = PostingLine::debit(side.name(), base).party(party_id).due(item.due_date);
        lines.push(line.memo(&item.number).foreign(item.amount.currency, item.amount.minor, own));
        bases.push(base);
    }
    lines.push(PostingLine::credit("opening", whole));
    let document_id = tx.new_id::<NewOpeningItems>().uuid();
    let posting = Posting::new(side.module(), date, "opening_item", document_id, party_name, lines);
    let entry_id = ledger::post(tx, posting).await?.entry_id;
    let item = |(item, base): (&NewOpeningItem, i64)| NewOpenItem {
        side,
        role: side.name(),
        party_id,
        party_name: party_name.to_owned(),
        document_type: "opening_item",
        document_id,
        number: item.number.trim().to_owned(),
        date,
        due_date: item.due_date,
        amount: item.amount,
        base,
        entry_id,
    };
    let items: Vec<NewOpenItem> = new.items.iter().zip(bases).map(item).collect();
    let opened = open_all(tx, &items).await?;
    let facts = json!({"items": opened.len(), "date": date});
    tx.audit("open_items.begin", "party", party_id, facts);
    find_all(tx, &opened).await
}

/// The rates of the opening day; one question a currency, of which a party has a handful.
async fn rates(
    tx: &mut Tx,
    new: &NewOpeningItems,
) -> Result<BTreeMap<Currency, ExchangeRate>, Problem> {
    let asked = new.items.iter().filter(|item| item.base.is_none());
    let asked: BTreeSet<Currency> = asked.map(|item| item.amount.currency).collect();
    let mut rates = BTreeMap::new();
    for currency in asked {
        rates.insert(currency, currencies::rate(tx, currency, new.date).await?);
    }
    Ok(rates)
}

fn check(tx: &Tx, new: &NewOpeningItems) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if new.items.is_empty() {
        problem = problem.field("items", "lines_required");
    }
    if new.items.len() > MOST {
        problem = problem.field_with("items", "too_many_parts", &[("most", &MOST)]);
    }
    if new.date > tx.today() {
        problem = problem.field("date", "date_in_future");
    }
    for (at, item) in new.items.iter().enumerate() {
        if item.number.trim().is_empty() {
            problem = problem.field(format!("items[{at}].number"), "required");
        } else if item.number.chars().count() > 60 {
            let path = format!("items[{at}].number");
            problem = problem.field_with(path, "too_long", &[("most", &60)]);
        }
        if item.amount.is_zero() {
            problem = problem.field(format!("items[{at}].amount"), "not_positive");
        }
    }
    problem.or_ok()
}
