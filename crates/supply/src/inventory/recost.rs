//! Cost is fixed when it is recorded; what is entered late for a day gone by leaves the month's
//! cost of sales as it was. A recost says what the average in the order of business days would
//! have made of the month, and posts the difference: nothing that was posted is changed, one
//! adjustment for each item, as of the last day of the month.
//!
//! It never reaches into a month that is closed or locked for stock, never gives a value to an
//! item of which nothing is there, and never takes more than an item is worth. Repeated, it posts
//! nothing. Items whose lots have costs of their own are left alone: what leaves is a certain lot
//! at what that lot cost, whatever day it came on.

use std::collections::{BTreeMap, BTreeSet};

use base::{Date, Days, Money, Problem, Quantity, Text, Timestamp, Tx};
use finance::closing;
use finance::ledger::{self, Module, Posting, PostingLine};
use finance::numbers;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::cost::Cost;
use super::lines::head_text;
use super::movement::CostKey;
use super::replay::{Change, ROLES, VARIANCE};
use super::revalue::{RevaluedRow, seal};
use super::store;
use super::store::recost::{Owned, Past};

/// What its journal entries and revaluations say they come from.
pub(super) const SOURCE: &str = "stock_recost";

/// Items that one journal entry adjusts: each has at most six lines of ten thousand.
const MOST_ITEMS: usize = 1000;

/// The most lines that are shown; all of them are posted.
const MOST_SHOWN: usize = 5000;

/// Which month is looked at.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RecostQuery {
    /// The month, as `2026-03`; this month when not said.
    pub month: String,
}

/// A month whose stock is to be recosted.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewRecost {
    /// Its id, if the client chooses it (UUIDv7).
    pub id: Option<Uuid>,
    /// The month, as `2026-03`.
    #[schema(required)]
    pub month: String,
    /// Why; it stands on the journal entry.
    pub reason: String,
}

/// What the order of business days makes of a month.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Recost {
    /// The month, as `2026-03`.
    pub month: String,
    /// The day that it is posted for: the last of the month, or today.
    pub date: Date,
    /// Whether anything may still be posted for stock into the month.
    pub open: bool,
    /// What all lines together make the stock worth more.
    pub value: Money,
    /// How many items differ.
    pub items: usize,
    /// The items that differ, the most first; at most 5,000 of them.
    pub lines: Vec<RecostLine>,
    /// What was posted for the month, the newest first.
    pub entries: Vec<RecostEntry>,
}

/// What the order of business days makes of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecostLine {
    /// The item.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// Its unit.
    pub unit: String,
    /// What the company owns of it now.
    pub quantity: Quantity,
    /// What that is worth now.
    pub worth: Money,
    /// What it would be worth more at the end of the month.
    pub difference: Money,
    /// What of that is posted: what is there now bears no more.
    pub adjustment: Money,
    /// What the cost of sales becomes more.
    pub sales: Money,
    /// What other accounts are debited more: adjustments, variances.
    pub others: Money,
}

/// An entry of a recost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecostEntry {
    /// The journal entry.
    pub entry_id: Uuid,
    /// Its number.
    pub number: String,
    /// The business day.
    pub date: Date,
    /// When it was posted.
    pub recorded_at: Timestamp,
    /// The month and the reason.
    pub memo: String,
    /// How many items it adjusts.
    pub items: i64,
    /// What the stock became worth more.
    pub value: Money,
}

/// Says what a recost of a month would post. Nothing is kept.
///
/// # Errors
/// 400 for a month that there is not or that is to come.
pub async fn preview_recost(tx: &mut Tx, query: &RecostQuery) -> Result<Recost, Problem> {
    let month = match query.month.trim() {
        "" => Span::of(tx.today(), tx.today()),
        month => Span::parse(month, tx.today()),
    };
    let month = month.ok_or_else(|| Problem::bad_request("recost_month"))?;
    let plans = plans(tx, &month).await?;
    recost_of(tx, &month, &plans).await
}

