//! A line of an order, and how much of it is still to be done: pure.

use base::{Money, Quantity, Rate, UnitPrice};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::approval::Need;

/// The rule of a price list that gave a line its price, in the words of that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PriceRule {
    /// The name of the list.
    pub list: String,
    /// From how much of the item on; zero for any.
    pub from: Quantity,
}

/// One line of an order. SKU, unit and whether stock is kept are as they were when the line
/// was written, so that papers never change afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Line {
    /// Its number, from 1.
    pub n: i32,
    /// What is sold.
    pub variant_id: Uuid,
    /// Its code.
    pub sku: String,
    /// Its name in the customer's language.
    pub description: String,
    /// What it is counted in.
    pub unit: String,
    /// Whether stock of it is kept, so that it is reserved and must be delivered.
    pub tracked: bool,
    /// How much was ordered.
    pub quantity: Quantity,
    /// The price of one unit, without tax unless the order says that prices include it.
    pub unit_price: UnitPrice,
    /// Where the price came from; null where it was entered, or is the catalogue's.
    pub price_rule: Option<PriceRule>,
    /// The part of the price that is given away: 0.1 is 10 %.
    pub discount: Rate,
    /// How it is taxed.
    pub tax_code_id: Uuid,
    /// Without tax, after the discount.
    pub net: Money,
    /// Its share of the order's tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
    /// How much has been delivered.
    pub delivered: Quantity,
    /// How much has been invoiced.
    pub invoiced: Quantity,
    /// How much of what was delivered came back.
    pub returned: Quantity,
    /// How much of what came back a credit note has covered.
    pub credited: Quantity,
    /// How much of it was given up when the order was cut short.
    pub given_up: Quantity,
    /// Why it needs approval, if it does.
    pub needs: Option<Need>,
}

impl Line {
    /// How much is still to be delivered.
    #[must_use]
    pub fn to_deliver(&self) -> Quantity {
        less(self.wanted(), self.delivered)
    }

    /// How much was ordered and not given up since.
    #[must_use]
    pub fn wanted(&self) -> Quantity {
        less(self.quantity, self.given_up)
    }

    /// How much of that was neither delivered nor invoiced.
    #[must_use]
    pub fn untouched(&self) -> Quantity {
        less(self.wanted(), self.delivered.max(self.invoiced))
    }

    /// How much can be invoiced now: what was delivered, or everything where no stock is kept.
    #[must_use]
    pub fn to_invoice(&self) -> Quantity {
        let due = if self.tracked { self.delivered } else { self.wanted() };
        less(due, self.settled())
    }

    /// How much of what came back is still to be credited: what was invoiced beyond what the
    /// customer keeps. What came back before it was invoiced is simply not invoiced.
    #[must_use]
    pub fn to_credit(&self) -> Quantity {
        less(less(self.returned, self.credited), less(self.delivered, self.invoiced))
    }

    /// How much will never be invoiced again: what was, and what came back before.
    pub(super) fn settled(&self) -> Quantity {
        let back = less(self.returned, self.credited);
        self.invoiced.checked_add(back).unwrap_or(self.quantity)
    }
}

fn less(from: Quantity, what: Quantity) -> Quantity {
    from.checked_sub(what).filter(|rest| rest.is_positive()).unwrap_or(Quantity::ZERO)
}
