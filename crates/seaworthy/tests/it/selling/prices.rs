//! Price lists: which price a line takes, and that the line says why.

use serde_json::{Value, json};

use super::{Shop, path};

/// A list of the shop's nets: `[("0", "90")]` is 90 for any quantity.
async fn list(s: &Shop, name: &str, prices: &[(&str, &str)]) -> String {
    let new = json!({ "name": name });
    let list = s.owner.post("/api/v1/price-lists", &new).await.expect(201).json();
    let id = list["id"].as_str().unwrap().to_owned();
    let line = |(from, price): &(&str, &str)| {
        let sku = "NET";
        json!({"sku": sku, "from_quantity": from, "unit_price": price})
    };
    let lines: Vec<Value> = prices.iter().map(line).collect();
    let set = format!("/api/v1/price-lists/{id}/prices");
    let done = s.owner.post(&set, &json!({ "lines": lines })).await.expect(200).json();
    assert_eq!(done["changed"], prices.len());
    id
}

async fn terms(s: &Shop, group: Option<&str>, list: Option<&str>) {
    let terms = json!({"group_id": group, "price_list_id": list});
    let path = format!("/api/v1/customers/{}/prices", s.customer);
    let _ = s.owner.post(&path, &terms).await.expect(200);
}

/// The price of a line and the rule that it names.
fn told(order: &Value) -> (&str, Option<(&str, &str)>) {
    let line = &order["lines"][0];
    let rule = line["price_rule"]["list"].as_str();
    let rule = rule.map(|list| (list, line["price_rule"]["from"].as_str().unwrap()));
    (line["unit_price"].as_str().unwrap(), rule)
}

#[tokio::test]
async fn a_line_takes_the_price_from_the_highest_quantity_that_it_reaches() {
    let s = Shop::open().await;
    let wholesale = list(&s, "Wholesale", &[("5", "90"), ("10", "80.50")]).await;
    terms(&s, None, Some(&wholesale)).await;
    let prices = [
        ("4", "100", None),
        ("5", "90", Some(("Wholesale", "5"))),
        ("9.999999", "90", Some(("Wholesale", "5"))),
        ("10", "80.5", Some(("Wholesale", "10"))),
    ];
    for (quantity, price, rule) in prices {
        let order = s.placed(quantity, false).await;
        assert_eq!(told(&order), (price, rule), "{quantity}");
        assert_eq!(s.now(&order).await, order, "what was answered is what is kept");
    }
    // What is entered goes before every list, and no list is named.
    let lines = json!([{"sku": "NET", "quantity": "10", "unit_price": "99"}]);
    let new = json!({"customer_id": s.customer, "lines": lines});
    let order = s.owner.post("/api/v1/orders", &new).await.expect(201).json();
    assert_eq!(told(&order), ("99", None));
    s.close().await;
}

#[tokio::test]
async fn the_customers_own_list_goes_before_its_groups_and_days_count() {
    let s = Shop::open().await;
    let own = list(&s, "Al Noor", &[("10", "70")]).await;
    let hotels = list(&s, "Hotels", &[("0", "95")]).await;
    let group = json!({"name": "Hotels", "price_list_id": hotels});
    let group = s.owner.post("/api/v1/customer-groups", &group).await.expect(201).json();
    let group = group["id"].as_str().unwrap();
    terms(&s, Some(group), Some(&own)).await;
    assert_eq!(told(&s.placed("10", false).await), ("70", Some(("Al Noor", "10"))));
    // Its own list has nothing for so little.
    assert_eq!(told(&s.placed("9", false).await), ("95", Some(("Hotels", "0"))));
    let days = json!({"valid_from": "2026-03-16"});
    let path = format!("/api/v1/price-lists/{own}");
    let _ = s.owner.patch(&path, &days).await.expect(200);
    assert_eq!(told(&s.placed("10", false).await), ("95", Some(("Hotels", "0"))));
    let lines = json!([{"sku": "NET", "quantity": "10"}]);
    let later = json!({"customer_id": s.customer, "lines": lines, "order_date": "2026-03-16"});
    let later = s.owner.post("/api/v1/orders", &later).await.expect(201).json();
    assert_eq!(told(&later), ("70", Some(("Al Noor", "10"))));
    let off = json!({"active": false});
    let _ = s.owner.patch(&format!("/api/v1/price-lists/{hotels}"), &off).await.expect(200);
    assert_eq!(told(&s.placed("10", false).await), ("100", None));
    // Another customer pays what the catalogue says.
    let other = s.t.customer("acme", "Najd Hotels").await;
    let new = json!({"customer_id": other["id"], "lines": lines, "order_date": "2026-03-16"});
    let order = s.owner.post("/api/v1/orders", &new).await.expect(201).json();
    assert_eq!(told(&order), ("100", None));
    s.close().await;
}

