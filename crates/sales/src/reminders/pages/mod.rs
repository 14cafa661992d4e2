//! Reminders as people see them: who would be reminded, who was, and in which words.

mod due;
mod form;
mod sent;

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::Tabs;
use base::{Cx, Flash, FormData, Problem, Query, Route};
use uuid::Uuid;

use super::ReminderQuery;
use super::api::{MANAGE, READ, SEND};
use form::LevelsForm;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/reminders", READ, show_due),
        Route::post("/admin/reminders", SEND, ask),
        Route::get("/admin/reminders/sent", READ, sent),
        Route::get("/admin/reminders/sent/export", READ, sent::export),
        Route::get("/admin/reminders/levels", MANAGE, levels),
        Route::post("/admin/reminders/levels", MANAGE, set_levels),
    ]
}

/// The ways between the three pages.
fn tabs(cx: &Cx, at: usize) -> Tabs {
    let l = &cx.l;
    let mut tabs = Tabs::new(l.t("reminders-title"))
        .tab(l.t("reminders-due"), "/admin/reminders", at == 0)
        .tab(l.t("reminders-sent"), "/admin/reminders/sent", at == 1);
    if cx.may("reminders.manage") {
        tabs = tabs.tab(l.t("reminders-levels"), "/admin/reminders/levels", at == 2);
    }
    tabs
}

async fn show_due(cx: Cx) -> Result<Response, Problem> {
    shown(&cx, None).await
}

async fn shown(cx: &Cx, problem: Option<&Problem>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::due(&mut tx, None).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(cx.page_with(status, &cx.l.t("reminders-title"), due::page(cx, &found, problem)))
}

async fn ask(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let customers: Vec<Uuid> = data.all("customer").filter_map(|id| id.parse().ok()).collect();
    match asked(&cx, &customers).await {
        Err(problem) if problem.is_mendable() => shown(&cx, Some(&problem)).await,
        answer => answer,
    }
}

async fn asked(cx: &Cx, customers: &[Uuid]) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let asked = super::ask(&mut tx, customers).await?;
    let done = Flash::done("reminders-asked").name(cx.l.int(i64::try_from(asked).unwrap_or(0)));
    tx.redirect("/admin/reminders/sent", done).await
}

async fn sent(cx: Cx, Query(query): Query<ReminderQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("reminders-title"), sent::page(&cx, &query, &found)))
}

async fn levels(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let typed = LevelsForm::of(&super::levels(&mut tx).await?);
    Ok(cx.page(&cx.l.t("reminders-levels"), form::page(&cx, &typed, None)))
}

async fn set_levels(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = LevelsForm::read(&data);
    match set(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let body = form::page(&cx, &typed, Some(&problem));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(cx.page_with(status, &cx.l.t("reminders-levels"), body))
        }
        answer => answer,
    }
}

async fn set(cx: &Cx, typed: &LevelsForm) -> Result<Response, Problem> {
    let new = typed.to_new()?;
    let mut tx = cx.begin().await?;
    super::set_levels(&mut tx, new).await?;
    tx.redirect("/admin/reminders/levels", Flash::done("reminders-levels-set")).await
}
