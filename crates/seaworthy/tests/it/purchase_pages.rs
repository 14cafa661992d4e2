//! The pages of purchasing, as a person without scripts walks them, in three languages.

use serde_json::{Value, json};

use crate::purchasing::{Buying, id};

/// Posts a form and says where it leads.
async fn sent(b: &Buying, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = b.owner.post_form(path, fields).await.expect(303);
    answer.header("location").unwrap().to_owned()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn api(b: &Buying, kind: &str, page: &str) -> Value {
    b.owner.get(&format!("/api/v1/{kind}/{}", last(page))).await.expect(200).json()
}

/// Asks, orders and receives by forms; the address of the order.
async fn received_by_forms(b: &Buying) -> String {
    let wish = [
        ("reason", "Winter stock"),
        ("supplier_id_text", "Gulf Nets"),
        ("lines[0][variant_id_text]", "NET-10"),
        ("lines[0][quantity]", "10"),
        ("lines[0][price]", "30"),
    ];
    let new = "/admin/purchase-requests/new";
    let empty = b.owner.post_form(new, &wish[..1]).await.expect(422).text();
    assert!(empty.contains("Winter stock"), "{empty}");
    let request = sent(b, new, &wish).await;
    let page = b.owner.get(&request).await.expect(200).text();
    assert!(page.contains("Winter stock") && page.contains("300.00"), "{page}");
    let _ = sent(b, &format!("{request}/approve"), &[("version", "1")]).await;
    let form = format!("/admin/purchase-orders/new?request={}", last(&request));
    let form = b.owner.get(&form).await.expect(200).text();
    assert!(form.contains("345.00") && form.contains("Gulf Nets"), "{form}");
    let order = [
        ("request_id", last(&request)),
        ("supplier_id", id(&b.supplier)),
        ("lines[0][variant_id_text]", "NET-10"),
        ("lines[0][quantity]", "10"),
        ("lines[0][price]", "٣٠"),
        ("approve", "1"),
    ];
    let order = sent(b, "/admin/purchase-orders/new", &order).await;
    let _ = sent(b, &format!("{order}/send"), &[("version", "1")]).await;
    let came = [
        ("version", "2"),
        ("reference", "DN-1"),
        ("lines[0][line]", "1"),
        ("lines[0][quantity]", "10"),
    ];
    let _ = sent(b, &format!("{order}/receive"), &came).await;
    assert_eq!(api(b, "purchase-orders", &order).await["state"], "received");
    order
}

#[tokio::test]
async fn from_the_request_to_the_bill_by_forms() {
    let b = Buying::open().await;
    let order = received_by_forms(&b).await;
    let form = format!("/admin/bills/new?order={}", last(&order));
    let form = b.owner.get(&form).await.expect(200).text();
    let hidden = |name: &str| {
        let at = form.find(&format!("name=\"{name}\" value=\"")).unwrap();
        form[at..].split('"').nth(3).unwrap().to_owned()
    };
    let receipt = hidden("goods[0][receipt_id]");
    let bill = |number: &'static str, quantity: &'static str| {
        vec![
            ("supplier_id", id(&b.supplier)),
            ("order_id", last(&order)),
            ("supplier_number", number),
            ("goods[0][receipt_id]", receipt.as_str()),
            ("goods[0][receipt_line]", "1"),
            ("goods[0][quantity]", quantity),
            ("goods[0][unit_price]", "30"),
        ]
    };
    let new = "/admin/bills/new";
    let posted = b.owner.upload(new, &bill("GN-1", "4"), "bill.pdf", b"%PDF-1").await.expect(303);
    let posted = posted.header("location").unwrap().to_owned();
    let page = b.owner.get(&posted).await.expect(200).text();
    assert!(page.contains("BILL-2026-00001") && page.contains("/files/"), "{page}");
    // The same number again: the form comes back with a link to the other one.
    let again = b.owner.upload(new, &bill("gn 01", "5"), "b.pdf", b"%PDF-2").await.expect(422);
    assert!(again.text().contains(&posted), "{}", again.text());
    assert!(again.text().contains("another_reason"));
    let waits = b.owner.upload(new, &bill("GN-2", "9"), "c.pdf", b"%PDF-3").await.expect(303);
    let waits = waits.header("location").unwrap().to_owned();
    let rejected = [("version", "1"), ("reason", "Only six came")];
    let _ = sent(&b, &format!("{waits}/reject"), &rejected).await;
    assert_eq!(api(&b, "bills", &waits).await["state"], "rejected");
    let debit = [("reason", "Too dear"), ("lines[0][n]", "1"), ("lines[0][net]", "20")];
    let note = sent(&b, &format!("{posted}/debit"), &debit).await;
    assert!(b.owner.get(&note).await.expect(200).text().contains("DBN-2026-00001"));
    let back = [
        ("receipt_id", receipt.as_str()),
        ("reason", "Torn"),
        ("lines[0][line]", "1"),
        ("lines[0][quantity]", "1"),
    ];
    let back = sent(&b, "/admin/purchase-returns/new", &back).await;
    assert!(b.owner.get(&back).await.expect(200).text().contains("Torn"));
    b.close().await;
}

#[tokio::test]
async fn costs_are_previewed_and_then_posted() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    b.sell("NET-10", "5").await;
    let chart = b.owner.get("/api/v1/accounts").await.expect(200).json();
    let freight = chart["items"].as_array().unwrap().iter().find(|a| a["code"] == "6300");
    let freight = id(freight.unwrap()).to_owned();
    let new = "/admin/landed-costs/new";
    let form = b.owner.get(&format!("{new}?receipt={}", id(&receipt))).await.expect(200).text();
    assert!(form.contains("NET-10"), "{form}");
    let mut typed = vec![
        ("basis", "value"),
        ("lines[0][description]", "Freight"),
        ("lines[0][account_id]", freight.as_str()),
        ("lines[0][amount]", "50"),
        ("goods[0][receipt_id]", id(&receipt)),
        ("goods[0][receipt_line]", "1"),
        ("goods[0][chosen]", "1"),
        ("preview", "1"),
    ];
    let seen = b.owner.post_form(new, &typed).await.expect(200).text();
    assert!(seen.contains("Nothing is posted yet") && seen.contains("25.00"), "{seen}");
    let none = b.owner.get("/api/v1/landed-costs").await.expect(200).json();
    assert_eq!(none["items"], json!([]));
    let _ = typed.pop();
    let landed = sent(&b, new, &typed).await;
    assert_eq!(api(&b, "landed-costs", &landed).await["gone"]["amount"], "25.00");
    b.close().await;
}

