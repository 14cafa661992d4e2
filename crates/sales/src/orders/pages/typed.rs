//! An order as it was typed, and how it becomes a command.

use base::{Currency, Date, FormData, Problem, Tx};
use uuid::Uuid;

use super::super::{ChangeOrder, Line, NewOrder, NewSale, Order};
use super::line_grid::PricedFor;
use super::typed_lines::TypedLines;
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
    pub(super) lines: TypedLines,
}

impl Typed {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
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
            lines: TypedLines::read(data),
        }
    }

    pub(super) fn of(order: &Order) -> Self {
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
            lines: TypedLines::of(order.lines.iter().map(Line::again)),
        }
    }

    /// The same with its lines numbered as they will be on the page.
    pub(super) fn renumbered(&self) -> Self {
        Self { lines: self.lines.renumbered(), ..self.clone() }
    }

    /// Whose prices they are, and of which day, as far as it can be said yet.
    pub(super) fn priced_for(&self) -> PricedFor {
        PricedFor {
            customer: self.customer_id.parse().ok(),
            currency: self.currency.parse().ok(),
            day: self.order_date.parse().ok(),
            prices_include_tax: self.prices_include_tax,
        }
    }

    /// Finds what was typed where no script chose it: the only customer or product that the
    /// text can mean.
    pub(super) async fn resolve(&mut self, tx: &mut Tx) -> Result<(), Problem> {
        if self.customer_id.is_empty()
            && let Some(id) = customers::named(tx, &self.customer_shown).await?
        {
            self.customer_id = id.to_string();
        }
        self.lines.resolve(tx).await
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
            lines: self.lines.to_new()?,
            confirm,
            agreed: None,
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
            lines: self.lines.to_new()?,
            paid: None,
        })
    }

    /// The change; lines of the same thing keep their words.
    pub(super) fn to_change(&self, old: &Order) -> Result<ChangeOrder, Problem> {
        let (customer_id, warehouse_id, order_date) = self.head()?;
        let currency: Option<Currency> = self.currency.parse().ok();
        let same_prices = customer_id == old.head.customer.id
            && currency.is_none_or(|currency| currency == old.head.gross.currency);
        let lines = old.lines.iter().map(Line::again).collect();
        Ok(ChangeOrder {
            version: self.version,
            customer_id: Some(customer_id),
            warehouse_id,
            currency,
            order_date,
            reference: Some(self.reference.clone()),
            note: Some(self.note.clone()),
            prices_include_tax: Some(self.prices_include_tax),
            lines: Some(self.lines.to_change(lines, same_prices)?),
        })
    }

    fn head(&self) -> Result<(Uuid, Option<Uuid>, Option<Date>), Problem> {
        let (customer, problem) = forms::customer(&self.customer_id, &self.customer_shown);
        let (date, problem) = forms::day(problem, "order_date", &self.order_date);
        problem.or_ok()?;
        let customer = customer.ok_or_else(Problem::invalid)?;
        Ok((customer, self.warehouse_id.parse().ok(), date))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_order_needs_its_customer() {
        let pairs = vec![("customer_id".to_owned(), String::new())];
        let typed = Typed::read(&FormData::from(pairs));
        assert_eq!(typed.head().unwrap_err().fields()[0].code, "required");
    }
}
