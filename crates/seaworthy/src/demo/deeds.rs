//! Each planned deed as a call of its verb.

use base::{Money, Problem, Quantity, Rate, Tx, UnitPrice};
use finance::invoices::{self, CreditLine, NewCreditNote};
use finance::payments::{self, Method, NewPayment};
use sales::customers::{self, ChangeCustomer, NewCustomer};
use sales::orders::{
    self, Cancellation, DeliverLine, NewDelivery, NewLine, NewOrder, NewOrderInvoice,
};
use sales::quotes::{self, Acceptance, Decline, NewQuote, NewQuoteOrder, Sending};
use supply::inventory::{
    self, NewAdjustment, NewAdjustmentLine, NewReceipt, NewReceiptLine, NewTransfer,
    NewTransferLine, Reason,
};
use uuid::Uuid;

use super::companies::Company;
use super::plan::{self, Deed, House, Much};

/// What the plan's numbers stand for in the database.
pub(super) struct World {
    pub company: &'static Company,
    pub main: Uuid,
    pub branch: Uuid,
    pub variants: Vec<Uuid>,
    pub customers: Vec<Uuid>,
}

impl World {
    fn variant(&self, much: &Much) -> Option<Uuid> {
        self.variants.get(much.item).copied()
    }

    fn warehouse(&self, house: House) -> Uuid {
        match house {
            House::Main => self.main,
            House::Branch => self.branch,
        }
    }
}

/// Does it.
pub(super) async fn act(tx: &mut Tx, world: &World, deed: &Deed) -> Result<(), Problem> {
    match deed {
        Deed::Meet { customer } => meet(tx, world, *customer).await,
        Deed::Open { id, lines } => open(tx, world, *id, lines).await,
        Deed::Receive { id, supplier, lines } => receive(tx, world, *id, *supplier, lines).await,
        Deed::Adjust { id, reason, lines } => adjust(tx, world, *id, *reason, lines).await,
        Deed::Transfer { id, lines } => transfer(tx, world, *id, lines).await,
        Deed::Quote { id, customer, lines, discount } => {
            quote(tx, world, (*id, *customer, *discount), lines).await
        }
        Deed::SendQuote { quote } => {
            let by_hand = Sending { mail: false, ..Sending::default() };
            quotes::send(tx, *quote, by_hand).await.map(|_| ())
        }
        Deed::AnswerQuote { quote, accepted, reason } => {
            answer(tx, world, *quote, *accepted, *reason).await
        }
        Deed::OrderQuote { id, quote, house } => {
            let new = NewQuoteOrder {
                id: Some(*id),
                warehouse_id: Some(world.warehouse(*house)),
                confirm: true,
                ..NewQuoteOrder::default()
            };
            quotes::order(tx, *quote, new).await.map(|_| ())
        }
        Deed::Order { .. } => order(tx, world, deed).await,
        Deed::Confirm { order } => orders::confirm(tx, *order, None).await.map(|_| ()),
        Deed::Cancel { order, reason } => {
            let reason = pick(world.company.cancel_reasons, *reason);
            let how = Cancellation { version: None, reason };
            orders::cancel(tx, *order, how).await.map(|_| ())
        }
        Deed::Deliver { id, order, lines } => deliver(tx, *id, *order, lines.as_deref()).await,
        Deed::Invoice { id, order } => {
            let new = NewOrderInvoice { id: Some(*id), ..NewOrderInvoice::default() };
            orders::invoice(tx, *order, new).await.map(|_| ())
        }
        Deed::Pay { id, invoice, percent, cash } => pay(tx, *id, *invoice, *percent, *cash).await,
        Deed::Credit { id, invoice, quantity, reason } => {
            let new = NewCreditNote {
                id: Some(*id),
                reason: pick(world.company.credit_reasons, *reason),
                lines: Some(vec![CreditLine { n: 1, quantity: *quantity }]),
                date: None,
            };
            invoices::credit(tx, *invoice, new).await.map(|_| ())
        }
    }
}

