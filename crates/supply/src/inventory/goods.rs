//! What the lines of a document say of their goods beyond the item: another unit, a second
//! quantity, a place in the warehouse, a lot.

use std::collections::{BTreeMap, HashMap};

use base::{Problem, Quantity, Tx};
use uuid::Uuid;

use super::lines::MOST;
use super::lot::{self, LotName};
use super::move_stock::Names;
use super::new_document::ReceivedLot;
use super::store;
use super::store::items::Item;
use super::store::lots::Wanted;
use super::unit::{Factor, factor_of};

/// What a line says.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    /// In the unit of the line, with the sign that the line has.
    pub quantity: Quantity,
    pub unit: Option<&'a str>,
    pub second: Option<Quantity>,
    pub lot_id: Option<Uuid>,
    pub lot: Option<&'a ReceivedLot>,
    /// Whether the goods come in: then the lot must be said, and may be new.
    pub arrives: bool,
}

/// The goods of a line as they are kept.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Goods {
    pub quantity: Quantity,
    pub second: Option<Quantity>,
    pub lot_id: Option<Uuid>,
    /// Whether the lot has a cost of its own.
    pub by_lot: bool,
}

/// The goods of the lines, in their order; lots that are new are made. Take the number first:
/// who makes a lot may wait for somebody who makes the same one and waits for the number.
///
/// # Errors
/// 422 by line: a unit that the item does not have or that does not divide, a second quantity
/// that is missing or not kept, a lot that is missing, unknown or said differently.
pub(super) async fn goods_of(
    tx: &mut Tx,
    items: &[Item],
    said: &[Said<'_>],
    names: &mut Names,
) -> Result<Vec<Goods>, Problem> {
    let mut goods = base_quantities(tx, items, said).await?;
    let mut problem = Problem::invalid();
    for (i, ((item, said), goods)) in items.iter().zip(said).zip(&mut goods).enumerate() {
        match second_of(item, said) {
            Ok(second) => goods.second = second,
            Err(code) => problem = problem.field(format!("lines[{i}].second_quantity"), code),
        }
        let named = said.lot_id.is_some() || said.lot.is_some();
        if named && !item.lot_tracked {
            problem = problem.field(format!("lines[{i}].lot"), "not_by_lot");
        } else if !named && item.lot_tracked && said.arrives {
            problem = problem.field(format!("lines[{i}].lot"), "lot_needed");
        }
        if let Some(lot) = said.lot {
            problem = lot::check(problem, &format!("lines[{i}].lot"), lot);
        }
        goods.by_lot = item.lot_valued;
    }
    problem.or_ok()?;
    let found = lots_of(tx, items, said).await?;
    for (goods, lot) in goods.iter_mut().zip(found) {
        goods.lot_id = lot.as_ref().map(|lot| lot.id);
        if let Some(lot) = lot {
            names.lots.insert(lot.id, lot);
        }
    }
    Ok(goods)
}

async fn base_quantities(
    tx: &mut Tx,
    items: &[Item],
    said: &[Said<'_>],
) -> Result<Vec<Goods>, Problem> {
    let other = |(item, said): (&Item, &Said<'_>)| said.unit.is_some_and(|u| u != item.unit);
    let asked: Vec<Uuid> =
        items.iter().zip(said).filter(|pair| other(*pair)).map(|(item, _)| item.id).collect();
    let factors: HashMap<(Uuid, String), Factor> = match asked.is_empty() {
        true => HashMap::new(),
        false => store::units::factors(tx, &asked).await?,
    };
    let mut problem = Problem::invalid();
    let mut goods = vec![Goods::default(); said.len()];
    for (i, ((item, said), goods)) in items.iter().zip(said).zip(&mut goods).enumerate() {
        let path = |field: &str| format!("lines[{i}].{field}");
        let Some(factor) = factor_of(item, said.unit, &factors) else {
            problem = problem.field(path("unit"), "unit_unknown");
            continue;
        };
        match factor.to_base(said.quantity) {
            Some(quantity) if quantity.micros().unsigned_abs() <= MOST.micros().unsigned_abs() => {
                goods.quantity = quantity;
            }
            Some(_) => problem = problem.field(path("quantity"), "too_large"),
            None => {
                let unit: (&'static str, &dyn std::fmt::Display) = ("unit", &item.unit);
                problem = problem.field_with(path("quantity"), "does_not_divide", &[unit]);
            }
        }
    }
    problem.or_ok()?;
    Ok(goods)
}

/// The second quantity of a line, above zero; or what is wrong with it.
fn second_of(item: &Item, said: &Said<'_>) -> Result<Option<Quantity>, &'static str> {
    match (said.second, item.second_unit.is_some()) {
        (Some(_), false) => Err("no_second_unit"),
        (None, true) if said.arrives => Err("second_needed"),
        (None, _) => Ok(None),
        (Some(second), true) => {
            let opposite =
                !said.quantity.is_zero() && said.quantity.is_negative() != second.is_negative();
            let size = if second.is_negative() { second.checked_neg() } else { Some(second) };
            match size {
                _ if opposite => Err("second_sign"),
                Some(size) if size > MOST => Err("too_large"),
                Some(size) if size.is_positive() => Ok(Some(size)),
                _ => Err("not_positive"),
            }
        }
    }
}

/// The lots of the lines. Those that arrive under a code that is not known yet are made.
async fn lots_of(
    tx: &mut Tx,
    items: &[Item],
    said: &[Said<'_>],
) -> Result<Vec<Option<LotName>>, Problem> {
    let ids: Vec<Uuid> = said.iter().filter_map(|said| said.lot_id).collect();
    let mut codes: BTreeMap<(Uuid, &str), Wanted> = BTreeMap::new();
    for (item, said) in items.iter().zip(said) {
        let Some(lot) = said.lot.filter(|_| said.lot_id.is_none()) else { continue };
        let (code, make) = (lot.code.trim(), said.arrives);
        let wanted = codes.entry((item.id, code)).or_insert_with(|| Wanted::of(item.id, lot));
        wanted.make |= make;
    }
    if ids.is_empty() && codes.is_empty() {
        return Ok(vec![None; said.len()]);
    }
    let codes: Vec<Wanted> = codes.into_values().collect();
    let made: Vec<&Wanted> = codes.iter().filter(|wanted| wanted.make).collect();
    store::lots::make(tx, &made).await?;
    let found = store::lots::named(tx, &ids, &codes).await?;
    let mut problem = Problem::invalid();
    let mut lots = Vec::with_capacity(said.len());
    for (i, (item, said)) in items.iter().zip(said).enumerate() {
        let path = format!("lines[{i}].lot");
        let code = said.lot.map(|lot| lot.code.trim());
        let is = |lot: &&lot::Named| match said.lot_id {
            Some(id) => lot.id == id && lot.variant_id == item.id,
            None => lot.variant_id == item.id && Some(lot.code.as_str()) == code,
        };
        if said.lot_id.is_none() && code.is_none() {
            lots.push(None);
            continue;
        }
        let Some(lot) = found.iter().find(is) else {
            problem = problem.field(path, "unknown");
            continue;
        };
        let differs = said
            .lot
            .is_some_and(|said| said.expires_on.is_some_and(|day| lot.expires_on != Some(day)));
        if differs && said.lot_id.is_none() {
            problem = problem.field_with(path, "lot_differs", &[("lot", &lot.code)]);
        }
        lots.push(Some(lot.name()));
    }
    problem.or_ok()?;
    Ok(lots)
}

/// The places that lines name, checked to be in use and in the warehouse; their codes go into
/// `names`. `field` is what the lines call them.
pub(super) async fn check_places(
    tx: &mut Tx,
    warehouse_id: Uuid,
    places: impl Iterator<Item = Option<Uuid>> + Clone,
    field: &'static str,
    names: &mut Names,
) -> Result<(), Problem> {
    let ids: Vec<Uuid> = places.clone().flatten().collect();
    if ids.is_empty() {
        return Ok(());
    }
    let found = store::locations::within(tx, warehouse_id, &ids).await?;
    let mut problem = Problem::invalid();
    for (i, id) in places.enumerate() {
        let Some(id) = id else { continue };
        match found.iter().find(|place| place.0 == id) {
            None => problem = problem.field(format!("lines[{i}].{field}"), "unknown"),
            Some((_, path, false)) => {
                let facts: [(&'static str, &dyn std::fmt::Display); 1] = [("code", path)];
                problem =
                    problem.field_with(format!("lines[{i}].{field}"), "location_closed", &facts);
            }
            Some((_, path, true)) => {
                names.places.insert(id, path.clone());
            }
        }
    }
    problem.or_ok()
}
