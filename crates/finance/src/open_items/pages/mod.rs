//! Open items as people see them.

mod ageing;
mod detail;
mod export;
mod form;
mod index;
mod statement;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Cx, Flash, FormData, Path, Problem, Query, Route};
use platform::audit;
use uuid::Uuid;

use super::api::{ALLOCATE, READ, WRITE_OFF};
use super::{AgeingQuery, ItemQuery, Side};
use form::{SettingOffForm, WriteOffForm};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/open-items", READ, list),
        Route::get("/admin/open-items/export", READ, export::list),
        Route::get("/admin/open-items/{id}", READ, show),
        Route::post("/admin/open-items/{id}/set-off", ALLOCATE, set_off),
        Route::post("/admin/open-items/{id}/write-off", WRITE_OFF, write_off),
        Route::post("/admin/open-items/{id}/undo", ALLOCATE, undo),
        Route::get("/admin/reports/ageing", READ, ageing),
        Route::get("/admin/reports/ageing/export", READ, export::ageing),
        Route::get("/admin/statements/{side}/{party}", READ, statement::show),
        Route::get("/admin/statements/{side}/{party}/pdf", READ, statement::pdf),
        Route::get("/admin/statements/{side}/{party}/export", READ, export::statement),
    ]
}

/// Where an item's page is.
fn address(id: Uuid) -> String {
    format!("/admin/open-items/{id}")
}

async fn list(cx: Cx, Query(query): Query<ItemQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("open-items-title"), index::page(&cx, &query, &found)))
}

async fn ageing(cx: Cx, Query(query): Query<AgeingQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::ageing(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("open-items-ageing"), ageing::page(&cx, &found)))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    shown(&cx, id, &Typed::default()).await
}

/// What was typed into one of the two forms, and what is wrong with it.
#[derive(Default)]
struct Typed<'a> {
    setting_off: Option<&'a SettingOffForm>,
    write_off: Option<&'a WriteOffForm>,
    problem: Option<&'a Problem>,
}

async fn shown(cx: &Cx, id: Uuid, typed: &Typed<'_>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let item = super::find(&mut tx, id).await?;
    let set_off = super::of_item(&mut tx, &item).await?;
    let open = super::open_of(&mut tx, item.side, item.party_id).await?;
    let fits = |other: &super::OpenItem| {
        other.is_debit() != item.is_debit() && other.open.currency == item.open.currency
    };
    let others: Vec<_> = open.into_iter().filter(fits).collect();
    let happened = audit::timeline(&mut tx, "open_item", id).await?;
    let status = typed.problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let seen = detail::Seen { item, set_off, others, happened, today: tx.today() };
    Ok(cx.page_with(status, &seen.item.number, detail::page(cx, &seen, typed)))
}

async fn set_off(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let form = SettingOffForm::read(&data);
    match set_off_now(&cx, id, &form).await {
        Err(problem) if problem.is_mendable() => {
            let (setting_off, problem) = (Some(&form), Some(&problem));
            shown(&cx, id, &Typed { setting_off, problem, ..Typed::default() }).await
        }
        answer => answer,
    }
}

async fn set_off_now(cx: &Cx, id: Uuid, form: &SettingOffForm) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let item = super::find(&mut tx, id).await?;
    let new = form.to_new(&item)?;
    let item = super::set_off_by_hand(&mut tx, new).await?;
    let done = Flash::done("open-items-set-off-done").name(item.number);
    tx.redirect(&address(id), done).await
}

async fn write_off(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let form = WriteOffForm::read(&data);
    match write_off_now(&cx, id, &form).await {
        Err(problem) if problem.is_mendable() => {
            let (write_off, problem) = (Some(&form), Some(&problem));
            shown(&cx, id, &Typed { write_off, problem, ..Typed::default() }).await
        }
        answer => answer,
    }
}

async fn write_off_now(cx: &Cx, id: Uuid, form: &WriteOffForm) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let item = super::find(&mut tx, id).await?;
    let new = form.to_new(&item)?;
    let item = super::write_off(&mut tx, id, new).await?;
    let done = Flash::done("open-items-written-off").name(item.number);
    tx.redirect(&address(id), done).await
}

async fn undo(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let allocation = data.text("allocation").parse::<Uuid>().map_err(|_| Problem::not_found())?;
    let mut tx = cx.begin().await?;
    let today = tx.today();
    super::undo(&mut tx, allocation, today).await?;
    tx.redirect(&address(id), Flash::done("open-items-undone")).await
}

/// Where the statement of a party is.
fn statement_address(side: Side, party: Uuid) -> String {
    format!("/admin/statements/{}/{party}", side.name())
}