/// Recosts a month: the stock becomes worth what the order of business days makes of it, and the
/// accounts that the goods went to bear the difference.
///
/// # Errors
/// 422 for a month that there is not or that is to come, that is closed or locked for stock; what
/// the ledger refuses.
pub async fn recost(tx: &mut Tx, new: NewRecost) -> Result<Recost, Problem> {
    let month = Span::parse(new.month.trim(), tx.today());
    let month = month.ok_or_else(|| Problem::invalid().field("month", "recost_month"))?;
    let reason = head_text("reason", &new.reason, 500)?;
    // The ledger's head first, as for every movement: nothing moves while it is calculated.
    numbers::hold(tx).await?;
    ledger::admit(tx, Module::Stock, month.date).await?;
    let plans = plans(tx, &month).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Recost>().uuid());
    for part in plans.chunks(MOST_ITEMS) {
        post(tx, id, &month, &reason, part).await?;
    }
    let done = recost_of(tx, &month, &plans).await?;
    if !plans.is_empty() {
        let facts = json!({"month": done.month, "items": done.items, "value": done.value,
            "reason": reason});
        tx.audit("stock.recost", SOURCE, id, facts.clone());
        if let Some(period) = closing::find(tx, month.days.from).await?.id {
            tx.audit("stock.recost", "period", period, facts);
        }
        tx.record("inventory.recosted", id, json!({"recost_id": id, "month": done.month}));
    }
    Ok(done)
}

/// How many items a recost of these days would adjust.
///
/// # Errors
/// When the database is away.
pub(super) async fn to_recost(tx: &mut Tx, days: Days) -> Result<usize, Problem> {
    match Span::of(days.from, tx.today()) {
        Some(month) => Ok(plans(tx, &month).await?.len()),
        None => Ok(0),
    }
}

/// The days of a month as far as they have come.
#[derive(Debug, Clone, Copy)]
struct Span {
    days: Days,
    /// The day that is posted for.
    date: Date,
}

impl Span {
    fn of(day: Date, today: Date) -> Option<Self> {
        let (from, to) = (day.first_of_month(), day.last_of_month());
        (from <= today).then(|| Self { days: Days { from, to }, date: to.min(today) })
    }

    fn parse(month: &str, today: Date) -> Option<Self> {
        Self::of(format!("{month}-01").parse().ok()?, today)
    }

    fn key(&self) -> String {
        format!("{:04}-{:02}", self.days.from.year(), self.days.from.month())
    }
}

/// What is to be posted of an item.
#[derive(Debug, Clone)]
struct Plan {
    owned: Owned,
    /// What the stock would be worth more at the end of the month.
    difference: i64,
    /// What of it is posted.
    value: i64,
    /// What each account is debited more.
    roles: BTreeMap<&'static str, i64>,
}

/// What is to be posted, the most first.
async fn plans(tx: &mut Tx, month: &Span) -> Result<Vec<Plan>, Problem> {
    let mut changes = store::recost::changes(tx, month.days).await?;
    for (item, role, amount) in store::recost::posted(tx, month.days).await? {
        let change = changes.entry(item).or_default();
        match ROLES.into_iter().find(|known| *known == role) {
            Some(role) => *change.roles.entry(role).or_default() -= amount,
            None => change.value = change.value.saturating_sub(amount),
        }
    }
    let items: BTreeSet<Uuid> = changes.keys().copied().collect();
    let items: Vec<Uuid> = items.into_iter().collect();
    let mut plans: Vec<Plan> = store::recost::owned(tx, &items)
        .await?
        .into_iter()
        .filter_map(|owned| {
            let change = changes.remove(&owned.variant_id)?;
            Some(bounded(owned, change))
        })
        .filter(|plan| plan.value != 0 || !plan.roles.is_empty())
        .collect();
    plans.sort_by_key(|plan| std::cmp::Reverse(plan.weight()));
    Ok(plans)
}

/// What of a difference can be posted: of nothing there is no value, and no less than nothing.
/// The account with the largest part keeps what the stock cannot bear.
fn bounded(owned: Owned, mut change: Change) -> Plan {
    let difference = change.value;
    let value = match owned.quantity.is_positive() {
        true => difference.clamp(owned.value.saturating_neg(), i64::MAX - owned.value),
        false => 0,
    };
    let unborne = difference.saturating_sub(value);
    if unborne != 0 {
        let largest = change.roles.iter().max_by_key(|(_, amount)| amount.unsigned_abs());
        let role = largest.map_or("cogs", |(role, _)| *role);
        let amount = change.roles.entry(role).or_default();
        *amount = amount.saturating_add(unborne);
    }
    change.roles.retain(|_, amount| *amount != 0);
    Plan { owned, difference, value, roles: change.roles }
}

impl Plan {
    fn weight(&self) -> u64 {
        let roles = self.roles.values().map(|amount| amount.unsigned_abs()).max();
        self.value.unsigned_abs().max(roles.unwrap_or_default())
    }

