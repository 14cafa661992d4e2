//! Invoices and credit notes: numbers, exact sums, and that nothing is taken back twice.

use base::{Date, Quantity};
use finance::invoices::{self, CreditLine, Invoice, NewCreditNote, State};
use finance::ledger;
use serde_json::json;
use tokio::task::JoinSet;

use crate::billing::Billing;

async fn credit(b: &Billing, id: uuid::Uuid, lines: Option<&[(i32, i64)]>) -> Invoice {
    let mut tx = b.t.tx(b.company).await;
    let line =
        |(n, quantity): &(i32, i64)| CreditLine { n: *n, quantity: Quantity::whole(*quantity) };
    let lines = lines.map(|lines| lines.iter().map(line).collect());
    let new = NewCreditNote { reason: "Returned".to_owned(), lines, ..NewCreditNote::default() };
    let note = invoices::credit(&mut tx, id, new).await.unwrap();
    tx.commit().await.unwrap();
    note
}

#[tokio::test]
async fn an_invoice_has_its_number_exact_taxes_and_a_balanced_entry() {
    let b = Billing::open("acme").await;
    let invoice =
        b.post(&[("0.03", "1", "VAT15"), ("0.03", "2", "VAT15"), ("5", "1", "VAT0")]).await;
    assert_eq!(invoice.number, "INV-2026-00001");
    assert_eq!((invoice.net.minor, invoice.tax.minor, invoice.gross.minor), (509, 1, 510));
    assert_eq!(invoice.lines.iter().map(|l| l.tax.minor).sum::<i64>(), 1);
    assert_eq!(invoice.seller.name, "Acme Fish Trading");
    assert_eq!(invoice, b.invoice(invoice.id).await);
    let mut tx = b.t.tx("acme").await;
    let entry = ledger::entry(&mut tx, invoice.entry_id.unwrap()).await.unwrap();
    let lines: Vec<_> =
        entry.lines.iter().map(|l| (l.code.as_str(), l.debit.minor, l.credit.minor)).collect();
    let wanted = [("1200", 510, 0), ("4000", 0, 9), ("2100", 0, 1), ("4000", 0, 500)];
    assert_eq!(lines, wanted);
    assert_eq!(entry.lines[0].party_id, Some(b.customer));
    assert_eq!(entry.lines[0].due_date, Some(Date::of(2026, 4, 14)));
    drop(tx);
    b.close().await;
}

#[tokio::test]
async fn many_invoices_at_once_have_numbers_without_gaps_and_one_chain() {
    let b = Billing::open("acme").await;
    let mut posting = JoinSet::new();
    for _ in 0..24 {
        let new = b.new_invoice(&[("10", "3", "VAT15")]);
        let (app, actor) = (b.t.app.clone(), b.t.system("acme").await);
        posting.spawn(async move {
            let mut tx = base::Tx::begin(&app, &actor).await.unwrap();
            let invoice = invoices::post(&mut tx, new).await.unwrap();
            tx.commit().await.unwrap();
            invoice.number
        });
    }
    let mut numbers = posting.join_all().await;
    numbers.sort();
    let wanted: Vec<String> = (1..=24).map(|n| format!("INV-2026-{n:05}")).collect();
    assert_eq!(numbers, wanted);
    b.close().await;
}

#[tokio::test]
async fn a_refused_invoice_takes_no_number() {
    let b = Billing::open("acme").await;
    let mut tx = b.t.tx("acme").await;
    let mut new = b.new_invoice(&[("10", "1", "VAT15")]);
    new.customer_id = uuid::Uuid::now_v7();
    let refused = invoices::post(&mut tx, new).await.unwrap_err();
    assert_eq!(refused.code(), "still_referenced");
    drop(tx);
    let mut tx = b.t.tx("acme").await;
    let mut new = b.new_invoice(&[("10", "0", "VAT15")]);
    (new.due_date, new.issue_date) = (Date::of(2026, 3, 1), Date::of(2026, 3, 16));
    let refused = invoices::post(&mut tx, new).await.unwrap_err();
    let fields: Vec<_> = refused.fields().iter().map(|f| (&*f.path, f.code)).collect();
    let wanted = [
        ("issue_date", "date_in_future"),
        ("due_date", "due_before_issue"),
        ("lines[0].quantity", "not_positive"),
    ];
    assert_eq!(fields, wanted);
    drop(tx);
    assert_eq!(b.post(&[("10", "1", "VAT15")]).await.number, "INV-2026-00001");
    b.close().await;
}

