//! One month, from the first look to the close: what is left, who is locked out, one button.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Badge, Banner, Button, Card, Column, Field, Flow, Icon, Kind, PageHeader, Row, Step, Table,
    Tone, bdi, form,
};
use base::{CloseState, Cx, Date, Flash, FormData, L, Path, Problem, Query};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};

use super::super::api::CheckQuery;
use super::super::month::parse;
use super::super::{self as closing, CheckRow, CloseMonth, Month, ReopenMonth};
use super::locks;
use super::months::{address, badge, said};
use crate::forms::{error, mistakes, texts, version};
use crate::ledger::Module;

pub(super) async fn show(
    cx: Cx,
    Path(key): Path<String>,
    Query(query): Query<CheckQuery>,
) -> Result<Response, Problem> {
    answer(&cx, parse(&key)?, query.check == Some(true), &BTreeMap::new(), None).await
}

pub(super) async fn lock(
    cx: Cx,
    Path(key): Path<String>,
    data: FormData,
) -> Result<Response, Problem> {
    turn(&cx, &key, &data, true).await
}

pub(super) async fn unlock(
    cx: Cx,
    Path(key): Path<String>,
    data: FormData,
) -> Result<Response, Problem> {
    turn(&cx, &key, &data, false).await
}

async fn turn(cx: &Cx, key: &str, data: &FormData, locked: bool) -> Result<Response, Problem> {
    let starts = parse(key)?;
    let asked = data.text("module");
    let modules: Vec<Module> =
        Module::ALL.into_iter().filter(|m| asked == "all" || m.name() == asked).collect();
    let done = async {
        let mut tx = cx.begin().await?;
        let (month, done) = match locked {
            true => (closing::lock(&mut tx, starts, &modules).await?, "closing-was-locked"),
            false => (closing::unlock(&mut tx, starts, &modules).await?, "closing-was-unlocked"),
        };
        let back = match data.has("back") {
            true => format!("/admin/periods?day={starts}"),
            false => address(&month),
        };
        tx.redirect(&back, Flash::done(done).name(said(&cx.l, &month))).await
    };
    let done = done.await;
    or_again(cx, starts, &BTreeMap::new(), done).await
}

pub(super) async fn close(
    cx: Cx,
    Path(key): Path<String>,
    data: FormData,
) -> Result<Response, Problem> {
    let starts = parse(&key)?;
    let rows = data.all("check").map(str::to_owned).collect::<Vec<_>>();
    let note = |name: String| {
        let text = data.text(&format!("notes.{name}")).to_owned();
        (name, text)
    };
    let notes: BTreeMap<String, String> = rows.into_iter().map(note).collect();
    let how = CloseMonth { version: version(&data), notes: notes.clone() };
    let done = async {
        let mut tx = cx.begin().await?;
        let month = closing::close(&mut tx, starts, how).await?;
        let done = Flash::done("closing-was-closed").name(said(&cx.l, &month));
        tx.redirect(&address(&month), done).await
    };
    let done = done.await;
    or_again(&cx, starts, &notes, done).await
}

pub(super) async fn reopen(
    cx: Cx,
    Path(key): Path<String>,
    data: FormData,
) -> Result<Response, Problem> {
    let starts = parse(&key)?;
    let how = ReopenMonth { reason: data.text("reason").to_owned(), later: data.has("later") };
    let done = async {
        let mut tx = cx.begin().await?;
        let month = closing::reopen(&mut tx, starts, how).await?;
        let done = Flash::done("closing-was-reopened").name(said(&cx.l, &month));
        tx.redirect(&address(&month), done).await
    };
    let done = done.await;
    or_again(&cx, starts, &BTreeMap::new(), done).await
}

async fn or_again(
    cx: &Cx,
    starts: Date,
    notes: &BTreeMap<String, String>,
    done: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => {
            // What the close has found is what the page shows.
            let now = problem.code() == "close_blocked";
            answer(cx, starts, now, notes, Some(&problem)).await
        }
        answer => answer,
    }
}

