//! A company with a customer and something to bill, for the tests of the books.

use base::{Date, Lang, Money, Rate};
use finance::invoices::{self, Invoice, NewInvoice, NewInvoiceLine, Party};
use finance::payments::{self, Method, NewPayment, Payment};
use finance::tax::{self, TaxCode};
use testkit::TestApp;
use uuid::Uuid;

/// The day of every test.
pub const TODAY: Date = Date::of(2026, 3, 15);

pub struct Billing {
    pub t: TestApp,
    pub company: &'static str,
    pub customer: Uuid,
    variant: Uuid,
    pub codes: Vec<TaxCode>,
}

impl Billing {
    pub async fn open(company: &'static str) -> Self {
        let t = TestApp::start().await;
        let customer = t.customer(company, "Nora Stores").await;
        let customer = customer["id"].as_str().unwrap().parse().unwrap();
        let mut tx = t.tx(company).await;
        let codes = tax::codes(&mut tx).await.unwrap();
        let (tenant, product, variant) = (tx.tenant_id(), Uuid::now_v7(), Uuid::now_v7());
        sqlx::query(
            "with p as (
                insert into products (tenant_id, id, handle, name, tax_code_id, tracked,
                    search_text, sort_name, created_at, updated_at)
                values ($1, $2, 'rope', '{\"en\": \"Rope\"}', $4, false, 'rope', 'rope', now(),
                    now())
             )
             insert into variants (tenant_id, id, product_id, sku, price)
             values ($1, $3, $2, 'ROPE-5', 1000000)",
        )
        .bind(tenant)
        .bind(product)
        .bind(variant)
        .bind(codes[0].id)
        .execute(tx.conn())
        .await
        .unwrap();
        tx.commit().await.unwrap();
        Self { t, company, customer, variant, codes }
    }

    /// An invoice of today, due in thirty days: lines of price, quantity and tax code.
    pub fn new_invoice(&self, lines: &[(&str, &str, &str)]) -> NewInvoice {
        let line = |(price, quantity, code): &(&str, &str, &str)| NewInvoiceLine {
            variant_id: self.variant,
            sku: "ROPE-5".to_owned(),
            description: "Rope".to_owned(),
            unit: "m".to_owned(),
            quantity: quantity.parse().unwrap(),
            unit_price: price.parse().unwrap(),
            discount: Rate::ZERO,
            tax_code_id: self.codes.iter().find(|c| c.code == *code).unwrap().id,
            order_line: None,
        };
        let buyer = Party {
            name: "Nora Stores".to_owned(),
            tax_number: "300000000000003".to_owned(),
            address: "King Road 7".to_owned(),
            city: "Jeddah".to_owned(),
            country: base::Country::SA,
            email: "nora@example.com".to_owned(),
            phone: String::new(),
            lang: Lang::Ar,
            note: String::new(),
        };
        NewInvoice {
            id: None,
            customer_id: self.customer,
            order_id: None,
            issue_date: TODAY,
            due_date: Date::of(2026, 4, 14),
            supply_date: TODAY,
            lang: Lang::Ar,
            buyer,
            prices_include_tax: false,
            currency: self.codes_currency(),
            exchange_rate: None,
            lines: lines.iter().map(line).collect(),
        }
    }

    /// What its company keeps its books in.
    fn codes_currency(&self) -> base::Currency {
        if self.company == "padma" { base::Currency::BDT } else { base::Currency::SAR }
    }

    pub async fn post(&self, lines: &[(&str, &str, &str)]) -> Invoice {
        let mut tx = self.t.tx(self.company).await;
        let invoice = invoices::post(&mut tx, self.new_invoice(lines)).await.unwrap();
        tx.commit().await.unwrap();
        invoice
    }

    pub async fn invoice(&self, id: Uuid) -> Invoice {
        let mut tx = self.t.tx(self.company).await;
        invoices::find(&mut tx, id).await.unwrap()
    }

    pub async fn pay(&self, invoice: &Invoice, minor: i64) -> Result<Payment, base::Problem> {
        let mut tx = self.t.tx(self.company).await;
        let amount = Money::new(minor, tx.currency());
        let payment = payments::receive(&mut tx, invoice.id, cash(amount)).await?;
        tx.commit().await?;
        Ok(payment)
    }

    /// The books must be right and the jobs looked at.
    pub async fn close(self) {
        self.t.run_jobs().await;
        self.t.verify(self.company).await;
    }
}

pub fn cash(amount: Money) -> NewPayment {
    let (id, date, reference) = (None, None, String::new());
    NewPayment {
        id,
        method: Method::Cash,
        amount,
        base: None,
        date,
        reference,
        withholding: None,
        certificate: None,
    }
}
