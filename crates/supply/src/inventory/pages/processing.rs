//! Goods that are made of others, as they were typed: one grid, whose lines go in or come out.

use base::{Problem, Quantity};

use super::super::process::{NewProcessing, ProcessingLine};
use super::parsed::wrong;
use super::typed::Typed;

/// The word of what comes out.
pub(super) const OUT: &str = "out";

impl Typed {
    /// What goes in stands first, as the command has it.
    pub(super) fn in_before_out(&mut self) {
        self.lines.sort_by_key(|line| line.side == OUT);
    }

    /// Goods that are made of others. Call [`Typed::in_before_out`] before.
    pub(super) fn processing(&self) -> Result<NewProcessing, Problem> {
        let parsed = self.parsed()?;
        let mut problem = Problem::invalid();
        let mut sides = [Vec::new(), Vec::new()];
        for (i, (line, typed)) in parsed.lines.into_iter().zip(&self.lines).enumerate() {
            let share = match typed.share.trim() {
                "" => None,
                text => Quantity::parse_local(text).map(Some).unwrap_or_else(|_| {
                    problem = wrong(&mut problem, format!("lines[{i}].share"), "not_a_number");
                    None
                }),
            };
            if line.quantity.is_none() {
                problem = wrong(&mut problem, format!("lines[{i}].quantity"), "required");
            }
            sides[usize::from(typed.side == OUT)].push(ProcessingLine {
                variant_id: line.variant_id,
                sku: None,
                quantity: line.quantity.unwrap_or_default(),
                unit: line.unit,
                second_quantity: line.second,
                location_id: line.place_id,
                lot_id: None,
                lot: line.lot,
                share: share.filter(|_| typed.side == OUT),
            });
        }
        problem.or_ok()?;
        let [inputs, outputs] = sides;
        Ok(NewProcessing {
            id: None,
            warehouse_id: Self::id(&self.warehouse),
            date: parsed.date,
            note: self.note.clone(),
            inputs,
            outputs,
        })
    }

    /// The verb counts what comes out by itself in some places; the form counts all lines.
    pub(super) fn as_typed(&self, problem: Problem) -> Problem {
        let inputs = self.lines.iter().filter(|line| line.side != OUT).count();
        problem.renamed(|path| match path {
            "inputs" | "outputs" => Some("lines".to_owned()),
            path => {
                let (at, field) = path.strip_prefix("outputs[")?.split_once("].")?;
                Some(format!("lines[{}].{field}", at.parse::<usize>().ok()? + inputs))
            }
        })
    }
}
