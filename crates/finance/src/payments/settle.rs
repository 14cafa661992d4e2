//! Money that moves between us and a party, and what of open items it settles.

use base::{Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::plan::Plan;
use super::store::{self, NewRow};
use super::{Direction, Method, Payment};
use crate::ledger::{self, AccountRef, Posting};
use crate::open_items::{self, NewAllocation, NewOpenItem, OpenItem, Side};
use crate::tax::{self, NewWithholding, Withheld};
use crate::{currencies, numbers};

/// The most items that one payment settles.
const MOST_PARTS: usize = 500;

/// A payment about to be posted.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// Its id, if the caller chose one.
    pub id: Option<Uuid>,
    /// Customers or suppliers.
    pub side: Side,
    /// Which way the money goes.
    pub direction: Direction,
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name, as it is kept with the payment.
    pub party: String,
    /// Cash box or bank.
    pub method: Method,
    /// The account of the money, where it is another than the method's own: a second bank, a
    /// wallet.
    pub account_id: Option<Uuid>,
    /// How much money moves.
    pub amount: Money,
    /// What that is in the company's currency, where the bank says it; else by the rate of the
    /// day.
    pub base: Option<Money>,
    /// The day; today when not said.
    pub date: Option<Date>,
    /// The payer's own word for it.
    pub reference: String,
    /// What it settles; the rest is paid ahead.
    pub parts: Vec<Part>,
    /// What was kept back and settles items as the money does: a bank's fee, or tax that the
    /// caller reckoned itself.
    pub deductions: Vec<Deduction>,
    /// Tax that the payer keeps back; it is reckoned here and settles items as the money does.
    pub withholding: Option<NewWithholding>,
    /// The paper about what was kept back.
    pub certificate: Option<Certificate>,
}

/// The paper on which the payer says what tax was kept back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Certificate {
    /// Its number.
    pub number: String,
    /// Its day.
    pub date: Option<Date>,
}

/// A part of a payment that settles an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The item.
    pub item_id: Uuid,
    /// How much of it, in its currency.
    pub amount: Money,
}

/// What one side kept back of a payment. Withholding at payment comes in here: the party's item
/// is settled with money and deduction together, and the deduction stands on its own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduction {
    /// Where it stands.
    pub account: AccountRef,
    /// How much, above zero, in the payment's currency.
    pub amount: Money,
    /// The tax code that it was reckoned by.
    pub tax_code_id: Option<Uuid>,
}

/// Posts a payment: number, entry, open items, and the items that it settles.
///
/// # Errors
/// When more is settled than is open or was paid, items and payment are not of one party and
/// currency, a rate is missing, the period is closed, or the database is away.
pub async fn settle(tx: &mut Tx, mut new: Settlement) -> Result<Payment, Problem> {
    let date = new.date.unwrap_or_else(|| tx.today());
    check(tx, &new, date).await?;
    keep_back(tx, &mut new, date).await?;
    let series = if new.side == Side::Receivable { "PAY" } else { "VPAY" };
    // Holds the ledger's head: what is open now stays so until the commit.
    let number = numbers::next(tx, series, date).await?;
    let items = items_of(tx, &new).await?;
    let base = base_of(tx, &new, date).await?;
    let plan = Plan::of(&new, &items, base)?;
    let account = store::money_account(tx, new.method, new.account_id).await?;
    let account_id = account.ok_or_else(|| Problem::invalid().field("account_id", "unknown"))?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Payment>().uuid());
    let lines = plan.lines(&new, account_id, tx.currency());
    let memo = memo(&number, &items);
    let posting = Posting::new(new.side.module(), date, "payment", id, memo, lines);
    let entry_id = ledger::post(tx, posting).await?.entry_id;
    let row = NewRow { id, number, account_id, base, date, entry_id, new: &new };
    store::insert(tx, &row).await?;
    let opened = open_all(tx, &row, &plan).await?;
    open_items::allocate(tx, allocations(&new, &items, &opened, date)).await?;
    leave(tx, &row, &items);
    super::find(tx, id).await
}

