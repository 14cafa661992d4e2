//! A landed cost as it was typed, and how it becomes a command.

use base::{Currency, FormData, Money, Problem};

use super::super::{LandedBasis, NewLandedCost, NewLandedItem, NewLandedTarget};
use crate::purchasing::grid;

/// The rows of the grid of costs that somebody wrote into. The account is always chosen.
pub(super) fn written(data: &FormData) -> Vec<usize> {
    let text = |row: &usize| {
        ["description", "amount"].iter().any(|f| !data.cell("lines", *row, f).is_empty())
    };
    data.rows("lines").into_iter().filter(text).collect()
}

/// The command. Row `i` of the goods is the line `goods[i]` of a receipt.
pub(super) fn read(data: &FormData, currency: Currency) -> Result<NewLandedCost, Problem> {
    let mut problem = Problem::invalid();
    let mut items = Vec::new();
    for (i, row) in written(data).into_iter().enumerate() {
        let amount = Money::parse_local(data.cell("lines", row, "amount"), currency);
        if amount.is_err() {
            problem = problem.field(format!("items[{i}].amount"), "not_a_number");
        }
        let account = data.cell("lines", row, "account_id").parse();
        if account.is_err() {
            problem = problem.field(format!("items[{i}].account_id"), "required");
        }
        let (Ok(amount), Ok(account_id)) = (amount, account) else { continue };
        items.push(NewLandedItem {
            description: data.cell("lines", row, "description").to_owned(),
            supplier_id: data.cell("lines", row, "supplier_id").parse().ok(),
            account_id,
            amount,
        });
    }
    let basis = data.text("basis").parse().unwrap_or(LandedBasis::Value);
    let mut targets = Vec::new();
    for row in data.rows("goods") {
        let cell = |field: &str| data.cell("goods", row, field);
        let amount = match cell("amount") {
            "" => None,
            text => match Money::parse_local(text, currency) {
                Ok(amount) => Some(amount),
                Err(_) => {
                    problem = problem.field(format!("goods[{row}].amount"), "not_a_number");
                    None
                }
            },
        };
        let (Ok(receipt_id), Ok(receipt_line)) =
            (cell("receipt_id").parse(), cell("receipt_line").parse())
        else {
            continue;
        };
        if cell("chosen").is_empty() {
            continue;
        }
        // Nothing typed where somebody shares out by hand means none of it.
        let manual = basis == LandedBasis::Manual;
        let amount = amount.or(manual.then_some(Money::zero(currency))).filter(|_| manual);
        targets.push(NewLandedTarget { receipt_id, receipt_line, amount });
    }
    let (date, problem) = grid::date(data.text("date"), "date", problem);
    problem.or_ok()?;
    let note = data.text("note").to_owned();
    Ok(NewLandedCost { id: None, date, basis, note, items, targets })
}
