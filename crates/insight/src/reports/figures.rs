//! The accounts of a report with what they came to, and the groups that statements make of them.

use base::{L, Money, Problem, Tx};
use finance::ledger::{self, Account, AccountType, BookQuery, Span};

use super::query::Asked;
use super::sheet::{Cell, Line, Role, Sheet};

/// The kind of entry that carries a year's result to the equity. A statement of what was earned
/// leaves it out: it moves the result, and is none.
pub(super) const YEAR_CLOSE: &str = "year_close";

/// An account with an amount a span, debit positive.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub account: Account,
    pub amounts: Vec<i64>,
}

/// Every account of the chart, in the order of the codes, those that came to nothing as well.
pub(super) async fn figures(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>, Problem> {
    of_spans(tx, asked, &asked.spans).await
}

/// The same over other spans.
pub(super) async fn of_spans(
    tx: &mut Tx,
    asked: &Asked,
    spans: &[Span],
) -> Result<Vec<Figure>, Problem> {
    let found = ledger::columns(tx, spans, &asked.filters()).await?;
    let chart = ledger::accounts(tx).await?;
    let figure = |account: Account| {
        let row = found.iter().find(|row| row.balance.account == account.id);
        let amounts = row.map_or_else(|| vec![0; spans.len()], |row| row.amounts.clone());
        Figure { account, amounts }
    };
    Ok(chart.into_iter().map(figure).collect())
}

/// The same without the entries that close a year.
pub(super) async fn without_closes(tx: &mut Tx, asked: &Asked) -> Result<Vec<Figure>, Problem> {
    let mut figures = figures(tx, asked).await?;
    let to = asked.spans.iter().map(|span| span.to).max().unwrap_or(asked.to);
    let query = BookQuery {
        span: Span { from: asked.spans.iter().filter_map(|span| span.from).min(), to },
        after_seq: 0,
        through_seq: asked.through(tx).await?,
        accounts: asked.query.account_id.map(|id| vec![id]),
        cost_centre_id: asked.query.cost_centre_id,
        project_id: asked.query.project_id,
        by_account: true,
    };
    for moved in ledger::moved_by(tx, YEAR_CLOSE, &query).await? {
        let found = figures.iter_mut().find(|figure| figure.account.id == moved.account_id);
        let Some(figure) = found else { continue };
        for (span, amount) in asked.spans.iter().zip(&mut figure.amounts) {
            let day = moved.effective_date;
            if span.from.is_none_or(|from| from <= day) && day <= span.to {
                *amount = amount.saturating_sub(moved.amount);
            }
        }
    }
    Ok(figures)
}

/// The sum of the accounts that are wanted, a number a span.
pub(super) fn total(
    figures: &[Figure],
    spans: usize,
    wanted: impl Fn(&Account) -> bool,
) -> Vec<i64> {
    let mut sums = vec![0_i64; spans];
    for figure in figures.iter().filter(|figure| wanted(&figure.account)) {
        add(&mut sums, &figure.amounts);
    }
    sums
}

pub(super) fn add(sums: &mut [i64], amounts: &[i64]) {
    for (sum, amount) in sums.iter_mut().zip(amounts) {
        *sum = sum.saturating_add(*amount);
    }
}

pub(super) fn negated(amounts: &[i64]) -> Vec<i64> {
    amounts.iter().map(|amount| amount.saturating_neg()).collect()
}

/// Whether income and expenses are meant.
pub(super) fn is_result(account: &Account) -> bool {
    matches!(account.kind, AccountType::Income | AccountType::Expense)
}

/// What rows are made with.
pub(super) struct Rows<'a> {
    pub l: &'a L,
    pub tx: &'a Tx,
    pub asked: &'a Asked,
}

impl Rows<'_> {
    pub fn money(&self, minor: i64) -> Cell {
        Cell::money(Money::new(minor, self.tx.currency()))
    }

    /// The row of an account; each figure leads to the lines that it sums.
    pub fn account(&self, account: &Account, amounts: &[i64]) -> Line {
        let mut cells = vec![self.name(account)];
        for (amount, span) in amounts.iter().zip(&self.asked.spans) {
            let href = (*amount != 0).then(|| self.asked.drill(account.id, *span));
            cells.push(self.money(*amount).to(href));
        }
        Line { role: Role::Line, account_id: Some(account.id), cells }
    }

    pub fn name(&self, account: &Account) -> Cell {
        Cell::text(format!("{} {}", account.code, self.l.text(&account.name)))
    }

    /// A row of words and amounts.
    pub fn amounts(&self, role: Role, label: &str, amounts: &[i64]) -> Line {
        let mut cells = vec![Cell::text(self.l.t(label))];
        cells.extend(amounts.iter().map(|amount| self.money(*amount)));
        Line { role, account_id: None, cells }
    }

    /// A group of accounts under its name, with its sum; `sign` turns credits into what readers
    /// expect. The sum is given back as it is shown.
    pub fn group(
        &self,
        sheet: &mut Sheet,
        figures: &[Figure],
        sign: i64,
        (title, sum): (&str, &str),
        wanted: impl Fn(&Account) -> bool,
    ) -> Vec<i64> {
        let mut sums = vec![0; self.asked.spans.len()];
        sheet.heading(self.l.t(title));
        for figure in figures.iter().filter(|figure| wanted(&figure.account)) {
            let amounts: Vec<i64> =
                figure.amounts.iter().map(|amount| amount.saturating_mul(sign)).collect();
            add(&mut sums, &amounts);
            let empty = amounts.iter().all(|amount| *amount == 0);
            let shown = !empty || (self.asked.query.zeros && figure.account.active);
            if shown {
                sheet.rows.push(self.account(&figure.account, &amounts));
            }
        }
        sheet.rows.push(self.amounts(Role::Subtotal, sum, &sums));
        sums
    }
}
