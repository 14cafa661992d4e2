//! The pages of jobs and schedules.

use axum::response::Response;
use base::jobs::console::{self, JobRow};
use base::jobs::{Every, ScheduleRow, schedule_rows};
use base::ui::{
    Badge, Button, Card, Column, Confirm, Empty, Icon, PageHeader, Row, Table, Texts, Tone,
};
use base::{Cx, Flash, L, Path, Problem, Timestamp};
use maud::{Markup, html};
use uuid::Uuid;

pub(super) async fn jobs(cx: Cx) -> Result<Response, Problem> {
    let rows = console::unfinished(&mut cx.read().await?).await?;
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let columns =
        ["jobs-kind", "jobs-state", "jobs-attempts", "jobs-next", "jobs-error", "jobs-do"];
    let table = Table::new(l.t("jobs-title"), columns.map(|key| Column::new(l.t(key))).into())
        .rows(rows.iter().map(|job| job_row(&cx, job)));
    let empty = Empty::new(Icon::Check, l.t("jobs-empty"), l.t("jobs-empty-why"));
    let body = html! {
        (PageHeader::new(&texts, l.t("jobs-title")).subtitle(l.t("jobs-subtitle")))
        @if table.is_empty() { (empty) } @else { (Card::new(html! { (table) }).flush()) }
    };
    Ok(cx.page(&l.t("jobs-title"), body))
}

fn job_row(cx: &Cx, job: &JobRow) -> Row {
    let l = &cx.l;
    let (tone, state) = match job.state.as_str() {
        "dead" => (Tone::Danger, "jobs-dead"),
        "running" => (Tone::Info, "jobs-running"),
        _ => (Tone::Neutral, "jobs-queued"),
    };
    Row::new(vec![
        html! { code { (job.kind) } },
        html! { (Badge::new(tone, l.t(state))) },
        html! { (l.int(i64::from(job.attempts))) },
        html! { (l.timestamp(job.run_at)) },
        html! { span.small { (job.last_error.as_deref().unwrap_or("–")) } },
        html! {
            @if job.state == "dead" && cx.may("jobs.edit") { (acts(cx, job)) }
        },
    ])
}

fn acts(cx: &Cx, job: &JobRow) -> Markup {
    let (l, id) = (&cx.l, job.id);
    let discard = Confirm {
        id: format!("discard-{}", id.simple()),
        label: l.t("jobs-discard"),
        icon: Some(Icon::Trash),
        title: l.with("jobs-discard-title", &[("kind", job.kind.as_str().into())]),
        consequence: l.t("jobs-discard-why"),
        verb: l.t("jobs-discard"),
        cancel: l.t("ui-cancel"),
        action: format!("/admin/jobs/{id}/discard"),
        hidden: cx.hidden(),
        danger: true,
    };
    html! {
        div.row {
            form method="post" action={ "/admin/jobs/" (id) "/retry" } {
                (base::ui::hidden(&cx.hidden()))
                (Button::submit(l.t("jobs-retry")).small())
            }
            (discard)
        }
    }
}

pub(super) async fn retry(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    console::retry(&mut tx, id).await?;
    tx.redirect("/admin/jobs", Flash::done("jobs-retried")).await
}

pub(super) async fn discard(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    console::discard(&mut tx, id).await?;
    tx.redirect("/admin/jobs", Flash::done("jobs-discarded")).await
}

pub(super) async fn schedules(cx: Cx) -> Result<Response, Problem> {
    let rows = schedule_rows(&cx.app).await?;
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let columns = ["jobs-schedule", "jobs-every", "jobs-last", "jobs-next"];
    let table = Table::new(l.t("jobs-schedules"), columns.map(|key| Column::new(l.t(key))).into())
        .rows(rows.iter().map(|row| schedule_row(l, row)));
    let body = html! {
        (PageHeader::new(&texts, l.t("jobs-schedules")).subtitle(l.t("jobs-schedules-subtitle")))
        (Card::new(html! { (table) }).flush())
    };
    Ok(cx.page(&l.t("jobs-schedules"), body))
}

fn schedule_row(l: &L, row: &ScheduleRow) -> Row {
    let every = match row.every {
        Every::Minutes(minutes) => l.with("jobs-every-minutes", &[("n", minutes.into())]),
        Every::DailyAt(hour, minute) => {
            let at = format!("{hour:02}:{minute:02}");
            l.with("jobs-every-day", &[("at", at.into())])
        }
    };
    let when = |at: Option<Timestamp>| at.map_or_else(|| "–".to_owned(), |at| l.timestamp(at));
    Row::new(vec![
        html! { code { (row.name) } },
        html! { (every) },
        html! { (when(row.last_run_at)) },
        html! { (when(row.next_run_at)) },
    ])
}
