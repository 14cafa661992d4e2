//! The pages of orders, as a person without scripts walks them.

use testkit::{Client, TestApp};

struct Walk {
    t: TestApp,
    sales: Client,
    customer: String,
}

impl Walk {
    async fn begin() -> Self {
        let t = TestApp::start().await;
        let _ = t.product("acme", "NET-10", "49.50").await;
        t.stock("acme", "NET-10", "10", "20").await;
        let _ = t.customer("acme", "Al Noor Trading").await;
        let customer = t.customer("acme", "Najd Hotels").await["id"].as_str().unwrap().to_owned();
        let sales = t.as_user("acme", "manager").await;
        Self { t, sales, customer }
    }

    /// Places an order by the form and returns its address.
    async fn place(&self, quantity: &str, confirm: bool) -> String {
        let mut typed = vec![
            ("customer_id", self.customer.as_str()),
            ("lines[0][variant_id]", ""),
            ("lines[0][variant_id_text]", "NET-10"),
            ("lines[0][quantity]", quantity),
        ];
        if confirm {
            typed.push(("confirm", "1"));
        }
        let sent = self.sales.post_form("/admin/orders/new", &typed).await.expect(303);
        sent.header("location").unwrap().to_owned()
    }
}

#[tokio::test]
async fn an_order_is_typed_without_scripts() {
    let w = Walk::begin().await;
    let empty = w.sales.get("/admin/orders").await.expect(200);
    assert!(empty.text().contains("No orders yet"), "{}", empty.text());
    let _ = w.sales.get("/admin/orders/new").await.expect(200);
    // One more line, and what was typed stays.
    let typed = [
        ("customer_id_text", "Najd Hotels"),
        ("lines[0][variant_id_text]", "NET-10"),
        ("lines[0][quantity]", "٢"),
        ("add_line", "1"),
    ];
    let grown = w.sales.post_form("/admin/orders/new", &typed).await.expect(200).text();
    assert!(grown.contains("name=\"lines[1][quantity]\""), "{grown}");
    assert!(grown.contains("113.85"), "the sums are there: {grown}");
    // Nothing that can be priced, nobody to deliver to.
    let nothing = [("lines[0][variant_id_text]", "no such thing")];
    let again = w.sales.post_form("/admin/orders/new", &nothing).await.expect(422).text();
    assert!(again.contains("no such thing"), "{again}");
    // Without a button but "save", it is a draft.
    let saved = w.sales.post_form("/admin/orders/new", &typed[..3]).await.expect(303);
    let page = w.sales.get(saved.header("location").unwrap()).await.expect(200).text();
    assert!(page.contains("Najd Hotels") && page.contains("Draft"), "{page}");
    assert!(page.contains("/confirm\""), "the next step is to confirm: {page}");
    w.t.run_jobs().await;
}

#[tokio::test]
async fn the_sums_are_computed_while_somebody_types() {
    let w = Walk::begin().await;
    let variant: uuid::Uuid = w.t.scalar("acme", "select id from variants limit 1").await;
    let typed = [
        ("lines[4][variant_id]", &*variant.to_string()),
        ("lines[4][quantity]", "3"),
        ("lines[4][discount]", "10"),
        ("lines[7][variant_id_text]", "half typ"),
    ];
    let sums = w.sales.post_form("/admin/orders/totals", &typed).await.expect(200).text();
    assert!(sums.contains("data-for=\"lines[4][amount]\" value=\"133.65\""), "{sums}");
    assert!(sums.contains("153.70"), "{sums}");
    let found = w.sales.get("/admin/orders/products?q=net-10").await.expect(200).json();
    assert_eq!(found[0]["code"], "NET-10");
    assert_eq!(found[0]["price"], "49.5");
    w.t.run_jobs().await;
}

