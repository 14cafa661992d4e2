//! What the books must say, calculated with exact fractions from what was done. It shares no code
//! with the program.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use serde_json::Value;

use super::deeds::{Deed, SKUS, Wanted, cents, micros};

/// What is owned of an item: exactly, and how often a part of it was valued.
#[derive(Debug, Clone)]
struct Owned {
    quantity: BigRational,
    value: BigRational,
    issues: i64,
}

impl Default for Owned {
    fn default() -> Self {
        Self { quantity: BigRational::zero(), value: BigRational::zero(), issues: 0 }
    }
}

/// The books as they must be, in minor units.
#[derive(Debug, Default)]
pub(super) struct Oracle {
    owned: BTreeMap<usize, Owned>,
    /// Thousandths by item and house.
    stock: BTreeMap<(usize, usize), i64>,
    orders: BTreeMap<String, (usize, Vec<Wanted>)>,
    pub grni: i64,
    pub cash: i64,
    pub bank: i64,
    pub receivable: i64,
    pub sales: i64,
    pub tax: i64,
}

impl Oracle {
    /// Hears what was done and what the program answered.
    pub(super) fn hear(&mut self, deed: &Deed, said: &Value) -> Result<(), String> {
        match deed {
            Deed::Receive { item, house, milli, cost_milli, .. } => {
                let value = half_up(&(ratio(*milli, 1000) * ratio(*cost_milli, 10)));
                self.grni -= value;
                self.arrive(*item, *house, *milli, value);
                same("the value of a receipt", cents(&said["value"]), value)
            }
            Deed::Adjust { item, house, milli, cost_milli, .. } if *milli > 0 => {
                let value = half_up(&(ratio(*milli, 1000) * ratio(*cost_milli, 10)));
                self.arrive(*item, *house, *milli, value);
                same("the value of an increase", cents(&said["value"]), value)
            }
            Deed::Adjust { item, house, milli, .. } => {
                self.leave(*item, *house, -milli, -cents(&said["value"]))
            }
            Deed::Transfer { item, from, milli } => {
                *self.stock.entry((*item, *from)).or_default() -= milli;
                *self.stock.entry((*item, 1 - from)).or_default() += milli;
                Ok(())
            }
            Deed::Order { house, lines } => {
                let id = said["id"].as_str().unwrap().to_owned();
                self.orders.insert(id, (*house, lines.clone()));
                Ok(())
            }
            Deed::Deliver { .. } => self.deliver(said),
            Deed::Invoice { .. } => self.invoice(said),
            Deed::Cancel { .. } => Ok(()),
            Deed::Pay { cash, .. } => {
                let amount = cents(&said["amount"]);
                *(if *cash { &mut self.cash } else { &mut self.bank }) += amount;
                self.receivable -= amount;
                Ok(())
            }
            Deed::Credit { .. } => {
                let (net, tax, gross) =
                    (cents(&said["net"]), cents(&said["tax"]), cents(&said["gross"]));
                (self.sales, self.tax) = (self.sales + net, self.tax + tax);
                self.receivable -= gross;
                same("a credit note's sum", gross, net + tax)
            }
        }
    }

    fn arrive(&mut self, item: usize, house: usize, milli: i64, value: i64) {
        *self.stock.entry((item, house)).or_default() += milli;
        let owned = self.owned.entry(item).or_default();
        owned.quantity += ratio(milli, 1);
        owned.value += ratio(value, 1);
    }

    /// The share of the exact value leaves; what the program said may be off by what earlier
    /// roundings left behind, at most one minor unit for each issue so far.
    fn leave(&mut self, item: usize, house: usize, milli: i64, said: i64) -> Result<(), String> {
        *self.stock.entry((item, house)).or_default() -= milli;
        let owned = self.owned.entry(item).or_default();
        let share = &owned.value * ratio(milli, 1) / &owned.quantity;
        owned.quantity -= ratio(milli, 1);
        owned.value -= &share;
        owned.issues += 1;
        let off = (ratio(said, 1) - &share).abs();
        if off > ratio(owned.issues, 1) {
            return Err(format!("{} left at {said}, exactly {share}", SKUS[item]));
        }
        if owned.quantity.is_zero() {
            (owned.value, owned.issues) = (BigRational::zero(), 0);
        }
        Ok(())
    }

