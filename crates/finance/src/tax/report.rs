//! The tax return of a period: its boxes, and whether they agree with the accounts.
//!
//! A return counts what lies in its days and no earlier return has counted. The first one that
//! follows a filed return therefore also counts what was recorded late into time that was filed
//! before: those are its corrections.

use base::{Date, Money, Problem, Text, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::pay::payment_of;
use super::store::{self, Figure, Filed};
use super::{TaxPayment, TaxSide, boxes};
use crate::asked::filter;
use crate::ledger::{self, BalanceQuery};

/// Which return is asked for.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TaxReportQuery {
    /// Its first day; what follows the last filed return, else the month before, when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Its last day.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// A tax return, filed or not yet.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaxReport {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Where it was filed: then its figures are those of that day.
    pub filed: Option<TaxReturn>,
    /// The payment of the filed return.
    pub payment: Option<TaxPayment>,
    /// Whether it can be filed: it follows the last filed return and its days are over, or it
    /// was reopened.
    pub may_be_filed: bool,
    /// The boxes of the form, in its order, then what has no box.
    pub boxes: Vec<BoxFigure>,
    /// The tax that is owed.
    pub sale_tax: Money,
    /// The tax that is claimed.
    pub purchase_tax: Money,
    /// What is to be paid; below zero it is to be got back.
    pub net: Money,
    /// What the accounts of taxes moved in these days, owed above zero, without what paid filed
    /// returns.
    pub accounts: Money,
    /// By how much the accounts moved more than the boxes say, corrections left out.
    pub difference: Money,
    /// What else on the accounts has no tax code.
    pub uncounted: Vec<Uncounted>,
}

/// A box of a return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BoxFigure {
    /// Sales or purchases.
    pub side: TaxSide,
    /// As the form numbers it; empty for codes without a box.
    #[serde(rename = "box")]
    pub code: String,
    /// Its name; none for codes without a box.
    pub name: Option<Text>,
    /// What was taxed.
    pub base: Money,
    /// The tax on it.
    pub tax: Money,
    /// What of the base belongs to days that were filed before.
    pub corrected_base: Money,
    /// What of the tax belongs to days that were filed before.
    pub corrected_tax: Money,
    /// The codes that it counts.
    pub tax_code_ids: Vec<Uuid>,
}

/// A filed return.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaxReturn {
    /// Its id.
    pub id: Uuid,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The tax that was owed.
    pub sale_tax: Money,
    /// The tax that was claimed.
    pub purchase_tax: Money,
    /// What was to be paid.
    pub net: Money,
    /// The receipt of the tax office.
    pub reference: String,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// Who filed it.
    pub filed_by: Option<Uuid>,
    /// Since when documents with tax may be recorded in its days again; null while they may not.
    pub reopened_at: Option<Timestamp>,
    /// Why it was reopened.
    pub reopened_reason: String,
}

/// A line on an account of taxes that no box counts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Uncounted {
    /// The entry.
    pub entry_id: Uuid,
    /// Its number.
    pub number: String,
    /// The business day.
    pub date: Date,
    /// The kind of document that it comes from.
    pub source_type: String,
    /// That document.
    pub source_id: Uuid,
    /// What it is about.
    pub memo: String,
    /// Owed above zero.
    pub amount: Money,
}

/// What lines a return counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scope {
    /// Its first day; what lies before is a correction.
    pub from: Date,
    /// The first day of any correction.
    pub since: Date,
    pub to: Date,
    /// The last place of the ledger that it counts.
    pub through: i64,
}

/// The returns that were filed, the newest first.
///
/// # Errors
/// When the database is away.
pub async fn returns(tx: &mut Tx) -> Result<Vec<TaxReturn>, Problem> {
    Ok(store::filed(tx).await?.iter().map(|filed| filed.to_return(tx)).collect())
}

