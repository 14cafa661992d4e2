//! An order as it was typed, and how it becomes a command.

use base::{Date, FormData, Problem, Quantity, Rate, Tx, UnitPrice};
use supply::catalog;
use uuid::Uuid;

use super::super::{ChangeOrder, Line, NewLine, NewOrder, NewSale, Order};
use crate::{customers, forms};

/// The form.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) version: Option<i32>,
    pub(super) customer_id: String,
    pub(super) customer_shown: String,
    pub(super) warehouse_id: String,
    pub(super) currency: String,
    pub(super) order_date: String,
    pub(super) reference: String,
    pub(super) note: String,
    pub(super) prices_include_tax: bool,
    pub(super) lines: Vec<TypedLine>,
}

/// One line of it.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedLine {
    /// Its number among the fields, `lines[3]`.
    pub(super) row: usize,
    pub(super) variant_id: String,
    pub(super) shown: String,
    pub(super) quantity: String,
    pub(super) price: String,
    pub(super) discount: String,
    pub(super) tax_code_id: String,
}

impl TypedLine {
    /// A line that nobody wrote anything into. The tax is always chosen, so it does not count.
    fn is_blank(&self) -> bool {
        [&self.variant_id, &self.shown, &self.quantity, &self.price, &self.discount]
            .iter()
            .all(|text| text.is_empty())
    }
}

