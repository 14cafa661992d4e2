//! From a need to the line of the bank that paid for it, in a real browser, by clicking and
//! typing: three people in turn at one machine, once from left to right and once from right to
//! left. The numbers are those of the story by API.

use base::Lang;
use testkit::{Browser, TestApp};

use super::balance;
use super::buying::{
    self, BALANCE, BANK, BILL, BILLED_PRICE, CAME_FIRST, ESTIMATE, ORDER, STATEMENT, SUPPLIER,
    WANTED,
};
use super::person::Person;

const REQUEST: &str = "REQ-2026-00001";
const ORDER_NUMBER: &str = "PO-2026-00001";

#[tokio::test]
async fn a_company_buys_and_pays_in_a_browser() {
    tell(Lang::En).await;
}

#[tokio::test]
async fn a_company_buys_and_pays_from_right_to_left() {
    tell(Lang::Ar).await;
}

async fn tell(lang: Lang) {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let _ = buying::set_up(&t).await;
    t.run_jobs().await;
    let p = Person::new(&t, &b, "procure-to-pay", lang).await;
    p.sit_down(&t, "storekeeper").await;
    ask(&p).await;
    p.sit_down(&t, "manager").await;
    order(&p).await;
    t.run_jobs().await;
    assert!(t.mails().iter().any(|mail| mail.contains(ORDER_NUMBER)));
    p.sit_down(&t, "storekeeper").await;
    receive(&p).await;
    buying::damage(&t.as_user("acme", "storekeeper").await).await;
    p.sit_down(&t, "accountant").await;
    bill(&p).await;
    p.sit_down(&t, "manager").await;
    approve(&p).await;
    p.sit_down(&t, "accountant").await;
    pay(&p).await;
    reconcile(&p).await;
    billed(&p).await;
    t.run_jobs().await;
    t.verify("acme").await;
    balance::on_page(&p, &t.as_user("acme", "accountant").await, BALANCE).await;
    p.assert_nothing_in_the_way();
}

fn product(sku: &str) -> String {
    format!("Product {sku}")
}

/// Whoever keeps the stock says what is needed and why.
async fn ask(p: &Person<'_>) {
    p.follow("purchasing-requests").await;
    p.see(&p.t("purchasing-requests-none")).await;
    p.look("no-requests").await;
    p.follow("purchasing-request-new").await;
    p.write("purchasing-reason", "The nets are torn.").await;
    for (n, (sku, quantity, cost)) in WANTED.into_iter().enumerate() {
        if n > 0 {
            p.press("ui-add-line").await;
        }
        p.b.pick_nth(&p.t("purchasing-product"), n, sku, &product(sku)).await;
        p.write_nth("purchasing-quantity", n, quantity).await;
        p.write_nth("purchasing-unit-cost", n, cost).await;
    }
    p.look("request").await;
    p.press("purchasing-ask").await;
    p.see(&p.about("purchasing-asked", REQUEST)).await;
    assert_eq!(p.sums().await, [p.money(ESTIMATE)]);
    assert_eq!(p.b.count("button", &p.t("purchasing-approve")).await, 0);
    p.look("asked").await;
}

/// Somebody else approves it and makes the order of it.
async fn order(p: &Person<'_>) {
    p.follow("purchasing-requests").await;
    p.b.follow(REQUEST).await;
    p.press("purchasing-approve").await;
    p.see(&p.about("purchasing-approved", REQUEST)).await;
    p.look("request-approved").await;
    p.follow("purchasing-make-order").await;
    p.b.pick_nth(&p.t("purchasing-supplier"), 0, "gulf", SUPPLIER).await;
    assert_eq!(p.sums().await, ORDER.map(|sum| p.money(sum)));
    p.look("order").await;
    p.press("purchasing-save").await;
    p.see(&p.t("purchasing-state-draft")).await;
    assert_eq!(p.sums().await, ORDER.map(|sum| p.money(sum)));
    p.press("purchasing-approve").await;
    p.see(&p.about("purchasing-approved", ORDER_NUMBER)).await;
    p.look("order-approved").await;
    p.press("purchasing-send").await;
    p.see(&p.about("purchasing-sent", ORDER_NUMBER)).await;
    p.look("order-sent").await;
}

/// Two parcels come.
async fn receive(p: &Person<'_>) {
    p.follow("purchasing-orders").await;
    p.b.follow(ORDER_NUMBER).await;
    p.follow("purchasing-receive").await;
    let now = format!("{}: {}", p.t("purchasing-came-now"), product(WANTED[0].0));
    assert_eq!(p.b.value(&now).await, WANTED[0].1);
    p.b.write_nth(&now, 0, CAME_FIRST[0]).await;
    p.look("first-parcel").await;
    p.press("purchasing-receive").await;
    p.see(&p.about("purchasing-received", "GRN-2026-00001")).await;
    p.see(&p.t("purchasing-state-partially-received")).await;
    came(p, CAME_FIRST).await;
    p.look("partly-received").await;
    p.follow("purchasing-receive").await;
    assert_eq!(p.b.value(&now).await, "6");
    p.look("second-parcel").await;
    p.press("purchasing-receive").await;
    p.see(&p.about("purchasing-received", "GRN-2026-00002")).await;
    came(p, WANTED.map(|(_, quantity, _)| quantity)).await;
    p.look("received").await;
}

