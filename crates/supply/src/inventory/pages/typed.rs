//! A stock document as it was typed, and how it becomes a command.

use base::ui::Query;
use base::{Date, FormData, Problem, Tx};
use uuid::Uuid;

use super::super::document::Reason;
use super::super::new_document::{
    NewAdjustment, NewAdjustmentLine, NewReceipt, NewReceiptLine, NewTransfer, NewTransferLine,
};
use super::super::store::{items, locations};
use super::parsed::{Parsed, ParsedLine, parsed_line, wrong};
use crate::suppliers;

/// One line as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedLine {
    pub variant_id: String,
    pub shown: String,
    pub quantity: String,
    pub counted: String,
    pub unit: String,
    pub second: String,
    pub unit_cost: String,
    pub place: String,
    pub to_place: String,
    pub lot: String,
    pub expires_on: String,
    /// Of goods that are made of others: whether it goes in or comes out.
    pub side: String,
    pub share: String,
    /// The ids of the places, once they are found.
    pub place_id: Option<Uuid>,
    pub to_place_id: Option<Uuid>,
}

impl TypedLine {
    fn is_blank(&self) -> bool {
        [&self.variant_id, &self.shown, &self.quantity, &self.counted, &self.unit_cost]
            .iter()
            .all(|t| t.is_empty())
    }

    /// What was typed into a column of the grid.
    pub(super) fn value(&self, column: &str) -> String {
        match column {
            "variant_id" => &self.variant_id,
            "quantity" => &self.quantity,
            "counted" => &self.counted,
            "unit" => &self.unit,
            "second_quantity" => &self.second,
            "unit_cost" => &self.unit_cost,
            "location_id" | "from_location_id" => &self.place,
            "to_location_id" => &self.to_place,
            "lot" => &self.lot,
            "expires_on" => &self.expires_on,
            "side" => &self.side,
            "share" => &self.share,
            _ => "",
        }
        .to_owned()
    }
}

