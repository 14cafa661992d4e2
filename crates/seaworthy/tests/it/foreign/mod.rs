//! Buying and selling in other currencies: amounts worked out by hand, what only the rate did, and
//! control accounts that agree whatever is settled in whatever order.

mod at_once;
mod buying;
mod quoting;
mod random;
mod selling;
mod withholding;

use base::{Currency, Date, UnitPrice};
use finance::currencies::{self, NewCurrency, NewRate};
use finance::ledger;
use serde_json::{Value, json};
use testkit::{Client, TestApp};

const TODAY: Date = Date::of(2026, 3, 15);

/// The days that have rates: units, and what a dollar, 1 000 yen and a dinar are worth on each.
const RATES: [(Currency, i32, [&str; 4]); 3] = [
    (Currency::USD, 1, ["3.75", "3.76", "3.74", "3.77"]),
    (Currency::JPY, 1000, ["25.10", "25.30", "24.90", "25.05"]),
    (Currency::KWD, 1, ["12.2175", "12.2", "12.25", "12.2333"]),
];
const DAYS: [&str; 4] = ["2026-03-01", "2026-03-05", "2026-03-10", "2026-03-15"];

/// A company that keeps its books in riyals and buys and sells in dollars.
struct Abroad {
    t: TestApp,
    owner: Client,
    supplier: Value,
    customer: Value,
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

fn usd(amount: &str) -> Value {
    json!({"amount": amount, "currency": "USD"})
}

fn sar(amount: &str) -> Value {
    json!({"amount": amount, "currency": "SAR"})
}

impl Abroad {
    async fn open() -> Self {
        let t = TestApp::start().await;
        let mut tx = t.tx("acme").await;
        for (code, units, rates) in RATES {
            let new = NewCurrency { code, good_days: Some(2) };
            currencies::take_up(&mut tx, new).await.unwrap();
            let rates = DAYS.iter().zip(rates).map(|(day, rate)| NewRate {
                currency: code,
                date: day.parse().unwrap(),
                rate: rate.parse::<UnitPrice>().unwrap(),
                units: Some(units),
                source: "SAMA".to_owned(),
            });
            currencies::enter(&mut tx, rates.collect()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let owner = t.as_user("acme", "owner").await;
        let _ = t.product("acme", "NET", "12.50").await;
        t.stock("acme", "NET", "10", "4").await;
        let supplier = json!({"name": "Qingdao Nets", "lang": "en", "currency": "USD",
            "price_tolerance": "0.05"});
        let supplier = owner.post("/api/v1/suppliers", &supplier).await.expect(201).json();
        let customer = json!({"name": "Mombasa Stores", "lang": "en", "currency": "USD"});
        let customer = owner.post("/api/v1/customers", &customer).await.expect(201).json();
        Self { t, owner, supplier, customer }
    }

    async fn posted(&self, path: &str, body: &Value) -> Value {
        self.owner.post(path, body).await.expect(201).json()
    }

    /// What stands on these accounts; debit above zero.
    async fn balances<const N: usize>(&self, roles: [&'static str; N]) -> [i64; N] {
        let mut tx = self.t.tx("acme").await;
        let mut found = [0; N];
        for (role, found) in roles.into_iter().zip(&mut found) {
            *found = ledger::balance_of(&mut tx, role, None, TODAY).await.unwrap().minor;
        }
        found
    }

    async fn tax(&self, code: &str) -> Value {
        let codes = self.owner.get("/api/v1/tax-codes").await.expect(200).json();
        let found = codes["items"].as_array().unwrap().iter().find(|c| c["code"] == code);
        found.unwrap()["id"].clone()
    }

    async fn account(&self, code: &str) -> Value {
        let chart = self.owner.get("/api/v1/accounts").await.expect(200).json();
        let found = chart["items"].as_array().unwrap().iter().find(|a| a["code"] == code);
        found.unwrap()["id"].clone()
    }

    /// The open item of a document.
    async fn item(&self, document: &Value) -> Value {
        let items = self.owner.get("/api/v1/open-items?show=all&limit=200").await.expect(200);
        let items = items.json();
        let mine = |item: &&Value| item["document_id"] == document["id"];
        items["items"].as_array().unwrap().iter().find(mine).unwrap().clone()
    }

    /// The books must be right and the jobs looked at.
    async fn close(self) {
        self.t.run_jobs().await;
        self.t.verify("acme").await;
    }
}
