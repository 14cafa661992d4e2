//! One line of a receipt and how much of it was billed and given back: pure.

use base::round::{self, Rounding};
use base::{Currency, Date, Money, Problem, Quantity, Text, UnitPrice};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReceivedLine {
    /// The receipt.
    pub receipt_id: Uuid,
    /// Its number.
    pub receipt_number: String,
    /// The number of the line in it.
    pub line: i32,
    /// What came.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name.
    pub name: Text,
    /// What it is counted in.
    pub unit: String,
    /// Where it was received.
    pub warehouse_id: Uuid,
    /// The business day.
    pub date: Date,
    /// Who delivered; none where nobody said it: the first to bill the goods is it.
    pub supplier_id: Option<Uuid>,
    /// The supplier's name.
    pub supplier: String,
    /// The order.
    pub order_id: Option<Uuid>,
    /// The order's number.
    pub order_number: Option<String>,
    /// The line of the order.
    pub order_line: Option<i32>,
    /// The price of the order.
    pub order_price: Option<UnitPrice>,
    /// The currency of that price.
    pub order_currency: Option<Currency>,
    /// How it is taxed: as ordered, or as the product is.
    pub tax_code_id: Uuid,
    /// How much came.
    pub quantity: Quantity,
    /// What it was received at.
    pub value: Money,
    /// How much was billed.
    pub billed_quantity: Quantity,
    /// What of the value was billed.
    pub billed_value: Money,
    /// How much was given back before it was billed.
    pub returned_quantity: Quantity,
    /// What of the value that was.
    pub returned_value: Money,
    /// How much was given back after it was billed.
    pub credited_quantity: Quantity,
}

/// So much of a line, and its share of the value that it was received at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::purchasing) struct Cleared {
    pub quantity: Quantity,
    pub value: i64,
}

impl ReceivedLine {
    /// How much is neither billed nor given back.
    #[must_use]
    pub fn open_quantity(&self) -> Quantity {
        let gone = self.billed_quantity.micros() + self.returned_quantity.micros();
        Quantity::from_micros(self.quantity.micros() - gone)
    }

    /// What that was received at.
    #[must_use]
    pub fn open_value(&self) -> Money {
        let gone = self.billed_value.minor + self.returned_value.minor;
        Money::new(self.value.minor - gone, self.value.currency)
    }

    /// How much can still go back: what came, less what went back before.
    #[must_use]
    pub fn returnable(&self) -> Quantity {
        let gone = self.returned_quantity.micros() + self.credited_quantity.micros();
        Quantity::from_micros(self.quantity.micros() - gone)
    }

    /// What one unit was received at.
    pub(in crate::purchasing) fn unit_cost(&self, currency: Currency) -> UnitPrice {
        let micros = i128::from(self.value.minor) * 10_i128.pow(12 - currency.exponent());
        let micros = round::div(micros, i128::from(self.quantity.micros()), Rounding::HalfEven);
        UnitPrice::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
    }

    /// The key by which rows are locked in one order.
    pub(in crate::purchasing) fn key(&self) -> (Uuid, i32) {
        (self.receipt_id, self.line)
    }

    /// So much of what is open, at most all of it; the last part takes all the value that is left.
    fn part(&self, quantity: Quantity) -> Cleared {
        let (open, value) = (self.open_quantity(), self.open_value().minor);
        let quantity = quantity.min(open);
        if quantity == open {
            return Cleared { quantity, value };
        }
        let product = i128::from(value) * i128::from(quantity.micros());
        let part = round::div(product, i128::from(open.micros()), Rounding::HalfEven);
        Cleared { quantity, value: i64::try_from(part).unwrap_or(value) }
    }

    /// Counts so much as billed.
    pub(in crate::purchasing) fn bill(&mut self, quantity: Quantity) -> Cleared {
        let part = self.part(quantity);
        self.billed_quantity = plus(self.billed_quantity, part.quantity);
        self.billed_value.minor += part.value;
        part
    }

