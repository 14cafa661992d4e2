//! Open items: what is set off is never more than is open, in any currency, on both sides; and
//! the control accounts agree.

use base::{Currency, Date, Money, Problem, Tx, UnitPrice};
use finance::currencies::{self, NewCurrency, NewRate};
use finance::ledger::{self, Module, Posting, PostingLine};
use finance::open_items::{self, NewAllocation, NewOpenItem, OpenItem, Side};
use testkit::TestApp;
use tokio::task::JoinSet;
use uuid::Uuid;

const MARCH_1: Date = Date::of(2026, 3, 1);
const MARCH_10: Date = Date::of(2026, 3, 10);
const TODAY: Date = Date::of(2026, 3, 15);

pub const NORA: Uuid = Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001);

/// Opens an item of `minor` (above zero: owed to us) on a day, with its entry.
pub async fn item(tx: &mut Tx, side: Side, role: &'static str, amount: Money, date: Date) -> Uuid {
    let own = tx.currency();
    let rate = currencies::rate(tx, amount.currency, date).await.unwrap();
    let base = rate.to_base(amount).unwrap();
    let document_id = tx.new_id::<OpenItem>().uuid();
    let control = PostingLine::debit(role, base).party(NORA).due(date);
    let lines = vec![
        control.foreign(amount.currency, amount.minor, own),
        PostingLine::credit("sales", base),
    ];
    let module = if side == Side::Receivable { Module::Sales } else { Module::Purchases };
    let posting = Posting::new(module, date, "test", document_id, "A document", lines);
    let posted = ledger::post(tx, posting).await.unwrap();
    let new = NewOpenItem {
        side,
        role,
        party_id: NORA,
        party_name: "Nora Stores".to_owned(),
        document_type: "test",
        document_id,
        number: posted.number,
        date,
        due_date: date.plus_days(10).unwrap(),
        amount,
        base,
        entry_id: posted.entry_id,
    };
    open_items::open(tx, new).await.unwrap()
}

