//! Payments: never more than is open, and once.

use base::{Currency, Money};
use finance::invoices::State;
use finance::payments;
use serde_json::json;
use tokio::task::JoinSet;

use crate::billing::{Billing, cash};

#[tokio::test]
async fn a_payment_settles_its_invoice_and_is_in_the_books() {
    let b = Billing::open("padma").await;
    let invoice = b.post(&[("10", "3", "VAT7.5")]).await;
    assert_eq!(invoice.gross.minor, 3225);
    let part = b.pay(&invoice, 1000).await.unwrap();
    assert_eq!(part.number, "PAY-2026-00001");
    assert_eq!(part.allocations[0].invoice_number, "INV-2026-00001");
    assert_eq!(b.invoice(invoice.id).await.state, State::Partial);
    b.pay(&invoice, 2225).await.unwrap();
    assert_eq!(b.invoice(invoice.id).await.state, State::Paid);
    let refused = b.pay(&invoice, 1).await.unwrap_err();
    assert_eq!(refused.code(), "invoice_already_paid");
    b.close().await;
}

#[tokio::test]
async fn more_than_is_open_is_refused_and_nothing_changes() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    let refused = b.pay(&invoice, 3451).await.unwrap_err();
    assert_eq!(refused.fields()[0].code, "payment_exceeds_open");
    assert_eq!(refused.fields()[0].facts["open"], "34.50");
    let mut tx = b.t.tx("acme").await;
    let taka = cash(Money::new(100, Currency::BDT));
    let refused = payments::receive(&mut tx, invoice.id, taka).await.unwrap_err();
    assert_eq!(refused.fields()[0].code, "other_currency");
    drop(tx);
    assert_eq!(b.invoice(invoice.id).await.settled.minor, 0);
    assert_eq!(b.t.scalar::<i64>("acme", "select count(*) from payments").await, 0);
    b.close().await;
}

#[tokio::test]
async fn of_many_payments_at_once_only_what_is_open_is_taken() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "1", "VAT0")]).await;
    let mut paying = JoinSet::new();
    for _ in 0..10 {
        let (app, actor, id) = (b.t.app.clone(), b.t.system("acme").await, invoice.id);
        paying.spawn(async move {
            let mut tx = base::Tx::begin(&app, &actor).await.unwrap();
            let amount = Money::new(400, Currency::SAR);
            match payments::receive(&mut tx, id, cash(amount)).await {
                Ok(_) => tx.commit().await.map(|()| "paid").unwrap(),
                Err(problem) => problem.code(),
            }
        });
    }
    let answers = paying.join_all().await;
    assert_eq!(answers.iter().filter(|answer| **answer == "paid").count(), 2, "{answers:?}");
    assert_eq!(b.invoice(invoice.id).await.open.minor, 200);
    b.close().await;
}

#[tokio::test]
async fn a_payment_is_received_by_api_once_for_a_key() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    let path = format!("/api/v1/invoices/{}/payments", invoice.id);
    let clerk = b.t.as_user("acme", "accountant").await;
    let keyed = clerk.clone().with_header("idempotency-key", "till-1-0007");
    let wanted = json!({"method": "cash", "amount": {"amount": "20.00", "currency": "SAR"}});
    let first = keyed.post(&path, &wanted).await.expect(201).json();
    assert_eq!(keyed.post(&path, &wanted).await.expect(201).json(), first);
    let list = clerk.get("/api/v1/payments?method=cash&q=INV-2026").await.expect(200).json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(list["items"][0]["customer"], "Nora Stores");
    let seller = b.t.as_user("acme", "sales").await;
    seller.post(&path, &wanted).await.refused(403, "not_permitted");
    b.t.as_user("padma", "owner").await.post(&path, &wanted).await.refused(422, "invalid");
    let taka = json!({"method": "cash", "amount": {"amount": "1.00", "currency": "BDT"}});
    b.t.as_user("padma", "owner").await.post(&path, &taka).await.refused(404, "not_found");
    b.close().await;
}

#[tokio::test]
async fn a_payment_is_received_by_form_in_any_digits() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    let clerk = b.t.as_user("acme", "accountant").await;
    let home = format!("/admin/invoices/{}/payment", invoice.id);
    assert!(clerk.get(&home).await.expect(200).text().contains("34.50"));
    let wrong = [("method", "cash"), ("amount", "lots"), ("date", "2026-03-15")];
    let again = clerk.post_form(&home, &wrong).await.expect(422).text();
    assert!(again.contains("f-amount-error") && again.contains("lots"));
    let right = [("method", "bank"), ("amount", "٣٤٫٥٠"), ("date", "2026-03-15")];
    let _ = clerk.post_form(&home, &right).await.expect(303);
    let list = clerk.get("/admin/payments").await.expect(200).text();
    assert!(list.contains("PAY-2026-00001"));
    let id = b.t.scalar::<uuid::Uuid>("acme", "select id from payments").await;
    let page = clerk.get(&format!("/admin/payments/{id}")).await.expect(200).text();
    assert!(page.contains("INV-2026-00001") && page.contains("JE-2026-"));
    b.close().await;
}