#[tokio::test]
async fn every_page_is_shown_in_three_languages() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30"), ("HAUL", "1", "25")]).await;
    let receipt = b.received(&order, Some(json!([{"line": 1, "quantity": "4"}]))).await;
    let draft = json!({"supplier_id": b.supplier["id"],
        "lines": [{"sku": "NET-10", "quantity": "1", "unit_price": "30"}]});
    let draft = b.owner.post("/api/v1/purchase-orders", &draft).await.expect(201).json();
    let wish = json!({"reason": "Winter", "lines": [{"sku": "NET-10", "quantity": "1"}]});
    let wish = b.owner.post("/api/v1/purchase-requests", &wish).await.expect(201).json();
    let bill = json!({"supplier_id": b.supplier["id"], "supplier_number": "A-1",
        "lines": [{"receipt_id": receipt["id"], "receipt_line": 1, "quantity": "2",
            "unit_price": "99"}]});
    let waits = b.owner.post("/api/v1/bills", &bill).await.expect(201).json();
    let (order, draft, wish) = (id(&order), id(&draft), id(&wish));
    let paths = [
        "/admin/suppliers".to_owned(),
        format!("/admin/suppliers/{}", id(&b.supplier)),
        "/admin/purchase-requests".to_owned(),
        "/admin/purchase-requests/new".to_owned(),
        format!("/admin/purchase-requests/{wish}"),
        format!("/admin/purchase-requests/{wish}/edit"),
        "/admin/purchase-orders?todo=late".to_owned(),
        "/admin/purchase-orders/new".to_owned(),
        format!("/admin/purchase-orders/{order}"),
        format!("/admin/purchase-orders/{order}/receive"),
        format!("/admin/purchase-orders/{draft}/edit"),
        "/admin/bills".to_owned(),
        "/admin/bills/new".to_owned(),
        format!("/admin/bills/new?order={order}"),
        format!("/admin/bills/new?supplier={}", id(&b.supplier)),
        format!("/admin/bills/{}", id(&waits)),
        format!("/admin/bills/{}/debit", id(&waits)),
        "/admin/landed-costs".to_owned(),
        "/admin/landed-costs/new".to_owned(),
        format!("/admin/landed-costs/new?receipt={}", id(&receipt)),
        "/admin/purchase-returns".to_owned(),
        "/admin/purchase-returns/new".to_owned(),
        format!("/admin/purchase-returns/new?receipt={}", id(&receipt)),
        "/admin/goods-received-not-billed".to_owned(),
        "/admin/goods-received-not-billed?without=true".to_owned(),
        "/admin/purchase-settings".to_owned(),
    ];
    for lang in ["en", "ar", "bn"] {
        let reader = b.owner.clone().with_header("accept-language", lang);
        for path in &paths {
            let page = reader.get(path).await.expect(200).text();
            assert!(page.contains(&format!("<html lang=\"{lang}\"")), "{path} in {lang}");
        }
    }
    for list in ["purchase-requests", "purchase-orders", "goods-received-not-billed", "bills"] {
        for format in ["csv", "xlsx"] {
            let path = format!("/admin/{list}/export?format={format}");
            let _ = b.owner.get(&path).await.expect(200);
        }
    }
    assert_eq!(b.t.app.messages().failures(), 0);
    b.close().await;
}

