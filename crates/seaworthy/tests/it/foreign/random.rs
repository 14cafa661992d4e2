//! Documents, payments and settlements in any order: every entry balances, the control accounts
//! are the open items, and what is settled wholly leaves nothing behind in either currency.

use base::{Currency, Date, Money, Problem};
use finance::bills;
use finance::invoices::{self, CreditLine, NewCreditNote, NewInvoice, NewInvoiceLine, Party};
use finance::open_items::{self, OpenItem, Side};
use finance::payments::{self, Direction, Method, Part, Settlement};
use serde_json::json;
use supply::purchasing::{self, NewBillDebit, NewDebitLine, NewSupplierBill, NewSupplierBillLine};
use uuid::Uuid;

use super::{Abroad, DAYS, RATES, TODAY};

/// Numbers that look like chance and are the same each time (an xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        let most = u64::try_from(all.len()).unwrap();
        all[usize::try_from(self.below(most)).unwrap()]
    }

    fn minor(&mut self, most: i64) -> i64 {
        1 + i64::try_from(self.below(u64::try_from(most).unwrap())).unwrap()
    }
}

/// The parties, and what was written so far.
struct World {
    a: Abroad,
    chance: Chance,
    customer: Uuid,
    supplier: Uuid,
    variant: Uuid,
    account: Uuid,
    codes: [Uuid; 2],
    invoices: Vec<Uuid>,
    bills: Vec<Uuid>,
    count: usize,
}

fn uuid(of: &serde_json::Value) -> Uuid {
    of.as_str().unwrap().parse().unwrap()
}

impl World {
    async fn begin(seed: u64) -> Self {
        let a = Abroad::open().await;
        let products = a.owner.get("/api/v1/products").await.expect(200).json();
        let product = &products["items"][0]["id"];
        let product = a.owner.get(&format!("/api/v1/products/{}", uuid(product))).await;
        let variant = uuid(&product.expect(200).json()["variants"][0]["id"]);
        let codes = [uuid(&a.tax("VAT15").await), uuid(&a.tax("VAT0").await)];
        let account = uuid(&a.account("6300").await);
        let (customer, supplier) = (uuid(&a.customer["id"]), uuid(&a.supplier["id"]));
        let (invoices, bills) = (Vec::new(), Vec::new());
        let chance = Chance(seed);
        Self { a, chance, customer, supplier, variant, account, codes, invoices, bills, count: 0 }
    }

    fn day(&mut self) -> Date {
        self.chance.of(&DAYS).parse().unwrap()
    }

    fn currency(&mut self) -> Currency {
        let all = [RATES[0].0, RATES[1].0, RATES[2].0, Currency::SAR];
        self.chance.of(&all)
    }

    fn price(&mut self) -> base::UnitPrice {
        base::UnitPrice::from_micros(self.chance.minor(900_000_000))
    }

    async fn act(&mut self) -> Result<(), Problem> {
        self.count += 1;
        match self.chance.below(8) {
            0 | 1 => self.invoice().await,
            2 | 3 => self.bill().await,
            4 => self.credit().await,
            5 => self.debit().await,
            6 => self.settle(Side::Receivable).await,
            _ => self.settle(Side::Payable).await,
        }
    }

