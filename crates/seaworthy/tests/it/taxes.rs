//! Taxes: what is in a price, in which parts, on which day, when it is owed, what is kept back
//! of a payment; and returns that agree with the books and stay as they were filed.

use std::time::Duration;

use base::{Date, Money, Rate};
use finance::invoices::{self, Invoice, NewCreditNote, NewInvoice};
use finance::ledger::{self, Module, Posting, PostingLine};
use finance::open_items;
use finance::payments::{self, NewPayment, Payment};
use finance::tax::{
    self, Category, ChangeTaxCode, NewTaxCode, NewTaxPayment, NewTaxReturn, NewWithholding, PartOf,
    RateFrom, ReopenTaxReturn, TaxCodeDetail, TaxKind, TaxReport, TaxReportQuery, TaxSide,
};
use serde_json::{Value, json};
use testkit::{Client, TestApp};
use uuid::Uuid;

use crate::billing::{Billing, TODAY, cash};

const FEB_1: Date = Date::of(2026, 2, 1);
const FEB_28: Date = Date::of(2026, 2, 28);
const MARCH_1: Date = Date::of(2026, 3, 1);
const MARCH_31: Date = Date::of(2026, 3, 31);

fn rate(percent: &str) -> Rate {
    Rate::parse_percent(percent).unwrap()
}

fn taxed(code: &str, percent: Option<&str>) -> NewTaxCode {
    NewTaxCode {
        id: None,
        code: code.to_owned(),
        name: Some(base::Text::new(base::Lang::En, code).unwrap()),
        kind: TaxKind::Tax,
        category: Category::Standard,
        rate: percent.map(rate),
        account_id: None,
        input_account_id: None,
        cash_basis: false,
        exemption_reason: None,
        sale_box: Some("1".to_owned()),
        purchase_box: Some("7".to_owned()),
        parts: Vec::new(),
    }
}

