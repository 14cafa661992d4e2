//! What a company has set up is remembered between documents, and never a moment too long.

use base::{Problem, Setup, Tx};
use serde_json::{Value, json};
use testkit::TestApp;

use super::Shop;

/// What the company's accounts are for, as a capability would remember them.
#[derive(Debug, PartialEq)]
struct Roles(Vec<String>);

impl Setup for Roles {
    async fn load(tx: &mut Tx) -> Result<Self, Problem> {
        let tenant = tx.tenant_id();
        let roles = sqlx::query_scalar(
            "select role from accounts where tenant_id = $1 and role is not null order by role",
        );
        Ok(Self(roles.bind(tenant).fetch_all(tx.conn()).await?))
    }
}

async fn document(t: &TestApp) -> Tx {
    Tx::document(&t.app, &t.system("acme").await, None).await.unwrap()
}

/// As another program on the same database would, so that this one is told nothing.
async fn elsewhere(t: &TestApp, sql: &'static str) {
    let owner = t.owner_pool().await;
    let done = sqlx::raw_sql(sql).execute(&owner).await.unwrap();
    assert!(done.rows_affected() > 0 || sql.starts_with("drop"), "{sql}");
    owner.close().await;
}

async fn sold(s: &Shop) -> Value {
    let lines = json!([{"sku": "NET", "quantity": "1"}]);
    let sale = json!({"customer_id": s.customer, "lines": lines});
    s.owner.post("/api/v1/sales", &sale).await.expect(201).json()
}

#[tokio::test]
async fn an_invoice_has_what_is_set_up_at_that_moment_whoever_changed_it() {
    let s = Shop::open().await;
    let first = sold(&s).await;
    assert_eq!(
        (&first["net"]["amount"], &first["tax"]["amount"]),
        (&json!("100.00"), &json!("15.00"))
    );
    elsewhere(&s.t, "update tenants set name = 'Acme Renamed' where slug = 'acme'").await;
    let renamed = sold(&s).await;
    assert_eq!(renamed["seller"]["name"], "Acme Renamed");
    assert_ne!(first["seller"]["name"], renamed["seller"]["name"]);
    let rate = "insert into tax_rates (tenant_id, tax_code_id, valid_from, rate, recorded_at)
        select c.tenant_id, c.id, '2000-01-01', 200000, now() from tax_codes c
        join tenants t on t.id = c.tenant_id where t.slug = 'acme' and c.is_default";
    elsewhere(&s.t, rate).await;
    assert_eq!(sold(&s).await["tax"]["amount"], "20.00");
    let closed = "update warehouses w set active = false from tenants t
        where t.id = w.tenant_id and t.slug = 'acme' and w.is_default";
    elsewhere(&s.t, closed).await;
    let lines = json!([{"sku": "NET", "quantity": "1"}]);
    let sale = json!({"customer_id": s.customer, "lines": lines});
    let answer = s.owner.post("/api/v1/sales", &sale).await.expect(422);
    assert!(answer.text().contains("order_warehouse_closed"), "{}", answer.text());
    s.close().await;
}

#[tokio::test]
async fn a_document_cannot_change_what_is_set_up() {
    let s = Shop::open().await;
    let mut tx = document(&s.t).await;
    sqlx::query("update accounts set active = false where tenant_id = $1 and role = 'bank'")
        .bind(tx.tenant_id())
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap_err();
    let active: bool = s.t.scalar("acme", "select active from accounts where role = 'bank'").await;
    assert!(active);
    s.close().await;
}

#[tokio::test]
async fn a_table_without_its_trigger_is_found() {
    let s = Shop::open().await;
    let mut tx = document(&s.t).await;
    let known = tx.setup::<Roles>().await.unwrap();
    assert!(known.0.iter().any(|role| role == "bank"), "{known:?}");
    // The same memory, and not another reading.
    assert!(std::sync::Arc::ptr_eq(&known, &tx.setup::<Roles>().await.unwrap()));
    tx.roll_back().await.unwrap();
    elsewhere(&s.t, "drop trigger setup_changed on accounts").await;
    elsewhere(&s.t, "update accounts set role = null where role = 'bank'").await;
    let mut tx = document(&s.t).await;
    let compared = tokio::spawn(async move { tx.setup::<Roles>().await.map(|_| ()) });
    assert!(compared.await.unwrap_err().is_panic());
    s.close().await;
}
