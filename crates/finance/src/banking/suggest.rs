//! What a line of the bank may be: lines of the books with the same amount, near in time, with
//! the same words. A suggestion carries its score and its reasons; nothing happens by itself.

use std::collections::HashSet;

use base::{Problem, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::matching::BookRef;
use super::rules::{BankRule, rules};
use super::{BankLine, BookLine, account, store};

/// Lines of the bank that are looked at in one go.
const MOST_LINES: i64 = 200;
/// Lines of the books that a batch is looked for in, and how many it may have.
const BATCH_FROM: usize = 40;
const BATCH_MOST: usize = 12;
/// Steps of the search for one batch: it may give up, but never hang.
const STEPS: u32 = 20_000;

/// Why something is suggested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The amounts are equal.
    SameAmount,
    /// Several lines of the books together are the amount.
    Batch {
        /// How many.
        count: usize,
    },
    /// Both have the same day.
    SameDay,
    /// They lie some days apart.
    DaysApart {
        /// How many.
        days: i32,
    },
    /// The bank names the number of the document.
    Number {
        /// The number.
        number: String,
    },
    /// The references are the same.
    Reference {
        /// The reference.
        reference: String,
    },
    /// The bank names the party.
    Party {
        /// The words that both have.
        words: String,
    },
}

/// Lines of the books that a line of the bank may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suggestion {
    /// The line of the bank.
    pub line_id: Uuid,
    /// The lines of the books.
    pub book: Vec<BookRef>,
    /// How sure it is, 1 to 100.
    pub score: u8,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A line of the bank without a partner, and what it may be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OpenLine {
    /// The line.
    pub line: BankLine,
    /// The best suggestion.
    pub suggestion: Option<Suggestion>,
    /// The rule that knows what such a line usually is.
    pub rule: Option<BankRule>,
}

/// The lines of the bank without a partner, the oldest first, each with its best suggestion;
/// no line of the books is suggested twice.
///
/// # Errors
/// 404, or when the database is away.
pub async fn suggestions(tx: &mut Tx, account: Uuid) -> Result<Vec<OpenLine>, Problem> {
    let account = account::find(tx, account).await?;
    let open = store::lines::open(tx, account.id, None, MOST_LINES).await?;
    let days = open.iter().map(|line| line.date);
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Ok(Vec::new()) };
    let from = first.plus_days(-account.days).map_err(Problem::internal)?;
    let to = last.plus_days(account.days).map_err(Problem::internal)?;
    let book = store::lines::open_book(tx, &account, Some(from), Some(to)).await?;
    let rules = rules(tx, Some(account.id)).await?;
    let mut best = best(&open, &book, account.days);
    Ok(open
        .into_iter()
        .map(|line| {
            let at = best.iter().position(|found| found.line_id == line.id);
            let rule = rules.iter().find(|rule| rule.fits(&line)).cloned();
            OpenLine { suggestion: at.map(|at| best.swap_remove(at)), rule, line }
        })
        .collect())
}

/// The best suggestion for each line: the surest first, and each line of the books once.
pub(super) fn best(open: &[BankLine], book: &[BookLine], days: i32) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> = Vec::new();
    for line in open {
        all.extend(singles(line, book, days));
        all.extend(batch(line, book, days));
    }
    all.sort_by(|a, b| b.score.cmp(&a.score).then(a.book.len().cmp(&b.book.len())));
    let (mut lines, mut taken) = (HashSet::new(), HashSet::new());
    all.retain(|found| {
        let free =
            !lines.contains(&found.line_id) && found.book.iter().all(|at| !taken.contains(at));
        if free {
            lines.insert(found.line_id);
            taken.extend(found.book.iter().copied());
        }
        free
    });
    all
}

fn apart(line: &BankLine, book: &BookLine) -> i32 {
    book.date.days_until(line.date).abs()
}

fn singles(line: &BankLine, book: &[BookLine], days: i32) -> Vec<Suggestion> {
    let fits = |other: &&BookLine| other.amount == line.amount.minor && apart(line, other) <= days;
    book.iter().filter(fits).map(|other| scored(line, &[other])).collect()
}

