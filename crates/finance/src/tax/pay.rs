//! Paying what a filed return says, or getting it back: the accounts of taxes are cleared of what
//! it counted, against the bank. People cannot post to those accounts by hand.

use std::collections::BTreeMap;

use base::{Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{TaxSide, detail, store};
use crate::facts::said;
use crate::ledger::{self, AccountRef, Control, Module, Posting, PostingLine};
use crate::numbers;

/// The payment of a filed return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaxPayment {
    /// The entry.
    pub entry_id: Uuid,
    /// Its number.
    pub number: String,
    /// The day.
    pub date: Date,
    /// What was paid; below zero it was got back.
    pub amount: Money,
}

/// The payment of a filed return about to be posted.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewTaxPayment {
    /// The account of the money; the bank when not said.
    pub account_id: Option<Uuid>,
    /// The day; today when not said.
    pub date: Option<Date>,
}

/// Posts the payment of a filed return, once.
///
/// # Errors
/// 404; 409 when it was paid before or counts no tax; when the account holds no money, the day is
/// no good, or the period is closed.
pub async fn pay(tx: &mut Tx, id: Uuid, new: NewTaxPayment) -> Result<TaxPayment, Problem> {
    numbers::hold(tx).await?;
    let filed = store::filed(tx).await?;
    let filed = filed.into_iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?;
    if store::payment(tx, id).await?.is_some() {
        return Err(Problem::conflict("tax_return_paid"));
    }
    let date = new.date.unwrap_or_else(|| tx.today());
    let mut problem = Problem::invalid();
    if date > tx.today() {
        problem = problem.field("date", "date_in_future");
    }
    if date <= filed.ends {
        problem = problem.field("date", "tax_paid_within_period");
    }
    let money = money_account(tx, new.account_id).await?;
    if money.is_none() {
        problem = problem.field("account_id", "unknown");
    }
    problem.or_ok()?;
    let mut lines = cleared(tx, id).await?;
    if lines.is_empty() {
        return Err(Problem::conflict("tax_return_without_tax"));
    }
    let net = filed.sale_tax - filed.purchase_tax;
    lines.push(PostingLine::credit(money.unwrap_or(AccountRef::Role("bank")), net));
    let memo = format!("{} – {}", filed.starts, filed.ends);
    let posting = Posting::new(Module::Ledger, date, "tax_payment", id, memo, lines);
    let posted = ledger::post(tx, posting).await?;
    store::insert_payment(tx, id, posted.entry_id, date, net).await?;
    let facts = json!({"entry": posted.number, "amount": said(tx, net)});
    tx.audit("tax.pay", "tax_return", id, facts);
    tx.record("tax.paid", id, json!({"return_id": id, "entry_id": posted.entry_id}));
    let amount = Money::new(net, tx.currency());
    Ok(TaxPayment { entry_id: posted.entry_id, number: posted.number, date, amount })
}

/// The payment of a return, if it was paid.
pub(super) async fn payment_of(tx: &mut Tx, id: Uuid) -> Result<Option<TaxPayment>, Problem> {
    let currency = tx.currency();
    let row = store::payment(tx, id).await?;
    Ok(row.map(|row| TaxPayment {
        entry_id: row.entry_id,
        number: row.number,
        date: row.effective_date,
        amount: Money::new(row.amount, currency),
    }))
}

async fn money_account(tx: &mut Tx, id: Option<Uuid>) -> Result<Option<AccountRef>, Problem> {
    let Some(id) = id else { return Ok(Some(AccountRef::Role("bank"))) };
    let accounts = ledger::accounts(tx).await?;
    let found = accounts.iter().find(|account| account.id == id && account.active);
    let holds = found.filter(|one| matches!(one.control, Control::Bank | Control::Cash));
    Ok(holds.map(|one| AccountRef::Id(one.id)))
}

/// What the return counted, taken off the accounts that it stands on. The accounts of a used
/// code never change.
async fn cleared(tx: &mut Tx, id: Uuid) -> Result<Vec<PostingLine>, Problem> {
    let codes = detail::all(tx).await?;
    let (mut owed, mut claimed) = (BTreeMap::<Uuid, i64>::new(), BTreeMap::new());
    for figure in store::boxes_of(tx, id).await? {
        let code = codes.iter().find(|code| code.code.id == figure.tax_code_id);
        let Some(code) = code else { continue };
        match figure.side {
            TaxSide::Sale => *owed.entry(code.code.account_id).or_default() += figure.tax,
            TaxSide::Purchase => {
                *claimed.entry(code.input_account_id).or_insert(0_i64) += figure.tax;
            }
        }
    }
    let owed = owed.into_iter().map(|(account, tax)| PostingLine::debit(account, tax));
    let claimed = claimed.into_iter().map(|(account, tax)| {
        let account = account.map_or(AccountRef::Role("input_tax"), AccountRef::Id);
        PostingLine::credit(account, tax)
    });
    Ok(owed.chain(claimed).filter(|line| line.amount != 0).collect())
}
