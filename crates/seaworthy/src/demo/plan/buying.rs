//! What is bought: now and then an order before the lorry, its bill some days after, and the
//! money when it is due.

use base::{Date, Timestamp, UnitPrice};
use uuid::Uuid;

use super::super::dice::Dice;
use super::shelf::Shelf;
use super::trade::Diary;
use super::{Deed, Habits, Much};

/// Goods with what one of them costs.
pub(super) type Priced = (Much, UnitPrice);

/// The days of a month on which suppliers are paid.
const PAY_DAYS: [i8; 3] = [5, 15, 25];
/// So many days before the end the last of the suppliers waits for its money.
const SHORT: i32 = 30;
/// So many days before the end a bill is wrong, and waits for somebody's word.
const WRONG: i32 = 25;
/// So many days before the end only some of what came is billed.
const UNBILLED: i32 = 5;

/// What is remembered of the suppliers while a year is planned.
pub(super) struct Buying {
    /// Decides what is bought how, so that nothing else falls otherwise for its sake.
    pub dice: Dice,
    /// The last number of a bill, by supplier.
    numbers: Vec<i64>,
    unpaid: Vec<Unpaid>,
    /// Whether a bill is wrong already.
    wrong: bool,
}

/// A bill that is to be paid.
struct Unpaid {
    id: Uuid,
    supplier: usize,
    entered: Date,
    due: Date,
}

impl Buying {
    pub fn new(habits: &Habits) -> Self {
        let mut dice = Dice::named(&format!("{}-buying", habits.seed));
        let numbers = (0..habits.suppliers).map(|_| dice.between(200, 6_000)).collect();
        Self { dice, numbers, unpaid: Vec::new(), wrong: false }
    }

    /// Suppliers count their bills, and have other customers in between.
    fn next_number(&mut self, supplier: usize) -> i64 {
        let more = self.dice.between(3, 41);
        self.numbers.get_mut(supplier).map_or(more, |number| {
            *number += more;
            *number
        })
    }
}

/// Days from a bill until it is due, by supplier; suppliers keep theirs.
pub(in super::super) fn supplier_days(supplier: usize) -> i32 {
    [30, 45, 14, 30, 21][supplier % 5]
}

/// Suppliers are taken up on the first day, before anything comes of them.
pub(super) fn engage(diary: &mut Diary<'_>) {
    for supplier in 0..diary.habits.suppliers {
        let minute = 6 * 60 + 30 + i64::try_from(supplier).unwrap_or(0);
        diary.note(diary.at(diary.span.first, minute), Deed::Engage { supplier });
    }
}

/// Goods come in from a supplier; of some it was ordered days before.
pub(super) fn receive(
    diary: &mut Diary<'_>,
    (id, at, day): (Uuid, Timestamp, Date),
    supplier: usize,
    lines: Vec<Priced>,
    left: i32,
) {
    let order = ordered_before(diary, supplier, &lines, day);
    let note = diary.buying.dice.between(10_000, 99_999);
    bill(diary, (id, day), supplier, &lines, left);
    diary.note(at, Deed::Receive { id, supplier, order, note, lines });
}

fn ordered_before(
    diary: &mut Diary<'_>,
    supplier: usize,
    lines: &[Priced],
    day: Date,
) -> Option<Uuid> {
    if !diary.buying.dice.happens(250) {
        return None;
    }
    let days = i32::try_from(diary.buying.dice.between(2, 6)).ok()?;
    let ordered = day.plus_days(-days).ok()?;
    if ordered <= diary.span.first {
        return None;
    }
    Some(order(diary, supplier, lines.to_vec(), (ordered, day), true))
}

/// An order of a day that should come on another.
fn order(
    diary: &mut Diary<'_>,
    supplier: usize,
    lines: Vec<Priced>,
    (day, expected): (Date, Date),
    sent: bool,
) -> Uuid {
    let minute = diary.buying.dice.between(9 * 60, 15 * 60);
    let at = diary.at(day, minute);
    let id = diary.buying.dice.id(at);
    diary.note(at, Deed::Buy { id, supplier, lines, expected, sent });
    id
}

