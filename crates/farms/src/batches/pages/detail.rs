//! One batch: what is alive, what it stands at, what happened, and what may be recorded.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Confirm, Facts, Icon, PageHeader, Query as Asked, Row, Stat, Table, bdi,
    stats,
};
use base::{Cx, Flash, List, ListQuery, Path, Problem, Query};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::{Batch, BatchEvent, BatchState, Mode, NewClosing, NewUndo};
use super::change;
use super::deed::Deed;
use super::index::{badge, mode_name};
use crate::forms::{mistakes, texts};

pub(super) async fn show(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    answer(&cx, id, &query, None).await
}

async fn answer(
    cx: &Cx,
    id: Uuid,
    query: &ListQuery,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let batch = super::super::find(&mut tx, id).await?;
    let events = super::super::events(&mut tx, id, query).await?;
    let happened = audit::timeline(&mut tx, "batch", id).await?;
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let body = page(cx, &batch, &events, &happened, problem);
    Ok(cx.page_with(status, &batch.code, body))
}

pub(super) async fn close(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let closed = async {
        let mut tx = cx.begin().await?;
        let batch = super::super::close(&mut tx, id, NewClosing::default()).await?;
        let flash = Flash::done("batches-closed").name(batch.code);
        tx.redirect(&format!("/admin/batches/{id}"), flash).await
    };
    done(&cx, id, closed.await).await
}

pub(super) async fn undo(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let undone = async {
        let mut tx = cx.begin().await?;
        let batch = super::super::undo(&mut tx, id, NewUndo::default()).await?;
        let flash = Flash::done("batches-undone").name(batch.code);
        tx.redirect(&format!("/admin/batches/{id}"), flash).await
    };
    done(&cx, id, undone.await).await
}

/// The page again with what stood in the way.
async fn done(cx: &Cx, id: Uuid, answered: Result<Response, Problem>) -> Result<Response, Problem> {
    match answered {
        Err(problem) if problem.is_mendable() || problem.status() == StatusCode::CONFLICT => {
            answer(cx, id, &ListQuery::default(), Some(&problem)).await
        }
        answered => answered,
    }
}

fn page(
    cx: &Cx,
    batch: &Batch,
    events: &List<BatchEvent>,
    happened: &[AuditEntry],
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    html! {
        (PageHeader::new(&texts, &batch.code)
            .crumb(l.t("batches-title"), "/admin/batches")
            .beside(html! { (badge(cx, batch.state)) })
            .subtitle(l.text(&batch.name))
            .actions(deeds(cx, batch)))
        (mistakes(l, &texts, problem))
        (stats(&figures(cx, batch)))
        div.split {
            (Card::new(html! { (table(cx, events)) (pager(cx, events)) })
                .title(l.t("batches-events")).actions(undoing(cx, batch, events)).flush())
            div.stack {
                (Card::new(html! { (facts(cx, batch)) }).title(l.t("batches-about")))
                (Card::new(timeline_markup(l, happened)).title(l.t("batches-happened")))
            }
        }
    }
}

/// What may be recorded now, by this person.
fn deeds(cx: &Cx, batch: &Batch) -> Markup {
    let l = &cx.l;
    let mut offered: Vec<Deed> = Deed::ALL.to_vec();
    offered.retain(|deed| deed.suits(batch) && cx.may(deed.permission()));
    let empty = batch.count == 0 && batch.biomass_kg.is_zero();
    html! {
        @for deed in offered {
            (Button::link(l.t(&format!("batches-do-{}", deed.word())), deed.href(batch.id)))
        }
        @if batch.state == BatchState::Open && empty && cx.may("batches.keep") {
            (Confirm {
                id: "close".to_owned(),
                label: l.t("batches-close"),
                icon: Some(Icon::Check),
                title: l.with("batches-close-title", &[("name", batch.code.as_str().into())]),
                consequence: l.with("batches-close-text",
                    &[("amount", l.money(batch.carrying_amount).as_str().into())]),
                verb: l.t("batches-close"),
                cancel: l.t("ui-cancel"),
                action: format!("/admin/batches/{}/close", batch.id),
                hidden: cx.hidden(),
                danger: false,
            })
        }
    }
}

