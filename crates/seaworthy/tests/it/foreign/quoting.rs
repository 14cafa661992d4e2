//! Quotes and price lists in other currencies.

use base::Currency;
use finance::currencies::{self, NewRate};
use serde_json::{Value, json};

use super::{Abroad, TODAY, id, sar, usd};

impl Abroad {
    /// Three nets, offered to the customer in what is said.
    async fn quoted(&self, more: &Value) -> Value {
        let mut new = json!({"customer_id": self.customer["id"],
            "lines": [{"sku": "NET", "quantity": "3"}]});
        for (name, value) in more.as_object().unwrap() {
            new[name] = value.clone();
        }
        self.posted("/api/v1/quotes", &new).await
    }

    async fn step(&self, quote: &Value, what: &str, how: Value) -> Value {
        let path = format!("/api/v1/quotes/{}{what}", id(quote));
        let answer = self.owner.post(&path, &how).await;
        assert!(answer.status < 300, "{what}: {}", answer.text());
        answer.json()
    }

    async fn patched(&self, quote: &Value, change: Value) -> Value {
        let path = format!("/api/v1/quotes/{}", id(quote));
        self.owner.patch(&path, &change).await.expect(200).json()
    }

    /// A price list with one price for any quantity of nets.
    async fn list(&self, name: &str, currency: &str, price: &str) -> String {
        let new = json!({"name": name, "currency": currency});
        let list = self.posted("/api/v1/price-lists", &new).await;
        assert_eq!(list["currency"], currency);
        let lines = json!({"lines": [{"sku": "NET", "unit_price": price}]});
        let prices = format!("/api/v1/price-lists/{}/prices", id(&list));
        let _ = self.owner.post(&prices, &lines).await.expect(200);
        id(&list).to_owned()
    }

    async fn pays(&self, group: Option<&str>, own: Option<&str>) {
        let terms = json!({"group_id": group, "price_list_id": own});
        let path = format!("/api/v1/customers/{}/prices", id(&self.customer));
        let _ = self.owner.post(&path, &terms).await.expect(200);
    }

    /// The price of a net in an order of this currency, and the list that it is from.
    async fn price_in(&self, currency: &str) -> (String, Value) {
        let order = json!({"customer_id": self.customer["id"], "currency": currency,
            "lines": [{"sku": "NET", "quantity": "1"}]});
        told(&self.posted("/api/v1/orders", &order).await)
    }
}

fn told(order: &Value) -> (String, Value) {
    let line = &order["lines"][0];
    (line["unit_price"].as_str().unwrap().to_owned(), line["price_rule"]["list"].clone())
}

fn by(price: &str, list: &str) -> (String, Value) {
    let list = if list.is_empty() { Value::Null } else { json!(list) };
    (price.to_owned(), list)
}

#[tokio::test]
async fn a_quote_is_in_the_customers_currency_and_its_order_has_the_rate_of_its_own_day() {
    let a = Abroad::open().await;
    // 12.50 riyals at 3.77 are 3.32; three are 9.96, with 1.49 tax 11.45 and 43.1665 riyals.
    let quote = a.quoted(&json!({})).await;
    assert_eq!(quote["lines"][0]["unit_price"], "3.32");
    assert_eq!((&quote["gross"], &quote["gross_base"]), (&usd("11.45"), &sar("43.17")));
    assert_eq!(quote["exchange_rate"], json!({"rate": "3.77", "units": 1}));
    let kept = a.owner.get(&format!("/api/v1/quotes/{}", id(&quote))).await.expect(200).json();
    assert_eq!(kept, quote, "what was answered is what is kept");
    let _ = a.step(&quote, "/sending", json!({"mail": false})).await;
    let _ = a.step(&quote, "/acceptance", json!({})).await;
    let order = a.step(&quote, "/order", json!({"order_date": "2026-03-10"})).await;
    assert_eq!(order["lines"][0]["unit_price"], "3.32");
    assert_eq!((&order["gross"], &order["gross_base"]), (&usd("11.45"), &sar("42.82")));
    let shown = a.owner.get(&format!("/admin/quotes/{}", id(&quote))).await.expect(200).text();
    assert!(shown.contains("11.45") && shown.contains("43.17"), "{shown}");
    let file = a.owner.get("/admin/quotes/export?format=csv").await.expect(200).text();
    assert!(file.contains("USD,9.96,1.49,11.45"), "{file}");
    let pdf = a.owner.get(&format!("/api/v1/quotes/{}/pdf", id(&quote))).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF"));
    a.close().await;
}

