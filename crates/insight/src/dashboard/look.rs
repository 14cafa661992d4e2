//! Looking at the company: asks, compares, and leaves out what the person may not see.

use base::dates::DateError;
use base::{Currency, Money, Problem, Quantity, Tx};

use super::days::{Daily, Days};
use super::figures::{
    Age, Ageing, Amounts, Counts, Dashboard, Month, OrderStates, Orders, Receivables, Sales, Stage,
    StageCount, Start, Stock, TopProduct,
};
use super::store;
use crate::reports;

/// How many products are named.
const TOP: i64 = 8;

/// What the person may know of the company today.
///
/// # Errors
/// When the database is away.
pub async fn look(tx: &mut Tx) -> Result<Dashboard, Problem> {
    let days = Days::of(tx.today()).map_err(Problem::internal)?;
    let history = store::history(tx, &days).await?;
    let now = store::now(tx, &days).await?;
    let may = |permission: &str| tx.actor().may(permission);
    let (orders, invoices) = (may("orders.read"), may("invoices.read"));
    let (payments, stock) = (may("payments.read"), may("stock.read"));
    let budgets = may("budgets.read");
    let states = if orders { store::states(tx).await? } else { Vec::new() };
    let top = if invoices { Some(top_products(tx, &days).await?) } else { None };
    let over_budget = if budgets { reports::over_budget(tx).await? } else { None };
    let in_ = In { days, currency: tx.currency() };
    let dashboard = || -> Result<Dashboard, DateError> {
        Ok(Dashboard {
            as_of: days.today,
            currency: in_.currency,
            sales: invoices.then(|| in_.sales(&history.sales)).transpose()?,
            orders: orders.then(|| in_.orders(&history.order_counts, &states)).transpose()?,
            receivables: invoices
                .then(|| in_.receivables(&history.receivable, &now))
                .transpose()?,
            payments: payments
                .then(|| history.payments.compared(&days).map(|sums| in_.amounts(sums)))
                .transpose()?,
            stock: stock.then(|| in_.stock(&history.inventory, &now)).transpose()?,
            over_budget,
            top_products: top,
            start: Start {
                product: now.has_product,
                stock: now.has_stock,
                customer: now.has_customer,
                order: now.has_order,
            },
        })
    };
    dashboard().map_err(Problem::internal)
}

async fn top_products(tx: &mut Tx, days: &Days) -> Result<Vec<TopProduct>, Problem> {
    let since = days.today.plus_days(-29).map_err(Problem::internal)?;
    let currency = tx.currency();
    let sold = store::top_products(tx, since, days.today, TOP).await?;
    let product = |sold: store::Sold| TopProduct {
        product_id: sold.product_id,
        name: sold.name,
        unit: sold.unit,
        quantity: Quantity::from_micros(sold.quantity),
        net: Money::new(sold.net, currency),
    };
    Ok(sold.into_iter().map(product).collect())
}

/// The days and the currency that everything is in.
struct In {
    days: Days,
    currency: Currency,
}

impl In {
    fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    fn amounts(&self, (now, before, past): (i64, i64, Vec<i64>)) -> Amounts {
        let past = past.into_iter().map(|minor| self.money(minor)).collect();
        Amounts { now: self.money(now), before: self.money(before), past }
    }

    fn sales(&self, daily: &Daily) -> Result<Sales, DateError> {
        let span = |(starts, ends)| {
            let net = self.money(daily.between(starts, ends));
            Month { starts, ends, net }
        };
        Ok(Sales {
            month: self.amounts(daily.compared(&self.days)?),
            months: self.days.months()?.into_iter().map(span).collect(),
            weeks: self.days.weeks(26)?.into_iter().map(span).collect(),
        })
    }

    fn orders(&self, daily: &Daily, states: &[store::States]) -> Result<Orders, DateError> {
        let (now, before, past) = daily.compared(&self.days)?;
        let sum = |wanted: &dyn Fn(&OrderStates<'_>) -> bool| {
            let of = states.iter().filter(|s| wanted(&s.states()));
            let (count, gross) = of.fold((0_i64, 0_i64), |(n, gross), s| {
                (n.saturating_add(s.n), gross.saturating_add(s.gross))
            });
            (count, self.money(gross))
        };
        let stage = |stage: Stage| {
            let (count, value) = sum(&|order| stage.has(order));
            StageCount { stage, count, value }
        };
        let (open, open_value) = sum(&|order| order.is_open());
        let stages = Stage::ALL.into_iter().map(stage).collect();
        Ok(Orders { new: Counts { now, before, past }, open, open_value, stages })
    }

    fn receivables(&self, daily: &Daily, now: &store::Now) -> Result<Receivables, DateError> {
        let ageing: Vec<Ageing> = Age::ALL
            .into_iter()
            .zip(now.left.iter().zip(&now.counts))
            .map(|(age, (left, count))| Ageing { age, amount: self.money(*left), count: *count })
            .collect();
        let sum = |late: bool| {
            let of = ageing.iter().filter(|a| !late || a.age != Age::NotDue);
            of.fold((0_i64, 0_i64), |(amount, count), a| {
                (amount.saturating_add(a.amount.minor), count.saturating_add(a.count))
            })
        };
        let ((open, open_count), (overdue, overdue_count)) = (sum(false), sum(true));
        let unused = now.unused_credit;
        let account = daily.balances(open.saturating_sub(unused), &self.days)?;
        Ok(Receivables {
            open: self.amounts(without_credit(open, unused, account)),
            open_count,
            overdue: self.money(overdue),
            overdue_count,
            unused_credit: self.money(unused),
            ageing,
        })
    }

    fn stock(&self, daily: &Daily, now: &store::Now) -> Result<Stock, DateError> {
        let value = self.amounts(daily.balances(now.stock_value, &self.days)?);
        Ok(Stock { value, low: now.low_stock })
    }
}

/// The past of what invoices left open, told from the account. Credit that nobody used lowers
/// the account and no invoice, so it is put back, but not on days on which nobody owed anything:
/// there is nothing to compare with then.
fn without_credit(
    open: i64,
    unused: i64,
    (_, before, past): (i64, i64, Vec<i64>),
) -> (i64, i64, Vec<i64>) {
    let owed = |account: i64| if account > 0 { account.saturating_add(unused) } else { 0 };
    let mut past: Vec<i64> = past.into_iter().map(owed).collect();
    if let Some(today) = past.last_mut() {
        *today = open;
    }
    (open, owed(before), past)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_that_was_owed_nothing_has_nothing_to_compare_with() {
        // An invoice of 388.53 was paid, and 92.00 of it credited: the account is below zero.
        let account = (-9_200, 0, vec![0, 0, -9_200]);
        assert_eq!(without_credit(0, 9_200, account), (0, 0, vec![0, 0, 0]));
    }

    #[test]
    fn unused_credit_is_no_change_of_what_is_owed() {
        let account = (4_000, 4_000, vec![4_000, 3_000, 4_000]);
        let told = without_credit(5_000, 1_000, account);
        assert_eq!(told, (5_000, 5_000, vec![5_000, 4_000, 5_000]));
    }
}
