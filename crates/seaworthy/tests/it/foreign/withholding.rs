//! Tax that is kept back of payments: what we keep of suppliers, and what customers keep of us.

use finance::tax::{self, Category, NewTaxCode, TaxKind};
use serde_json::{Value, json};

use super::{Abroad, id, sar, usd};

impl Abroad {
    /// A code by which 5 % are kept back.
    async fn five_percent(&self) -> Value {
        let mut tx = self.t.tx("acme").await;
        let new = NewTaxCode {
            id: None,
            code: "WHT5".to_owned(),
            name: Some(base::Text::new(base::Lang::En, "Withheld").unwrap()),
            kind: TaxKind::Withholding,
            category: Category::Standard,
            rate: Some(base::Rate::parse_percent("5").unwrap()),
            account_id: None,
            input_account_id: None,
            cash_basis: false,
            exemption_reason: None,
            sale_box: None,
            purchase_box: None,
            parts: Vec::new(),
        };
        let code = tax::add(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        json!(code.code.id)
    }

    /// A service of 1 000.00 that is billed without tax; and its open item.
    async fn owed(&self, number: &str, currency: &str) -> (Value, Value) {
        let line = json!({"account_id": self.account("6100").await, "description": "Rent",
            "unit_price": "1000", "tax_code_id": self.tax("VAT0").await});
        let bill = json!({"supplier_id": self.supplier["id"], "supplier_number": number,
            "bill_date": "2026-03-10", "currency": currency, "lines": [line]});
        let bill = self.posted("/api/v1/bills", &bill).await;
        let item = self.item(&bill).await;
        (bill, item)
    }
}

const BOOKS: [&str; 4] = ["bank", "payable", "withholding_payable", "exchange_loss"];

#[tokio::test]
async fn what_we_keep_of_a_supplier_settles_the_bill_and_is_owed_to_the_tax_office() {
    let a = Abroad::open().await;
    let code = a.five_percent().await;
    let (_, item) = a.owed("R-1", "SAR").await;
    let path = format!("/api/v1/suppliers/{}/payments", id(&a.supplier));
    let pay = |amount: &str, part: &str, base: Value| {
        json!({"method": "bank", "amount": sar(amount),
            "parts": [{"item_id": item["id"], "amount": sar(part)}],
            "withholding": {"tax_code_id": code, "base": base},
            "certificate": {"number": "WH-7", "date": "2026-03-15"}})
    };
    // The parts are at most the money and what is kept of it.
    let refused = a.owner.post(&path, &pay("949.99", "1000", sar("1000"))).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "parts_exceed_payment");
    let refused = a.owner.post(&path, &pay("950", "1000", usd("1000"))).await.expect(422).json();
    assert_eq!(refused["fields"][0]["path"], "withholding.base");
    assert_eq!(a.balances(BOOKS).await, [0, -100_000, 0, 0]);
    let paid = a.posted(&path, &pay("950", "1000", sar("1000"))).await;
    assert_eq!((&paid["amount"], &paid["unused"]), (&sar("950.00"), &sar("0.00")));
    assert_eq!(paid["certificate"], json!({"number": "WH-7", "date": "2026-03-15"}));
    assert_eq!(a.balances(BOOKS).await, [-95_000, 0, -5000, 0]);
    let shown = a.owner.get(&format!("/admin/payments/{}", id(&paid))).await.expect(200).text();
    assert!(shown.contains("WH-7"), "{shown}");
    // A refund keeps nothing back.
    let back = json!({"method": "bank", "amount": sar("10"),
        "withholding": {"tax_code_id": code, "base": sar("10")}});
    let refunds = format!("/api/v1/payments/receive/payable/{}", id(&a.supplier));
    let refused = a.owner.post(&refunds, &back).await.expect(422).json();
    assert_eq!(refused["fields"][0]["code"], "withholding_on_refund");
    a.close().await;
}

#[tokio::test]
async fn a_supplier_is_paid_from_its_page_in_dollars_less_what_is_kept() {
    let a = Abroad::open().await;
    let code = a.five_percent().await;
    let (_, item) = a.owed("R-2", "USD").await;
    let home = format!("/admin/suppliers/{}/payment", id(&a.supplier));
    let form = a.owner.get(&home).await.expect(200).text();
    assert!(form.contains("withholding.tax_code_id"), "{form}");
    let with = |base: &'static str| {
        vec![
            ("method", "bank"),
            ("currency", "USD"),
            ("amount", "950"),
            ("date", "2026-03-15"),
            ("withholding.tax_code_id", code.as_str().unwrap()),
            ("withholding.base", base),
            ("certificate.number", "WH-8"),
            ("parts[0][item]", id(&item)),
            ("parts[0][amount]", "1000"),
        ]
    };
    let again = a.owner.post_form(&home, &with("much")).await.expect(422).text();
    assert!(again.contains("WH-8") && again.contains("much"), "{again}");
    assert_eq!(a.balances(BOOKS).await, [0, -374_000, 0, 0]);
    let _ = a.owner.post_form(&home, &with("1000")).await.expect(303);
    // 950 at 3.77 are 3,581.50, the 50 kept are 188.50; 3,740.00 were owed.
    assert_eq!(a.balances(BOOKS).await, [-358_150, 0, -18_850, 3000]);
    // Whoever has anything in the books stays.
    let supplier = format!("/api/v1/suppliers/{}", id(&a.supplier));
    a.owner.delete(&supplier).await.refused(409, "still_referenced");
    let viewer = a.t.as_user("acme", "viewer").await;
    let _ = viewer.get(&home).await.expect(403);
    a.close().await;
}

#[tokio::test]
async fn what_a_customer_keeps_is_typed_beside_the_money() {
    let a = Abroad::open().await;
    let code = a.five_percent().await;
    let order = json!({"customer_id": a.customer["id"], "currency": "SAR", "confirm": true,
        "lines": [{"sku": "NET", "quantity": "4", "unit_price": "25"}]});
    let order = a.posted("/api/v1/orders", &order).await;
    let path = format!("/api/v1/orders/{}", id(&order));
    let _ = a.posted(&format!("{path}/deliveries"), &json!({})).await;
    let invoice = a.posted(&format!("{path}/invoices"), &json!({})).await;
    let home = format!("/admin/invoices/{}/payment", id(&invoice));
    let form = a.owner.get(&home).await.expect(200).text();
    assert!(form.contains("withholding.base"), "{form}");
    let typed = [
        ("method", "bank"),
        ("amount", "110"),
        ("date", "2026-03-15"),
        ("withholding.tax_code_id", code.as_str().unwrap()),
        ("withholding.base", "100"),
        ("certificate.number", "C-3"),
    ];
    let _ = a.owner.post_form(&home, &typed).await.expect(303);
    let books = ["receivable", "withholding_receivable", "bank"];
    assert_eq!(a.balances(books).await, [0, 500, 11_000]);
    a.close().await;
}