/// The lines whose sum is the amount: those that the bank names by number, those of one day, or
/// the first that a bounded search finds.
fn batch(line: &BankLine, book: &[BookLine], days: i32) -> Option<Suggestion> {
    let near = |other: &&BookLine| {
        other.amount.signum() == line.amount.minor.signum()
            && other.amount.unsigned_abs() < line.amount.minor.unsigned_abs()
            && apart(line, other) <= days
    };
    let mut near: Vec<&BookLine> = book.iter().filter(near).collect();
    let words = folded(&line.words());
    let named: Vec<&BookLine> =
        near.iter().copied().filter(|other| names(&words, other).is_some()).collect();
    if named.len() > 1 && sum(&named) == i128::from(line.amount.minor) {
        return Some(scored(line, &named));
    }
    for other in &near {
        let day: Vec<&BookLine> =
            near.iter().copied().filter(|candidate| candidate.date == other.date).collect();
        if day.len() > 1 && sum(&day) == i128::from(line.amount.minor) {
            return Some(scored(line, &day));
        }
    }
    near.truncate(BATCH_FROM);
    // The largest first: what is too large is left out early.
    near.sort_by_key(|other| std::cmp::Reverse(other.amount.unsigned_abs()));
    let mut search = Search { lines: &near, chosen: Vec::new(), steps: STEPS };
    let left = line.amount.minor.unsigned_abs();
    search.go(0, u128::from(left)).then(|| scored(line, &search.chosen))
}

fn sum(lines: &[&BookLine]) -> i128 {
    lines.iter().map(|line| i128::from(line.amount)).sum()
}

struct Search<'a, 'b> {
    lines: &'b [&'a BookLine],
    chosen: Vec<&'a BookLine>,
    steps: u32,
}

impl Search<'_, '_> {
    fn go(&mut self, from: usize, left: u128) -> bool {
        if left == 0 {
            return self.chosen.len() > 1;
        }
        if self.chosen.len() == BATCH_MOST {
            return false;
        }
        for at in from..self.lines.len() {
            if self.steps == 0 {
                return false;
            }
            self.steps -= 1;
            let amount = u128::from(self.lines[at].amount.unsigned_abs());
            if amount > left {
                continue;
            }
            self.chosen.push(self.lines[at]);
            if self.go(at + 1, left - amount) {
                return true;
            }
            self.chosen.pop();
        }
        false
    }
}

/// Forty for the amount, up to twenty for the day, thirty for a number or reference, fifteen for
/// words of the party; a batch loses ten, since sums also meet by chance.
fn scored(line: &BankLine, book: &[&BookLine]) -> Suggestion {
    let words = folded(&line.words());
    let mut score = 40_i32;
    let mut reasons = vec![match book.len() {
        1 => Reason::SameAmount,
        count => Reason::Batch { count },
    }];
    let days = book.iter().map(|other| apart(line, other)).max().unwrap_or_default();
    score += (20 - 3 * days).max(0);
    reasons.push(if days == 0 { Reason::SameDay } else { Reason::DaysApart { days } });
    let numbers: Vec<&str> = book.iter().filter_map(|other| names(&words, other)).collect();
    if numbers.len() == book.len() {
        score += 30;
        reasons.push(Reason::Number { number: numbers.join(", ") });
    }
    let reference = book.iter().find(|other| {
        let reference = folded(&other.reference);
        reference.len() >= 4 && words.contains(&reference)
    });
    if let Some(other) = reference {
        score += 25;
        reasons.push(Reason::Reference { reference: other.reference.clone() });
    }
    let shared = shared(&line.words(), &book.iter().map(|b| b.party.as_str()).collect::<Vec<_>>());
    if !shared.is_empty() {
        score += 15;
        reasons.push(Reason::Party { words: shared.join(" ") });
    }
    if book.len() > 1 {
        score -= 10;
    }
    let score = u8::try_from(score.clamp(1, 100)).unwrap_or(100);
    let book = book.iter().map(|other| BookRef { entry_id: other.entry_id, n: other.n }).collect();
    Suggestion { line_id: line.id, book, score, reasons }
}

/// The number of a document that the words of the bank name.
fn names<'a>(words: &str, book: &'a BookLine) -> Option<&'a str> {
    let parts = [book.number.as_str()].into_iter().chain(book.memo.split(" · "));
    parts.filter(|part| part.contains(|c: char| c.is_ascii_digit())).find(|part| {
        let number = folded(part);
        number.len() >= 6 && words.contains(&number)
    })
}

/// Letters and digits alone, small: banks break numbers and drop dashes.
fn folded(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// The words of a party that the bank has as well; those of companies in general count nothing.
fn shared(line: &str, parties: &[&str]) -> Vec<String> {
    const COMMON: [&str; 12] = [
        "company",
        "trading",
        "limited",
        "stores",
        "store",
        "group",
        "corporation",
        "شركة",
        "مؤسسة",
        "التجارية",
        "للتجارة",
        "লিমিটেড",
    ];
    let split = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.map(str::to_lowercase).filter(|word| word.chars().count() >= 3).collect()
    };
    let said: HashSet<String> = split(line).into_iter().collect();
    let mut found: Vec<String> = parties.iter().flat_map(|party| split(party)).collect();
    found.retain(|word| said.contains(word) && !COMMON.contains(&word.as_str()));
    let mut seen = HashSet::new();
    found.retain(|word| seen.insert(word.clone()));
    found
}
