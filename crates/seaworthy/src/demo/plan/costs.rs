//! What there is whether anything is sold or not: how the books are kept, what runs every month,
//! the way to the bank, and the months that are closed.

use base::Date;

use super::shelf::Shelf;
use super::trade::Diary;
use super::{Cost, Deed};

/// So many days before the end a month is not closed any more: it is left for whoever looks.
const OPEN: i32 = 90;

/// The bank account, the branch's cost centre and its budget, and what is reordered below how
/// much.
pub(super) fn furnish(
    diary: &mut Diary<'_>,
    shelf: &Shelf<'_>,
    best: &[usize],
    (low, full): (i64, i64),
) {
    let at = diary.at(diary.span.first, 6 * 60 + 15);
    let bank = diary.buying.dice.id(at);
    // Those that are forgotten towards the end, so that there is something to order.
    let items = best.iter().copied().skip(1).step_by(9).take(3);
    let rules = items.map(|item| (shelf.portions(item, low), shelf.portions(item, full).quantity));
    let rules = rules.collect();
    let (centre, costs) = (diary.centre, diary.habits.costs);
    diary.note(at, Deed::Furnish { bank, money: costs.bank, centre, rules });
    plan_year(diary, diary.span.first);
}

/// What the branch may spend in a year.
fn plan_year(diary: &mut Diary<'_>, day: Date) {
    let at = diary.at(day, 6 * 60 + 45);
    let id = diary.buying.dice.id(at);
    let costs = diary.habits.costs;
    // Rent without its tax, and a lorry every other week.
    let rent = costs.branch_rent * 12 * 100 / 115;
    let freight = (costs.freight.0 + costs.freight.1) / 2 * 26;
    diary.note(at, Deed::Budget { id, centre: diary.centre, rent, freight });
}

/// What is spent on a day, and the month that is closed on it.
pub(super) fn live(diary: &mut Diary<'_>, day: Date, left: i32) {
    if day == diary.span.first {
        return;
    }
    let costs = diary.habits.costs;
    match day.day() {
        1 => {
            spend(diary, day, Cost::Rent, costs.rent);
            spend(diary, day, Cost::BranchRent, costs.branch_rent);
            if day.month() == 1 {
                plan_year(diary, day);
            }
        }
        12 => {
            let amount = diary.buying.dice.between(costs.power.0, costs.power.1);
            spend(diary, day, Cost::Power, amount);
            close(diary, day, left);
        }
        20 => {
            let at = diary.at(day, 14 * 60 + 30);
            let id = diary.buying.dice.id(at);
            diary.note(at, Deed::Deposit { id, keep: costs.cash });
        }
        27 => {
            let more = diary.buying.dice.between(0, costs.wages / 25);
            spend(diary, day, Cost::Wages, costs.wages + more);
        }
        _ => {}
    }
}

/// The lorry to the branch wants its money.
pub(super) fn freight(diary: &mut Diary<'_>, day: Date) {
    let (low, high) = diary.habits.costs.freight;
    let amount = diary.buying.dice.between(low, high);
    spend(diary, day, Cost::Freight, amount);
}

fn spend(diary: &mut Diary<'_>, day: Date, cost: Cost, amount: i64) {
    let minute = diary.buying.dice.between(9 * 60 + 30, 13 * 60);
    let at = diary.at(day, minute);
    let id = diary.buying.dice.id(at);
    let centre = matches!(cost, Cost::BranchRent | Cost::Freight).then_some(diary.centre);
    diary.note(at, Deed::Spend { id, cost, amount, centre });
}

/// The month before is closed, if it is old.
fn close(diary: &mut Diary<'_>, day: Date, left: i32) {
    let Ok(month) = day.first_of_month().plus_months(-1) else { return };
    if left < OPEN || month.last_of_month() < diary.span.first {
        return;
    }
    diary.note(diary.at(day, 15 * 60), Deed::Close { month });
}