    /// Takes a bill's part back, so that it can be billed again.
    pub(in crate::purchasing) fn unbill(&mut self, part: Cleared) -> Result<(), Problem> {
        let quantity = self.billed_quantity.checked_sub(part.quantity);
        let kept = quantity.filter(|kept| *kept >= self.credited_quantity);
        self.billed_quantity = kept.ok_or_else(|| Problem::conflict("bill_goods_gave_back"))?;
        self.billed_value.minor -= part.value;
        Ok(())
    }

    /// Counts so much as given back before it was billed, as far as there is any; the rest of the
    /// quantity had been billed.
    pub(in crate::purchasing) fn give_back(&mut self, quantity: Quantity) -> (Cleared, Quantity) {
        let part = self.part(quantity);
        self.returned_quantity = plus(self.returned_quantity, part.quantity);
        self.returned_value.minor += part.value;
        let billed = quantity.checked_sub(part.quantity).unwrap_or_default();
        self.credited_quantity = plus(self.credited_quantity, billed);
        (part, billed)
    }
}

fn plus(a: Quantity, b: Quantity) -> Quantity {
    a.checked_add(b).unwrap_or(a)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use base::Lang;

    use super::*;

    fn line(whole: i64, minor: i64) -> ReceivedLine {
        let money = |minor| Money::new(minor, Currency::SAR);
        ReceivedLine {
            receipt_id: Uuid::nil(),
            receipt_number: String::new(),
            line: 1,
            variant_id: Uuid::nil(),
            sku: String::new(),
            name: Text::new(Lang::En, "Net").unwrap(),
            unit: String::new(),
            warehouse_id: Uuid::nil(),
            date: Date::of(2026, 3, 15),
            supplier_id: None,
            supplier: String::new(),
            order_id: None,
            order_number: None,
            order_line: None,
            order_price: None,
            order_currency: None,
            tax_code_id: Uuid::nil(),
            quantity: Quantity::whole(whole),
            value: money(minor),
            billed_quantity: Quantity::ZERO,
            billed_value: money(0),
            returned_quantity: Quantity::ZERO,
            returned_value: money(0),
            credited_quantity: Quantity::ZERO,
        }
    }

    #[test]
    fn parts_sum_to_the_value_that_was_received() {
        let mut received = line(3, 1000);
        let parts: Vec<i64> = (0..3).map(|_| received.bill(Quantity::ONE).value).collect();
        assert_eq!(parts, [333, 334, 333]);
        assert_eq!(received.open_value().minor, 0);
        assert_eq!(received.bill(Quantity::ONE), Cleared { quantity: Quantity::ZERO, value: 0 });
    }

    #[test]
    fn what_goes_back_was_not_billed_first_and_then_was() {
        let mut received = line(10, 1000);
        received.bill(Quantity::whole(6));
        let (part, billed) = received.give_back(Quantity::whole(7));
        assert_eq!(part, Cleared { quantity: Quantity::whole(4), value: 400 });
        assert_eq!(billed, Quantity::whole(3));
        assert_eq!(received.returnable(), Quantity::whole(3));
        assert_eq!(received.open_quantity(), Quantity::ZERO);
    }

    #[test]
    fn a_bill_taken_back_can_be_billed_again() {
        let mut received = line(10, 1000);
        let part = received.bill(Quantity::whole(10));
        received.unbill(part).unwrap();
        assert_eq!(received.open_value().minor, 1000);
        let part = received.bill(Quantity::whole(10));
        received.give_back(Quantity::ONE);
        assert_eq!(received.unbill(part).unwrap_err().code(), "bill_goods_gave_back");
    }

    #[test]
    fn the_unit_cost_is_derived_from_the_value() {
        assert_eq!(line(3, 1000).unit_cost(Currency::SAR).to_string(), "3.333333");
    }
}
