//! Sharing costs out over receipts and revaluing the goods.

use base::round;
use base::{Date, Money, Problem, Tx};
use finance::ledger::{self, AccountRef};
use finance::numbers;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::list::{LandedCost, LandedItem, LandedTarget};
use super::store;
use crate::inventory::{self, Revaluation, RevaluedLine, Share};
use crate::purchasing::billing;
use crate::purchasing::orders::said;
use crate::purchasing::received::{self, ReceivedLine};

/// Lines of one document, at most.
const MOST: usize = 500;

base::words! {
    /// By what costs are shared out.
    LandedBasis {
        /// By what the goods were received at.
        Value = "value",
        /// By how many they are.
        Quantity = "quantity",
        /// By what they weigh.
        Weight = "weight",
        /// By the room they take up.
        Volume = "volume",
        /// As somebody said.
        Manual = "manual",
    }
}

/// Costs to be shared out.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLandedCost {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The business day; today when not given.
    #[serde(default)]
    pub date: Option<Date>,
    /// By what they are shared out.
    pub basis: LandedBasis,
    /// A remark.
    #[serde(default)]
    pub note: String,
    /// What was paid for.
    pub items: Vec<NewLandedItem>,
    /// The receipts' lines that it belongs to.
    pub targets: Vec<NewLandedTarget>,
}

/// One cost: freight, duty, insurance.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLandedItem {
    /// What it is.
    pub description: String,
    /// Who charges it.
    #[serde(default)]
    pub supplier_id: Option<Uuid>,
    /// The account that its bill was spent on; it is credited.
    pub account_id: Uuid,
    /// How much, without tax, above zero.
    pub amount: Money,
}

/// A line of a receipt that costs belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLandedTarget {
    /// The receipt.
    pub receipt_id: Uuid,
    /// Its line.
    pub receipt_line: i32,
    /// Its share, where the basis is `manual`.
    #[serde(default)]
    pub amount: Option<Money>,
}

/// What posting would do, without doing it: the real thing is carried out and taken back.
///
/// # Errors
/// As [`land`].
pub async fn preview(mut tx: Tx, new: NewLandedCost) -> Result<LandedCost, Problem> {
    let landed = land(&mut tx, new).await?;
    tx.roll_back().await?;
    Ok(landed)
}

/// Shares costs out over receipts' lines, by largest remainder, and revalues the goods in one
/// entry: Dr inventory with the share of what is there, Dr `cost_variance` with the share of what
/// is gone, Cr the account of each cost.
///
/// # Errors
/// 422 with the fields that cannot be, a date to come or a closed period.
pub async fn land(tx: &mut Tx, new: NewLandedCost) -> Result<LandedCost, Problem> {
    numbers::hold(tx).await?;
    check(tx, &new)?;
    accounts_can_be(tx, &new.items).await?;
    let keys: Vec<(Uuid, i32)> =
        new.targets.iter().map(|target| (target.receipt_id, target.receipt_line)).collect();
    let received = received::lock(tx, &keys).await?;
    let targets = found(&new.targets, received)?;
    let total: i64 = new.items.iter().map(|item| item.amount.minor).sum();
    let amounts = shared_out(tx, &new, &targets, total).await?;
    let date = new.date.unwrap_or_else(|| tx.today());
    let id = new.id.unwrap_or_else(|| tx.new_id::<LandedCost>().uuid());
    let number = numbers::next(tx, "LC", date).await?;
    let line = |(n, (target, amount)): (i32, (&ReceivedLine, &i64))| RevaluedLine {
        line: n,
        variant_id: target.variant_id,
        quantity: target.returnable(),
        amount: *amount,
    };
    let revaluation = Revaluation {
        source_type: "landed_cost",
        source_id: id,
        number: number.clone(),
        effective_date: date,
        contra: AccountRef::Role("cost_variance"),
        lines: (1..).zip(targets.iter().zip(&amounts)).map(line).collect(),
    };
    let contra: Vec<(AccountRef, i64)> =
        new.items.iter().map(|item| (AccountRef::Id(item.account_id), item.amount.minor)).collect();
    let done = inventory::revalue_from(tx, revaluation, &contra, "cost_variance").await?;
    let entry = done.posted.ok_or_else(|| Problem::internal("a landed cost posted nothing"))?;
    let currency = tx.currency();
    let money = |minor: i64| Money::new(minor, currency);
    let shares = targets.iter().zip(amounts.iter().zip(&done.shares));
    let landed = LandedCost {
        id,
        number,
        date,
        basis: new.basis,
        note: new.note.trim().to_owned(),
        amount: money(total),
        on_hand: money(done.on_hand),
        gone: money(done.gone),
        entry_id: entry.entry_id,
        recorded_at: tx.now(),
        items: (1..).zip(&new.items).map(|(n, item)| item_of(n, item)).collect(),
        targets: (1..)
            .zip(shares)
            .map(|(n, (line, (amount, share)))| target_of(n, line, money(*amount), *share))
            .collect(),
    };
    store::insert(tx, &landed).await?;
    let facts = json!({"number": landed.number, "amount": said(landed.amount)});
    tx.audit("purchasing.land", "landed_cost", id, facts);
    tx.record("purchasing.landed", id, json!({"landed_cost_id": id}));
    Ok(landed)
}

fn item_of(n: i32, item: &NewLandedItem) -> LandedItem {
    LandedItem {
        n,
        description: item.description.trim().to_owned(),
        supplier_id: item.supplier_id,
        account_id: item.account_id,
        amount: item.amount,
    }
}