    fn debit(&self, role: &str) -> i64 {
        self.roles.get(role).copied().unwrap_or_default()
    }

    fn line(&self, currency: base::Currency) -> RecostLine {
        let money = |minor| Money::new(minor, currency);
        let sales = self.debit("cogs");
        let others: i64 = self.roles.values().sum();
        RecostLine {
            variant_id: self.owned.variant_id,
            sku: self.owned.sku.clone(),
            name: self.owned.name.clone(),
            unit: self.owned.unit.clone(),
            quantity: self.owned.quantity,
            worth: money(self.owned.value),
            difference: money(self.difference),
            adjustment: money(self.value),
            sales: money(sales),
            others: money(others - sales),
        }
    }
}

/// Posts the adjustments of some items in one entry. What goods that were made of others carry
/// more or less goes from item to item; what lots with costs of their own do not take of it is a
/// variance.
async fn post(
    tx: &mut Tx,
    id: Uuid,
    month: &Span,
    reason: &str,
    plans: &[Plan],
) -> Result<(), Problem> {
    let keys: Vec<CostKey> = plans.iter().map(|plan| (plan.owned.variant_id, None)).collect();
    let mut costs = store::costs::lock(tx, &keys).await?;
    let rows = rows_of(tx, id, month.date, plans);
    let mut lines = Vec::new();
    for plan in plans {
        let item = plan.owned.variant_id;
        lines.push(PostingLine::debit("inventory", plan.value).item(item));
        let debit =
            |(role, amount): (&&'static str, &i64)| PostingLine::debit(*role, *amount).item(item);
        lines.extend(plan.roles.iter().map(debit));
    }
    let sum: i128 = lines.iter().map(|line| i128::from(line.amount)).sum();
    let rest = i64::try_from(sum).map_err(|_| Problem::refused("too_large"))?;
    lines.push(PostingLine::credit(VARIANCE, rest));
    let memo = format!("{} {reason}", month.key());
    let posting = Posting {
        details_hash: seal(&[], &rows),
        ..Posting::new(Module::Stock, month.date, SOURCE, id, memo.trim(), lines)
    };
    let posted = ledger::post(tx, posting).await?;
    costs.retain(|_, cost| cost.quantity.is_positive());
    for plan in plans {
        if let Some(cost) = costs.get_mut(&(plan.owned.variant_id, None)) {
            *cost = Cost { value: cost.value + plan.value, ..*cost };
        }
    }
    store::costs::set(tx, &costs).await?;
    store::revaluations::insert(tx, posted.entry_id, &rows).await
}

/// Nothing was added to what the goods cost: what is there becomes worth more by what is gone
/// cost less.
fn rows_of(tx: &Tx, id: Uuid, date: Date, plans: &[Plan]) -> Vec<RevaluedRow> {
    let plans = (1..).zip(plans).filter(|(_, plan)| plan.value != 0);
    plans
        .map(|(line, plan)| RevaluedRow {
            id: tx.new_id::<RevaluedRow>().uuid(),
            variant_id: plan.owned.variant_id,
            quantity: plan.owned.quantity,
            held: plan.owned.quantity,
            value: plan.value,
            gone: plan.value.saturating_neg(),
            effective_date: date,
            recorded_at: tx.now(),
            source_type: SOURCE.to_owned(),
            source_id: id,
            source_line: line,
        })
        .collect()
}

async fn recost_of(tx: &mut Tx, month: &Span, plans: &[Plan]) -> Result<Recost, Problem> {
    let currency = tx.currency();
    let books = closing::find(tx, month.days.from).await?;
    let sum: i128 = plans.iter().map(|plan| i128::from(plan.value)).sum();
    let entry = |past: Past| RecostEntry {
        entry_id: past.id,
        number: past.number,
        date: past.effective_date,
        recorded_at: past.recorded_at,
        memo: past.memo,
        items: past.items,
        value: Money::new(past.value, currency),
    };
    let entries = store::recost::past(tx, month.days).await?.into_iter().map(entry).collect();
    Ok(Recost {
        month: month.key(),
        date: month.date,
        open: !books.closed && books.lock(Module::Stock).is_none(),
        value: Money::from_i128(sum, currency).map_err(|_| Problem::refused("too_large"))?,
        items: plans.len(),
        lines: plans.iter().take(MOST_SHOWN).map(|plan| plan.line(currency)).collect(),
        entries,
    })
}

#[cfg(test)]
#[path = "recost_tests.rs"]
mod tests;
