//! Legal numbers: `INV-2026-00001`. A number is taken inside the transaction that posts its
//! document, from one row a series and year that stays locked until the commit: a transaction
//! that fails gives its number back, so a series has no gaps.
//!
//! Lock order: a series of posted documents is taken only while the head of the ledger is
//! held, and the same statement takes both. So whoever wants a number and then posts, and
//! whoever posts and then wants a number, wait for each other in the same order; and since a
//! stock document takes its number before it locks stock, so does everybody with stock.

mod store;

pub(crate) use store::{PLACE, TAKE, Taken};

use base::{Date, Offender, Problem, Tx};

/// The series that there are, and whether their documents write to the ledger.
pub(crate) const SERIES: [(&str, bool); 22] = [
    ("SO", false),
    ("DN", true),
    ("GRN", true),
    ("ADJ", true),
    ("TRF", true),
    ("INV", true),
    ("CN", true),
    // A credit note that was a mistake is taken back by a debit note to the customer.
    ("CDN", true),
    ("PAY", true),
    ("JE", true),
    // Quotes, customers' returns, statements' reminders.
    ("QUO", false),
    ("RET", true),
    ("REM", false),
    // Purchase requests and orders; bills, debit notes, what suppliers are paid, returns to them.
    ("REQ", false),
    ("PO", false),
    ("BILL", true),
    ("DBN", true),
    ("VPAY", true),
    ("PRT", true),
    // Landed cost, stock counts, expenses.
    ("LC", true),
    ("CNT", true),
    ("EXP", true),
];

/// The series of entries that documents post.
pub(crate) const ENTRIES: &str = "JE";

/// How far from today a document may lie, in years; farther is surely a slip of the pen.
const REACH_YEARS: i32 = 5;

/// Refuses a day that no document has.
///
/// # Errors
/// `date_too_far`.
pub(crate) fn refuse_far(tx: &Tx, date: Date) -> Result<(), Problem> {
    let (today, months) = (tx.today(), REACH_YEARS * 12);
    let (from, to) = (today.plus_months(-months), today.plus_months(months));
    if from.is_ok_and(|from| from <= date) && to.is_ok_and(|to| date <= to) {
        return Ok(());
    }
    Err(Problem::refused("date_too_far").fact("date", date).fact("years", REACH_YEARS))
}

/// Takes the next number of a series in the year of `date`.
///
/// # Errors
/// `date_too_far`, or when the database is away, or the series is none of ours.
pub async fn next(tx: &mut Tx, series: &'static str, date: Date) -> Result<String, Problem> {
    refuse_far(tx, date)?;
    Ok(take(tx, series, date, posts(series)?).await?.number(date))
}

/// Takes an entry's number and its place in the chain; from here to the commit nobody else of the
/// company can post.
///
/// # Errors
/// When the database is away.
pub(crate) async fn next_entry(tx: &mut Tx, date: Date) -> Result<Taken, Problem> {
    take(tx, ENTRIES, date, true).await
}

async fn take(
    tx: &mut Tx,
    series: &'static str,
    date: Date,
    posts: bool,
) -> Result<Taken, Problem> {
    let year = i32::from(date.year());
    if let Some(taken) = store::take(tx, series, year, posts).await? {
        return Ok(taken);
    }
    begin(tx, year).await?;
    let taken = store::take(tx, series, year, posts).await?;
    taken.ok_or_else(|| Problem::internal("the company has no ledger head"))
}

/// Whether the documents of a series write to the ledger.
fn posts(series: &str) -> Result<bool, Problem> {
    let known = SERIES.iter().find(|(name, _)| *name == series);
    let none = || Problem::internal(format!("there is no number series {series}"));
    known.map(|(_, posts)| *posts).ok_or_else(none)
}

/// Holds the ledger's head until the commit without taking anything from it. Whoever locks
/// documents before it knows whether a number will be taken begins with this, so that everybody
/// takes the head first.
///
/// # Errors
/// When the database is away.
pub async fn hold(tx: &mut Tx) -> Result<(), Problem> {
    store::hold(tx).await
}

/// Begins every series in the current year of a new company.
pub(crate) async fn furnish(tx: &mut Tx) -> Result<(), Problem> {
    let year = tx.today().year();
    begin(tx, i32::from(year)).await
}

/// Begins the series that are not begun in the year; its first document does it for all of them.
async fn begin(tx: &mut Tx, year: i32) -> Result<(), Problem> {
    store::begin(tx, &SERIES.map(|(series, _)| series), year).await
}

/// For `ledger verify`: the first hole in a series. `issued` is the SQL that selects the
/// `number` of every document of the series, for the company `$1`.
///
/// # Errors
/// When the database is away.
pub async fn first_gap(
    tx: &mut Tx,
    series: &'static str,
    issued: &'static str,
) -> Result<Option<Offender>, Problem> {
    let gap = store::first_gap(tx, series, issued).await?;
    Ok(gap.map(|(number, missing)| {
        let detail = if missing {
            format!("{number} was taken from the series {series} and stands on no document")
        } else {
            format!("{number} stands on a document and was never taken from the series {series}")
        };
        Offender { kind: "number", id: number, detail }
    }))
}
