//! Setting off by hand, and writing off what nobody will pay.

use base::{Date, Money, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{NewAllocation, NewOpenItem, OpenItem, allocate, find, find_all, open};
use crate::ledger::{self, Posting, PostingLine};
use crate::numbers;

/// One item about to be set off against several others.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSettingOff {
    /// The item: an invoice, a payment, a credit note.
    pub item_id: Uuid,
    /// The items of the other sign, and how much of each.
    pub against: Vec<Against>,
    /// The day that it counts for; the first on which all were there when not said.
    #[serde(default)]
    pub date: Option<Date>,
}

/// How much is set off against an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Against {
    /// The item.
    pub item_id: Uuid,
    /// How much, above zero, in the currency of both.
    pub amount: Money,
}

/// Sets an item off against others, all or none.
///
/// # Errors
/// As [`allocate`]; 422 when nothing is named.
pub async fn set_off_by_hand(tx: &mut Tx, new: NewSettingOff) -> Result<OpenItem, Problem> {
    if new.against.is_empty() {
        return Err(Problem::invalid().field("against", "nothing_to_set_off"));
    }
    let item = find(tx, new.item_id).await?;
    let ids: Vec<Uuid> = new.against.iter().map(|against| against.item_id).collect();
    let others = find_all(tx, &ids).await?;
    let latest = others.iter().map(|other| other.date).max().unwrap_or(item.date).max(item.date);
    let date = new.date.unwrap_or(latest);
    let pair = |against: &Against| {
        let (debit_item, credit_item) = match item.is_debit() {
            true => (item.id, against.item_id),
            false => (against.item_id, item.id),
        };
        NewAllocation { debit_item, credit_item, amount: against.amount, date }
    };
    allocate(tx, new.against.iter().map(pair).collect()).await?;
    for (against, other) in
        new.against.iter().filter_map(|a| Some((a, others.iter().find(|o| o.id == a.item_id)?)))
    {
        let facts = json!({"number": item.number, "with": other.number,
            "amount": against.amount.to_decimal_string()});
        tx.audit("open_items.set_off", "open_item", item.id, facts.clone());
        tx.audit("open_items.set_off", "open_item", other.id, facts);
    }
    find(tx, item.id).await
}

/// A rest about to be written off.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewWriteOff {
    /// How much; everything that is open when not said.
    pub amount: Option<Money>,
    /// Why.
    pub reason: String,
    /// The day; today when not said.
    pub date: Option<Date>,
}

/// Writes a rest off: what a party will not pay becomes a bad debt, what we will not pay becomes
/// a rounding difference.
///
/// # Errors
/// When the reason is missing, more is written off than is open, the period is closed, or the
/// database is away.
pub async fn write_off(tx: &mut Tx, id: Uuid, new: NewWriteOff) -> Result<OpenItem, Problem> {
    // What is open now stays so until the commit.
    numbers::hold(tx).await?;
    let item = find(tx, id).await?;
    let date = new.date.unwrap_or_else(|| tx.today());
    let left = Money::new(item.open.minor.saturating_abs(), item.open.currency);
    let amount = new.amount.unwrap_or(left);
    let reason = new.reason.trim();
    check(&item, left, amount, reason, date, tx.today())?;
    let mut share = item.what_is_open();
    let base = share.take(amount.minor).ok_or_else(|| Problem::conflict("nothing_is_open"))?;
    let sign = if item.is_debit() { 1 } else { -1 };
    let lost = if item.is_debit() { "bad_debt" } else { "rounding" };
    let document_id = tx.new_id::<NewWriteOff>().uuid();
    let own = tx.currency();
    let control = PostingLine::credit(item.control_role(), sign * base).party(item.party_id);
    let lines = vec![
        PostingLine::debit(lost, sign * base).party(item.party_id).memo(reason),
        control.foreign(amount.currency, -sign * amount.minor, own),
    ];
    let module = item.side.module();
    let memo = format!("{} · {reason}", item.number);
    let posting = Posting::new(module, date, "write_off", document_id, memo, lines);
    // A rest that is worth nothing in the company's currency posts nothing.
    let (entry_id, number) = match base {
        0 => (item.entry_id, item.number.clone()),
        _ => {
            let posted = ledger::post(tx, posting).await?;
            (posted.entry_id, posted.number)
        }
    };
    let offset = NewOpenItem {
        side: item.side,
        role: item.control_role(),
        party_id: item.party_id,
        party_name: item.party_name.clone(),
        document_type: "write_off",
        document_id,
        number,
        date,
        due_date: date,
        amount: Money::new(-sign * amount.minor, amount.currency),
        base: -sign * base,
        entry_id,
    };
    let offset = open(tx, offset).await?;
    let (debit_item, credit_item) = if item.is_debit() { (id, offset) } else { (offset, id) };
    allocate(tx, vec![NewAllocation { debit_item, credit_item, amount, date }]).await?;
    let facts = json!({"number": item.number, "amount": amount.to_decimal_string(),
        "reason": reason});
    tx.audit("open_items.write_off", "open_item", id, facts);
    find(tx, id).await
}

fn check(
    item: &OpenItem,
    left: Money,
    amount: Money,
    reason: &str,
    date: Date,
    today: Date,
) -> Result<(), Problem> {
    if left.is_zero() {
        return Err(Problem::conflict("nothing_is_open"));
    }
    let mut problem = Problem::invalid();
    if reason.is_empty() {
        problem = problem.field("reason", "required");
    }
    if reason.chars().count() > 500 {
        problem = problem.field_with("reason", "too_long", &[("most", &500)]);
    }
    if amount.currency != left.currency {
        let currency = left.currency;
        problem =
            problem.field_with("amount", "payment_in_one_currency", &[("currency", &currency)]);
    } else if !amount.is_positive() {
        problem = problem.field("amount", "not_positive");
    } else if amount.minor > left.minor {
        let open = left.to_decimal_string();
        problem = problem.field_with("amount", "payment_exceeds_open", &[("open", &open)]);
    }
    if date > today {
        problem = problem.field("date", "date_in_future");
    }
    if date < item.date {
        problem = problem.field("date", "before_the_document");
    }
    problem.or_ok()
}