    async fn invoice(&mut self) -> Result<(), Problem> {
        let (issue_date, currency) = (self.day(), self.currency());
        let lines = (0..self.chance.minor(5)).map(|_| NewInvoiceLine {
            variant_id: self.variant,
            sku: "NET".to_owned(),
            description: "Net".to_owned(),
            unit: "piece".to_owned(),
            quantity: base::Quantity::whole(self.chance.minor(40)),
            unit_price: self.price(),
            discount: base::Rate::from_micros(self.chance.minor(300_000)),
            tax_code_id: self.chance.of(&self.codes.clone()),
            order_line: None,
        });
        let lines = lines.collect();
        let buyer = Party {
            name: "Mombasa Stores".to_owned(),
            tax_number: String::new(),
            address: String::new(),
            city: String::new(),
            country: base::Country::SA,
            email: String::new(),
            phone: String::new(),
            lang: base::Lang::En,
            note: String::new(),
        };
        let new = NewInvoice {
            id: None,
            customer_id: self.customer,
            order_id: None,
            issue_date,
            due_date: issue_date,
            supply_date: issue_date,
            lang: base::Lang::En,
            buyer,
            prices_include_tax: self.chance.below(3) == 0,
            currency,
            exchange_rate: None,
            lines,
        };
        let mut tx = self.a.t.tx("acme").await;
        let posted = invoices::post(&mut tx, new).await?;
        tx.commit().await?;
        self.invoices.push(posted.id);
        Ok(())
    }

    async fn bill(&mut self) -> Result<(), Problem> {
        let lines = (0..self.chance.minor(4)).map(|_| NewSupplierBillLine {
            account_id: Some(self.account),
            description: "Freight".to_owned(),
            quantity: Some(base::Quantity::whole(self.chance.minor(9))),
            unit_price: Some(self.price()),
            tax_code_id: Some(self.chance.of(&self.codes.clone())),
            ..NewSupplierBillLine::default()
        });
        let lines = lines.collect();
        let new = NewSupplierBill {
            supplier_id: self.supplier,
            supplier_number: format!("R-{}", self.count),
            bill_date: Some(self.day()),
            currency: Some(self.currency()),
            lines,
            ..NewSupplierBill::default()
        };
        let mut tx = self.a.t.tx("acme").await;
        let posted = purchasing::bill(&mut tx, new).await?;
        tx.commit().await?;
        self.bills.push(posted.id);
        Ok(())
    }

    async fn credit(&mut self) -> Result<(), Problem> {
        if self.invoices.is_empty() {
            return Ok(());
        }
        let id = self.chance.of(&self.invoices.clone());
        let mut tx = self.a.t.tx("acme").await;
        let quantity = base::Quantity::whole(self.chance.minor(3));
        let lines = Some(vec![CreditLine { n: 1, quantity }]);
        let new = NewCreditNote { lines, reason: "Torn".to_owned(), ..NewCreditNote::default() };
        match invoices::credit(&mut tx, id, new).await {
            Ok(_) => tx.commit().await,
            // Nothing of that line is left, or less than a coin.
            Err(_) => tx.roll_back().await,
        }
    }

    async fn debit(&mut self) -> Result<(), Problem> {
        if self.bills.is_empty() {
            return Ok(());
        }
        let id = self.chance.of(&self.bills.clone());
        let mut tx = self.a.t.tx("acme").await;
        let bill = bills::find(&mut tx, id).await?;
        let whole = bill.lines[0].net;
        let net = Money::new(self.chance.minor(whole.minor.max(1)), whole.currency);
        let lines = Some(vec![NewDebitLine { n: 1, net }]);
        let new = NewBillDebit { reason: "Too dear".to_owned(), lines, ..NewBillDebit::default() };
        match purchasing::correct(&mut tx, id, new).await {
            Ok(_) => tx.commit().await,
            Err(_) => tx.roll_back().await,
        }
    }