/// In the last days something is ordered that has not come, and something is still being written.
pub(super) fn order_ahead(
    diary: &mut Diary<'_>,
    shelf: &Shelf<'_>,
    best: &[usize],
    day: Date,
    left: i32,
) {
    let (supplier, sent) = match left {
        3 => (0, true),
        1 => (1, false),
        _ => return,
    };
    let suppliers = diary.habits.suppliers;
    let passed = i64::from(diary.span.first.days_until(day));
    let wanted = best.iter().copied().filter(|item| item % suppliers.max(1) == supplier);
    let mut lines = Vec::new();
    for item in wanted.take(3) {
        let much = shelf.portions(item, 4);
        lines.push((much, shelf.cost(item, passed, &mut diary.buying.dice)));
    }
    if lines.is_empty() || supplier >= suppliers {
        return;
    }
    let expected = day.plus_days(6).unwrap_or(day);
    order(diary, supplier, lines, (day, expected), sent);
}

/// What came is billed some days later.
fn bill(
    diary: &mut Diary<'_>,
    (receipt, came): (Uuid, Date),
    supplier: usize,
    lines: &[Priced],
    left: i32,
) {
    if left < UNBILLED && supplier.is_multiple_of(2) {
        return;
    }
    let days = i32::try_from(diary.buying.dice.between(1, 5)).unwrap_or(1);
    let Ok(entered) = came.plus_days(days) else { return };
    let minute = 11 * 60 + i64::try_from(supplier).unwrap_or(0) * 5;
    let at = diary.at(entered, minute);
    let id = diary.buying.dice.id(at);
    let number = diary.buying.next_number(supplier);
    let mut prices = vec![None; lines.len()];
    let wrong = left < WRONG && !diary.buying.wrong;
    // A little dearer or cheaper than it came, now and then; once much more.
    let per_mille = match wrong {
        true => 1_085,
        false if diary.buying.dice.happens(120) => diary.buying.dice.between(988, 1_014),
        false => 1_000,
    };
    if let (Some(price), Some((_, cost))) = (prices.first_mut(), lines.first())
        && per_mille != 1_000
    {
        *price = Some(at_per_mille(*cost, per_mille));
    }
    diary.note(at, Deed::Bill { id, supplier, receipt, number, prices });
    if wrong {
        diary.buying.wrong = true;
        return;
    }
    let due = entered.plus_days(supplier_days(supplier)).unwrap_or(entered);
    diary.buying.unpaid.push(Unpaid { id, supplier, entered, due });
}

/// In whole hundredths.
fn at_per_mille(price: UnitPrice, per_mille: i64) -> UnitPrice {
    let micros = i128::from(price.micros()) * i128::from(per_mille) / 1000;
    let micros = i64::try_from(micros).unwrap_or(price.micros());
    UnitPrice::from_micros((micros / 10_000).max(1) * 10_000)
}

/// On three days a month each supplier gets the money for everything that is due by then.
pub(super) fn pay(diary: &mut Diary<'_>, day: Date, left: i32) {
    if !PAY_DAYS.contains(&day.day()) {
        return;
    }
    let suppliers = diary.habits.suppliers;
    let soon = day.plus_days(3).unwrap_or(day);
    for supplier in 0..suppliers {
        if left < SHORT && supplier + 1 == suppliers {
            continue;
        }
        let is_due =
            |bill: &Unpaid| bill.supplier == supplier && bill.entered < day && bill.due <= soon;
        let bills: Vec<Uuid> =
            diary.buying.unpaid.iter().filter(|bill| is_due(bill)).map(|bill| bill.id).collect();
        if bills.is_empty() {
            continue;
        }
        diary.buying.unpaid.retain(|bill| !is_due(bill));
        let minute = 10 * 60 + 30 + i64::try_from(supplier).unwrap_or(0) * 4;
        let at = diary.at(day, minute);
        let id = diary.buying.dice.id(at);
        diary.note(at, Deed::PayBills { id, supplier, bills });
    }
}
