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
    Sale,
    PurchaseOrder,
    Arrival,
    Bill,
    SupplierPayment,
    Journal,
    Lock,
}

/// How often each is thought of, in a hundred.
const DAY: [(Deed, i64); 16] = [
    (Deed::Receipt, 8),
    (Deed::Adjustment, 5),
    (Deed::Transfer, 6),
    (Deed::Order, 17),
    (Deed::Delivery, 13),
    (Deed::Invoice, 10),
    (Deed::Cancellation, 2),
    (Deed::Payment, 8),
    (Deed::CreditNote, 3),
    (Deed::Sale, 8),
    (Deed::PurchaseOrder, 5),
    (Deed::Arrival, 5),
    (Deed::Bill, 4),
    (Deed::SupplierPayment, 2),
    (Deed::Journal, 3),
    (Deed::Lock, 1),
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
            Deed::Sale => "sale",
            Deed::PurchaseOrder => "purchase order",
            Deed::Arrival => "purchase receipt",
            Deed::Bill => "bill",
            Deed::SupplierPayment => "supplier payment",
            Deed::Journal => "journal entry",
            Deed::Lock => "lock or unlock",
        }
    }
}

/// What there is to do something with.
pub(super) struct Shelf {
    skus: Vec<String>,
    houses: [Value; 2],
    customer: Value,
    supplier: Value,
    /// Today, and a day of a month gone by that is open, as `2026-03-15`.
    days: [String; 2],
    orders: Vec<String>,
    invoices: Vec<String>,
    purchases: Vec<String>,
    arrivals: Vec<String>,
}

impl Shelf {
    /// A shelf with goods; the parties are the customer and the supplier.
    pub fn new(
        skus: Vec<String>,
        houses: [Value; 2],
        [customer, supplier]: [Value; 2],
        days: [String; 2],
    ) -> Self {
        let (orders, invoices) = (Vec::new(), Vec::new());
        let (purchases, arrivals) = (Vec::new(), Vec::new());
        Self { skus, houses, customer, supplier, days, orders, invoices, purchases, arrivals }
    }

