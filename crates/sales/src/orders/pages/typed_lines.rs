//! Lines of an order or a quote as they were typed, and how they become lines of a command.

use base::{FormData, Problem, Quantity, Rate, Tx, UnitPrice};
use supply::catalog;

use super::super::NewLine;

/// The lines of a form.
#[derive(Debug, Clone, Default)]
pub(crate) struct TypedLines(pub(super) Vec<TypedLine>);

/// One line of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct TypedLine {
    /// Its number among the fields, `lines[3]`.
    pub(super) row: usize,
    pub(super) variant_id: String,
    pub(super) shown: String,
    pub(super) quantity: String,
    pub(super) price: String,
    pub(super) discount: String,
    pub(super) tax_code_id: String,
}

impl TypedLines {
    pub(crate) fn read(data: &FormData) -> Self {
        let lines = data.rows("lines").into_iter().map(|row| {
            let cell = |field: &str| data.cell("lines", row, field).to_owned();
            TypedLine {
                row,
                variant_id: cell("variant_id"),
                shown: cell("variant_id_text"),
                quantity: cell("quantity"),
                price: cell("price"),
                discount: cell("discount"),
                tax_code_id: cell("tax_code_id"),
            }
        });
        Self(lines.filter(|line| !line.is_blank()).collect())
    }

    /// The lines of something that is written already.
    pub(crate) fn of(written: impl IntoIterator<Item = NewLine>) -> Self {
        let discount = |line: &NewLine| line.discount.filter(|rate| !rate.is_zero());
        let lines = written.into_iter().enumerate().map(|(row, line)| TypedLine {
            row,
            quantity: line.quantity.to_string(),
            price: line.unit_price.map(|price| price.to_string()).unwrap_or_default(),
            discount: discount(&line).map(Rate::to_percent_string).unwrap_or_default(),
            variant_id: line.variant_id.map(|id| id.to_string()).unwrap_or_default(),
            shown: line.description.unwrap_or_default(),
            tax_code_id: line.tax_code_id.map(|id| id.to_string()).unwrap_or_default(),
        });
        Self(lines.collect())
    }

    /// One line more or fewer, where no script does it; whether that was asked.
    pub(crate) fn grow(&mut self, data: &FormData) -> bool {
        let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
        if gone.is_none() && !data.has("add_line") {
            return false;
        }
        self.0.retain(|line| Some(line.row) != gone);
        if gone.is_none() {
            self.0.push(TypedLine::default());
        }
        true
    }

    /// The same numbered as they will be on the page.
    pub(crate) fn renumbered(&self) -> Self {
        let mut typed = self.clone();
        typed.0.iter_mut().enumerate().for_each(|(row, line)| line.row = row);
        typed
    }

    /// Finds what was typed where no script chose it: the only product that the text can mean.
    pub(crate) async fn resolve(&mut self, tx: &mut Tx) -> Result<(), Problem> {
        for line in &mut self.0 {
            if !line.variant_id.is_empty() || line.shown.is_empty() {
                continue;
            }
            let found = match catalog::by_code(tx, &line.shown).await? {
                Some(one) => vec![one],
                None => catalog::lookup(tx, &line.shown, 2).await?,
            };
            if let [one] = &found[..] {
                line.variant_id = one.id.to_string();
            }
        }
        Ok(())
    }

    /// The lines as a command says them; every cell that cannot be is named.
    pub(crate) fn to_new(&self) -> Result<Vec<NewLine>, Problem> {
        let mut problem = Problem::invalid();
        let mut lines = Vec::with_capacity(self.0.len());
        for (i, typed) in self.0.iter().enumerate() {
            match typed.to_line() {
                Ok(line) => lines.push(line),
                Err(fields) => {
                    for (field, code) in fields {
                        problem = problem.field(format!("lines[{i}].{field}"), code);
                    }
                }
            }
        }
        problem.or_ok().map(|()| lines)
    }

    /// As [`Self::to_new`], for a change: lines of the same thing keep their words. The prices are
    /// the same while the customer and the currency are.
    pub(crate) fn to_change(
        &self,
        old: Vec<NewLine>,
        same_prices: bool,
    ) -> Result<Vec<NewLine>, Problem> {
        let mut lines = self.to_new()?;
        let mut left = old;
        for line in &mut lines {
            let same = left.iter().position(|old| old.variant_id == line.variant_id);
            let Some(same) = same.map(|at| left.remove(at)) else { continue };
            line.description = same.description;
            // A price of a list that nobody touched stays agreed; for another quantity, another
            // customer or in another currency the lists are asked again.
            if same.rule.is_some() && line.unit_price == same.unit_price {
                match same_prices && line.quantity == same.quantity {
                    true => line.rule = same.rule,
                    false => line.unit_price = None,
                }
            }
        }
        Ok(lines)
    }
}

