//! The sums below a bill's form, as they would be entered: the same verb, given up afterwards.

use axum::response::{IntoResponse, Response};
use base::ui::Totals;
use base::{Cx, FormData, L, Problem, Tx};
use finance::bills::Bill;

use super::super::NewSupplierBill;
use super::super::enter::entered;
use super::typed::Typed;

/// How often a line that cannot be yet is left out before nothing is said.
const TRIES: usize = 4;

pub(super) async fn totals(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let said = of_typed(&cx, &Typed::of(data)).await?;
    Ok(maud::html! { (said) }.into_response())
}

/// The sums of what was typed.
pub(super) async fn of_typed(cx: &Cx, typed: &Typed) -> Result<Totals, Problem> {
    match typed.to_new() {
        Ok(new) => of(cx, new).await,
        Err(_) => Ok(Totals::new()),
    }
}

/// The sums of the lines that can be reckoned already; none when nothing can.
pub(super) async fn of(cx: &Cx, mut new: NewSupplierBill) -> Result<Totals, Problem> {
    if new.supplier_number.trim().is_empty() {
        "0".clone_into(&mut new.supplier_number);
    }
    for _ in 0..TRIES {
        // Dropped without a commit: nothing of it stays.
        let mut tx = Tx::begin(&cx.app, &cx.actor).await?;
        match entered(&mut tx, new.clone()).await {
            Ok(bill) => return Ok(sums(&cx.l, &bill)),
            Err(problem) if problem.is_mendable() && leave_out(&mut new, &problem) => {}
            Err(problem) if problem.is_mendable() => break,
            Err(problem) => return Err(problem),
        }
    }
    Ok(Totals::new())
}

/// Leaves out the lines that were refused; false when it was something else, or nothing is left.
fn leave_out(new: &mut NewSupplierBill, problem: &Problem) -> bool {
    let place = |path: &str| path.strip_prefix("lines[")?.split(']').next()?.parse().ok();
    let mut wrong: Vec<usize> = problem.fields().iter().filter_map(|f| place(&f.path)).collect();
    wrong.sort_unstable();
    wrong.dedup();
    wrong.retain(|n| *n < new.lines.len());
    let found = !wrong.is_empty();
    wrong.into_iter().rev().for_each(|n| drop(new.lines.remove(n)));
    found && !new.lines.is_empty()
}

fn sums(l: &L, bill: &Bill) -> Totals {
    Totals::new()
        .row(l.t("purchasing-net"), l.money(bill.net))
        .row(l.t("purchasing-tax"), l.money(bill.tax))
        .grand(l.t("purchasing-gross"), l.money(bill.gross))
}
