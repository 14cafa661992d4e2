//! The demo's companies live through the same verbs as everybody else's.

use testkit::TestApp;

#[tokio::test]
async fn a_few_weeks_of_the_demo_keep_the_books_right() {
    let t = TestApp::start().await;
    let refused = seaworthy::demo::build(&t.app, 45).await.unwrap();
    assert_eq!(refused, 0, "everything that was planned was done");
    t.verify("bahr").await;
    let orders: i64 = t.scalar("bahr", "select count(*) from orders").await;
    assert!(orders > 25, "{orders} orders");
    for (what, sql) in [
        ("receipts", "select count(*) from stock_documents where kind = 'receipt'"),
        ("transfers", "select count(*) from stock_documents where kind = 'transfer'"),
        ("payments", "select count(*) from payments"),
        ("open invoices", "select count(*) from invoices where settled < gross"),
        ("drafts of quotes", "select count(*) from quotes where state = 'draft'"),
        ("quotes without an answer", "select count(*) from quotes where state = 'sent'"),
        ("accepted quotes", "select count(*) from quotes where state = 'accepted'"),
        ("orders of quotes", "select count(*) from orders where quote_id is not null"),
        ("paid orders", "select count(*) from orders where payment_state = 'paid'"),
    ] {
        assert!(t.scalar::<i64>("bahr", sql).await > 0, "no {what}");
    }
    let late: i64 = t.scalar("bahr", "select count(*) from jobs").await;
    assert_eq!(late, 0, "the jobs of the past were done in the past");
}

#[tokio::test]
async fn the_stock_value_on_the_dashboard_is_the_balance_of_its_account() {
    let t = TestApp::start().await;
    seaworthy::demo::build(&t.app, 30).await.unwrap();
    let mut tx = t.tx("bahr").await;
    let seen = insight::dashboard::look(&mut tx).await.unwrap();
    let balance: i64 = t
        .scalar(
            "bahr",
            "select sum(l.amount)::bigint from lines l
             join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
             where a.role = 'inventory'",
        )
        .await;
    assert_eq!(seen.stock.unwrap().value.now.minor, balance);
    let owed: i64 = t
        .scalar(
            "bahr",
            "select sum(l.amount)::bigint from lines l
             join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
             where a.role = 'receivable'",
        )
        .await;
    let receivables = seen.receivables.unwrap();
    assert_eq!(receivables.open.now.minor - receivables.unused_credit.minor, owed);
    let aged: i64 = receivables.ageing.iter().map(|age| age.amount.minor).sum();
    assert_eq!(aged, receivables.open.now.minor);
    let month = seen.sales.unwrap().month.now.minor;
    let billed: i64 = t
        .scalar(
            "bahr",
            "select coalesce(sum(case kind when 'invoice' then net else -net end), 0)::bigint
             from invoices where issue_date between '2026-03-01' and '2026-03-15'",
        )
        .await;
    assert_eq!(month, billed);
}
