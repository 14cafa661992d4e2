//! The budget beside what came of it: account by account, for whole months and for the year so
//! far. What is actual is what a profit and loss statement of the same days and filters says.
//! Where more was spent than was planned, a sign says so; it refuses nothing.

use base::{Date, L, Money, Problem, Text, Tx};
use finance::book_settings;
use finance::budgets::{self, PlannedSum};
use finance::ledger::{Account, AccountType, Span};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::books::listed;
use super::figures::{Figure, Rows, is_result, without_closes};
use super::goods::share;
use super::query::{Asked, ReportQuery, Shape};
use super::sheet::{Cell, Line, Role, Sheet};
use super::statements::cost_of_goods;

const COLUMNS: [(&str, bool); 10] = [
    ("reports-account", false),
    ("reports-budgeted", true),
    ("reports-actual", true),
    ("reports-budget-difference", true),
    ("reports-reached", true),
    ("reports-year-budgeted", true),
    ("reports-year-actual", true),
    ("reports-year-difference", true),
    ("reports-year-reached", true),
    ("reports-over", false),
];

/// What was planned and what came of it, in the months and in the year so far; above zero for
/// what is earned and for what is spent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Both {
    planned: [i64; 2],
    actual: [i64; 2],
}

impl Both {
    /// Whether more was spent than was planned: in the year so far, or only in the months.
    fn over(&self) -> Option<&'static str> {
        let over = |span: usize| self.actual[span] > self.planned[span];
        match (over(1), over(0)) {
            (true, _) => Some("reports-over-year"),
            (false, true) => Some("reports-over-months"),
            (false, false) => None,
        }
    }

    fn add(&mut self, other: &Self, sign: i64) {
        for (sums, parts) in [(&mut self.planned, other.planned), (&mut self.actual, other.actual)]
        {
            for (sum, part) in sums.iter_mut().zip(parts) {
                *sum = sum.saturating_add(part.saturating_mul(sign));
            }
        }
    }
}

/// Where an account stands in the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Income,
    Goods,
    Expenses,
}

impl Group {
    fn is_spent(self) -> bool {
        self != Self::Income
    }
}

/// An account with both, and the budgets behind what is planned in each span.
struct Compared {
    account: Account,
    group: Group,
    both: Both,
    budgets: [Vec<Uuid>; 2],
}

/// Plans are made for months, so the days asked for are widened to whole ones; without any the
/// month of today. The budget is the active one of exactly the cost centre and project asked for.
pub(super) async fn budget(
    tx: &mut Tx,
    l: &L,
    query: ReportQuery,
) -> Result<(Asked, Sheet), Problem> {
    let asked = whole_months(tx, query).await?;
    let planned = planned(tx, &asked).await?;
    let compared = compared(tx, &asked, &planned).await?;
    let mut sheet = listed("budget", l, &asked, &COLUMNS);
    // Without a plan nothing is beyond it.
    let warns = !planned.is_empty();
    lay_out(&Rows { l, tx, asked: &asked }, &mut sheet, &compared, warns);
    Ok((asked, sheet))
}

/// An account on which more was spent than was planned for the year so far.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OverBudget {
    /// The account.
    pub account_id: Uuid,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// What was planned from the first day of the fiscal year to the end of this month.
    pub planned: Money,
    /// What was spent.
    pub actual: Money,
}

/// Where the company spent more than its active budget plans for the year so far, the most beyond
/// it first; none when no budget is active for this year.
///
/// # Errors
/// When the database is away.
pub async fn over_budget(tx: &mut Tx) -> Result<Option<Vec<OverBudget>>, Problem> {
    let asked = whole_months(tx, ReportQuery::default()).await?;
    let planned = planned(tx, &asked).await?;
    if planned.is_empty() {
        return Ok(None);
    }
    let currency = tx.currency();
    let mut over = compared(tx, &asked, &planned).await?;
    over.retain(|one| one.group.is_spent() && one.both.actual[1] > one.both.planned[1]);
    over.sort_by_key(|one| one.both.planned[1].saturating_sub(one.both.actual[1]));
    let told = |one: Compared| OverBudget {
        account_id: one.account.id,
        code: one.account.code,
        name: one.account.name,
        planned: Money::new(one.both.planned[1], currency),
        actual: Money::new(one.both.actual[1], currency),
    };
    Ok(Some(over.into_iter().map(told).collect()))
}

async fn whole_months(tx: &mut Tx, mut query: ReportQuery) -> Result<Asked, Problem> {
    let to = query.to.unwrap_or_else(|| tx.today());
    query.from = Some(query.from.unwrap_or(to).first_of_month());
    query.to = Some(to.last_of_month());
    (query.compare, query.account_id) = (None, None);
    let mut asked = Asked::of(tx, query, Shape::Movement)?;
    let year = book_settings::settings(tx).await?.year_of(to)?;
    asked.spans = spans(&asked, year);
    Ok(asked)
}

/// What the active budgets of exactly the cost centre and project that are asked for plan.
async fn planned(tx: &mut Tx, asked: &Asked) -> Result<Vec<PlannedSum>, Problem> {
    let (centre, project) = (asked.query.cost_centre_id, asked.query.project_id);
    budgets::planned(tx, &asked.spans, centre, project).await
}

