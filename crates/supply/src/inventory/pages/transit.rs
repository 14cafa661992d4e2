//! What is on its way: the list of it, and the form that receives a transfer.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Button, Card, Column, Empty, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader,
    Row, Table, bdi, fields, form_actions,
};
use base::{Access, Cx, Date, Flash, FormData, Path, Problem, Quantity, Route};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::arrive::{NewArrival, NewArrivalLine, TransitLine, arrive, transit};
use super::super::document::{Kind, Reason, StockDocument};
use super::super::in_transit::{OnTheWay, in_transit};
use super::super::store;
use super::history::reason_name;
use super::index::item_name;
use crate::catalog::unit_name;
use crate::forms;

const READ: Access = Access::Needs("stock.read");
const TRANSFER: Access = Access::Needs("stock.transfer");
const PATH: &str = "/admin/stock/transit";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/stock/transit", READ, index),
        Route::get("/admin/stock/transit/export", READ, export),
        Route::get("/admin/stock/transfers/{id}/arrive", TRANSFER, new),
        Route::post("/admin/stock/transfers/{id}/arrive", TRANSFER, create),
    ]
}

async fn index(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = in_transit(&mut tx).await?;
    let (l, texts) = (&cx.l, forms::texts(&cx));
    let body = html! {
        (PageHeader::new(&texts, l.t("inventory-in-transit"))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .actions(html! {
                (Button::link("CSV", format!("{PATH}/export?format=csv")).download())
                (Button::link("XLSX", format!("{PATH}/export?format=xlsx")).download())
            }))
        (super::tabs(&cx, PATH))
        @if found.is_empty() {
            (Empty::new(Icon::Box, l.t("inventory-no-transit"), l.t("inventory-no-transit-text")))
        } @else {
            (Card::new(html! { (on_the_way(&cx, &found)) }).flush())
        }
    };
    Ok(cx.page(&l.t("inventory-in-transit"), body))
}

fn on_the_way(cx: &Cx, found: &[OnTheWay]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("ledger-source-stock-transfer")).title(),
        Column::new(l.t("inventory-date")).unbroken(),
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-from")),
        Column::new(l.t("inventory-to")),
        Column::new(l.t("inventory-quantity")).numeric(),
        Column::new(l.t("inventory-value")).numeric(),
    ];
    let rows = found.iter().map(|one| {
        let cells = vec![
            bdi(&one.number),
            bdi(&l.date(one.date)),
            bdi(&one.sku),
            bdi(&one.from),
            bdi(&one.to),
            bdi(&format!("{} {}", l.quantity(one.quantity), unit_name(l, &one.unit))),
            bdi(&l.money(one.value)),
        ];
        let href = format!("{}/{}", Kind::Transfer.path(), one.transfer_id);
        Row::linked(one.transfer_id.to_string(), &one.number, href, cells)
    });
    Table::new(l.t("inventory-in-transit"), columns).rows(rows)
}

async fn export(
    cx: Cx,
    base::Query(wanted): base::Query<ExportQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "inventory-number",
        "inventory-date",
        "inventory-sku",
        "inventory-from",
        "inventory-to",
        "inventory-quantity",
        "inventory-unit",
        "inventory-value",
    ];
    let mut file = Export::new(wanted.format, "in-transit", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    for one in in_transit(&mut tx).await? {
        file.row([
            Cell::from(one.number),
            one.date.into(),
            one.sku.into(),
            one.from.into(),
            one.to.into(),
            one.quantity.into(),
            one.unit.into(),
            one.value.into(),
        ])?;
    }
    file.finish().await
}

/// What a transfer sent, with what came and what is still to come.
pub(super) fn table(cx: &Cx, lines: &[TransitLine]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-sku")),
        Column::new(l.t("inventory-item")).title(),
        Column::new(l.t("inventory-sent")).numeric(),
        Column::new(l.t("inventory-came")).numeric(),
        Column::new(l.t("inventory-lost")).numeric(),
        Column::new(l.t("inventory-in-transit")).numeric(),
    ];
    let rows = lines.iter().map(|line| {
        Row::new(vec![
            bdi(&line.sku),
            html! {
                (bdi(&item_name(cx, &line.name, &line.options)))
                @if let Some(lot) = &line.lot { " · " (super::detail::lot_name(cx, lot)) }
            },
            bdi(&l.quantity(line.sent)),
            bdi(&l.quantity(line.received)),
            bdi(&l.quantity(line.lost)),
            bdi(&l.quantity(line.open)),
        ])
    });
    Table::new(l.t("inventory-in-transit"), columns).rows(rows)
}

