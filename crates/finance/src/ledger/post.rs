//! The one verb that writes to the ledger.

use std::collections::HashMap;

use base::{Date, Id, Problem, Tx, Writes};
use uuid::Uuid;

use super::chain::{self, ChainEntry, ChainLine};
use super::period::{Module, Period};
use super::posting::{AccountRef, Chart, Place, Posted, Posting};
use super::store::{self, PostingAccount};
use crate::numbers::{self, ENTRIES};

/// Posts an entry: three round trips, of which only the last two hold the ledger's head; where
/// its place was taken before, one.
///
/// # Errors
/// When it does not balance, its period is closed, it has tax on a day whose tax return was
/// filed, an account is unknown, retired or wants a customer, or the database is away.
pub async fn post(tx: &mut Tx, posting: Posting) -> Result<Posted, Problem> {
    let mut writes = Writes::default();
    let posted = post_with(tx, posting, &mut writes).await?;
    writes.run(tx).await?;
    Ok(posted)
}

/// As [`post`], written together with the document that it belongs to.
///
/// # Errors
/// As [`post`].
pub async fn post_with(
    tx: &mut Tx,
    posting: Posting,
    writes: &mut Writes,
) -> Result<Posted, Problem> {
    write(tx, posting, Gate::Open, writes).await
}

/// Posts the entry that closes a year, or takes that entry back: the one thing that is written
/// into a month that is closed for good.
pub(crate) async fn post_year(tx: &mut Tx, posting: Posting) -> Result<Posted, Problem> {
    let mut writes = Writes::default();
    let posted = write(tx, posting, Gate::Any, &mut writes).await?;
    writes.run(tx).await?;
    Ok(posted)
}

/// Takes the next number of a series and, for the entry that is surely posted with its document on
/// that day, its place in the ledger, in one round trip.
///
/// # Errors
/// `date_too_far`, or when the database is away, or the series is none of ours.
pub(crate) async fn number_and_place(
    tx: &mut Tx,
    series: &'static str,
    date: Date,
) -> Result<(String, Place), Problem> {
    numbers::refuse_far(tx, date)?;
    // Before the head is held, since others wait for that.
    let chart = tx.setup::<Chart>().await?;
    let mut rows = store::take_place(tx, [series, ENTRIES], date).await?;
    let mut taken = |series| {
        let at = rows.iter().position(|row| row.taken.series == series)?;
        Some(rows.swap_remove(at))
    };
    let (own, entry) = (taken(series), taken(ENTRIES));
    // What is missing was not begun in that year.
    let (taken, period) = match entry {
        Some(row) => (row.taken, row.period.period()),
        None => (numbers::next_entry(tx, date).await?, store::period(tx, date).await?),
    };
    let number = match own {
        Some(row) => row.taken.number(date),
        None => numbers::next(tx, series, date).await?,
    };
    Ok((number, Place { taken, chart, period }))
}

/// Which months an entry may fall into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    /// Open ones.
    Open,
    /// Closed ones too.
    Any,
}

async fn write(
    tx: &mut Tx,
    posting: Posting,
    gate: Gate,
    writes: &mut Writes,
) -> Result<Posted, Problem> {
    let mut posting = posting.checked()?;
    let accounts = resolve(tx, &posting, gate).await?;
    // Lock order: the head last, and nothing slow after it.
    let date = posting.effective_date;
    let taken = match posting.place.take() {
        Some(place) => place.taken,
        None => numbers::next_entry(tx, date).await?,
    };
    let recorded_at = taken.recorded_at;
    let number = taken.number(date);
    let mut entry = ChainEntry {
        id: Id::<Posted>::at(recorded_at).uuid(),
        seq: taken.seq,
        number,
        effective_date: posting.effective_date,
        recorded_at,
        actor_id: tx.actor().user_id(),
        source_type: posting.source_type.to_owned(),
        source_id: posting.source_id,
        reverses_id: posting.reverses,
        memo: posting.memo.clone(),
        details_hash: posting.details_hash.to_vec(),
        prev_hash: taken.hash,
        hash: Vec::new(),
    };
    let lines = lines(&entry, &posting, &accounts)?;
    let hash = chain::hash_of(tx.tenant_id(), &entry, &lines.iter().collect::<Vec<_>>());
    entry.hash = hash.to_vec();
    store::insert(tx, &entry, &lines, writes);
    Ok(Posted { entry_id: entry.id, number: entry.number, seq: entry.seq })
}