#[tokio::test]
async fn a_written_order_keeps_its_price_and_its_reason() {
    let s = Shop::open().await;
    let wholesale = list(&s, "Wholesale", &[("5", "90"), ("10", "80")]).await;
    terms(&s, None, Some(&wholesale)).await;
    let order = s.placed("10", false).await;
    let gone = json!({"lines": [{"sku": "NET", "from_quantity": "10", "unit_price": null}]});
    let set = format!("/api/v1/price-lists/{wholesale}/prices");
    assert_eq!(s.owner.post(&set, &gone).await.expect(200).json()["changed"], 1);
    assert_eq!(told(&s.now(&order).await), ("80", Some(("Wholesale", "10"))));
    // A change that leaves the lines alone leaves what was agreed.
    let note = json!({"note": "Call before noon"});
    let edited = s.owner.patch(&path(&order, ""), &note).await.expect(200).json();
    assert_eq!(told(&edited), ("80", Some(("Wholesale", "10"))));
    // In the form, another quantity asks the lists again, unless a price is entered.
    let page = format!("/admin/orders/{}/edit", order["id"].as_str().unwrap());
    let variant = order["lines"][0]["variant_id"].as_str().unwrap();
    let tax = order["lines"][0]["tax_code_id"].as_str().unwrap();
    let form = |quantity: &'static str, price: &'static str, version: &'static str| {
        vec![
            ("version", version),
            ("customer_id", s.customer.as_str()),
            ("lines[0][variant_id]", variant),
            ("lines[0][quantity]", quantity),
            ("lines[0][price]", price),
            ("lines[0][tax_code_id]", tax),
        ]
    };
    let _ = s.owner.post_form(&page, &form("10", "80", "2")).await.expect(303);
    assert_eq!(told(&s.now(&order).await), ("80", Some(("Wholesale", "10"))));
    let _ = s.owner.post_form(&page, &form("11", "80", "3")).await;
    assert_eq!(told(&s.now(&order).await), ("90", Some(("Wholesale", "5"))));
    let shown = page.trim_end_matches("/edit");
    let shown = s.owner.get(shown).await.expect(200).text();
    assert!(shown.contains("list Wholesale, from 5"), "{shown}");
    s.close().await;
}

#[tokio::test]
async fn a_list_that_cannot_be_is_refused_and_another_company_sees_none() {
    let s = Shop::open().await;
    let id = list(&s, "Wholesale", &[("0", "90")]).await;
    let again = s.owner.post("/api/v1/price-lists", &json!({"name": " Wholesale "})).await;
    again.refused(409, "price_name_taken");
    let dollars = json!({"name": "Dollars", "currency": "USD"});
    let dollars = s.owner.post("/api/v1/price-lists", &dollars).await.expect(422).json();
    assert_eq!(dollars["fields"][0]["code"], "currency_not_used", "{dollars}");
    let early = json!({"name": "Early", "valid_from": "2026-04-01", "valid_to": "2026-03-01"});
    let early = s.owner.post("/api/v1/price-lists", &early).await.expect(422).json();
    assert_eq!(early["fields"][0]["code"], "price_list_ends_early", "{early}");
    let line = json!({"sku": "NET", "unit_price": "1"});
    let nothing = json!({"sku": "NO-SUCH", "unit_price": "1"});
    let below = json!({"sku": "NET", "from_quantity": "2", "unit_price": "-1"});
    let lines = json!({"lines": [line, line, nothing, below]});
    let set = format!("/api/v1/price-lists/{id}/prices");
    let wrong = s.owner.post(&set, &lines).await.expect(422).json();
    let codes: Vec<&str> =
        wrong["fields"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["price_named_twice", "unknown", "not_negative"]);
    let kept = s.owner.get(&set).await.expect(200).json();
    assert_eq!(kept["items"][0]["unit_price"], "90", "nothing changed");
    let other = s.t.as_user("padma", "owner").await;
    other.get(&set).await.refused(404, "not_found");
    other.post(&set, &json!({"lines": [line]})).await.refused(404, "not_found");
    s.close().await;
}

#[tokio::test]
async fn lists_and_groups_are_kept_on_their_pages_without_scripts() {
    let s = Shop::open().await;
    let made = s.owner.post_form("/admin/price-lists", &[("name", "Hotels")]).await.expect(303);
    let at = made.header("location").unwrap().to_owned();
    let row = [
        ("lines[0][variant_id]", ""),
        ("lines[0][variant_id_text]", "NET"),
        ("lines[0][from_quantity]", "٥"),
        ("lines[0][unit_price]", "77.70"),
    ];
    let _ = s.owner.post_form(&format!("{at}/prices"), &row).await.expect(303);
    let page = s.owner.get(&at).await.expect(200).text();
    assert!(page.contains("77.70") && page.contains("Set prices"), "{page}");
    let id = at.rsplit('/').next().unwrap();
    let group = [("name", "Hotels"), ("price_list_id", id)];
    let _ = s.owner.post_form("/admin/customer-groups", &group).await.expect(303);
    let groups = s.owner.get("/api/v1/customer-groups").await.expect(200).json();
    let group = groups["items"][0]["id"].as_str().unwrap().to_owned();
    let customer = format!("/admin/customers/{}", s.customer);
    let pays = [("group_id", group.as_str()), ("price_list_id", "")];
    let _ = s.owner.post_form(&format!("{customer}/prices"), &pays).await.expect(303);
    let shown = s.owner.get(&customer).await.expect(200).text();
    assert!(shown.contains("Own price list"), "{shown}");
    assert_eq!(told(&s.placed("5", false).await), ("77.7", Some(("Hotels", "5"))));
    let file = s.owner.get(&format!("{at}/export?format=csv")).await.expect(200).text();
    assert!(file.contains("NET") && file.contains("77.7"), "{file}");
    // The type-ahead leaves the price to the lists.
    let found = s.owner.get("/admin/orders/products?q=net").await.expect(200).json();
    assert_eq!(found[0]["price"], Value::Null, "{found}");
    s.close().await;
}