    /// Something to do: its kind, address and body. None when it needs what is not there yet.
    pub fn think_of(&self, dice: &mut Dice) -> Option<(Deed, String, Value)> {
        let mut thrown = dice.between(1, DAY.iter().map(|(_, often)| often).sum());
        let (deed, _) = DAY.into_iter().find(|(_, often)| {
            thrown -= often;
            thrown <= 0
        })?;
        let (path, body) = match deed {
            Deed::Receipt | Deed::Adjustment | Deed::Transfer => self.move_goods(deed, dice),
            Deed::Order => ("orders".to_owned(), self.order(dice, true)),
            Deed::Sale => ("sales".to_owned(), self.order(dice, false)),
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
                (path, money(dice))
            }
            Deed::CreditNote => {
                let path = format!("invoices/{}/credit-notes", late(&self.invoices, dice)?);
                (path, json!({ "reason": "Spoilt", "lines": [{ "n": 1, "quantity": "1" }] }))
            }
            Deed::PurchaseOrder | Deed::Arrival | Deed::Bill | Deed::SupplierPayment => {
                self.buy(deed, dice)?
            }
            Deed::Journal | Deed::Lock => self.keep_books(deed, dice),
        };
        Some((deed, format!("/api/v1/{path}"), body))
    }

    fn move_goods(&self, deed: Deed, dice: &mut Dice) -> (String, Value) {
        if deed == Deed::Receipt {
            let lines = self.lines(dice, 4, |dice, line| {
                line["quantity"] = dice.between(1, 60).to_string().into();
                line["unit_cost"] =
                    format!("{}.{:02}", dice.between(1, 30), dice.place(100)).into();
            });
            // Now and then it comes to light late.
            let day = &self.days[usize::from(dice.happens(100))];
            return ("stock/receipts".to_owned(), json!({ "lines": lines, "date": day }));
        }
        if deed == Deed::Adjustment {
            let lines = self.lines(dice, 2, |dice, line| {
                let quantity = dice.between(-3, 3);
                let quantity = if quantity == 0 { -1 } else { quantity };
                line["quantity"] = quantity.to_string().into();
            });
            let body = json!({ "reason": "count", "lines": lines });
            return ("stock/adjustments".to_owned(), body);
        }
        let lines = self.lines(dice, 3, |dice, line| {
            line["quantity"] = dice.between(1, 9).to_string().into();
        });
        let (from, to) = if dice.happens(600) { (0, 1) } else { (1, 0) };
        let [from, to] = [from, to].map(|n: usize| self.houses[n].clone());
        let body = json!({ "from_warehouse_id": from, "to_warehouse_id": to, "lines": lines });
        ("stock/transfers".to_owned(), body)
    }

    fn buy(&self, deed: Deed, dice: &mut Dice) -> Option<(String, Value)> {
        Some(match deed {
            Deed::Arrival => {
                (format!("purchase-orders/{}/receipts", late(&self.purchases, dice)?), json!({}))
            }
            Deed::Bill => {
                let price = format!("{}.{:02}", dice.between(1, 30), dice.place(100));
                let line = json!({ "receipt_id": late(&self.arrivals, dice)?, "receipt_line": 1,
                    "quantity": dice.between(1, 9).to_string(), "unit_price": price });
                let number = format!("S-{}", dice.between(1, 1_000_000_000));
                let body = json!({ "supplier_id": self.supplier, "supplier_number": number,
                    "lines": [line] });
                ("bills".to_owned(), body)
            }
            Deed::SupplierPayment => {
                let supplier = self.supplier.as_str().unwrap_or_default();
                (format!("payments/pay/payable/{supplier}"), money(dice))
            }
            _ => {
                let lines = self.lines(dice, 3, |dice, line| {
                    line["quantity"] = dice.between(1, 40).to_string().into();
                    line["unit_price"] =
                        format!("{}.{:02}", dice.between(1, 30), dice.place(100)).into();
                });
                let body = json!({ "supplier_id": self.supplier, "lines": lines,
                    "approve": true });
                ("purchase-orders".to_owned(), body)
            }
        })
    }

    fn keep_books(&self, deed: Deed, dice: &mut Dice) -> (String, Value) {
        if deed == Deed::Journal {
            let amount = money(dice)["amount"].clone();
            let lines = json!([{ "account": "6100", "debit": amount },
                { "account": "2200", "credit": amount }]);
            let day = &self.days[usize::from(dice.happens(300))];
            let body = json!({ "memo": "Fee", "date": day, "lines": lines, "post": true });
            return ("journals".to_owned(), body);
        }
        let month = self.days[1].get(..7).unwrap_or_default();
        let what = if dice.happens(400) { "lock" } else { "unlock" };
        let module = ["stock", "ledger"][dice.place(2)];
        (format!("periods/{month}/{what}"), json!({ "modules": [module] }))
    }

    /// Remembers what can be worked on.
    pub fn keep(&mut self, deed: Deed, said: &Value) {
        let Some(id) = said["id"].as_str() else { return };
        match deed {
            Deed::Order => self.orders.push(id.to_owned()),
            Deed::Invoice | Deed::Sale => self.invoices.push(id.to_owned()),
            Deed::PurchaseOrder => self.purchases.push(id.to_owned()),
            Deed::Arrival => self.arrivals.push(id.to_owned()),
            _ => {}
        }
    }

    fn order(&self, dice: &mut Dice, confirm: bool) -> Value {
        let lines = self.lines(dice, 3, |dice, line| {
            line["quantity"] = dice.between(1, 5).to_string().into();
            line["unit_price"] = format!("{}.{:02}", dice.between(5, 60), dice.place(100)).into();
        });
        let mut body = json!({ "customer_id": self.customer, "lines": lines });
        if confirm {
            body["confirm"] = true.into();
        }
        body
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

fn money(dice: &mut Dice) -> Value {
    let amount = format!("{}.{:02}", dice.between(1, 90), dice.place(100));
    let amount = json!({ "amount": amount, "currency": "SAR" });
    json!({ "method": if dice.happens(500) { "cash" } else { "bank" }, "amount": amount })
}

/// One of the last, for with the old ones everything is done.
fn late<'a>(all: &'a [String], dice: &mut Dice) -> Option<&'a String> {
    let recent = all.len().saturating_sub(60);
    let some = all.get(recent..)?;
    some.get(dice.place(some.len()))
}