impl Billing {
    /// Adds a code, so that [`Billing::new_invoice`] can name it.
    async fn add(&mut self, new: NewTaxCode) -> TaxCodeDetail {
        let mut tx = self.t.tx(self.company).await;
        let added = tax::add(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        self.codes.push(added.code.clone());
        added
    }

    async fn post_new(&self, new: NewInvoice) -> Invoice {
        let mut tx = self.t.tx(self.company).await;
        let invoice = invoices::post(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        invoice
    }

    /// An invoice of another day.
    async fn post_on(&self, day: Date, lines: &[(&str, &str, &str)]) -> Invoice {
        let mut new = self.new_invoice(lines);
        (new.issue_date, new.supply_date) = (day, day);
        self.post_new(new).await
    }

    async fn credit(&self, invoice: &Invoice) -> Invoice {
        let mut tx = self.t.tx(self.company).await;
        let reason = "Returned".to_owned();
        let new = NewCreditNote { reason, ..NewCreditNote::default() };
        let note = invoices::credit(&mut tx, invoice.id, new).await.unwrap();
        tx.commit().await.unwrap();
        note
    }

    async fn report(&self, from: Date, to: Date) -> TaxReport {
        let mut tx = self.t.tx(self.company).await;
        let query = TaxReportQuery { from: Some(from), to: Some(to) };
        tax::report(&mut tx, &query).await.unwrap()
    }

    /// What stands on an account; debit above zero.
    async fn balance(&self, role: &'static str) -> i64 {
        let mut tx = self.t.tx(self.company).await;
        let today = tx.today();
        ledger::balance_of(&mut tx, role, None, today).await.unwrap().minor
    }

    /// An entry that no document of this program makes: lines of role, amount and tax code.
    async fn entry(&self, day: Date, lines: &[(&'static str, i64, Option<Uuid>)]) {
        let mut tx = self.t.tx(self.company).await;
        let line = |(role, amount, code): &(&'static str, i64, Option<Uuid>)| PostingLine {
            tax_code_id: *code,
            ..PostingLine::debit(*role, *amount)
        };
        let lines = lines.iter().map(line).collect();
        let posting = Posting::new(Module::Ledger, day, "test", Uuid::now_v7(), "By hand", lines);
        ledger::post(&mut tx, posting).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn code(&self, code: &str) -> Uuid {
        self.codes.iter().find(|c| c.code == code).unwrap().id
    }
}

/// Base and tax of a box, and what of them is a correction.
fn figures(report: &TaxReport, side: TaxSide, code: &str) -> (i64, i64, i64, i64) {
    let one = report.boxes.iter().find(|one| one.side == side && one.code == code).unwrap();
    let minor = |money: Money| money.minor;
    (minor(one.base), minor(one.tax), minor(one.corrected_base), minor(one.corrected_tax))
}

fn sums(report: &TaxReport) -> [i64; 5] {
    [report.sale_tax, report.purchase_tax, report.net, report.accounts, report.difference]
        .map(|money| money.minor)
}

#[tokio::test]
async fn a_price_with_tax_stays_what_it_is_from_order_to_paper() {
    let t = TestApp::start().await;
    let owner = t.as_user("acme", "owner").await;
    let customer = t.customer("acme", "Al Noor Trading").await;
    let haulage = json!({"name": {"en": "Haulage"}, "tracked": false,
        "variants": [{"sku": "HAUL", "price": "145"}]});
    let _ = owner.post("/api/v1/products", &haulage).await.expect(201);
    let order = json!({"customer_id": customer["id"], "prices_include_tax": true, "confirm": true,
        "lines": [{"sku": "HAUL", "quantity": "1"}, {"sku": "HAUL", "quantity": "1",
            "unit_price": "0.99"}]});
    let order = owner.post("/api/v1/orders", &order).await.expect(201).json();
    // 145.99 / 1.15 = 126.947…, so 126.95 and 19.04; lines 126.0869… and 0.8608…: floors 126.08
    // and 0.86 leave one, which goes to the larger fraction, the first.
    let amounts = |from: &Value| ["net", "tax", "gross"].map(|key| from[key]["amount"].clone());
    assert_eq!(amounts(&order), ["126.95", "19.04", "145.99"]);
    let path = format!("/api/v1/orders/{}/invoices", order["id"].as_str().unwrap());
    let invoice = owner.post(&path, &json!({})).await.expect(201).json();
    assert_eq!(amounts(&invoice), ["126.95", "19.04", "145.99"]);
    assert_eq!(amounts(&invoice["lines"][0]), ["126.09", "18.91", "145.00"]);
    assert_eq!(amounts(&invoice["lines"][1]), ["0.86", "0.13", "0.99"]);
    assert_eq!(invoice["prices_include_tax"], true);
    let id = invoice["id"].as_str().unwrap();
    let paper = owner.get(&format!("/admin/invoices/{id}/print")).await.expect(200).text();
    assert!(paper.contains("Prices include tax") && paper.contains("145.00"));
    t.run_jobs().await;
    t.verify("acme").await;
}

#[tokio::test]
async fn parts_of_a_code_are_booked_and_taken_back_apart() {
    let mut b = Billing::open("acme").await;
    let duty = b.add(NewTaxCode { sale_box: Some("2".into()), ..taxed("SD20", Some("20")) }).await;
    let vat = b.code("VAT15");
    let parts = vec![
        PartOf { tax_code_id: duty.code.id, on_tax: false },
        PartOf { tax_code_id: vat, on_tax: true },
    ];
    let both = b.add(NewTaxCode { parts, ..taxed("SD-VAT", None) }).await;
    // 20 %, and 15 % of 120 %.
    assert_eq!(both.code.rate, rate("38"));
    let invoice = b.post(&[("10.01", "1", "SD-VAT")]).await;
    // 3.8038 is 3.80, of it 2.002 and 1.8018.
    assert_eq!((invoice.net.minor, invoice.tax.minor), (1001, 380));
    let report = b.report(MARCH_1, MARCH_31).await;
    assert_eq!(figures(&report, TaxSide::Sale, "2"), (1001, 200, 0, 0));
    assert_eq!(figures(&report, TaxSide::Sale, "1"), (1001, 180, 0, 0));
    assert_eq!(sums(&report), [380, 0, 380, 380, 0]);
    b.credit(&invoice).await;
    let report = b.report(MARCH_1, MARCH_31).await;
    assert_eq!(sums(&report), [0, 0, 0, 0, 0]);
    assert_eq!(b.balance("output_tax").await, 0);
    b.close().await;
}

#[tokio::test]
async fn a_document_has_the_rate_of_its_day_and_a_used_rate_never_changes() {
    let b = Billing::open("acme").await;
    b.post(&[("100", "1", "VAT15")]).await;
    let vat = b.code("VAT15");
    let mut tx = b.t.tx("acme").await;
    let new = RateFrom { valid_from: TODAY, rate: rate("16") };
    let refused = tax::set_rate(&mut tx, vat, new).await.unwrap_err();
    assert_eq!((refused.code(), &*refused.facts()["until"]), ("tax_rate_in_use", "2026-03-15"));
    let change = ChangeTaxCode { rate: Some(rate("16")), ..ChangeTaxCode::default() };
    assert_eq!(tax::change(&mut tx, vat, change).await.unwrap_err().code(), "tax_code_used");
    drop(tx);
    let mut tx = b.t.tx("acme").await;
    let tomorrow = TODAY.plus_days(1).unwrap();
    let new = RateFrom { valid_from: tomorrow, rate: rate("16") };
    let set = tax::set_rate(&mut tx, vat, new).await.unwrap();
    assert_eq!((set.code.rate, set.rates.len(), set.first_rate), (rate("15"), 1, rate("15")));
    tx.commit().await.unwrap();
    b.t.app.clock().advance(Duration::from_secs(24 * 3600));
    let mut new = b.new_invoice(&[("100", "1", "VAT15")]);
    new.issue_date = tomorrow;
    // Supplied yesterday, at yesterday's rate.
    assert_eq!(b.post_new(new.clone()).await.tax.minor, 1500);
    new.supply_date = tomorrow;
    let late = b.post_new(new).await;
    assert_eq!((late.tax.minor, late.taxes[0].rate), (1600, rate("16")));
    // Taken back at the rate that it was billed at.
    assert_eq!(b.credit(&late).await.tax.minor, 1600);
    b.close().await;
}

#[tokio::test]
async fn tax_on_the_cash_basis_is_owed_as_the_invoice_is_paid() {
    let mut b = Billing::open("acme").await;
    b.add(NewTaxCode { cash_basis: true, ..taxed("CASH15", Some("15")) }).await;
    let invoice = b.post(&[("100", "1", "CASH15")]).await;
    assert_eq!(b.balance("output_tax_deferred").await, -1500);
    assert_eq!(sums(&b.report(MARCH_1, MARCH_31).await), [0, 0, 0, 0, 0]);
    // A third of 115.00: of the tax 15 × 38.33 / 115 = 4.9995…, of the base 33.3304….
    b.pay(&invoice, 3833).await.unwrap();
    assert_eq!(
        (b.balance("output_tax_deferred").await, b.balance("output_tax").await),
        (-1000, -500)
    );
    let report = b.report(MARCH_1, MARCH_31).await;
    assert_eq!(figures(&report, TaxSide::Sale, "1"), (3333, 500, 0, 0));
    // The rest moves exactly the rest.
    let last = b.pay(&invoice, 7667).await.unwrap();
    assert_eq!((b.balance("output_tax_deferred").await, b.balance("output_tax").await), (0, -1500));
    let report = b.report(MARCH_1, MARCH_31).await;
    assert_eq!(figures(&report, TaxSide::Sale, "1"), (10_000, 1500, 0, 0));
    assert_eq!(sums(&report), [1500, 0, 1500, 1500, 0]);
    // Taken back, it waits again.
    let mut tx = b.t.tx("acme").await;
    open_items::undo(&mut tx, last.allocations[0].id, TODAY).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        (b.balance("output_tax_deferred").await, b.balance("output_tax").await),
        (-1000, -500)
    );
    b.t.run_jobs().await;
    b.t.verify("acme").await;
    let owner = b.t.owner_pool().await;
    sqlx::query("update tax_releases set tax = 499 where tax = 500").execute(&owner).await.unwrap();
    let (check, offender) = b.t.first_offender("acme").await.unwrap();
    assert_eq!(check, "tax_releases");
    assert!(offender.detail.contains("of 1500 tax"), "{}", offender.detail);
}

async fn pay_withheld(
    b: &Billing,
    invoice: &Invoice,
    minor: i64,
    withholding: NewWithholding,
) -> Result<Payment, base::Problem> {
    let mut tx = b.t.tx("acme").await;
    let amount = Money::new(minor, tx.currency());
    let new = NewPayment { withholding: Some(withholding), ..cash(amount) };
    let paid = payments::receive(&mut tx, invoice.id, new).await?;
    tx.commit().await?;
    Ok(paid)
}

#[tokio::test]
async fn what_a_customer_withholds_settles_the_invoice_and_is_claimed() {
    let mut b = Billing::open("acme").await;
    let (kind, sale_box) = (TaxKind::Withholding, None);
    let code = NewTaxCode { kind, sale_box, ..taxed("WHT5", Some("5")) };
    let code = b.add(NewTaxCode { purchase_box: None, ..code }).await;
    let invoice = b.post(&[("100", "1", "VAT15")]).await;
    let base = Money::new(10_000, invoice.gross.currency);
    let withholding = NewWithholding { tax_code_id: code.code.id, base };
    // 115.00 − 5.00 = 110.00; a cent more is more than is open.
    let refused = pay_withheld(&b, &invoice, 11_001, withholding).await.unwrap_err();
    assert_eq!(refused.fields()[0].code, "payment_exceeds_open");
    assert_eq!(b.invoice(invoice.id).await.settled.minor, 0);
    let vat = NewWithholding { tax_code_id: b.code("VAT15"), base };
    let refused = pay_withheld(&b, &invoice, 11_000, vat).await.unwrap_err();
    assert_eq!(refused.fields()[0].path, "withholding.tax_code_id");
    assert_eq!(b.balance("withholding_receivable").await, 0);
    pay_withheld(&b, &invoice, 11_000, withholding).await.unwrap();
    assert_eq!(b.invoice(invoice.id).await.open.minor, 0);
    assert_eq!(b.balance("withholding_receivable").await, 500);
    assert_eq!(b.balance("cash").await, 11_000);
    // It is no tax of a return.
    assert_eq!(sums(&b.report(MARCH_1, MARCH_31).await), [1500, 0, 1500, 1500, 0]);
    b.close().await;
}

#[tokio::test]
async fn a_return_agrees_with_the_accounts_and_says_what_does_not() {
    let mut b = Billing::open("acme").await;
    let reverse = NewTaxCode {
        category: Category::ReverseCharge,
        sale_box: Some("9R".into()),
        purchase_box: Some("9".into()),
        ..taxed("RC15", Some("15"))
    };
    let reverse = b.add(reverse).await.code.id;
    let vat = Some(b.code("VAT15"));
    b.post_on(FEB_1, &[("1000", "1", "VAT15"), ("200", "1", "VAT0")]).await;
    b.post_on(FEB_28, &[("50", "1", "EXEMPT")]).await;
    let bought = [("cogs", 30_000, vat), ("input_tax", 4500, vat), ("bank", -34_500, None)];
    b.entry(FEB_1, &bought).await;
    let abroad = [
        ("cogs", 10_000, Some(reverse)),
        ("input_tax", 1500, Some(reverse)),
        ("output_tax", -1500, Some(reverse)),
        ("bank", -10_000, None),
    ];
    b.entry(FEB_28, &abroad).await;
    let report = b.report(FEB_1, FEB_28).await;
    assert_eq!(figures(&report, TaxSide::Sale, "1"), (100_000, 15_000, 0, 0));
    assert_eq!(figures(&report, TaxSide::Sale, "3"), (20_000, 0, 0, 0));
    assert_eq!(figures(&report, TaxSide::Sale, "5"), (5000, 0, 0, 0));
    assert_eq!(figures(&report, TaxSide::Sale, "9R"), (10_000, 1500, 0, 0));
    assert_eq!(figures(&report, TaxSide::Purchase, "7"), (30_000, 4500, 0, 0));
    assert_eq!(figures(&report, TaxSide::Purchase, "9"), (10_000, 1500, 0, 0));
    // 150.00 + 15.00 owed, 45.00 + 15.00 claimed.
    assert_eq!(sums(&report), [16_500, 6000, 10_500, 10_500, 0]);
    assert!(report.uncounted.is_empty() && report.may_be_filed);
    // A payment to the tax office has no code: the accounts differ by it, and it is named.
    b.entry(FEB_28, &[("output_tax", 1000, None), ("bank", -1000, None)]).await;
    let report = b.report(FEB_1, FEB_28).await;
    assert_eq!(sums(&report), [16_500, 6000, 10_500, 9500, -1000]);
    assert_eq!(report.uncounted.len(), 1);
    assert_eq!(report.uncounted[0].amount.minor, -1000);
    b.close().await;
}

async fn file(b: &Billing, from: Date, to: Date) -> Result<(), base::Problem> {
    let mut tx = b.t.tx("acme").await;
    let reference = "ZATCA-77".to_owned();
    tax::file(&mut tx, NewTaxReturn { id: None, from, to, reference }).await?;
    tx.commit().await
}

/// Posts an invoice of 100.00 into the end of February.
async fn late(b: &Billing) -> Result<(), base::Problem> {
    let mut tx = b.t.tx("acme").await;
    let new = b.new_invoice(&[("100", "1", "VAT15")]);
    let new = NewInvoice { issue_date: FEB_28, supply_date: FEB_28, due_date: FEB_28, ..new };
    invoices::post(&mut tx, new).await?;
    tx.commit().await
}

/// Pays the last return; its id.
async fn pay_return(b: &Billing) -> Uuid {
    let mut tx = b.t.tx("acme").await;
    let id = tax::returns(&mut tx).await.unwrap()[0].id;
    tax::pay(&mut tx, id, NewTaxPayment::default()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn reopen(b: &Billing, id: Uuid, reason: &str) -> Result<(), base::Problem> {
    let mut tx = b.t.tx("acme").await;
    tax::reopen(&mut tx, id, ReopenTaxReturn { reason: reason.to_owned() }).await?;
    tx.commit().await
}

#[tokio::test]
async fn the_last_return_gets_new_figures_when_it_is_reopened_and_filed_again() {
    let b = Billing::open("acme").await;
    b.post_on(FEB_1, &[("1000", "1", "VAT15")]).await;
    file(&b, FEB_1, FEB_28).await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let id = tax::returns(&mut tx).await.unwrap()[0].id;
    drop(tx);
    assert_eq!(reopen(&b, id, " ").await.unwrap_err().fields()[0].code, "required");
    assert_eq!(late(&b).await.unwrap_err().code(), "tax_period_filed");
    reopen(&b, id, "An invoice was forgotten").await.unwrap();
    late(&b).await.unwrap();
    let open = b.report(FEB_1, FEB_28).await;
    assert!(open.may_be_filed);
    assert_eq!(open.filed.as_ref().unwrap().reopened_reason, "An invoice was forgotten");
    assert_eq!(figures(&open, TaxSide::Sale, "1"), (110_000, 16_500, 0, 0));
    file(&b, FEB_1, FEB_28).await.unwrap();
    assert_eq!(late(&b).await.unwrap_err().code(), "tax_period_filed");
    let february = b.report(FEB_1, FEB_28).await;
    assert_eq!((february.may_be_filed, february.filed.unwrap().net.minor), (false, 16_500));
    assert_eq!(sums(&b.report(MARCH_1, MARCH_31).await), [0, 0, 0, 0, 0]);
    let owner = b.t.as_user("acme", "owner").await;
    let last = b.report(FEB_1, FEB_28).await.filed.unwrap().id;
    assert_ne!(last, id, "what was filed first is still there");
    let acts = "select string_agg(action, ' ' order by action) from audit_log
        where subject_type = 'tax_return'";
    let acts = b.t.scalar::<String>("acme", acts).await;
    assert_eq!(acts, "tax.file tax.refile tax.reopen");
    let again = json!({"reason": "By somebody else"});
    let path = format!("/api/v1/tax-returns/{last}/reopening");
    let viewer = b.t.as_user("acme", "viewer").await;
    viewer.post(&path, &again).await.refused(403, "not_permitted");
    let stranger = b.t.as_user("padma", "owner").await;
    stranger.post(&path, &again).await.refused(404, "not_found");
    let _ = owner.post(&path, &again).await.expect(200);
    b.close().await;
}

#[tokio::test]
async fn a_filed_return_stays_and_what_is_late_corrects_the_next() {
    let b = Billing::open("acme").await;
    b.post_on(FEB_1, &[("1000", "1", "VAT15")]).await;
    let refused = file(&b, MARCH_1, MARCH_31).await.unwrap_err();
    assert_eq!(refused.code(), "tax_period_not_over");
    file(&b, FEB_1, FEB_28).await.unwrap();
    assert_eq!(file(&b, FEB_1, FEB_28).await.unwrap_err().code(), "tax_period_follows");
    // Nothing with tax gets into February any more; what has none does.
    assert_eq!(late(&b).await.unwrap_err().code(), "tax_period_filed");
    assert_eq!(b.t.scalar::<i64>("acme", "select count(*) from invoices").await, 1);
    b.entry(FEB_28, &[("cash", 100, None), ("bank", -100, None)]).await;
    // Once it is paid its figures stay, also when it is reopened and filed again.
    let id = pay_return(&b).await;
    reopen(&b, id, "An invoice was forgotten").await.unwrap();
    assert_eq!(reopen(&b, id, "Twice").await.unwrap_err().code(), "tax_return_open");
    // Back-dated into February; another one in March.
    late(&b).await.unwrap();
    file(&b, FEB_1, FEB_28).await.unwrap();
    assert_eq!(late(&b).await.unwrap_err().code(), "tax_period_filed");
    b.post(&[("10", "1", "VAT15")]).await;
    let february = b.report(FEB_1, FEB_28).await;
    assert_eq!(february.filed.as_ref().unwrap().reference, "ZATCA-77");
    assert_eq!(figures(&february, TaxSide::Sale, "1"), (100_000, 15_000, 0, 0));
    assert_eq!(sums(&february), [15_000, 0, 15_000, 16_500, 1500]);
    let march = b.report(MARCH_1, MARCH_31).await;
    assert_eq!(figures(&march, TaxSide::Sale, "1"), (11_000, 1650, 10_000, 1500));
    assert_eq!(sums(&march), [1650, 0, 1650, 150, 0]);

    let owner = b.t.as_user("acme", "owner").await;
    let lines = |from: Date, to: Date| {
        format!("/api/v1/reports/tax/lines?from={from}&to={to}&side=sale&box=1")
    };
    let found = owner.get(&lines(MARCH_1, MARCH_31)).await.expect(200).json();
    let seen = |found: &Value| -> Vec<(String, bool)> {
        let one = |line: &Value| {
            let tax = line["tax"]["amount"].as_str().unwrap().to_owned();
            (tax, line["is_correction"].as_bool().unwrap())
        };
        found["items"].as_array().unwrap().iter().map(one).collect()
    };
    assert_eq!(seen(&found), [("15.00".into(), true), ("1.50".into(), false)]);
    let found = owner.get(&lines(FEB_1, FEB_28)).await.expect(200).json();
    assert_eq!(seen(&found), [("150.00".into(), false)]);

    b.t.app.clock().advance(Duration::from_secs(20 * 24 * 3600));
    file(&b, MARCH_1, MARCH_31).await.unwrap();
    let april = b.report(Date::of(2026, 4, 1), Date::of(2026, 4, 30)).await;
    assert_eq!(sums(&april), [0, 0, 0, 0, 0]);
    b.close().await;
}

#[tokio::test]
async fn a_filed_return_is_paid_once_and_clears_what_it_counted() {
    let b = Billing::open("acme").await;
    let vat = Some(b.code("VAT15"));
    b.post_on(FEB_1, &[("1000", "1", "VAT15")]).await;
    let bought = [("cogs", 30_000, vat), ("input_tax", 4500, vat), ("bank", -34_500, None)];
    b.entry(FEB_1, &bought).await;
    file(&b, FEB_1, FEB_28).await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let id = tax::returns(&mut tx).await.unwrap()[0].id;
    let early = NewTaxPayment { account_id: None, date: Some(FEB_28) };
    let refused = tax::pay(&mut tx, id, early).await.unwrap_err();
    assert_eq!(refused.fields()[0].code, "tax_paid_within_period");
    drop(tx);
    assert_eq!(b.balance("output_tax").await, -15_000);
    let mut tx = b.t.tx("acme").await;
    let paid = tax::pay(&mut tx, id, NewTaxPayment::default()).await.unwrap();
    assert_eq!((paid.amount.minor, paid.date), (10_500, TODAY));
    tx.commit().await.unwrap();
    let standing = [b.balance("output_tax").await, b.balance("input_tax").await];
    assert_eq!((standing, b.balance("bank").await), ([0, 0], -45_000));
    let mut tx = b.t.tx("acme").await;
    let refused = tax::pay(&mut tx, id, NewTaxPayment::default()).await.unwrap_err();
    assert_eq!(refused.code(), "tax_return_paid");
    drop(tx);
    // The payment is no difference of the days on which it happened.
    assert_eq!(sums(&b.report(MARCH_1, MARCH_31).await), [0, 0, 0, 0, 0]);
    let february = b.report(FEB_1, FEB_28).await;
    assert_eq!(sums(&february), [15_000, 4500, 10_500, 10_500, 0]);
    assert_eq!(february.payment.unwrap().entry_id, paid.entry_id);
    b.close().await;
}

#[tokio::test]
async fn codes_that_contradict_themselves_are_refused_and_change_nothing() {
    let b = Billing::open("acme").await;
    let owner = b.t.as_user("acme", "owner").await;
    let before = b.t.scalar::<i64>("acme", "select count(*) from tax_codes").await;
    let wrong = |change: Value| {
        let mut body = json!({"code": "NEW", "name": {"en": "New"}, "category": "S",
            "rate": "0.05"});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        body
    };
    let vat = b.code("VAT15");
    for (change, path, code) in [
        (json!({"code": "vat15"}), "code", "tax_code_taken"),
        (json!({"category": "Z"}), "rate", "tax_rate_not_taxed"),
        (json!({"rate": "0"}), "rate", "tax_rate_range"),
        (json!({"category": "E", "rate": null}), "exemption_reason", "required"),
        (json!({"sale_box": "7"}), "sale_box", "unknown"),
        (json!({"category": "AE", "cash_basis": true}), "cash_basis", "tax_cash_basis_taxed"),
        (json!({"parts": [{"tax_code_id": vat}]}), "rate", "tax_rate_from_parts"),
        (
            json!({"rate": null, "parts": [{"tax_code_id": b.code("EXEMPT")}]}),
            "parts[0].tax_code_id",
            "tax_part_plain",
        ),
    ] {
        let answer = owner.post("/api/v1/tax-codes", &wrong(change)).await.expect(422).json();
        let said = answer["fields"].as_array().unwrap();
        assert!(
            said.iter().any(|field| field["path"] == path && field["code"] == code),
            "{path} {code}: {answer}"
        );
    }
    let path = format!("/api/v1/tax-codes/{vat}");
    let answer = owner.patch(&path, &json!({"active": false})).await.expect(422).json();
    assert_eq!(answer["fields"][0]["code"], "tax_default_stays");
    let _ = owner.patch(&path, &json!({"version": 99, "active": true})).await.expect(412);
    assert_eq!(b.t.scalar::<i64>("acme", "select count(*) from tax_codes").await, before);
    let stranger = b.t.as_user("padma", "owner").await;
    let _ = stranger.get(&path).await.expect(404);
    let viewer = b.t.as_user("acme", "viewer").await;
    let _ = viewer.post("/api/v1/tax-codes", &wrong(json!({}))).await.expect(403);
    let _ =
        viewer.post("/api/v1/tax-returns", &json!({"from": FEB_1, "to": FEB_28})).await.expect(403);
    b.close().await;
}

async fn page(client: &Client, path: &str) -> String {
    client.get(path).await.expect(200).text()
}

#[tokio::test]
async fn codes_and_returns_are_kept_on_pages_without_a_script() {
    let b = Billing::open("acme").await;
    b.post_on(FEB_1, &[("1000", "1", "VAT15")]).await;
    let owner = b.t.as_user("acme", "owner").await;
    assert!(page(&owner, "/admin/taxes").await.contains("VAT15"));
    page(&owner, "/admin/taxes/new").await;
    let typed = [
        ("code", "hotel"),
        ("kind", "tax"),
        ("category", "S"),
        ("rate", "2.5"),
        ("name_en", "Hotel levy"),
        ("sale_box", "1"),
    ];
    let _ = owner.post_form("/admin/taxes/new", &typed).await.expect(303);
    let mut tx = b.t.tx("acme").await;
    let all = tax::all(&mut tx).await.unwrap();
    drop(tx);
    let hotel = all.iter().find(|code| code.code.code == "HOTEL").unwrap();
    assert_eq!(hotel.code.rate, rate("2.5"));
    let home = format!("/admin/taxes/{}", hotel.code.id);
    let set = [("rate", "3"), ("valid_from", "2026-04-01")];
    let _ = owner.post_form(&format!("{home}/rates"), &set).await.expect(303);
    assert!(page(&owner, &home).await.contains("3%"));
    let version = (hotel.version + 1).to_string();
    let change =
        [("version", version.as_str()), ("name_en", "Levy"), ("rate", "2.5"), ("sale_box", "2")];
    let _ = owner.post_form(&format!("{home}/edit"), &change).await.expect(303);
    let mut tx = b.t.tx("acme").await;
    let changed = tax::find(&mut tx, hotel.code.id).await.unwrap();
    drop(tx);
    assert_eq!((changed.active, changed.sale_box.as_deref()), (false, Some("2")));

    let february = "from=2026-02-01&to=2026-02-28";
    let shown = page(&owner, &format!("/admin/reports/tax?{february}")).await;
    assert!(shown.contains("150.00") && shown.contains("The boxes and the tax accounts agree"));
    let lines = format!("{february}&side=sale&box=1");
    assert!(page(&owner, &format!("/admin/reports/tax/lines?{lines}")).await.contains("INV-"));
    let csv = page(&owner, &format!("/admin/reports/tax/export?format=csv&{february}")).await;
    assert!(csv.contains("1000.00,150.00"), "{csv}");
    let csv = format!("/admin/reports/tax/lines/export?format=csv&{lines}");
    assert!(page(&owner, &csv).await.contains("VAT15,1000.00,150.00"));
    let filed = [("from", "2026-02-01"), ("to", "2026-02-28"), ("reference", "R-1")];
    let _ = owner.post_form("/admin/reports/tax/file", &filed).await.expect(303);
    let again = owner.post_form("/admin/reports/tax/file", &filed).await.expect(422).text();
    assert!(again.contains("The next return begins on"), "{again}");
    let shown = page(&owner, &format!("/admin/reports/tax?{february}")).await;
    assert!(shown.contains("R-1"));
    let pdf = owner.get(&format!("/admin/reports/tax/pdf?{february}")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF"));
    let mut tx = b.t.tx("acme").await;
    let id = tax::returns(&mut tx).await.unwrap()[0].id;
    drop(tx);
    let path = format!("/admin/reports/tax/returns/{id}/reopen");
    let why = [("from", "2026-02-01"), ("to", "2026-02-28"), ("reason", "Forgotten")];
    let refused = owner.post_form(&path, &why[..2]).await.expect(422).text();
    assert!(refused.contains("Reason for reopening"), "{refused}");
    let _ = owner.post_form(&path, &why).await.expect(303);
    let shown = page(&owner, &format!("/admin/reports/tax?{february}")).await;
    assert!(shown.contains("Forgotten") && shown.contains("Reopened"), "{shown}");
    let _ = owner.post_form("/admin/reports/tax/file", &filed).await.expect(303);
    b.close().await;
}