async fn came(p: &Person<'_>, quantities: [&str; 2]) {
    let rows = p.table("purchasing-lines").await;
    let found: Vec<&str> = rows.iter().map(|row| row[3].as_str()).collect();
    assert_eq!(found, quantities.map(|quantity| p.quantity(quantity)));
}

/// The bill asks for more than was agreed, so it waits.
async fn bill(p: &Person<'_>) {
    p.follow("purchasing-orders").await;
    p.b.follow(ORDER_NUMBER).await;
    p.follow("purchasing-bill").await;
    p.write("bills-supplier-number", "GN-77").await;
    for (sku, receipt) in [("NET-10", "GRN-2026-00001"), ("NET-10", "GRN-2026-00002")] {
        let price = format!("{}: {sku} · {receipt}", p.t("purchasing-price"));
        assert_eq!(p.b.value(&price).await, "30");
        p.b.write_nth(&price, 0, BILLED_PRICE).await;
    }
    let quantity = format!("{}: ROPE-5 · GRN-2026-00001", p.t("purchasing-quantity"));
    assert_eq!(p.b.value(&quantity).await, "100");
    p.look("bill").await;
    p.press("purchasing-bill-enter").await;
    p.see(&p.about("purchasing-bill-waits", "GN-77")).await;
    p.see(&p.t("bills-differs")).await;
    assert_eq!(p.b.count("button", &p.t("bills-approve")).await, 0);
    p.look("bill-waits").await;
}

async fn approve(p: &Person<'_>) {
    p.follow("bills-title").await;
    p.follow("bills-view-waiting").await;
    p.b.follow("GN-77").await;
    p.see(&p.t("bills-differs")).await;
    p.press("bills-approve").await;
    p.see(&p.about("purchasing-bill-posted", "BILL-2026-00001")).await;
    let [net, tax, gross] = BILL;
    // Nothing of it is paid.
    let open = [p.amount("0"), p.money(gross)];
    assert_eq!(p.sums().await[..3], [p.amount(net), p.amount(tax), p.money(gross)]);
    assert_eq!(p.sums().await[3..], open);
    p.look("bill-posted").await;
}

async fn pay(p: &Person<'_>) {
    p.follow("payments-title").await;
    p.follow("payments-pay").await;
    p.look("whom-to-pay").await;
    p.b.follow(SUPPLIER).await;
    p.write("payments-amount", BILL[2]).await;
    let due = base::Date::of(2026, 4, 14);
    p.b.write_nth(&format!("BILL-2026-00001 · {}", p.l.date(due)), 0, BILL[2]).await;
    p.look("payment").await;
    p.press("payments-pay").await;
    p.see(&p.about("payments-posted", "VPAY-2026-00001")).await;
    p.look("paid").await;
}

/// The statement is taken in, both lines find their partners, and the day is finished.
async fn reconcile(p: &Person<'_>) {
    p.follow("banking-title").await;
    p.b.follow(BANK).await;
    p.look("bank").await;
    let file = std::env::temp_dir().join(format!("seaworthy-test-{}.sta", std::process::id()));
    std::fs::write(&file, STATEMENT).unwrap();
    p.b.attach(&file).await;
    p.press("banking-look").await;
    p.look("statement").await;
    p.b.press_button(&p.l.with("banking-take-in-lines", &[("n", 2.into())])).await;
    p.see(&p.about("banking-imported", &p.l.int(2))).await;
    p.look("suggestions").await;
    p.press("banking-accept").await;
    p.see(&p.t("banking-matched-done")).await;
    p.press("banking-accept").await;
    p.see(&p.t("banking-all-matched")).await;
    p.see(&p.t("banking-even")).await;
    p.look("all-matched").await;
    let day = p.l.date(base::Date::of(2026, 3, 15));
    p.b.press_button(&p.l.with("banking-finish-to", &[("date", day.as_str().into())])).await;
    p.see(&p.about("banking-finished-done", &day)).await;
    p.look("reconciled").await;
}

/// The order has heard of its bill, and nothing is left to be billed.
async fn billed(p: &Person<'_>) {
    p.follow("purchasing-orders").await;
    p.b.follow(ORDER_NUMBER).await;
    p.see(&p.t("purchasing-state-billed")).await;
    p.look("order-billed").await;
    p.follow("purchasing-unbilled").await;
    p.see(&p.t("purchasing-unbilled-none")).await;
    p.look("nothing-unbilled").await;
}