fn sar(minor: i64) -> Money {
    Money::new(minor, Currency::SAR)
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn set_off(debit_item: Uuid, credit_item: Uuid, amount: Money) -> NewAllocation {
    NewAllocation { debit_item, credit_item, amount, date: TODAY }
}

async fn allocate(t: &TestApp, all: Vec<NewAllocation>) -> Result<(), Problem> {
    let mut tx = t.tx("acme").await;
    open_items::allocate(&mut tx, all).await?;
    tx.commit().await
}

async fn find(t: &TestApp, id: Uuid) -> OpenItem {
    let mut tx = t.tx("acme").await;
    open_items::find(&mut tx, id).await.unwrap()
}

/// What stands on an account, by its role; debit above zero.
async fn balance(t: &TestApp, role: &'static str) -> i64 {
    let mut tx = t.tx("acme").await;
    ledger::balance_of(&mut tx, role, None, TODAY).await.unwrap().minor
}

/// A company that uses dollars, with a rate for each of these days.
pub async fn with_dollars(rates: &[(Date, &str)]) -> TestApp {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let dollars = NewCurrency { code: Currency::USD, good_days: Some(2) };
    currencies::take_up(&mut tx, dollars).await.unwrap();
    let rate = |(date, rate): &(Date, &str)| NewRate {
        currency: Currency::USD,
        date: *date,
        rate: rate.parse::<UnitPrice>().unwrap(),
        units: None,
        source: "SAMA".to_owned(),
    };
    currencies::enter(&mut tx, rates.iter().map(rate).collect()).await.unwrap();
    tx.commit().await.unwrap();
    t
}

#[tokio::test]
async fn an_item_is_settled_in_parts_and_never_beyond_its_amount() {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let invoice = item(&mut tx, Side::Receivable, "receivable", sar(10_000), MARCH_1).await;
    let payment = item(&mut tx, Side::Receivable, "receivable", sar(-7000), MARCH_10).await;
    let note = item(&mut tx, Side::Receivable, "receivable", sar(-5000), MARCH_10).await;
    tx.commit().await.unwrap();
    allocate(&t, vec![set_off(invoice, payment, sar(3000))]).await.unwrap();
    allocate(&t, vec![set_off(invoice, payment, sar(4000))]).await.unwrap();
    let left = find(&t, invoice).await;
    assert_eq!((left.open, left.open_base), (sar(3000), 3000));
    assert!(find(&t, payment).await.is_settled());

    // Together they want one more than is open: the first part must not stay either.
    let both = vec![set_off(invoice, note, sar(2000)), set_off(invoice, note, sar(1001))];
    let refused = allocate(&t, both).await.unwrap_err();
    assert_eq!(refused.code(), "allocation_exceeds_open");
    assert_eq!(
        (refused.facts()["open"].as_str(), refused.facts()["wanted"].as_str()),
        ("10.00", "10.01")
    );
    assert_eq!(find(&t, invoice).await, left);
    assert_eq!(find(&t, note).await.open, sar(-5000));
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from allocations").await, 2);
    t.verify("acme").await;
}

#[tokio::test]
async fn what_does_not_belong_together_is_not_set_off() {
    let t = with_dollars(&[(MARCH_1, "3.75")]).await;
    let mut tx = t.tx("acme").await;
    let receivable = Side::Receivable;
    let invoice = item(&mut tx, receivable, "receivable", sar(100), MARCH_1).await;
    let other = item(&mut tx, receivable, "receivable", sar(100), MARCH_1).await;
    let dollars = item(&mut tx, receivable, "receivable", usd(-100), MARCH_1).await;
    let bill = item(&mut tx, Side::Payable, "payable", sar(-100), MARCH_1).await;
    let credit = item(&mut tx, receivable, "receivable", sar(-100), MARCH_10).await;
    tx.commit().await.unwrap();
    let early = NewAllocation { date: MARCH_1, ..set_off(invoice, credit, sar(1)) };
    let late = NewAllocation { date: Date::of(2026, 3, 16), ..early };
    for (wrong, code) in [
        (set_off(invoice, other, sar(1)), "allocation_same_sign"),
        (set_off(credit, invoice, sar(1)), "allocation_same_sign"),
        (set_off(invoice, bill, sar(1)), "allocation_mixes_parties"),
        (set_off(invoice, dollars, sar(1)), "allocation_mixes_currencies"),
        (set_off(invoice, credit, usd(1)), "allocation_mixes_currencies"),
        (set_off(invoice, credit, sar(0)), "allocation_exceeds_open"),
        (set_off(invoice, credit, sar(-5)), "allocation_exceeds_open"),
        (set_off(invoice, Uuid::now_v7(), sar(1)), "not_found"),
        (early, "allocation_before_document"),
        (late, "invalid"),
    ] {
        assert_eq!(allocate(&t, vec![wrong]).await.unwrap_err().code(), code);
    }
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from allocations").await, 0);
    assert_eq!(t.scalar::<i64>("acme", "select sum(set_off)::bigint from open_items").await, 0);
    let mut tx = t.tx("padma").await;
    assert_eq!(open_items::find(&mut tx, invoice).await.unwrap_err().code(), "not_found");
    t.verify("acme").await;
}

#[tokio::test]
async fn of_sixteen_allocations_at_once_only_what_is_open_is_taken() {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let invoice = item(&mut tx, Side::Receivable, "receivable", sar(1000), MARCH_1).await;
    let mut notes = Vec::new();
    for _ in 0..16 {
        notes.push(item(&mut tx, Side::Receivable, "receivable", sar(-150), MARCH_10).await);
    }
    tx.commit().await.unwrap();
    let mut setting_off = JoinSet::new();
    for note in notes {
        let (app, actor) = (t.app.clone(), t.system("acme").await);
        setting_off.spawn(async move {
            let mut tx = Tx::begin(&app, &actor).await.unwrap();
            let all = vec![set_off(invoice, note, sar(150))];
            match open_items::allocate(&mut tx, all).await {
                Ok(()) => tx.commit().await.map(|()| "done").unwrap(),
                Err(problem) => problem.code(),
            }
        });
    }
    let answers = setting_off.join_all().await;
    assert_eq!(answers.iter().filter(|answer| **answer == "done").count(), 6, "{answers:?}");
    let refused = answers.iter().filter(|answer| **answer == "allocation_exceeds_open").count();
    assert_eq!(refused, 10, "{answers:?}");
    assert_eq!(find(&t, invoice).await.open, sar(100));
    t.verify("acme").await;
}

/// By hand: 100.00 dollars at 3.75 are 375.00 riyals. 40.00 of them are paid at 3.80 with
/// 152.00 for 150.00: a gain of 2.00. 60.00 are paid at 3.70 with 222.00 for 225.00: a loss of
/// 3.00.
#[tokio::test]
async fn a_customers_foreign_invoice_brings_gain_and_loss_when_it_is_paid() {
    let t = with_dollars(&[(MARCH_1, "3.75"), (MARCH_10, "3.8"), (TODAY, "3.7")]).await;
    let mut tx = t.tx("acme").await;
    let invoice = item(&mut tx, Side::Receivable, "receivable", usd(10_000), MARCH_1).await;
    let first = item(&mut tx, Side::Receivable, "receivable", usd(-4000), MARCH_10).await;
    let second = item(&mut tx, Side::Receivable, "receivable", usd(-6000), TODAY).await;
    tx.commit().await.unwrap();
    assert_eq!(balance(&t, "receivable").await, 37_500 - 15_200 - 22_200);
    allocate(&t, vec![set_off(invoice, first, usd(4000))]).await.unwrap();
    assert_eq!((balance(&t, "exchange_gain").await, balance(&t, "exchange_loss").await), (-200, 0));
    let left = find(&t, invoice).await;
    assert_eq!((left.open, left.open_base), (usd(6000), 22_500));
    allocate(&t, vec![set_off(invoice, second, usd(6000))]).await.unwrap();
    assert_eq!(
        (balance(&t, "exchange_gain").await, balance(&t, "exchange_loss").await),
        (-200, 300)
    );
    assert_eq!(balance(&t, "receivable").await, 0);
    assert_eq!(find(&t, invoice).await.open_base, 0);
    t.verify("acme").await;
}

/// By hand: a bill of 100.00 dollars at 3.75 stands for 375.00. Paid at 3.80 it costs 380.00: a
/// loss of 5.00. Taken back, everything is as before; paid at 3.70 it is a gain of 5.00.
#[tokio::test]
async fn a_suppliers_foreign_bill_costs_or_brings_the_difference_and_is_taken_back_whole() {
    let t = with_dollars(&[(MARCH_1, "3.75"), (MARCH_10, "3.8"), (TODAY, "3.7")]).await;
    let mut tx = t.tx("acme").await;
    let bill = item(&mut tx, Side::Payable, "payable", usd(-10_000), MARCH_1).await;
    let dear = item(&mut tx, Side::Payable, "payable", usd(10_000), MARCH_10).await;
    let cheap = item(&mut tx, Side::Payable, "payable", usd(10_000), TODAY).await;
    tx.commit().await.unwrap();
    allocate(&t, vec![set_off(dear, bill, usd(10_000))]).await.unwrap();
    assert_eq!((balance(&t, "exchange_gain").await, balance(&t, "exchange_loss").await), (0, 500));

    let undo = |id| {
        let t = &t;
        async move {
            let mut tx = t.tx("acme").await;
            open_items::undo(&mut tx, id, TODAY).await?;
            tx.commit().await
        }
    };
    let done: Uuid = t.scalar("acme", "select id from allocations").await;
    undo(done).await.unwrap();
    assert_eq!((balance(&t, "exchange_gain").await, balance(&t, "exchange_loss").await), (0, 0));
    assert_eq!(find(&t, bill).await.open, usd(-10_000));
    assert_eq!(undo(done).await.unwrap_err().code(), "allocation_already_undone");
    let back: Uuid =
        t.scalar("acme", "select id from allocations where reverses_id is not null").await;
    assert_eq!(undo(back).await.unwrap_err().code(), "allocation_already_undone");
    assert_eq!(undo(Uuid::now_v7()).await.unwrap_err().code(), "not_found");

    allocate(&t, vec![set_off(cheap, bill, usd(10_000))]).await.unwrap();
    assert_eq!((balance(&t, "exchange_gain").await, balance(&t, "exchange_loss").await), (-500, 0));
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from allocations").await, 3);
    t.verify("acme").await;
}

#[tokio::test]
async fn what_was_paid_ahead_moves_to_where_it_is_owed() {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let ahead = item(&mut tx, Side::Receivable, "customer_prepayment", sar(-500), MARCH_1).await;
    let invoice = item(&mut tx, Side::Receivable, "receivable", sar(800), MARCH_10).await;
    assert_eq!(open_items::exposure(&mut tx, Side::Receivable, NORA).await.unwrap(), 300);
    tx.commit().await.unwrap();
    allocate(&t, vec![set_off(invoice, ahead, sar(500))]).await.unwrap();
    assert_eq!(balance(&t, "customer_prepayment").await, 0);
    assert_eq!(balance(&t, "receivable").await, 300);
    let mut tx = t.tx("acme").await;
    assert_eq!(open_items::exposure(&mut tx, Side::Receivable, NORA).await.unwrap(), 300);
    drop(tx);
    t.verify("acme").await;
}

#[tokio::test]
async fn a_day_without_a_good_rate_is_refused() {
    let t = with_dollars(&[(MARCH_10, "3.75")]).await;
    let mut tx = t.tx("acme").await;
    for (date, good) in [
        (Date::of(2026, 3, 9), false),
        (MARCH_10, true),
        (Date::of(2026, 3, 12), true),
        (Date::of(2026, 3, 13), false),
    ] {
        let found = currencies::rate(&mut tx, Currency::USD, date).await;
        assert_eq!(found.as_ref().map(|rate| rate.micros).ok(), good.then_some(3_750_000));
        if let Err(refused) = found {
            assert_eq!(refused.code(), "no_exchange_rate");
            assert_eq!(refused.facts()["currency"], "USD");
        }
    }
    let euro = currencies::rate(&mut tx, Currency::EUR, MARCH_10).await.unwrap_err();
    assert_eq!(euro.code(), "no_exchange_rate");
    let own = currencies::rate(&mut tx, Currency::SAR, MARCH_1).await.unwrap();
    assert_eq!(own.to_base(sar(5)).unwrap(), 5);
}

#[tokio::test]
async fn verify_names_the_party_and_the_item_that_somebody_changed() {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let invoice = item(&mut tx, Side::Receivable, "receivable", sar(10_000), MARCH_1).await;
    let payment = item(&mut tx, Side::Receivable, "receivable", sar(-7000), MARCH_10).await;
    tx.commit().await.unwrap();
    allocate(&t, vec![set_off(invoice, payment, sar(3000))]).await.unwrap();
    t.verify("acme").await;
    let pool = t.owner_pool().await;
    for (tampering, mending, check, word) in [
        (
            "update open_items set base = base + 7, amount = amount + 7 where amount = 10000",
            "update open_items set base = base - 7, amount = amount - 7 where amount = 10007",
            "open_items",
            "Nora Stores: the open items sum to 3007, the account receivable says 3000",
        ),
        (
            "update open_items set set_off = 2999, set_off_base = 2999",
            "update open_items set set_off = 3000, set_off_base = 3000",
            "allocations",
            "2999",
        ),
        (
            "update allocations set amount = 2000",
            "update allocations set amount = 3000",
            "allocations",
            "sum to 2000",
        ),
    ] {
        sqlx::query(tampering).execute(&pool).await.unwrap();
        let (found, offender) = t.first_offender("acme").await.unwrap();
        assert_eq!(found, check, "{tampering}");
        assert!(offender.detail.contains(word), "{tampering}: {}", offender.detail);
        sqlx::query(mending).execute(&pool).await.unwrap();
        t.verify("acme").await;
    }
}
