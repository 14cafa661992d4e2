//! A stock document as it was typed, and how it becomes a command.

use base::ui::Query;
use base::{Date, FormData, Problem, Quantity, Tx, UnitPrice};
use uuid::Uuid;

use super::super::document::{
    NewAdjustment, NewAdjustmentLine, NewReceipt, NewReceiptLine, NewTransfer, NewTransferLine,
    Reason,
};
use super::super::store::items;

/// One line as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedLine {
    pub variant_id: String,
    pub shown: String,
    pub quantity: String,
    pub unit_cost: String,
}

impl TypedLine {
    fn is_blank(&self) -> bool {
        [&self.variant_id, &self.shown, &self.quantity, &self.unit_cost]
            .iter()
            .all(|t| t.is_empty())
    }
}

/// The form as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub warehouse: String,
    pub to_warehouse: String,
    pub date: String,
    pub reason: String,
    pub reference: String,
    pub note: String,
    pub lines: Vec<TypedLine>,
}

impl Typed {
    /// A new form of today; the address may name the item and the warehouse.
    pub(super) fn empty(tx: &Tx, query: &Query) -> Self {
        let text = |name: &str| query.get(name).unwrap_or_default().to_owned();
        let mut typed = Self {
            warehouse: text("warehouse"),
            date: tx.today().to_string(),
            reason: Reason::Count.word().to_owned(),
            ..Self::default()
        };
        if let Some(sku) = query.get("sku") {
            typed.lines.push(TypedLine { shown: sku.to_owned(), ..TypedLine::default() });
        }
        typed
    }

    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        let lines = data.rows("lines").into_iter().map(|row| {
            let cell = |field: &str| data.cell("lines", row, field).to_owned();
            TypedLine {
                variant_id: cell("variant_id"),
                shown: cell("variant_id_text"),
                quantity: cell("quantity"),
                unit_cost: cell("unit_cost"),
            }
        });
        Self {
            warehouse: text("warehouse_id"),
            to_warehouse: text("to_warehouse_id"),
            date: text("date"),
            reason: text("reason"),
            reference: text("reference"),
            note: text("note"),
            lines: lines.collect(),
        }
    }

    /// Adds or removes a line where that was the button, and says whether it was.
    pub(super) fn edits_lines(&mut self, data: &FormData) -> bool {
        if data.has("add_line") {
            self.lines.push(TypedLine::default());
            return true;
        }
        let Some(row) = data.some("remove_line").and_then(|row| row.parse::<usize>().ok()) else {
            return false;
        };
        if let Some(at) = data.rows("lines").iter().position(|number| *number == row) {
            self.lines.remove(at);
        }
        true
    }

    /// Finds the items of lines where no script chose one: by SKU or barcode. Blank lines go.
    pub(super) async fn resolve(&mut self, tx: &mut Tx) -> Result<(), Problem> {
        self.lines.retain(|line| !line.is_blank());
        let open = |line: &&mut TypedLine| line.variant_id.is_empty() && !line.shown.is_empty();
        let codes: Vec<String> =
            self.lines.iter_mut().filter(open).map(|line| line.shown.clone()).collect();
        if codes.is_empty() {
            return Ok(());
        }
        let found = items::find_by_code(tx, &codes).await?;
        for line in self.lines.iter_mut().filter(open) {
            if let Some((_, id)) = found.iter().find(|(code, _)| *code == line.shown) {
                line.variant_id = id.to_string();
            }
        }
        Ok(())
    }

    /// The fields that every kind has, or what is wrong with them and with the numbers.
    fn parsed(&self) -> Result<Parsed, Problem> {
        let mut problem = Problem::invalid();
        let date = if self.date.is_empty() { None } else { Some(self.date.parse::<Date>()) };
        let date = date.transpose().unwrap_or_else(|_| {
            problem =
                std::mem::replace(&mut problem, Problem::invalid()).field("date", "not_a_date");
            None
        });
        let mut lines = Vec::with_capacity(self.lines.len());
        for (i, line) in self.lines.iter().enumerate() {
            let path = |field: &str| format!("lines[{i}].{field}");
            let quantity = match line.quantity.as_str() {
                "" => Err("required"),
                text => Quantity::parse_local(text).map_err(|_| "not_a_number"),
            };
            let unit_cost = match line.unit_cost.as_str() {
                "" => Ok(None),
                text => UnitPrice::parse_local(text).map(Some).map_err(|_| "not_a_number"),
            };
            let variant_id = line.variant_id.parse::<Uuid>().ok();
            if variant_id.is_none() {
                let code = if line.shown.is_empty() { "required" } else { "unknown" };
                problem = problem.field(path("variant_id"), code);
            }
            if let Err(code) = quantity {
                problem = problem.field(path("quantity"), code);
            }
            if let Err(code) = unit_cost {
                problem = problem.field(path("unit_cost"), code);
            }
            lines.push((variant_id, quantity.unwrap_or_default(), unit_cost.unwrap_or_default()));
        }
        problem.or_ok()?;
        Ok(Parsed { date, lines })
    }

    fn id(field: &str) -> Option<Uuid> {
        field.parse().ok()
    }

    pub(super) fn receipt(&self) -> Result<NewReceipt, Problem> {
        let parsed = self.parsed()?;
        let mut problem = Problem::invalid();
        for (i, (.., cost)) in parsed.lines.iter().enumerate() {
            if cost.is_none() {
                problem = problem.field(format!("lines[{i}].unit_cost"), "required");
            }
        }
        problem.or_ok()?;
        let line = |(variant_id, quantity, cost): (_, _, Option<UnitPrice>)| NewReceiptLine {
            variant_id,
            sku: None,
            quantity,
            unit_cost: cost.unwrap_or_default(),
        };
        Ok(NewReceipt {
            id: None,
            warehouse_id: Self::id(&self.warehouse),
            date: parsed.date,
            reference: self.reference.clone(),
            note: self.note.clone(),
            lines: parsed.lines.into_iter().map(line).collect(),
        })
    }

    pub(super) fn adjustment(&self) -> Result<NewAdjustment, Problem> {
        let parsed = self.parsed()?;
        let reason = Reason::of(&self.reason);
        let reason = reason.ok_or_else(|| Problem::invalid().field("reason", "unknown"))?;
        let line = |(variant_id, quantity, unit_cost)| NewAdjustmentLine {
            variant_id,
            sku: None,
            quantity,
            unit_cost,
        };
        Ok(NewAdjustment {
            id: None,
            warehouse_id: Self::id(&self.warehouse),
            date: parsed.date,
            reason,
            note: self.note.clone(),
            lines: parsed.lines.into_iter().map(line).collect(),
        })
    }

    pub(super) fn transfer(&self) -> Result<NewTransfer, Problem> {
        let parsed = self.parsed()?;
        let line = |(variant_id, quantity, _)| NewTransferLine { variant_id, sku: None, quantity };
        Ok(NewTransfer {
            id: None,
            from_warehouse_id: Self::id(&self.warehouse),
            to_warehouse_id: Self::id(&self.to_warehouse),
            date: parsed.date,
            note: self.note.clone(),
            lines: parsed.lines.into_iter().map(line).collect(),
        })
    }
}

struct Parsed {
    date: Option<Date>,
    lines: Vec<(Option<Uuid>, Quantity, Option<UnitPrice>)>,
}
