//! A bill as it was typed, and how it becomes a command.

use base::{Cx, FormData, Problem, Quantity, Tx, UnitPrice, UploadForm};
use finance::currencies::DocumentRate;
use uuid::Uuid;

use super::super::api::{MOST_BYTES, Paper};
use super::super::{NewSupplierBill, NewSupplierBillLine};
use crate::purchasing::grid;

/// The form, and the paper that came with it.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) data: FormData,
    paper: Option<Paper>,
    /// The paper is larger than one may be.
    wrong_paper: Option<Problem>,
    /// The paper that was kept.
    pub(super) file_id: Option<Uuid>,
}

impl Typed {
    /// What a form without a paper says.
    pub(super) fn of(data: FormData) -> Self {
        Self { data, ..Self::default() }
    }

    /// Reads the form part by part.
    pub(super) async fn read(mut form: UploadForm) -> Result<Self, Problem> {
        let (mut pairs, mut typed) = (Vec::new(), Self::default());
        while let Some(part) = form.next().await? {
            if part.name() == "file" {
                let name = part.file_name().to_owned();
                match Paper::of(name, part.bytes(MOST_BYTES).await?) {
                    Ok(paper) => typed.paper = paper,
                    Err(problem) => typed.wrong_paper = Some(problem),
                }
            } else {
                let name = part.name().to_owned();
                pairs.push((name, part.text().await?));
            }
        }
        typed.data = FormData::from(pairs);
        typed.file_id = typed.data.text("file_id").parse().ok();
        Ok(typed)
    }

    /// Keeps the paper, so that it need not be chosen again when something else is wrong.
    pub(super) async fn keep_paper(&mut self, cx: &Cx) -> Result<(), Problem> {
        if let Some(problem) = self.wrong_paper.take() {
            return Err(problem);
        }
        if let Some(paper) = self.paper.take() {
            let mut tx = Tx::begin(&cx.app, &cx.actor).await?;
            self.file_id = Some(paper.keep(&mut tx).await?);
            tx.commit().await?;
        }
        Ok(())
    }

    /// The command; its lines come from the goods, the services and the rest, in this order.
    pub(super) fn to_new(&self) -> Result<NewSupplierBill, Problem> {
        let data = &self.data;
        let (mut lines, mut problem) = (Vec::new(), Problem::invalid());
        for row in data.rows("goods") {
            let mut line = NewSupplierBillLine {
                receipt_id: data.cell("goods", row, "receipt_id").parse().ok(),
                receipt_line: data.cell("goods", row, "receipt_line").parse().ok(),
                ..NewSupplierBillLine::default()
            };
            if !data.cell("goods", row, "quantity").is_empty() {
                problem = numbers(data, "goods", row, &mut line, problem);
                lines.push(line);
            }
        }
        for row in data.rows("services") {
            let mut line = NewSupplierBillLine {
                order_id: data.text("order_id").parse().ok(),
                order_line: data.cell("services", row, "order_line").parse().ok(),
                account_id: data.cell("services", row, "account_id").parse().ok(),
                cost_centre_id: data.cell("services", row, "cost_centre_id").parse().ok(),
                project_id: data.cell("services", row, "project_id").parse().ok(),
                ..NewSupplierBillLine::default()
            };
            if !data.cell("services", row, "quantity").is_empty() {
                problem = numbers(data, "services", row, &mut line, problem);
                lines.push(line);
            }
        }
        for row in expenses(data) {
            let cell = |field: &str| data.cell("lines", row, field);
            let mut line = NewSupplierBillLine {
                account_id: cell("account_id").parse().ok(),
                cost_centre_id: cell("cost_centre_id").parse().ok(),
                project_id: cell("project_id").parse().ok(),
                description: cell("description").to_owned(),
                tax_code_id: cell("tax_code_id").parse().ok(),
                ..NewSupplierBillLine::default()
            };
            problem = numbers(data, "lines", row, &mut line, problem);
            lines.push(line);
        }
        if lines.is_empty() {
            problem = problem.field("lines", "lines_required");
        }
        let (bill_date, problem) = grid::date(data.text("bill_date"), "bill_date", problem);
        let (due_date, problem) = grid::date(data.text("due_date"), "due_date", problem);
        let (exchange_rate, problem) = rate(data, problem);
        problem.or_ok()?;
        Ok(NewSupplierBill {
            id: None,
            supplier_id: data.text("supplier_id").parse().unwrap_or_default(),
            supplier_number: data.text("supplier_number").to_owned(),
            bill_date,
            due_date,
            currency: data.text("currency").parse().ok(),
            exchange_rate,
            note: data.text("note").to_owned(),
            file_id: self.file_id,
            another_reason: data.text("another_reason").to_owned(),
            order_id: None,
            lines,
        })
    }
}

/// The rate that was typed; a text that is none is named.
fn rate(data: &FormData, problem: Problem) -> (Option<DocumentRate>, Problem) {
    match data.text("exchange_rate") {
        "" => (None, problem),
        text => match UnitPrice::parse_local(text) {
            Ok(rate) => (Some(DocumentRate { rate, units: 1 }), problem),
            Err(_) => (None, problem.field("exchange_rate", "not_a_number")),
        },
    }
}

/// How many lines of the command come before those of the grid.
pub(super) fn before_expenses(data: &FormData) -> usize {
    let said = |group: &'static str| {
        let rows = data.rows(group).into_iter();
        rows.filter(move |row| !data.cell(group, *row, "quantity").is_empty()).count()
    };
    said("goods") + said("services")
}

/// The rows of the grid that somebody wrote into. Account and tax are always chosen.
pub(super) fn expenses(data: &FormData) -> Vec<usize> {
    let written = |row: &usize| {
        ["description", "quantity", "unit_price"]
            .iter()
            .any(|field| !data.cell("lines", *row, field).is_empty())
    };
    data.rows("lines").into_iter().filter(written).collect()
}

fn numbers(
    data: &FormData,
    group: &str,
    row: usize,
    line: &mut NewSupplierBillLine,
    mut problem: Problem,
) -> Problem {
    match data.cell(group, row, "quantity") {
        "" => {}
        text => match Quantity::parse_local(text) {
            Ok(quantity) => line.quantity = Some(quantity),
            Err(_) => problem = problem.field(format!("{group}[{row}].quantity"), "not_a_number"),
        },
    }
    match data.cell(group, row, "unit_price") {
        "" => {}
        text => match UnitPrice::parse_local(text) {
            Ok(price) => line.unit_price = Some(price),
            Err(_) => {
                problem = problem.field(format!("{group}[{row}].unit_price"), "not_a_number");
            }
        },
    }
    problem
}
