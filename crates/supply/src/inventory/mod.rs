//! Stock: how much of what lies where, what is promised, and what it is worth.
//!
//! Stock is double entry: a move goes from one place to another, and the suppliers, customers
//! and adjustments are places too. Levels and costs are sums of moves, kept beside them; what
//! crosses the company's border is posted to the ledger by the same function in the same
//! transaction. Cost is a moving average over the whole company, fixed in the order of recording.
//!
//! What it is not: it knows no orders. Whoever wants stock names a [`Demand`] and reserves; who
//! delivers, ships. That stock arrived, or that a promise ran out, is told as an event.
//!
//! Invariants, asked by `ledger verify`: levels are the sum of the moves; `reserved` is the sum
//! of the held reservations and never more than is on hand; value is zero where the quantity is;
//! the value of the stock is the balance of the inventory account; moves are never changed.

mod adjust;
mod api;
mod arrive;
mod checks;
mod close;
mod cost;
mod count;
mod document;
mod documents;
mod expire;
mod genealogy;
mod give_back;
mod goods;
mod in_transit;
mod item;
mod levels;
mod lines;
mod living;
mod location;
mod lot;
mod move_stock;
mod moved;
mod movement;
mod moves;
mod new_document;
mod opening;
mod pages;
mod pick;
mod post_count;
mod preview;
mod process;
mod receive;
mod recost;
mod reorder;
mod replay;
mod reports;
mod reserve;
mod revalue;
mod ship;
mod store;
mod take_back;
mod transfer;
mod unit;
mod warehouse;

pub use adjust::adjust;
pub use arrive::{NewArrival, NewArrivalLine, TransitLine, arrive, transit};
pub use cost::{Cost, CostError};
pub use count::{
    CountLine, CountQuery, NewCount, NewSheetLine, StockCount, begin_count, cancel_count, count,
    count_lines, counts, enter_count, recount,
};
pub use document::{DocumentLine, Kind, Reason, StockDocument, WarehouseName};
pub use documents::{DocumentQuery, document, documents};
pub use expire::{ExpireReservations, expire};
pub use genealogy::{
    Direction, Genealogy, GenealogyQuery, LotLink, NewLotLink, Relative, genealogy, link_lots,
};
pub use give_back::{GiveBack, GivenBack, GivenLine, give_back};
pub use in_transit::{OnTheWay, in_transit};
pub use item::{ItemChange, StockItem, change_item, stock_item};
pub use levels::{Available, Level, LevelQuery, StockFilter, available, levels, levels_of};
pub use living::{Crossed, LivingGoods, from_living, to_living};
pub use location::{
    Location, LocationChange, LocationQuery, NewLocation, Tier, change_location, create_location,
    find_location, locations,
};
pub use lot::{Lot, LotChange, LotFilter, LotName, LotQuery, change_lot, lot, lots};
pub use moves::{MoveQuery, Place, StockMove, moves};
pub use new_document::{
    NewAdjustment, NewAdjustmentLine, NewReceipt, NewReceiptLine, NewTransfer, NewTransferLine,
    ReceivedLot,
};
pub use opening::importer as opening_importer;
pub use post_count::{CountCost, PostCount, post_count};
pub use preview::{Changed, MonthEnd, Preview, PreviewOf, preview};
pub use process::{NewProcessing, ProcessingLine, process};
pub use receive::receive;
pub use recost::{NewRecost, Recost, RecostEntry, RecostLine, RecostQuery, preview_recost, recost};
pub use reorder::{
    NewReorderRule, ReorderChange, ReorderQuery, ReorderRule, ReorderWanted, change_rule,
    create_rule, delete_rule, reorder_rule, reorder_rules, want,
};
pub use reports::{AbcRow, AgeRow, DeadQuery, DeadRow, ReportQuery, abc, ageing, dead_stock};
pub use reserve::{Demand, StockLine, release, reserve};
pub(crate) use revalue::revalue_from;
pub use revalue::{Revaluation, Revalued, RevaluedLine, Share, revalue, revalue_price};
pub use ship::{
    Leaving, LotToShip, Pick, Shipment, Withdrawn, leaving, lots_to_ship, ship, ship_choosing,
    ship_picked,
};
pub(crate) use store::items::{Shape, shape};
pub use take_back::{
    LeftWith, LotLeft, TakeBack, TakenBack, TookBack, left_with, lots_left_with, take_back,
};
pub use transfer::transfer;
pub use unit::ItemUnit;
pub use warehouse::{
    CUSTOMERS, NewWarehouse, Warehouse, WarehouseChange, change_warehouse, create_warehouse,
    default_warehouse, find_warehouse, warehouses,
};

