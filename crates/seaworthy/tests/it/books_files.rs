//! The lists of the books as files, and what happened to a document on its page.

use base::Lang;
use finance::invoices;
use serde_json::json;

use crate::billing::Billing;

/// A file without the mark at its start, by lines.
fn rows(text: &str) -> Vec<String> {
    text.trim_start_matches('\u{feff}').lines().map(ToOwned::to_owned).collect()
}

#[tokio::test]
async fn invoices_and_payments_are_saved_as_files_with_the_filters_of_the_list() {
    let b = Billing::open("acme").await;
    let paid = b.post(&[("10", "3", "VAT15")]).await;
    b.post(&[("5", "2", "VAT0")]).await;
    b.pay(&paid, 3450).await.unwrap();
    let clerk = b.t.as_user("acme", "accountant").await;
    let path = "/admin/invoices/export?format=csv&sort=number";
    let file = clerk.get(path).await.expect(200);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"invoices.csv\""));
    let all = rows(&file.text());
    assert_eq!(all.len(), 3, "{all:?}");
    let wanted =
        "INV-2026-00001,Invoice,Nora Stores,2026-03-15,2026-04-14,Paid,30.00,SAR,34.50,0.00";
    assert_eq!(all[1], wanted);
    let open = clerk.get(&format!("{path}&state=open")).await.expect(200).text();
    assert_eq!(rows(&open).len(), 2);
    assert!(open.contains("INV-2026-00002"));

    let all = rows(&clerk.get("/admin/payments/export?format=csv").await.expect(200).text());
    let wanted = "PAY-2026-00001,Nora Stores,2026-03-15,Cash box,INV-2026-00001,,SAR,34.50";
    assert_eq!(all[1..], [wanted]);
    for list in ["invoices", "payments"] {
        let book = clerk.get(&format!("/admin/{list}/export?format=xlsx")).await.expect(200);
        assert!(book.body.starts_with(b"PK\x03\x04"));
        let page = clerk.get(&format!("/admin/{list}?q=nora&after=")).await.expect(200).text();
        let link = format!("/admin/{list}/export?q=nora&amp;format=csv");
        assert!(page.contains(&link), "{page}");
    }
    let keeper = b.t.as_user("acme", "storekeeper").await;
    let _ = keeper.get("/admin/invoices/export").await.expect(403);
    b.close().await;
}

#[tokio::test]
async fn the_trial_balance_and_an_account_are_saved_as_files() {
    let b = Billing::open("acme").await;
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    b.pay(&invoice, 1000).await.unwrap();
    let clerk = b.t.as_user("acme", "accountant").await;
    let path = "/admin/ledger/trial-balance";
    let file = clerk.get(&format!("{path}/export?format=csv")).await.expect(200);
    let all = rows(&file.text());
    assert_eq!(all.last().unwrap(), ",Sum,,34.50,34.50");
    assert!(all.iter().any(|row| row.starts_with("1200,") && row.ends_with(",24.50,0.00")));
    let before = format!("{path}/export?format=csv&as_of=2026-03-01");
    let before = clerk.get(&before).await.expect(200).text();
    assert_eq!(rows(&before)[1..], [",Sum,,0.00,0.00"]);
    let page = clerk.get(&format!("{path}?as_of=2026-03-14")).await.expect(200).text();
    assert!(page.contains("/export?format=xlsx&amp;as_of=2026-03-14"));

    let books = clerk.get("/api/v1/reports/trial-balance").await.expect(200).json();
    let receivable = books["rows"].as_array().unwrap().iter().find(|row| row["code"] == "1200");
    let id = receivable.unwrap()["account_id"].as_str().unwrap().to_owned();
    let path = format!("/admin/ledger/accounts/{id}");
    let file = clerk.get(&format!("{path}/export?format=csv")).await.expect(200);
    assert_eq!(
        file.header("content-disposition"),
        Some("attachment; filename=\"account-1200.csv\"")
    );
    let all = rows(&file.text());
    assert_eq!(all.len(), 3, "{all:?}");
    assert!(all[2].starts_with("2026-03-15,JE-2026-") && all[2].ends_with(",0.00,10.00,24.50"));
    let page = clerk.get(&format!("{path}?to=2026-03-15")).await.expect(200).text();
    assert!(page.contains(&format!("{path}/export?to=2026-03-15&amp;format=csv")));
    let stranger = b.t.as_user("padma", "owner").await;
    let _ = stranger.get(&format!("{path}/export")).await.expect(404);
    b.close().await;
}