    fn deliver(&mut self, said: &Value) -> Result<(), String> {
        let order = said["order_id"].as_str().ok_or("a delivery names its order")?;
        let (house, wanted) = self.orders[order].clone();
        for line in said["lines"].as_array().into_iter().flatten() {
            let n = line["order_line"].as_u64().or(line["line"].as_u64()).ok_or("a line")?;
            let item = wanted[usize::try_from(n).unwrap() - 1].item;
            let milli = micros(&line["quantity"]) / 1000;
            // Deliveries do not say what they cost; the books do, in sum, at the end.
            *self.stock.entry((item, house)).or_default() -= milli;
            let owned = self.owned.entry(item).or_default();
            let share = &owned.value * ratio(milli, 1) / &owned.quantity;
            owned.quantity -= ratio(milli, 1);
            owned.value -= share;
            owned.issues += 1;
        }
        for owned in self.owned.values_mut().filter(|owned| owned.quantity.is_zero()) {
            (owned.value, owned.issues) = (BigRational::zero(), 0);
        }
        Ok(())
    }

    /// Each line rounded once, the tax of 15 % once on their sum.
    fn invoice(&mut self, said: &Value) -> Result<(), String> {
        let order = said["order_id"].as_str().ok_or("an invoice names its order")?;
        let wanted = &self.orders[order].1;
        let mut net = 0;
        for line in said["lines"].as_array().into_iter().flatten() {
            let n = usize::try_from(line["order_line"].as_u64().ok_or("a line")?).unwrap();
            let Wanted { cents: price, discount, .. } = wanted[n - 1];
            let quantity = ratio(micros(&line["quantity"]), 1_000_000);
            let exact = half_up(&(quantity * ratio(price, 1) * ratio(100 - discount, 100)));
            same("the net of a line", cents(&line["net"]), exact)?;
            net += exact;
        }
        let tax = half_up(&ratio(net * 15, 100));
        same("the net of an invoice", cents(&said["net"]), net)?;
        same("the tax of an invoice", cents(&said["tax"]), tax)?;
        same("the gross of an invoice", cents(&said["gross"]), net + tax)?;
        (self.sales, self.tax) = (self.sales - net, self.tax - tax);
        self.receivable += net + tax;
        Ok(())
    }

    /// Thousandths of an item in a house.
    pub(super) fn on_hand(&self, item: usize, house: usize) -> i64 {
        self.stock.get(&(item, house)).copied().unwrap_or_default()
    }

    /// Whether the books may say that the stock is worth so much.
    pub(super) fn stock_value(&self, said: i64) -> Result<(), String> {
        let exact: BigRational = self.owned.values().map(|owned| owned.value.clone()).sum();
        let most = ratio(self.owned.values().map(|owned| owned.issues).sum(), 1);
        if (ratio(said, 1) - &exact).abs() > most {
            let exact = exact.to_f64().unwrap_or_default();
            return Err(format!("the stock is worth {exact} and the books say {said}"));
        }
        Ok(())
    }
}

pub(super) fn same(what: &str, said: i64, exact: i64) -> Result<(), String> {
    if said == exact { Ok(()) } else { Err(format!("{what} is {said}, and must be {exact}")) }
}

fn ratio(numer: i64, denom: i64) -> BigRational {
    BigRational::new(numer.into(), denom.into())
}

fn half_up(exact: &BigRational) -> i64 {
    (exact + ratio(1, 2)).floor().to_integer().to_i64().unwrap()
}
