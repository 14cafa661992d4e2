//! What happens with suppliers.

use base::{Date, Money, Problem, Rate, Tx, UnitPrice};
use finance::bills::BillKind;
use finance::open_items::{self, Side};
use finance::payments::{self, Direction, Method, Part, Settlement};
use supply::inventory::{self, NewReceipt, NewReceiptLine};
use supply::purchasing::{
    self, NewPurchaseLine, NewPurchaseOrder, NewPurchaseReceipt, NewSupplierBill,
    NewSupplierBillLine,
};
use supply::suppliers::{self, ChangeSupplier, NewSupplier};
use uuid::Uuid;

use super::super::plan::{self, Much};
use super::{World, transfer_reference};

/// How far the prices of bills may be from what was agreed.
const TOLERANCE: Rate = Rate::from_micros(20_000);

pub(super) async fn engage(tx: &mut Tx, world: &World, supplier: usize) -> Result<(), Problem> {
    let company = world.company;
    let (Some(seller), Some(id)) = (company.suppliers.get(supplier), world.suppliers.get(supplier))
    else {
        return Ok(());
    };
    let new = NewSupplier {
        id: Some(*id),
        name: seller.name.to_owned(),
        city: seller.city.to_owned(),
        address: seller.street.to_owned(),
        phone: company.phone(900 + supplier),
        tax_number: company.supplier_tax_number(supplier),
        payment_days: Some(plan::supplier_days(supplier)),
        price_tolerance: Some(TOLERANCE),
        ..NewSupplier::default()
    };
    suppliers::create(tx, new).await.map(|_| ())
}

/// Orders of an id from a supplier what should come on a day; sent at once, or a draft.
pub(super) async fn buy(
    tx: &mut Tx,
    world: &World,
    (id, supplier): (Uuid, usize),
    lines: &[(Much, UnitPrice)],
    (expected, sent): (Date, bool),
) -> Result<(), Problem> {
    let line = |(much, cost): &(Much, UnitPrice)| NewPurchaseLine {
        variant_id: world.variant(much),
        quantity: much.quantity,
        unit_price: Some(*cost),
        ..NewPurchaseLine::default()
    };
    let new = NewPurchaseOrder {
        id: Some(id),
        supplier_id: world.supplier(supplier),
        warehouse_id: Some(world.main),
        expected_date: Some(expected),
        lines: lines.iter().map(line).collect(),
        approve: sent,
        ..NewPurchaseOrder::default()
    };
    purchasing::place(tx, new).await?;
    if sent {
        purchasing::send(tx, id, None).await?;
    }
    Ok(())
}

/// Takes in what a supplier brings, against its order where there is one.
pub(super) async fn receive(
    tx: &mut Tx,
    world: &World,
    (id, supplier, order): (Uuid, usize, Option<Uuid>),
    note: i64,
    lines: &[(Much, UnitPrice)],
) -> Result<(), Problem> {
    let reference = format!("DN-{note}");
    if let Some(order) = order {
        let new = NewPurchaseReceipt { id: Some(id), reference, ..NewPurchaseReceipt::default() };
        return purchasing::receive(tx, order, new).await.map(|_| ());
    }
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
        supplier_id: Some(world.supplier(supplier)),
        reference,
        note: String::new(),
        lines: lines.iter().map(line).collect(),
    };
    inventory::receive(tx, new).await.map(|_| ())
}

/// Enters a bill of an id for all of a receipt, at the prices that it says.
pub(super) async fn bill(
    tx: &mut Tx,
    world: &World,
    (id, supplier): (Uuid, usize),
    (receipt, number): (Uuid, i64),
    prices: &[Option<UnitPrice>],
) -> Result<(), Problem> {
    let line = |(n, price): (i32, &Option<UnitPrice>)| NewSupplierBillLine {
        receipt_id: Some(receipt),
        receipt_line: Some(n),
        unit_price: *price,
        ..NewSupplierBillLine::default()
    };
    let new = NewSupplierBill {
        id: Some(id),
        supplier_id: world.supplier(supplier),
        supplier_number: format!("INV-{number:05}"),
        lines: (1..).zip(prices).map(line).collect(),
        ..NewSupplierBill::default()
    };
    purchasing::bill(tx, new).await.map(|_| ())
}

/// Pays by one transfer what is open of these bills; nothing when nothing is.
pub(super) async fn pay(
    tx: &mut Tx,
    world: &World,
    (id, supplier): (Uuid, usize),
    bills: &[Uuid],
) -> Result<(), Problem> {
    let party_id = world.supplier(supplier);
    let mut items = open_items::open_of(tx, Side::Payable, party_id).await?;
    items.retain(|item| {
        item.document_type == BillKind::Bill.name() && bills.contains(&item.document_id)
    });
    let parts: Vec<Part> = items
        .iter()
        .filter_map(|item| item.open.checked_neg().ok().map(|amount| (item.id, amount)))
        .map(|(item_id, amount)| Part { item_id, amount })
        .collect();
    let Some(first) = items.first() else { return Ok(()) };
    let amount = Money::sum(tx.currency(), parts.iter().map(|part| part.amount));
    let settlement = Settlement {
        id: Some(id),
        side: Side::Payable,
        direction: Direction::Out,
        party_id,
        party: first.party_name.clone(),
        method: Method::Bank,
        account_id: None,
        amount: amount.map_err(Problem::internal)?,
        base: None,
        date: None,
        reference: transfer_reference(id),
        parts,
        deductions: Vec::new(),
        withholding: None,
        certificate: None,
    };
    payments::settle(tx, settlement).await.map(|_| ())
}

/// Suppliers' mail addresses are learnt last, so that no orders of the past are mailed.
pub(super) async fn collect_addresses(tx: &mut Tx, world: &World) -> Result<(), Problem> {
    for (n, id) in world.suppliers.iter().enumerate() {
        let email = Some(format!("orders@supplier-{}.example", n + 1));
        let change = ChangeSupplier { email, ..ChangeSupplier::default() };
        match suppliers::update(tx, *id, change).await {
            Ok(_) => {}
            // Refused on the first day, which was told then.
            Err(problem) if problem.status() == http::StatusCode::NOT_FOUND => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(())
}