fn pick(texts: &[&str], at: usize) -> String {
    texts.get(at).copied().unwrap_or_default().to_owned()
}

async fn meet(tx: &mut Tx, world: &World, customer: usize) -> Result<(), Problem> {
    let company = world.company;
    let (Some(buyer), Some(id)) = (company.customers.get(customer), world.customers.get(customer))
    else {
        return Ok(());
    };
    let new = NewCustomer {
        id: Some(*id),
        name: buyer.name.to_owned(),
        phone: company.phone(customer),
        tax_number: company.tax_number(customer),
        address: buyer.street.to_owned(),
        city: buyer.city.to_owned(),
        payment_days: Some(plan::payment_days(customer)),
        ..NewCustomer::default()
    };
    customers::create(tx, new).await.map(|_| ())
}

async fn open(
    tx: &mut Tx,
    world: &World,
    id: Uuid,
    lines: &[(Much, UnitPrice)],
) -> Result<(), Problem> {
    let line = |(much, cost): &(Much, UnitPrice)| NewAdjustmentLine {
        variant_id: world.variant(much),
        sku: None,
        quantity: much.quantity,
        unit_cost: Some(*cost),
        ..NewAdjustmentLine::default()
    };
    let new = NewAdjustment {
        id: Some(id),
        warehouse_id: Some(world.main),
        date: None,
        reason: Reason::Opening,
        note: String::new(),
        lines: lines.iter().map(line).collect(),
    };
    inventory::adjust(tx, new).await.map(|_| ())
}

async fn receive(
    tx: &mut Tx,
    world: &World,
    id: Uuid,
    supplier: usize,
    lines: &[(Much, UnitPrice)],
) -> Result<(), Problem> {
    let line = |(much, cost): &(Much, UnitPrice)| NewReceiptLine {
        variant_id: world.variant(much),
        sku: None,
        quantity: much.quantity,
        unit_cost: *cost,
        ..NewReceiptLine::default()
    };
    let new = NewReceipt {
        id: Some(id),
        warehouse_id: Some(world.main),
        date: None,
        supplier_id: None,
        reference: pick(world.company.suppliers, supplier),
        note: String::new(),
        lines: lines.iter().map(line).collect(),
    };
    inventory::receive(tx, new).await.map(|_| ())
}

async fn adjust(
    tx: &mut Tx,
    world: &World,
    id: Uuid,
    reason: Reason,
    lines: &[Much],
) -> Result<(), Problem> {
    let line = |much: &Much| NewAdjustmentLine {
        variant_id: world.variant(much),
        sku: None,
        quantity: much.quantity,
        unit_cost: None,
        ..NewAdjustmentLine::default()
    };
    let new = NewAdjustment {
        id: Some(id),
        warehouse_id: Some(world.main),
        date: None,
        reason,
        note: world.company.count_note.to_owned(),
        lines: lines.iter().map(line).collect(),
    };
    inventory::adjust(tx, new).await.map(|_| ())
}

async fn transfer(tx: &mut Tx, world: &World, id: Uuid, lines: &[Much]) -> Result<(), Problem> {
    let line = |much: &Much| NewTransferLine {
        variant_id: world.variant(much),
        sku: None,
        quantity: much.quantity,
        ..NewTransferLine::default()
    };
    let new = NewTransfer {
        id: Some(id),
        from_warehouse_id: Some(world.main),
        to_warehouse_id: Some(world.branch),
        date: None,
        note: String::new(),
        lines: lines.iter().map(line).collect(),
        ..NewTransfer::default()
    };
    inventory::transfer(tx, new).await.map(|_| ())
}

