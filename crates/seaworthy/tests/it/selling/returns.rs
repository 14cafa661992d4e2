//! Goods that come back: never more than left, at the value at which they left, credited as far
//! as they were invoiced.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Shop, path};

/// `[{"line": …, "quantity": …}]` of the only line.
async fn ask(s: &Shop, delivery: &Value, quantity: &str, condition: &str) -> testkit::Answer {
    let line = json!({"line": 1, "quantity": quantity, "condition": condition});
    let new = json!({"delivery_id": delivery["id"], "reason": "Wrong mesh", "lines": [line]});
    s.owner.post("/api/v1/returns", &new).await
}

async fn received(s: &Shop, back: &Value, credit: bool) -> Value {
    let path = format!("/api/v1/returns/{}/receipt", back["id"].as_str().unwrap());
    s.owner.post(&path, &json!({"credit": credit})).await.expect(200).json()
}

async fn balance(s: &Shop, role: &'static str) -> i64 {
    let sql = match role {
        "cogs" => {
            "select coalesce(sum(l.amount), 0)::bigint from lines l join accounts a
            on a.tenant_id = l.tenant_id and a.id = l.account_id where a.role = 'cogs'"
        }
        "stock_adjustment" => {
            "select coalesce(sum(l.amount), 0)::bigint from lines l
            join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            where a.role = 'stock_adjustment'"
        }
        _ => {
            "select coalesce(sum(l.amount), 0)::bigint from lines l join accounts a
            on a.tenant_id = l.tenant_id and a.id = l.account_id where a.role = 'inventory'"
        }
    };
    s.t.scalar("acme", sql).await
}

#[tokio::test]
async fn goods_come_back_at_the_value_at_which_they_left_however_often() {
    let s = Shop::open().await;
    // 100 nets for 3 × 33.33 + 97 × 40 = 3,979.99; seven of them cost 278.60.
    let order = s.placed("7", true).await;
    let delivery = s.delivered(&order, "7").await;
    assert_eq!(balance(&s, "cogs").await, 27_860);
    // The average moves away; what comes back does not follow it.
    s.t.stock("acme", "NET", "50", "90").await;
    let before = balance(&s, "inventory").await;
    let mut values = Vec::new();
    for quantity in ["2", "2", "3"] {
        let back = ask(&s, &delivery, quantity, "good").await.expect(201).json();
        let back = received(&s, &back, false).await;
        values.push(back["value"]["amount"].as_str().unwrap().to_owned());
    }
    assert_eq!(values, ["79.60", "79.60", "119.40"]);
    assert_eq!(balance(&s, "cogs").await, 0, "the last one took the rest");
    assert_eq!(balance(&s, "inventory").await - before, 27_860);
    s.close().await;
}

#[tokio::test]
async fn never_more_comes_back_than_was_delivered_and_did_not_come_back() {
    let s = Shop::open().await;
    let order = s.placed("5", true).await;
    let delivery = s.delivered(&order, "4").await;
    let too_many = ask(&s, &delivery, "5", "good").await.expect(422).json();
    assert_eq!(too_many["fields"][0]["code"], "return_more_than_left", "{too_many}");
    let first = ask(&s, &delivery, "3", "good").await.expect(201).json();
    assert_eq!((&first["state"], &first["number"]), (&json!("requested"), &Value::Null));
    // What is asked for counts as well, until it is declined.
    let too_many = ask(&s, &delivery, "2", "good").await.expect(422).json();
    assert_eq!(too_many["fields"][0]["code"], "return_more_than_left", "{too_many}");
    let second = ask(&s, &delivery, "1", "good").await.expect(201).json();
    let decline = format!("/api/v1/returns/{}/refusal", second["id"].as_str().unwrap());
    let _ = s.owner.post(&decline, &json!({"reason": "They keep it"})).await.expect(200);
    let receipt = format!("/api/v1/returns/{}/receipt", second["id"].as_str().unwrap());
    s.owner.post(&receipt, &json!({})).await.refused(409, "return_declined");
    // Less comes than was asked for; the rest can be asked for again.
    let receipt = format!("/api/v1/returns/{}/receipt", first["id"].as_str().unwrap());
    let four = json!({"lines": [{"line": 1, "quantity": "4"}]});
    let _ = s.owner.post(&receipt, &four).await.expect(422);
    let early = json!({"date": "2026-03-14"});
    let early = s.owner.post(&receipt, &early).await.expect(422).json();
    assert_eq!(early["fields"][0]["code"], "return_before_delivery", "{early}");
    let two = json!({"lines": [{"line": 1, "quantity": "2"}]});
    let back = s.owner.post(&receipt, &two).await.expect(200).json();
    assert_eq!(back["number"], "RET-2026-00001");
    s.owner.post(&receipt, &two).await.refused(409, "return_received");
    let left = format!("/api/v1/deliveries/{}/returnable", delivery["id"].as_str().unwrap());
    let left = s.owner.get(&left).await.expect(200).json();
    assert_eq!(left["items"][0]["taken"], "2", "{left}");
    assert_eq!(s.now(&order).await["lines"][0]["returned"], "2");
    s.close().await;
}