async fn check(tx: &mut Tx, new: &Settlement, date: Date) -> Result<(), Problem> {
    let own = tx.currency();
    let currency = new.amount.currency;
    let mut problem = Problem::invalid();
    if !currencies::is_used(tx, currency).await? {
        problem = problem.field_with("amount", "other_currency", &[("currency", &own)]);
    } else if !new.amount.is_positive() {
        problem = problem.field("amount", "not_positive");
    }
    let strange = |base: Money| base.currency != own || !base.is_positive();
    if new.base.is_some_and(|base| strange(base) || currency == own && base != new.amount) {
        problem = problem.field_with("base", "base_in_own_currency", &[("currency", &own)]);
    }
    if date > tx.today() {
        problem = problem.field("date", "date_in_future");
    }
    if new.reference.chars().count() > 200 {
        problem = problem.field_with("reference", "too_long", &[("most", &200)]);
    }
    if let Some(certificate) = &new.certificate {
        if certificate.number.chars().count() > 60 {
            problem = problem.field_with("certificate.number", "too_long", &[("most", &60)]);
        }
        if certificate.date.is_some_and(|day| day > tx.today()) {
            problem = problem.field("certificate.date", "date_in_future");
        }
    }
    if new.party.trim().is_empty() {
        problem = problem.field("party_id", "required");
    }
    if new.parts.len() > MOST_PARTS {
        problem = problem.field_with("parts", "too_many_parts", &[("most", &MOST_PARTS)]);
    }
    for (at, part) in new.parts.iter().enumerate() {
        let path = format!("parts[{at}].amount");
        if part.amount.currency != currency {
            problem =
                problem.field_with(path, "payment_in_one_currency", &[("currency", &currency)]);
        } else if !part.amount.is_positive() {
            problem = problem.field(path, "not_positive");
        }
    }
    let wrong = |deduction: &Deduction| {
        deduction.amount.currency != currency || !deduction.amount.is_positive()
    };
    if new.deductions.iter().any(wrong) {
        problem = problem.field("deductions", "not_positive");
    }
    problem.or_ok()
}

/// Reckons the tax that is kept back: a deduction like any other from here on.
async fn keep_back(tx: &mut Tx, new: &mut Settlement, date: Date) -> Result<(), Problem> {
    let Some(asked) = new.withholding else { return Ok(()) };
    let currency = new.amount.currency;
    if !new.is_usual() {
        let field = "withholding.tax_code_id";
        return Err(Problem::invalid().field(field, "withholding_on_refund"));
    }
    if asked.base.currency != currency {
        let named = [("currency", &currency as &dyn std::fmt::Display)];
        let field = "withholding.base";
        return Err(Problem::invalid().field_with(field, "payment_in_one_currency", &named));
    }
    let Withheld { account, amount, tax_code_id } =
        tax::withhold(tx, new.side, &asked, date).await?;
    if !amount.is_zero() {
        new.deductions.push(Deduction { account, amount, tax_code_id: Some(tax_code_id) });
    }
    Ok(())
}

/// The items that are settled, each of the party and on the side that money of this direction
/// settles.
async fn items_of(tx: &mut Tx, new: &Settlement) -> Result<Vec<OpenItem>, Problem> {
    let ids: Vec<Uuid> = new.parts.iter().map(|part| part.item_id).collect();
    let items = open_items::find_all(tx, &ids).await?;
    let mut problem = Problem::invalid();
    for (at, part) in new.parts.iter().enumerate() {
        let known = items.iter().find(|item| item.id == part.item_id);
        let fits = |item: &&OpenItem| {
            (item.side, item.party_id) == (new.side, new.party_id)
                && item.is_debit() == (new.direction == Direction::In)
        };
        let Some(item) = known.filter(fits) else {
            problem = problem.field(format!("parts[{at}].item_id"), "unknown");
            continue;
        };
        let path = format!("parts[{at}].amount");
        let left = Money::new(item.open.minor.saturating_abs(), item.open.currency);
        if item.open.currency != part.amount.currency {
            let currency = item.open.currency;
            problem =
                problem.field_with(path, "payment_in_one_currency", &[("currency", &currency)]);
        } else if part.amount.minor > left.minor {
            let open = left.to_decimal_string();
            problem = problem.field_with(path, "payment_exceeds_open", &[("open", &open)]);
        }
    }
    problem.or_ok()?;
    Ok(items)
}

