//! Quotes: from the offer over the customer's answer to the order.

use serde_json::{Value, json};
use testkit::{Answer, Client};

use super::Shop;

fn at(quote: &Value, rest: &str) -> String {
    format!("/api/v1/quotes/{}{rest}", quote["id"].as_str().unwrap())
}

fn page(quote: &Value) -> String {
    format!("/admin/quotes/{}", quote["id"].as_str().unwrap())
}

async fn ask(s: &Shop, by: &Client, lines: Value) -> Answer {
    let new = json!({"customer_id": s.customer, "lines": lines, "reference": "RFQ 7",
        "terms": "Delivery in two weeks."});
    by.post("/api/v1/quotes", &new).await
}

async fn written(s: &Shop, lines: Value) -> Value {
    ask(s, &s.owner, lines).await.expect(201).json()
}

async fn nets(s: &Shop) -> Value {
    written(s, json!([{"sku": "NET", "quantity": "3", "discount": "0.1"}])).await
}

async fn now(s: &Shop, quote: &Value) -> Value {
    s.owner.get(&at(quote, "")).await.expect(200).json()
}

async fn step(s: &Shop, quote: &Value, what: &str, how: Value) -> Answer {
    s.owner.post(&at(quote, what), &how).await
}

async fn handed_over(s: &Shop, quote: &Value) -> Value {
    step(s, quote, "/sending", json!({"mail": false})).await.expect(200).json()
}

async fn accepted(s: &Shop, quote: &Value) -> Value {
    let _ = handed_over(s, quote).await;
    step(s, quote, "/acceptance", json!({"reference": "PO 41"})).await.expect(200).json()
}

async fn orders(s: &Shop) -> i64 {
    s.t.scalar("acme", "select count(*) from orders").await
}

#[tokio::test]
async fn a_quote_has_the_customers_prices_and_is_valid_for_thirty_days() {
    let s = Shop::open().await;
    let quote = nets(&s).await;
    let line = &quote["lines"][0];
    assert_eq!((&quote["state"], &quote["number"]), (&json!("draft"), &Value::Null));
    assert_eq!(
        (&quote["quote_date"], &quote["valid_until"]),
        (&json!("2026-03-15"), &json!("2026-04-14"))
    );
    assert_eq!((&line["unit_price"], &line["discount"]), (&json!("100"), &json!("0.1")));
    assert_eq!(quote["net"], json!({"amount": "270.00", "currency": "SAR"}));
    assert_eq!(quote["gross"], json!({"amount": "310.50", "currency": "SAR"}));
    assert_eq!(now(&s, &quote).await, quote, "what was answered is what is kept");
    // What cannot be is named field by field, and nothing is written.
    let bad = json!({"customer_id": s.customer, "quote_date": "2026-03-15",
        "valid_until": "2026-03-14", "lines": []});
    let bad = s.owner.post("/api/v1/quotes", &bad).await.expect(422).json();
    let codes: Vec<&str> =
        bad["fields"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["quote_ends_early", "quote_empty"]);
    let unknown = ask(&s, &s.owner, json!([{"sku": "NONE", "quantity": "0"}])).await.expect(422);
    let unknown = unknown.json();
    assert_eq!(unknown["fields"][0]["path"], "lines[0].variant_id", "{unknown}");
    assert_eq!(s.t.scalar::<i64>("acme", "select count(*) from quotes").await, 1);
    s.close().await;
}