/// Refuses a day whose month is closed, or locked for this part of the business; nobody closes
/// it before the commit. For documents that post nothing: [`post`] asks this itself.
///
/// # Errors
/// `period_closed` or `period_locked`, or when the database is away.
pub async fn admit(tx: &mut Tx, module: Module, date: Date) -> Result<(), Problem> {
    let period = store::period(tx, date).await?;
    period.map_or(Ok(()), |period| period.admits(module, date))
}

type Accounts = HashMap<Key, PostingAccount>;

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Role(String),
    Id(Uuid),
}

fn key(account: AccountRef) -> Key {
    match account {
        AccountRef::Role(role) => Key::Role(role.to_owned()),
        AccountRef::Id(id) => Key::Id(id),
    }
}

/// The accounts that the posting names, once its period is known to be open.
async fn resolve(tx: &mut Tx, posting: &Posting, gate: Gate) -> Result<Accounts, Problem> {
    let (mut roles, mut ids) = (Vec::new(), Vec::new());
    for line in &posting.lines {
        match line.account {
            AccountRef::Role(role) if !roles.contains(&role) => roles.push(role),
            AccountRef::Id(id) if !ids.contains(&id) => ids.push(id),
            _ => {}
        }
    }
    let place = posting.place.as_ref();
    let known = place.and_then(|place| Some((place.named(&roles, &ids)?, place.period.clone())));
    let (found, period) = match known {
        Some(known) => known,
        None => store::for_posting(tx, &roles, &ids, posting.effective_date).await?,
    };
    match period {
        Some(period) if gate == Gate::Open => {
            admitted(&period, posting)?;
        }
        Some(_) => {}
        None => open_period(tx, posting).await?,
    }
    let mut accounts = Accounts::new();
    for account in found {
        if let Some(role) = &account.role {
            accounts.insert(Key::Role(role.clone()), account.clone());
        }
        accounts.insert(Key::Id(account.id), account);
    }
    Ok(accounts)
}

/// Opens the month of the first entry that falls into it.
async fn open_period(tx: &mut Tx, posting: &Posting) -> Result<(), Problem> {
    let date = posting.effective_date;
    numbers::refuse_far(tx, date)?;
    // A month that nobody ever opened lies in the closed past all the same.
    if store::closed_after(tx, date).await? {
        return Err(Problem::refused("period_closed").fact("date", date));
    }
    store::open_months(tx, &[date.first_of_month()]).await?;
    // Somebody may have closed it since; then the row of that month was there before ours.
    let period = store::period(tx, date).await?;
    period.map_or(Ok(()), |period| admitted(&period, posting))
}

/// Whether the month is open for every part of the business that posts.
fn admitted(period: &Period, posting: &Posting) -> Result<(), Problem> {
    let mut modules = [Some(posting.module), posting.with].into_iter().flatten();
    modules.try_for_each(|module| period.admits(module, posting.effective_date))
}

fn lines(
    entry: &ChainEntry,
    posting: &Posting,
    accounts: &Accounts,
) -> Result<Vec<ChainLine>, Problem> {
    let mut lines = Vec::with_capacity(posting.lines.len());
    for (n, line) in (1_i32..).zip(&posting.lines) {
        let account = accounts.get(&key(line.account)).ok_or_else(|| unknown(line.account))?;
        if !account.active {
            return Err(Problem::refused("account_retired").fact("account", &account.code));
        }
        if account.control.wants_party() && line.party_id.is_none() {
            return Err(Problem::refused("party_required").fact("account", &account.code));
        }
        lines.push(ChainLine {
            entry_id: entry.id,
            n,
            account_id: account.id,
            amount: line.amount,
            effective_date: entry.effective_date,
            seq: entry.seq,
            party_id: line.party_id,
            item_id: line.item_id,
            tax_code_id: line.tax_code_id,
            due_date: line.due_date,
            memo: line.memo.clone(),
            currency: line.foreign.map(|foreign| foreign.currency.code().to_owned()),
            foreign_amount: line.foreign.map(|foreign| foreign.minor),
            cost_centre_id: line.cost_centre_id,
            project_id: line.project_id,
        });
    }
    Ok(lines)
}

fn unknown(account: AccountRef) -> Problem {
    match account {
        AccountRef::Role(role) => Problem::refused("no_account_for").fact("role", role),
        AccountRef::Id(id) => Problem::refused("unknown_account").fact("account", id),
    }
}
