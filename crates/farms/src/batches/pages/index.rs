//! The list of batches, also as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query as Asked, Row, Table,
    Tone, bdi,
};
use base::{Cx, List, Problem, Query};
use maud::{Markup, html};

use super::super::{Batch, BatchQuery, BatchState, Mode};
use crate::forms::texts;

/// Rows of a file that are read in one go.
const PAGE: u32 = 200;

pub(super) async fn list(cx: Cx, Query(query): Query<BatchQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::super::list(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("batches-title"), page(&cx, &found)))
}

fn page(cx: &Cx, found: &List<Batch>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Asked::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("batches-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Ring, l.t("batches-none"), l.t("batches-none-text"));
    let states = BatchState::ALL.map(|state| (state.name(), state_name(cx, state)));
    let modes = Mode::ALL.map(|mode| (mode.name(), mode_name(cx, mode)));
    let view = ListView::new(&texts, "batches", &query, table(cx, &query, found), empty)
        .search(l.t("batches-search"))
        .filter("state", l.t("batches-state"), states)
        .filter("mode", l.t("batches-mode"), modes)
        .no_result(l.t("batches-not-found"), l.t("batches-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/batches/export?format=csv")
        .export("XLSX", "/admin/batches/export?format=xlsx");
    html! {
        (PageHeader::new(&texts, l.t("batches-title")).actions(html! {
            @if cx.may("batches.keep") {
                (Button::link(l.t("batches-new"), "/admin/batches/new").primary()
                    .icon(Icon::Plus).key('c'))
            }
        }))
        (view)
    }
}

fn table(cx: &Cx, query: &Asked, found: &List<Batch>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("batches-code")).title().unbroken().sorts(query, "code"),
        Column::new(l.t("batches-name")),
        Column::new(l.t("batches-species")),
        Column::new(l.t("batches-state")),
        Column::new(l.t("batches-opened-on")).unbroken().sorts(query, "opened"),
        Column::new(l.t("batches-count")).numeric().sorts(query, "count"),
        Column::new(l.t("batches-biomass-kg")).numeric().sorts(query, "biomass"),
        Column::new(l.t("batches-cost-per-kg")).numeric(),
        Column::new(l.t("batches-carrying")).numeric().sorts(query, "value"),
    ];
    let rows = found.items.iter().map(|batch| {
        let per_kg = batch.cost_per_kg.map(|per| l.unit_price(per, batch.cost.currency));
        let cells = vec![
            bdi(&batch.code),
            bdi(l.text(&batch.name)),
            bdi(&batch.species),
            html! { (badge(cx, batch.state)) },
            bdi(&l.date(batch.opened_on)),
            bdi(&l.int(batch.count)),
            bdi(&l.quantity(batch.biomass_kg)),
            bdi(per_kg.as_deref().unwrap_or("–")),
            bdi(&l.amount(batch.carrying_amount)),
        ];
        let href = format!("/admin/batches/{}", batch.id);
        Row::linked(batch.id.to_string(), &batch.code, href, cells)
    });
    Table::new(l.t("batches-title"), columns).rows(rows)
}

pub(super) fn badge(cx: &Cx, state: BatchState) -> Badge {
    let tone = match state {
        BatchState::Open => Tone::Success,
        BatchState::Closed => Tone::Neutral,
    };
    Badge::new(tone, state_name(cx, state))
}

fn state_name(cx: &Cx, state: BatchState) -> String {
    cx.l.t(&format!("batches-state-{}", state.name()))
}

pub(super) fn mode_name(cx: &Cx, mode: Mode) -> String {
    cx.l.t(&format!("batches-mode-{}", mode.name().replace('_', "-")))
}

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<BatchQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "batches-code",
        "batches-name",
        "batches-species",
        "batches-mode",
        "batches-state",
        "batches-opened-on",
        "batches-closed-on",
        "batches-count",
        "batches-biomass-kg",
        "batches-cost",
        "batches-adjustment",
        "batches-carrying",
        "batches-cost-per-kg",
    ];
    let mut file = Export::new(wanted.format, "batches", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    (query.list.limit, query.list.after) = (Some(PAGE), None);
    for _ in 0..MOST_ROWS / i64::from(PAGE) {
        let page = super::super::list(&mut tx, &query).await?;
        for batch in &page.items {
            file.row([
                Cell::from(&batch.code),
                cx.l.text(&batch.name).into(),
                (&batch.species).into(),
                mode_name(&cx, batch.mode).into(),
                state_name(&cx, batch.state).into(),
                batch.opened_on.into(),
                batch.closed_on.into(),
                batch.count.into(),
                batch.biomass_kg.into(),
                batch.cost.into(),
                batch.fair_value_adjustment.into(),
                batch.carrying_amount.into(),
                batch.cost_per_kg.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