/// A quote of an id for a customer, with so many per cent off.
async fn quote(
    tx: &mut Tx,
    world: &World,
    (id, customer, discount): (Uuid, usize, i64),
    lines: &[Much],
) -> Result<(), Problem> {
    let new = NewQuote {
        id: Some(id),
        customer_id: world.customers.get(customer).copied().unwrap_or_default(),
        lines: wanted(world, lines, discount),
        ..NewQuote::default()
    };
    quotes::create(tx, new).await.map(|_| ())
}

async fn answer(
    tx: &mut Tx,
    world: &World,
    quote: Uuid,
    accepted: bool,
    reason: usize,
) -> Result<(), Problem> {
    if accepted {
        return quotes::accept(tx, quote, Acceptance::default()).await.map(|_| ());
    }
    let how = Decline { version: None, reason: pick(world.company.decline_reasons, reason) };
    quotes::decline(tx, quote, how).await.map(|_| ())
}

/// Lines of an order or a quote, with so many per cent off.
fn wanted(world: &World, lines: &[Much], discount: i64) -> Vec<NewLine> {
    let discount = (discount > 0).then(|| Rate::from_micros(discount * 10_000));
    let line = |much: &Much| NewLine {
        variant_id: world.variant(much),
        quantity: much.quantity,
        discount,
        ..NewLine::default()
    };
    lines.iter().map(line).collect()
}

async fn order(tx: &mut Tx, world: &World, deed: &Deed) -> Result<(), Problem> {
    let Deed::Order { id, customer, house, lines, discount, firm } = deed else { return Ok(()) };
    let new = NewOrder {
        id: Some(*id),
        customer_id: world.customers.get(*customer).copied().unwrap_or_default(),
        warehouse_id: Some(world.warehouse(*house)),
        lines: wanted(world, lines, *discount),
        confirm: *firm,
        ..NewOrder::default()
    };
    orders::place(tx, new).await.map(|_| ())
}

async fn deliver(
    tx: &mut Tx,
    id: Uuid,
    order: Uuid,
    lines: Option<&[(i32, Quantity)]>,
) -> Result<(), Problem> {
    let lines = lines.map(|lines| {
        let of = |(line, quantity): &(i32, Quantity)| DeliverLine {
            line: *line,
            quantity: *quantity,
            ..DeliverLine::default()
        };
        lines.iter().map(of)
    });
    let new =
        NewDelivery { id: Some(id), lines: lines.map(Iterator::collect), ..NewDelivery::default() };
    orders::deliver(tx, order, new).await.map(|_| ())
}

/// Pays so much of what is left; nothing when nothing is.
async fn pay(
    tx: &mut Tx,
    id: Uuid,
    invoice: Uuid,
    percent: i64,
    cash: bool,
) -> Result<(), Problem> {
    let found = invoices::find(tx, invoice).await?;
    let left = found.gross.minor - found.settled.minor;
    let amount = if percent >= 100 { left } else { left * percent / 100 };
    if amount <= 0 {
        return Ok(());
    }
    let text = id.simple().to_string();
    let reference = if cash { String::new() } else { format!("TRX-{}", &text[text.len() - 8..]) };
    let new = NewPayment {
        id: Some(id),
        method: if cash { Method::Cash } else { Method::Bank },
        amount: Money::new(amount, tx.currency()),
        base: None,
        date: None,
        reference: reference.to_uppercase(),
        withholding: None,
        certificate: None,
    };
    payments::receive(tx, invoice, new).await.map(|_| ())
}

/// Customers' mail addresses are learnt last, so that no mails of the past are sent.
pub(super) async fn collect_addresses(tx: &mut Tx, world: &World) -> Result<(), Problem> {
    for (n, id) in world.customers.iter().enumerate() {
        let email = world.company.buyer_email(n);
        if email.is_empty() {
            continue;
        }
        let change = ChangeCustomer { email: Some(email), ..ChangeCustomer::default() };
        match customers::update(tx, *id, change).await {
            Ok(_) => {}
            // Not met, in a short history.
            Err(problem) if problem.status() == http::StatusCode::NOT_FOUND => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}
