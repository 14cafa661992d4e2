//! The fold behind every report: snapshot, tail and what came late are together what the lines
//! sum to, for every day and every moment at which somebody could have asked.

use std::time::Duration;

use base::{Date, Lang, Text, Timestamp, Tx};
use finance::dimensions::{self, Kind, NewDimension};
use finance::ledger::{self, BalanceQuery, Module, Posting, PostingLine};
use proptest::prelude::*;
use serde_json::json;
use testkit::TestApp;
use uuid::Uuid;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn entry(date: Date, lines: Vec<PostingLine>) -> Posting {
    Posting::new(Module::Ledger, date, "test", Uuid::now_v7(), "By hand", lines)
}

async fn keep_dimension(tx: &mut Tx, kind: Kind, id: Uuid, code: &str) {
    let name = Text::new(Lang::En, code).unwrap();
    let new = NewDimension { id: Some(id), code: code.to_owned(), name, parent_id: None };
    dimensions::add(tx, kind, new).await.unwrap();
}

async fn post(t: &TestApp, date: Date, amount: i64) -> i64 {
    let lines = vec![PostingLine::debit("cash", amount), PostingLine::credit("sales", amount)];
    let mut tx = t.tx("acme").await;
    let posted = ledger::post(&mut tx, entry(date, lines)).await.unwrap();
    tx.commit().await.unwrap();
    posted.seq
}

async fn cash(t: &TestApp, to: Date, known_on: Option<Timestamp>) -> i64 {
    let mut tx = t.tx("acme").await;
    let query = BalanceQuery { known_on, ..BalanceQuery::on(to) };
    let found = ledger::balances(&mut tx, &query).await.unwrap();
    found.iter().find(|b| b.code == "1000").map_or(0, |b| b.amount)
}