/// The way back, where the newest event is one that can be taken back.
fn undoing(cx: &Cx, batch: &Batch, events: &List<BatchEvent>) -> Markup {
    let l = &cx.l;
    let newest = events.items.first().filter(|event| event.n == batch.events);
    let undone: Vec<Uuid> = events.items.iter().filter_map(|event| event.undoes_id).collect();
    let counts = |event: &&BatchEvent| event.undoes_id.is_none() && !undone.contains(&event.id);
    let last = newest.and(events.items.iter().find(counts));
    let last = last.filter(|event| event.variant_id.is_none());
    let may = batch.state == BatchState::Open && cx.may("batches.value");
    html! {
        @if let Some(event) = last.filter(|_| may) {
            @let what = l.t(&format!("batches-event-{}", event.kind.name()));
            (Confirm {
                id: "undo".to_owned(),
                label: l.t("batches-undo"),
                icon: None,
                title: l.with("batches-undo-title", &[("name", what.as_str().into())]),
                consequence: l.with("batches-undo-text",
                    &[("date", l.date(event.date).as_str().into())]),
                verb: l.t("batches-undo"),
                cancel: l.t("ui-cancel"),
                action: format!("/admin/batches/{}/undo", batch.id),
                hidden: cx.hidden(),
                danger: false,
            })
        }
    }
}

fn figures(cx: &Cx, batch: &Batch) -> Vec<Stat> {
    let l = &cx.l;
    let per_kg = batch.cost_per_kg.map(|per| l.unit_price(per, batch.cost.currency));
    vec![
        Stat::new(l.t("batches-count"), l.int(batch.count)),
        Stat::new(l.t("batches-biomass-kg"), l.quantity(batch.biomass_kg)),
        Stat::new(l.t("batches-carrying"), l.money(batch.carrying_amount)),
        Stat::new(l.t("batches-cost-per-kg"), per_kg.unwrap_or_else(|| "–".to_owned())),
    ]
}

/// What a batch is and stands at.
pub(super) fn facts(cx: &Cx, batch: &Batch) -> Facts {
    let l = &cx.l;
    let mut facts = Facts::new()
        .text(l.t("batches-species"), &batch.species)
        .text(l.t("batches-mode"), &mode_name(cx, batch.mode))
        .text(l.t("batches-opened-on"), &l.date(batch.opened_on));
    if let Some(day) = batch.closed_on {
        facts = facts.text(l.t("batches-closed-on"), &l.date(day));
    }
    facts = facts
        .text(l.t("batches-count"), &l.int(batch.count))
        .text(l.t("batches-biomass-kg"), &l.quantity(batch.biomass_kg))
        .text(l.t("batches-cost"), &l.money(batch.cost));
    if batch.mode == Mode::FairValue {
        let revalued = batch.revalued_on.map_or_else(|| "–".to_owned(), |day| l.date(day));
        facts = facts
            .text(l.t("batches-adjustment"), &l.money(batch.fair_value_adjustment))
            .text(l.t("batches-revalued-on"), &revalued);
    }
    facts.text(l.t("batches-carrying"), &l.money(batch.carrying_amount))
}

fn table(cx: &Cx, events: &List<BatchEvent>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("batches-date")).unbroken(),
        Column::new(l.t("batches-event")).title(),
        Column::new(l.t("batches-count")).numeric(),
        Column::new(l.t("batches-kg")).numeric(),
        Column::new(l.t("batches-cost")).numeric(),
        Column::new(l.t("batches-adjustment")).numeric(),
        Column::new(l.t("batches-result")).numeric(),
    ];
    let money = |money: base::Money| change(l.amount(money), money.is_zero());
    let rows = events.items.iter().map(|event| {
        let weight = event.biomass_kg;
        Row::new(vec![
            bdi(&l.date(event.date)),
            what(cx, event),
            change(l.int(event.count), event.count == 0),
            change(l.quantity(weight), weight.is_zero()),
            money(event.cost),
            money(event.fair_value_adjustment),
            money(event.result),
        ])
    });
    Table::new(l.t("batches-events"), columns).rows(rows)
}

/// What happened, with its goods and its remark, linked to what was posted.
fn what(cx: &Cx, event: &BatchEvent) -> Markup {
    let l = &cx.l;
    let kind = l.t(&format!("batches-event-{}", event.kind.name()));
    let entry = event.entry_id.filter(|_| cx.may("ledger.read"));
    html! {
        @match entry {
            Some(entry) => { a href={ "/admin/ledger/entries/" (entry) } { (kind) } }
            None => { (kind) }
        }
        @if let (Some(quantity), Some(sku)) = (event.quantity, &event.sku) {
            " " span.muted { bdi { (l.quantity(quantity)) } " × " bdi { (sku) } }
        }
        @if !event.note.is_empty() { " " span.muted { bdi { (event.note) } } }
    }
}

fn pager(cx: &Cx, events: &List<BatchEvent>) -> Markup {
    let query = Asked::parse(cx.path(), cx.query());
    html! {
        @if let Some(next) = &events.next {
            (Button::link(cx.l.t("batches-earlier"), query.with("after", next).href()).small())
        }
    }
}