/// The return of a period.
///
/// # Errors
/// When its last day lies before its first, or the database is away.
pub async fn report(tx: &mut Tx, query: &TaxReportQuery) -> Result<TaxReport, Problem> {
    let filed = store::filed(tx).await?;
    let (from, to) = period(query, &filed, tx.today())?;
    let (scope, kept) = scope(&filed, from, to);
    let figures = match kept {
        Some(kept) => store::boxes_of(tx, kept.id).await?,
        None => store::moves(tx, &scope).await?,
    };
    let this = filed.iter().find(|one| one.is(from, to));
    let reopened = this.is_some_and(|this| this.reopened_at.is_some());
    let (accounts, uncounted) = from_accounts(tx, from, to).await?;
    let (sale, purchase) = (tax_of(&figures, TaxSide::Sale), tax_of(&figures, TaxSide::Purchase));
    let corrected: i64 = figures
        .iter()
        .map(|f| if f.side == TaxSide::Sale { f.corrected_tax } else { -f.corrected_tax })
        .sum();
    let payment = match this {
        Some(this) => payment_of(tx, this.id).await?,
        None => None,
    };
    let money = |minor| Money::new(minor, tx.currency());
    Ok(TaxReport {
        from,
        to,
        filed: this.map(|this| this.to_return(tx)),
        payment,
        may_be_filed: reopened || refusal(&filed, from, to, tx.today()).is_none(),
        boxes: boxed(tx, &figures),
        sale_tax: money(sale),
        purchase_tax: money(purchase),
        net: money(sale - purchase),
        accounts: money(accounts),
        difference: money(accounts - (sale - purchase - corrected)),
        uncounted,
    })
}

/// The days that are asked for; else those that follow the last filed return, as many months,
/// else the month before this one.
pub(super) fn period(
    query: &TaxReportQuery,
    filed: &[Filed],
    today: Date,
) -> Result<(Date, Date), Problem> {
    let next = filed.first().and_then(|last| {
        let from = last.ends.plus_days(1).ok()?;
        let months = (1..=12).find(|n| last.starts.plus_months(*n).is_ok_and(|end| end == from));
        Some((from, from.plus_months(months.unwrap_or(1)).ok()?.plus_days(-1).ok()?))
    });
    let this_month = today.first_of_month();
    let before = || {
        let from = this_month.plus_months(-1).map_err(Problem::internal)?;
        Ok::<_, Problem>((from, this_month.plus_days(-1).map_err(Problem::internal)?))
    };
    let start = match next {
        Some(next) => next,
        None => before()?,
    };
    let (from, to) = match (query.from, query.to) {
        (Some(from), Some(to)) => (from, to),
        (None, None) => start,
        (Some(from), None) => (from, from.last_of_month()),
        (None, Some(to)) => (to.first_of_month(), to),
    };
    if to < from {
        return Err(Problem::invalid().field("to", "tax_period_backwards"));
    }
    Ok((from, to))
}

/// What the return of these days counts, and the filed one if its figures stay.
pub(super) fn scope(filed: &[Filed], from: Date, to: Date) -> (Scope, Option<&Filed>) {
    let this = filed.iter().find(|one| one.is(from, to));
    if this.is_some_and(|this| this.may_change(filed)) {
        return scope(&filed[1..], from, to);
    }
    let follows = |last: &Filed| last.ends.plus_days(1).is_ok_and(|day| day == from);
    // Days that follow no filed return are only looked at: nothing late belongs to them.
    let first = filed.last().filter(|_| this.is_some() || filed.first().is_some_and(follows));
    let since = first.map_or(from, |first| first.starts.min(from));
    let through = this.map_or(i64::MAX, |this| this.through_seq);
    (Scope { from, since, to, through }, this)
}

/// Why the return of these days cannot be filed.
pub(super) fn refusal(filed: &[Filed], from: Date, to: Date, today: Date) -> Option<Problem> {
    if to >= today {
        return Some(Problem::refused("tax_period_not_over").fact("to", to));
    }
    let next = filed.first()?.ends.plus_days(1).ok()?;
    (next != from).then(|| Problem::refused("tax_period_follows").fact("next", next))
}

pub(super) fn tax_of(figures: &[Figure], side: TaxSide) -> i64 {
    figures.iter().filter(|figure| figure.side == side).map(|figure| figure.tax).sum()
}

/// What the figures of a return are before it is filed.
pub(super) async fn figures(
    tx: &mut Tx,
    filed: &[Filed],
    from: Date,
    to: Date,
) -> Result<Vec<Figure>, Problem> {
    store::moves(tx, &scope(filed, from, to).0).await
}