#[tokio::test]
async fn a_document_shows_its_payments_and_what_happened_to_it() {
    let b = Billing::open("acme").await;
    let owner = b.t.as_user("acme", "owner").await;
    let number = json!({"tax_number": "300000000000003", "address": "King Fahd Road 12",
        "city": "Jeddah 23322", "phone": "+966 12 555 0107",
        "invoice_note": "Pay to SA03 8000 0000 6080 1016 7519"});
    let _ = owner.patch("/api/v1/settings/company", &number).await.expect(200);
    let invoice = b.post(&[("10", "3", "VAT15"), ("7", "1", "EXEMPT")]).await;
    assert_eq!(invoice.seller.tax_number, "300000000000003");
    let payment = b.pay(&invoice, 1000).await.unwrap();
    let clerk = b.t.as_user("acme", "accountant").await;
    let home = format!("/admin/invoices/{}", invoice.id);
    let page = clerk.get(&home).await.expect(200).text();
    assert!(page.contains("Posted the invoice") && page.contains("Received the payment"));
    assert!(!page.contains("The seller has no tax number"));
    assert!(
        page.contains("Total: SAR\u{a0}41.50") && page.contains("Amount: SAR\u{a0}10.00"),
        "{page}"
    );
    let paid = format!("/admin/payments/{}", payment.id);
    assert!(page.contains(&paid));
    let page = clerk.get(&paid).await.expect(200).text();
    assert!(page.contains("Received the payment") && page.contains("Invoice: INV-2026-00001"));
    let paper = clerk.get(&format!("{home}/print")).await.expect(200).text();
    assert!(paper.contains("300000000000003") && paper.contains("King Fahd Road 12"));
    assert!(paper.contains("Pay to SA03 8000") && paper.contains("+966 12 555 0107"));

    let mut english = b.new_invoice(&[("10", "3", "VAT15")]);
    english.lang = Lang::En;
    let mut tx = b.t.tx("acme").await;
    let english = invoices::post(&mut tx, english).await.unwrap();
    tx.commit().await.unwrap();
    for id in [invoice.id, english.id] {
        let pdf = clerk.get(&format!("/admin/invoices/{id}/pdf")).await.expect(200);
        assert!(pdf.body.starts_with(b"%PDF"));
    }
    b.close().await;
}

#[tokio::test]
async fn an_invoice_goes_by_mail_as_a_pdf_in_the_customers_language() {
    let b = Billing::open("acme").await;
    let owner = b.t.as_user("acme", "owner").await;
    let address = json!({"email": "books@acme.example"});
    let _ = owner.patch("/api/v1/settings/company", &address).await.expect(200);
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    b.t.run_jobs().await;
    let clerk = b.t.as_user("acme", "accountant").await;
    let mails = format!("/api/v1/invoices/{}/mails", invoice.id);
    let sent = clerk.post(&mails, &json!({})).await.expect(202).json();
    assert_eq!(
        (&sent["to"], &sent["number"]),
        (&json!("nora@example.com"), &json!("INV-2026-00001"))
    );
    assert_eq!(b.t.mails().len(), 0, "nobody waits for the mail server");
    b.t.run_jobs().await;
    let mail = b.t.mails().pop().unwrap().replace(['\u{2068}', '\u{2069}'], "");
    let wanted = [
        "To: nora@example.com",
        "Reply-To: books@acme.example",
        "filename=\"INV-2026-00001.pdf\"",
        "Content-Type: application/pdf",
        "فاتورة INV-2026-00001 من Acme Fish Trading",
        "السادة Nora Stores",
        "نرجو سداد",
    ];
    for part in wanted {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    let page = clerk.get(&format!("/admin/invoices/{}", invoice.id)).await.expect(200).text();
    assert!(page.contains("Sent by e-mail") && page.contains("Email: nora@example.com"), "{page}");

    // The address is typed over on the page, and one that is none is mended there.
    let form = format!("/admin/invoices/{}/send", invoice.id);
    let asked = clerk.get(&form).await.expect(200).text();
    assert!(asked.contains("value=\"nora@example.com\""), "{asked}");
    let again = clerk.post_form(&form, &[("to", "nobody")]).await.expect(422).text();
    assert!(again.contains("value=\"nobody\"") && again.contains("mail address, such as"));
    clerk.post(&mails, &json!({"to": " "})).await.refused(422, "invalid");
    assert_eq!(b.t.run_jobs().await, 0, "nothing is sent that was refused");
    let _ = clerk.post_form(&form, &[("to", "till@nora.example")]).await.expect(303);
    b.t.run_jobs().await;
    assert!(b.t.mails().iter().any(|mail| mail.contains("To: till@nora.example")));
    assert_eq!(b.t.mails().len(), 2);
    let stranger = b.t.as_user("padma", "owner").await;
    stranger.post(&mails, &json!({})).await.refused(404, "not_found");
    b.close().await;
}
