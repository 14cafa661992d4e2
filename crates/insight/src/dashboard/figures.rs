//! What the dashboard says, and the pure arithmetic behind it.

use base::dates::DateError;
use base::{Currency, Date, Money, Quantity, Text};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::reports::OverBudget;

/// Everything on the dashboard that the person may see; the rest is null.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Dashboard {
    /// The company's business day.
    pub as_of: Date,
    /// The currency of all amounts.
    pub currency: Currency,
    /// What was invoiced.
    pub sales: Option<Sales>,
    /// What was ordered, and where the orders stand.
    pub orders: Option<Orders>,
    /// What customers owe.
    pub receivables: Option<Receivables>,
    /// What customers paid this month.
    pub payments: Option<Amounts>,
    /// What lies in the warehouses.
    pub stock: Option<Stock>,
    /// Where more was spent than is planned for the year so far, the most first; null while no
    /// budget is active for this year.
    pub over_budget: Option<Vec<OverBudget>>,
    /// What sold best in the last thirty days, by net amount.
    pub top_products: Option<Vec<TopProduct>>,
    /// How far the company has come in setting up.
    pub start: Start,
}

/// An amount, what it is compared with, and its recent past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Amounts {
    /// Now: of this month so far, or the balance of today.
    pub now: Money,
    /// The same days of last month, or the balance of four weeks ago.
    pub before: Money,
    /// The last thirteen weeks, the oldest first.
    pub past: Vec<Money>,
}

/// A number of things, what it is compared with, and its recent past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Of this month so far.
    pub now: i64,
    /// Of the same days of last month.
    pub before: i64,
    /// Of the last thirteen weeks, the oldest first.
    pub past: Vec<i64>,
}

/// What was invoiced, net of tax and of credit notes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Sales {
    /// This month so far.
    pub month: Amounts,
    /// The last twelve months, this one last.
    pub months: Vec<Month>,
    /// The last twenty-six weeks, each named by its first day; the last one ends today.
    pub weeks: Vec<Month>,
}

/// The sales of a month or a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Month {
    /// Its first day.
    pub starts: Date,
    /// Its last day.
    pub ends: Date,
    /// Net of tax and of credit notes.
    pub net: Money,
}

/// What was ordered, and where the orders stand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Orders {
    /// Orders confirmed with a date of this month.
    pub new: Counts,
    /// Orders that somebody still has something to do for: confirmed, but not delivered,
    /// invoiced and paid.
    pub open: i64,
    /// What the open orders come to, with tax.
    pub open_value: Money,
    /// How many orders wait for what; one may wait for two things.
    pub stages: Vec<StageCount>,
}

/// Where orders stand. An order that was delivered in part waits for two things and counts for
/// both: the list behind each number is what somebody has to work through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Not yet confirmed.
    Draft,
    /// Something is still to be delivered.
    ToDeliver,
    /// Something was delivered and is not invoiced.
    ToInvoice,
    /// Something was invoiced and is not paid.
    ToPay,
    /// Delivered, invoiced and paid.
    Done,
    /// Called off.
    Cancelled,
}

impl Stage {
    /// Every stage, in the order of an order's life.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::ToDeliver, Self::ToInvoice, Self::ToPay, Self::Done, Self::Cancelled];

    /// Whether an order with these states stands here; as the filters of the list of orders.
    pub(super) fn has(self, order: &OrderStates) -> bool {
        let confirmed = order.state == "confirmed";
        match self {
            Self::Draft => order.state == "draft",
            Self::Cancelled => order.state == "cancelled",
            Self::ToDeliver => confirmed && order.delivery != "delivered",
            Self::ToInvoice => confirmed && order.invoice != "invoiced" && order.delivery != "none",
            Self::ToPay => confirmed && order.invoice != "none" && order.payment != "paid",
            Self::Done => confirmed && order.is_done(),
        }
    }

    /// The end of its message key.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::ToDeliver => "to-deliver",
            Self::ToInvoice => "to-invoice",
            Self::ToPay => "to-pay",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The four states of an order, as the database says them.
#[derive(Debug, Clone, Copy)]
pub(super) struct OrderStates<'a> {
    pub state: &'a str,
    pub delivery: &'a str,
    pub invoice: &'a str,
    pub payment: &'a str,
}

impl OrderStates<'_> {
    fn is_done(&self) -> bool {
        (self.delivery, self.invoice, self.payment) == ("delivered", "invoiced", "paid")
    }

    /// Confirmed, and something keeps it from being done.
    pub fn is_open(&self) -> bool {
        self.state == "confirmed" && !self.is_done()
    }
}

/// How many orders stand in a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// How many.
    pub count: i64,
    /// What they come to, with tax.
    pub value: Money,
}