#[tokio::test]
async fn an_order_goes_its_way_by_its_buttons() {
    let w = Walk::begin().await;
    let page = w.place("4", false).await;
    let confirmed = w.sales.post_form(&format!("{page}/confirm"), &[]).await.expect(303);
    assert_eq!(confirmed.header("location"), Some(&*page));
    let shown = w.sales.get(&page).await.expect(200).text();
    assert!(shown.contains("SO-2026-00001") && shown.contains("/deliver\""), "{shown}");
    let parcel = w.sales.get(&format!("{page}/deliver")).await.expect(200).text();
    assert!(parcel.contains("name=\"lines[0][quantity]\" value=\"4\""), "{parcel}");
    let much = [("lines[0][line]", "1"), ("lines[0][quantity]", "5")];
    let refused = w.sales.post_form(&format!("{page}/deliver"), &much).await.expect(422).text();
    assert!(refused.contains("only 4 are left"), "{refused}");
    let some = [("lines[0][line]", "1"), ("lines[0][quantity]", "3")];
    let _ = w.sales.post_form(&format!("{page}/deliver"), &some).await.expect(303);
    let _ = w.sales.post_form(&format!("{page}/invoice"), &[]).await.expect(303);
    let shown = w.sales.get(&page).await.expect(200).text();
    for word in ["DN-2026-00001", "INV-2026-00001", "Partly delivered", "Partly invoiced"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    let note = shown.split("href=\"/admin/deliveries/").nth(1).unwrap();
    let note = format!("/admin/deliveries/{}", note.split('"').next().unwrap());
    let paper = w.sales.get(&note).await.expect(200).text();
    assert!(paper.contains("Delivery note") && paper.contains("NET-10"), "{paper}");
    w.t.run_jobs().await;
    w.t.verify("acme").await;
}

#[tokio::test]
async fn a_refusal_is_shown_on_the_page_of_the_order() {
    let w = Walk::begin().await;
    let page = w.place("11", false).await;
    let refused = w.sales.post_form(&format!("{page}/confirm"), &[]).await.expect(422).text();
    assert!(refused.contains("Only 10 of NET-10"), "{refused}");
    assert!(refused.contains("Draft"));
    // Where there is enough, cancelling asks for a reason and is done.
    let page = w.place("1", true).await;
    let why = [("reason", "Wrong customer")];
    let _ = w.sales.post_form(&format!("{page}/cancel"), &why).await.expect(303);
    let shown = w.sales.get(&page).await.expect(200).text();
    assert!(shown.contains("Cancelled") && !shown.contains("/cancel\""), "{shown}");
    w.t.run_jobs().await;
}

#[tokio::test]
async fn drafts_are_confirmed_together_and_each_is_reported() {
    let w = Walk::begin().await;
    let orders = [w.place("6", false).await, w.place("6", false).await];
    let ids = orders.clone().map(|page| page.rsplit('/').next().unwrap().to_owned());
    let picked = [("ids", &*ids[0]), ("ids", &*ids[1])];
    let report = w.sales.post_form("/admin/orders/confirm", &picked).await.expect(200).text();
    assert!(report.contains("1 confirmed, 1 refused"), "{report}");
    let list = w.sales.get("/admin/orders?state=confirmed").await.expect(200).text();
    assert!(list.contains("SO-2026-00001") && !list.contains("SO-2026-00002"), "{list}");
    let viewer = w.t.as_user("acme", "viewer").await;
    let _ = viewer.post_form("/admin/orders/confirm", &picked).await.expect(403);
    w.t.run_jobs().await;
}

#[tokio::test]
async fn orders_are_found_by_their_days() {
    let w = Walk::begin().await;
    let _ = w.place("1", true).await;
    let day = |from: &str, to: &str| format!("/admin/orders?state=&from={from}&to={to}");
    let list = w.sales.get(&day("2026-03-15", "")).await.expect(200).text();
    assert!(list.contains("SO-2026-00001"), "{list}");
    assert!(list.contains("type=\"date\" name=\"from\" value=\"2026-03-15\""), "{list}");
    assert!(list.contains("From: Mar 15, 2026"), "{list}");
    // The day is asked by its own box and is not sent a second time by the same form.
    let tools = list.split("class=\"list-tools\"").nth(1).unwrap().split("</form>").next();
    assert!(!tools.unwrap().contains("type=\"hidden\" name=\"from\""), "{list}");
    let before = w.sales.get(&day("", "2026-03-14")).await.expect(200).text();
    assert!(!before.contains("SO-2026-00001") && before.contains("To: Mar 14, 2026"), "{before}");
    let _ = w.sales.get(&day("yesterday", "")).await.expect(400);
    w.t.run_jobs().await;
}

#[tokio::test]
async fn an_order_shows_what_was_paid_for_it() {
    let w = Walk::begin().await;
    let page = w.place("2", true).await;
    let other = w.place("1", true).await;
    for page in [&page, &other] {
        let all = [("lines[0][line]", "1"), ("lines[0][quantity]", "1")];
        let _ = w.sales.post_form(&format!("{page}/deliver"), &all).await.expect(303);
        let _ = w.sales.post_form(&format!("{page}/invoice"), &[]).await.expect(303);
    }
    let shown = w.sales.get(&page).await.expect(200).text();
    let invoice = shown.split("/admin/invoices/").nth(1).unwrap().split('"').next().unwrap();
    let paid = [("method", "cash"), ("amount", "10"), ("date", "2026-03-15")];
    let _ =
        w.sales.post_form(&format!("/admin/invoices/{invoice}/payment"), &paid).await.expect(303);
    let shown = w.sales.get(&page).await.expect(200).text();
    let paid =
        shown.split("href=\"/admin/payments/").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(paid.contains("PAY-2026-00001") && paid.contains("Cash box"), "{paid}");
    assert!(paid.contains("10.00"), "{paid}");
    assert!(!w.sales.get(&other).await.expect(200).text().contains("href=\"/admin/payments/"));
    // Who may not see payments sees none here either.
    let store = w.t.as_user("acme", "storekeeper").await;
    let shown = store.get(&page).await.expect(200).text();
    assert!(shown.contains("INV-2026-00001") && !shown.contains("/admin/payments/"), "{shown}");
    // Nor a link that would lead to a refusal, here or on the customer's page.
    assert!(!shown.contains("/admin/invoices/"), "{shown}");
    let customer = format!("/admin/customers/{}", w.customer);
    let shown = store.get(&customer).await.expect(200).text();
    assert!(shown.contains("INV-2026-00001") && !shown.contains("/admin/invoices/"), "{shown}");
    w.t.run_jobs().await;
}
