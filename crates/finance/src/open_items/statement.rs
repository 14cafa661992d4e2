//! A statement of account: what stood open, what happened, what stands open.

use base::{Date, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Side, store};
use crate::asked::filter;

/// The days of a statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct StatementQuery {
    /// The first day; that of three months before when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// The last day; today when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StatementLine {
    /// The business day.
    pub date: Date,
    /// The kind of document; `allocation` for what an exchange rate brought or cost.
    pub document_type: String,
    /// The document.
    pub document_id: Uuid,
    /// Its number.
    pub number: String,
    /// When it is to be paid, where it asks for money.
    pub due_date: Option<Date>,
    /// What it added to what is owed; below zero what it took off.
    pub amount: Money,
    /// What was owed after it.
    pub balance: Money,
}

/// A statement of account in the company's currency, by the side's usual sign: what a customer
/// owes us, or what we owe a supplier.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Statement {
    /// Customers or suppliers.
    pub side: Side,
    /// The customer or supplier.
    pub party_id: Uuid,
    /// Its name on its latest document.
    pub party_name: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What was owed before the first day.
    pub opening: Money,
    /// What happened, the oldest first; at most 10,000.
    pub lines: Vec<StatementLine>,
    /// What was owed at the end of the last day.
    pub closing: Money,
}

/// The statement of a customer or supplier.
///
/// # Errors
/// 404 for a party that never had a document; 422 when the days are the wrong way round.
pub async fn statement(
    tx: &mut Tx,
    side: Side,
    party: Uuid,
    query: StatementQuery,
) -> Result<Statement, Problem> {
    let party_name = super::party_name(tx, side, party).await?;
    let to = query.to.unwrap_or_else(|| tx.today());
    let from = match query.from {
        Some(from) => from,
        None => to.plus_months(-3).map_err(Problem::internal)?,
    };
    if from > to {
        return Err(Problem::invalid().field("to", "days_the_wrong_way"));
    }
    let currency = tx.currency();
    let money = |minor: i128| {
        Money::from_i128(i128::from(side.sign()) * minor, currency).map_err(Problem::internal)
    };
    let mut balance = i128::from(store::before(tx, side, party, from).await?);
    let opening = money(balance)?;
    let mut lines = Vec::new();
    for movement in store::movements(tx, side, party, from, to).await? {
        balance += i128::from(movement.amount);
        lines.push(StatementLine {
            date: movement.date,
            document_type: movement.document_type,
            document_id: movement.document_id,
            number: movement.number,
            due_date: movement.due_date,
            amount: money(i128::from(movement.amount))?,
            balance: money(balance)?,
        });
    }
    let closing = money(balance)?;
    Ok(Statement { side, party_id: party, party_name, from, to, opening, lines, closing })
}
