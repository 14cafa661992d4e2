//! Entering a bill: its lines are measured against the order and the receipt. Within the
//! supplier's tolerances it is posted at once; otherwise it waits for approval.

use std::collections::BTreeMap;

use base::{Currency, Date, Problem, Quantity, Tx, UnitPrice};
use finance::bills::{self, Bill, BillTarget, Difference, NewBill, NewBillLine, Resemblance};
use finance::currencies::{self, DocumentRate, ExchangeRate};
use finance::invoices::Party;
use finance::numbers;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::settle::post_now;
use crate::purchasing::compare::{self, Agreed, Tolerances};
use crate::purchasing::orders::{self, PurchaseOrder};
use crate::purchasing::received::{self, OpenQuery, ReceivedLine};
use crate::suppliers::{self, Supplier};

/// A bill of a supplier to be entered.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSupplierBill {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// The supplier.
    #[schema(required)]
    pub supplier_id: Uuid,
    /// The supplier's own number.
    #[schema(required)]
    pub supplier_number: String,
    /// The day of its issue; today when not given.
    pub bill_date: Option<Date>,
    /// When it is to be paid; after the supplier's days of payment when not given.
    pub due_date: Option<Date>,
    /// What its prices are in; as ordered, or the supplier's currency, when not given.
    pub currency: Option<Currency>,
    /// What that is counted at; the rate of the day of issue when not given.
    pub exchange_rate: Option<DocumentRate>,
    /// For the company's own people.
    pub note: String,
    /// The supplier's paper, uploaded before.
    pub file_id: Option<Uuid>,
    /// Why this is another bill, where it looks like one that was entered before.
    pub another_reason: String,
    /// Bills everything of this order that can be billed, where no lines are given.
    pub order_id: Option<Uuid>,
    /// What it says.
    pub lines: Vec<NewSupplierBillLine>,
}

/// A line of a bill to be entered: goods of a receipt, a service of an order, or anything else
/// on an account.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewSupplierBillLine {
    /// The receipt of the goods.
    pub receipt_id: Option<Uuid>,
    /// The line of the receipt.
    pub receipt_line: Option<i32>,
    /// The order of a service, which is not received.
    pub order_id: Option<Uuid>,
    /// The line of that order.
    pub order_line: Option<i32>,
    /// The account that a service or anything else is spent on.
    pub account_id: Option<Uuid>,
    /// The cost centre that spends it.
    pub cost_centre_id: Option<Uuid>,
    /// The project that it is spent for.
    pub project_id: Option<Uuid>,
    /// Its words; the product's name when not given.
    pub description: String,
    /// How much; what can be billed when not given, one where there is neither.
    pub quantity: Option<Quantity>,
    /// The price of one without tax; the agreed one when not given.
    pub unit_price: Option<UnitPrice>,
    /// How it is taxed; as ordered when not given.
    pub tax_code_id: Option<Uuid>,
}

/// Enters a bill. It is posted at once when it agrees with order and receipt within the
/// supplier's tolerances, and waits for approval with its differences otherwise.
///
/// # Errors
/// 422 with the fields that cannot be; 409 `bill_looks_like_another` unless it is said why it is
/// another; a closed period.
pub async fn bill(tx: &mut Tx, new: NewSupplierBill) -> Result<Bill, Problem> {
    numbers::hold(tx).await?;
    let bill = entered(tx, new).await?;
    refuse_twice(tx, &bill).await?;
    if bill.differences.is_empty() {
        return post_now(tx, bill, "").await;
    }
    tx.record("purchasing.bill_waits", bill.id, json!({"bill_id": bill.id}));
    Ok(bill)
}

/// Writes the bill, matched with orders and receipts; nothing is posted. The sums below a form are
/// reckoned by it as well, in a transaction that is given up.
pub(super) async fn entered(tx: &mut Tx, new: NewSupplierBill) -> Result<Bill, Problem> {
    let supplier = suppliers::find(tx, new.supplier_id).await;
    let supplier = supplier.map_err(|_| Problem::invalid().field("supplier_id", "unknown"))?;
    let asked = match (&new.lines[..], new.order_id) {
        ([], Some(order)) => everything(tx, order).await?,
        _ => new.lines.clone(),
    };
    let bill_date = new.bill_date.unwrap_or_else(|| tx.today());
    let mut at = Match::of(tx, &supplier, &asked).await?;
    let currency = new.currency.unwrap_or_else(|| at.currency(&asked));
    at.rate = currencies::fix(tx, currency, bill_date, new.exchange_rate).await?;
    let (lines, differences) = at.matched(tx.currency(), &asked)?;
    let due = bill_date.plus_days(supplier.payment_days).map_err(Problem::internal)?;
    let entered = NewBill {
        id: new.id,
        supplier_id: supplier.id,
        supplier: party(&supplier),
        supplier_number: new.supplier_number,
        bill_date,
        due_date: new.due_date.unwrap_or(due),
        currency,
        exchange_rate: new.exchange_rate,
        note: new.note,
        file_id: new.file_id,
        another_reason: new.another_reason,
        differences,
        lines,
    };
    bills::enter(tx, entered).await
}

