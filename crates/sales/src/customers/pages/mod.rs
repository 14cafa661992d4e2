//! Customers as people see them.

mod export;
mod form;
mod index;

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Flash, FormData, Hit, Path, Problem, Query, Route};
use finance::currencies;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Customer, CustomerQuery};
use crate::forms;
use form::CustomerForm;
pub(crate) use form::country_name;
pub(crate) use index::state_badge;

const READ: Access = Access::Needs("customers.read");
const EDIT: Access = Access::Needs("customers.edit");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/customers", READ, list),
        Route::get("/admin/customers/export", READ, export::export),
        Route::get("/admin/customers/lookup", READ, lookup),
        Route::get("/admin/customers/new", EDIT, new),
        Route::post("/admin/customers/new", EDIT, create),
        Route::get("/admin/customers/{id}/edit", EDIT, edit),
        Route::post("/admin/customers/{id}/edit", EDIT, update),
        Route::post("/admin/customers/{id}/remove", EDIT, remove),
    ]
}

fn address(id: Uuid) -> String {
    format!("/admin/customers/{id}")
}

async fn list(cx: Cx, Query(query): Query<CustomerQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("customers-title"), index::page(&cx, &found)))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
}

/// The type-ahead of forms that ask for a customer.
async fn lookup(cx: Cx, Query(typed): Query<Typed>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::search(&mut tx, &typed.q, 20).await?;
    let choices: Vec<Value> = found
        .iter()
        .filter(|customer| customer.active)
        .map(|c| json!({"id": c.id, "code": c.code, "label": c.name}))
        .collect();
    cx.json(&choices)
}

async fn new(cx: Cx) -> Result<Response, Problem> {
    asked(&cx, None, &CustomerForm::empty(&cx), None).await
}

async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = CustomerForm::read(&data);
    match made(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => asked(&cx, None, &typed, Some(&problem)).await,
        answer => answer,
    }
}

async fn made(cx: &Cx, typed: &CustomerForm) -> Result<Response, Problem> {
    let new = typed.to_new(cx)?;
    let mut tx = cx.begin().await?;
    let customer = super::create(&mut tx, new).await?;
    tx.redirect(&address(customer.id), Flash::done("customers-made").name(customer.name)).await
}

async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let customer = super::find(&mut tx, id).await?;
    tx.roll_back().await?;
    asked(&cx, Some(&customer), &CustomerForm::of(&customer), None).await
}

async fn update(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = CustomerForm::read(&data);
    match changed(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let customer = super::find(&mut tx, id).await?;
            tx.roll_back().await?;
            asked(&cx, Some(&customer), &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &CustomerForm) -> Result<Response, Problem> {
    let change = typed.to_change(cx)?;
    let mut tx = cx.begin().await?;
    let customer = super::update(&mut tx, id, change).await?;
    tx.redirect(&address(id), Flash::done("customers-saved").name(customer.name)).await
}

async fn remove(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    super::remove(&mut tx, id, forms::version(&data)).await?;
    tx.redirect("/admin/customers", Flash::done("customers-removed")).await
}

/// The form, anew or with what was typed and what is wrong with it.
async fn asked(
    cx: &Cx,
    customer: Option<&Customer>,
    typed: &CustomerForm,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut currencies = currencies::choices(&mut cx.read().await?).await?;
    currencies.extend(customer.map(|c| c.currency).filter(|c| !currencies.contains(c)));
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = customer.map_or_else(|| cx.l.t("customers-new"), |c| c.name.clone());
    let body = form::page(cx, customer, typed, &currencies, problem);
    Ok(cx.page_with(status, &title, body))
}

/// What the command palette finds: `@` in front asks for customers alone.
pub(super) async fn hits(cx: &Cx, text: &str) -> Result<Vec<Hit>, Problem> {
    let text = text.trim_start_matches('@').trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(Vec::new());
    }
    let mut tx = cx.read().await?;
    let found = super::search(&mut tx, text, 10).await?;
    let hit = |c: Customer| Hit { href: address(c.id), label: c.name, detail: c.code };
    Ok(found.into_iter().map(hit).collect())
}