#[tokio::test]
async fn credit_notes_take_back_exactly_the_rest_and_no_more() {
    let b = Billing::open("acme").await;
    // 3 × 3.33 = 9.99, tax 1.4985, so 1.50.
    let invoice = b.post(&[("3.33", "3", "VAT15"), ("5", "2", "VAT0")]).await;
    let first = credit(&b, invoice.id, Some(&[(1, 1)])).await;
    assert_eq!(first.number, "CN-2026-00001");
    assert_eq!((first.net.minor, first.tax.minor), (333, 50));
    assert_eq!((first.original_id, first.state), (Some(invoice.id), State::Paid));
    let rest = credit(&b, invoice.id, None).await;
    assert_eq!((rest.net.minor, rest.tax.minor), (999 + 1000 - 333, 150 - 50));
    assert_eq!(b.invoice(invoice.id).await.open.minor, 0);
    let mut tx = b.t.tx("acme").await;
    let new = NewCreditNote { reason: "Again".to_owned(), ..NewCreditNote::default() };
    let refused = invoices::credit(&mut tx, invoice.id, new).await.unwrap_err();
    assert_eq!(refused.code(), "nothing_left_to_credit");
    drop(tx);
    b.close().await;
}

#[tokio::test]
async fn what_was_paid_and_is_credited_stays_on_the_customers_account() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    b.pay(&invoice, 3000).await.unwrap();
    let note = credit(&b, invoice.id, None).await;
    assert_eq!((note.settled.minor, note.open.minor), (450, 3000));
    assert_eq!(note.state, State::Partial);
    assert_eq!(b.invoice(invoice.id).await.state, State::Paid);
    let mut tx = b.t.tx("acme").await;
    let owed = ledger::balance_of(&mut tx, "receivable", Some(b.customer), crate::billing::TODAY);
    assert_eq!(owed.await.unwrap().minor, -3000);
    drop(tx);
    b.close().await;
}

#[tokio::test]
async fn two_credit_notes_at_once_do_not_take_back_the_same() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    let mut crediting = JoinSet::new();
    for _ in 0..6 {
        let (app, actor, id) = (b.t.app.clone(), b.t.system("acme").await, invoice.id);
        crediting.spawn(async move {
            let mut tx = base::Tx::begin(&app, &actor).await.unwrap();
            let reason = "Returned".to_owned();
            let new = NewCreditNote { reason, ..NewCreditNote::default() };
            match invoices::credit(&mut tx, id, new).await {
                Ok(_) => tx.commit().await.map(|()| "credited").unwrap(),
                Err(problem) => problem.code(),
            }
        });
    }
    let mut answers = crediting.join_all().await;
    answers.sort_unstable();
    assert_eq!(answers[0], "credited");
    assert!(answers[1..].iter().all(|code| *code == "nothing_left_to_credit"), "{answers:?}");
    b.close().await;
}

#[tokio::test]
async fn an_invoice_of_nothing_has_a_number_and_no_entry() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("0", "3", "VAT15")]).await;
    assert_eq!((invoice.entry_id, invoice.state), (None, State::Paid));
    let note = credit(&b, invoice.id, None).await;
    assert_eq!((note.entry_id, note.gross.minor), (None, 0));
    b.close().await;
}

#[tokio::test]
async fn an_invoice_is_read_and_credited_by_api_and_another_tenant_sees_nothing() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    let path = format!("/api/v1/invoices/{}", invoice.id);
    let clerk = b.t.as_user("acme", "accountant").await;
    let shown = clerk.get(&path).await.expect(200).json();
    assert_eq!(shown["gross"], json!({"amount": "34.50", "currency": "SAR"}));
    assert_eq!(shown["lines"][0]["quantity"], "3");
    // The company has not given its number yet, and is told what that means.
    let page = clerk.get(&format!("/admin/invoices/{}", invoice.id)).await.expect(200).text();
    assert!(page.contains("The seller has no tax number"), "{page}");
    let list = clerk.get("/api/v1/invoices?state=open&q=nora&sort=-total").await.expect(200).json();
    assert_eq!(list["items"][0]["number"], "INV-2026-00001");
    assert_eq!(clerk.get("/api/v1/invoices?state=paid").await.json()["items"], json!([]));
    clerk.get("/api/v1/invoices?state=lost").await.refused(400, "query_unreadable");

    let notes = format!("{path}/credit-notes");
    let wanted = json!({"reason": "Too many", "lines": [{"n": 1, "quantity": "4"}]});
    let refused = clerk.post(&notes, &wanted).await;
    refused.refused(422, "invalid");
    assert_eq!(refused.json()["fields"][0]["path"], "lines[0].quantity");
    clerk.post(&notes, &json!({})).await.refused(422, "invalid");
    let wanted = json!({"reason": "Too many", "lines": [{"n": 1, "quantity": "1"}]});
    let note = clerk.post(&notes, &wanted).await.expect(201).json();
    assert_eq!(note["gross"]["amount"], "11.50");
    // What gives money back is the least of all.
    let list = clerk.get("/api/v1/invoices?sort=total&limit=1").await.expect(200).json();
    assert_eq!(list["items"][0]["number"], note["number"]);
    let path_of_note = format!("/api/v1/invoices/{}/credit-notes", note["id"].as_str().unwrap());
    clerk.post(&path_of_note, &wanted).await.refused(409, "only_invoices_are_credited");

    let seller = b.t.as_user("acme", "sales").await;
    seller.post(&notes, &wanted).await.refused(403, "not_permitted");
    let keeper = b.t.as_user("acme", "storekeeper").await;
    keeper.get(&path).await.refused(403, "not_permitted");
    let stranger = b.t.as_user("padma", "owner").await;
    for path in [path.clone(), format!("{path}/pdf")] {
        stranger.get(&path).await.refused(404, "not_found");
    }
    stranger.post(&notes, &wanted).await.refused(404, "not_found");
    b.close().await;
}

