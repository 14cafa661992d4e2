//! Posting an invoice: from then on it has its number and cannot be changed.

use base::{Currency, Date, Lang, Money, Problem, Quantity, Rate, Tx, UnitPrice, Writes};
use serde_json::json;
use uuid::Uuid;

use super::draft::{Draft, DraftLine};
use super::{Invoice, Kind, Party, seller, store};
use crate::currencies::{self, DocumentRate, ExchangeRate};
use crate::ledger::{self, Module, Place, Posting, PostingLine};
use crate::numbers;
use crate::open_items::{self, NewOpenItem, Side};
use crate::tax::{self, Computed, Prices, TaxCode, TaxableLine, Taxation};

/// The most lines of a document.
pub(super) const MOST_LINES: usize = 1000;

/// An invoice about to be posted.
#[derive(Debug, Clone)]
pub struct NewInvoice {
    /// Its id, if the caller chose one.
    pub id: Option<Uuid>,
    /// The customer.
    pub customer_id: Uuid,
    /// The order that it bills.
    pub order_id: Option<Uuid>,
    /// The day of its issue, not after today.
    pub issue_date: Date,
    /// When it is to be paid, not before its issue.
    pub due_date: Date,
    /// When the goods were supplied.
    pub supply_date: Date,
    /// The language that it is printed in.
    pub lang: Lang,
    /// Who buys.
    pub buyer: Party,
    /// Whether the prices of the lines have the tax in them.
    pub prices_include_tax: bool,
    /// What its prices are in.
    pub currency: Currency,
    /// What that is counted at; the rate of the day of issue when not said.
    pub exchange_rate: Option<DocumentRate>,
    /// Its lines, at least one.
    pub lines: Vec<NewInvoiceLine>,
}

/// A line of an invoice about to be posted.
#[derive(Debug, Clone)]
pub struct NewInvoiceLine {
    /// What was sold.
    pub variant_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its description, in the customer's language.
    pub description: String,
    /// Its unit, in the customer's language.
    pub unit: String,
    /// How much, above zero.
    pub quantity: Quantity,
    /// The price of one, before discount.
    pub unit_price: UnitPrice,
    /// The discount.
    pub discount: Rate,
    /// The tax code.
    pub tax_code_id: Uuid,
    /// The line of the order that it bills.
    pub order_line: Option<i32>,
}

/// Posts an invoice: number, taxes, entry and document in this transaction.
///
/// # Errors
/// When a line, a date or a tax code is no good, the period is closed, or the database is away.
pub async fn post(tx: &mut Tx, new: NewInvoice) -> Result<Invoice, Problem> {
    Prepared::of(tx, new).await?.number(tx).await?.post(tx).await
}

/// An invoice that is reckoned and has no number yet: nothing is held so far.
#[derive(Debug)]
pub struct Prepared {
    id: Uuid,
    new: NewInvoice,
    taxations: Vec<Taxation>,
    rate: ExchangeRate,
    amounts: Computed,
    base: Computed,
    seller: Party,
}

/// An invoice with its number. From here to the commit nobody else of the company posts.
#[derive(Debug)]
pub struct Numbered {
    prepared: Prepared,
    number: String,
    /// Where its entry stands, if it surely has one.
    place: Option<Place>,
}

/// What goods that leave with an invoice add to its entry: their cost, and the seal of their
/// moves.
#[derive(Debug, Default)]
pub struct Goods {
    /// Dr cost of goods sold, Cr inventory; empty when they are worth nothing.
    pub lines: Vec<PostingLine>,
    /// The hash of the moves; zeros when there are none.
    pub details_hash: [u8; 32],
    /// Whether the stock's month must be open as well.
    pub moved: bool,
}