#[tokio::test]
async fn an_accepted_quote_becomes_one_order_with_the_same_lines() {
    let s = Shop::open().await;
    let quote = accepted(&s, &nets(&s).await).await;
    assert_eq!((&quote["state"], &quote["number"]), (&json!("accepted"), &json!("QUO-2026-00001")));
    assert_eq!(quote["reference"], "PO 41");
    // The catalogue may ask more by now; what was offered holds.
    let dearer = "update variants set price = 200000000";
    let _ = sqlx::query(dearer).execute(&s.t.owner_pool().await).await.unwrap();
    let order = step(&s, &quote, "/order", json!({"confirm": true})).await.expect(201).json();
    assert_eq!((&order["state"], &order["number"]), (&json!("confirmed"), &json!("SO-2026-00001")));
    assert_eq!(order["quote"], json!({"id": quote["id"], "number": "QUO-2026-00001"}));
    assert_eq!((&order["reference"], &order["gross"]), (&json!("PO 41"), &quote["gross"]));
    let told = |line: &Value| {
        ["sku", "description", "quantity", "unit_price", "discount", "tax_code_id", "net"]
            .map(|field| line[field].clone())
    };
    assert_eq!(told(&order["lines"][0]), told(&quote["lines"][0]));
    let quote = now(&s, &quote).await;
    assert_eq!(quote["state"], "ordered");
    assert_eq!(quote["order"], json!({"id": order["id"], "number": "SO-2026-00001"}));
    // Asked again it is the order that was made; another one is refused.
    let again = step(&s, &quote, "/order", json!({})).await.expect(201).json();
    assert_eq!(again, s.now(&order).await);
    let other = json!({"id": "0197b2c0-0000-7000-8000-000000000001"});
    step(&s, &quote, "/order", other).await.refused(409, "quote_ordered");
    assert_eq!(orders(&s).await, 1);
    step(&s, &quote, "/decline", json!({})).await.refused(409, "quote_ordered");
    s.owner.patch(&at(&quote, ""), &json!({"note": "x"})).await.refused(409, "quote_ordered");
    let shown = s.owner.get(&page(&quote)).await.expect(200).text();
    assert!(shown.contains("SO-2026-00001") && !shown.contains("/order\""), "{shown}");
    let shown = format!("/admin/orders/{}", order["id"].as_str().unwrap());
    let shown = s.owner.get(&shown).await.expect(200).text();
    assert!(shown.contains(&page(&quote)) && shown.contains("QUO-2026-00001"), "{shown}");
    s.close().await;
}

#[tokio::test]
async fn two_who_order_at_once_get_the_same_order() {
    let s = Shop::open().await;
    let quote = accepted(&s, &nets(&s).await).await;
    let (how, path) = (json!({}), at(&quote, "/order"));
    let (a, b) = tokio::join!(s.owner.post(&path, &how), s.owner.post(&path, &how));
    let (a, b) = (a.expect(201).json(), b.expect(201).json());
    assert_eq!(a["id"], b["id"]);
    assert_eq!(orders(&s).await, 1);
    s.close().await;
}

#[tokio::test]
async fn a_quote_whose_order_was_cancelled_is_ordered_again_and_shows_that_order() {
    let s = Shop::open().await;
    let quote = accepted(&s, &nets(&s).await).await;
    let confirm = json!({"confirm": true});
    let order = step(&s, &quote, "/order", confirm.clone()).await.expect(201).json();
    let cancel = super::path(&order, "/cancellation");
    let _ = s.owner.post(&cancel, &json!({})).await.expect(200);
    let open = now(&s, &quote).await;
    assert_eq!((&open["state"], &open["order"]), (&json!("accepted"), &Value::Null));
    let gone = json!([{"id": order["id"], "number": "SO-2026-00001"}]);
    assert_eq!(open["cancelled_orders"], gone);
    let list = s.owner.get("/api/v1/quotes?state=accepted").await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
    // The command that made the cancelled order is answered with it, and makes no other.
    let again = step(&s, &quote, "/order", json!({"id": order["id"]})).await.expect(201).json();
    assert_eq!((&again["state"], orders(&s).await), (&json!("cancelled"), 1));
    let shown = s.owner.get(&page(&quote)).await.expect(200).text();
    assert!(shown.contains("Cancelled order") && shown.contains("/order\""), "{shown}");
    let second = step(&s, &quote, "/order", confirm).await.expect(201).json();
    assert_eq!(second["number"], "SO-2026-00002");
    let ordered = now(&s, &quote).await;
    assert_eq!((&ordered["state"], &ordered["cancelled_orders"]), (&json!("ordered"), &gone));
    assert_eq!(ordered["order"], json!({"id": second["id"], "number": "SO-2026-00002"}));
    step(&s, &quote, "/decline", json!({})).await.refused(409, "quote_ordered");
    let list = s.owner.get("/api/v1/quotes").await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "a quote is listed once: {list}");
    s.close().await;
}