#[tokio::test]
async fn the_pages_of_an_invoice_work_and_it_prints_in_the_customers_language() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "3", "VAT15"), ("7", "1", "EXEMPT")]).await;
    let clerk = b.t.as_user("acme", "accountant").await;
    let home = format!("/admin/invoices/{}", invoice.id);
    let list = clerk.get("/admin/invoices?kind=invoice&state=open").await.expect(200).text();
    assert!(list.contains("INV-2026-00001") && list.contains("Nora Stores"));
    let page = clerk.get(&home).await.expect(200).text();
    assert!(page.contains("JE-2026-") && page.contains(&format!("{home}/payment")));
    let paper = clerk.get(&format!("{home}/print")).await.expect(200).text();
    assert!(paper.contains("فاتورة ضريبية") && paper.contains("Tax invoice"));
    let pdf = clerk.get(&format!("{home}/pdf")).await.expect(200);
    assert_eq!(pdf.header("content-type"), Some("application/pdf"));
    assert!(pdf.body.starts_with(b"%PDF"));

    let form = clerk.get(&format!("{home}/credit")).await.expect(200).text();
    assert!(form.contains("lines[1][quantity]"));
    let too_much = [("reason", "Returned"), ("date", "2026-03-15"), ("lines[2][quantity]", "9")];
    let again = clerk.post_form(&format!("{home}/credit"), &too_much).await.expect(422).text();
    assert!(again.contains("f-lines-2--quantity-error"), "{again}");
    let right = [("reason", "Returned"), ("date", "2026-03-15"), ("lines[2][quantity]", "1")];
    let done = clerk.post_form(&format!("{home}/credit"), &right).await.expect(303);
    let note = clerk.get(done.header("location").unwrap()).await.expect(200).text();
    assert!(note.contains("CN-2026-00001") && note.contains("Returned"));
    b.close().await;
}

#[tokio::test]
async fn a_list_of_days_comes_to_what_was_sold_and_credit_notes_take_off() {
    let b = Billing::open("acme").await;
    let back = b.post(&[("10", "3", "VAT15")]).await;
    let _ = b.post(&[("10", "1", "VAT15")]).await;
    b.pay(&back, 3000).await.unwrap();
    let _ = credit(&b, back.id, None).await;
    let clerk = b.t.as_user("acme", "accountant").await;
    let seen = clerk.get("/api/v1/dashboard").await.expect(200).json();
    assert_eq!(seen["sales"]["month"]["now"]["amount"], "10.00");

    let list = "/admin/invoices?from=2026-03-01&to=2026-03-15&limit=1";
    let page = clerk.get(list).await.expect(200).text();
    let foot = page.split("<tfoot").nth(1).unwrap().split("</tfoot>").next().unwrap();
    assert!(foot.contains("10.00") && foot.contains("11.50"), "{foot}");
    let all = clerk.get("/admin/invoices").await.expect(200).text();
    assert!(!all.contains("<tfoot"), "what was ever sold is not summed for each reader");
    let file = clerk.get("/admin/invoices/export?format=csv").await.expect(200).text();
    let note = file.lines().find(|line| line.starts_with("CN-")).unwrap();
    assert!(note.ends_with("-30.00,SAR,-34.50,-30.00"), "{file}");

    // What the ageing takes off what is owed is said beside it.
    assert_eq!(seen["receivables"]["open"]["now"]["amount"], "11.50");
    let page = clerk.get("/admin").await.expect(200).text();
    let note = page.split("less unused credit of ").nth(1).unwrap_or_else(|| panic!("{page}"));
    let note = note.split('<').next().unwrap();
    assert!(note.contains("30.00") && note.contains("18.50"), "{note}");
    b.close().await;
}
