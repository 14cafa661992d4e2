//! A document that is complete and about to be written.

use base::{Currency, Date, Lang, Money, Quantity, Rate, Tx, UnitPrice};
use uuid::Uuid;

use super::{Invoice, InvoiceLine, InvoiceTax, Kind, Party, State};
use crate::currencies::DocumentRate;
use crate::tax::{Computed, LineAmounts};

/// All that will stand in the database, in minor units.
pub(super) struct Draft {
    pub id: Uuid,
    pub kind: Kind,
    pub number: String,
    pub customer_id: Uuid,
    pub order_id: Option<Uuid>,
    /// The id and number of the invoice that is taken back.
    pub original: Option<(Uuid, String)>,
    pub issue_date: Date,
    pub due_date: Date,
    pub supply_date: Date,
    pub lang: Lang,
    pub seller: Party,
    pub buyer: Party,
    pub reason: String,
    pub prices_include_tax: bool,
    pub settled: i64,
    pub entry_id: Option<Uuid>,
    pub lines: Vec<DraftLine>,
    pub currency: Currency,
    /// None in the company's own currency.
    pub exchange_rate: Option<DocumentRate>,
    pub amounts: Computed,
    /// The same in the company's currency.
    pub base: Computed,
    /// Why there is no tax, group by group.
    pub exemptions: Vec<String>,
}

/// A line of it.
pub(super) struct DraftLine {
    pub n: i32,
    pub variant_id: Option<Uuid>,
    pub sku: String,
    pub description: String,
    pub unit: String,
    pub quantity: Quantity,
    pub unit_price: UnitPrice,
    pub discount: Rate,
    pub tax_code_id: Uuid,
    pub amounts: LineAmounts,
    pub base: LineAmounts,
    pub order_line: Option<i32>,
    pub original_line: Option<i32>,
}

impl Draft {
    /// The sum with its currency, as a timeline shows it.
    pub(super) fn said_gross(&self) -> String {
        let gross = Money::new(self.amounts.gross, self.currency);
        format!("{} {}", gross.to_decimal_string(), gross.currency)
    }

    /// The document as it now stands.
    pub(super) fn into_invoice(self, tx: &Tx) -> Invoice {
        let money = |minor| Money::new(minor, self.currency);
        let own = |minor| Money::new(minor, tx.currency());
        let Computed { groups, net, tax, gross, .. } = self.amounts;
        let (original_id, original_number) = self.original.unzip();
        let state = State::of(self.kind, gross, self.settled, self.due_date, tx.today());
        let line = |line: DraftLine| InvoiceLine {
            n: line.n,
            variant_id: line.variant_id,
            sku: line.sku,
            description: line.description,
            unit: line.unit,
            quantity: line.quantity,
            unit_price: line.unit_price,
            discount: line.discount,
            tax_code_id: line.tax_code_id,
            net: money(line.amounts.net),
            tax: money(line.amounts.tax),
            gross: money(line.amounts.gross),
            order_line: line.order_line,
            original_line: line.original_line,
        };
        let groups = groups.into_iter().zip(self.base.groups).zip(self.exemptions);
        let taxes = groups.map(|((group, base), reason)| InvoiceTax {
            tax_code_id: group.tax_code_id,
            category: group.category,
            rate: group.rate,
            net: money(group.net),
            tax: money(group.tax),
            net_base: own(base.net),
            tax_base: own(base.tax),
            reason,
        });
        Invoice {
            id: self.id,
            kind: self.kind,
            number: self.number,
            customer_id: self.customer_id,
            order_id: self.order_id,
            original_id,
            original_number,
            cancelled_by_id: None,
            cancelled_by_number: None,
            issue_date: self.issue_date,
            due_date: self.due_date,
            supply_date: self.supply_date,
            lang: self.lang,
            seller: self.seller,
            buyer: self.buyer,
            reason: self.reason,
            prices_include_tax: self.prices_include_tax,
            net: money(net),
            tax: money(tax),
            gross: money(gross),
            exchange_rate: self.exchange_rate,
            net_base: own(self.base.net),
            tax_base: own(self.base.tax),
            gross_base: own(self.base.gross),
            settled: money(self.settled),
            open: money(gross - self.settled),
            state,
            entry_id: self.entry_id,
            recorded_at: tx.now(),
            lines: self.lines.into_iter().map(line).collect(),
            taxes: taxes.collect(),
        }
    }
}