#[tokio::test]
async fn two_returns_at_once_do_not_bring_back_the_same_goods() {
    let s = Shop::open().await;
    let order = s.placed("4", true).await;
    let delivery = s.delivered(&order, "4").await;
    let mut asking = JoinSet::new();
    for _ in 0..8 {
        let (owner, delivery) = (s.owner.clone(), delivery["id"].clone());
        asking.spawn(async move {
            let line = json!({"line": 1, "quantity": "1"});
            let new = json!({"delivery_id": delivery, "reason": "Torn", "lines": [line]});
            owner.post("/api/v1/returns", &new).await.status
        });
    }
    let answers = asking.join_all().await;
    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 4, "{answers:?}");
    s.close().await;
}

#[tokio::test]
async fn scrap_is_a_loss_and_never_stock_again() {
    let s = Shop::open().await;
    let order = s.placed("7", true).await;
    let delivery = s.delivered(&order, "7").await;
    let inventory = balance(&s, "inventory").await;
    let back = ask(&s, &delivery, "7", "damaged").await.expect(201).json();
    let back = received(&s, &back, false).await;
    assert_eq!(
        (&back["value"]["amount"], &back["loss"]["amount"]),
        (&json!("0.00"), &json!("278.60"))
    );
    assert_eq!(balance(&s, "inventory").await, inventory);
    assert_eq!(balance(&s, "cogs").await, 0);
    assert_eq!(balance(&s, "stock_adjustment").await, 27_860);
    let on_hand: i64 = s.t.scalar("acme", "select sum(on_hand)::bigint from stock_levels").await;
    assert_eq!(on_hand, 93_000_000);
    s.close().await;
}

#[tokio::test]
async fn what_was_invoiced_is_credited_and_what_was_not_is_invoiced_no_more() {
    let s = Shop::open().await;
    let order = s.placed("10", true).await;
    let first = s.delivered(&order, "6").await;
    let bill = s.invoiced(&order).await;
    let _second = s.delivered(&order, "4").await;
    // Six are invoiced, ten delivered. Five come back: one of them was invoiced too much.
    let back = ask(&s, &first, "5", "good").await.expect(201).json();
    let back = received(&s, &back, true).await;
    assert_eq!(back["lines"][0]["credited"], "1", "{back}");
    let notes = back["credit_notes"].as_array().unwrap();
    assert_eq!(notes.len(), 1);
    let id = notes[0]["id"].as_str().unwrap();
    let note = s.owner.get(&format!("/api/v1/invoices/{id}")).await.expect(200).json();
    assert_eq!(note["gross"]["amount"], "115.00");
    assert_eq!((&note["original_id"], &note["reason"]), (&bill["id"], &json!("Wrong mesh")));
    let nothing = s.owner.post(&path(&order, "/invoices"), &json!({})).await;
    nothing.refused(409, "order_nothing_to_invoice");
    let credit = format!("/api/v1/returns/{}/credit", back["id"].as_str().unwrap());
    s.owner.post(&credit, &json!({})).await.refused(409, "return_nothing_to_credit");
    assert_eq!(s.now(&order).await["invoice_state"], "invoiced");
    // Later, by somebody who may.
    let rest = ask(&s, &first, "1", "good").await.expect(201).json();
    let rest = received(&s, &rest, false).await;
    assert_eq!(rest["credit_notes"], json!([]));
    let credit = format!("/api/v1/returns/{}/credit", rest["id"].as_str().unwrap());
    let _ = s.t.as_user("acme", "storekeeper").await.post(&credit, &json!({})).await.expect(403);
    let rest = s.owner.post(&credit, &json!({})).await.expect(200).json();
    assert_eq!(rest["credit_notes"].as_array().unwrap().len(), 1);
    let committed: i64 =
        s.t.scalar(
            "acme",
            "select sum(l.amount)::bigint from lines l join accounts a
            on a.tenant_id = l.tenant_id and a.id = l.account_id where a.role = 'receivable'",
        )
        .await;
    assert_eq!(committed, 46_000, "four nets are kept and owed");
    s.close().await;
}

