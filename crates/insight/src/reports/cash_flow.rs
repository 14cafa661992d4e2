//! The cash flow statement, the indirect way: from the result to the change of cash, by the
//! changes of every other account of the balance sheet. It explains all of the change by
//! construction, because the changes of all accounts sum to nothing.

use base::{L, Problem, Tx};
use finance::ledger::{Account, CashFlow, Span};

use super::figures::{self, Rows, add, is_result, negated, total};
use super::query::{Asked, ReportQuery, Shape};
use super::sheet::{Role, Sheet};
use super::statements::begun;

pub(super) async fn cash_flow(
    tx: &mut Tx,
    l: &L,
    query: ReportQuery,
) -> Result<(Asked, Sheet), Problem> {
    let asked = Asked::of(tx, query, Shape::Movement)?;
    let figures = figures::without_closes(tx, &asked).await?;
    let before = before(tx, &asked).await?;
    let spans = asked.spans.len();
    let mut sheet = begun("cash-flow", l, &asked, Shape::Movement);
    let rows = Rows { l, tx, asked: &asked };
    let flows = |wanted: CashFlow| move |account: &Account| account.flows() == Some(wanted);

    sheet.heading(l.t("reports-operating"));
    let mut operating = negated(&total(&figures, spans, is_result));
    sheet.rows.push(rows.amounts(Role::Line, "reports-profit", &operating));
    for (wanted, titles) in [
        (CashFlow::NonCash, ("reports-non-cash", "reports-non-cash-sum")),
        (CashFlow::Operating, ("reports-working", "reports-working-sum")),
    ] {
        let sums = rows.group(&mut sheet, &figures, -1, titles, flows(wanted));
        add(&mut operating, &sums);
    }
    sheet.rows.push(rows.amounts(Role::Subtotal, "reports-operating-sum", &operating));
    let mut change = operating;
    for (wanted, titles) in [
        (CashFlow::Investing, ("reports-investing", "reports-investing-sum")),
        (CashFlow::Financing, ("reports-financing", "reports-financing-sum")),
    ] {
        let sums = rows.group(&mut sheet, &figures, -1, titles, flows(wanted));
        add(&mut change, &sums);
    }
    sheet.rows.push(rows.amounts(Role::Subtotal, "reports-cash-change", &change));
    let opening = total(&before, spans, flows(CashFlow::Cash));
    sheet.rows.push(rows.amounts(Role::Line, "reports-cash-opening", &opening));
    let mut closing = opening;
    add(&mut closing, &total(&figures, spans, flows(CashFlow::Cash)));
    sheet.rows.push(rows.amounts(Role::Total, "reports-cash-closing", &closing));
    let moved = total(&figures, spans, flows(CashFlow::Cash));
    let filtered = asked.query.cost_centre_id.is_some() || asked.query.project_id.is_some();
    sheet.balanced = (!filtered).then_some(moved == change);
    Ok((asked, sheet))
}

/// The balances on the days before the columns begin.
async fn before(tx: &mut Tx, asked: &Asked) -> Result<Vec<figures::Figure>, Problem> {
    let mut days = Vec::with_capacity(asked.spans.len());
    for span in &asked.spans {
        let from = span.from.unwrap_or(span.to);
        let to = from.plus_days(-1).map_err(Problem::internal)?;
        days.push(Span { from: None, to });
    }
    figures::of_spans(tx, asked, &days).await
}