fn target_of(n: i32, line: &ReceivedLine, amount: Money, share: Share) -> LandedTarget {
    let money = |minor: i64| Money::new(minor, amount.currency);
    LandedTarget {
        n,
        receipt_id: line.receipt_id,
        receipt_number: line.receipt_number.clone(),
        receipt_line: line.line,
        sku: line.sku.clone(),
        quantity: line.returnable(),
        held: share.held,
        amount,
        on_hand: money(share.on_hand),
        gone: money(share.gone),
    }
}

fn check(tx: &Tx, new: &NewLandedCost) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    for (field, length) in [("items", new.items.len()), ("targets", new.targets.len())] {
        if length == 0 {
            problem = problem.field(field, "lines_required");
        }
        if length > MOST {
            problem = problem.field_with(field, "too_many_lines", &[("most", &MOST)]);
        }
    }
    if new.note.chars().count() > 2000 {
        problem = problem.field_with("note", "too_long", &[("most", &2000)]);
    }
    let currency = tx.currency();
    for (i, item) in new.items.iter().enumerate() {
        if item.description.trim().is_empty() {
            problem = problem.field(format!("items[{i}].description"), "required");
        }
        let path = format!("items[{i}].amount");
        if item.amount.currency != currency {
            problem = problem.field_with(path, "other_currency", &[("currency", &currency)]);
        } else if !item.amount.is_positive() {
            problem = problem.field(path, "not_positive");
        }
    }
    for (i, target) in new.targets.iter().enumerate() {
        let key = (target.receipt_id, target.receipt_line);
        if new.targets[..i].iter().any(|t| (t.receipt_id, t.receipt_line) == key) {
            problem = problem.field(format!("targets[{i}].receipt_line"), "line_named_twice");
        }
        let manual = new.basis == LandedBasis::Manual;
        if manual && target.amount.is_none_or(|a| a.currency != currency || a.is_negative()) {
            problem = problem.field(format!("targets[{i}].amount"), "required");
        }
    }
    problem.or_ok()
}

/// Costs come from accounts that nothing else keeps count of.
async fn accounts_can_be(tx: &mut Tx, items: &[NewLandedItem]) -> Result<(), Problem> {
    let accounts = ledger::accounts(tx).await?;
    let mut problem = Problem::invalid();
    for (i, item) in items.iter().enumerate() {
        let path = format!("items[{i}].account_id");
        match accounts.iter().find(|account| account.id == item.account_id && account.active) {
            None => problem = problem.field(path, "unknown"),
            Some(account) if account.control != ledger::Control::None => {
                let code: (&'static str, &dyn std::fmt::Display) = ("account", &account.code);
                problem = problem.field_with(path, "bill_control_account", &[code]);
            }
            Some(_) => {}
        }
    }
    problem.or_ok()
}

/// The received lines in the order in which they were named. What went back wholly bears nothing.
fn found(
    asked: &[NewLandedTarget],
    received: Vec<ReceivedLine>,
) -> Result<Vec<ReceivedLine>, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::with_capacity(asked.len());
    for (i, target) in asked.iter().enumerate() {
        let key = (target.receipt_id, target.receipt_line);
        let path = format!("targets[{i}].receipt_line");
        match received.iter().find(|line| line.key() == key) {
            None => problem = problem.field(path, "unknown"),
            Some(line) if !line.returnable().is_positive() => {
                problem = problem.field(path, "landed_gave_back");
            }
            Some(line) => lines.push(line.clone()),
        }
    }
    problem.or_ok().map(|()| lines)
}

async fn shared_out(
    tx: &mut Tx,
    new: &NewLandedCost,
    targets: &[ReceivedLine],
    total: i64,
) -> Result<Vec<i64>, Problem> {
    let weights: Vec<i64> = match new.basis {
        LandedBasis::Value => targets.iter().map(|line| line.value.minor).collect(),
        LandedBasis::Quantity => targets.iter().map(|l| l.returnable().micros()).collect(),
        LandedBasis::Weight | LandedBasis::Volume => sizes(tx, new.basis, targets).await?,
        LandedBasis::Manual => {
            let said = new.targets.iter();
            let said: Vec<i64> = said.map(|t| t.amount.map_or(0, |a| a.minor)).collect();
            let sum: i128 = said.iter().map(|amount| i128::from(*amount)).sum();
            if sum != i128::from(total) {
                let currency = tx.currency();
                let text = |minor| Money::new(minor, currency).to_decimal_string();
                let sum = text(i64::try_from(sum).unwrap_or(i64::MAX));
                return Err(Problem::refused("landed_not_shared_out")
                    .fact("amount", text(total))
                    .fact("shared", sum));
            }
            return Ok(said);
        }
    };
    if weights.iter().all(|weight| *weight == 0) {
        return Err(Problem::refused("landed_no_measure"));
    }
    Ok(round::allocate(total, &weights))
}

/// What the targets weigh or take up: grams or millilitres, times their quantity.
async fn sizes(
    tx: &mut Tx,
    basis: LandedBasis,
    targets: &[ReceivedLine],
) -> Result<Vec<i64>, Problem> {
    let ids: Vec<Uuid> = targets.iter().map(|line| line.variant_id).collect();
    let known = billing::known_variants(tx, &ids).await?;
    let size = |line: &ReceivedLine| {
        let of = known.iter().find(|(id, ..)| *id == line.variant_id);
        let one = of.map_or(0, |(_, weight, volume)| match basis {
            LandedBasis::Volume => *volume,
            _ => *weight,
        });
        // In thousandths of a gram or millilitre, so that tons of sand still fit.
        let all = i128::from(one) * i128::from(line.returnable().micros()) / 1000;
        i64::try_from(all).unwrap_or(i64::MAX)
    };
    Ok(targets.iter().map(size).collect())
}
