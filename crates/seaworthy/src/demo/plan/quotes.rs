//! What customers are offered before they order, and what comes of it.

use base::Date;
use uuid::Uuid;

use super::shelf::Shelf;
use super::trade::{Diary, known_customers};
use super::{Deed, Much};

/// What becomes of an offer that nobody orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is still being written.
    Draft,
    /// It waits for an answer; in time it expires.
    Open,
    /// The customer said yes, and the order is still to be made.
    Accepted,
    /// The customer said no.
    Declined,
}

/// The quote that an order came from: some customers ask for one first.
pub(super) fn before(
    diary: &mut Diary<'_>,
    customer: usize,
    lines: &[Much],
    discount: i64,
    day: Date,
    minute: i64,
) -> Option<Uuid> {
    if !diary.offers.happens(70) {
        return None;
    }
    let days = i32::try_from(diary.offers.between(2, 12)).ok()?;
    let asked = day.plus_days(-days).ok()?;
    if asked <= diary.span.first || customer >= known_customers(diary, asked) {
        return None;
    }
    let quote = write(diary, customer, lines.to_vec(), discount, asked);
    send(diary, quote, asked);
    let answered = diary.at(day, minute - 6);
    diary.note(answered, Deed::AnswerQuote { quote, accepted: true, reason: 0 });
    Some(quote)
}

/// Perhaps an offer of a day from which no order came, `left` days before the end: of the last
/// days one in each state, so that there is something to do.
pub(super) fn alone(
    diary: &mut Diary<'_>,
    shelf: &Shelf<'_>,
    best: &[usize],
    day: Date,
    left: i32,
) {
    let fate = match left {
        0 => return,
        1 | 6 => Fate::Draft,
        2 | 4 => Fate::Accepted,
        3 | 5 | 9 => Fate::Open,
        _ if !diary.offers.happens(90) => return,
        _ if diary.offers.happens(550) => Fate::Declined,
        _ => Fate::Open,
    };
    let known = known_customers(diary, day);
    let customer = diary.offers.favoured_place(known);
    let lines = wishes(diary, shelf, best);
    let discount = if diary.offers.happens(300) { diary.offers.between(1, 4) * 5 / 2 } else { 0 };
    let quote = write(diary, customer, lines, discount, day);
    if fate == Fate::Draft {
        return;
    }
    send(diary, quote, day);
    let days = match fate {
        Fate::Accepted => 1,
        Fate::Declined => i32::try_from(diary.offers.between(3, 15)).unwrap_or(3),
        Fate::Draft | Fate::Open => return,
    };
    let reason = diary.offers.place(diary.habits.reasons);
    let answered = diary.at(day.plus_days(days).unwrap_or(day), 8 * 60 + 40);
    let accepted = fate == Fate::Accepted;
    diary.note(answered, Deed::AnswerQuote { quote, accepted, reason });
}

/// Who asks for an offer wants more than a usual order takes.
fn wishes(diary: &mut Diary<'_>, shelf: &Shelf<'_>, best: &[usize]) -> Vec<Much> {
    let mut lines: Vec<Much> = Vec::new();
    for _ in 0..diary.offers.between(1, 4) {
        let item = best[diary.offers.favoured_place(best.len())];
        if lines.iter().all(|line| line.item != item) {
            let portions = diary.offers.between(1, 4);
            lines.push(shelf.portions(item, portions));
        }
    }
    lines
}

fn write(
    diary: &mut Diary<'_>,
    customer: usize,
    lines: Vec<Much>,
    discount: i64,
    day: Date,
) -> Uuid {
    let minute = diary.offers.between(9 * 60, 13 * 60);
    let at = diary.at(day, minute);
    let id = diary.offers.id(at);
    diary.note(at, Deed::Quote { id, customer, lines, discount });
    id
}

fn send(diary: &mut Diary<'_>, quote: Uuid, day: Date) {
    let minute = diary.offers.between(14 * 60, 16 * 60);
    diary.note(diary.at(day, minute), Deed::SendQuote { quote });
}
