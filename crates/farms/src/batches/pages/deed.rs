//! What can be recorded of a batch, one form each.

use base::{Cx, FormData, Problem, Tx};
use supply::inventory::ReceivedLot;
use uuid::Uuid;

use super::super::{
    Batch, BatchState, Mode, NewAppliedCost, NewDeaths, NewHarvest, NewStockCost, NewValuation,
    NewWeighing, add_cost_from_stock, allocate, die, harvest, lose, revalue, weigh,
};
use crate::forms::Typed;

/// Something that a form records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Stock,
    Apply,
    Weigh,
    Die,
    Lose,
    Revalue,
    Harvest,
}

impl Deed {
    pub(super) const ALL: [Self; 7] = [
        Self::Stock,
        Self::Weigh,
        Self::Die,
        Self::Apply,
        Self::Lose,
        Self::Revalue,
        Self::Harvest,
    ];

    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Stock => "/admin/batches/{id}/stock",
            Self::Apply => "/admin/batches/{id}/apply",
            Self::Weigh => "/admin/batches/{id}/weigh",
            Self::Die => "/admin/batches/{id}/die",
            Self::Lose => "/admin/batches/{id}/lose",
            Self::Revalue => "/admin/batches/{id}/revalue",
            Self::Harvest => "/admin/batches/{id}/harvest",
        }
    }

    /// Where its form is for a batch.
    pub(super) fn href(self, batch: Uuid) -> String {
        self.path().replace("{id}", &batch.to_string())
    }

    /// The last part of its message keys.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Stock => "stock",
            Self::Apply => "apply",
            Self::Weigh => "weigh",
            Self::Die => "die",
            Self::Lose => "lose",
            Self::Revalue => "revalue",
            Self::Harvest => "harvest",
        }
    }

    pub(super) fn permission(self) -> &'static str {
        match self {
            Self::Stock | Self::Weigh | Self::Die => "batches.record",
            Self::Apply | Self::Lose | Self::Revalue | Self::Harvest => "batches.value",
        }
    }

    /// Whether a batch, as it stands, can have this recorded.
    pub(super) fn suits(self, batch: &Batch) -> bool {
        let lives = match self {
            Self::Stock | Self::Apply | Self::Weigh | Self::Harvest => true,
            Self::Die | Self::Lose => batch.count > 0,
            Self::Revalue => batch.mode == Mode::FairValue,
        };
        lives && batch.state == BatchState::Open
    }

    /// Reads the form and records it.
    pub(super) async fn record(
        self,
        cx: &Cx,
        tx: &mut Tx,
        batch: Uuid,
        data: &FormData,
    ) -> Result<Batch, Problem> {
        let mut typed = Typed::of(data);
        match self {
            Self::Stock => {
                let new = stock(&mut typed);
                typed.end()?;
                add_cost_from_stock(tx, batch, new).await
            }
            Self::Apply => {
                let new = NewAppliedCost {
                    id: None,
                    date: typed.date("date"),
                    amount: typed.needed_money("amount", cx),
                    account_id: typed.id("account_id"),
                    note: typed.text("note"),
                };
                typed.end()?;
                allocate(tx, batch, new).await
            }
            Self::Weigh => {
                let new = NewWeighing {
                    id: None,
                    date: typed.date("date"),
                    count: typed.count("count"),
                    biomass_kg: typed.needed_quantity("biomass_kg"),
                    note: typed.text("note"),
                };
                typed.end()?;
                weigh(tx, batch, new).await
            }
            Self::Die | Self::Lose => {
                let new = NewDeaths {
                    id: None,
                    date: typed.date("date"),
                    count: typed.needed_count("count"),
                    biomass_kg: typed.quantity("biomass_kg"),
                    note: typed.text("note"),
                };
                typed.end()?;
                match self {
                    Self::Die => die(tx, batch, new).await,
                    _ => lose(tx, batch, new).await,
                }
            }
            Self::Revalue => {
                let new = NewValuation {
                    id: None,
                    date: typed.date("date"),
                    price: typed.needed_price("price"),
                    costs_to_sell: typed.price("costs_to_sell").unwrap_or_default(),
                    note: typed.text("note"),
                };
                typed.end()?;
                revalue(tx, batch, new).await
            }
            Self::Harvest => {
                let new = harvested(&mut typed);
                typed.end()?;
                harvest(tx, batch, new).await
            }
        }
    }
}

/// The item that was chosen, or its SKU where somebody only typed it.
fn item(typed: &mut Typed<'_>) -> (Option<Uuid>, Option<String>) {
    let id = typed.id("variant_id");
    (id, typed.some("variant_id_text").filter(|_| id.is_none()))
}

fn lot(typed: &Typed<'_>) -> Option<ReceivedLot> {
    typed.some("lot").map(|code| ReceivedLot { code, ..ReceivedLot::default() })
}

fn stock(typed: &mut Typed<'_>) -> NewStockCost {
    let (variant_id, sku) = item(typed);
    NewStockCost {
        id: None,
        date: typed.date("date"),
        variant_id,
        sku,
        quantity: typed.needed_quantity("quantity"),
        unit: None,
        second_quantity: typed.quantity("second_quantity"),
        warehouse_id: typed.id("warehouse_id"),
        location_id: None,
        lot: lot(typed),
        count: typed.count("count").unwrap_or_default(),
        biomass_kg: typed.quantity("biomass_kg").unwrap_or_default(),
        note: typed.text("note"),
    }
}

fn harvested(typed: &mut Typed<'_>) -> NewHarvest {
    let (variant_id, sku) = item(typed);
    NewHarvest {
        id: None,
        date: typed.date("date"),
        weight_kg: typed.needed_quantity("weight_kg"),
        count: typed.count("count").unwrap_or_default(),
        last: typed.is_ticked("last"),
        variant_id,
        sku,
        quantity: typed.quantity("quantity"),
        unit: None,
        second_quantity: typed.quantity("second_quantity"),
        warehouse_id: typed.id("warehouse_id"),
        location_id: None,
        lot: lot(typed),
        price: typed.price("price"),
        costs_to_sell: typed.price("costs_to_sell"),
        note: typed.text("note"),
    }
}