use base::messages::Catalogue;
use base::ui::Icon;
use base::{
    Capability, Every, Finder, JobKind, NavItem, NewJob, Permission, Schedule, Section, Source,
};

/// Stock as the program knows it.
#[must_use]
pub fn capability() -> Capability {
    Capability {
        name: "inventory",
        routes: api::routes().into_iter().chain(pages::routes()).collect(),
        permissions: permissions(),
        navigation: vec![NavItem {
            section: Section::Supply,
            label: "inventory-title",
            href: "/admin/stock",
            icon: Icon::Stock,
            permission: "stock.read",
            shortcut: Some('i'),
        }],
        jobs: vec![JobKind::of::<ExpireReservations>(), JobKind::of::<ReorderWanted>()],
        schedules: vec![
            Schedule {
                name: "inventory.expire_reservations",
                every: Every::Minutes(1),
                per_tenant: true,
                job: || NewJob::of(&ExpireReservations {}),
            },
            Schedule {
                name: "inventory.reorder_wanted",
                every: Every::DailyAt(2, 30),
                per_tenant: true,
                job: || NewJob::of(&ReorderWanted {}),
            },
        ],
        messages: vec![Catalogue {
            name: "inventory",
            en: include_str!("en.ftl"),
            ar: include_str!("ar.ftl"),
            bn: include_str!("bn.ftl"),
        }],
        checks: checks::checks(),
        close_checks: close::checks(),
        finders: vec![Finder {
            label: "inventory-documents",
            permission: "stock.read",
            run: |cx, text| Box::pin(pages::hits(cx, text)),
        }],
        furnish: Some(|tx| Box::pin(warehouse::furnish(tx))),
        sources: sources(),
        ..Capability::default()
    }
}

fn sources() -> Vec<Source> {
    vec![
        Source {
            kind: "stock_receipt",
            label: "ledger-source-stock-receipt",
            page: "/admin/stock/receipts/{id}",
        },
        Source {
            kind: "stock_adjustment",
            label: "ledger-source-stock-adjustment",
            page: "/admin/stock/adjustments/{id}",
        },
        Source {
            kind: "stock_transfer",
            label: "ledger-source-stock-transfer",
            page: "/admin/stock/transfers/{id}",
        },
        Source {
            kind: "stock_arrival",
            label: "ledger-source-stock-arrival",
            page: "/admin/stock/arrivals/{id}",
        },
        Source {
            kind: "stock_count",
            label: "ledger-source-stock-count",
            page: "/admin/stock/counted/{id}",
        },
        Source {
            kind: "stock_processing",
            label: "ledger-source-stock-processing",
            page: "/admin/stock/processings/{id}",
        },
        Source {
            kind: recost::SOURCE,
            label: "ledger-source-stock-recost",
            page: "/admin/stock/recosts",
        },
    ]
}

fn permissions() -> Vec<Permission> {
    let readers = &["manager", "accountant", "sales", "storekeeper", "farm_worker", "viewer"];
    let keepers = &["manager", "storekeeper"];
    vec![
        Permission { key: "stock.read", roles: readers },
        Permission { key: "stock.receive", roles: keepers },
        Permission { key: "stock.adjust", roles: keepers },
        Permission { key: "stock.transfer", roles: keepers },
        Permission { key: "stock.count", roles: &["manager", "storekeeper", "farm_worker"] },
        Permission { key: "stock.process", roles: keepers },
        Permission { key: "stock.recost", roles: &["manager", "accountant"] },
        Permission { key: "warehouses.edit", roles: &["manager"] },
        Permission { key: "lots.edit", roles: &["manager"] },
    ]
}
