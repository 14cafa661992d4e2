//! From the first sign-up to a credit note in a real browser, by clicking and typing, once from
//! left to right and once from right to left. The numbers are those of the story by API.

use base::{Lang, Rate};
use testkit::{Browser, PASSWORD, TestApp};

use super::balance;
use super::person::Person;
use super::shop::{self, Shop};
use super::telling::{RIYADH, SKUS, Telling};

const ENGLISH: Telling = Telling { shop: Shop { lang: "en", ..RIYADH.shop }, ..RIYADH };

const CUSTOMER: &str = "Corner Boutique";

/// The discount of the second line.
const TENTH: Rate = Rate::from_micros(100_000);

/// What is typed to find each thing, and what it is called in lists.
const THINGS: [(&str, &str); 3] = [
    ("ocean", "Ocean Blue Shirt"),
    ("varsity", "Classic Varsity Top – Small"),
    ("yellow wool", "Yellow Wool Jumper"),
];

#[tokio::test]
async fn a_company_goes_from_quote_to_cash_in_a_browser() {
    tell(&ENGLISH, Lang::En).await;
}

#[tokio::test]
async fn a_company_goes_from_quote_to_cash_from_right_to_left() {
    tell(&RIYADH, Lang::Ar).await;
}

async fn tell(telling: &Telling, lang: Lang) {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let p = Person::new(&t, &b, "quote-to-cash", lang).await;
    if lang == Lang::En {
        assert_eq!(p.money(telling.sums[2]), "SAR\u{a0}388.53");
    }
    sign_up(&t, &p, &telling.shop).await;
    import(&t, &p, telling).await;
    receive(&p, telling).await;
    customer(&p).await;
    order(&p, telling).await;
    t.run_jobs().await;
    deliver(&p, telling).await;
    invoice(&p, telling).await;
    pay(&p, telling).await;
    t.run_jobs().await;
    paid(&p).await;
    credit(&p, telling).await;
    t.run_jobs().await;
    t.verify(telling.shop.slug).await;
    let owner = t.as_user(telling.shop.slug, "owner").await;
    balance::on_page(&p, &owner, telling.balance).await;
    p.follow("dashboard-title").await;
    p.see(&p.t("dashboard-title")).await;
    p.look("dashboard").await;
    p.assert_nothing_in_the_way();
}

async fn sign_up(t: &TestApp, p: &Person<'_>, shop: &Shop) {
    p.b.open(&t.url("")).await;
    p.b.follow(p.l.lang().native_name()).await;
    p.see(&p.t("welcome-text")).await;
    p.follow("welcome-sign-up").await;
    p.write("sign-up-company", shop.name).await;
    p.write("sign-up-subdomain", shop.slug).await;
    p.choose("sign-up-country", "country-sa").await;
    p.write("sign-up-name", "Noor").await;
    p.write("sign-up-email", &shop.email()).await;
    p.write("sign-up-password", PASSWORD).await;
    p.look("sign-up").await;
    p.press("sign-up-submit").await;
    p.b.wait_for_url(&t.url(shop.slug)).await;
    p.see(&p.t("sessions-said-ready")).await;
    p.write("sessions-email", &shop.email()).await;
    p.write("sessions-password", PASSWORD).await;
    p.look("sign-in").await;
    p.press("sessions-sign-in").await;
    p.b.wait_for_url("/admin").await;
    p.see(&p.t("dashboard-title")).await;
    p.look("first-day").await;
    t.run_jobs().await;
}

async fn import(t: &TestApp, p: &Person<'_>, telling: &Telling) {
    let export = shop::export();
    let rows = [("rows", export.rows.into())];
    p.follow("imports-title").await;
    p.see(&p.t("imports-empty")).await;
    p.look("no-imports").await;
    p.follow("imports-new").await;
    p.choose("imports-kind", "catalog-title").await;
    p.b.attach(&export.path).await;
    p.look("upload").await;
    p.press("imports-check").await;
    p.see(&p.t("imports-nothing-yet")).await;
    p.see(&p.l.with("imports-said-previewed", &rows)).await;
    let counts = [export.products, 0, 0, 0].map(|n| p.l.int(n));
    assert_eq!(p.b.texts(".stat-value").await, counts);
    assert_eq!(products(t, telling).await, 0, "a trial changes nothing");
    p.look("trial").await;
    p.press("imports-commit").await;
    p.see(&p.l.with("imports-said-committed", &rows)).await;
    assert_eq!(p.b.texts(".stat-value").await, counts);
    assert_eq!(products(t, telling).await, export.products);
    p.look("taken-in").await;
    t.run_jobs().await;
    p.follow("catalog-title").await;
    p.see("Ocean Blue Shirt").await;
    p.look("products").await;
}

