//! Profit and loss, and the balance sheet.

use base::{Date, L, Problem, Tx};
use finance::ledger::{Account, AccountType, Span};

use super::figures::{self, Figure, Rows, add, is_result, negated, total};
use super::query::{Asked, ReportQuery, Shape};
use super::sheet::{Line, Role, Sheet, head, number, span_label};

/// A sheet with a column of names and one for each span.
pub(super) fn begun(report: &'static str, l: &L, asked: &Asked, shape: Shape) -> Sheet {
    let mut columns = vec![head(l.t("reports-account"))];
    columns.extend(asked.spans.iter().map(|span| number(span_label(l, *span))));
    Sheet {
        report,
        from: (shape == Shape::Movement).then_some(asked.from),
        to: asked.to,
        known_on: asked.known_on,
        columns,
        rows: Vec::new(),
        balanced: None,
        cut: false,
    }
}

/// What was earned and spent: income, what the sold goods cost, other expenses.
pub(super) async fn profit_and_loss(
    tx: &mut Tx,
    l: &L,
    query: ReportQuery,
) -> Result<(Asked, Sheet), Problem> {
    let asked = Asked::of(tx, query, Shape::Movement)?;
    let figures = figures::without_closes(tx, &asked).await?;
    let mut sheet = begun("profit-and-loss", l, &asked, Shape::Movement);
    let rows = Rows { l, tx, asked: &asked };
    let of_goods = cost_of_goods(&figures);
    let is = |kind: AccountType| move |account: &Account| account.kind == kind;
    let income = rows.group(
        &mut sheet,
        &figures,
        -1,
        ("reports-income", "reports-income-sum"),
        is(AccountType::Income),
    );
    let goods =
        rows.group(&mut sheet, &figures, 1, ("reports-goods", "reports-goods-sum"), |account| {
            account.kind == AccountType::Expense && of_goods(account)
        });
    let mut gross = income;
    add(&mut gross, &negated(&goods));
    sheet.rows.push(rows.amounts(Role::Subtotal, "reports-gross-profit", &gross));
    let other = rows.group(
        &mut sheet,
        &figures,
        1,
        ("reports-expenses", "reports-expenses-sum"),
        |account| account.kind == AccountType::Expense && !of_goods(account),
    );
    let mut profit = gross;
    add(&mut profit, &negated(&other));
    sheet.rows.push(rows.amounts(Role::Total, "reports-profit", &profit));
    Ok((asked, sheet))
}

/// Expenses that are the cost of goods: those of the group of the chart in which the account of
/// sold goods stands, by the first digit of the codes.
pub(super) fn cost_of_goods(figures: &[Figure]) -> impl Fn(&Account) -> bool + use<> {
    let sold = figures.iter().find(|figure| figure.account.role.as_deref() == Some("cogs"));
    let group = sold.and_then(|figure| figure.account.code.chars().next());
    move |account| group.is_some() && account.code.chars().next() == group
}

/// What the company has, what it owes, and what is left for its owners. The result that was not
/// carried to the equity yet is computed, so both sides agree whatever was posted.
pub(super) async fn balance_sheet(
    tx: &mut Tx,
    l: &L,
    query: ReportQuery,
) -> Result<(Asked, Sheet), Problem> {
    let asked = Asked::of(tx, query, Shape::Balance)?;
    let figures = figures::figures(tx, &asked).await?;
    let years = years(&asked)?;
    let before = figures::of_spans(tx, &asked, &years).await?;
    let spans = asked.spans.len();
    let mut sheet = begun("balance-sheet", l, &asked, Shape::Balance);
    let rows = Rows { l, tx, asked: &asked };
    let is = |kind: AccountType| move |account: &Account| account.kind == kind;
    let assets = rows.group(
        &mut sheet,
        &figures,
        1,
        ("reports-assets", "reports-assets-sum"),
        is(AccountType::Asset),
    );
    let owed = rows.group(
        &mut sheet,
        &figures,
        -1,
        ("reports-liabilities", "reports-liabilities-sum"),
        is(AccountType::Liability),
    );
    let mut equity = rows.group(
        &mut sheet,
        &figures,
        -1,
        ("reports-equity", "reports-equity-sum"),
        is(AccountType::Equity),
    );
    // The group's sum comes after the results, which belong to it.
    let sum = sheet.rows.pop();
    let earlier = negated(&total(&before, spans, is_result));
    let mut this_year = negated(&total(&figures, spans, is_result));
    add(&mut this_year, &negated(&earlier));
    if earlier.iter().any(|amount| *amount != 0) {
        sheet.rows.push(rows.amounts(Role::Line, "reports-earlier-result", &earlier));
    }
    sheet.rows.push(result_of_year(&rows, &this_year)?);
    add(&mut equity, &earlier);
    add(&mut equity, &this_year);
    if sum.is_some() {
        sheet.rows.push(rows.amounts(Role::Subtotal, "reports-equity-sum", &equity));
    }
    let mut other_side = owed;
    add(&mut other_side, &equity);
    sheet.rows.push(rows.amounts(Role::Total, "reports-other-side", &other_side));
    let filtered = asked.query.cost_centre_id.is_some() || asked.query.project_id.is_some();
    sheet.balanced = (!filtered).then_some(assets == other_side);
    Ok((asked, sheet))
}

/// The ends of the years before those of the columns.
fn years(asked: &Asked) -> Result<Vec<Span>, Problem> {
    let end =
        |span: &Span| Date::try_new(span.to.year() - 1, 12, 31).map(|to| Span { from: None, to });
    asked.spans.iter().map(end).collect::<Result<_, _>>().map_err(Problem::internal)
}

/// The result of the year so far; each figure leads to its profit and loss statement.
fn result_of_year(rows: &Rows<'_>, amounts: &[i64]) -> Result<Line, Problem> {
    let mut line = rows.amounts(Role::Line, "reports-result", amounts);
    for (cell, span) in line.cells.iter_mut().skip(1).zip(&rows.asked.spans) {
        let from = Date::try_new(span.to.year(), 1, 1).map_err(Problem::internal)?;
        let mut href = format!("/admin/reports/profit-and-loss?from={from}&to={}", span.to);
        if let Some(known) = rows.asked.query.known_on {
            href.push_str(&format!("&known_on={known}"));
        }
        cell.href = Some(href);
    }
    Ok(line)
}
