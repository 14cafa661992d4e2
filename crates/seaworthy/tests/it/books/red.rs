//! Each property again with a fault planted into the database, behind the program's back: it must
//! be seen to fail.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::deeds::{self, Deed, World};
use super::lives::{self, Life};
use super::properties;

/// The same busy sequence every time.
pub(super) fn busy() -> Vec<Deed> {
    let mut runner = TestRunner::deterministic();
    deeds::some(40).new_tree(&mut runner).unwrap().current()
}

/// Lives with a fault that the database's owner planted before the first deed.
async fn lived_with(fault: &'static str) -> Result<World, String> {
    let mut world = World::begin().await;
    let pool = world.t.owner_pool().await;
    sqlx::raw_sql(fault).execute(&pool).await.unwrap();
    for deed in busy() {
        world.act(&deed).await?;
    }
    world.t.run_jobs().await;
    properties::agrees(&world).await.map(|()| world)
}

async fn is_red(fault: &'static str, says: &str) {
    let why = lived_with(fault).await.err().unwrap_or_default();
    assert!(why.contains(says), "wanted {says:?}, got {why:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_fault_nothing_is_red() {
    lived_with("select 1").await.map(|_| ()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stock_that_multiplies_is_found() {
    let fault = "create function wear() returns trigger language plpgsql as $$ begin
            new.on_hand := new.on_hand + 1000; return new; end $$;
        create trigger wear before update on stock_levels for each row
            when (new.on_hand > old.on_hand) execute function wear()";
    is_red(fault, "stock").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn value_that_leaks_is_found() {
    let fault = "create function wear() returns trigger language plpgsql as $$ begin
            new.value := new.value - 1; return new; end $$;
        create trigger wear before update on stock_costs for each row
            when (new.value > 100) execute function wear()";
    is_red(fault, "stock").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_is_paid_by_more_than_was_paid_is_found() {
    let fault = "create function wear() returns trigger language plpgsql as $$ begin
            new.settled := new.settled + 1; return new; end $$;
        create trigger wear before update on invoices for each row
            when (new.settled > old.settled and new.settled < new.gross) execute function wear()";
    is_red(fault, "invoice").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tax_rate_that_somebody_changed_is_found() {
    // The oracle knows the law: 15 %.
    is_red("update tax_codes set rate = 150100 where rate = 150000", "tax of an invoice").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_slipped_into_the_past_is_found() {
    let late = "update lines set amount = amount + sign(amount) * 700 where seq = 1";
    let why = properties::remembers(&busy(), late).await.unwrap_err();
    assert!(why.contains("it said"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_another_moment_is_found() {
    // It is sound in itself: only its root says that it is not the one.
    let later = Deed::Receive { item: 0, house: 0, milli: 1, cost_milli: 7_000, days_back: 0 };
    let why = properties::restores(&busy(), &[later], "select 1").await.unwrap_err();
    assert!(why.starts_with("the root was"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_somebody_changed_is_found() {
    // Two lines of one entry, so that it balances; the chain does not know them.
    let fault = "update lines set amount = amount * 2 where seq = 2";
    let why = properties::restores(&busy(), &[], fault).await.unwrap_err();
    assert!(why.starts_with("chain"), "{why}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_whose_end_was_cut_off_is_found() {
    // As if the last entry had never been: the head is that of the entry before.
    let fault = "alter table lines disable trigger all;
        delete from lines l using ledger_heads h
            where l.tenant_id = h.tenant_id and l.seq = h.seq;
        update ledger_heads h set seq = e.seq, hash = e.hash from entries e
            where e.tenant_id = h.tenant_id and e.seq = h.seq - 1";
    let why = properties::restores(&busy(), &[], fault).await.unwrap_err();
    assert!(!why.starts_with("the root was"), "seen before the roots are compared: {why}");
}

/// A batch that is revalued twice and harvested in two parts, whatever the seed.
fn valued() -> Life {
    let mut runner = TestRunner::deterministic();
    let mut life = lives::lives().new_tree(&mut runner).unwrap().current();
    life.revalue_twice();
    life
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_that_forgets_a_part_of_its_worth_is_found() {
    lives::earns_the_same(&valued(), "select 1").await.unwrap();
    let fault = "create function wear() returns trigger language plpgsql as $$ begin
            new.fair_value := new.fair_value - 1; return new; end $$;
        create trigger wear before update on batches for each row
            when (new.fair_value > old.fair_value and new.count > 0) execute function wear()";
    let why = lives::earns_the_same(&valued(), fault).await.unwrap_err();
    assert!(why.contains("the worth of no animals"), "{why}");
}
