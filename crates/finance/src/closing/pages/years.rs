//! Fiscal years: what they earned, and closing them.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Badge, Button, Card, Column, Confirm, Dialog, Field, Icon, Kind, PageHeader, Row, Table, Tone,
    bdi, form,
};
use base::{Cx, Date, Flash, FormData, Path, Problem};
use maud::{Markup, html};

use super::super::years::name;
use super::super::{FiscalYear, close_year, reopen_year, years};
use crate::forms::{mistakes, texts};

const PATH: &str = "/admin/periods/years";

pub(super) async fn show(cx: Cx) -> Result<Response, Problem> {
    answer(&cx, None).await
}

pub(super) async fn close(cx: Cx, Path(starts): Path<Date>) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let year = close_year(&mut tx, starts).await?;
        tx.redirect(PATH, Flash::done("closing-year-was-closed").name(name(&year))).await
    };
    let done = done.await;
    or_again(&cx, done).await
}

pub(super) async fn reopen(
    cx: Cx,
    Path(starts): Path<Date>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let year = reopen_year(&mut tx, starts, data.text("reason")).await?;
        tx.redirect(PATH, Flash::done("closing-year-was-reopened").name(name(&year))).await
    };
    let done = done.await;
    or_again(&cx, done).await
}

async fn or_again(cx: &Cx, done: Result<Response, Problem>) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => answer(cx, Some(&problem)).await,
        answer => answer,
    }
}

async fn answer(cx: &Cx, problem: Option<&Problem>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = years(&mut tx).await?;
    let (l, texts) = (&cx.l, texts(cx));
    let columns = vec![
        Column::new(l.t("closing-year")).title(),
        Column::new(l.t("closing-result")).numeric(),
        Column::new(l.t("closing-months-closed")).numeric(),
        Column::new(l.t("closing-state")),
        Column::new(l.t("closing-who")),
        Column::new(l.t("closing-todo")),
    ];
    let rows = found.iter().map(|year| row(cx, year));
    let table = Table::new(l.t("closing-years"), columns).rows(rows);
    let body = html! {
        (PageHeader::new(&texts, l.t("closing-years")).subtitle(l.t("closing-years-text"))
            .crumb(l.t("closing-months"), "/admin/periods"))
        (mistakes(l, &texts, problem))
        (Card::new(html! { (table) }).flush())
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(cx.page_with(status, &l.t("closing-years"), body))
}

fn row(cx: &Cx, year: &FiscalYear) -> Row {
    let l = &cx.l;
    let (tone, key) = match year.closed {
        true => (Tone::Success, "closing-closed"),
        false => (Tone::Neutral, "closing-open"),
    };
    let months = [("n", year.months_closed.into())];
    Row::new(vec![
        html! { a href={ "/admin/periods?day=" (year.starts) } { bdi { (name(year)) } } },
        bdi(&l.money(year.result)),
        html! { (l.with("closing-of-twelve", &months)) },
        html! { (Badge::new(tone, l.t(key))) },
        html! {
            @if let Some(at) = year.closed_at {
                bdi { (year.closed_by) } " " span.small.muted { (l.timestamp(at)) }
            }
        },
        actions(cx, year),
    ])
}

fn actions(cx: &Cx, year: &FiscalYear) -> Markup {
    let (l, title) = (&cx.l, name(year));
    let to = |what: &str| format!("{PATH}/{}/{what}", year.starts);
    html! {
        div.row {
            @if let Some(entry) = year.entry_id {
                (Button::link(l.t("ledger-entry"), format!("/admin/ledger/entries/{entry}"))
                    .small())
            }
            @if !year.closed && year.months_closed == 12 && cx.may("periods.close") {
                (Confirm {
                    id: format!("close-{}", year.starts),
                    label: l.t("closing-close-year"),
                    icon: Some(Icon::Check),
                    title: l.with("closing-close-title", &[("month", title.as_str().into())]),
                    consequence: l.t("closing-close-year-text"),
                    verb: l.t("closing-close-year"),
                    cancel: l.t("ui-cancel"),
                    action: to("close"),
                    hidden: cx.hidden(),
                    danger: false,
                })
            }
            @if year.closed && cx.may("periods.reopen") { (reopener(cx, year, &to("reopen"))) }
        }
    }
}

fn reopener(cx: &Cx, year: &FiscalYear, action: &str) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let id = format!("reopen-{}", year.starts);
    let label = l.t("closing-reopen-year");
    let body = form(
        action,
        &cx.hidden(),
        html! {
            p { (l.t("closing-reopen-year-text")) }
            (Field::text("reason", l.t("closing-reason")).required(true).maxlength(500).span())
            div.dialog-actions {
                button.button type="button" popovertarget=(id) data-close=""
                    popovertargetaction="hide" { (texts.cancel) }
                (Button::submit(&label).kind(Kind::DangerPrimary))
            }
        },
    );
    html! {
        (Button::opens(&label, &id).kind(Kind::Danger).small())
        (Dialog::new(&id, &label, body))
    }
}
