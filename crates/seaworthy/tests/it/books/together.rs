//! What many people do at once.

use futures::future::join_all;
use proptest::prelude::*;
use serde_json::json;
use testkit::TestApp;

use super::deeds::{micros, milli_text};
use super::{Held, properties};

/// As many orders at once as there are quantities, for one item of which `stock` thousandths are
/// there; what is promised afterwards, and how many were refused.
async fn crowd(stock: i64, wanted: Vec<i64>, fault: &'static str) -> Held {
    let t = TestApp::start().await;
    t.product("acme", "ROHU-1", "10").await;
    t.stock("acme", "ROHU-1", &milli_text(stock), "5").await;
    let customer = t.customer("acme", "Corner Fish Shop").await;
    t.run_jobs().await;
    let pool = t.owner_pool().await;
    sqlx::raw_sql(fault).execute(&pool).await.unwrap();
    let owner = t.as_user("acme", "owner").await;
    // Two lines of the same item: they must be checked together.
    let order = |milli: &i64| {
        let line = json!({ "sku": "ROHU-1", "quantity": milli_text(*milli) });
        json!({ "customer_id": customer["id"], "confirm": true, "lines": [line, line] })
    };
    let orders: Vec<_> = wanted.iter().map(order).collect();
    let answers = join_all(orders.iter().map(|order| owner.post("/api/v1/orders", order))).await;
    t.leave_jobs();
    let mut promised = 0;
    for (answer, milli) in answers.iter().zip(&wanted) {
        match answer.status {
            201 => promised += 2 * milli,
            422 => {}
            status => return Err(format!("{status}: {}", answer.text())),
        }
    }
    if promised > stock {
        return Err(format!("{promised} were promised of {stock}"));
    }
    let level = owner.get("/api/v1/stock/levels?q=ROHU-1").await.expect(200).json();
    let reserved = micros(&level["items"][0]["reserved"]) / 1000;
    if reserved != promised {
        return Err(format!("{promised} were promised, and {reserved} are reserved"));
    }
    properties::verified(&t).await
}

fn run(property: impl Future<Output = Held>) -> Held {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(property))
}

/// Property 4.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_at_once_never_promise_more_than_there_is() {
    let config = ProptestConfig { cases: 5, failure_persistence: None, ..Default::default() };
    let given = (1..60_000_i64, prop::collection::vec(1..9_000_i64, 2..24));
    proptest::test_runner::TestRunner::new(config)
        .run(&given, |(stock, wanted)| {
            run(crowd(stock, wanted, "select 1")).map_err(TestCaseError::fail)
        })
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promises_that_are_forgotten_are_found() {
    let fault = "create function wear() returns trigger language plpgsql as $$ begin
            new.reserved := 0; return new; end $$;
        create trigger wear before update on stock_levels for each row execute function wear()";
    let why = crowd(10_000, vec![4_000, 4_000, 4_000], fault).await.unwrap_err();
    assert!(why.contains("promised"), "{why}");
}

/// The same command a hundred times at once; how many documents and entries there are then.
async fn hundredfold(fault: &'static str) -> (usize, usize, i64) {
    let t = TestApp::start().await;
    t.product("acme", "ROHU-1", "10").await;
    let pool = t.owner_pool().await;
    sqlx::raw_sql(fault).execute(&pool).await.unwrap();
    let owner = t.as_user("acme", "owner").await.with_header("Idempotency-Key", "the same");
    let line = json!({ "sku": "ROHU-1", "quantity": "3", "unit_cost": "5" });
    let receipt = json!({ "lines": [line] });
    let again = (0..100).map(|_| owner.post("/api/v1/stock/receipts", &receipt));
    let answers = join_all(again).await;
    let created = answers.iter().filter(|answer| answer.status == 201).count();
    let mut ids: Vec<_> = answers.iter().map(|a| a.json()["id"].to_string()).collect();
    ids.sort_unstable();
    ids.dedup();
    let moves = t.scalar("acme", "select count(*) from stock_moves").await;
    t.leave_jobs();
    (created, ids.len(), moves)
}

/// Property 6.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_a_hundred_times_has_one_effect() {
    assert_eq!(hundredfold("select 1").await, (100, 1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commands_whose_keys_are_forgotten_are_found() {
    let fault = "create function wear() returns trigger language plpgsql as $$ begin
            delete from idempotency_keys; return null; end $$;
        create constraint trigger wear after insert or update on idempotency_keys
            deferrable initially deferred for each row execute function wear()";
    let (_, ids, moves) = hundredfold(fault).await;
    assert!(ids > 1 && moves > 1, "{ids} ids, {moves} moves");
}