/// What the page shows.
struct Seen {
    month: Month,
    rows: Vec<CheckRow>,
    /// Whether the slow row was asked for this page.
    now: bool,
    happened: Vec<AuditEntry>,
    today: Date,
}

async fn answer(
    cx: &Cx,
    starts: Date,
    now: bool,
    notes: &BTreeMap<String, String>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let month = closing::find(&mut tx, starts).await?;
    let rows = match (month.closed, now) {
        (true, _) => Vec::new(),
        (false, true) => closing::checklist(&mut tx, month.days()).await?,
        (false, false) => closing::glance(&mut tx, month.days()).await?,
    };
    let happened = match month.id {
        Some(id) => audit::timeline(&mut tx, "period", id).await?,
        None => Vec::new(),
    };
    let seen = Seen { month, rows, now, happened, today: tx.today() };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = said(&cx.l, &seen.month);
    Ok(cx.page_with(status, &title, page(cx, &seen, notes, problem)))
}

fn page(
    cx: &Cx,
    seen: &Seen,
    notes: &BTreeMap<String, String>,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts, month) = (&cx.l, texts(cx), &seen.month);
    html! {
        (PageHeader::new(&texts, said(l, month))
            .crumb(l.t("closing-months"), "/admin/periods")
            .beside(badge(l, month, seen.today)))
        (mistakes(l, &texts, problem))
        (flow(cx, seen))
        @if month.closed { (closed(cx, seen, problem)) } @else {
            (form(&format!("{}/close", address(month)), &hidden(cx, month), html! {
                (Card::new(checks(cx, seen, notes, problem)).title(l.t("closing-checklist"))
                    .flush())
                (finish(cx, seen))
            }))
            (locks::card(cx, month))
        }
        (Card::new(timeline_markup(l, &seen.happened)).title(l.t("closing-happened")))
    }
}

fn hidden(cx: &Cx, month: &Month) -> Vec<(String, String)> {
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), month.version.to_string()));
    hidden
}

fn left(seen: &Seen, state: CloseState) -> usize {
    seen.rows.iter().filter(|row| row.state == state).count()
}

fn flow(cx: &Cx, seen: &Seen) -> Markup {
    let (l, texts, month) = (&cx.l, texts(cx), &seen.month);
    let clear = month.closed || left(seen, CloseState::Block) == 0;
    let checked = if clear { Step::Done } else { Step::Current };
    let closed = match (clear, month.closed) {
        (_, true) => Step::Done,
        (true, _) => Step::Current,
        _ => Step::Ahead,
    };
    html! {
        (Flow::new(&texts)
            .step(l.t("closing-step-mend"), checked)
            .step(l.t("closing-step-close"), closed))
    }
}

/// The checklist, in the order in which a month is closed.
fn checks(
    cx: &Cx,
    seen: &Seen,
    notes: &BTreeMap<String, String>,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("closing-check")).title(),
        Column::new(l.t("closing-module")),
        Column::new(l.t("closing-state")),
        Column::new(l.t("closing-left")).numeric(),
        Column::new(l.t("closing-todo")),
    ];
    let rows = seen.rows.iter().map(|row| {
        let label = l.t(&row.label());
        let cells = vec![
            html! { (label) (asked(l, row)) },
            html! { (l.t(&format!("closing-module-{}", row.module))) },
            html! { (state(l, row.state)) },
            match &row.href {
                Some(href) if row.count != 0 => {
                    html! { a href=(href) { bdi { (l.int(row.count)) } } }
                }
                _ => bdi(&l.int(row.count)),
            },
            html! { (todo(cx, row, notes, problem)) (again(l, seen, row)) },
        ];
        Row::new(cells)
    });
    let table = Table::new(l.t("closing-checklist"), columns).rows(rows);
    html! { (table) }
}

/// When a row was asked that is not asked for every look.
fn asked(l: &L, row: &CheckRow) -> Markup {
    html! {
        @if let Some(at) = row.asked_at {
            " " span.small.muted {
                (l.with("closing-asked-at", &[("when", l.timestamp(at).into())]))
            }
        }
    }
}