async fn keep(t: &TestApp) -> usize {
    let mut tx = t.tx("acme").await;
    let taken = ledger::keep_snapshots(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

#[tokio::test]
async fn as_of_and_known_on_are_two_questions() {
    let t = TestApp::start().await;
    let clock = t.app.clock().clone();
    let (january, february) = (Date::of(2026, 1, 31), Date::of(2026, 2, 28));
    post(&t, Date::of(2026, 1, 20), 100).await;
    post(&t, Date::of(2026, 2, 10), 20).await;
    let first = clock.now();
    assert_eq!(keep(&t).await, 2);
    clock.advance(DAY);
    // Back-dated into January, the day after.
    post(&t, Date::of(2026, 1, 25), 3).await;
    let second = clock.now();
    clock.advance(DAY);
    let before = first.minus(Duration::from_secs(3600));
    // The night takes January and February again; a second night has nothing to do.
    for taken in [2, 0] {
        for (to, known_on, amount) in [
            (january, None, 103),
            (february, None, 123),
            (january, Some(first), 100),
            (february, Some(first), 120),
            (january, Some(second), 103),
            (february, Some(second), 123),
            (Date::of(2026, 1, 24), Some(second), 100),
            (Date::of(2026, 1, 19), None, 0),
            (february, Some(before), 0),
        ] {
            assert_eq!(cash(&t, to, known_on).await, amount, "{to} {known_on:?} {taken}");
        }
        assert_eq!(keep(&t).await, taken);
    }
    t.verify("acme").await;
}

#[tokio::test]
async fn what_was_known_on_a_day_never_changes_again() {
    let t = TestApp::start().await;
    let clock = t.app.clock().clone();
    post(&t, Date::of(2026, 3, 1), 100).await;
    // A transaction that began before the next entry was recorded, and posts after it.
    let mut slow = t.tx("acme").await;
    clock.advance(Duration::from_secs(60));
    post(&t, Date::of(2026, 3, 2), 20).await;
    let asked = slow.now();
    assert_eq!(cash(&t, Date::of(2026, 3, 31), Some(asked)).await, 100);
    let lines = vec![PostingLine::debit("cash", 3), PostingLine::credit("sales", 3)];
    let late = ledger::post(&mut slow, entry(Date::of(2026, 3, 1), lines)).await.unwrap();
    slow.commit().await.unwrap();
    assert_eq!(late.seq, 3);
    assert_eq!(cash(&t, Date::of(2026, 3, 31), Some(asked)).await, 100);
    assert_eq!(cash(&t, Date::of(2026, 3, 31), Some(clock.now())).await, 123);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_movement_and_a_dimension_are_parts_of_the_balance() {
    let t = TestApp::start().await;
    let (shop, van) = (Uuid::now_v7(), Uuid::now_v7());
    let mut tx = t.tx("acme").await;
    for (kind, id, code) in [(Kind::CostCentre, shop, "SHOP"), (Kind::Project, van, "VAN")] {
        keep_dimension(&mut tx, kind, id, code).await;
    }
    for (day, amount, centre, project) in [
        (Date::of(2026, 1, 10), 100, Some(shop), None),
        (Date::of(2026, 2, 10), 30, Some(shop), Some(van)),
        (Date::of(2026, 2, 11), 7, None, Some(van)),
        (Date::of(2026, 3, 1), 2, None, None),
    ] {
        let line = PostingLine::debit("cash", amount).dimensions(centre, project);
        let lines = vec![line, PostingLine::credit("sales", amount)];
        ledger::post(&mut tx, entry(day, lines)).await.unwrap();
    }
    tx.commit().await.unwrap();
    for kept in [false, true] {
        if kept {
            assert_eq!(keep(&t).await, 2);
        }
        let mut tx = t.tx("acme").await;
        let all = BalanceQuery::on(Date::of(2026, 3, 15));
        for (from, cost_centre_id, project_id, wanted) in [
            (None, None, None, 139),
            (None, Some(shop), None, 130),
            (None, None, Some(van), 37),
            (None, Some(shop), Some(van), 30),
            (Some(Date::of(2026, 2, 1)), None, None, 39),
            (Some(Date::of(2026, 2, 11)), None, None, 9),
            (Some(Date::of(2026, 2, 1)), Some(shop), None, 30),
        ] {
            let query = BalanceQuery { from, cost_centre_id, project_id, ..all.clone() };
            let found = ledger::balances(&mut tx, &query).await.unwrap();
            let cash = found.iter().find(|b| b.code == "1000").map(|b| b.amount);
            assert_eq!(cash, Some(wanted), "{query:?}");
        }
        let query = BalanceQuery { by_dimension: true, ..all };
        let found = ledger::balances(&mut tx, &query).await.unwrap();
        let cash: Vec<_> = found.iter().filter(|b| b.code == "1000").collect();
        assert_eq!(cash.len(), 4);
        let both =
            cash.iter().find(|b| (b.cost_centre_id, b.project_id) == (Some(shop), Some(van)));
        assert_eq!(both.map(|b| b.amount), Some(30));
        let account = cash.first().map(|b| b.account);
        let one = BalanceQuery { accounts: account.map(|id| vec![id]), ..query };
        assert_eq!(ledger::balances(&mut tx, &one).await.unwrap().len(), 4);
    }
    t.verify("acme").await;
}

#[tokio::test]
async fn verify_names_a_snapshot_that_the_lines_do_not_sum_to() {
    let t = TestApp::start().await;
    post(&t, Date::of(2026, 1, 20), 100).await;
    assert_eq!(keep(&t).await, 2);
    post(&t, Date::of(2026, 2, 20), 50).await;
    post(&t, Date::of(2026, 1, 21), 7).await;
    assert_eq!(keep(&t).await, 2);
    t.verify("acme").await;
    let pool = t.owner_pool().await;
    let run = async |sql: &'static str| sqlx::query(sql).execute(&pool).await.unwrap();
    run("update ledger_snapshot_lines set amount = amount + 1 where n = 1").await;
    let (check, offender) = t.first_offender("acme").await.unwrap();
    assert_eq!((check, offender.kind), ("snapshots", "ledger_snapshot"));
    assert!(offender.detail.contains("2026-01-31") && offender.detail.contains("checksum"));
    run("update ledger_snapshot_lines set amount = amount - 1 where n = 1").await;
    t.verify("acme").await;
    // A checksum that was forged with it does not help.
    run("alter table ledger_snapshots disable trigger all").await;
    run("update ledger_snapshots set through_seq = through_seq - 1, clean_seq = clean_seq - 1
         where period_end = '2026-02-28' and through_seq = 3")
    .await;
    let (check, _) = t.first_offender("acme").await.unwrap();
    assert_eq!(check, "snapshots");
}

#[tokio::test]
async fn every_day_leaves_its_root_and_a_chain_that_was_written_anew_does_not_have_it() {
    let t = TestApp::start().await;
    let clock = t.app.clock().clone();
    post(&t, Date::of(2026, 3, 14), 100).await;
    let none: i64 = t.scalar("acme", "select count(*) from ledger_roots").await;
    assert_eq!(none, 0);
    t.night("acme", "ledger.keep_snapshots").await;
    for _ in 0..2 {
        clock.advance(DAY);
        t.night("acme", "ledger.keep_snapshots").await;
    }
    let mut tx = t.tx("acme").await;
    let roots = ledger::roots(&mut tx).await.unwrap();
    assert_eq!(roots.iter().map(|root| root.seq).collect::<Vec<_>>(), [1, 1]);
    t.verify("acme").await;
    let pool = t.owner_pool().await;
    sqlx::query("update ledger_roots set hash = sha256('x')").execute(&pool).await.unwrap();
    let (check, offender) = t.first_offender("acme").await.unwrap();
    assert_eq!((check, offender.kind), ("roots", "ledger_root"));
}

#[tokio::test]
async fn the_books_are_verified_every_night_and_whenever_somebody_asks() {
    let t = TestApp::start().await;
    post(&t, Date::of(2026, 3, 14), 100).await;
    let clerk = t.as_user("acme", "accountant").await;
    let path = "/api/v1/ledger/verifications";
    t.night("acme", "ledger.verify").await;
    let runs = clerk.get(path).await.expect(200).json();
    assert_eq!(
        (&runs["items"][0]["ok"], &runs["items"][0]["actor_id"]),
        (&json!(true), &json!(null))
    );
    let checks = runs["items"][0]["checks"].as_i64().unwrap();
    assert_eq!(runs["items"][0]["done"].as_i64(), Some(checks));

    let run = clerk.post(path, &json!({})).await.expect(202).json();
    assert_eq!((&run["ok"], &run["done"]), (&json!(null), &json!(0)));
    // Asked twice is done once.
    let again = clerk.post(path, &json!({})).await.expect(202).json();
    assert_eq!(again["id"], run["id"]);
    let page = clerk.get("/admin/ledger/verify").await.expect(200);
    assert!(page.text().contains("role=\"progressbar\""));
    let pool = t.owner_pool().await;
    sqlx::query("update lines set amount = amount * 2").execute(&pool).await.unwrap();
    assert_eq!(t.run_jobs().await, 1);
    let one = format!("{path}/{}", run["id"].as_str().unwrap());
    let found = clerk.get(&one).await.expect(200).json();
    assert_eq!((&found["ok"], &found["check"]), (&json!(false), &json!("chain")));
    assert_eq!(found["offender_kind"], "entry");
    assert!(found["actor_name"].is_string(), "{found}");
    let page = clerk.get("/admin/ledger/verify").await.expect(200).text();
    let entry = found["offender_id"].as_str().unwrap();
    assert!(page.contains("It was changed outside the program"), "{page}");
    assert!(page.contains(&format!("/admin/ledger/entries/{entry}")), "{page}");

    // The operator reads how many, and not whose.
    let health = t.stranger("").get("/api/v1/health").await.expect(200).json();
    assert_eq!(health["parts"]["books"], json!({ "state": "wrong", "companies_failing": 1 }));
    sqlx::query("update lines set amount = amount / 2").execute(&pool).await.unwrap();
    t.app.clock().advance(DAY);
    t.night("acme", "ledger.verify").await;
    assert_eq!(finance::ledger::failing(&t.app).await.unwrap(), 0);

    t.as_user("acme", "viewer").await.post(path, &json!({})).await.refused(403, "not_permitted");
    t.as_user("padma", "owner").await.get(&one).await.refused(404, "not_found");
}

#[tokio::test]
async fn what_was_known_before_every_snapshot_stands_on_one_all_the_same() {
    let t = TestApp::start().await;
    let centre = Uuid::now_v7();
    let sale = |day, amount| Step::Post { day, amount, centre: 0 };
    // Days are counted from the beginning of 2025: 375 is in January 2026, 410 in February.
    act(&t, &sale(375, 100), centre).await;
    act(&t, &sale(410, 20), centre).await;
    let known = t.app.clock().now();
    act(&t, &Step::Wait, centre).await;
    act(&t, &sale(376, 3000), centre).await;
    act(&t, &Step::Night, centre).await;
    let february = Date::of(2026, 2, 28);
    assert_eq!(cash(&t, february, Some(known)).await, 120);
    assert_eq!(cash(&t, february, None).await, 3120);
    assert_eq!(cash(&t, Date::of(2026, 3, 15), Some(known)).await, 120);
    // Before the first entry nothing was known.
    assert_eq!(cash(&t, february, Some(known.minus(DAY))).await, 0);

    // That a snapshot was read is seen by one that is wrong.
    let pool = t.owner_pool().await;
    let spoil = "update ledger_snapshot_lines set amount = amount + 7 where amount > 0";
    sqlx::query(spoil).execute(&pool).await.unwrap();
    assert_eq!(cash(&t, february, Some(known)).await, 127);
    pool.close().await;
    t.leave_jobs();
}

#[derive(Debug, Clone)]
enum Step {
    Post { day: i32, amount: i64, centre: u8 },
    Night,
    Close { month: i32 },
    Wait,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let post = (0..440_i32, 1..1_000_i64, 0..3_u8);
    let step = prop_oneof![
        6 => post.prop_map(|(day, amount, centre)| Step::Post { day, amount, centre }),
        1 => Just(Step::Night),
        1 => (0..14_i32).prop_map(|month| Step::Close { month }),
        2 => Just(Step::Wait),
    ];
    prop::collection::vec(step, 10..60)
}

fn first() -> Date {
    Date::of(2025, 1, 1)
}

async fn act(t: &TestApp, step: &Step, centre: Uuid) {
    let mut tx = t.tx("acme").await;
    match *step {
        Step::Wait => t.app.clock().advance(Duration::from_secs(7 * 3600)),
        Step::Night => {
            ledger::keep_snapshots(&mut tx).await.unwrap();
        }
        Step::Close { month } => {
            let end = first().plus_months(month).unwrap().last_of_month();
            ledger::take_snapshot(&mut tx, end).await.unwrap();
        }
        Step::Post { day, amount, centre: which } => {
            let of = [None, Some(centre), Some(Uuid::from_u128(5))];
            let line = |line: PostingLine| line.dimensions(of[usize::from(which)], None);
            let lines = vec![
                line(PostingLine::debit("cash", amount)),
                line(PostingLine::credit("sales", amount)),
            ];
            let date = first().plus_days(day).unwrap();
            ledger::post(&mut tx, entry(date, lines)).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// What the lines sum to, without any help.
async fn whole(tx: &mut Tx, to: Date, known_on: Option<Timestamp>, centre: Option<Uuid>) -> i64 {
    let tenant = tx.tenant_id();
    sqlx::query_scalar(
        "select coalesce(sum(l.amount), 0)::bigint from lines l
         join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
         join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
         where l.tenant_id = $1 and a.role = 'cash' and l.effective_date <= $2
            and ($3::timestamptz is null or e.recorded_at <= $3)
            and ($4::uuid is null or l.cost_centre_id = $4)",
    )
    .bind(tenant)
    .bind(to)
    .bind(known_on)
    .bind(centre)
    .fetch_one(tx.conn())
    .await
    .unwrap()
}

async fn as_the_lines_say(t: &TestApp, known: &[Option<Timestamp>], centre: Uuid, steps: &[Step]) {
    let mut tx = t.tx("acme").await;
    for to in (0..15).map(|n| first().plus_days(n * 31 + n % 3).unwrap()) {
        for known_on in known {
            for cost_centre_id in [None, Some(centre)] {
                let query =
                    BalanceQuery { known_on: *known_on, cost_centre_id, ..BalanceQuery::on(to) };
                let folded = ledger::balances(&mut tx, &query).await.unwrap();
                let cash = folded.iter().find(|b| b.code == "1000").map_or(0, |b| b.amount);
                let wanted = whole(&mut tx, to, *known_on, cost_centre_id).await;
                assert_eq!(cash, wanted, "{query:?} after {steps:?}");
            }
        }
    }
}

async fn history(steps: &[Step]) {
    let t = TestApp::start().await;
    let centre = Uuid::now_v7();
    let mut tx = t.tx("acme").await;
    for (id, code) in [(centre, "ONE"), (Uuid::from_u128(5), "FIVE")] {
        keep_dimension(&mut tx, Kind::CostCentre, id, code).await;
    }
    tx.commit().await.unwrap();
    let mut moments = vec![t.app.clock().now()];
    for step in steps {
        act(&t, step, centre).await;
        moments.push(t.app.clock().now());
    }
    let known: Vec<_> = moments.iter().step_by(5).copied().map(Some).chain([None]).collect();
    as_the_lines_say(&t, &known, centre, steps).await;
    // Now from snapshots that all know more than was known at those moments.
    act(&t, &Step::Night, centre).await;
    as_the_lines_say(&t, &known, centre, steps).await;
    t.verify("acme").await;
}

#[test]
fn snapshot_and_tail_are_the_full_fold_for_every_history() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let config = ProptestConfig { cases: 12, failure_persistence: None, ..Default::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner
        .run(&steps(), |steps| {
            runtime.block_on(history(&steps));
            Ok(())
        })
        .unwrap();
}