#[tokio::test]
async fn only_what_is_sent_is_accepted_and_only_what_is_accepted_is_ordered() {
    let s = Shop::open().await;
    let quote = nets(&s).await;
    step(&s, &quote, "/acceptance", json!({})).await.refused(409, "quote_not_sent");
    step(&s, &quote, "/order", json!({})).await.refused(409, "quote_not_sent");
    assert_eq!(now(&s, &quote).await, quote, "nothing changed");
    let sent = handed_over(&s, &quote).await;
    step(&s, &sent, "/order", json!({})).await.refused(409, "quote_not_accepted");
    let stale = json!({"version": 1});
    step(&s, &sent, "/acceptance", stale).await.refused(412, "stale");
    let declined = json!({"reason": "Too dear."});
    let declined = step(&s, &sent, "/decline", declined).await.expect(200).json();
    assert_eq!(declined["state"], "declined");
    assert_eq!(declined["declined_because"], "Too dear.");
    step(&s, &declined, "/sending", json!({"mail": false})).await.refused(409, "quote_declined");
    assert_eq!(orders(&s).await, 0);
    // A better offer goes out under the same number.
    let lines = json!({"lines": [{"sku": "NET", "quantity": "3", "discount": "0.2"}]});
    let edited = s.owner.patch(&at(&quote, ""), &lines).await.expect(200).json();
    assert_eq!((&edited["state"], &edited["number"]), (&json!("draft"), &json!("QUO-2026-00001")));
    assert_eq!(edited["declined_because"], "");
    let again = handed_over(&s, &edited).await;
    assert_eq!(again["number"], "QUO-2026-00001");
    // A word for the company's own people leaves with the customer what it has.
    let note = json!({"note": "Call on Monday"});
    let noted = s.owner.patch(&at(&quote, ""), &note).await.expect(200).json();
    assert_eq!((&noted["state"], &noted["note"]), (&json!("sent"), &json!("Call on Monday")));
    s.close().await;
}

#[tokio::test]
async fn a_quote_expires_after_its_last_day() {
    let s = Shop::open().await;
    let owner = &s.owner;
    let quote = handed_over(&s, &nets(&s).await).await;
    let pool = s.t.owner_pool().await;
    let ends = async |days: i32| {
        let sql = "update quotes set quote_date = '2026-03-01',
            valid_until = '2026-03-15'::date + $1::int where number = 'QUO-2026-00001'";
        let _ = sqlx::query(sql).bind(days).execute(&pool).await.unwrap();
    };
    ends(0).await;
    assert_eq!(now(&s, &quote).await["state"], "sent", "its last day counts");
    ends(-1).await;
    assert_eq!(now(&s, &quote).await["state"], "expired");
    for (state, found) in [("expired", 1), ("sent", 0), ("draft", 0)] {
        let list = owner.get(&format!("/api/v1/quotes?state={state}")).await.expect(200).json();
        assert_eq!(list["items"].as_array().unwrap().len(), found, "{state}: {list}");
    }
    let how = json!({"mail": false});
    owner.post(&at(&quote, "/acceptance"), &json!({})).await.refused(409, "quote_expired");
    owner.post(&at(&quote, "/sending"), &how).await.refused(409, "quote_expired");
    // With a later day it is sent again.
    let later = json!({"valid_until": "2026-03-31"});
    let draft = owner.patch(&at(&quote, ""), &later).await.expect(200).json();
    assert_eq!(draft["state"], "draft");
    let _ = owner.post(&at(&quote, "/sending"), &how).await.expect(200);
    let _ = owner.post(&at(&quote, "/acceptance"), &json!({})).await.expect(200);
    // A draft whose day is over is not sent.
    let old = json!({"customer_id": s.customer, "quote_date": "2026-03-01",
        "valid_until": "2026-03-14", "lines": [{"sku": "NET", "quantity": "1"}]});
    let old = owner.post("/api/v1/quotes", &old).await.expect(201).json();
    owner.post(&at(&old, "/sending"), &how).await.refused(422, "quote_day_over");
    s.close().await;
}