impl Prepared {
    /// Checks and reckons an invoice, and reads what it needs besides.
    ///
    /// # Errors
    /// When a line, a date or a tax code is no good, or the database is away.
    pub async fn of(tx: &mut Tx, new: NewInvoice) -> Result<Self, Problem> {
        check(&new, tx.today())?;
        let ids: Vec<Uuid> = new.lines.iter().map(|line| line.tax_code_id).collect();
        // What was delivered before it is billed is taxed as on the day of delivery.
        let tax_point = new.supply_date.min(new.issue_date);
        let taxations = tax::taxations(tx, &ids, tax_point).await?;
        let rate = currencies::fix(tx, new.currency, new.issue_date, new.exchange_rate).await?;
        let amounts = amounts(&taxations, &new)?;
        let base = currencies::in_base(&rate, &amounts, &ids)?;
        let seller = seller::of(tx).await?;
        let id = new.id.unwrap_or_else(|| tx.new_id::<Invoice>().uuid());
        Ok(Self { id, new, taxations, rate, amounts, base, seller })
    }

    /// The id that it will have.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Takes the number, and with it the head of the ledger.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn number(self, tx: &mut Tx) -> Result<Numbered, Problem> {
        let (series, date) = ("INV", self.new.issue_date);
        let (number, place) = if self.base.gross == 0 {
            (numbers::next(tx, series, date).await?, None)
        } else {
            let (number, place) = ledger::number_and_place(tx, series, date).await?;
            (number, Some(place))
        };
        Ok(Numbered { prepared: self, number, place })
    }
}

impl Numbered {
    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Posts it; no goods leave for it.
    ///
    /// # Errors
    /// When the period is closed, or the database is away.
    pub async fn post(self, tx: &mut Tx) -> Result<Invoice, Problem> {
        let mut writes = Writes::default();
        let invoice = self.post_with(tx, Goods::default(), &mut writes).await?;
        writes.run(tx).await?;
        Ok(invoice)
    }

    /// Posts it with the cost of goods that left for it, written together with their moves.
    ///
    /// # Errors
    /// When the period is closed, or the database is away.
    pub async fn post_with(
        self,
        tx: &mut Tx,
        goods: Goods,
        writes: &mut Writes,
    ) -> Result<Invoice, Problem> {
        let Self { prepared, number, place } = self;
        let Prepared { id, new, taxations, rate, amounts, base, seller } = prepared;
        let (date, kind) = (new.issue_date, Kind::Invoice.name());
        let entry_id = if base.gross == 0 && goods.lines.is_empty() {
            None
        } else {
            let sums = Sums { amounts: &amounts, base: &base, own: tx.currency() };
            let mut lines = entry_lines(&new, &sums, &taxations)?;
            lines.extend(goods.lines);
            let posting = Posting::new(Module::Sales, date, kind, id, &number, lines);
            let posting = Posting {
                with: goods.moved.then_some(Module::Stock),
                details_hash: goods.details_hash,
                place,
                ..posting
            };
            Some(ledger::post_with(tx, posting, writes).await?.entry_id)
        };
        let mut draft = draft(new, id, number, seller, (amounts, base), &rate);
        draft.entry_id = entry_id;
        draft.exemptions = tax::reasons(&taxations, &draft.amounts.groups, draft.lang);
        store::insert(tx, &draft, writes);
        open_item(tx, &draft, writes)?;
        let facts = json!({"number": draft.number, "gross": draft.said_gross()});
        tx.audit("invoices.post", "invoice", id, facts);
        let payload = json!({"invoice_id": id, "order_id": draft.order_id});
        tx.record("invoices.posted", id, payload);
        Ok(draft.into_invoice(tx))
    }
}

/// Opens what the document asks for, or gives back; nothing for a document of nothing.
pub(super) fn open_item(
    tx: &Tx,
    draft: &Draft,
    writes: &mut Writes,
) -> Result<Option<Uuid>, Problem> {
    // Of a document of nothing only the cost of its goods may be posted.
    let Some(entry_id) = draft.entry_id.filter(|_| draft.amounts.gross != 0) else {
        return Ok(None);
    };
    let sign = match draft.kind {
        Kind::Invoice | Kind::SalesDebitNote => 1,
        Kind::CreditNote => -1,
    };
    let new = NewOpenItem {
        side: Side::Receivable,
        role: "receivable",
        party_id: draft.customer_id,
        party_name: draft.buyer.name.clone(),
        document_type: draft.kind.name(),
        document_id: draft.id,
        number: draft.number.clone(),
        date: draft.issue_date,
        due_date: draft.due_date,
        amount: Money::new(sign * draft.amounts.gross, draft.currency),
        base: sign * draft.base.gross,
        entry_id,
    };
    open_items::open_with(tx, &new, writes).map(Some)
}