/// An arrival as it was typed: of each open line what came, its second quantity, what was lost,
/// and the place.
#[derive(Debug, Default)]
struct Typed {
    date: String,
    reason: String,
    note: String,
    lines: Vec<(i32, [String; 4])>,
}

const CELLS: [&str; 4] = ["received", "received_second", "lost", "location_id"];

impl Typed {
    fn of(today: Date, open: &[&TransitLine]) -> Self {
        let second = |line: &TransitLine| line.open_second.map(|q| q.to_string());
        let cells = |line: &TransitLine| {
            let second = second(line).unwrap_or_default();
            [line.open.to_string(), second, String::new(), String::new()]
        };
        Self {
            date: today.to_string(),
            reason: Reason::Loss.word().to_owned(),
            note: String::new(),
            lines: open.iter().map(|line| (line.n, cells(line))).collect(),
        }
    }

    fn read(data: &FormData) -> Self {
        let line = |row| {
            let cells = CELLS.map(|cell| data.cell("lines", row, cell).trim().to_owned());
            Some((data.cell("lines", row, "n").parse::<i32>().ok()?, cells))
        };
        Self {
            date: data.text("date").to_owned(),
            reason: data.text("reason").to_owned(),
            note: data.text("note").to_owned(),
            lines: data.rows("lines").into_iter().filter_map(line).collect(),
        }
    }

    /// The command; `places` are the places that were typed, in their order.
    fn arrival(&self, places: &[(String, Uuid)]) -> Result<NewArrival, Problem> {
        let mut problem = Problem::invalid();
        let mut fail = |path: String, code: &'static str| {
            problem = std::mem::replace(&mut problem, Problem::invalid()).field(path, code);
        };
        let mut lines = Vec::new();
        for (i, (n, [received, second, lost, place])) in self.lines.iter().enumerate() {
            let mut number = |text: &str, field: &str| match text {
                "" => Quantity::ZERO,
                text => Quantity::parse_local(text).unwrap_or_else(|_| {
                    fail(format!("lines[{i}].{field}"), "not_a_number");
                    Quantity::ZERO
                }),
            };
            let (came, gone) = (number(received, "received"), number(lost, "lost"));
            let second = (!second.is_empty()).then(|| number(second, "received_second"));
            let path = place.to_uppercase();
            let found = places.iter().find(|(known, _)| *known == path).map(|(_, id)| *id);
            if !place.is_empty() && found.is_none() {
                fail(format!("lines[{i}].location_id"), "unknown");
            }
            lines.push(NewArrivalLine {
                n: *n,
                received: came,
                received_second: second.filter(|_| !came.is_zero()),
                lost: gone,
                location_id: found,
            });
        }
        let date = self.date.parse::<Date>().ok();
        if date.is_none() {
            fail("date".to_owned(), "not_a_date");
        }
        problem.or_ok()?;
        lines.retain(|line| !line.received.is_zero() || !line.lost.is_zero());
        if lines.is_empty() {
            return Err(Problem::invalid().field("lines", "required"));
        }
        let reason = Reason::of(&self.reason);
        Ok(NewArrival { id: None, date, reason, note: self.note.clone(), lines })
    }
}

async fn new(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let sent = super::super::document(&mut tx, Kind::Transfer, id).await?;
    let lines = transit(&mut tx, id).await?;
    let open: Vec<&TransitLine> = lines.iter().filter(|line| line.open.is_positive()).collect();
    let typed = Typed::of(tx.today(), &open);
    Ok(cx.page(&cx.l.t("inventory-arrive"), form(&cx, &sent, &lines, &typed, None)))
}