#[tokio::test]
async fn a_quote_goes_out_by_mail_with_its_pdf_in_the_customers_language() {
    let s = Shop::open().await;
    let quote = nets(&s).await;
    let nobody = step(&s, &quote, "/sending", json!({})).await.expect(422).json();
    assert_eq!(
        (&nobody["fields"][0]["path"], &nobody["fields"][0]["code"]),
        (&json!("to"), &json!("required"))
    );
    let bad = step(&s, &quote, "/sending", json!({"to": "somebody"})).await.expect(422).json();
    assert_eq!(bad["fields"][0]["code"], "bad_email");
    assert_eq!(now(&s, &quote).await, quote, "no number was taken");
    let arabic = json!({"email": "buyer@alnoor.example", "lang": "ar"});
    let customer = format!("/api/v1/customers/{}", s.customer);
    let _ = s.owner.patch(&customer, &arabic).await.expect(200);
    let sent = step(&s, &quote, "/sending", json!({})).await.expect(200).json();
    assert_eq!(
        (&sent["state"], &sent["sent_to"]),
        (&json!("sent"), &json!("buyer@alnoor.example"))
    );
    s.t.run_jobs().await;
    let mails = s.t.mails();
    let mail = mails.iter().find(|mail| mail.contains("QUO-2026-00001")).unwrap();
    assert!(mail.contains("To: buyer@alnoor.example"), "{mail}");
    assert!(mail.contains("QUO-2026-00001.pdf") && mail.contains("application/pdf"), "{mail}");
    assert!(mail.contains("عرض السعر"), "{mail}");
    let pdf = s.owner.get(&at(&quote, "/pdf")).await.expect(200);
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    assert!(pdf.body.starts_with(b"%PDF"));
    let paper = s.owner.get(&format!("{}/print", page(&quote))).await.expect(200).text();
    assert!(paper.contains("dir=\"rtl\"") && paper.contains("صالح حتى"), "{paper}");
    assert!(paper.contains("Delivery in two weeks."), "{paper}");
    s.close().await;
}

#[tokio::test]
async fn what_gives_too_much_away_is_sent_by_somebody_else_and_its_order_does_not_wait() {
    let s = Shop::open().await;
    let rules = json!({"discount_limit": "0.1", "below_cost": false});
    let _ = s.owner.post("/api/v1/approval-rules", &rules).await.expect(200);
    let (sales, manager) =
        (s.t.as_user("acme", "sales").await, s.t.as_user("acme", "manager").await);
    let lines = json!([{"sku": "NET", "quantity": "2", "discount": "0.3"}]);
    let quote = ask(&s, &sales, lines).await.expect(201).json();
    assert_eq!(quote["lines"][0]["needs"], "discount");
    let how = json!({"mail": false});
    sales.post(&at(&quote, "/sending"), &how).await.refused(422, "quote_needs_approval");
    assert_eq!(now(&s, &quote).await, quote, "nothing changed");
    // Who may approve does not approve their own, and who may not approves nobody's.
    let lines = json!([{"sku": "NET", "quantity": "1", "discount": "0.3"}]);
    let own = ask(&s, &manager, lines).await.expect(201).json();
    for sender in [&manager, &sales] {
        sender.post(&at(&own, "/sending"), &how).await.refused(422, "quote_needs_approval");
    }
    assert_eq!(now(&s, &own).await, own, "nothing changed");
    let form = manager.get(&format!("{}/send", page(&quote))).await.expect(200).text();
    assert!(form.contains("you approve that"), "{form}");
    let _ = manager.post(&at(&quote, "/sending"), &how).await.expect(200);
    // What the customer holds may be sent again by anybody who sends.
    let _ = sales.post(&at(&quote, "/sending"), &how).await.expect(200);
    let _ = sales.post(&at(&quote, "/acceptance"), &json!({})).await.expect(200);
    let confirm = json!({"confirm": true});
    let order = sales.post(&at(&quote, "/order"), &confirm).await.expect(201).json();
    assert_eq!((&order["approval"], &order["state"]), (&json!("none"), &json!("confirmed")));
    // As a draft, it waits as soon as its lines are others.
    let quote = ask(&s, &sales, json!([{"sku": "NET", "quantity": "2", "discount": "0.3"}])).await;
    let quote = quote.expect(201).json();
    let _ = manager.post(&at(&quote, "/sending"), &how).await.expect(200);
    let _ = sales.post(&at(&quote, "/acceptance"), &json!({})).await.expect(200);
    let draft = sales.post(&at(&quote, "/order"), &json!({})).await.expect(201).json();
    let path = super::path(&draft, "");
    let noted = sales.patch(&path, &json!({"note": "Friday"})).await.expect(200).json();
    assert_eq!(noted["approval"], "none");
    let more = json!({"lines": [{"sku": "NET", "quantity": "9", "discount": "0.3"}]});
    let more = sales.patch(&path, &more).await.expect(200).json();
    assert_eq!(more["approval"], "waiting");
    s.close().await;
}

