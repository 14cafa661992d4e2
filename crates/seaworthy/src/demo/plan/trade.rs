//! One order from the first word to the last payment.

use base::{Date, Quantity, Timestamp};
use uuid::Uuid;

use super::super::dice::Dice;
use super::quotes;
use super::shelf::Shelf;
use super::{Deed, Event, Habits, House, Much, Span};

/// How a customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Cash, on the spot.
    Cash,
    /// Well before it is due.
    Early,
    /// About when it is due.
    OnTime,
    /// Weeks after.
    Late,
    /// Months after, or never.
    Hardly,
}

impl Manner {
    /// The manner of a customer; customers keep theirs.
    pub fn of(customer: usize) -> Self {
        match customer % 10 {
            2 | 7 => Self::Cash,
            1 | 5 => Self::Early,
            4 | 8 => Self::Late,
            9 => Self::Hardly,
            _ => Self::OnTime,
        }
    }
}

/// Days from the invoice until it is due, by customer.
pub(in super::super) fn payment_days(customer: usize) -> i32 {
    match Manner::of(customer) {
        Manner::Cash => 0,
        Manner::Early => 30,
        Manner::OnTime => [30, 15, 45][customer % 3],
        Manner::Late => 30,
        Manner::Hardly => 15,
    }
}

/// What is written down while a year is planned.
pub(super) struct Diary<'a> {
    pub habits: &'a Habits,
    pub span: &'a Span,
    pub dice: Dice,
    /// Decides what is offered, so that nothing else falls otherwise for its sake.
    pub offers: Dice,
    pub events: Vec<Event>,
}

impl Diary<'_> {
    /// A moment of a day, in minutes after midnight where the company is.
    pub fn at(&self, day: Date, minute: i64) -> Timestamp {
        let begins = day.starts_in(&self.span.zone).unwrap_or(self.span.until);
        let minutes = u64::try_from(minute.clamp(0, 1439)).unwrap_or(0);
        begins.plus(std::time::Duration::from_secs(minutes * 60))
    }

    pub fn note(&mut self, at: Timestamp, deed: Deed) {
        self.events.push(Event { at, deed });
    }

    fn days_after(&mut self, day: Date, least: i64, most: i64) -> Date {
        let days = i32::try_from(self.dice.between(least, most)).unwrap_or(0);
        day.plus_days(days).unwrap_or(day)
    }
}

/// Plans an order of a day, if there is anything to sell, and everything that comes of it.
pub(super) fn order(diary: &mut Diary<'_>, shelf: &mut Shelf<'_>, best: &[usize], day: Date) {
    let customer = diary.dice.favoured_place(known_customers(diary, day));
    let house = if diary.dice.happens(180) { House::Branch } else { House::Main };
    let lines = pick_lines(diary, shelf, best, house);
    if lines.is_empty() {
        return;
    }
    let minute = diary.dice.between(8 * 60, 14 * 60);
    let placed = diary.at(day, minute);
    let id = diary.dice.id(placed);
    // Of the last days some are still drafts.
    let drafts = if is_recent(diary, day) { 300 } else { 150 };
    let firm = !diary.dice.happens(drafts);
    let discount = if diary.dice.happens(140) { diary.dice.between(1, 4) * 5 / 2 } else { 0 };
    let quote =
        firm.then(|| quotes::before(diary, customer, &lines, discount, day, minute)).flatten();
    let deed = match quote {
        Some(quote) => Deed::OrderQuote { id, quote, house },
        None => Deed::Order { id, customer, house, lines: lines.clone(), discount, firm },
    };
    diary.note(placed, deed);
    if !firm && is_recent(diary, day) && diary.dice.happens(500) {
        return;
    }
    if !firm {
        // A draft confirmed in the same hour may still meet an empty shelf: it is planned for.
        let later = diary.dice.between(5, 55);
        let confirmed = diary.at(day, minute + later);
        if diary.dice.happens(60) {
            diary.note(confirmed, Deed::Cancel { order: id, reason: 0 });
            shelf.give_back(day, house, lines);
            return;
        }
        diary.note(confirmed, Deed::Confirm { order: id });
    }
    if diary.dice.happens(35) {
        let reason = diary.dice.place(diary.habits.reasons);
        let when = diary.at(day, 17 * 60 + 30);
        diary.note(when, Deed::Cancel { order: id, reason });
        shelf.give_back(day, house, lines);
        return;
    }
    deliver(diary, id, customer, &lines, day);
}

fn is_recent(diary: &Diary<'_>, day: Date) -> bool {
    day.days_until(diary.span.until.date_in(&diary.span.zone)) < 6
}

/// Two thirds of the customers were there from the beginning; the others came one by one.
pub(super) fn known_customers(diary: &Diary<'_>, day: Date) -> usize {
    let all = diary.habits.customers;
    let first = all * 2 / 3;
    let days = usize::try_from(diary.span.first.days_until(day)).unwrap_or(0);
    (first + (all - first) * days / 330).clamp(1, all)
}

