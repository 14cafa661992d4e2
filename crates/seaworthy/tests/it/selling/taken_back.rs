//! A credit note that was a mistake: a debit note takes it back whole, and everything is as if it
//! had never been written, but for the two documents.

use serde_json::{Value, json};

use super::Shop;

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

/// Two nets, sold at once and owed.
async fn sold(s: &Shop) -> Value {
    let lines = json!([{"sku": "NET", "quantity": "2"}]);
    let sale = json!({"customer_id": s.customer, "lines": lines});
    s.owner.post("/api/v1/sales", &sale).await.expect(201).json()
}

async fn credited(s: &Shop, sale: &Value, quantity: &str) -> Value {
    let new = json!({"reason": "Torn", "lines": [{"n": 1, "quantity": quantity}]});
    let path = format!("/api/v1/invoices/{}/credit-notes", id(sale));
    s.owner.post(&path, &new).await.expect(201).json()
}

fn cancellation(note: &Value) -> String {
    format!("/api/v1/invoices/{}/cancellation", id(note))
}

async fn now(s: &Shop, document: &Value) -> Value {
    s.owner.get(&format!("/api/v1/invoices/{}", id(document))).await.expect(200).json()
}

/// What every account stands at, by its code.
async fn balances(s: &Shop) -> Vec<String> {
    let sql = "select coalesce(array_agg(said order by said), '{}') from (
        select a.code || ' ' || sum(l.amount) as said from lines l join accounts a
            on a.tenant_id = l.tenant_id and a.id = l.account_id
        group by a.code having sum(l.amount) <> 0) b";
    s.t.scalar("acme", sql).await
}

async fn report(s: &Shop, path: &str) -> Value {
    s.owner.get(path).await.expect(200).json()
}

#[tokio::test]
async fn a_credit_note_that_was_a_mistake_leaves_the_books_as_they_were() {
    let s = Shop::open().await;
    let sale = sold(&s).await;
    let before = balances(&s).await;
    let margin = report(&s, "/api/v1/reports/gross-margin?by=product").await;
    let tax = "/api/v1/reports/tax?from=2026-03-01&to=2026-03-31";
    let boxes = report(&s, tax).await;
    let note = credited(&s, &sale, "1").await;
    assert_eq!(now(&s, &sale).await["open"]["amount"], "115.00");
    assert_ne!(balances(&s).await, before);
    let why = json!({"reason": "The wrong customer"});
    let debit = s.owner.post(&cancellation(&note), &why).await.expect(201).json();
    assert_eq!(
        (&debit["kind"], &debit["number"]),
        (&json!("sales_debit_note"), &json!("CDN-2026-00001"))
    );
    assert_eq!((&debit["gross"], &debit["tax"]), (&note["gross"], &note["tax"]));
    assert_eq!(
        (&debit["original_number"], &debit["open"]["amount"]),
        (&note["number"], &json!("0.00"))
    );
    assert_eq!(balances(&s).await, before);
    assert_eq!(report(&s, "/api/v1/reports/gross-margin?by=product").await, margin);
    assert_eq!(report(&s, tax).await["boxes"], boxes["boxes"]);
    // The invoice is owed as before and both notes are used up.
    assert_eq!(now(&s, &sale).await["open"]["amount"], "230.00");
    let note = now(&s, &note).await;
    assert_eq!(
        (&note["open"]["amount"], &note["cancelled_by_number"]),
        (&json!("0.00"), &debit["number"])
    );
    // Once is enough, and the invoice can be credited anew, all of it.
    s.owner.post(&cancellation(&note), &why).await.refused(409, "credit_note_cancelled");
    for other in [&sale, &debit] {
        let refused = s.owner.post(&cancellation(other), &why).await;
        refused.refused(409, "only_credit_notes_are_cancelled");
    }
    let again = credited(&s, &sale, "2").await;
    assert_eq!(again["gross"], sale["gross"]);
    s.close().await;
}