#[tokio::test]
async fn the_sums_of_a_bill_are_reckoned_while_it_is_typed_and_nothing_stays() {
    let b = Buying::open().await;
    let rent: String =
        b.t.scalar("acme", "select id::text from accounts where code = '6100'").await;
    let code: String =
        b.t.scalar("acme", "select id::text from tax_codes where is_default limit 1").await;
    let supplier = id(&b.supplier).to_owned();
    let mut typed = vec![
        ("supplier_id", supplier.as_str()),
        ("lines[0][description]", "Rent"),
        ("lines[0][account_id]", &rent),
        ("lines[0][quantity]", "2"),
        ("lines[0][unit_price]", "10"),
        ("lines[0][tax_code_id]", &code),
        // Nobody has said yet what this is spent on: it is left out.
        ("lines[1][description]", "Light"),
        ("lines[1][quantity]", "1"),
        ("lines[1][unit_price]", "7"),
    ];
    let sums = b.owner.post_form("/admin/bills/totals", &typed).await.expect(200).text();
    for sum in ["20.00", "3.00", "23.00"] {
        assert!(sums.contains(sum), "{sums}");
    }
    // On the form, what is missing is said in the line that it is missing in.
    typed.push(("supplier_number", "R-7"));
    let page = b.owner.upload("/admin/bills/new", &typed, "rent.pdf", b"%PDF-1").await;
    let page = page.expect(422).text();
    let second = page.split("lines[1][account_id]").nth(1).unwrap();
    assert!(second.split("data-line").next().unwrap().contains("class=\"error\""), "{page}");
    assert!(page.contains("23.00"), "{page}");
    let stays: i64 = b.t.scalar("acme", "select count(*) from bills").await;
    assert_eq!(stays, 0);
}

