//! The numbers at the top, each with the list behind it.

use base::round;
use base::ui::{Stat, Tone};
use base::{L, Money, Rate, Rounding};

use super::super::days::Days;
use super::super::figures::{Amounts, Dashboard, Orders, Receivables, Stock};
use super::super::links;
use crate::reports::OverBudget;

pub(super) fn all(l: &L, dashboard: &Dashboard) -> Vec<Stat> {
    // The page shows a day that the database has answered for, so it has neighbours.
    let Ok(days) = Days::of(dashboard.as_of) else { return Vec::new() };
    let mut stats = Vec::new();
    if let Some(sales) = &dashboard.sales {
        let href = links::invoices(days.month, days.today);
        let stat = month(l, "dashboard-sales", &sales.month).href(href);
        stats.push(stat);
    }
    if let Some(orders) = &dashboard.orders {
        stats.extend(of_orders(l, orders, &days));
    }
    if let Some(payments) = &dashboard.payments {
        stats.push(month(l, "dashboard-payments", payments).href(links::payments(&days)));
    }
    if let Some(receivables) = &dashboard.receivables {
        stats.extend(owed(l, receivables));
    }
    if let Some(stock) = &dashboard.stock {
        stats.extend(of_stock(l, stock));
    }
    if let Some(over) = &dashboard.over_budget {
        stats.push(over_budget(l, over));
    }
    stats
}

/// An amount of this month beside that of the same days of last month.
fn month(l: &L, label: &str, amounts: &Amounts) -> Stat {
    let stat = Stat::new(l.t(label), l.money(amounts.now))
        .note(l.t("dashboard-against-month"))
        .past(amounts.past.iter().map(|money| money.minor));
    changed(l, stat, amounts.now.minor, amounts.before.minor, Good::Up)
}

fn of_orders(l: &L, orders: &Orders, days: &Days) -> [Stat; 2] {
    let new = Stat::new(l.t("dashboard-orders-new"), l.int(orders.new.now))
        .href(links::new_orders(days))
        .note(l.t("dashboard-against-month"))
        .past(orders.new.past.iter().copied());
    let new = changed(l, new, orders.new.now, orders.new.before, Good::Up);
    let open = Stat::new(l.t("dashboard-orders-open"), l.int(orders.open))
        .href(links::open_orders())
        .note(l.with("dashboard-worth", &[("amount", l.money(orders.open_value).into())]));
    [new, open]
}

fn owed(l: &L, receivables: &Receivables) -> [Stat; 2] {
    let open = &receivables.open;
    let stat = Stat::new(l.t("dashboard-receivables"), l.money(open.now))
        .href(links::open_invoices())
        .note(owed_note(l, receivables))
        .past(open.past.iter().map(|money| money.minor));
    let stat = changed(l, stat, open.now.minor, open.before.minor, Good::Down);
    let overdue = Stat::new(l.t("dashboard-overdue"), l.money(receivables.overdue))
        .href(links::overdue_invoices())
        .note(l.with("dashboard-invoices", &[("n", receivables.overdue_count.into())]));
    [stat, overdue]
}

/// What it is compared with; and what the ageing and the balance sheet take off.
fn owed_note(l: &L, receivables: &Receivables) -> String {
    let against = l.t("dashboard-against-weeks");
    let (open, unused) = (receivables.open.now, receivables.unused_credit);
    if unused.is_zero() {
        return against;
    }
    let left = Money::new(open.minor.saturating_sub(unused.minor), open.currency);
    let facts = [("credit", l.money(unused).into()), ("left", l.money(left).into())];
    format!("{against} · {}", l.with("dashboard-unused-credit", &facts))
}

fn of_stock(l: &L, stock: &Stock) -> [Stat; 2] {
    let value = &stock.value;
    let stat = Stat::new(l.t("dashboard-stock"), l.money(value.now))
        .href(links::stock())
        .note(l.t("dashboard-against-weeks"))
        .past(value.past.iter().map(|money| money.minor));
    let stat = changed(l, stat, value.now.minor, value.before.minor, Good::Neither);
    let low = Stat::new(l.t("dashboard-low"), l.int(stock.low))
        .href(links::low_stock())
        .note(l.t("dashboard-low-note"));
    [stat, low]
}

/// How many accounts are beyond the budget; the first of them by name.
fn over_budget(l: &L, over: &[OverBudget]) -> Stat {
    let names: Vec<String> = over.iter().take(3).map(|one| l.text(&one.name).to_owned()).collect();
    let more = if over.len() > names.len() { " …" } else { "" };
    let note = match over {
        [] => l.t("dashboard-over-budget-none"),
        _ => {
            let names = format!("{}{more}", names.join(", "));
            l.with("dashboard-over-budget-note", &[("names", names.into())])
        }
    };
    let count = i64::try_from(over.len()).unwrap_or(i64::MAX);
    let stat = Stat::new(l.t("dashboard-over-budget"), l.int(count)).note(note);
    stat.href(links::budget())
}

/// Which way a number should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Good {
    Up,
    Down,
    Neither,
}

/// Adds the change in whole percent; none where there is nothing to compare with.
fn changed(l: &L, stat: Stat, now: i64, before: i64, good: Good) -> Stat {
    let Some(percent) = change(now, before) else { return stat };
    let up = percent >= 0;
    let tone = match good {
        _ if percent == 0 => Tone::Neutral,
        Good::Neither => Tone::Neutral,
        Good::Up if up => Tone::Success,
        Good::Down if !up => Tone::Success,
        Good::Up | Good::Down => Tone::Danger,
    };
    let size = l.percent(Rate::from_micros(percent.saturating_abs().saturating_mul(10_000)));
    let sign = match percent {
        0 => "",
        _ if up => "+",
        _ => "−",
    };
    stat.delta(up, tone, format!("{sign}{size}"))
}

/// The change from `before` to `now` in whole percent of `before`.
fn change(now: i64, before: i64) -> Option<i64> {
    if before <= 0 {
        return None;
    }
    let difference = i128::from(now) - i128::from(before);
    let percent = round::div(difference * 100, i128::from(before), Rounding::HalfUp);
    i64::try_from(percent).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_in_whole_percent_of_what_was() {
        assert_eq!(change(112, 100), Some(12));
        assert_eq!(change(0, 100), Some(-100));
        assert_eq!(change(1, 3), Some(-67));
        assert_eq!(change(100, 100), Some(0));
    }

    #[test]
    fn nothing_is_compared_with_nothing() {
        assert_eq!(change(100, 0), None);
        assert_eq!(change(100, -5), None);
        assert_eq!(change(i64::MAX, 1), None);
    }
}