#[tokio::test]
async fn a_credit_note_that_was_refunded_or_used_elsewhere_stays_until_that_is_undone() {
    let s = Shop::open().await;
    let (sale, other) = (sold(&s).await, sold(&s).await);
    let paid = json!({"method": "bank", "amount": sale["gross"]});
    let path = format!("/api/v1/invoices/{}/payments", id(&sale));
    let _ = s.owner.post(&path, &paid).await.expect(201);
    // The invoice is paid, so the note stands on the customer's account and is used there.
    let note = credited(&s, &sale, "1").await;
    let items = report(&s, "/api/v1/open-items?show=all&limit=200").await;
    let item = |document: &Value| {
        let mine = |item: &&Value| item["document_id"] == document["id"];
        items["items"].as_array().unwrap().iter().find(mine).unwrap().clone()
    };
    let part = json!({"amount": "50.00", "currency": "SAR"});
    let against = json!([{"item_id": item(&other)["id"], "amount": part}]);
    let set_off = json!({"item_id": item(&note)["id"], "against": against});
    let _ = s.owner.post("/api/v1/allocations", &set_off).await.expect(201);
    let before = balances(&s).await;
    let why = json!({"reason": "The wrong customer"});
    let refused = s.owner.post(&cancellation(&note), &why).await;
    refused.refused(409, "credit_note_used");
    let said = refused.text();
    assert!(said.contains(other["number"].as_str().unwrap()), "{said}");
    assert_eq!(balances(&s).await, before);
    assert_eq!(now(&s, &note).await["cancelled_by_id"], Value::Null);
    // Undone, it goes; and the next one is refunded in cash.
    let path = format!("/api/v1/open-items/{}", id(&item(&note)));
    let used = report(&s, &path).await["set_off"][0]["id"].as_str().unwrap().to_owned();
    let undo = format!("/api/v1/allocations/{used}/undo");
    let _ = s.owner.post(&undo, &json!({})).await.expect(204);
    let _ = s.owner.post(&cancellation(&note), &why).await.expect(201);
    assert_eq!(now(&s, &other).await["open"]["amount"], "230.00");
    let note = credited(&s, &sale, "1").await;
    let items = report(&s, "/api/v1/open-items?show=all&limit=200").await;
    let mine = |item: &&Value| item["document_id"] == note["id"];
    let item = items["items"].as_array().unwrap().iter().find(mine).unwrap().clone();
    let parts = json!([{"item_id": item["id"], "amount": note["gross"]}]);
    let refund = json!({"method": "cash", "amount": note["gross"], "parts": parts});
    let path = format!("/api/v1/payments/pay/receivable/{}", s.customer);
    let _ = s.owner.post(&path, &refund).await.expect(201);
    s.owner.post(&cancellation(&note), &why).await.refused(409, "credit_note_used");
    s.close().await;
}

#[tokio::test]
async fn what_a_return_credited_by_mistake_can_be_credited_again() {
    let s = Shop::open().await;
    let order = s.placed("3", true).await;
    let delivery = s.delivered(&order, "3").await;
    let _ = s.invoiced(&order).await;
    let line = json!({"line": 1, "quantity": "2"});
    let new = json!({"delivery_id": delivery["id"], "reason": "Torn", "lines": [line]});
    let back = s.owner.post("/api/v1/returns", &new).await.expect(201).json();
    let path = format!("/api/v1/returns/{}", id(&back));
    let back = s.owner.post(&format!("{path}/receipt"), &json!({"credit": true})).await;
    let back = back.expect(200).json();
    let note = &back["credit_notes"][0];
    let why = json!({"reason": "At another price"});
    let _ = s.owner.post(&cancellation(note), &why).await.expect(201);
    s.t.run_jobs().await;
    let back = report(&s, &path).await;
    assert_eq!(
        (&back["lines"][0]["credited"], &back["credit_notes"][0]["cancelled"]),
        (&json!("0"), &json!(true))
    );
    assert_eq!(s.now(&order).await["lines"][0]["credited"], "0");
    s.t.verify("acme").await;
    let back = s.owner.post(&format!("{path}/credit"), &json!({})).await.expect(200).json();
    assert_eq!(back["lines"][0]["credited"], "2");
    assert_eq!(back["credit_notes"].as_array().unwrap().len(), 2);
    s.close().await;
}