fn check(new: &NewInvoice, today: Date) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if new.lines.is_empty() {
        problem = problem.field("lines", "lines_required");
    }
    if new.lines.len() > MOST_LINES {
        problem = problem.field_with("lines", "invoice_too_long", &[("most", &MOST_LINES)]);
    }
    if new.issue_date > today {
        problem = problem.field("issue_date", "date_in_future");
    }
    if new.due_date < new.issue_date {
        problem = problem.field("due_date", "due_before_issue");
    }
    if new.buyer.name.trim().is_empty() {
        problem = problem.field("buyer.name", "required");
    }
    for (i, line) in new.lines.iter().enumerate() {
        if !line.quantity.is_positive() {
            problem = problem.field(format!("lines[{i}].quantity"), "not_positive");
        }
        if line.unit_price.is_negative() {
            problem = problem.field(format!("lines[{i}].unit_price"), "negative_price");
        }
    }
    problem.or_ok()
}

fn amounts(taxations: &[Taxation], new: &NewInvoice) -> Result<Computed, Problem> {
    let taxable = |line: &NewInvoiceLine| {
        let net = tax::line_net(line.unit_price, line.quantity, line.discount, new.currency)?;
        Ok(TaxableLine { tax_code_id: line.tax_code_id, net })
    };
    let lines = new.lines.iter().map(taxable).collect::<Result<Vec<_>, Problem>>()?;
    let codes: Vec<TaxCode> = taxations.iter().map(|found| found.code.clone()).collect();
    tax::compute_priced(&codes, &lines, Prices::including_tax(new.prices_include_tax))
}

/// What a document comes to, in its own currency and in the company's.
struct Sums<'a> {
    amounts: &'a Computed,
    base: &'a Computed,
    own: Currency,
}

fn entry_lines(
    new: &NewInvoice,
    sums: &Sums<'_>,
    taxations: &[Taxation],
) -> Result<Vec<PostingLine>, Problem> {
    let Sums { amounts, base, own } = *sums;
    let owed = PostingLine::debit("receivable", base.gross);
    let owed = owed.foreign(new.currency, amounts.gross, own);
    let mut lines = vec![owed.party(new.customer_id).due(new.due_date)];
    for (group, base) in amounts.groups.iter().zip(&base.groups) {
        let sold = PostingLine::credit("sales", base.net).tax_code(group.tax_code_id);
        lines.push(sold.foreign(new.currency, -group.net, own));
        let taxation = tax::of_code(taxations, group.tax_code_id)?;
        let theirs = taxation.sale(0, group.tax);
        lines.extend(currencies::beside(taxation.sale(0, base.tax), &theirs, new.currency, own));
    }
    Ok(lines)
}

fn draft(
    new: NewInvoice,
    id: Uuid,
    number: String,
    seller: Party,
    (amounts, base): (Computed, Computed),
    rate: &ExchangeRate,
) -> Draft {
    type Both<'a> = (&'a tax::LineAmounts, &'a tax::LineAmounts);
    let line = |(n, (line, (amounts, base))): (i32, (NewInvoiceLine, Both<'_>))| DraftLine {
        n,
        variant_id: Some(line.variant_id),
        sku: line.sku,
        description: line.description,
        unit: line.unit,
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: line.discount,
        tax_code_id: line.tax_code_id,
        amounts: *amounts,
        base: *base,
        order_line: line.order_line,
        original_line: None,
    };
    let both = amounts.lines.iter().zip(&base.lines);
    let lines = (1..).zip(new.lines.into_iter().zip(both)).map(line).collect();
    Draft {
        id,
        kind: Kind::Invoice,
        number,
        customer_id: new.customer_id,
        order_id: new.order_id,
        original: None,
        issue_date: new.issue_date,
        due_date: new.due_date,
        supply_date: new.supply_date,
        lang: new.lang,
        seller,
        buyer: new.buyer,
        reason: String::new(),
        prices_include_tax: new.prices_include_tax,
        settled: 0,
        entry_id: None,
        lines,
        currency: new.currency,
        exchange_rate: rate.of_document(),
        amounts,
        base,
        exemptions: Vec::new(),
    }
}