#[tokio::test]
async fn the_way_goes_on_from_what_came_to_the_bill_and_from_the_bill_to_its_payment() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, Some(json!([{"line": 1, "quantity": "4"}]))).await;
    let home = format!("/admin/purchase-orders/{}", id(&order));
    let bill = format!("/admin/bills/new?order={}", id(&order));
    // More is to come, and what came can be billed already.
    let page = b.owner.get(&home).await.expect(200).text();
    assert!(page.contains(&format!("{home}/receive")) && page.contains(&bill), "{page}");
    let keeper = b.t.as_user("acme", "storekeeper").await;
    assert!(!keeper.get(&home).await.expect(200).text().contains(&bill));
    let rest = b.received(&order, None).await;
    let page = b.owner.get(&home).await.expect(200).text();
    assert!(page.contains(&bill) && !page.contains(&format!("{home}/receive")), "{page}");

    let billed = |number: &str, receipt: &Value, quantity: &str| {
        json!({"supplier_id": b.supplier["id"], "supplier_number": number,
            "lines": [{"receipt_id": receipt["id"], "receipt_line": 1, "quantity": quantity,
                "unit_price": "30"}]})
    };
    let first = billed("S-1", &receipt, "4");
    let first = b.owner.post("/api/v1/bills", &first).await.expect(201).json();
    let home = format!("/admin/bills/{}", id(&first));
    let page = b.owner.get(&home).await.expect(200).text();
    assert!(page.contains("Still open") && page.contains("Nothing was paid"), "{page}");
    let supplier = format!("/admin/payments/pay?side=payable&party={}", id(&b.supplier));
    let pay = page.split("href=\"").find(|part| part.starts_with("/admin/payments/pay")).unwrap();
    let pay = pay.split('"').next().unwrap().replace("&amp;", "&");
    assert!(pay.starts_with(&format!("{supplier}&item=")), "{pay}");
    let viewer = b.t.as_user("acme", "viewer").await;
    assert!(!viewer.get(&home).await.expect(200).text().contains("/admin/payments/pay"));
    // The amount and what it settles are filled in: of this bill, or of the only one.
    let filled = "value=\"138.00\"";
    let form = b.owner.get(&pay).await.expect(200).text();
    assert_eq!(form.matches(filled).count(), 2, "{form}");
    assert!(form.contains("Out of") && !form.contains("Into"), "{form}");
    assert_eq!(b.owner.get(&supplier).await.expect(200).text().matches(filled).count(), 2);
    let second = billed("S-2", &rest, "6");
    let _ = b.owner.post("/api/v1/bills", &second).await.expect(201);
    let form = b.owner.get(&supplier).await.expect(200).text();
    assert!(!form.contains(filled) && form.contains("Open: "), "{form}");
    let form = b.owner.get(&pay).await.expect(200).text();
    assert_eq!(form.matches(filled).count(), 2, "{form}");
    assert!(!form.contains("value=\"207.00\""));

    let item = pay.rsplit('=').next().unwrap();
    let money = [
        ("method", "bank"),
        ("amount", "138.00"),
        ("currency", "SAR"),
        ("date", "2026-03-15"),
        ("parts[0][item]", item),
        ("parts[0][amount]", "138.00"),
    ];
    let _ = sent(&b, &format!("/admin/payments/pay/payable/{}", id(&b.supplier)), &money).await;
    let page = b.owner.get(&home).await.expect(200).text();
    assert!(page.contains("VPAY-2026-00001") && !page.contains("/admin/payments/pay"), "{page}");
    b.close().await;
}

