//! The entry that the books miss, made from a line of the bank: a charge, a transfer, anything
//! else by hand, or the payment of open items. First it is shown; it is posted only when somebody
//! confirms it, and is matched with its line in the same moment.

use base::{Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::matching::{self, BookRef, NewMatch};
use super::rules::{self, NewRule, Way};
use super::{BankAccount, BankLine, account, lines, store};
use crate::ledger::{self, Control, Module, Posting, PostingLine};
use crate::open_items::{self, OpenItem};
use crate::payments::{self, Direction, Method, Part, Payment, Settlement};

/// The most lines beside the bank's own.
const MOST_PARTS: usize = 50;

/// What a line of the bank is booked as.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewBankEntry {
    /// Where the other side stands; the amounts sum to that of the line.
    pub parts: Vec<NewBankPart>,
    /// What it is about; the bank's words when not said.
    pub memo: String,
    /// What the line is worth in the company's currency; needed for an account in another one.
    pub base: Option<Money>,
    /// Whether to remember it as a rule.
    pub learn: bool,
    /// Nothing is posted without it: the answer shows what would be.
    pub confirm: bool,
}

/// One account of the other side.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewBankPart {
    /// The account.
    pub account_id: Option<Uuid>,
    /// How much of the line, with its sign; the whole line when it is the only part.
    pub amount: Option<Money>,
    /// The cost centre.
    pub cost_centre_id: Option<Uuid>,
    /// The project.
    pub project_id: Option<Uuid>,
    /// A remark.
    pub memo: String,
}

/// A line of the entry as it would be posted.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlannedLine {
    /// The account.
    pub account_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: base::Text,
    /// In the company's currency; debit positive.
    pub amount: Money,
}

/// What was posted, or would be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BankEntry {
    /// The line of the bank.
    pub line_id: Uuid,
    /// Its day.
    pub date: Date,
    /// What it is about.
    pub memo: String,
    /// The lines of the entry.
    pub lines: Vec<PlannedLine>,
    /// The number of the entry; none when nothing was posted.
    pub number: Option<String>,
    /// The match; none when nothing was posted.
    pub match_id: Option<Uuid>,
}

/// Books a line of the bank, or shows what would be posted.
///
/// # Errors
/// 404, 409 when the line is matched already, what is wrong with the parts, what posting
/// refuses, or when the database is away.
pub async fn book(tx: &mut Tx, line: Uuid, new: NewBankEntry) -> Result<BankEntry, Problem> {
    let (account, line) = open_line(tx, line).await?;
    let memo = match new.memo.trim() {
        "" => cut(&line.description),
        memo => memo.to_owned(),
    };
    let posting = posting(tx, &account, &line, &new, &memo).await?;
    let planned = planned(tx, &posting).await?;
    let mut entry = BankEntry {
        line_id: line.id,
        date: line.date,
        memo,
        lines: planned,
        number: None,
        match_id: None,
    };
    if !new.confirm {
        return Ok(entry);
    }
    let posted = ledger::post(tx, posting).await?;
    let book = vec![BookRef { entry_id: posted.entry_id, n: 1 }];
    let made = matching::accept(tx, account.id, NewMatch { lines: vec![line.id], book }).await?;
    if new.learn {
        learn(tx, &account, &line, &new).await?;
    }
    let facts = json!({"number": posted.number, "amount": line.amount.to_decimal_string()});
    tx.audit("banking.book", "bank_account", account.id, facts);
    (entry.number, entry.match_id) = (Some(posted.number), Some(made.id));
    Ok(entry)
}

/// The line with its account, while nothing belongs to it.
async fn open_line(tx: &mut Tx, id: Uuid) -> Result<(BankAccount, BankLine), Problem> {
    let line = lines::line(tx, id).await?;
    if line.match_id.is_some() {
        return Err(Problem::conflict("bank_matched_already"));
    }
    let account = account::find(tx, line.bank_account_id).await?;
    Ok((account, line))
}

/// As much of the bank's words as the memo of an entry takes.
fn cut(text: &str) -> String {
    text.chars().take(200).collect()
}