/// The form as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub warehouse: String,
    pub to_warehouse: String,
    pub date: String,
    pub reason: String,
    pub supplier_id: String,
    pub supplier_shown: String,
    pub reference: String,
    pub note: String,
    pub in_transit: bool,
    /// The person has seen what a back-dated document changes.
    pub seen: bool,
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
                counted: cell("counted"),
                unit: cell("unit"),
                second: cell("second_quantity"),
                unit_cost: cell("unit_cost"),
                place: either(cell("location_id"), cell("from_location_id")),
                to_place: cell("to_location_id"),
                lot: cell("lot"),
                expires_on: cell("expires_on"),
                side: cell("side"),
                share: cell("share"),
                ..TypedLine::default()
            }
        });
        Self {
            warehouse: text("warehouse_id"),
            to_warehouse: text("to_warehouse_id"),
            date: text("date"),
            reason: text("reason"),
            supplier_id: text("supplier_id"),
            supplier_shown: text("supplier_id_text"),
            reference: text("reference"),
            note: text("note"),
            in_transit: data.has("in_transit"),
            seen: data.has("seen"),
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
        self.find_places(tx).await?;
        suppliers::find_typed(tx, &mut self.supplier_id, &self.supplier_shown).await?;
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

    /// Finds the places that were typed, in the warehouse that they belong to.
    async fn find_places(&mut self, tx: &mut Tx) -> Result<(), Problem> {
        let typed = |text: &String| (!text.is_empty()).then(|| text.trim().to_uppercase());
        let from: Vec<String> = self.lines.iter().filter_map(|line| typed(&line.place)).collect();
        let to: Vec<String> = self.lines.iter().filter_map(|line| typed(&line.to_place)).collect();
        let mut problem = Problem::invalid();
        if !from.is_empty() {
            let found = locations::by_path(tx, Self::id(&self.warehouse), &from).await?;
            for (i, line) in self.lines.iter_mut().enumerate() {
                let Some(path) = typed(&line.place) else { continue };
                line.place_id = found.iter().find(|(p, _)| *p == path).map(|(_, id)| *id);
                if line.place_id.is_none() {
                    for field in ["location_id", "from_location_id"] {
                        problem = problem.field(format!("lines[{i}].{field}"), "unknown");
                    }
                }
            }
        }
        if !to.is_empty() {
            let found = locations::by_path(tx, Self::id(&self.to_warehouse), &to).await?;
            for (i, line) in self.lines.iter_mut().enumerate() {
                let Some(path) = typed(&line.to_place) else { continue };
                line.to_place_id = found.iter().find(|(p, _)| *p == path).map(|(_, id)| *id);
                if line.to_place_id.is_none() {
                    problem = problem.field(format!("lines[{i}].to_location_id"), "unknown");
                }
            }
        }
        problem.or_ok()
    }

    /// The fields that every kind has, or what is wrong with them and with the numbers.
    pub(super) fn parsed(&self) -> Result<Parsed, Problem> {
        let mut problem = Problem::invalid();
        let date = match self.date.as_str() {
            "" => None,
            text => text.parse::<Date>().map(Some).unwrap_or_else(|_| {
                problem = wrong(&mut problem, "date".to_owned(), "not_a_date");
                None
            }),
        };
        let mut lines = Vec::with_capacity(self.lines.len());
        for (i, line) in self.lines.iter().enumerate() {
            lines.push(parsed_line(&mut problem, i, line));
        }
        problem.or_ok()?;
        Ok(Parsed { date, lines })
    }

    pub(super) fn id(field: &str) -> Option<Uuid> {
        field.parse().ok()
    }

    pub(super) fn receipt(&self) -> Result<NewReceipt, Problem> {
        let parsed = self.parsed()?;
        let mut problem = Problem::invalid();
        let supplier_id = Self::id(&self.supplier_id);
        if supplier_id.is_none() && !self.supplier_shown.is_empty() {
            problem = problem.field("supplier_id", "unknown");
        }
        for (i, line) in parsed.lines.iter().enumerate() {
            if line.unit_cost.is_none() {
                problem = problem.field(format!("lines[{i}].unit_cost"), "required");
            }
            if line.quantity.is_none() {
                problem = problem.field(format!("lines[{i}].quantity"), "required");
            }
        }
        problem.or_ok()?;
        let line = |line: ParsedLine| NewReceiptLine {
            value: None,
            variant_id: line.variant_id,
            sku: None,
            quantity: line.quantity.unwrap_or_default(),
            unit_cost: line.unit_cost.unwrap_or_default(),
            unit: line.unit,
            second_quantity: line.second,
            location_id: line.place_id,
            lot_id: None,
            lot: line.lot,
        };
        Ok(NewReceipt {
            id: None,
            warehouse_id: Self::id(&self.warehouse),
            date: parsed.date,
            supplier_id,
            reference: self.reference.clone(),
            note: self.note.clone(),
            lines: parsed.lines.into_iter().map(line).collect(),
        })
    }

    pub(super) fn adjustment(&self) -> Result<NewAdjustment, Problem> {
        let parsed = self.parsed()?;
        let reason = Reason::of(&self.reason);
        let reason = reason.ok_or_else(|| Problem::invalid().field("reason", "unknown"))?;
        let mut problem = Problem::invalid();
        for (i, line) in parsed.lines.iter().enumerate() {
            if line.quantity.is_none() && line.counted.is_none() && line.second.is_none() {
                problem = problem.field(format!("lines[{i}].quantity"), "required");
            }
        }
        problem.or_ok()?;
        let line = |line: ParsedLine| NewAdjustmentLine {
            variant_id: line.variant_id,
            sku: None,
            quantity: line.quantity.unwrap_or_default(),
            counted: line.counted,
            unit_cost: line.unit_cost,
            unit: line.unit,
            second_quantity: line.second,
            location_id: line.place_id,
            lot_id: None,
            lot: line.lot,
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
        let mut problem = Problem::invalid();
        for (i, line) in parsed.lines.iter().enumerate() {
            if line.quantity.is_none() {
                problem = problem.field(format!("lines[{i}].quantity"), "required");
            }
        }
        problem.or_ok()?;
        let line = |line: ParsedLine| NewTransferLine {
            variant_id: line.variant_id,
            sku: None,
            quantity: line.quantity.unwrap_or_default(),
            unit: line.unit,
            second_quantity: line.second,
            from_location_id: line.place_id,
            to_location_id: line.to_place_id,
            lot_id: None,
            lot: line.lot,
        };
        Ok(NewTransfer {
            id: None,
            from_warehouse_id: Self::id(&self.warehouse),
            to_warehouse_id: Self::id(&self.to_warehouse),
            date: parsed.date,
            note: self.note.clone(),
            in_transit: self.in_transit,
            lines: parsed.lines.into_iter().map(line).collect(),
        })
    }
}

fn either(one: String, other: String) -> String {
    if one.is_empty() { other } else { one }
}