#[tokio::test]
async fn a_suppliers_own_goods_come_first_and_those_of_nobody_are_folded_away() {
    let b = Buying::open().await;
    let mut receipts = Vec::new();
    for supplier in [&Value::Null, &Value::Null, &b.supplier["id"], &Value::Null] {
        let came = json!({"supplier_id": supplier, "lines": [
            {"sku": "ROPE-5", "quantity": "8", "unit_cost": "1.50"}]});
        let came = b.owner.post("/api/v1/stock/receipts", &came).await.expect(201).json();
        receipts.push(came);
    }
    let form = format!("/admin/bills/new?supplier={}", id(&b.supplier));
    let page = b.owner.get(&form).await.expect(200).text();
    let places = [
        "GRN-2026-00003",
        "<details class=\"fold\">",
        "GRN-2026-00004",
        "GRN-2026-00002",
        "GRN-2026-00001",
    ];
    let places = places.map(|what| page.find(what).unwrap_or_else(|| panic!("{what}: {page}")));
    assert!(places.is_sorted(), "{places:?}");

    // Another comes while somebody types: what was typed stays beside its own line, unfolded.
    let came = json!({"lines": [{"sku": "ROPE-5", "quantity": "8", "unit_cost": "1.50"}]});
    let _ = b.owner.post("/api/v1/stock/receipts", &came).await.expect(201);
    let typed = [
        ("supplier_id", id(&b.supplier)),
        ("supplier_number", ""),
        ("goods[3][receipt_id]", id(&receipts[0])),
        ("goods[3][receipt_line]", "1"),
        ("goods[3][quantity]", "7"),
        ("goods[3][unit_price]", "1.25"),
    ];
    let page = b.owner.upload("/admin/bills/new", &typed, "b.pdf", b"%PDF-1").await.expect(422);
    let page = page.text();
    assert!(page.contains("<details class=\"fold\" open>"), "{page}");
    let row = page.split(&format!("value=\"{}\"", id(&receipts[0]))).nth(1).unwrap();
    let row = row.split("</tr>").next().unwrap();
    assert!(row.contains("value=\"7\"") && row.contains("value=\"1.25\""), "{row}");
    assert_eq!(page.matches("value=\"7\"").count(), 1, "{page}");
    b.close().await;
}

#[tokio::test]
async fn whoever_entered_a_waiting_bill_withdraws_it_and_nobody_else() {
    let b = Buying::open().await;
    let order = b.ordered(&[("NET-10", "10", "30")]).await;
    let receipt = b.received(&order, None).await;
    let bill = |price: &str| {
        json!({"supplier_id": b.supplier["id"], "supplier_number": "GN-1",
            "lines": [{"receipt_id": receipt["id"], "receipt_line": 1, "quantity": "10",
                "unit_price": price}]})
    };
    let clerk = b.t.as_user("acme", "accountant").await;
    let wrong = clerk.post("/api/v1/bills", &bill("31")).await.expect(201).json();
    assert_eq!(wrong["state"], "waiting");
    let home = format!("/admin/bills/{}", id(&wrong));
    let page = clerk.get(&home).await.expect(200).text();
    assert!(page.contains(&format!("{home}/withdraw")), "{page}");
    assert!(page.contains("Who may approve it: Owner, Manager"), "{page}");
    // Whoever may decide is told neither, and cannot withdraw what is not theirs.
    let page = b.owner.get(&home).await.expect(200).text();
    assert!(!page.contains("/withdraw") && !page.contains("Who may approve it"), "{page}");
    let path = format!("/api/v1/bills/{}/withdrawal", id(&wrong));
    b.owner.post(&path, &json!({})).await.refused(422, "bill_of_another");
    assert_eq!(api(&b, "bills", &home).await["version"], wrong["version"]);

    let form = [("version", "1"), ("reason", "31 for 30")];
    let _ = clerk.post_form(&format!("{home}/withdraw"), &form).await.expect(303);
    assert_eq!(api(&b, "bills", &home).await["state"], "rejected");
    assert!(clerk.get(&home).await.expect(200).text().contains("Withdrew the bill"));
    clerk.post(&path, &json!({})).await.refused(409, "bill_not_waiting");
    let right = clerk.post("/api/v1/bills", &bill("30")).await.expect(201).json();
    assert_eq!(right["state"], "posted", "the withdrawn one is no other bill of that number");
    b.close().await;
}
