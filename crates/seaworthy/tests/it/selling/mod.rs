//! Selling beyond the plain order: credit, returns, prices, approvals, quotes.

mod approval;
mod at_once;
mod credit;
mod cut_short;
mod lots;
mod prices;
mod quotes;
mod returns;
mod set_up;
mod sold_back;
mod taken_back;

use serde_json::{Value, json};
use testkit::{Answer, Client, TestApp};

/// A company that sells nets from stock, at 100 plus 15 % tax.
pub(crate) struct Shop {
    pub(crate) t: TestApp,
    pub(crate) owner: Client,
    pub(crate) customer: String,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let t = TestApp::start().await;
        let owner = t.as_user("acme", "owner").await;
        let _ = t.product("acme", "NET", "100").await;
        t.stock("acme", "NET", "3", "33.33").await;
        t.stock("acme", "NET", "97", "40").await;
        let customer = t.customer("acme", "Al Noor Trading").await;
        let customer = customer["id"].as_str().unwrap().to_owned();
        Self { t, owner, customer }
    }

    /// Gives the customer a limit of credit.
    pub(crate) async fn limit(&self, amount: &str) {
        let limit = json!({"credit_limit": {"amount": amount, "currency": "SAR"}});
        let path = format!("/api/v1/customers/{}", self.customer);
        let _ = self.owner.patch(&path, &limit).await.expect(200);
    }

    pub(crate) async fn place(&self, quantity: &str, confirm: bool) -> Answer {
        let lines = json!([{"sku": "NET", "quantity": quantity}]);
        let new = json!({"customer_id": self.customer, "lines": lines, "confirm": confirm});
        self.owner.post("/api/v1/orders", &new).await
    }

    pub(crate) async fn placed(&self, quantity: &str, confirm: bool) -> Value {
        self.place(quantity, confirm).await.expect(201).json()
    }

    pub(crate) async fn now(&self, order: &Value) -> Value {
        self.owner.get(&path(order, "")).await.expect(200).json()
    }

    pub(crate) async fn delivered(&self, order: &Value, quantity: &str) -> Value {
        let lines = json!({"lines": [{"line": 1, "quantity": quantity}]});
        self.owner.post(&path(order, "/deliveries"), &lines).await.expect(201).json()
    }

    pub(crate) async fn invoiced(&self, order: &Value) -> Value {
        self.owner.post(&path(order, "/invoices"), &json!({})).await.expect(201).json()
    }

    /// The books must be right and the jobs looked at.
    pub(crate) async fn close(self) {
        self.t.run_jobs().await;
        self.t.verify("acme").await;
    }
}

pub(crate) fn path(order: &Value, rest: &str) -> String {
    format!("/api/v1/orders/{}{rest}", order["id"].as_str().unwrap())
}