#[tokio::test]
async fn prices_of_a_quote_are_worth_the_same_in_another_currency() {
    let a = Abroad::open().await;
    let quote = a.quoted(&json!({})).await;
    let path = format!("/api/v1/quotes/{}", id(&quote));
    let early = json!({"quote_date": "2026-02-01"});
    a.owner.patch(&path, &early).await.refused(422, "no_exchange_rate");
    let euros = json!({"currency": "EUR"});
    let euros = a.owner.patch(&path, &euros).await.expect(422).json();
    assert_eq!(euros["fields"][0]["code"], "currency_not_used");
    assert_eq!(a.owner.get(&path).await.expect(200).json(), quote, "nothing changed");
    // 3.32 dollars at 3.77; three of them are 37.55, with tax 43.18.
    let changed = a.patched(&quote, json!({"currency": "SAR"})).await;
    assert_eq!(changed["lines"][0]["unit_price"], "12.5164");
    assert_eq!((&changed["gross"], &changed["gross_base"]), (&sar("43.18"), &sar("43.18")));
    assert_eq!(changed["exchange_rate"], Value::Null);
    // Lines that are sent are priced anew: 12.50 for 25.05 a thousand yen.
    let lines = json!([{"sku": "NET", "quantity": "1"}]);
    let yen = a.patched(&quote, json!({"currency": "JPY", "lines": lines})).await;
    assert_eq!(yen["lines"][0]["unit_price"], "499");
    assert_eq!(yen["exchange_rate"], json!({"rate": "25.05", "units": 1000}));
    a.close().await;
}

#[tokio::test]
async fn a_rate_that_is_mended_does_not_take_back_what_was_sent() {
    let a = Abroad::open().await;
    let quote = a.quoted(&json!({})).await;
    let _ = a.step(&quote, "/sending", json!({"mail": false})).await;
    let mut tx = a.t.tx("acme").await;
    let mended = NewRate {
        currency: Currency::USD,
        date: TODAY,
        rate: "3.80".parse().unwrap(),
        units: Some(1),
        source: "SAMA".to_owned(),
    };
    currencies::enter(&mut tx, vec![mended]).await.unwrap();
    tx.commit().await.unwrap();
    let noted = a.patched(&quote, json!({"note": "Call on Monday"})).await;
    assert_eq!((&noted["state"], &noted["gross"]), (&json!("sent"), &usd("11.45")));
    a.close().await;
}

#[tokio::test]
async fn a_price_list_of_the_orders_currency_goes_before_one_that_must_be_converted() {
    let a = Abroad::open().await;
    let riyals = a.list("Riyals", "SAR", "11.31").await;
    let export = a.list("Export", "USD", "3.10").await;
    let group = json!({"name": "Abroad", "price_list_id": export});
    let group = a.posted("/api/v1/customer-groups", &group).await;
    let group = Some(id(&group));
    a.pays(group, Some(&riyals)).await;
    // Although the list in riyals is the customer's own.
    assert_eq!(a.price_in("USD").await, by("3.1", "Export"));
    assert_eq!(a.price_in("SAR").await, by("11.31", "Riyals"));
    // 11.31 at 25.05 for a thousand are 451.49…; dollars are not asked for yen.
    assert_eq!(a.price_in("JPY").await, by("451", "Riyals"));
    assert_eq!(told(&a.quoted(&json!({})).await), by("3.1", "Export"));
    assert_eq!(told(&a.quoted(&json!({"currency": "SAR"})).await), by("11.31", "Riyals"));
    a.pays(None, Some(&riyals)).await;
    assert_eq!(a.price_in("USD").await, by("3", "Riyals"), "11.31 at 3.77");
    a.pays(group, None).await;
    assert_eq!(a.price_in("SAR").await, by("12.5", ""), "the catalogue's");
    assert_eq!(a.price_in("JPY").await, by("499", ""), "the catalogue's at 25.05");
    a.close().await;
}

#[tokio::test]
async fn in_the_form_another_currency_asks_the_lists_again() {
    let a = Abroad::open().await;
    let riyals = a.list("Riyals", "SAR", "11.31").await;
    a.pays(None, Some(&riyals)).await;
    let order = json!({"customer_id": a.customer["id"], "currency": "SAR",
        "lines": [{"sku": "NET", "quantity": "2"}]});
    let order = a.posted("/api/v1/orders", &order).await;
    let quote = a.quoted(&json!({"currency": "SAR"})).await;
    for (document, kind) in [(&order, "orders"), (&quote, "quotes")] {
        let line = &document["lines"][0];
        let mut typed = vec![
            ("version", "1"),
            ("customer_id", id(&a.customer)),
            ("currency", "SAR"),
            ("valid_until", "2026-04-14"),
            ("lines[0][variant_id]", line["variant_id"].as_str().unwrap()),
            ("lines[0][quantity]", line["quantity"].as_str().unwrap()),
            ("lines[0][price]", "11.31"),
            ("lines[0][tax_code_id]", line["tax_code_id"].as_str().unwrap()),
        ];
        let page = format!("/admin/{kind}/{}/edit", id(document));
        let form = a.owner.get(&page).await.expect(200).text();
        assert!(form.contains("name=\"currency\""), "{form}");
        let _ = a.owner.post_form(&page, &typed).await.expect(303);
        let path = format!("/api/v1/{kind}/{}", id(document));
        let same = a.owner.get(&path).await.expect(200).json();
        assert_eq!(told(&same), by("11.31", "Riyals"), "{kind}");
        let version = same["version"].to_string();
        (typed[0].1, typed[2].1) = (version.as_str(), "USD");
        let _ = a.owner.post_form(&page, &typed).await.expect(303);
        let other = a.owner.get(&path).await.expect(200).json();
        assert_eq!(told(&other), by("3", "Riyals"), "{kind}");
        assert_eq!(other["gross"]["currency"], "USD", "{kind}");
    }
    a.close().await;
}