/// What the money is worth in the company's currency.
async fn base_of(tx: &mut Tx, new: &Settlement, date: Date) -> Result<i64, Problem> {
    if new.amount.currency == tx.currency() {
        return Ok(new.amount.minor);
    }
    if let Some(base) = new.base {
        return Ok(base.minor);
    }
    let base = currencies::rate(tx, new.amount.currency, date).await?.to_base(new.amount)?;
    // Less than the smallest coin of the company cannot be posted.
    if base <= 0 {
        return Err(Problem::invalid().field("amount", "not_positive"));
    }
    Ok(base)
}

fn memo(number: &str, items: &[OpenItem]) -> String {
    let settled = items.iter().take(5).map(|item| item.number.as_str());
    let more = (items.len() > 5).then_some("…");
    [number].into_iter().chain(settled).chain(more).collect::<Vec<_>>().join(" · ")
}

/// Opens what the payment gives the party credit for, one item a control account.
async fn open_all(
    tx: &mut Tx,
    row: &NewRow<'_>,
    plan: &Plan,
) -> Result<Vec<(&'static str, Uuid)>, Problem> {
    let mut opened = Vec::new();
    // At most two: what settles items, and what is paid ahead.
    for share in &plan.shares {
        let sign = -row.new.direction.sign();
        let item = NewOpenItem {
            side: row.new.side,
            role: share.role,
            party_id: row.new.party_id,
            party_name: row.new.party.trim().to_owned(),
            document_type: "payment",
            document_id: row.id,
            number: row.number.clone(),
            date: row.date,
            due_date: row.date,
            amount: Money::new(sign * share.amount, row.new.amount.currency),
            base: sign * share.base,
            entry_id: row.entry_id,
        };
        opened.push((share.role, open_items::open(tx, item).await?));
    }
    Ok(opened)
}

fn allocations(
    new: &Settlement,
    items: &[OpenItem],
    opened: &[(&'static str, Uuid)],
    date: Date,
) -> Vec<NewAllocation> {
    let mut all = Vec::with_capacity(new.parts.len());
    for part in &new.parts {
        let role = items.iter().find(|item| item.id == part.item_id).map(OpenItem::control_role);
        let Some((_, own)) = opened.iter().find(|(opened, _)| Some(*opened) == role) else {
            continue;
        };
        let (debit_item, credit_item) = match new.direction {
            Direction::In => (part.item_id, *own),
            Direction::Out => (*own, part.item_id),
        };
        all.push(NewAllocation { debit_item, credit_item, amount: part.amount, date });
    }
    all
}

/// What is left behind for people and for whoever subscribed.
fn leave(tx: &mut Tx, row: &NewRow<'_>, items: &[OpenItem]) {
    let new = row.new;
    let amount = format!("{} {}", new.amount.to_decimal_string(), new.amount.currency.code());
    let numbers: Vec<&str> = items.iter().map(|item| item.number.as_str()).collect();
    let mut facts = json!({"number": row.number, "amount": amount, "invoice": numbers.join(", ")});
    let kept: i64 = new.deductions.iter().map(|one| one.amount.minor).sum();
    if kept != 0 {
        facts["withholding"] = json!(Money::new(kept, new.amount.currency).to_decimal_string());
    }
    let (act, topic) = match new.direction {
        Direction::In => ("payments.receive", "payments.received"),
        Direction::Out => ("payments.pay", "payments.paid"),
    };
    tx.audit(act, "payment", row.id, facts.clone());
    for item in items.iter().filter(|item| item.document_type == "invoice") {
        tx.audit(act, "invoice", item.document_id, facts.clone());
    }
    let payload = json!({"payment_id": row.id, "side": new.side, "party_id": new.party_id});
    tx.record(topic, row.id, payload);
}
