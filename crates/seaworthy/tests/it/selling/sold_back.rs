//! Goods that were sold at once come back to their invoice: at the value at which they left, never
//! more than left, credited as far as nobody credited them by hand.

use serde_json::{Value, json};
use testkit::Answer;
use tokio::task::JoinSet;

use super::Shop;

async fn sold(s: &Shop, quantity: &str) -> Value {
    let lines = json!([{"sku": "NET", "quantity": quantity}]);
    let sale = json!({"customer_id": s.customer, "lines": lines});
    s.owner.post("/api/v1/sales", &sale).await.expect(201).json()
}

async fn ask(s: &Shop, sale: &Value, quantity: &str, condition: &str) -> Answer {
    let line = json!({"line": 1, "quantity": quantity, "condition": condition});
    let new = json!({"invoice_id": sale["id"], "reason": "Wrong mesh", "lines": [line]});
    s.owner.post("/api/v1/returns", &new).await
}

async fn received(s: &Shop, back: &Value, credit: bool) -> Value {
    let path = format!("/api/v1/returns/{}/receipt", id(back));
    s.owner.post(&path, &json!({"credit": credit})).await.expect(200).json()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

/// Inventory, cost of goods sold, stock adjustments, sales, output tax, receivable.
async fn books(s: &Shop) -> Vec<i64> {
    s.t.scalar(
        "acme",
        "select array_agg(coalesce(b.amount, 0) order by r.n)
         from unnest(array['inventory', 'cogs', 'stock_adjustment', 'sales', 'output_tax',
            'receivable']) with ordinality as r(role, n)
         left join lateral (
            select sum(l.amount)::bigint as amount from accounts a join lines l
                on l.tenant_id = a.tenant_id and l.account_id = a.id where a.role = r.role
         ) b on true",
    )
    .await
}

#[tokio::test]
async fn what_was_sold_at_once_comes_back_at_the_value_at_which_it_left_and_is_credited() {
    let s = Shop::open().await;
    // 100 nets worth 3,979.99; seven of them cost 278.60 and are sold for 700 and 105 tax.
    let sale = sold(&s, "7").await;
    assert_eq!(books(&s).await, [370_139, 27_860, 0, -70_000, -10_500, 80_500]);
    // The average moves away; what comes back does not follow it.
    s.t.stock("acme", "NET", "50", "90").await;
    let left = format!("/api/v1/invoices/{}/returnable", id(&sale));
    let left = s.owner.get(&left).await.expect(200).json();
    assert_eq!(
        (&left["items"][0]["delivered"], &left["items"][0]["unit"]),
        (&json!("7"), &json!("piece"))
    );
    let back = ask(&s, &sale, "2", "good").await.expect(201).json();
    assert_eq!((&back["order_id"], &back["invoice_number"]), (&Value::Null, &sale["number"]));
    let back = received(&s, &back, true).await;
    assert_eq!(
        (&back["value"]["amount"], &back["number"]),
        (&json!("79.60"), &json!("RET-2026-00001"))
    );
    assert_eq!(back["lines"][0]["credited"], "2");
    assert_eq!(books(&s).await, [828_099, 19_900, 0, -50_000, -7_500, 57_500]);
    let margin = s.owner.get("/api/v1/reports/gross-margin?by=customer").await.expect(200).text();
    assert!(margin.contains("500.00") && margin.contains("199.00"), "{margin}");
    // Scrap is a loss and never stock again; the last of them take the rest of the cost.
    let rest = ask(&s, &sale, "5", "damaged").await.expect(201).json();
    let rest = received(&s, &rest, true).await;
    assert_eq!(
        (&rest["value"]["amount"], &rest["loss"]["amount"]),
        (&json!("0.00"), &json!("199.00"))
    );
    assert_eq!(books(&s).await, [828_099, 0, 19_900, 0, 0, 0]);
    let on_hand: i64 = s.t.scalar("acme", "select sum(on_hand)::bigint from stock_levels").await;
    assert_eq!(on_hand, 145_000_000);
    s.close().await;
}

#[tokio::test]
async fn never_more_comes_back_of_a_sale_than_left_with_it() {
    let s = Shop::open().await;
    let sale = sold(&s, "4").await;
    let before = books(&s).await;
    let too_many = ask(&s, &sale, "5", "good").await.expect(422).json();
    assert_eq!(too_many["fields"][0]["code"], "return_more_than_left", "{too_many}");
    let first = ask(&s, &sale, "3", "good").await.expect(201).json();
    // What is asked for counts as well, until it is declined.
    let too_many = ask(&s, &sale, "2", "good").await.expect(422).json();
    assert_eq!(too_many["fields"][0]["code"], "return_more_than_left", "{too_many}");
    let decline = format!("/api/v1/returns/{}/refusal", id(&first));
    let _ = s.owner.post(&decline, &json!({"reason": "They keep it"})).await.expect(200);
    let receipt = format!("/api/v1/returns/{}/receipt", id(&first));
    s.owner.post(&receipt, &json!({})).await.refused(409, "return_declined");
    let second = ask(&s, &sale, "4", "good").await.expect(201).json();
    let receipt = format!("/api/v1/returns/{}/receipt", id(&second));
    let early = s.owner.post(&receipt, &json!({"date": "2026-03-14"})).await.expect(422).json();
    assert_eq!(early["fields"][0]["code"], "return_before_delivery", "{early}");
    assert_eq!(books(&s).await, before);
    // What left with a delivery does not come back to its invoice, and one of two is said.
    let order = s.placed("2", true).await;
    let delivery = s.delivered(&order, "2").await;
    let billed = s.invoiced(&order).await;
    ask(&s, &billed, "1", "good").await.refused(409, "return_not_sold_at_once");
    let both = json!({"invoice_id": sale["id"], "delivery_id": delivery["id"], "reason": "Torn"});
    for new in [both, json!({"reason": "Torn"})] {
        let refused = s.owner.post("/api/v1/returns", &new).await.expect(422).json();
        assert_eq!(refused["fields"][0]["code"], "return_of_one", "{refused}");
    }
    s.close().await;
}

#[tokio::test]
async fn two_returns_of_a_sale_at_once_do_not_bring_back_the_same_goods() {
    let s = Shop::open().await;
    let sale = sold(&s, "4").await;
    let mut asking = JoinSet::new();
    for _ in 0..8 {
        let (owner, sale) = (s.owner.clone(), sale["id"].clone());
        asking.spawn(async move {
            let line = json!({"line": 1, "quantity": "1"});
            let new = json!({"invoice_id": sale, "reason": "Torn", "lines": [line]});
            let asked = owner.post("/api/v1/returns", &new).await;
            if asked.status != 201 {
                return false;
            }
            let path = format!("/api/v1/returns/{}/receipt", id(&asked.json()));
            owner.post(&path, &json!({"credit": true})).await.status == 200
        });
    }
    let answers = asking.join_all().await;
    assert_eq!(answers.iter().filter(|done| **done).count(), 4, "{answers:?}");
    assert_eq!(books(&s).await, [397_999, 0, 0, 0, 0, 0]);
    s.close().await;
}

#[tokio::test]
async fn what_was_credited_by_hand_is_not_credited_again() {
    let s = Shop::open().await;
    let sale = sold(&s, "3").await;
    let by_hand = json!({"reason": "Too dear", "lines": [{"n": 1, "quantity": "2"}]});
    let path = format!("/api/v1/invoices/{}/credit-notes", id(&sale));
    let _ = s.owner.post(&path, &by_hand).await.expect(201);
    let back = ask(&s, &sale, "3", "good").await.expect(201).json();
    let back = received(&s, &back, true).await;
    assert_eq!(back["lines"][0]["credited"], "1", "{back}");
    assert_eq!(books(&s).await, [397_999, 0, 0, 0, 0, 0]);
    let credit = format!("/api/v1/returns/{}/credit", id(&back));
    s.owner.post(&credit, &json!({})).await.refused(409, "return_nothing_to_credit");
    s.close().await;
}

#[tokio::test]
async fn goods_of_a_sale_are_taken_back_from_the_page_of_its_invoice() {
    let s = Shop::open().await;
    let sale = sold(&s, "3").await;
    let manager = s.t.as_user("acme", "manager").await;
    let ask = format!("/admin/returns/new?invoice={}", id(&sale));
    let page = manager.get(&format!("/admin/invoices/{}", id(&sale))).await.expect(200).text();
    assert!(page.contains(&ask) && page.contains("Take goods back"), "{page}");
    let viewer = s.t.as_user("acme", "viewer").await;
    let page = viewer.get(&format!("/admin/invoices/{}", id(&sale))).await.expect(200).text();
    assert!(!page.contains(&ask), "{page}");
    let form = manager.get(&ask).await.expect(200).text();
    assert!(form.contains(sale["number"].as_str().unwrap()), "{form}");
    let mut typed = vec![
        ("invoice_id", id(&sale)),
        ("lines[0][line]", "1"),
        ("lines[0][quantity]", "9"),
        ("lines[0][condition]", "good"),
        ("reason", "Too small"),
    ];
    let again = manager.post_form("/admin/returns/new", &typed).await.expect(422).text();
    assert!(again.contains("only 3 can come back"), "{again}");
    typed[2].1 = "2";
    let sent = manager.post_form("/admin/returns/new", &typed).await.expect(303);
    let at = sent.header("location").unwrap().to_owned();
    let came = [
        ("version", "1"),
        ("lines[0][line]", "1"),
        ("lines[0][quantity]", "2"),
        ("lines[0][condition]", "good"),
    ];
    let _ = manager.post_form(&format!("{at}/receive"), &came).await.expect(303);
    let shown = manager.get(&at).await.expect(200).text();
    assert!(shown.contains("Write the credit note"), "{shown}");
    let _ = manager.post_form(&format!("{at}/credit"), &[("version", "2")]).await.expect(303);
    let shown = manager.get(&at).await.expect(200).text();
    assert!(shown.contains("CN-2026-00001"), "{shown}");
    let file = manager.get("/admin/returns/export?format=csv").await.expect(200).text();
    assert!(file.contains(sale["number"].as_str().unwrap()), "{file}");
    let found = manager.get("/admin/returns?q=INV-2026").await.expect(200).text();
    assert!(found.contains("RET-2026-00001"), "{found}");
    let other = s.t.as_user("padma", "owner").await;
    let theirs = json!({"invoice_id": sale["id"], "reason": "Ours now"});
    let refused = other.post("/api/v1/returns", &theirs).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "unknown", "{refused}");
    let left = format!("/api/v1/invoices/{}/returnable", id(&sale));
    other.get(&left).await.refused(404, "not_found");
    s.close().await;
}