/// The way to ask it now.
fn again(l: &L, seen: &Seen, row: &CheckRow) -> Markup {
    let href = format!("{}?check=true", address(&seen.month));
    html! {
        @if row.is_slow() && !seen.now {
            p { (Button::link(l.t("closing-check-now"), href).small()) }
        }
    }
}

fn state(l: &L, state: CloseState) -> Badge {
    match state {
        CloseState::Done => Badge::new(Tone::Success, l.t("closing-row-done")),
        CloseState::Warn => Badge::new(Tone::Warning, l.t("closing-row-warn")),
        CloseState::Block => Badge::new(Tone::Danger, l.t("closing-row-block")),
        CloseState::Unasked => Badge::new(Tone::Neutral, l.t("closing-row-unasked")),
    }
}

/// What to do about a row: mend it, or say why it is all right.
fn todo(
    cx: &Cx,
    row: &CheckRow,
    notes: &BTreeMap<String, String>,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    match row.state {
        CloseState::Done => return html! {},
        CloseState::Unasked => return html! { p.small { (l.t("closing-unasked-text")) } },
        CloseState::Warn | CloseState::Block => {}
    }
    let name = format!("notes.{}", row.name);
    let text = l.t(&format!("{}-text", row.label()));
    let written = notes.get(row.name).cloned().unwrap_or_default();
    html! {
        p.small { (text) }
        @if let Some(href) = &row.href {
            p { (Button::link(l.t("closing-mend"), href).small()) }
        }
        @if row.state == CloseState::Warn && cx.may("periods.close") {
            input type="hidden" name="check" value=(row.name);
            (Field::text(&name, l.t("closing-note")).value(written).maxlength(500)
                .error(error(l, problem, &name)))
        }
    }
}

/// The one button, or why there is none.
fn finish(cx: &Cx, seen: &Seen) -> Markup {
    let (l, month) = (&cx.l, &seen.month);
    let blocking = left(seen, CloseState::Block);
    let name = said(l, month);
    if month.ends >= seen.today {
        let text = l.with("closing-not-over", &[("date", l.date(month.ends).into())]);
        return html! { (Banner::new(Tone::Info, text)) };
    }
    if blocking > 0 {
        let text = l.with("closing-blocked", &[("n", blocking.into())]);
        return html! { (Banner::new(Tone::Warning, text)) };
    }
    if !cx.may("periods.close") {
        return html! { (Banner::new(Tone::Info, l.t("closing-ready-for-other"))) };
    }
    let verb = l.with("closing-close", &[("month", name.as_str().into())]);
    html! {
        (Banner::new(Tone::Success, l.t("closing-ready")))
        div.form-actions {
            (Button::submit(&verb).primary().icon(Icon::Check)
                .ask(l.with("closing-close-title", &[("month", name.as_str().into())]),
                    l.t("closing-close-text"), &verb))
        }
    }
}

/// A closed month: who closed it, and the way back.
fn closed(cx: &Cx, seen: &Seen, problem: Option<&Problem>) -> Markup {
    let (l, month) = (&cx.l, &seen.month);
    let when = month.closed_at.map(|at| l.timestamp(at)).unwrap_or_default();
    let by = [("name", month.closed_by.as_str().into()), ("when", when.into())];
    let later = problem.is_some_and(|problem| problem.code() == "month_later_closed");
    html! {
        (Banner::new(Tone::Success, l.with("closing-closed-by", &by)))
        @if cx.may("periods.reopen") {
            (Card::new(form(&format!("{}/reopen", address(month)), &cx.hidden(), html! {
                p.muted { (l.t("closing-reopen-text")) }
                (Field::text("reason", l.t("closing-reason")).required(true).maxlength(500)
                    .error(error(l, problem, "reason")))
                @if later {
                    (Field::checkbox("later", l.t("closing-reopen-later"), false))
                }
                div.row { (Button::submit(l.t("closing-reopen")).kind(Kind::Danger)) }
            })).title(l.t("closing-reopen")))
        }
    }
}
