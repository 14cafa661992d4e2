//! Orders, invoices, credit notes and payments in dollars, yen and dinars.

use base::{Currency, Date};
use finance::currencies::{self, NewCurrency, NewRate};
use finance::invoices::{self, NewInvoice};
use serde_json::{Value, json};

use super::{Abroad, TODAY, id, sar, usd};
use crate::billing::Billing;

const BOOKS: [&str; 5] = ["receivable", "sales", "output_tax", "exchange_gain", "exchange_loss"];

impl Abroad {
    /// Three nets at 9.99 dollars, ordered on 1 March and billed on the 10th.
    async fn invoiced(&self) -> (Value, Value) {
        let order = json!({"customer_id": self.customer["id"], "order_date": "2026-03-01",
            "lines": [{"sku": "NET", "quantity": "3", "unit_price": "9.99"}], "confirm": true});
        let order = self.posted("/api/v1/orders", &order).await;
        let path = format!("/api/v1/orders/{}", id(&order));
        let day = json!({"date": "2026-03-10"});
        let _ = self.posted(&format!("{path}/deliveries"), &json!({})).await;
        let invoice = self.posted(&format!("{path}/invoices"), &day).await;
        (order, invoice)
    }
}

#[tokio::test]
async fn a_sale_in_dollars_is_credited_at_its_own_rate_and_paid_at_that_of_the_day() {
    let a = Abroad::open().await;
    let (order, invoice) = a.invoiced().await;
    // 29.97 and 4.50 tax; 34.47 at 3.75 is 129.2625.
    assert_eq!((&order["gross"], &order["gross_base"]), (&usd("34.47"), &sar("129.26")));
    // At 3.74: 128.9178, its tax 16.83; the goods went out at 4.00 each.
    assert_eq!((&invoice["gross"], &invoice["gross_base"]), (&usd("34.47"), &sar("128.92")));
    assert_eq!((&invoice["tax_base"], &invoice["net_base"]), (&sar("16.83"), &sar("112.09")));
    assert_eq!(invoice["taxes"][0]["tax_base"], sar("16.83"));
    assert_eq!(a.balances(BOOKS).await, [12_892, -11_209, -1683, 0, 0]);
    assert_eq!(a.balances(["cogs", "inventory"]).await, [1200, 2800]);
    // One of three comes back on the 15th: 9.99 and 1.50, 37.36 and 5.61 at the invoice's rate.
    let path = format!("/api/v1/invoices/{}", id(&invoice));
    let back = json!({"reason": "Torn", "lines": [{"n": 1, "quantity": "1"}]});
    let note = a.posted(&format!("{path}/credit-notes"), &back).await;
    assert_eq!((&note["gross"], &note["gross_base"]), (&usd("11.49"), &sar("42.97")));
    assert_eq!(a.balances(BOOKS).await, [8595, -7473, -1122, 0, 0]);
    // Ten dollars at 3.77 are 37.70; of 85.95 for 22.98 they settle 37.40.
    let part = json!({"method": "bank", "amount": usd("10")});
    let paid = a.posted(&format!("{path}/payments"), &part).await;
    assert_eq!(paid["base"], sar("37.70"));
    assert_eq!(a.balances(BOOKS).await, [4855, -7473, -1122, -30, 0]);
    // More than is open is refused in either currency, and changes nothing.
    let more = json!({"method": "bank", "amount": usd("12.99")});
    let refused = a.owner.post(&format!("{path}/payments"), &more).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "payment_exceeds_open");
    let more = json!({"method": "cash", "amount": sar("49.00")});
    let refused = a.owner.post(&format!("{path}/payments"), &more).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "payment_exceeds_open");
    assert_eq!(a.balances(BOOKS).await, [4855, -7473, -1122, -30, 0]);
    // In riyals: 20.00 at 3.77 are 5.31 dollars. The bank books the last 7.67 at 28.00.
    let riyals = json!({"method": "cash", "amount": sar("20.00")});
    let paid = a.posted(&format!("{path}/payments"), &riyals).await;
    assert_eq!((&paid["amount"], &paid["base"]), (&usd("5.31"), &sar("20.00")));
    // 5.31 of 12.98 settle 19.86 of 48.55.
    assert_eq!(a.balances(BOOKS).await, [2869, -7473, -1122, -44, 0]);
    let last = json!({"method": "bank", "amount": usd("7.67"), "base": sar("28.00")});
    let _ = a.posted(&format!("{path}/payments"), &last).await;
    assert_eq!(a.balances(BOOKS).await, [0, -7473, -1122, -44, 69]);
    let shown = a.owner.get(&path).await.expect(200).json();
    assert_eq!((&shown["state"], &shown["open"]), (&json!("paid"), &usd("0.00")));
    a.close().await;
}