    /// Pays a part of something, or a little too much, by the rate of a day or of the bank.
    async fn settle(&mut self, side: Side) -> Result<(), Problem> {
        let party = self.party(side);
        let mut tx = self.a.t.tx("acme").await;
        let mut items = open_items::open_of(&mut tx, side, party).await?;
        items.retain(|item| item.is_debit() == (side == Side::Receivable));
        if items.is_empty() {
            return tx.roll_back().await;
        }
        let item = &items[usize::try_from(self.chance.below(items.len() as u64)).unwrap()];
        let part = match self.chance.below(3) {
            0 => item.open.minor.abs(),
            _ => self.chance.minor(item.open.minor.abs()),
        };
        let ahead = if self.chance.below(4) == 0 { self.chance.minor(500) } else { 0 };
        let currency = item.open.currency;
        let base = match self.chance.below(3) {
            0 if currency != Currency::SAR => {
                Some(Money::new(self.chance.minor(5_000_000), Currency::SAR))
            }
            _ => None,
        };
        let new = Settlement {
            amount: Money::new(part + ahead, currency),
            base,
            parts: vec![Part { item_id: item.id, amount: Money::new(part, currency) }],
            ..self.money(side, party)
        };
        match payments::settle(&mut tx, new).await {
            Ok(_) => tx.commit().await,
            Err(problem) => {
                // The only thing that may stand in the way: less than a coin.
                assert_eq!(problem.fields()[0].code, "not_positive", "{problem:?}");
                tx.roll_back().await
            }
        }
    }

    fn party(&self, side: Side) -> Uuid {
        if side == Side::Receivable { self.customer } else { self.supplier }
    }

    fn money(&self, side: Side, party_id: Uuid) -> Settlement {
        Settlement {
            id: None,
            side,
            direction: payments::usual(side),
            party_id,
            party: "Somebody".to_owned(),
            method: Method::Bank,
            account_id: None,
            amount: Money::new(1, Currency::SAR),
            base: None,
            date: Some(TODAY),
            reference: String::new(),
            parts: Vec::new(),
            deductions: Vec::new(),
            withholding: None,
            certificate: None,
        }
    }

    /// Pays or gives back everything that is open, item by item in an order of chance.
    async fn settle_all(&mut self, side: Side) -> Result<(), Problem> {
        let party = self.party(side);
        loop {
            let mut tx = self.a.t.tx("acme").await;
            let items: Vec<OpenItem> = open_items::open_of(&mut tx, side, party).await?;
            if items.is_empty() {
                return tx.roll_back().await;
            }
            let at = usize::try_from(self.chance.below(items.len() as u64)).unwrap();
            let item = &items[at];
            let amount = Money::new(item.open.minor.abs(), item.open.currency);
            let direction = if item.is_debit() { Direction::In } else { Direction::Out };
            // The bank says what it was, so that less than a coin can be settled too.
            let base = Money::new(self.chance.minor(900), Currency::SAR);
            let new = Settlement {
                amount,
                base: (amount.currency != base.currency).then_some(base),
                direction,
                parts: vec![Part { item_id: item.id, amount }],
                ..self.money(side, party)
            };
            payments::settle(&mut tx, new).await?;
            tx.commit().await?;
        }
    }
}

#[tokio::test]
async fn whatever_is_written_and_settled_in_whatever_order_the_books_agree() {
    for seed in [0x5ea_0001, 0x5ea_0002, 0x5ea_0003] {
        let mut world = World::begin(seed).await;
        for step in 1..=48 {
            let done = world.act().await;
            assert!(done.is_ok(), "seed {seed:#x}, step {step}: {done:?}");
            if step % 16 == 0 {
                world.a.t.verify("acme").await;
            }
        }
        let revaluation = json!({"date": "2026-02-28"});
        let _ = world.a.owner.post("/api/v1/revaluations", &revaluation).await;
        world.settle_all(Side::Payable).await.unwrap();
        world.settle_all(Side::Receivable).await.unwrap();
        let control = ["receivable", "payable", "customer_prepayment", "supplier_prepayment"];
        assert_eq!(world.a.balances(control).await, [0; 4], "seed {seed:#x}");
        let left = "select count(*) from open_items
            where set_off <> abs(amount) or set_off_base <> abs(base)";
        assert_eq!(world.a.t.scalar::<i64>("acme", left).await, 0, "seed {seed:#x}");
        let apart = "select count(*) from (select entry_id from lines group by entry_id
            having sum(amount) <> 0) e";
        assert_eq!(world.a.t.scalar::<i64>("acme", apart).await, 0, "seed {seed:#x}");
        world.a.close().await;
    }
}