async fn create(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    let problem = match post(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => problem,
        done => return done,
    };
    let mut tx = cx.read().await?;
    let sent = super::super::document(&mut tx, Kind::Transfer, id).await?;
    let lines = transit(&mut tx, id).await?;
    let body = form(&cx, &sent, &lines, &typed, Some(&problem));
    Ok(cx.page_with(problem.status(), &cx.l.t("inventory-arrive"), body))
}

async fn post(cx: &Cx, id: Uuid, typed: &Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let sent = super::super::document(&mut tx, Kind::Transfer, id).await?;
    let target = sent.to_warehouse.map(|to| to.id);
    let typed_places: Vec<String> = typed
        .lines
        .iter()
        .map(|(_, cells)| cells[3].to_uppercase())
        .filter(|place| !place.is_empty())
        .collect();
    let places = store::locations::by_path(&mut tx, target, &typed_places).await?;
    let document = arrive(&mut tx, id, typed.arrival(&places)?).await?;
    let to = format!("{}/{}", Kind::Arrival.path(), document.id);
    tx.redirect(&to, Flash::done("inventory-arrived").name(document.number)).await
}

fn form(
    cx: &Cx,
    sent: &StockDocument,
    lines: &[TransitLine],
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let wrong = |path: &str| forms::error(l, problem, path);
    let back = format!("{}/{}", Kind::Transfer.path(), sent.id);
    let reasons = [Reason::Loss, Reason::Damage, Reason::Other]
        .map(|reason| (reason.word(), reason_name(cx, reason.word())));
    let body = html! {
        (fields(html! {
            (Field::date("date", l.t("inventory-date")).value(&typed.date).required(true)
                .error(wrong("date")))
            (Field::select("reason", l.t("inventory-lost-reason"), reasons).value(&typed.reason)
                .error(wrong("reason")))
            (Field::text("note", l.t("inventory-note")).value(&typed.note).span()
                .maxlength(2000).error(wrong("note")))
        }))
        (grid(cx, lines, typed, problem))
        (form_actions(html! {
            (Button::submit(l.t("inventory-arrive")).primary().icon(Icon::Check))
            (Button::link(&texts.cancel, &back))
        }))
    };
    html! {
        (PageHeader::new(&texts, l.t("inventory-arrive"))
            .crumb(l.t("inventory-transfers"), Kind::Transfer.path())
            .crumb(sent.number.clone(), back.clone()))
        (forms::mistakes(l, &texts, problem))
        (base::ui::form(&format!("{back}/arrive"), &cx.hidden(), body))
    }
}

fn grid(cx: &Cx, lines: &[TransitLine], typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let names: Vec<(String, String)> = lines
        .iter()
        .map(|line| {
            let lot = line.lot.as_ref().map(|lot| format!(" · {}", lot.code)).unwrap_or_default();
            let name = item_name(cx, &line.name, &line.options);
            (line.n.to_string(), format!("{} – {name}{lot}", line.sku))
        })
        .collect();
    let columns = [
        LineColumn::new("n", l.t("inventory-item"), LineCell::Select(names)),
        LineColumn::new("received", l.t("inventory-came"), LineCell::Decimal),
        LineColumn::new("received_second", l.t("inventory-second"), LineCell::Decimal),
        LineColumn::new("lost", l.t("inventory-lost"), LineCell::Decimal),
        LineColumn::new("location_id", l.t("inventory-place"), LineCell::Text),
    ];
    let row = |(i, (n, cells)): (usize, &(i32, [String; 4]))| LineRow {
        values: std::iter::once(n.to_string()).chain(cells.iter().cloned()).collect(),
        shown: String::new(),
        errors: CELLS
            .iter()
            .filter_map(|cell| {
                let error = forms::error(l, problem, &format!("lines[{i}].{cell}"))?;
                Some(((*cell).to_owned(), error))
            })
            .collect(),
    };
    let rows: Vec<LineRow> = typed.lines.iter().enumerate().map(row).collect();
    let label = l.t("inventory-lines");
    html! {
        (LineGrid {
            name: "lines",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: None,
            totals: html! {},
            texts: &texts,
        })
    }
}