#[tokio::test]
async fn prices_of_the_catalogue_are_converted_and_credit_is_counted_in_riyals() {
    let a = Abroad::open().await;
    let order =
        json!({"customer_id": a.customer["id"], "lines": [{"sku": "NET", "quantity": "2"}]});
    // 12.50 riyals at 3.77 are 3.315…; twice 3.32 is 6.64, with tax 7.64 and 28.8028 riyals.
    let order = a.posted("/api/v1/orders", &order).await;
    assert_eq!(order["lines"][0]["unit_price"], "3.32");
    assert_eq!((&order["gross"], &order["gross_base"]), (&usd("7.64"), &sar("28.80")));
    let path = format!("/api/v1/orders/{}", id(&order));
    let limit = json!({"credit_limit": sar("28.79")});
    let customer = format!("/api/v1/customers/{}", id(&a.customer));
    let _ = a.owner.patch(&customer, &limit).await.expect(200);
    let confirm = format!("{path}/confirmation");
    a.owner.post(&confirm, &json!({})).await.refused(422, "order_above_credit_limit");
    // In riyals the same prices are what they were, and worth what they were.
    let change = json!({"currency": "SAR"});
    let changed = a.owner.patch(&path, &change).await.expect(200).json();
    assert_eq!(changed["lines"][0]["unit_price"], "12.5164");
    assert_eq!(changed["exchange_rate"], Value::Null);
    let early = json!({"currency": "USD", "order_date": "2026-02-01"});
    a.owner.patch(&path, &early).await.refused(422, "no_exchange_rate");
    let same = a.owner.get(&path).await.expect(200).json();
    assert_eq!(same["gross"]["currency"], "SAR");
    a.close().await;
}

#[tokio::test]
async fn papers_and_pages_say_the_tax_in_the_sellers_currency() {
    let a = Abroad::open().await;
    let (order, invoice) = a.invoiced().await;
    let pdf = a.owner.get(&format!("/api/v1/invoices/{}/pdf", id(&invoice))).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF"));
    let path = format!("/admin/invoices/{}", id(&invoice));
    let shown = a.owner.get(&path).await.expect(200).text();
    for said in ["34.47", "128.92", "16.83", "1 USD = 3.74 SAR"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let form = a.owner.get(&format!("{path}/payment")).await.expect(200).text();
    assert!(form.contains("name=\"base\"") && form.contains("USD"), "{form}");
    let paid = [("method", "bank"), ("amount", "34.47"), ("base", "130"), ("date", "2026-03-15")];
    let _ = a.owner.post_form(&format!("{path}/payment"), &paid).await.expect(303);
    assert_eq!(a.balances(["receivable", "exchange_gain"]).await, [0, -108]);
    let shown = a.owner.get(&format!("/admin/orders/{}", id(&order))).await.expect(200).text();
    assert!(shown.contains("129.26"), "{shown}");
    let form = a.owner.get("/admin/orders/new").await.expect(200).text();
    assert!(form.contains("name=\"currency\""), "{form}");
    let form = a.owner.get("/admin/customers/new").await.expect(200).text();
    assert!(form.contains("name=\"currency\""), "{form}");
    a.close().await;
}

/// Posts an invoice of one line in a currency that is worth this much today.
async fn posted(b: &Billing, currency: Currency, rate: (&str, i32), line: (&str, &str)) -> Value {
    let mut tx = b.t.tx("acme").await;
    let new = NewCurrency { code: currency, good_days: None };
    currencies::take_up(&mut tx, new).await.unwrap();
    let rate = NewRate {
        currency,
        date: TODAY,
        rate: rate.0.parse().unwrap(),
        units: Some(rate.1),
        source: String::new(),
    };
    currencies::enter(&mut tx, vec![rate]).await.unwrap();
    let new = NewInvoice { currency, ..b.new_invoice(&[(line.0, line.1, "VAT15")]) };
    let posted = invoices::post(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(posted.issue_date, Date::of(2026, 3, 15));
    serde_json::to_value(&posted).unwrap()
}

#[tokio::test]
async fn currencies_have_their_own_decimals() {
    let b = Billing::open("acme").await;
    // Three at 333.5 yen are 1000.5, so 1001; the tax 150.15 is 150. At 25.10 for a thousand:
    // 28.8901, the tax 3.765 goes to the even 3.76, the net 25.13.
    let yen = posted(&b, Currency::JPY, ("25.10", 1000), ("333.5", "3")).await;
    assert_eq!((&yen["gross"]["amount"], &yen["tax"]["amount"]), (&json!("1151"), &json!("150")));
    assert_eq!(yen["gross_base"], sar("28.89"));
    assert_eq!((&yen["tax_base"], &yen["net_base"]), (&sar("3.76"), &sar("25.13")));
    // Ten at 1.2345 dinars are 12.345, the tax 1.852. At 12.2175: 173.4518475, the tax
    // 22.62681, and the net 150.82 though 150.825… alone would be 150.83.
    let dinar = posted(&b, Currency::KWD, ("12.2175", 1), ("1.2345", "10")).await;
    assert_eq!(dinar["gross"], json!({"amount": "14.197", "currency": "KWD"}));
    assert_eq!((&dinar["tax_base"], &dinar["net_base"]), (&sar("22.63"), &sar("150.82")));
    assert_eq!(dinar["gross_base"], sar("173.45"));
    b.close().await;
}

#[tokio::test]
async fn verify_names_a_document_whose_amounts_in_the_books_are_others() {
    let a = Abroad::open().await;
    let (_, invoice) = a.invoiced().await;
    a.t.run_jobs().await;
    a.t.verify("acme").await;
    let pool = a.t.owner_pool().await;
    let tampering = "update invoices set net_base = net_base + 1, gross_base = gross_base + 1";
    sqlx::query(tampering).execute(&pool).await.unwrap();
    let (check, offender) = a.t.first_offender("acme").await.unwrap();
    assert_eq!((check, offender.id.as_str()), ("invoice_totals", id(&invoice)));
}