fn pick_lines(
    diary: &mut Diary<'_>,
    shelf: &mut Shelf<'_>,
    best: &[usize],
    house: House,
) -> Vec<Much> {
    let (low, high) = diary.habits.line_value;
    let count = diary.dice.between(1, 5);
    let mut lines: Vec<Much> = Vec::new();
    for _ in 0..count {
        let item = best[diary.dice.favoured_place(best.len())];
        // Mostly small lines, now and then a large one.
        let value = diary.dice.between(low, high).min(diary.dice.between(low, high * 5 / 4));
        if lines.iter().any(|line| line.item == item) {
            continue;
        }
        lines.extend(shelf.take_worth(house, item, value));
    }
    lines
}

fn deliver(diary: &mut Diary<'_>, order: Uuid, customer: usize, lines: &[Much], day: Date) {
    let first = diary.days_after(day, 0, 3);
    let minute = if first == day { 15 * 60 + 20 } else { diary.dice.between(9 * 60, 16 * 60) };
    let at = diary.at(first, minute);
    let id = diary.dice.id(at);
    let part = (lines.len() > 1 && diary.dice.happens(130)).then_some(lines.len() / 2);
    let Some(part) = part else {
        diary.note(at, Deed::Deliver { id, order, lines: None });
        invoice(diary, order, customer, lines, first, minute + 25);
        return;
    };
    let some = (1..).zip(&lines[..part.max(1)]).map(|(n, much)| (n, much.quantity)).collect();
    diary.note(at, Deed::Deliver { id, order, lines: Some(some) });
    let each = diary.dice.happens(500);
    if each {
        invoice(diary, order, customer, &lines[..part.max(1)], first, minute + 25);
    }
    let rest = diary.days_after(first, 2, 8);
    let at = diary.at(rest, 11 * 60);
    let id = diary.dice.id(at);
    diary.note(at, Deed::Deliver { id, order, lines: None });
    let invoiced = if each { &lines[part.max(1)..] } else { lines };
    invoice(diary, order, customer, invoiced, rest, 11 * 60 + 40);
}

fn invoice(
    diary: &mut Diary<'_>,
    order: Uuid,
    customer: usize,
    lines: &[Much],
    delivered: Date,
    minute: i64,
) {
    let waits = Manner::of(customer) != Manner::Cash && diary.dice.happens(250);
    let day = if waits { diary.days_after(delivered, 1, 2) } else { delivered };
    let at = diary.at(day, if waits { 9 * 60 + 10 } else { minute });
    let id = diary.dice.id(at);
    diary.note(at, Deed::Invoice { id, order });
    if diary.dice.happens(35) {
        credit(diary, id, lines, day);
    }
    pay(diary, id, customer, day, minute);
}

fn credit(diary: &mut Diary<'_>, invoice: Uuid, lines: &[Much], day: Date) {
    let Some(line) = lines.first() else { return };
    let whole = line.quantity.micros() / 1_000_000;
    if whole < 1 {
        return;
    }
    let quantity = Quantity::whole(diary.dice.between(1, (whole / 3).max(1)));
    let when = diary.days_after(day, 1, 9);
    let at = diary.at(when, 10 * 60 + 15);
    let id = diary.dice.id(at);
    let reason = diary.dice.place(diary.habits.reasons);
    diary.note(at, Deed::Credit { id, invoice, quantity, reason });
}

fn pay(diary: &mut Diary<'_>, invoice: Uuid, customer: usize, day: Date, minute: i64) {
    let due = day.plus_days(payment_days(customer)).unwrap_or(day);
    let (when, cash) = match Manner::of(customer) {
        Manner::Cash => (day, true),
        Manner::Early => (diary.days_after(day, 2, 14), false),
        Manner::OnTime => (diary.days_after(due, -4, 3), diary.dice.happens(100)),
        Manner::Late => (diary.days_after(due, 6, 40), false),
        Manner::Hardly if diary.dice.happens(350) => return,
        Manner::Hardly => (diary.days_after(due, 30, 95), false),
    };
    let when = when.max(day);
    let minute = if when == day { (minute + 15).max(16 * 60) } else { 12 * 60 + 30 };
    let at = diary.at(when, minute);
    let id = diary.dice.id(at);
    let parts = Manner::of(customer) != Manner::Cash && diary.dice.happens(120);
    let percent = if parts { diary.dice.between(3, 7) * 10 } else { 100 };
    diary.note(at, Deed::Pay { id, invoice, percent, cash });
    if parts {
        let rest = diary.days_after(when, 8, 26);
        let at = diary.at(rest, 13 * 60);
        let id = diary.dice.id(at);
        diary.note(at, Deed::Pay { id, invoice, percent: 100, cash });
    }
}