impl Typed {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
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
        Self {
            version: forms::version(data),
            customer_id: text("customer_id"),
            customer_shown: text("customer_id_text"),
            warehouse_id: text("warehouse_id"),
            currency: text("currency"),
            order_date: text("order_date"),
            reference: text("reference"),
            note: text("note"),
            prices_include_tax: data.has("prices_include_tax"),
            lines: lines.filter(|line| !line.is_blank()).collect(),
        }
    }

    pub(super) fn of(order: &Order) -> Self {
        let lines = order.lines.iter().enumerate().map(|(row, line)| TypedLine {
            row,
            variant_id: line.variant_id.to_string(),
            shown: line.description.clone(),
            quantity: line.quantity.to_string(),
            price: line.unit_price.to_string(),
            discount: match line.discount.is_zero() {
                true => String::new(),
                false => line.discount.to_percent_string(),
            },
            tax_code_id: line.tax_code_id.to_string(),
        });
        Self {
            version: Some(order.head.version),
            customer_id: order.head.customer.id.to_string(),
            customer_shown: order.head.customer.name.clone(),
            warehouse_id: order.head.warehouse_id.to_string(),
            currency: order.head.gross.currency.code().to_owned(),
            order_date: order.head.order_date.to_string(),
            reference: order.head.reference.clone(),
            note: order.head.note.clone(),
            prices_include_tax: order.head.prices_include_tax,
            lines: lines.collect(),
        }
    }

    /// The same with its lines numbered as they will be on the page.
    pub(super) fn renumbered(&self) -> Self {
        let mut typed = self.clone();
        typed.lines.iter_mut().enumerate().for_each(|(row, line)| line.row = row);
        typed
    }

    /// Finds what was typed where no script chose it: the only customer or product that the
    /// text can mean.
    pub(super) async fn resolve(&mut self, tx: &mut Tx) -> Result<(), Problem> {
        if self.customer_id.is_empty() && !self.customer_shown.is_empty() {
            let found = customers::search(tx, &self.customer_shown, 2).await?;
            let exact = found.iter().find(|c| c.name == self.customer_shown);
            if let Some(one) = exact.or(found.first().filter(|_| found.len() == 1)) {
                self.customer_id = one.id.to_string();
            }
        }
        for line in &mut self.lines {
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

    pub(super) fn to_new(&self, confirm: bool) -> Result<NewOrder, Problem> {
        let (customer_id, warehouse_id, order_date) = self.head()?;
        Ok(NewOrder {
            id: None,
            customer_id,
            warehouse_id,
            currency: self.currency.parse().ok(),
            order_date,
            reference: self.reference.clone(),
            note: self.note.clone(),
            prices_include_tax: self.prices_include_tax,
            lines: self.lines()?,
            confirm,
        })
    }

    /// The sale at once.
    pub(super) fn to_sale(&self) -> Result<NewSale, Problem> {
        let (customer_id, warehouse_id, date) = self.head()?;
        Ok(NewSale {
            id: None,
            customer_id,
            warehouse_id,
            currency: self.currency.parse().ok(),
            date,
            reference: self.reference.clone(),
            note: self.note.clone(),
            prices_include_tax: self.prices_include_tax,
            lines: self.lines()?,
            paid: None,
        })
    }

    /// The change; lines of the same thing keep their words.
    pub(super) fn to_change(&self, old: &Order) -> Result<ChangeOrder, Problem> {
        let (customer_id, warehouse_id, order_date) = self.head()?;
        let mut lines = self.lines()?;
        let same_buyer = customer_id == old.head.customer.id;
        let mut left: Vec<&Line> = old.lines.iter().collect();
        for line in &mut lines {
            let same = left.iter().position(|old| Some(old.variant_id) == line.variant_id);
            let Some(same) = same.map(|at| left.remove(at)) else { continue };
            line.description = Some(same.description.clone());
            // A price of a list that nobody touched stays agreed; for another quantity or
            // another customer the lists are asked again.
            if same.price_rule.is_some() && line.unit_price == Some(same.unit_price) {
                match same_buyer && line.quantity == same.quantity {
                    true => line.rule.clone_from(&same.price_rule),
                    false => line.unit_price = None,
                }
            }
        }
        Ok(ChangeOrder {
            version: self.version,
            customer_id: Some(customer_id),
            warehouse_id,
            currency: self.currency.parse().ok(),
            order_date,
            reference: Some(self.reference.clone()),
            note: Some(self.note.clone()),
            prices_include_tax: Some(self.prices_include_tax),
            lines: Some(lines),
        })
    }

    fn head(&self) -> Result<(Uuid, Option<Uuid>, Option<Date>), Problem> {
        let mut problem = Problem::invalid();
        let customer = self.customer_id.parse::<Uuid>().ok();
        if customer.is_none() {
            let code = if self.customer_shown.is_empty() { "required" } else { "unknown" };
            problem = problem.field("customer_id", code);
        }
        let date = match self.order_date.as_str() {
            "" => None,
            text => match text.parse::<Date>() {
                Ok(date) => Some(date),
                Err(_) => {
                    problem = problem.field("order_date", "not_a_date");
                    None
                }
            },
        };
        problem.or_ok()?;
        let customer = customer.ok_or_else(Problem::invalid)?;
        Ok((customer, self.warehouse_id.parse().ok(), date))
    }

    fn lines(&self) -> Result<Vec<NewLine>, Problem> {
        let mut problem = Problem::invalid();
        let mut lines = Vec::with_capacity(self.lines.len());
        for (i, typed) in self.lines.iter().enumerate() {
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
}

impl TypedLine {
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

    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Typed {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Typed::read(&FormData::from(pairs))
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
        let lines = typed.lines().unwrap();
        assert_eq!(typed.lines[0].row, 3);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].quantity, Quantity::ONE);
        assert_eq!(lines[0].unit_price, Some("12.5".parse().unwrap()));
        assert_eq!(lines[0].discount, Some("0.1".parse().unwrap()));
    }

    #[test]
    fn every_cell_that_is_no_number_is_named() {
        let typed = form(&[
            ("customer_id", ""),
            ("lines[0][variant_id_text]", "something"),
            ("lines[0][quantity]", "many"),
            ("lines[0][price]", "12,5"),
        ]);
        let problem = typed.lines().unwrap_err();
        let found: Vec<_> = problem.fields().iter().map(|f| (&*f.path, f.code)).collect();
        assert_eq!(
            found,
            [
                ("lines[0].variant_id", "unknown"),
                ("lines[0].quantity", "not_a_number"),
                ("lines[0].unit_price", "not_a_number"),
            ]
        );
        assert_eq!(typed.head().unwrap_err().fields()[0].code, "required");
    }
}