#[tokio::test]
async fn a_credit_note_is_taken_back_on_its_page_without_scripts() {
    let s = Shop::open().await;
    let sale = sold(&s).await;
    let note = credited(&s, &sale, "1").await;
    let accountant = s.t.as_user("acme", "accountant").await;
    let page = format!("/admin/invoices/{}", id(&note));
    let form = format!("{page}/cancel");
    assert!(accountant.get(&page).await.expect(200).text().contains(&form));
    let asked = accountant.get(&form).await.expect(200).text();
    assert!(asked.contains("never changed or deleted"), "{asked}");
    let typed = [("reason", ""), ("date", "2026-03-14")];
    let again = accountant.post_form(&form, &typed).await.expect(422).text();
    assert!(again.contains("before the credit note was issued"), "{again}");
    let typed = [("reason", "The wrong customer"), ("date", "2026-03-15")];
    let done = accountant.post_form(&form, &typed).await.expect(303);
    let shown = accountant.get(done.header("location").unwrap()).await.expect(200).text();
    assert!(shown.contains("CDN-2026-00001") && shown.contains("Debit note"), "{shown}");
    let shown = accountant.get(&page).await.expect(200).text();
    assert!(shown.contains("CDN-2026-00001") && !shown.contains(&form), "{shown}");
    let closed = accountant.get(&form).await.expect(200).text();
    assert!(closed.contains("taken back already"), "{closed}");
    let list = accountant.get("/admin/invoices?kind=sales_debit_note").await.expect(200).text();
    assert!(list.contains("CDN-2026-00001"), "{list}");
    let debit: String =
        s.t.scalar("acme", "select id::text from invoices where number like 'CDN%'").await;
    let pdf = accountant.get(&format!("/api/v1/invoices/{debit}/pdf")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF"));
    let seller = s.t.as_user("acme", "sales").await;
    let why = json!({"reason": "Mine"});
    seller.post(&cancellation(&note), &why).await.refused(403, "not_permitted");
    let other = s.t.as_user("padma", "owner").await;
    let why = json!({"reason": "Ours now"});
    other.post(&cancellation(&note), &why).await.refused(404, "not_found");
    s.close().await;
}

#[tokio::test]
async fn verify_names_a_debit_note_that_is_not_the_opposite() {
    let s = Shop::open().await;
    let sale = sold(&s).await;
    let note = credited(&s, &sale, "1").await;
    let why = json!({"reason": "The wrong customer"});
    let debit = s.owner.post(&cancellation(&note), &why).await.expect(201).json();
    s.t.run_jobs().await;
    s.t.verify("acme").await;
    let pool = s.t.owner_pool().await;
    // Sums that agree among themselves, and with the entry, but not with the note.
    for tampering in [
        "update invoices set net = net - 1, tax = tax + 1, net_base = net_base - 1,
            tax_base = tax_base + 1 where kind = 'credit_note'",
        "update invoice_lines set net = net - 1, tax = tax + 1, net_base = net_base - 1,
            tax_base = tax_base + 1
            where invoice_id in (select id from invoices where kind = 'credit_note')",
        "update invoice_taxes set net = net - 1, tax = tax + 1, net_base = net_base - 1,
            tax_base = tax_base + 1
            where invoice_id in (select id from invoices where kind = 'credit_note')",
    ] {
        sqlx::query(tampering).execute(&pool).await.unwrap();
    }
    let mut tx = s.t.tx("acme").await;
    let checks = finance::invoices::capability().checks;
    let check = checks.iter().find(|check| check.name == "debit_notes_take_back").unwrap();
    let offender = (check.run)(&mut tx).await.unwrap().unwrap();
    assert_eq!(offender.id, id(&debit));
    pool.close().await;
}