fn boxed(tx: &Tx, figures: &[Figure]) -> Vec<BoxFigure> {
    let money = |minor| Money::new(minor, tx.currency());
    let figure = |side: TaxSide, code: &str, name: Option<Text>| {
        let mine: Vec<&Figure> =
            figures.iter().filter(|f| f.side == side && f.box_code == code).collect();
        let sum = |get: fn(&Figure) -> i64| money(mine.iter().map(|f| get(f)).sum());
        BoxFigure {
            side,
            code: code.to_owned(),
            name,
            base: sum(|f| f.base),
            tax: sum(|f| f.tax),
            corrected_base: sum(|f| f.corrected_base),
            corrected_tax: sum(|f| f.corrected_tax),
            tax_code_ids: mine.iter().map(|f| f.tax_code_id).collect(),
        }
    };
    let form = boxes(tx.tenant().country);
    let mut all = Vec::with_capacity(form.len() + 2);
    for side in TaxSide::ALL {
        for one in form.iter().filter(|one| one.side == side) {
            all.push(figure(side, one.code, store::name(one.names).ok()));
        }
        // What a filed return called otherwise, and what has no box at all.
        let mut others: Vec<&str> = figures
            .iter()
            .filter(|f| f.side == side && form.iter().all(|one| one.code != f.box_code))
            .map(|f| f.box_code.as_str())
            .collect();
        others.sort_unstable();
        others.dedup();
        all.extend(others.into_iter().map(|code| figure(side, code, None)));
    }
    all
}

/// Roles of accounts of taxes that no return counts: what waits, and what is withheld.
const APART: [&str; 4] =
    ["output_tax_deferred", "input_tax_deferred", "withholding_payable", "withholding_receivable"];

/// What the accounts of taxes moved, owed above zero, and the lines that no box explains.
async fn from_accounts(
    tx: &mut Tx,
    from: Date,
    to: Date,
) -> Result<(i64, Vec<Uncounted>), Problem> {
    let chart = ledger::accounts(tx).await?;
    let counted = |account: &&ledger::Account| {
        let apart = account.role.as_deref().is_some_and(|role| APART.contains(&role));
        account.control == ledger::Control::Tax && !apart
    };
    let ids: Vec<Uuid> = chart.iter().filter(counted).map(|account| account.id).collect();
    let query =
        BalanceQuery { from: Some(from), accounts: Some(ids.clone()), ..BalanceQuery::on(to) };
    let rows = store::untaxed(tx, &ids, from, to).await?;
    // Payments of filed returns belong to the days of those.
    let paid: i64 = store::paid(tx, &ids, from, to).await?;
    let moved: i64 = ledger::balances(tx, &query).await?.iter().map(|one| one.amount).sum();
    let currency = tx.currency();
    let uncounted = rows.into_iter().map(|row| Uncounted {
        entry_id: row.entry_id,
        number: row.number,
        date: row.effective_date,
        source_type: row.source_type,
        source_id: row.source_id,
        memo: row.memo,
        amount: Money::new(-row.amount, currency),
    });
    Ok((paid - moved, uncounted.collect()))
}

impl Filed {
    /// Whether it is the return of these days.
    pub(super) fn is(&self, from: Date, to: Date) -> bool {
        (self.starts, self.ends) == (from, to)
    }

    /// Whether its figures may still become others: it was reopened, is the last one, and was
    /// not paid.
    pub(super) fn may_change(&self, all: &[Filed]) -> bool {
        let last = all.first().is_some_and(|last| last.id == self.id);
        last && self.reopened_at.is_some() && !self.paid
    }

    pub(super) fn to_return(&self, tx: &Tx) -> TaxReturn {
        let money = |minor| Money::new(minor, tx.currency());
        TaxReturn {
            id: self.id,
            from: self.starts,
            to: self.ends,
            sale_tax: money(self.sale_tax),
            purchase_tax: money(self.purchase_tax),
            net: money(self.sale_tax - self.purchase_tax),
            reference: self.reference.clone(),
            filed_at: self.filed_at,
            filed_by: self.filed_by,
            reopened_at: self.reopened_at,
            reopened_reason: self.reopened_reason.clone(),
        }
    }
}
