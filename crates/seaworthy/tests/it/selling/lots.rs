//! Which lots a delivery takes: what expires first, unless somebody chooses.

use serde_json::{Value, json};
use testkit::Answer;

use super::{Shop, path};

/// A confirmed order of eight fish, of which there are three lots of ten.
async fn ordered(s: &Shop) -> Value {
    let product = s.t.product("acme", "FISH", "10").await;
    let id = product["variants"][0]["id"].as_str().unwrap();
    let kept = json!({"lot_tracked": true});
    let _ = s.owner.patch(&format!("/api/v1/stock/items/{id}"), &kept).await.expect(200);
    let lot = |code: &str, day: Option<&str>| {
        json!({"sku": "FISH", "quantity": "10", "unit_cost": "2",
            "lot": {"code": code, "expires_on": day}})
    };
    let receipt = json!({"lines": [
        lot("SOON", Some("2026-03-20")), lot("LATER", Some("2026-06-01")), lot("NEVER", None)]});
    let _ = s.owner.post("/api/v1/stock/receipts", &receipt).await.expect(201);
    let lines = json!([{"sku": "NET", "quantity": "2"}, {"sku": "FISH", "quantity": "8"}]);
    let new = json!({"customer_id": s.customer, "lines": lines, "confirm": true});
    s.owner.post("/api/v1/orders", &new).await.expect(201).json()
}

/// What lies of each lot and what of it is promised.
async fn lots(s: &Shop) -> Vec<(String, String, String)> {
    let list = s.owner.get("/api/v1/stock/lots?sort=code").await.expect(200).json();
    let text = |lot: &Value, field: &str| lot[field].as_str().unwrap().to_owned();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|lot| (text(lot, "code"), text(lot, "on_hand"), text(lot, "reserved"))).collect()
}

fn levels(all: [(&str, &str, &str); 3]) -> Vec<(String, String, String)> {
    all.map(|(code, on_hand, held)| (code.into(), on_hand.into(), held.into())).to_vec()
}

async fn deliver(s: &Shop, order: &Value, lines: Value) -> Answer {
    s.owner.post(&path(order, "/deliveries"), &json!({ "lines": lines })).await
}

#[tokio::test]
async fn a_chosen_lot_leaves_and_the_rest_stays_promised() {
    let s = Shop::open().await;
    let order = ordered(&s).await;
    let before = levels([("LATER", "10", "0"), ("NEVER", "10", "0"), ("SOON", "10", "8")]);
    assert_eq!(lots(&s).await, before);
    let chosen =
        json!([{"line": 2, "quantity": "5", "lots": [{"code": "NEVER", "quantity": "3"}]}]);
    let delivery = deliver(&s, &order, chosen).await.expect(201).json();
    let note = format!("/admin/deliveries/{}", delivery["id"].as_str().unwrap());
    let note = s.owner.get(&note).await.expect(200).text();
    for said in ["Lot NEVER: 3", "Lot SOON: 2, best before"] {
        assert!(note.contains(said), "{said}: {note}");
    }
    // Three by choice, two of what expires first; the three that are left are held there too.
    let after = levels([("LATER", "10", "0"), ("NEVER", "7", "0"), ("SOON", "8", "3")]);
    assert_eq!(lots(&s).await, after);
    let held = "select sum(quantity)::bigint from reservations where state = 'held'";
    assert_eq!(s.t.scalar::<i64>("acme", held).await, 5_000_000, "two nets and three fish");
    // All of the rest from another lot: nothing stays held.
    let later = json!([{"line": 2, "quantity": "3", "lots": [{"code": "LATER", "quantity": "3"}]}]);
    let _ = deliver(&s, &order, later).await.expect(201);
    let after = levels([("LATER", "7", "0"), ("NEVER", "7", "0"), ("SOON", "8", "0")]);
    assert_eq!(lots(&s).await, after);
    // Without a choice everything that is left leaves as always.
    let rest = s.owner.post(&path(&order, "/deliveries"), &json!({})).await.expect(201).json();
    assert_eq!(rest["lines"][0]["sku"], "NET");
    assert_eq!(s.now(&order).await["delivery_state"], "delivered");
    assert_eq!(s.t.scalar::<Option<i64>>("acme", held).await, None);
    s.close().await;
}

#[tokio::test]
async fn a_lot_that_cannot_be_taken_is_named_at_its_place() {
    let s = Shop::open().await;
    let order = ordered(&s).await;
    let other = json!({"customer_id": s.customer, "confirm": true,
        "lines": [{"sku": "FISH", "quantity": "12"}]});
    let _ = s.owner.post("/api/v1/orders", &other).await.expect(201);
    let before = lots(&s).await;
    // Somebody else holds the rest of SOON and all of LATER: of SOON our own eight are left.
    let wrong = json!([
        {"line": 1, "quantity": "1", "lots": [{"code": "NEVER", "quantity": "1"}]},
        {"line": 2, "quantity": "8", "lots": [{"code": "SOON", "quantity": "9"},
            {"code": "NEVER", "quantity": "0"}, {"code": "NO-SUCH", "quantity": "1"},
            {"code": "SOON", "quantity": "8"}, {"code": "NEVER", "quantity": "1"}]}]);
    let wrong = deliver(&s, &order, wrong).await.expect(422).json();
    let found: Vec<(&str, &str)> = wrong["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| (field["path"].as_str().unwrap(), field["code"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("lines[0].lots[0].code", "lot_not_there"),
            ("lines[1].lots[0].quantity", "lot_too_little"),
            ("lines[1].lots[1].quantity", "not_positive"),
            ("lines[1].lots[2].code", "lot_not_there"),
            ("lines[1].quantity", "picked_more"),
        ]
    );
    assert_eq!(lots(&s).await, before, "nothing changed");
    assert_eq!(s.now(&order).await["delivery_state"], "none");
    s.close().await;
}

#[tokio::test]
async fn lots_are_chosen_in_the_form_of_the_delivery() {
    let s = Shop::open().await;
    let order = ordered(&s).await;
    let page = format!("/admin/orders/{}/deliver", order["id"].as_str().unwrap());
    let form = s.owner.get(&page).await.expect(200).text();
    let at = |code: &str| form.find(code).unwrap();
    assert!(at("SOON: 10 free") < at("LATER: 10 free"), "{form}");
    assert!(at("LATER: 10 free") < at("NEVER: 10 free"), "{form}");
    let never = s.t.scalar::<uuid::Uuid>("acme", "select id from lots where code = 'NEVER'").await;
    let never = never.to_string();
    let mut typed = vec![
        ("lines[0][line]", "1"),
        ("lines[0][quantity]", ""),
        ("lines[1][line]", "2"),
        ("lines[1][quantity]", "8"),
        ("lines[1][lot_id_2]", never.as_str()),
        ("lines[1][lot_2]", "many"),
    ];
    let wrong = s.owner.post_form(&page, &typed).await.expect(422).text();
    assert!(wrong.contains("value=\"many\"") && wrong.contains("<details open"), "{wrong}");
    typed[5].1 = "11";
    let wrong = s.owner.post_form(&page, &typed).await.expect(422).text();
    assert!(wrong.contains("Of lot NEVER only 10 are free"), "{wrong}");
    assert!(
        wrong.contains("href=\"#f-lines-1--lot-2\""),
        "the mistake leads to its field: {wrong}"
    );
    typed[5].1 = "٦";
    let _ = s.owner.post_form(&page, &typed).await.expect(303);
    let after = levels([("LATER", "10", "0"), ("NEVER", "4", "0"), ("SOON", "8", "0")]);
    assert_eq!(lots(&s).await, after);
    s.close().await;
}
