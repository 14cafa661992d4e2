//! What people do all day, as requests: for the soak.

use serde_json::{Value, json};

use crate::demo::Dice;

/// A kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Receipt,
    Adjustment,
    Transfer,
    Order,
    Delivery,
    Invoice,
    Cancellation,
    Payment,
    CreditNote,
}

/// How often each is thought of, in a hundred.
const DAY: [(Deed, i64); 9] = [
    (Deed::Receipt, 14),
    (Deed::Adjustment, 6),
    (Deed::Transfer, 8),
    (Deed::Order, 24),
    (Deed::Delivery, 18),
    (Deed::Invoice, 14),
    (Deed::Cancellation, 2),
    (Deed::Payment, 10),
    (Deed::CreditNote, 4),
];

impl Deed {
    pub fn name(self) -> &'static str {
        match self {
            Deed::Receipt => "receipt",
            Deed::Adjustment => "adjustment",
            Deed::Transfer => "transfer",
            Deed::Order => "order",
            Deed::Delivery => "delivery",
            Deed::Invoice => "invoice",
            Deed::Cancellation => "cancellation",
            Deed::Payment => "payment",
            Deed::CreditNote => "credit note",
        }
    }
}

/// What there is to do something with.
pub(super) struct Shelf {
    skus: Vec<String>,
    houses: [Value; 2],
    customer: Value,
    orders: Vec<String>,
    invoices: Vec<String>,
}

impl Shelf {
    pub fn new(skus: Vec<String>, houses: [Value; 2], customer: Value) -> Self {
        Self { skus, houses, customer, orders: Vec::new(), invoices: Vec::new() }
    }

    /// Something to do: its kind, address and body. None when it needs what is not there yet.
    pub fn think_of(&self, dice: &mut Dice) -> Option<(Deed, String, Value)> {
        let mut thrown = dice.between(1, DAY.iter().map(|(_, often)| often).sum());
        let (deed, _) = DAY.into_iter().find(|(_, often)| {
            thrown -= often;
            thrown <= 0
        })?;
        let (path, body) = match deed {
            Deed::Receipt => {
                let lines = self.lines(dice, 4, |dice, line| {
                    line["quantity"] = dice.between(1, 60).to_string().into();
                    line["unit_cost"] =
                        format!("{}.{:02}", dice.between(1, 30), dice.place(100)).into();
                });
                ("stock/receipts".to_owned(), json!({ "lines": lines }))
            }
            Deed::Adjustment => {
                let lines = self.lines(dice, 2, |dice, line| {
                    let quantity = dice.between(-3, 3);
                    let quantity = if quantity == 0 { -1 } else { quantity };
                    line["quantity"] = quantity.to_string().into();
                });
                ("stock/adjustments".to_owned(), json!({ "reason": "count", "lines": lines }))
            }
            Deed::Transfer => {
                let lines = self.lines(dice, 3, |dice, line| {
                    line["quantity"] = dice.between(1, 9).to_string().into();
                });
                let (from, to) = if dice.happens(600) { (0, 1) } else { (1, 0) };
                let [from, to] = [from, to].map(|n: usize| self.houses[n].clone());
                let body = json!({ "from_warehouse_id": from, "to_warehouse_id": to,
                    "lines": lines });
                ("stock/transfers".to_owned(), body)
            }
            Deed::Order => ("orders".to_owned(), self.order(dice)),
            Deed::Delivery => {
                (format!("orders/{}/deliveries", late(&self.orders, dice)?), json!({}))
            }
            Deed::Invoice => (format!("orders/{}/invoices", late(&self.orders, dice)?), json!({})),
            Deed::Cancellation => {
                let path = format!("orders/{}/cancellation", late(&self.orders, dice)?);
                (path, json!({ "reason": "Changed their mind" }))
            }
            Deed::Payment => {
                let path = format!("invoices/{}/payments", late(&self.invoices, dice)?);
                let amount = format!("{}.{:02}", dice.between(1, 90), dice.place(100));
                let amount = json!({ "amount": amount, "currency": "SAR" });
                let method = if dice.happens(500) { "cash" } else { "bank" };
                (path, json!({ "method": method, "amount": amount }))
            }
            Deed::CreditNote => {
                let path = format!("invoices/{}/credit-notes", late(&self.invoices, dice)?);
                (path, json!({ "reason": "Spoilt", "lines": [{ "n": 1, "quantity": "1" }] }))
            }
        };
        Some((deed, format!("/api/v1/{path}"), body))
    }

    /// Remembers what can be worked on.
    pub fn keep(&mut self, deed: Deed, said: &Value) {
        let Some(id) = said["id"].as_str() else { return };
        match deed {
            Deed::Order => self.orders.push(id.to_owned()),
            Deed::Invoice => self.invoices.push(id.to_owned()),
            _ => {}
        }
    }

    fn order(&self, dice: &mut Dice) -> Value {
        let lines = self.lines(dice, 3, |dice, line| {
            line["quantity"] = dice.between(1, 5).to_string().into();
            line["unit_price"] = format!("{}.{:02}", dice.between(5, 60), dice.place(100)).into();
        });
        json!({ "customer_id": self.customer, "confirm": true, "lines": lines })
    }

    /// Up to so many lines, each of some item; the same item may come twice.
    fn lines(&self, dice: &mut Dice, most: i64, fill: fn(&mut Dice, &mut Value)) -> Vec<Value> {
        let count = dice.between(1, most);
        (0..count)
            .map(|_| {
                let mut line = json!({ "sku": self.skus[dice.favoured_place(self.skus.len())] });
                fill(dice, &mut line);
                line
            })
            .collect()
    }
}

/// One of the last, for with the old ones everything is done.
fn late<'a>(all: &'a [String], dice: &mut Dice) -> Option<&'a String> {
    let recent = all.len().saturating_sub(60);
    let some = all.get(recent..)?;
    some.get(dice.place(some.len()))
}