#[tokio::test]
async fn prices_in_dollars_are_kept_on_their_page_and_come_from_a_file() {
    let a = Abroad::open().await;
    let unused = json!({"name": "Europe", "currency": "EUR"});
    let unused = a.owner.post("/api/v1/price-lists", &unused).await.expect(422).json();
    assert_eq!(unused["fields"][0]["code"], "currency_not_used", "{unused}");
    let index = a.owner.get("/admin/price-lists").await.expect(200).text();
    assert!(index.contains("name=\"currency\""), "{index}");
    let new = [("name", "Export"), ("currency", "USD")];
    let made = a.owner.post_form("/admin/price-lists", &new).await.expect(303);
    let page = made.header("location").unwrap().to_owned();
    let file = "Price list,SKU,From quantity,Price,Currency\n\
        Export,NET,,3.05,usd\nExport,NET,5,11,SAR\nExport,NET,9,2.95,\n";
    let kind = [("kind", "prices")];
    let seen = a.owner.upload("/api/v1/imports", &kind, "prices.csv", file.as_bytes()).await;
    let seen = seen.expect(201).json();
    let wrong = &seen["errors"][0];
    assert_eq!((&wrong["row"], &wrong["code"]), (&json!(3), &json!("price_list_other_currency")));
    assert_eq!((&seen["created_count"], &seen["error_count"]), (&json!(2), &json!(1)));
    let commit = format!("/api/v1/imports/{}/commit", id(&seen));
    let _ = a.owner.post(&commit, &json!({})).await.expect(200);
    let shown = a.owner.get(&page).await.expect(200).text();
    for said in ["3.05", "2.95", "USD", "Catalogue (SAR)"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let file = a.owner.get(&format!("{page}/export?format=csv")).await.expect(200).text();
    assert!(file.contains("Export,NET,") && file.contains(",3.05,USD"), "{file}");
    let index = a.owner.get("/admin/price-lists").await.expect(200).text();
    assert!(index.contains("Export (USD)"), "{index}");
    a.close().await;
}

#[tokio::test]
async fn an_invoice_is_counted_at_the_rate_that_somebody_types_on_the_orders_page() {
    let a = Abroad::open().await;
    let order = json!({"customer_id": a.customer["id"], "confirm": true,
        "lines": [{"sku": "NET", "quantity": "3", "unit_price": "10"}]});
    let order = a.posted("/api/v1/orders", &order).await;
    let page = format!("/admin/orders/{}", id(&order));
    let _ = a.posted(&format!("/api/v1/orders/{}/deliveries", id(&order)), &json!({})).await;
    let shown = a.owner.get(&page).await.expect(200).text();
    assert!(shown.contains("name=\"exchange_rate\""), "{shown}");
    assert!(shown.contains("What one USD is worth in SAR"), "{shown}");
    for (typed, told) in [("dear", "Please write a number like"), ("0", "a number above zero")] {
        let typed = [("exchange_rate", typed)];
        let refused = a.owner.post_form(&format!("{page}/invoice"), &typed).await.expect(422);
        assert!(refused.text().contains(told), "{}", refused.text());
    }
    assert_eq!(a.balances(["receivable"]).await, [0], "nothing was posted");
    // 30 and 4.50 tax at 3.8 are 131.10; the day's rate is 3.77.
    let typed = [("exchange_rate", "٣٫٨")];
    let _ = a.owner.post_form(&format!("{page}/invoice"), &typed).await.expect(303);
    assert_eq!(a.balances(["receivable"]).await, [13_110]);
    // An order in riyals has nothing to ask.
    let riyals = json!({"customer_id": a.customer["id"], "currency": "SAR", "confirm": true,
        "lines": [{"sku": "NET", "quantity": "1"}]});
    let riyals = a.posted("/api/v1/orders", &riyals).await;
    let _ = a.posted(&format!("/api/v1/orders/{}/deliveries", id(&riyals)), &json!({})).await;
    let shown = a.owner.get(&format!("/admin/orders/{}", id(&riyals))).await.expect(200).text();
    assert!(shown.contains("/invoice\"") && !shown.contains("exchange_rate"), "{shown}");
    a.close().await;
}
