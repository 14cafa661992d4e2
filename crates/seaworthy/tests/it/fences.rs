//! The second fence: what PostgreSQL refuses when the program forgets the company. Every
//! statement here leaves out the tenant on purpose.

use base::{Reason, Tx};
use testkit::TestApp;
use uuid::Uuid;

const ALL_NAMES: &str = "select count(*) from users";

#[tokio::test]
async fn a_query_without_its_tenant_sees_only_its_own_company() {
    let t = TestApp::start().await;
    let mut acme = t.tx("acme").await;
    let padma = t.system("padma").await.tenant.id.uuid();
    let seen: Vec<Uuid> = sqlx::query_scalar("select distinct tenant_id from users")
        .fetch_all(acme.conn())
        .await
        .unwrap();
    assert_eq!(seen, [acme.tenant_id()]);
    let theirs: i64 = sqlx::query_scalar("select count(*) from users where tenant_id = $1")
        .bind(padma)
        .fetch_one(acme.conn())
        .await
        .unwrap();
    assert_eq!(theirs, 0);
}

#[tokio::test]
async fn a_row_of_another_company_can_be_neither_changed_nor_made() {
    let t = TestApp::start().await;
    let padma = t.system("padma").await.tenant.id.uuid();
    let mut acme = t.tx("acme").await;
    let changed = sqlx::query("update users set name = 'stolen' where tenant_id = $1")
        .bind(padma)
        .execute(acme.conn())
        .await
        .unwrap();
    assert_eq!(changed.rows_affected(), 0);
    let made = sqlx::query("insert into settings (tenant_id, key, value) values ($1, 'x', '1')")
        .bind(padma)
        .execute(acme.conn())
        .await;
    let refused = made.unwrap_err().to_string();
    assert!(refused.contains("row-level security"), "{refused}");
}

#[tokio::test]
async fn the_installation_itself_sees_no_companys_rows() {
    let t = TestApp::start().await;
    for reason in [Reason::Health, Reason::Operator, Reason::Worker, Reason::FindTenant] {
        let mut tx = Tx::system(&t.app, reason).await.unwrap();
        let seen: i64 = sqlx::query_scalar(ALL_NAMES).fetch_one(tx.conn()).await.unwrap();
        assert_eq!(seen, 0, "{reason:?}");
    }
}

#[tokio::test]
async fn a_connection_without_a_transaction_of_ours_sees_nothing() {
    let t = TestApp::start().await;
    let seen: i64 = sqlx::query_scalar(ALL_NAMES).fetch_one(t.app.pool()).await.unwrap();
    assert_eq!(seen, 0);
    let who: String =
        sqlx::query_scalar("select current_user::text").fetch_one(t.app.pool()).await.unwrap();
    assert_eq!(who, "seaworthy_app");
}

#[tokio::test]
async fn a_company_is_forgotten_with_its_transaction() {
    let t = TestApp::start().await;
    for company in ["acme", "padma", "acme"] {
        let mut tx = t.tx(company).await;
        let seen: i64 = sqlx::query_scalar(ALL_NAMES).fetch_one(tx.conn()).await.unwrap();
        assert!(seen > 0);
        tx.commit().await.unwrap();
    }
    // Whichever connection this is, it was acme's or padma's a moment ago.
    let seen: i64 = sqlx::query_scalar(ALL_NAMES).fetch_one(t.app.pool()).await.unwrap();
    assert_eq!(seen, 0);
}

#[tokio::test]
async fn what_is_written_for_ever_cannot_be_changed_or_removed() {
    let t = TestApp::start().await;
    for statement in [
        "update audit_log set action = 'nothing'",
        "delete from audit_log",
        "update events set topic = 'nothing'",
        "delete from lines",
        "update entries set memo = ''",
        "delete from stock_moves",
        "truncate invoices",
        "update invoices set gross = 0",
    ] {
        let mut tx = t.tx("acme").await;
        let refused = sqlx::query(statement).execute(tx.conn()).await.unwrap_err().to_string();
        assert!(refused.contains("permission denied"), "{statement}: {refused}");
    }
}