#[tokio::test]
async fn a_quote_is_written_sent_answered_and_ordered_without_scripts() {
    let s = Shop::open().await;
    let empty = s.owner.get("/admin/quotes").await.expect(200).text();
    assert!(empty.contains("No quotes yet"), "{empty}");
    let _ = s.owner.get("/admin/quotes/new").await.expect(200);
    let mut typed = vec![
        ("customer_id_text", "Al Noor Trading"),
        ("quote_date", "2026-03-15"),
        ("valid_until", "2026-03-31"),
        ("terms", "Cash on delivery"),
        ("lines[0][variant_id_text]", "NET"),
        ("lines[0][quantity]", "٢"),
        ("add_line", "1"),
    ];
    let grown = s.owner.post_form("/admin/quotes/new", &typed).await.expect(200).text();
    assert!(grown.contains("name=\"lines[1][quantity]\"") && grown.contains("230.00"), "{grown}");
    typed.pop();
    typed[2] = ("valid_until", "2026-03-01");
    let wrong = s.owner.post_form("/admin/quotes/new", &typed).await.expect(422).text();
    assert!(wrong.contains("cannot end before its own date"), "{wrong}");
    typed[2] = ("valid_until", "2026-03-31");
    let made = s.owner.post_form("/admin/quotes/new", &typed).await.expect(303);
    let page = made.header("location").unwrap().to_owned();
    let shown = s.owner.get(&page).await.expect(200).text();
    assert!(shown.contains("Cash on delivery") && shown.contains("/send\""), "{shown}");
    let edit = s.owner.get(&format!("{page}/edit")).await.expect(200).text();
    assert!(edit.contains("name=\"lines[0][price]\" value=\"100\""), "{edit}");
    let nobody = s.owner.post_form(&format!("{page}/send"), &[("to", "")]).await.expect(422);
    assert!(nobody.text().contains("id=\"f-to-error\""), "{}", nobody.text());
    let by_hand = [("to", ""), ("by_hand", "1")];
    let _ = s.owner.post_form(&format!("{page}/send"), &by_hand).await.expect(303);
    let _ = s.owner.post_form(&format!("{page}/accept"), &[("reference", "9")]).await.expect(303);
    let shown = s.owner.get(&page).await.expect(200).text();
    assert!(shown.contains("Make and confirm the order"), "{shown}");
    // A refusal of the order is told on the page of the quote.
    let off = "update products set state = 'archived'";
    let _ = sqlx::query(off).execute(&s.t.owner_pool().await).await.unwrap();
    let refused = s.owner.post_form(&format!("{page}/order"), &[]).await.expect(422).text();
    assert!(refused.contains("NET is not sold at the moment"), "{refused}");
    let on = "update products set state = 'active'";
    let _ = sqlx::query(on).execute(&s.t.owner_pool().await).await.unwrap();
    let ordered = s.owner.post_form(&format!("{page}/order"), &[("confirm", "1")]).await;
    let ordered = ordered.expect(303);
    assert!(ordered.header("location").unwrap().starts_with("/admin/orders/"));
    let list = s.owner.get("/admin/quotes?q=quo-2026&state=ordered").await.expect(200).text();
    assert!(list.contains("QUO-2026-00001"), "{list}");
    let file = s.owner.get("/admin/quotes/export?format=csv").await.expect(200).text();
    assert!(file.contains("QUO-2026-00001,2026-03-15,2026-03-31,Al Noor Trading,9"), "{file}");
    assert!(file.contains("SO-2026-00001"), "{file}");
    s.close().await;
}

#[tokio::test]
async fn another_company_and_a_viewer_touch_no_quote_and_holes_in_the_numbers_are_found() {
    let s = Shop::open().await;
    let quote = nets(&s).await;
    let other = s.t.as_user("padma", "owner").await;
    other.get(&at(&quote, "")).await.refused(404, "not_found");
    for what in ["/sending", "/acceptance", "/decline", "/order"] {
        other.post(&at(&quote, what), &json!({})).await.refused(404, "not_found");
    }
    let viewer = s.t.as_user("acme", "viewer").await;
    let _ = viewer.get(&at(&quote, "")).await.expect(200);
    viewer.post(&at(&quote, "/sending"), &json!({})).await.refused(403, "not_permitted");
    let _ = handed_over(&s, &quote).await;
    let hole = "update quotes set number = 'QUO-2026-00007'";
    let pool = s.t.owner_pool().await;
    let _ = sqlx::query(hole).execute(&pool).await.unwrap();
    let (check, _) = s.t.first_offender("acme").await.unwrap();
    assert_eq!(check, "quote_numbers_without_gaps");
    let mended = "update quotes set number = 'QUO-2026-00001', net = net + 1";
    let _ = sqlx::query(mended).execute(&pool).await.unwrap();
    let (check, offender) = s.t.first_offender("acme").await.unwrap();
    assert_eq!((check, offender.kind), ("quote_totals", "quote"));
}