async fn posting(
    tx: &mut Tx,
    account: &BankAccount,
    line: &BankLine,
    new: &NewBankEntry,
    memo: &str,
) -> Result<Posting, Problem> {
    let amounts = amounts(line, new)?;
    let own = tx.currency();
    let base = base_of(line, new.base, own)?;
    let weights: Vec<i64> = amounts.clone();
    let shares = if account.currency == own {
        amounts.clone()
    } else {
        shared(base, line.amount.minor, &weights)
    };
    let chart = ledger::accounts(tx).await?;
    let banks = store::accounts::all(tx, None).await?;
    let mut problem = Problem::invalid();
    let foreign = |minor: i64| (account.currency, minor, own);
    let (currency, minor, _) = foreign(line.amount.minor);
    let bank = PostingLine::debit(account.account_id, base).foreign(currency, minor, own);
    let mut posted = vec![bank];
    for (at, part) in new.parts.iter().enumerate() {
        let path = format!("parts[{at}].account_id");
        let found = chart.iter().find(|a| Some(a.id) == part.account_id && a.active);
        let Some(found) = found else {
            problem = problem.field(path, "unknown");
            continue;
        };
        let free = matches!(found.control, Control::None | Control::Bank | Control::Cash);
        if !free || found.id == account.account_id {
            problem = problem.field(path, "bank_account_kept");
            continue;
        }
        let other = banks.iter().find(|bank| bank.account_id == found.id);
        let strange =
            |bank: &BankAccount| bank.currency != own && bank.currency != account.currency;
        if other.is_some_and(strange) {
            problem = problem.field(path, "bank_transfer_currencies");
            continue;
        }
        // Another account of the same foreign currency keeps it; any other stands in our own.
        let same = other.is_some_and(|bank| bank.currency == account.currency);
        let mut counter = PostingLine::credit(found.id, shares[at])
            .dimensions(part.cost_centre_id, part.project_id)
            .memo(cut(part.memo.trim()));
        if same {
            counter = counter.foreign(account.currency, -amounts[at], own);
        }
        posted.push(counter);
    }
    problem.or_ok()?;
    Ok(Posting::new(Module::Ledger, line.date, "bank_line", line.id, memo, posted))
}

/// The amounts of the parts, in the currency of the account.
fn amounts(line: &BankLine, new: &NewBankEntry) -> Result<Vec<i64>, Problem> {
    if new.parts.is_empty() || new.parts.len() > MOST_PARTS {
        let problem = Problem::invalid();
        return Err(problem.field_with("parts", "bank_parts", &[("most", &MOST_PARTS)]));
    }
    let mut problem = Problem::invalid();
    let mut amounts = Vec::with_capacity(new.parts.len());
    for (at, part) in new.parts.iter().enumerate() {
        let path = format!("parts[{at}].amount");
        match part.amount {
            None if new.parts.len() == 1 => amounts.push(line.amount.minor),
            None => problem = problem.field(path, "required"),
            Some(money) if money.currency != line.amount.currency => {
                let currency = line.amount.currency;
                problem =
                    problem.field_with(path, "bank_other_currency", &[("currency", &currency)]);
            }
            Some(money) if money.is_zero() => problem = problem.field(path, "required"),
            Some(money) => amounts.push(money.minor),
        }
    }
    if new.memo.chars().count() > 200 {
        problem = problem.field_with("memo", "too_long", &[("most", &200)]);
    }
    problem.or_ok()?;
    let sum: i128 = amounts.iter().map(|minor| i128::from(*minor)).sum();
    if sum != i128::from(line.amount.minor) {
        let amount = line.amount.to_decimal_string();
        let problem = Problem::invalid();
        return Err(problem.field_with("parts", "bank_parts_differ", &[("amount", &amount)]));
    }
    Ok(amounts)
}

/// What the line is worth in the company's currency, with its sign.
fn base_of(line: &BankLine, given: Option<Money>, own: base::Currency) -> Result<i64, Problem> {
    if line.amount.currency == own {
        return Ok(line.amount.minor);
    }
    match given {
        Some(base) if base.currency == own && base.is_positive() => {
            Ok(base.minor * line.amount.minor.signum())
        }
        _ => {
            let problem = Problem::invalid();
            Err(problem.field_with("base", "bank_base_needed", &[("currency", &own)]))
        }
    }
}

/// Shares the worth of a foreign line out by the parts; parts may have either sign, so the last
/// takes what rounding leaves.
fn shared(base: i64, whole: i64, parts: &[i64]) -> Vec<i64> {
    let mut left = base;
    let last = parts.len().saturating_sub(1);
    let share = |(at, part): (usize, &i64)| {
        if at == last {
            return left;
        }
        let exact = i128::from(base) * i128::from(*part);
        let share = base::round::div(exact, i128::from(whole), base::Rounding::HalfEven);
        let share = i64::try_from(share).unwrap_or_default();
        left -= share;
        share
    };
    parts.iter().enumerate().map(share).collect()
}