async fn products(t: &TestApp, telling: &Telling) -> i64 {
    t.scalar(telling.shop.slug, "select count(*) from products").await
}

/// Writes the lines of a grid: what is looked up, then the cells beside it.
async fn lines(p: &Person<'_>, product: &str, columns: &[&str], cells: &[Vec<&str>]) {
    for (n, ((typed, choice), cells)) in THINGS.into_iter().zip(cells).enumerate() {
        if n > 0 {
            p.press("ui-add-line").await;
        }
        p.b.pick_nth(&p.t(product), n, typed, choice).await;
        for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            p.write_nth(column, n, cell).await;
        }
    }
}

async fn receive(p: &Person<'_>, telling: &Telling) {
    p.follow("inventory-title").await;
    p.follow("inventory-new-receipt").await;
    p.write("inventory-reference", "PO 4711").await;
    let cells = telling.received.map(|(quantity, cost)| vec![quantity, cost]);
    let columns = ["inventory-quantity", "inventory-unit-cost"];
    lines(p, "inventory-item", &columns, &cells).await;
    p.look("receipt").await;
    p.press("inventory-receive").await;
    p.see(&p.about("inventory-received", "GRN-2026-00001")).await;
    p.see("PO 4711").await;
    let rows = p.table("inventory-lines").await;
    let values = ["200.00", "122.50", "133.20", "455.70"].map(|value| p.money(value));
    assert_eq!(column(&rows, 4), values);
    assert_eq!(column(&rows, 0)[..3], SKUS);
    let received = telling.received.map(|(n, _)| p.quantity(n));
    let shown = column(&rows, 2);
    // Each with its unit behind it.
    assert!(shown.iter().zip(received).all(|(cell, n)| cell.split(' ').next() == Some(n.as_str())));
    p.look("received").await;
}

async fn customer(p: &Person<'_>) {
    p.follow("customers-title").await;
    p.see(&p.t("customers-none")).await;
    p.follow("customers-new").await;
    p.write("customers-name", CUSTOMER).await;
    p.write("customers-email", "buyer@boutique.example").await;
    p.look("customer").await;
    p.press("customers-save").await;
    p.see(&p.about("customers-made", CUSTOMER)).await;
    p.look("customer-made").await;
}

async fn order(p: &Person<'_>, telling: &Telling) {
    p.follow("customers-order").await;
    p.write("orders-reference", "by phone").await;
    assert_eq!(p.b.value(&p.t("orders-customer")).await, CUSTOMER);
    let [shirt, top, jumper] = telling.ordered;
    let cells = [vec![shirt, telling.price], vec![top, "", "10"], vec![jumper]];
    let columns = ["orders-quantity", "orders-price", "orders-discount"];
    lines(p, "orders-product", &columns, &cells).await;
    // The last cell is left, and the server has said what it all comes to.
    p.b.key("Tab").await;
    p.see(&p.money(telling.sums[2])).await;
    assert_eq!(p.sums().await, telling.sums.map(|sum| p.money(sum)));
    assert_eq!(p.b.texts("[data-fill]").await, telling.lines.map(|net| p.amount(net)));
    p.look("order").await;
    p.press("orders-save").await;
    p.see(&p.about("orders-placed", CUSTOMER)).await;
    order_lines(p, telling).await;
    p.look("draft").await;
    p.press("orders-confirm").await;
    p.see(&p.about("orders-confirmed", "SO-2026-00001")).await;
    order_lines(p, telling).await;
    p.look("confirmed").await;
}

/// The order's page shows its lines and sums.
async fn order_lines(p: &Person<'_>, telling: &Telling) {
    let rows = p.table("orders-lines").await;
    let discount = p.l.with("orders-line-discount", &[("percent", p.l.percent(TENTH).into())]);
    let mut things = [0, 1, 2].map(|n| format!("{} {}", THINGS[n].1, SKUS[n]));
    things[1] = format!("{} · {discount}", things[1]);
    assert_eq!(column(&rows, 0), things);
    let nets: Vec<_> = rows.iter().filter_map(|row| row.last().cloned()).collect();
    assert_eq!(nets, telling.lines.map(|net| p.amount(net)));
    assert_eq!(p.sums().await, telling.sums.map(|sum| p.money(sum)));
}

