//! An order to a supplier as it was typed, and how it becomes a command.

use base::{Date, FormData, Problem, Tx};
use uuid::Uuid;

use super::super::{ChangePurchaseOrder, NewPurchaseLine, NewPurchaseOrder, PurchaseOrder};
use crate::forms;
use crate::purchasing::grid::{self, TypedLine};
use crate::purchasing::requests::PurchaseRequest;
use crate::suppliers;

/// The form.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) version: Option<i32>,
    pub(super) request_id: String,
    pub(super) supplier_id: String,
    pub(super) supplier_shown: String,
    pub(super) warehouse_id: String,
    pub(super) currency: String,
    pub(super) order_date: String,
    pub(super) expected_date: String,
    pub(super) reference: String,
    pub(super) note: String,
    pub(super) lines: Vec<TypedLine>,
}

/// The head of an order, read.
struct Head {
    supplier_id: Uuid,
    warehouse_id: Option<Uuid>,
    order_date: Option<Date>,
    expected_date: Option<Date>,
}

impl Typed {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            version: forms::version(data),
            request_id: text("request_id"),
            supplier_id: text("supplier_id"),
            supplier_shown: text("supplier_id_text"),
            warehouse_id: text("warehouse_id"),
            currency: text("currency"),
            order_date: text("order_date"),
            expected_date: text("expected_date"),
            reference: text("reference"),
            note: text("note"),
            lines: grid::read(data),
        }
    }

    pub(super) fn of(order: &PurchaseOrder) -> Self {
        let lines = order.lines.iter().enumerate().map(|(row, line)| TypedLine {
            row,
            variant_id: line.variant_id.to_string(),
            shown: line.description.clone(),
            quantity: line.quantity.to_string(),
            price: line.unit_price.to_string(),
            tax_code_id: line.tax_code_id.to_string(),
        });
        let head = &order.head;
        Self {
            version: Some(head.version),
            request_id: String::new(),
            supplier_id: head.supplier.id.to_string(),
            supplier_shown: head.supplier.name.clone(),
            warehouse_id: head.warehouse_id.to_string(),
            currency: head.gross.currency.code().to_owned(),
            order_date: head.order_date.to_string(),
            expected_date: head.expected_date.map(|day| day.to_string()).unwrap_or_default(),
            reference: head.reference.clone(),
            note: head.note.clone(),
            lines: lines.collect(),
        }
    }

    /// An order of what was asked for.
    pub(super) fn of_request(request: &PurchaseRequest, tax_code_id: &str) -> Self {
        let lines = request.lines.iter().enumerate().map(|(row, line)| TypedLine {
            row,
            variant_id: line.variant_id.to_string(),
            shown: line.description.clone(),
            quantity: line.quantity.to_string(),
            price: line.unit_cost.to_string(),
            tax_code_id: tax_code_id.to_owned(),
        });
        let head = &request.head;
        Self {
            // What it expects is in the company's currency.
            currency: head.estimate.currency.code().to_owned(),
            request_id: head.id.to_string(),
            supplier_id: head.supplier_id.map(|id| id.to_string()).unwrap_or_default(),
            supplier_shown: head.supplier.clone().unwrap_or_default(),
            expected_date: head.needed_by.map(|day| day.to_string()).unwrap_or_default(),
            lines: lines.collect(),
            ..Self::default()
        }
    }

    /// The same with its lines numbered as they will be on the page.
    pub(super) fn renumbered(&self) -> Self {
        let mut typed = self.clone();
        typed.lines.iter_mut().enumerate().for_each(|(row, line)| line.row = row);
        typed
    }

    pub(super) async fn resolve(&mut self, tx: &mut Tx) -> Result<(), Problem> {
        suppliers::find_typed(tx, &mut self.supplier_id, &self.supplier_shown).await?;
        grid::resolve(tx, &mut self.lines).await
    }

    pub(super) fn to_new(&self, approve: bool) -> Result<NewPurchaseOrder, Problem> {
        let head = self.head()?;
        Ok(NewPurchaseOrder {
            id: None,
            supplier_id: head.supplier_id,
            warehouse_id: head.warehouse_id,
            currency: self.currency.parse().ok(),
            request_id: self.request_id.parse().ok(),
            order_date: head.order_date,
            expected_date: head.expected_date,
            reference: self.reference.clone(),
            note: self.note.clone(),
            lines: grid::commands(&self.lines, "unit_price")?,
            approve,
        })
    }

    /// The change; lines of the same thing keep their words.
    pub(super) fn to_change(&self, old: &PurchaseOrder) -> Result<ChangePurchaseOrder, Problem> {
        let head = self.head()?;
        let mut lines = grid::commands(&self.lines, "unit_price")?;
        let mut left: Vec<_> = old.lines.iter().collect();
        let mut keep_words = |line: &mut NewPurchaseLine| {
            let same = left.iter().position(|old| Some(old.variant_id) == line.variant_id);
            line.description = same.map(|at| left.remove(at).description.clone());
        };
        lines.iter_mut().for_each(&mut keep_words);
        Ok(ChangePurchaseOrder {
            version: self.version,
            supplier_id: Some(head.supplier_id),
            warehouse_id: head.warehouse_id,
            currency: self.currency.parse().ok(),
            order_date: head.order_date,
            expected_date: head.expected_date,
            reference: Some(self.reference.clone()),
            note: Some(self.note.clone()),
            lines: Some(lines),
        })
    }

    fn head(&self) -> Result<Head, Problem> {
        let mut problem = Problem::invalid();
        let supplier = self.supplier_id.parse::<Uuid>().ok();
        if supplier.is_none() {
            let code = if self.supplier_shown.is_empty() { "required" } else { "unknown" };
            problem = problem.field("supplier_id", code);
        }
        let (order_date, problem) = grid::date(&self.order_date, "order_date", problem);
        let (expected_date, problem) = grid::date(&self.expected_date, "expected_date", problem);
        problem.or_ok()?;
        Ok(Head {
            supplier_id: supplier.ok_or_else(Problem::invalid)?,
            warehouse_id: self.warehouse_id.parse().ok(),
            order_date,
            expected_date,
        })
    }
}