/// What customers owe.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Receivables {
    /// What is left to pay on all invoices; compared by the balance of the account.
    pub open: Amounts,
    /// How many invoices that is.
    pub open_count: i64,
    /// What is past its due date.
    pub overdue: Money,
    /// How many invoices that is.
    pub overdue_count: i64,
    /// Credit that customers have not used yet.
    pub unused_credit: Money,
    /// What is open, by how late it is.
    pub ageing: Vec<Ageing>,
}

/// How late an open invoice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// Not due yet, or due today.
    NotDue,
    /// One to thirty days late.
    Days1To30,
    /// Thirty-one to sixty days late.
    Days31To60,
    /// Sixty-one to ninety days late.
    Days61To90,
    /// More than ninety days late.
    Over90,
}

impl Age {
    /// Every age, the youngest first.
    pub const ALL: [Self; 5] =
        [Self::NotDue, Self::Days1To30, Self::Days31To60, Self::Days61To90, Self::Over90];

    /// By how many days, at least and at most, an invoice of this age is late.
    #[must_use]
    pub fn days(self) -> (Option<i32>, Option<i32>) {
        match self {
            Self::NotDue => (None, Some(0)),
            Self::Days1To30 => (Some(1), Some(30)),
            Self::Days31To60 => (Some(31), Some(60)),
            Self::Days61To90 => (Some(61), Some(90)),
            Self::Over90 => (Some(91), None),
        }
    }

    /// The first and the last due date of this age on a day.
    pub(super) fn due(self, today: Date) -> Result<(Option<Date>, Option<Date>), DateError> {
        let back = |days: Option<i32>| days.map(|d| today.plus_days(-d)).transpose();
        let (least, most) = self.days();
        Ok((back(most)?, back(least)?))
    }

    /// The end of its message key.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::NotDue => "not-due",
            Self::Days1To30 => "1-30",
            Self::Days31To60 => "31-60",
            Self::Days61To90 => "61-90",
            Self::Over90 => "over-90",
        }
    }
}

/// What is open at an age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ageing {
    /// The age.
    pub age: Age,
    /// How much.
    pub amount: Money,
    /// How many invoices.
    pub count: i64,
}

/// What lies in the warehouses.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stock {
    /// What it cost; equal to the balance of the inventory account.
    pub value: Amounts,
    /// How many variants have come down to their warning level.
    pub low: i64,
}

/// A product that sold well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TopProduct {
    /// The product.
    pub product_id: Uuid,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: Text,
    /// Its unit.
    pub unit: String,
    /// How much was invoiced, less what was credited.
    pub quantity: Quantity,
    /// For how much, net of tax.
    pub net: Money,
}

/// How far a new company has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Start {
    /// There is a product.
    pub product: bool,
    /// Something was received into stock.
    pub stock: bool,
    /// There is a customer.
    pub customer: bool,
    /// There is an order.
    pub order: bool,
}

impl Start {
    /// Whether the company works already.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.product && self.stock && self.customer && self.order
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn stages(state: &str, delivery: &str, invoice: &str, payment: &str) -> Vec<Stage> {
        let order = OrderStates { state, delivery, invoice, payment };
        Stage::ALL.into_iter().filter(|stage| stage.has(&order)).collect()
    }

    #[test]
    fn an_order_stands_where_somebody_has_to_work_on_it() {
        use Stage::{Cancelled, Done, Draft, ToDeliver, ToInvoice, ToPay};
        assert_eq!(stages("draft", "none", "none", "none"), [Draft]);
        assert_eq!(stages("cancelled", "none", "none", "none"), [Cancelled]);
        assert_eq!(stages("confirmed", "none", "none", "none"), [ToDeliver]);
        assert_eq!(stages("confirmed", "partial", "none", "none"), [ToDeliver, ToInvoice]);
        assert_eq!(stages("confirmed", "delivered", "invoiced", "partial"), [ToPay]);
        assert_eq!(stages("confirmed", "delivered", "invoiced", "paid"), [Done]);
    }

    #[test]
    fn an_order_is_open_until_it_is_delivered_invoiced_and_paid() {
        let order = |payment| OrderStates {
            state: "confirmed",
            delivery: "delivered",
            invoice: "invoiced",
            payment,
        };
        assert!(order("partial").is_open());
        assert!(!order("paid").is_open());
        assert!(!OrderStates { state: "draft", ..order("none") }.is_open());
    }

    #[test]
    fn ages_follow_each_other_without_gaps() {
        let today = day("2026-03-31");
        assert_eq!(Age::NotDue.due(today).unwrap(), (Some(today), None));
        let late = (Some(day("2026-03-01")), Some(day("2026-03-30")));
        assert_eq!(Age::Days1To30.due(today).unwrap(), late);
        assert_eq!(Age::Over90.due(today).unwrap(), (None, Some(day("2025-12-30"))));
    }
}
