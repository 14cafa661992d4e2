//! What is typed on the page of an open item.

use base::{Date, FormData, Money, Problem};
use uuid::Uuid;

use super::super::{Against, NewSettingOff, NewWriteOff, OpenItem};

/// How much of which other items.
pub(super) struct SettingOffForm {
    pub(super) date: String,
    /// The item and the amount that was typed.
    pub(super) against: Vec<(Uuid, String)>,
}

impl SettingOffForm {
    pub(super) fn read(data: &FormData) -> Self {
        let row = |at| {
            let id = data.cell("against", at, "item").parse().ok()?;
            Some((id, data.cell("against", at, "amount").to_owned()))
        };
        let against = data.rows("against").into_iter().filter_map(row).collect();
        Self { date: data.text("date").to_owned(), against }
    }

    pub(super) fn amount_of(&self, item: Uuid) -> Option<&str> {
        self.against.iter().find(|(id, _)| *id == item).map(|(_, amount)| amount.as_str())
    }

    /// The command; items without an amount are left alone.
    pub(super) fn to_new(&self, item: &OpenItem) -> Result<NewSettingOff, Problem> {
        let (mut against, mut problem) = (Vec::new(), Problem::invalid());
        for (id, typed) in self.against.iter().filter(|(_, typed)| !typed.is_empty()) {
            match Money::parse_local(typed, item.open.currency) {
                Ok(amount) if amount.is_zero() => {}
                Ok(amount) => against.push(Against { item_id: *id, amount }),
                Err(_) => problem = problem.field(amount_name(*id), "not_a_number"),
            }
        }
        let date = day(&self.date);
        if date.is_err() {
            problem = problem.field("date", "not_a_date");
        }
        problem.or_ok()?;
        Ok(NewSettingOff { item_id: item.id, against, date: date.unwrap_or_default() })
    }
}

/// The path under which a mistake in an amount is shown.
pub(super) fn amount_name(item: Uuid) -> String {
    format!("amount-{item}")
}

/// A day that may be left out.
fn day(typed: &str) -> Result<Option<Date>, ()> {
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse().map(Some).map_err(|_| ())
}

/// What is written off and why.
pub(super) struct WriteOffForm {
    pub(super) amount: String,
    pub(super) reason: String,
    pub(super) date: String,
}

impl WriteOffForm {
    pub(super) fn of(item: &OpenItem, today: Date) -> Self {
        let open = Money::new(item.open.minor.saturating_abs(), item.open.currency);
        let amount = open.to_decimal_string();
        Self { amount, reason: String::new(), date: today.to_string() }
    }

    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self { amount: text("amount"), reason: text("reason"), date: text("day") }
    }

    pub(super) fn to_new(&self, item: &OpenItem) -> Result<NewWriteOff, Problem> {
        let amount = Money::parse_local(&self.amount, item.open.currency);
        let date = day(&self.date);
        let mut problem = Problem::invalid();
        if amount.is_err() {
            problem = problem.field("amount", "not_a_number");
        }
        if date.is_err() {
            problem = problem.field("day", "not_a_date");
        }
        problem.or_ok()?;
        let (amount, date) = (amount.ok(), date.unwrap_or_default());
        Ok(NewWriteOff { amount, reason: self.reason.clone(), date })
    }
}