async fn deliver(p: &Person<'_>, telling: &Telling) {
    p.follow("orders-deliver").await;
    for (name, quantity) in [(THINGS[0].1, telling.delivered_first), (THINGS[2].1, "0")] {
        let label = format!("{}: {name}", p.t("orders-deliver-now"));
        p.b.write_nth(&label, 0, quantity).await;
    }
    p.look("delivery").await;
    p.press("orders-deliver").await;
    p.see(&p.about("orders-delivered", "DN-2026-00001")).await;
    p.see(&p.t("orders-delivery-partial")).await;
    delivered(p, [telling.delivered_first, telling.ordered[1], "0"]).await;
    p.look("partly-delivered").await;
    p.follow("orders-deliver").await;
    p.look("delivery-of-the-rest").await;
    p.press("orders-deliver").await;
    p.see(&p.about("orders-delivered", "DN-2026-00002")).await;
    delivered(p, telling.ordered).await;
    p.look("delivered").await;
}

async fn delivered(p: &Person<'_>, quantities: [&str; 3]) {
    let rows = p.table("orders-lines").await;
    assert_eq!(column(&rows, 2), quantities.map(|quantity| p.quantity(quantity)));
}

async fn invoice(p: &Person<'_>, telling: &Telling) {
    p.press("orders-invoice").await;
    p.see(&p.about("orders-invoice-title", "SO-2026-00001")).await;
    p.look("invoice-asked").await;
    p.press("orders-invoice").await;
    p.see(&p.about("orders-invoiced", "INV-2026-00001")).await;
    let invoices = p.table("orders-invoices").await;
    let gross = p.money(telling.sums[2]);
    assert_eq!(invoices[0][0], "INV-2026-00001");
    assert_eq!(invoices[0][3..], [gross.clone(), gross]);
    p.look("invoiced").await;
}

async fn pay(p: &Person<'_>, telling: &Telling) {
    p.follow("orders-pay").await;
    p.see(&p.t("invoices-not-settled")).await;
    invoice_sums(p, telling, "0.00", telling.sums[2]).await;
    p.look("invoice").await;
    let [first, second] = telling.paid;
    p.follow("payments-receive").await;
    assert_eq!(p.b.value(&p.t("payments-amount")).await, telling.sums[2]);
    p.write("payments-amount", first).await;
    p.write("payments-reference", "TT 1").await;
    p.look("payment").await;
    p.press("payments-receive").await;
    p.see(&p.t("invoices-state-partial")).await;
    invoice_sums(p, telling, first, second).await;
    p.look("partly-paid").await;
    p.follow("payments-receive").await;
    assert_eq!(p.b.value(&p.t("payments-amount")).await, second);
    p.b.tick(&p.t("payments-method-cash")).await;
    p.press("payments-receive").await;
    p.see(&p.t("invoices-state-paid")).await;
    invoice_sums(p, telling, telling.sums[2], "0.00").await;
    p.look("paid").await;
}

/// Net, tax, gross, what is settled, what is open.
async fn invoice_sums(p: &Person<'_>, telling: &Telling, settled: &str, open: &str) {
    let [net, tax, gross] = telling.sums;
    let wanted = [p.amount(net), p.amount(tax), p.money(gross), p.amount(settled), p.money(open)];
    assert_eq!(p.sums().await, wanted);
    let rows = p.table("invoices-lines").await;
    assert_eq!(column(&rows, 3), telling.lines.map(|net| p.amount(net)));
}

/// The order has heard of its money.
async fn paid(p: &Person<'_>) {
    p.follow("invoices-to-order").await;
    p.see(&p.t("orders-deliveries")).await;
    p.see(&p.t("orders-payment-paid")).await;
    let invoices = p.table("orders-invoices").await;
    assert_eq!(invoices[0][4], p.money("0.00"));
    p.look("order-paid").await;
    p.b.follow("INV-2026-00001").await;
    p.follow("invoices-print").await;
    p.see(&p.t("invoices-paper-tax-invoice")).await;
    p.look("paper").await;
    p.follow("invoices-back").await;
}

async fn credit(p: &Person<'_>, telling: &Telling) {
    p.follow("invoices-credit").await;
    p.write("invoices-reason", "Wrong colour").await;
    for (_, name) in &THINGS[..2] {
        p.b.write_nth(name, 0, "0").await;
    }
    p.look("credit").await;
    p.press("invoices-credit-post").await;
    p.see(&p.about("invoices-credited", "CN-2026-00001")).await;
    let [net, tax, gross] = telling.credited;
    assert_eq!(p.sums().await[..3], [p.amount(net), p.amount(tax), p.money(gross)]);
    p.look("credited").await;
}

fn column(rows: &[Vec<String>], n: usize) -> Vec<String> {
    rows.iter().map(|row| row[n].clone()).collect()
}