async fn take_in(s: &Shop, file: &str) -> Value {
    let kind = [("kind", "prices")];
    let seen = s.owner.upload("/api/v1/imports", &kind, "prices.csv", file.as_bytes()).await;
    seen.expect(201).json()
}

fn counts(import: &Value) -> [i64; 4] {
    ["created_count", "updated_count", "unchanged_count", "error_count"]
        .map(|field| import[field].as_i64().unwrap())
}

async fn kept(s: &Shop, id: &str) -> Vec<(String, String)> {
    let prices = format!("/api/v1/price-lists/{id}/prices");
    let found = s.owner.get(&prices).await.expect(200).json();
    let text = |price: &Value, field: &str| price[field].as_str().unwrap().to_owned();
    let items = found["items"].as_array().unwrap().iter();
    items.map(|price| (text(price, "from_quantity"), text(price, "unit_price"))).collect()
}

fn of(prices: &[(&str, &str)]) -> Vec<(String, String)> {
    prices.iter().map(|(from, price)| ((*from).to_owned(), (*price).to_owned())).collect()
}

#[tokio::test]
async fn prices_come_from_a_file_and_go_back() {
    let s = Shop::open().await;
    let id = list(&s, "Wholesale", &[("0", "90"), ("5", "85")]).await;
    let file = "Price list,SKU,From quantity,Price\n\
        wholesale,NET,,88.50\nWholesale,NET,5,85\nWholesale,NET,10,٨٠\n\
        Wholesale,NO-SUCH,,1\nHotels,NET,,1\nWholesale,NET,10,79\nWholesale,NET,20,cheap\n\
        Wholesale,NET,20,-1\nWholesale,NET,20,\n";
    let seen = take_in(&s, file).await;
    assert_eq!(counts(&seen), [1, 1, 1, 6], "{seen}");
    assert_eq!(kept(&s, &id).await, of(&[("0", "90"), ("5", "85")]), "a preview changes nothing");
    let mut wrong: Vec<(i64, &str)> = seen["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["row"].as_i64().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    wrong.sort_unstable();
    let expected = [
        (5, "unknown"),
        (6, "price_list_unknown"),
        (7, "price_named_twice"),
        (8, "not_a_number"),
        (9, "not_negative"),
        (10, "required"),
    ];
    assert_eq!(wrong, expected);
    let at = |rest: &str| format!("/api/v1/imports/{}{rest}", seen["id"].as_str().unwrap());
    let errors = s.owner.get(&at("/errors.csv")).await.expect(200).text();
    assert!(errors.contains("Wholesale,NO-SUCH,,1,"), "{errors}");
    let done = s.owner.post(&at("/commit"), &json!({})).await.expect(200).json();
    assert_eq!(done["state"], "committed");
    assert_eq!(kept(&s, &id).await, of(&[("0", "88.5"), ("5", "85"), ("10", "80")]));
    terms(&s, None, Some(&id)).await;
    assert_eq!(told(&s.placed("10", false).await), ("80", Some(("Wholesale", "10"))));
    // The same file again changes nothing.
    assert_eq!(counts(&take_in(&s, file).await), [0, 0, 3, 6]);
    // What somebody sets afterwards stays when the import is taken back.
    let set = format!("/api/v1/price-lists/{id}/prices");
    let later = json!({"lines": [{"sku": "NET", "from_quantity": "10", "unit_price": "81"}]});
    let _ = s.owner.post(&set, &later).await.expect(200);
    let undone = s.owner.post(&at("/undo"), &json!({})).await.expect(200).json();
    assert_eq!(undone["summary"]["undone"], json!({"undone": 1, "kept": 1}));
    assert_eq!(kept(&s, &id).await, of(&[("0", "90"), ("5", "85"), ("10", "81")]));
    // Who may not edit price lists takes no prices in.
    let keeper = s.t.as_user("acme", "storekeeper").await;
    let kind = [("kind", "prices")];
    let refused = keeper.upload("/api/v1/imports", &kind, "prices.csv", file.as_bytes()).await;
    refused.refused(403, "not_permitted");
    s.close().await;
}