/// The months asked for, and the year so far.
fn spans(asked: &Asked, year: Date) -> Vec<Span> {
    [asked.from, year].map(|from| Span { from: Some(from), to: asked.to }).to_vec()
}

async fn compared(
    tx: &mut Tx,
    asked: &Asked,
    planned: &[PlannedSum],
) -> Result<Vec<Compared>, Problem> {
    let figures = without_closes(tx, asked).await?;
    let of_goods = cost_of_goods(&figures);
    let compare = |figure: Figure| {
        let account = figure.account;
        let (group, sign) = match account.kind {
            AccountType::Income => (Group::Income, -1),
            _ if of_goods(&account) => (Group::Goods, 1),
            _ => (Group::Expenses, 1),
        };
        let (mut both, mut budgets) = (Both::default(), [Vec::new(), Vec::new()]);
        for (actual, amount) in both.actual.iter_mut().zip(&figure.amounts) {
            *actual = amount.saturating_mul(sign);
        }
        for found in planned.iter().filter(|planned| planned.account_id == account.id) {
            let spans = (1_i64..).zip(both.planned.iter_mut().zip(&mut budgets));
            for (span, (planned, budgets)) in spans {
                if span == found.span {
                    *planned = found.amount;
                    budgets.clone_from(&found.budgets);
                }
            }
        }
        Compared { account, group, both, budgets }
    };
    let results = figures.into_iter().filter(|figure| is_result(&figure.account));
    Ok(results.map(compare).collect())
}

fn lay_out(rows: &Rows<'_>, sheet: &mut Sheet, compared: &[Compared], warns: bool) {
    let mut result = group(rows, sheet, compared, Group::Income, warns);
    result.add(&group(rows, sheet, compared, Group::Goods, warns), -1);
    sheet.rows.push(sum(rows, Role::Subtotal, "reports-gross-profit", &result, false));
    result.add(&group(rows, sheet, compared, Group::Expenses, warns), -1);
    sheet.rows.push(sum(rows, Role::Total, "reports-profit", &result, false));
}

/// A group of accounts under its name, with its sum.
fn group(
    rows: &Rows<'_>,
    sheet: &mut Sheet,
    compared: &[Compared],
    group: Group,
    warns: bool,
) -> Both {
    let warns = warns && group.is_spent();
    let (title, total) = match group {
        Group::Income => ("reports-income", "reports-income-sum"),
        Group::Goods => ("reports-goods", "reports-goods-sum"),
        Group::Expenses => ("reports-expenses", "reports-expenses-sum"),
    };
    let mut sums = Both::default();
    sheet.heading(rows.l.t(title));
    for one in compared.iter().filter(|one| one.group == group) {
        sums.add(&one.both, 1);
        let zeros = rows.asked.query.zeros && one.account.active;
        if one.both != Both::default() || zeros {
            sheet.rows.push(line(rows, one, warns));
        }
    }
    sheet.rows.push(sum(rows, Role::Subtotal, total, &sums, warns));
    sums
}

/// The row of an account: what is planned leads to its budget, what is actual to the lines that
/// it sums.
fn line(rows: &Rows<'_>, one: &Compared, warns: bool) -> Line {
    let mut cells = vec![rows.name(&one.account)];
    let each = one.both.planned.iter().zip(one.both.actual).zip(&one.budgets);
    for (((planned, actual), budgets), span) in each.zip(&rows.asked.spans) {
        let plan = match budgets[..] {
            [id] => Some(format!("/admin/budgets/{id}")),
            _ => None,
        };
        let drill = (actual != 0).then(|| rows.asked.drill(one.account.id, *span));
        let [budgeted, came, difference, reached] = figures(rows, *planned, actual);
        cells.extend([budgeted.to(plan), came.to(drill), difference, reached]);
    }
    cells.push(sign(rows, &one.both, warns));
    Line { role: Role::Line, account_id: Some(one.account.id), cells }
}

/// The sign that more was spent than was planned.
fn sign(rows: &Rows<'_>, both: &Both, warns: bool) -> Cell {
    let over = both.over().filter(|_| warns);
    over.map_or_else(Cell::empty, |key| Cell::warning(rows.l.t(key)))
}

fn sum(rows: &Rows<'_>, role: Role, label: &str, both: &Both, warns: bool) -> Line {
    let mut cells = vec![Cell::text(rows.l.t(label))];
    for (planned, actual) in both.planned.iter().zip(both.actual) {
        cells.extend(figures(rows, *planned, actual));
    }
    cells.push(sign(rows, both, warns));
    Line { role, account_id: None, cells }
}

/// Planned, actual, how much more that is, and which share of the plan was reached.
fn figures(rows: &Rows<'_>, planned: i64, actual: i64) -> [Cell; 4] {
    let reached = share(rows.l, actual, planned).map_or_else(Cell::empty, Cell::text);
    let more = rows.money(actual.saturating_sub(planned));
    [rows.money(planned), rows.money(actual), more, reached]
}
