//! Suppliers as people see them.

mod detail;
mod export;
mod form;
mod index;
mod payment;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Flash, FormData, Hit, Path, Problem, Query, Route};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Supplier, SupplierQuery};
use crate::forms;
use form::SupplierForm;

const READ: Access = Access::Needs("suppliers.read");
const EDIT: Access = Access::Needs("suppliers.edit");

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/admin/suppliers", READ, list),
        Route::get("/admin/suppliers/export", READ, export::export),
        Route::get("/admin/suppliers/lookup", READ, lookup),
        Route::get("/admin/suppliers/new", EDIT, new),
        Route::post("/admin/suppliers/new", EDIT, create),
        Route::get("/admin/suppliers/{id}", READ, show),
        Route::get("/admin/suppliers/{id}/edit", EDIT, edit),
        Route::post("/admin/suppliers/{id}/edit", EDIT, update),
        Route::post("/admin/suppliers/{id}/remove", EDIT, remove),
    ];
    routes.extend(payment::routes());
    routes
}

fn address(id: Uuid) -> String {
    format!("/admin/suppliers/{id}")
}

async fn list(cx: Cx, Query(query): Query<SupplierQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    let ids: Vec<Uuid> = found.items.iter().map(|supplier| supplier.id).collect();
    let ratings = super::ratings(&mut tx, &ids).await?;
    let saved = platform::saved_views::of_list(&mut tx, "/admin/suppliers").await?;
    Ok(cx.page(&cx.l.t("suppliers-title"), index::page(&cx, &found, &ratings, &saved)))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let seen = detail::gather(&cx, &mut tx, id).await?;
    Ok(cx.page(&seen.supplier.name, detail::page(&cx, &seen)))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
}

/// The type-ahead of forms that ask for a supplier.
async fn lookup(cx: Cx, Query(typed): Query<Typed>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::search(&mut tx, &typed.q, 20).await?;
    let choices: Vec<Value> = found
        .iter()
        .filter(|supplier| supplier.active)
        .map(|c| json!({"id": c.id, "code": c.code, "label": c.name}))
        .collect();
    cx.json(&choices)
}

async fn new(cx: Cx) -> Result<Response, Problem> {
    Ok(asked(&cx, None, &SupplierForm::empty(&cx), None))
}

async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = SupplierForm::read(&data);
    match made(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => Ok(asked(&cx, None, &typed, Some(&problem))),
        answer => answer,
    }
}

async fn made(cx: &Cx, typed: &SupplierForm) -> Result<Response, Problem> {
    let new = typed.to_new()?;
    let mut tx = cx.begin().await?;
    let supplier = super::create(&mut tx, new).await?;
    tx.redirect(&address(supplier.id), Flash::done("suppliers-made").name(supplier.name)).await
}

async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let supplier = super::find(&mut tx, id).await?;
    Ok(asked(&cx, Some(&supplier), &SupplierForm::of(&supplier), None))
}

async fn update(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = SupplierForm::read(&data);
    match changed(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let supplier = super::find(&mut tx, id).await?;
            Ok(asked(&cx, Some(&supplier), &typed, Some(&problem)))
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &SupplierForm) -> Result<Response, Problem> {
    let change = typed.to_change()?;
    let mut tx = cx.begin().await?;
    let supplier = super::update(&mut tx, id, change).await?;
    tx.redirect(&address(id), Flash::done("suppliers-saved").name(supplier.name)).await
}

async fn remove(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::remove(&mut tx, id, forms::version(&data)).await?;
    tx.redirect("/admin/suppliers", Flash::done("suppliers-removed")).await
}

/// The form, anew or with what was typed and what is wrong with it.
fn asked(
    cx: &Cx,
    supplier: Option<&Supplier>,
    typed: &SupplierForm,
    problem: Option<&Problem>,
) -> Response {
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = supplier.map_or_else(|| cx.l.t("suppliers-new"), |c| c.name.clone());
    cx.page_with(status, &title, form::page(cx, supplier, typed, problem))
}

/// What the command palette finds: `@` in front asks for suppliers alone.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let text = text.trim_start_matches('@').trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(Vec::new());
    }
    let mut tx = cx.read().await?;
    let found = super::search(&mut tx, text, 10).await?;
    let hit = |c: Supplier| Hit { href: address(c.id), label: c.name, detail: c.code };
    Ok(found.into_iter().map(hit).collect())
}
