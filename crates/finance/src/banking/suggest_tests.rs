//! What is suggested, how surely, and why.

#![allow(clippy::unwrap_used)]

use base::{Currency, Date, Money};
use uuid::Uuid;

use super::suggest::best;
use super::{BankLine, BookLine, Reason};

fn bank(n: u128, day: i8, minor: i64, words: &str) -> BankLine {
    BankLine {
        id: Uuid::from_u128(n),
        bank_account_id: Uuid::nil(),
        date: Date::of(2026, 3, day),
        amount: Money::new(minor, Currency::SAR),
        description: words.to_owned(),
        reference: String::new(),
        bank_reference: String::new(),
        counterparty: String::new(),
        match_id: None,
    }
}

fn book(n: u128, day: i8, minor: i64, memo: &str, party: &str) -> BookLine {
    BookLine {
        entry_id: Uuid::from_u128(n),
        n: 1,
        date: Date::of(2026, 3, day),
        number: format!("JE-2026-{n:05}"),
        memo: memo.to_owned(),
        source_type: "payment".to_owned(),
        source_id: Uuid::nil(),
        amount: minor,
        party: party.to_owned(),
        reference: String::new(),
        match_id: None,
    }
}

#[test]
fn the_named_number_wins_over_the_nearer_day() {
    let line = bank(1, 10, 3450, "transfer inv202600002 Nora");
    let books = [
        book(1, 10, 3450, "PAY-2026-00001 · INV-2026-00001", "Huda"),
        book(2, 8, 3450, "PAY-2026-00002 · INV-2026-00002", "Nora Stores"),
    ];
    let found = best(&[line], &books, 5);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].book[0].entry_id, Uuid::from_u128(2));
    assert_eq!(found[0].score, 40 + 14 + 30 + 15);
    assert_eq!(
        found[0].reasons,
        [
            Reason::SameAmount,
            Reason::DaysApart { days: 2 },
            Reason::Number { number: "INV-2026-00002".to_owned() },
            Reason::Party { words: "nora".to_owned() },
        ]
    );
}

#[test]
fn no_line_of_the_books_is_suggested_twice_or_too_far_away() {
    let lines = [bank(1, 10, 500, "a"), bank(2, 11, 500, "b")];
    let books = [book(1, 10, 500, "", ""), book(2, 20, 500, "", ""), book(3, 10, -500, "", "")];
    let found = best(&lines, &books, 5);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].line_id, Uuid::from_u128(1));
}

#[test]
fn several_lines_that_come_to_the_amount_are_a_batch() {
    let line = bank(1, 10, 1000, "card settlement");
    let books = [
        book(1, 9, 300, "", ""),
        book(2, 10, 250, "", ""),
        book(3, 8, 450, "", ""),
        book(4, 9, 999, "", ""),
    ];
    let found = best(&[line], &books, 5);
    let mut entries: Vec<u128> = found[0].book.iter().map(|at| at.entry_id.as_u128()).collect();
    entries.sort_unstable();
    assert_eq!(entries, [1, 2, 3]);
    assert_eq!(found[0].reasons[0], Reason::Batch { count: 3 });
    assert_eq!(found[0].score, 40 + 14 - 10);
}