/// Everything of an order that can be billed: goods that came, and services.
async fn everything(tx: &mut Tx, order: Uuid) -> Result<Vec<NewSupplierBillLine>, Problem> {
    let query = OpenQuery { order: Some(order), ..OpenQuery::default() };
    let goods = received::open(tx, &query).await?;
    let order = orders::find(tx, order).await?;
    let goods = goods.iter().map(|line| NewSupplierBillLine {
        receipt_id: Some(line.receipt_id),
        receipt_line: Some(line.line),
        ..NewSupplierBillLine::default()
    });
    let services = order.lines.iter().filter(|l| !l.tracked && l.to_bill().is_positive());
    let services = services.map(|line| NewSupplierBillLine {
        order_id: Some(order.head.id),
        order_line: Some(line.n),
        ..NewSupplierBillLine::default()
    });
    Ok(goods.chain(services).collect())
}

/// A bill that looks like one that is there already is refused, unless it is said why it is
/// another.
async fn refuse_twice(tx: &mut Tx, bill: &Bill) -> Result<(), Problem> {
    let of = Resemblance {
        supplier_id: bill.supplier_id,
        supplier_number: bill.supplier_number.clone(),
        gross: bill.gross,
        bill_date: bill.bill_date,
        file_id: bill.file_id,
    };
    let alike = bills::look_alikes(tx, &of).await?;
    let other = alike.iter().find(|other| other.id != bill.id);
    let Some(other) = other.filter(|_| bill.another_reason.is_empty()) else { return Ok(()) };
    let number = other.number.as_deref().unwrap_or(&other.supplier_number);
    Err(Problem::conflict("bill_looks_like_another")
        .fact("number", number)
        .fact("supplier_number", &other.supplier_number)
        .fact("date", other.bill_date)
        .fact("amount", other.gross.to_decimal_string())
        .fact("why", &other.why)
        .fact("bill_id", other.id)
        .field("another_reason", "required"))
}

/// The supplier as the bill keeps it.
fn party(supplier: &Supplier) -> Party {
    Party {
        name: supplier.name.clone(),
        tax_number: supplier.tax_number.clone(),
        address: supplier.address.clone(),
        city: supplier.city.clone(),
        country: supplier.country,
        email: supplier.email.clone(),
        phone: supplier.phone.clone(),
        lang: supplier.lang,
        note: String::new(),
    }
}

/// What the lines are measured against, as far as the lines before have used it up.
struct Match<'a> {
    supplier: &'a Supplier,
    /// What the bill is in, and what that is counted at.
    rate: ExchangeRate,
    received: BTreeMap<(Uuid, i32), ReceivedLine>,
    orders: BTreeMap<Uuid, PurchaseOrder>,
    differences: Vec<Difference>,
    problem: Problem,
}

impl<'a> Match<'a> {
    async fn of(
        tx: &mut Tx,
        supplier: &'a Supplier,
        asked: &[NewSupplierBillLine],
    ) -> Result<Self, Problem> {
        let keys: Vec<(Uuid, i32)> =
            asked.iter().filter_map(|line| Some((line.receipt_id?, line.receipt_line?))).collect();
        let received = received::lock(tx, &keys).await?;
        let mut ids: Vec<Uuid> = asked.iter().filter_map(|line| line.order_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let orders = orders::lock_all(tx, &ids).await?;
        let (own, today) = (tx.currency(), tx.today());
        Ok(Self {
            supplier,
            rate: currencies::rate(tx, own, today).await?,
            received: received.into_iter().map(|line| (line.key(), line)).collect(),
            orders: orders.into_iter().map(|order| (order.head.id, order)).collect(),
            differences: Vec::new(),
            problem: Problem::invalid(),
        })
    }

    /// The currency of what was ordered, else the supplier's.
    fn currency(&self, asked: &[NewSupplierBillLine]) -> Currency {
        let of = |line: &NewSupplierBillLine| match (line.receipt_id, line.order_id) {
            (Some(receipt), _) => self.received.get(&(receipt, line.receipt_line?))?.order_currency,
            (None, Some(order)) => Some(self.orders.get(&order)?.head.gross.currency),
            (None, None) => None,
        };
        asked.iter().find_map(of).unwrap_or(self.supplier.currency)
    }

    fn matched(
        mut self,
        own: Currency,
        asked: &[NewSupplierBillLine],
    ) -> Result<(Vec<NewBillLine>, Vec<Difference>), Problem> {
        let lines: Vec<Option<NewBillLine>> = asked
            .iter()
            .enumerate()
            .map(|(i, line)| match (line.receipt_id, line.order_id) {
                (Some(_), _) => self.goods(i, line, own),
                (None, Some(order)) => self.service(i, line, order),
                (None, None) => self.expense(i, line),
            })
            .collect();
        self.problem.or_ok()?;
        Ok((lines.into_iter().flatten().collect(), self.differences))
    }
}

impl Match<'_> {
    fn wrong(&mut self, i: usize, field: &str, code: &'static str) {
        let problem = std::mem::replace(&mut self.problem, Problem::invalid());
        self.problem = problem.field(format!("lines[{i}].{field}"), code);
    }