impl TypedLine {
    /// A line that nobody wrote anything into. The tax is always chosen, so it does not count.
    fn is_blank(&self) -> bool {
        [&self.variant_id, &self.shown, &self.quantity, &self.price, &self.discount]
            .iter()
            .all(|text| text.is_empty())
    }

    /// The line as a command: no quantity means one, no price the product's.
    pub(super) fn to_line(&self) -> Result<NewLine, Vec<(&'static str, &'static str)>> {
        let mut wrong = Vec::new();
        if self.variant_id.is_empty() && !self.shown.is_empty() {
            wrong.push(("variant_id", "unknown"));
        }
        let quantity = match self.quantity.as_str() {
            "" => Ok(Quantity::ONE),
            text => Quantity::parse_local(text),
        };
        let price = match self.price.as_str() {
            "" => Ok(None),
            text => UnitPrice::parse_local(text).map(Some),
        };
        let discount = match self.discount.as_str() {
            "" => Ok(None),
            text => Rate::parse_percent_local(text).map(Some),
        };
        let failed = [
            ("quantity", quantity.is_err()),
            ("unit_price", price.is_err()),
            ("discount", discount.is_err()),
        ];
        let failed = failed.into_iter().filter(|(_, failed)| *failed);
        wrong.extend(failed.map(|(field, _)| (field, "not_a_number")));
        match (quantity, price, discount) {
            (Ok(quantity), Ok(unit_price), Ok(discount)) if wrong.is_empty() => Ok(NewLine {
                variant_id: self.variant_id.parse().ok(),
                sku: None,
                quantity,
                unit_price,
                discount,
                tax_code_id: self.tax_code_id.parse().ok(),
                description: None,
                rule: None,
            }),
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use uuid::Uuid;

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> TypedLines {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        TypedLines::read(&FormData::from(pairs))
    }

    #[test]
    fn blank_lines_are_left_out_and_a_missing_quantity_is_one() {
        let id = Uuid::from_u128(5).to_string();
        let typed = form(&[
            ("lines[0][variant_id]", ""),
            ("lines[0][tax_code_id]", &id),
            ("lines[3][variant_id]", &id),
            ("lines[3][price]", "١٢٫٥"),
            ("lines[3][discount]", "10%"),
        ]);
        let lines = typed.to_new().unwrap();
        assert_eq!(typed.0[0].row, 3);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].quantity, Quantity::ONE);
        assert_eq!(lines[0].unit_price, Some("12.5".parse().unwrap()));
        assert_eq!(lines[0].discount, Some("0.1".parse().unwrap()));
    }

    #[test]
    fn every_cell_that_is_no_number_is_named() {
        let typed = form(&[
            ("lines[0][variant_id_text]", "something"),
            ("lines[0][quantity]", "many"),
            ("lines[0][price]", "12,5"),
        ]);
        let problem = typed.to_new().unwrap_err();
        let found: Vec<_> = problem.fields().iter().map(|f| (&*f.path, f.code)).collect();
        assert_eq!(
            found,
            [
                ("lines[0].variant_id", "unknown"),
                ("lines[0].quantity", "not_a_number"),
                ("lines[0].unit_price", "not_a_number"),
            ]
        );
    }

    #[test]
    fn what_is_written_is_typed_as_it_stands() {
        let line = NewLine {
            variant_id: Some(Uuid::from_u128(5)),
            quantity: "2.5".parse().unwrap(),
            unit_price: Some("9.75".parse().unwrap()),
            discount: Some("0.1".parse().unwrap()),
            description: Some("Rohu".to_owned()),
            ..NewLine::default()
        };
        let again = TypedLines::of([line.clone()]).to_change(vec![line.clone()], true).unwrap();
        assert_eq!(again[0].quantity, line.quantity);
        assert_eq!(again[0].unit_price, line.unit_price);
        assert_eq!(again[0].discount, line.discount);
        assert_eq!(again[0].description, line.description);
    }
}
