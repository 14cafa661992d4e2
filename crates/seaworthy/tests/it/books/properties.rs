//! The properties themselves, for one company at work.

use finance::ledger::{self, AccountBalance, BalanceQuery};
use serde_json::Value;
use testkit::TestApp;

use super::deeds::{Deed, SKUS, World, cents};
use super::oracle::same;
use super::{Held, holds};

/// Does everything, ten seconds apart, and says how the company stands then.
pub(super) async fn lived(deeds: &[Deed]) -> Result<World, String> {
    let mut world = World::begin().await;
    for deed in deeds {
        world.act(deed).await?;
    }
    world.t.run_jobs().await;
    Ok(world)
}

/// What `ledger verify` finds is the property's failure.
pub(super) async fn verified(t: &TestApp) -> Held {
    match t.first_offender("acme").await {
        None => Ok(()),
        Some((check, offender)) => Err(format!("{check}: {offender:?}")),
    }
}

/// Balances by account code, debit above zero, in minor units.
pub(super) async fn balances(world: &World, query: &str) -> Vec<(String, i64)> {
    let path = format!("/api/v1/reports/trial-balance{query}");
    let said = world.owner.get(&path).await.expect(200).json();
    let row = |row: &Value| {
        let amount = cents(&row["debit"]) - cents(&row["credit"]);
        (row["code"].as_str().unwrap().to_owned(), amount)
    };
    said["rows"].as_array().unwrap().iter().map(row).collect()
}

/// Every check passes and every balance is what the oracle says.
pub(super) async fn agrees(world: &World) -> Held {
    verified(&world.t).await?;
    let found = balances(world, "").await;
    let of = |code: &str| found.iter().find(|(c, _)| c == code).map_or(0, |(_, amount)| *amount);
    same("the trial balance", found.iter().map(|(_, amount)| amount).sum(), 0)?;
    let oracle = &world.oracle;
    same("cash", of("1000"), oracle.cash)?;
    same("the bank", of("1100"), oracle.bank)?;
    same("what customers owe", of("1200"), oracle.receivable)?;
    same("goods received, not billed", of("2050"), oracle.grni)?;
    same("output tax", of("2100"), oracle.tax)?;
    same("sales", of("4000"), oracle.sales)?;
    oracle.stock_value(of("1300"))?;
    for (item, sku) in SKUS.iter().enumerate() {
        let path = format!("/api/v1/stock/levels?q={sku}");
        let levels = world.owner.get(&path).await.expect(200).json();
        let levels = levels["items"].as_array().unwrap();
        let on_hand: i64 = levels.iter().map(|l| super::deeds::micros(&l["on_hand"]) / 1000).sum();
        let exact = oracle.on_hand(item, 0) + oracle.on_hand(item, 1);
        same(&format!("{sku} on hand"), on_hand, exact)?;
        if exact == 0 {
            let value: i64 = levels.iter().map(|l| cents(&l["value"])).sum();
            same(&format!("the value of no {sku}"), value, 0)?;
        }
    }
    Ok(())
}

/// Properties 1 and 8.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_sequence_of_documents_keeps_every_invariant_and_agrees_with_the_oracle() {
    holds(6, 45, |deeds| async move {
        let world = lived(&deeds).await?;
        agrees(&world).await
    });
}

/// What was asked of the books at a moment in their life, and what they said.
struct Asked {
    query: BalanceQuery,
    said: Vec<AccountBalance>,
}

/// Asks after every few deeds as of several days, and again at the end as it was known then.
pub(super) async fn remembers(deeds: &[Deed], late: &'static str) -> Held {
    let mut world = World::begin().await;
    let mut asked = Vec::new();
    for (n, deed) in deeds.iter().enumerate() {
        world.act(deed).await?;
        if n % 7 == 3 {
            for back in [0, 5, 20, 31] {
                let mut query = BalanceQuery::on(world.day(back));
                let said = ledger::balances(&mut world.t.tx("acme").await, &query).await.unwrap();
                query.known_on = Some(world.t.app.clock().now());
                asked.push(Asked { query, said });
            }
            // A moment between this deed and the next.
            world.t.app.clock().advance(std::time::Duration::from_secs(1));
        }
    }
    let pool = world.t.owner_pool().await;
    sqlx::raw_sql(late).execute(&pool).await.unwrap();
    world.t.run_jobs().await;
    for Asked { query, said } in asked {
        let now = ledger::balances(&mut world.t.tx("acme").await, &query).await.unwrap();
        if now != said {
            return Err(format!("{query:?}: it said {said:?}, and says {now:?} now"));
        }
    }
    Ok(())
}

/// Property 2.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_as_it_was_known_never_changes() {
    holds(4, 40, |deeds| async move { remembers(&deeds, "select 1").await });
}

/// What the company is, whatever it is called in its database: rows of the books.
const ROOT: &str = "select encode(hash, 'hex') || ' ' || seq from ledger_heads";

/// Takes the root after some deeds, does what is `later`, and looks at a copy of the database,
/// which is what a restored backup is, in which somebody did `fault`.
pub(super) async fn restores(deeds: &[Deed], later: &[Deed], fault: &'static str) -> Held {
    let mut world = lived(deeds).await?;
    let before: String = world.t.scalar("acme", ROOT).await;
    for deed in later {
        world.act(deed).await?;
    }
    world.t.run_jobs().await;
    let copy = world.t.restored().await;
    let pool = copy.owner_pool().await;
    sqlx::raw_sql(fault).execute(&pool).await.unwrap();
    verified(&copy).await?;
    let after: String = copy.scalar("acme", ROOT).await;
    if before == after { Ok(()) } else { Err(format!("the root was {before}, and is {after}")) }
}

/// Property 12.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_copy_verifies_and_has_the_same_root() {
    holds(2, 30, |deeds| async move { restores(&deeds, &[], "select 1").await });
}