    fn compare(&mut self, i: usize, quantity: Quantity, price: UnitPrice, agreed: Agreed) {
        let tolerances = Tolerances {
            price: self.supplier.price_tolerance,
            quantity: self.supplier.quantity_tolerance,
        };
        let n = i32::try_from(i + 1).unwrap_or(i32::MAX);
        let found = compare::differences(n, quantity, price, agreed, tolerances);
        self.differences.extend(found);
    }

    fn goods(
        &mut self,
        i: usize,
        asked: &NewSupplierBillLine,
        own: Currency,
    ) -> Option<NewBillLine> {
        let key = (asked.receipt_id?, asked.receipt_line.unwrap_or_default());
        let Some(line) = self.received.get_mut(&key) else {
            self.wrong(i, "receipt_line", "unknown");
            return None;
        };
        if line.supplier_id.is_some_and(|id| id != self.supplier.id) {
            self.wrong(i, "receipt_line", "bill_other_supplier");
            return None;
        }
        let ordered = line.order_price.filter(|_| line.order_currency == Some(self.rate.currency));
        // What was agreed in another currency is what the goods were received at.
        let price = ordered.map_or_else(|| self.rate.price(line.unit_cost(own)), Ok).ok()?;
        let agreed = Agreed { quantity: line.open_quantity(), unit_price: price };
        let quantity = asked.quantity.unwrap_or(agreed.quantity);
        let unit_price = asked.unit_price.unwrap_or(price);
        let told = said(&asked.description, line.name.get(self.supplier.lang));
        let made = NewBillLine {
            variant_id: Some(line.variant_id),
            description: told,
            unit: line.unit.clone(),
            quantity,
            unit_price,
            tax_code_id: asked.tax_code_id.unwrap_or(line.tax_code_id),
            target: BillTarget::Goods(key.0, key.1),
            order: line.order_id.zip(line.order_line),
        };
        line.bill(quantity);
        self.compare(i, quantity, unit_price, agreed);
        Some(made)
    }

    fn service(
        &mut self,
        i: usize,
        asked: &NewSupplierBillLine,
        order: Uuid,
    ) -> Option<NewBillLine> {
        let n = asked.order_line.unwrap_or_default();
        let ours = self.orders.get_mut(&order).filter(|o| o.head.supplier.id == self.supplier.id);
        let ordered = ours.as_ref().map(|order| order.head.rate());
        let line = ours.and_then(|o| o.lines.iter_mut().find(|line| line.n == n));
        let Some(line) = line else {
            self.wrong(i, "order_line", "unknown");
            return None;
        };
        if line.tracked {
            self.wrong(i, "order_line", "bill_needs_receipt");
            return None;
        }
        let ordered = ordered.filter(|ordered| ordered.currency != self.rate.currency);
        let price = match ordered {
            Some(ordered) => ordered.base_price(line.unit_price).and_then(|p| self.rate.price(p)),
            None => Ok(line.unit_price),
        };
        let agreed = Agreed { quantity: line.to_bill(), unit_price: price.ok()? };
        let quantity = asked.quantity.unwrap_or(agreed.quantity);
        let unit_price = asked.unit_price.unwrap_or(agreed.unit_price);
        line.billed = line.billed.checked_add(quantity).unwrap_or(line.billed);
        let made = NewBillLine {
            variant_id: Some(line.variant_id),
            description: said(&asked.description, &line.description),
            unit: line.unit.clone(),
            quantity,
            unit_price,
            tax_code_id: asked.tax_code_id.unwrap_or(line.tax_code_id),
            target: account(asked)?,
            order: Some((order, n)),
        };
        self.compare(i, quantity, unit_price, agreed);
        Some(made)
    }

    fn expense(&mut self, i: usize, asked: &NewSupplierBillLine) -> Option<NewBillLine> {
        let needed = [
            ("account_id", asked.account_id.is_none()),
            ("unit_price", asked.unit_price.is_none()),
            ("tax_code_id", asked.tax_code_id.is_none()),
        ];
        for (field, missing) in needed {
            if missing {
                self.wrong(i, field, "required");
            }
        }
        Some(NewBillLine {
            variant_id: None,
            description: asked.description.clone(),
            unit: String::new(),
            quantity: asked.quantity.unwrap_or(Quantity::ONE),
            unit_price: asked.unit_price?,
            tax_code_id: asked.tax_code_id?,
            target: account(asked)?,
            order: None,
        })
    }
}

fn account(asked: &NewSupplierBillLine) -> Option<BillTarget> {
    Some(BillTarget::Account {
        account_id: asked.account_id.unwrap_or_default(),
        cost_centre_id: asked.cost_centre_id,
        project_id: asked.project_id,
    })
}

fn said(asked: &str, known: &str) -> String {
    let asked = asked.trim();
    if asked.is_empty() { known.to_owned() } else { asked.to_owned() }
}
