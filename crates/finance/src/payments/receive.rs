//! Receiving money for one invoice.

use base::{Date, Money, Problem, Tx};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::settle::{Certificate, Part, Settlement};
use super::{Direction, Method, Payment};
use crate::invoices::{self, Kind};
use crate::open_items::{self, Side};
use crate::tax::{self, NewWithholding};
use crate::{currencies, numbers};

/// Money about to be received.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Where the money goes.
    pub method: Method,
    /// How much, above zero and at most what is open: in the invoice's currency, or in the
    /// company's, by the rate of the day.
    pub amount: Money,
    /// What that is in the company's currency, where the invoice is in another one and the bank
    /// says it; else by the day's rate.
    #[serde(default)]
    pub base: Option<Money>,
    /// The day on which it was received; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// The payer's own word for it: a transfer's or cheque's number.
    #[serde(default)]
    pub reference: String,
    /// Tax that the customer kept back: settles the invoice as the money does.
    #[serde(default)]
    pub withholding: Option<NewWithholding>,
    /// The paper about what was kept back.
    #[serde(default)]
    pub certificate: Option<Certificate>,
}

/// Receives money for an invoice: settles it, and posts the entry.
///
/// # Errors
/// When more is paid than is open, the date is no good, the period is closed, or the database
/// is away.
pub async fn receive(tx: &mut Tx, invoice: Uuid, new: NewPayment) -> Result<Payment, Problem> {
    check(tx, &new).await?;
    // What is open now stays so until the commit.
    numbers::hold(tx).await?;
    let items = open_items::of_document(tx, Kind::Invoice.name(), invoice).await?;
    let Some(item) = items.into_iter().find(|item| !item.is_settled()) else {
        let paid = match invoices::find(tx, invoice).await?.kind {
            Kind::CreditNote => "credit_notes_are_not_paid",
            Kind::Invoice | Kind::SalesDebitNote => "invoice_already_paid",
        };
        return Err(Problem::conflict(paid));
    };
    let date = new.date.unwrap_or_else(|| tx.today());
    let new = in_its_currency(tx, new, item.open, date).await?;
    let withheld = match &new.withholding {
        Some(asked) => Some(tax::withhold(tx, Side::Receivable, asked, date).await?),
        None => None,
    };
    let kept = withheld.map_or(0, |withheld| withheld.amount.minor);
    let whole = Money::new(new.amount.minor.saturating_add(kept), new.amount.currency);
    let mut problem = Problem::invalid();
    if item.open.currency != new.amount.currency {
        let currency = item.open.currency;
        problem = problem.field_with("amount", "other_currency", &[("currency", &currency)]);
    } else if whole.minor > item.open.minor {
        let open = item.open.to_decimal_string();
        problem = problem.field_with("amount", "payment_exceeds_open", &[("open", &open)]);
    }
    if new.date.is_some_and(|date| date < item.date) {
        problem = problem.field("date", "before_the_invoice");
    }
    problem.or_ok()?;
    let settlement = Settlement {
        id: new.id,
        side: Side::Receivable,
        direction: Direction::In,
        party_id: item.party_id,
        party: item.party_name,
        method: new.method,
        account_id: None,
        amount: new.amount,
        base: new.base,
        date: new.date,
        reference: new.reference,
        parts: vec![Part { item_id: item.id, amount: whole }],
        deductions: Vec::new(),
        withholding: new.withholding,
        certificate: new.certificate,
    };
    super::settle(tx, settlement).await
}

/// An invoice in another currency may be paid in the company's: then it settles what that is
/// worth on the day, and everything where the difference is less than the smallest coin.
async fn in_its_currency(
    tx: &mut Tx,
    mut new: NewPayment,
    open: Money,
    date: Date,
) -> Result<NewPayment, Problem> {
    let paid = new.amount;
    if paid.currency != tx.currency() || open.currency == paid.currency {
        return Ok(new);
    }
    if new.withholding.is_some() || new.base.is_some() {
        let named = [("currency", &open.currency as &dyn std::fmt::Display)];
        return Err(Problem::invalid().field_with("amount", "payment_in_one_currency", &named));
    }
    let rate = currencies::rate(tx, open.currency, date).await?;
    new.base = Some(paid);
    new.amount = match rate.to_base(open)? == paid.minor {
        true => open,
        false => rate.from_base(paid.minor)?,
    };
    Ok(new)
}

async fn check(tx: &mut Tx, new: &NewPayment) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    let currency = tx.currency();
    if !currencies::is_used(tx, new.amount.currency).await? {
        problem = problem.field_with("amount", "other_currency", &[("currency", &currency)]);
    } else if !new.amount.is_positive() {
        problem = problem.field("amount", "not_positive");
    }
    if new.date.is_some_and(|date| date > tx.today()) {
        problem = problem.field("date", "date_in_future");
    }
    problem.or_ok()
}