#[tokio::test]
async fn a_return_is_typed_without_scripts_and_seen_by_its_own_company_alone() {
    let s = Shop::open().await;
    let order = s.placed("3", true).await;
    let delivery = s.delivered(&order, "3").await;
    let _ = s.invoiced(&order).await;
    let manager = s.t.as_user("acme", "manager").await;
    let page = format!("/admin/orders/{}", order["id"].as_str().unwrap());
    assert!(manager.get(&page).await.expect(200).text().contains("Take goods back"));
    let ask = format!("/admin/returns/new?order={}", order["id"].as_str().unwrap());
    let _ = manager.get(&ask).await.expect(200);
    let delivery = delivery["id"].as_str().unwrap();
    let mut typed = vec![
        ("delivery_id", delivery),
        ("lines[0][line]", "1"),
        ("lines[0][quantity]", "9"),
        ("lines[0][condition]", "good"),
        ("reason", "Too small"),
    ];
    let again = manager.post_form("/admin/returns/new", &typed).await.expect(422).text();
    assert!(again.contains("only 3 can come back"), "{again}");
    typed[2].1 = "٢";
    let sent = manager.post_form("/admin/returns/new", &typed).await.expect(303);
    let at = sent.header("location").unwrap().to_owned();
    let shown = manager.get(&at).await.expect(200).text();
    assert!(shown.contains("Receive the goods"), "{shown}");
    let came = [
        ("version", "1"),
        ("lines[0][line]", "1"),
        ("lines[0][quantity]", "2"),
        ("lines[0][condition]", "damaged"),
        ("credit", "1"),
    ];
    let _ = manager.post_form(&format!("{at}/receive"), &came).await.expect(303);
    let shown = manager.get(&at).await.expect(200).text();
    assert!(shown.contains("RET-2026-00001") && shown.contains("CN-2026-00001"), "{shown}");
    let list = manager.get("/admin/returns?q=RET-2026").await.expect(200).text();
    assert!(list.contains("Al Noor Trading"), "{list}");
    let file = manager.get("/admin/returns/export?format=csv").await.expect(200).text();
    assert!(file.contains("RET-2026-00001"), "{file}");
    let other = s.t.as_user("padma", "owner").await;
    other.get(&at.replace("/admin", "/api/v1")).await.refused(404, "not_found");
    let theirs = json!({"delivery_id": delivery, "reason": "Ours now"});
    let _ = other.post("/api/v1/returns", &theirs).await.expect(422);
    s.close().await;
}

#[tokio::test]
async fn verify_names_a_return_whose_value_or_count_was_changed() {
    let s = Shop::open().await;
    let order = s.placed("4", true).await;
    let delivery = s.delivered(&order, "4").await;
    let back = ask(&s, &delivery, "2", "good").await.expect(201).json();
    let _ = received(&s, &back, false).await;
    let pool = s.t.owner_pool().await;
    let faults = [
        ("taken_back_as_it_left", "update stock_taken_back set value = value + 1"),
        ("returns_are_counted", "update return_lines set received = 1"),
        ("return_numbers_without_gaps", "update returns set number = 'RET-2026-00007'"),
    ];
    let mut mend = [
        "update stock_taken_back set value = value - 1",
        "update return_lines set received = 2000000",
        "update returns set number = 'RET-2026-00001'",
    ]
    .into_iter();
    for (check, fault) in faults {
        sqlx::query(fault).execute(&pool).await.unwrap();
        let found = s.t.first_offender("acme").await.map(|(name, _)| name);
        assert_eq!(found, Some(check));
        sqlx::query(mend.next().unwrap()).execute(&pool).await.unwrap();
    }
    pool.close().await;
    s.close().await;
}
