//! Revaluing what is open in other currencies at the end of a month.
//!
//! What customers owe and suppliers are owed in another currency is shown at the rate of the
//! month's last day: the difference is posted on that day and taken back on the next, so that
//! what is realised later is reckoned from the document's own rate. What was paid ahead is no
//! claim to money and keeps its value.

use std::collections::BTreeMap;

use base::{Currency, Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::{self, ForeignItem};
use super::{ExchangeRate, rate};
use crate::ledger::{self, Module, Posting, PostingLine};
use crate::numbers;
use crate::open_items::Side;

/// What is revalued of one item.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RevaluedItem {
    /// The open item.
    pub item_id: Uuid,
    /// Customers or suppliers.
    pub side: Side,
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name.
    pub party: String,
    /// The document's number.
    pub number: String,
    /// What was open on the day, in the document's currency; above zero it is owed to us.
    pub open: Money,
    /// What that stands for in the books.
    pub book: Money,
    /// What it is worth at the rate of the day.
    pub value: Money,
    /// What earlier revaluations of the same month posted of it.
    pub posted: Money,
    /// What is still to be posted; above zero a gain.
    pub difference: Money,
}

/// What a revaluation would post, or did.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RevaluationPreview {
    /// The last day of the month.
    pub date: Date,
    /// The items that change, by party.
    pub items: Vec<RevaluedItem>,
    /// Their differences together; above zero a gain.
    pub difference: Money,
}

/// A revaluation that was posted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Revaluation {
    /// Its id.
    pub id: Uuid,
    /// The last day of the month.
    pub date: Date,
    /// What it posted together; above zero a gain.
    pub difference: Money,
    /// Its entry on the day.
    pub entry_id: Uuid,
    /// The entry that takes it back on the next day.
    pub reversal_id: Uuid,
}

/// The month of a revaluation.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRevaluation {
    /// The last day of the month.
    pub date: Date,
}

/// What a revaluation of the month that ends on this day would post.
///
/// # Errors
/// When it is no last day of a month or has not come yet, or a rate is missing.
pub async fn preview(tx: &mut Tx, date: Date) -> Result<RevaluationPreview, Problem> {
    let mut problem = Problem::invalid();
    if date != date.last_of_month() {
        problem = problem.field("date", "not_a_months_end");
    } else if date > tx.today() {
        problem = problem.field("date", "date_in_future");
    }
    problem.or_ok()?;
    let own = tx.currency();
    let found = store::foreign_items(tx, date).await?;
    let mut rates: BTreeMap<Currency, ExchangeRate> = BTreeMap::new();
    let mut items = Vec::new();
    let mut sum: i128 = 0;
    for item in found {
        let currency = item.currency;
        let known = match rates.get(&currency) {
            Some(known) => known.clone(),
            // One question a currency, of which a company has a handful.
            None => rate(tx, currency, date).await?,
        };
        let revalued = revalued(&item, &known, own)?;
        rates.insert(currency, known);
        if revalued.difference.minor != 0 {
            sum += i128::from(revalued.difference.minor);
            items.push(revalued);
        }
    }
    let difference = Money::from_i128(sum, own).map_err(Problem::internal)?;
    Ok(RevaluationPreview { date, items, difference })
}

fn revalued(
    item: &ForeignItem,
    rate: &ExchangeRate,
    own: Currency,
) -> Result<RevaluedItem, Problem> {
    let open = Money::new(item.open, item.currency);
    let money = |minor: i64| Money::new(minor, own);
    let value = money(rate.to_base(open)?);
    let (book, posted) = (money(item.open_base), money(item.posted));
    let difference = value.checked_sub(book).and_then(|gain| gain.checked_sub(posted));
    Ok(RevaluedItem {
        item_id: item.id,
        side: item.side,
        party_id: item.party_id,
        party: item.party_name.clone(),
        number: item.number.clone(),
        open,
        book,
        value,
        posted,
        difference: difference.map_err(Problem::internal)?,
    })
}

/// Posts the revaluation of the month that ends on this day, and takes it back on the next day.
/// Asked for again, it posts only what changed since; none when nothing did.
///
/// # Errors
/// As [`preview`]; when a period is closed.
pub async fn revalue(tx: &mut Tx, new: NewRevaluation) -> Result<Option<Revaluation>, Problem> {
    // What is open now stays so until the commit, and two who revalue follow each other.
    numbers::hold(tx).await?;
    let found = preview(tx, new.date).await?;
    if found.items.is_empty() {
        return Ok(None);
    }
    let id = tx.new_id::<Revaluation>().uuid();
    let next = new.date.plus_days(1).map_err(Problem::internal)?;
    let memo = format!("{}", new.date);
    let lines = lines(&found);
    let back: Vec<PostingLine> = lines
        .iter()
        .map(|line| PostingLine { amount: line.amount.saturating_neg(), ..line.clone() })
        .collect();
    let posting = Posting::new(Module::Ledger, new.date, "revaluation", id, &memo, lines);
    let entry_id = ledger::post(tx, posting).await?.entry_id;
    let mut posting = Posting::new(Module::Ledger, next, "revaluation", id, &memo, back);
    posting.reverses = Some(entry_id);
    let reversal_id = ledger::post(tx, posting).await?.entry_id;
    let difference = found.difference;
    let done = Revaluation { id, date: new.date, difference, entry_id, reversal_id };
    store::insert_revaluation(tx, &done, &found.items).await?;
    let facts = json!({"date": new.date, "items": found.items.len(),
        "difference": difference.to_decimal_string()});
    tx.audit("currencies.revalue", "revaluation", id, facts);
    tx.record("currencies.revalued", id, json!({"revaluation_id": id, "date": new.date}));
    Ok(Some(done))
}

/// One line an item on its control account, and the other side of them all.
fn lines(found: &RevaluationPreview) -> Vec<PostingLine> {
    let line = |item: &RevaluedItem| {
        let line = PostingLine::debit(item.side.name(), item.difference.minor);
        line.party(item.party_id).memo(&item.number)
    };
    let mut lines: Vec<PostingLine> = found.items.iter().map(line).collect();
    lines.push(PostingLine::credit("exchange_unrealised", found.difference.minor));
    lines
}

/// The revaluations that were posted, the newest first; at most 200.
///
/// # Errors
/// When the database is away.
pub async fn revaluations(tx: &mut Tx) -> Result<Vec<Revaluation>, Problem> {
    store::revaluations(tx).await
}