async fn planned(tx: &mut Tx, posting: &Posting) -> Result<Vec<PlannedLine>, Problem> {
    let own = tx.currency();
    let chart = ledger::accounts(tx).await?;
    let line = |line: &PostingLine| {
        let found = chart.iter().find(|a| ledger::AccountRef::Id(a.id) == line.account)?;
        Some(PlannedLine {
            account_id: found.id,
            code: found.code.clone(),
            name: found.name.clone(),
            amount: Money::new(line.amount, own),
        })
    };
    Ok(posting.lines.iter().filter_map(line).collect())
}

/// A booking with one other side is worth remembering.
async fn learn(
    tx: &mut Tx,
    account: &BankAccount,
    line: &BankLine,
    new: &NewBankEntry,
) -> Result<(), Problem> {
    let [part] = &new.parts[..] else { return Ok(()) };
    let Some(account_id) = part.account_id else { return Ok(()) };
    let rule = NewRule {
        bank_account_id: Some(account.id),
        contains: String::new(),
        direction: Way::of(line.amount.minor),
        account_id,
        party_id: None,
        cost_centre_id: part.cost_centre_id,
        project_id: part.project_id,
        memo: new.memo.trim().to_owned(),
    };
    rules::learn(tx, line, rule).await
}

/// Open items that a line of the bank pays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewBankPayment {
    /// The items, all of one party; what the line has more is paid ahead.
    pub items: Vec<Uuid>,
    /// What the line is worth in the company's currency, where the bank says it.
    pub base: Option<Money>,
    /// Nothing is posted without it.
    pub confirm: bool,
}

/// Posts the payment of open items that a line of the bank is, the oldest item first.
///
/// # Errors
/// 404, 409 when the line is matched already, `bank_not_confirmed`, what the payment refuses,
/// or when the database is away.
pub async fn pay(tx: &mut Tx, line: Uuid, new: NewBankPayment) -> Result<Payment, Problem> {
    if !new.confirm {
        return Err(Problem::refused("bank_not_confirmed"));
    }
    let (account, line) = open_line(tx, line).await?;
    let items = open_items::find_all(tx, &new.items).await?;
    let Some(first) = items.first() else {
        return Err(Problem::invalid().field("items", "required"));
    };
    let amount = Money::new(line.amount.minor.saturating_abs(), account.currency);
    let references = [&line.reference, &line.bank_reference];
    let reference = references.into_iter().find(|text| !text.is_empty());
    let settlement = Settlement {
        id: None,
        side: first.side,
        direction: if line.amount.is_positive() { Direction::In } else { Direction::Out },
        party_id: first.party_id,
        party: first.party_name.clone(),
        method: Method::Bank,
        account_id: Some(account.account_id),
        amount,
        base: new.base,
        date: Some(line.date),
        reference: reference.map(|text| cut(text)).unwrap_or_default(),
        parts: parts(&items, amount),
        withholding: None,
        certificate: None,
        deductions: Vec::new(),
    };
    let payment = payments::settle(tx, settlement).await?;
    let book = store::lines::of_entry(tx, &account, payment.entry_id).await?;
    matching::accept(tx, account.id, NewMatch { lines: vec![line.id], book }).await?;
    Ok(payment)
}

/// As much of each item as the money reaches, the oldest first.
fn parts(items: &[OpenItem], amount: Money) -> Vec<Part> {
    let mut left = amount.minor;
    let part = |item: &OpenItem| {
        let open = item.open.minor.saturating_abs().min(left);
        left -= open;
        let amount = Money::new(open, item.open.currency);
        (open > 0).then_some(Part { item_id: item.id, amount })
    };
    items.iter().filter_map(part).collect()
}

/// An open item that a line of the bank may pay.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Payable {
    /// The item.
    pub id: Uuid,
    /// The number of its document.
    pub number: String,
    /// The customer or supplier.
    pub party_name: String,
    /// When it is to be paid.
    pub due_date: Date,
    /// What is open, in minor units of the account's currency, without a sign.
    pub open: i64,
}

/// The open items that a line may pay: those that the bank names or whose amount it is first,
/// then by due day; at most 100.
///
/// # Errors
/// 404, or when the database is away.
pub async fn payables(tx: &mut Tx, line: &BankLine) -> Result<Vec<Payable>, Problem> {
    store::lines::payables(tx, line).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worth_of_a_foreign_line_is_shared_without_a_rest() {
        assert_eq!(shared(37_501, 10_000, &[10_000]), [37_501]);
        assert_eq!(shared(37_501, 10_000, &[10_500, -500]), [39_376, -1_875]);
        assert_eq!(shared(-100, -3, &[-1, -1, -1]), [-33, -33, -34]);
    }
}
