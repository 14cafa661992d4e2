//! The handlers of products.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Cx, Flash, FormData, Path, Problem, Query, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::form::{self, Choices};
use super::typed::ProductForm;
use super::{address, detail, index};
use crate::catalog::{self, Product, ProductQuery, State, store};

pub(super) async fn choices(tx: &mut Tx) -> Result<Choices, Problem> {
    Ok(Choices {
        categories: catalog::categories(tx).await?,
        types: catalog::product_types(tx).await?,
        taxes: finance::tax::codes(tx).await?,
        vendors: catalog::vendors(tx).await?,
    })
}

pub(super) async fn list(cx: Cx, Query(query): Query<ProductQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = catalog::list(&mut tx, &query).await?;
    let choices = choices(&mut tx).await?;
    let views = platform::saved_views::of_list(&mut tx, "/admin/products").await?;
    Ok(cx.page(&cx.l.t("catalog-title"), index::page(&cx, &choices, &query, &found, &views)))
}

#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    q: String,
}

/// The type-ahead of lines: what it names beside id, code and label fills the columns of the
/// same name.
pub(super) async fn lookup(cx: Cx, Query(typed): Query<Typed>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = catalog::lookup(&mut tx, &typed.q, 20).await?;
    let choices: Vec<Value> = found
        .iter()
        .map(|v| {
            json!({"id": v.id, "code": v.sku, "label": v.title(cx.l.lang()), "price": v.price,
                "unit": v.unit, "tax_code_id": v.tax_code_id, "barcode": v.barcode})
        })
        .collect();
    cx.json(&choices)
}

/// What the buttons above the list do to the products that are ticked.
pub(super) async fn bulk(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let ids: Vec<Uuid> = data.all("ids").filter_map(|id| id.parse().ok()).take(500).collect();
    let state: State =
        data.text("state").parse().map_err(|_| Problem::invalid().field("state", "unknown"))?;
    let mut tx = cx.begin().await?;
    let moved = catalog::set_state(&mut tx, &ids, state).await?;
    let key = match state {
        State::Active => "catalog-activated-many",
        State::Draft => "catalog-drafted-many",
        State::Archived => "catalog-archived-many",
    };
    tx.redirect("/admin/products", Flash::done(key).name(moved.to_string())).await
}

pub(super) async fn set_state(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let state =
        data.text("state").parse().map_err(|_| Problem::invalid().field("state", "unknown"))?;
    let mut tx = cx.begin().await?;
    let product = catalog::find(&mut tx, id).await?;
    catalog::set_state(&mut tx, &[id], state).await?;
    let name = cx.l.text(&product.name).to_owned();
    tx.redirect(&address(id), Flash::done("catalog-saved").name(name)).await
}

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let product = catalog::find(&mut tx, id).await?;
    let seen = detail::gather(&mut tx, product).await?;
    Ok(cx.page(seen.title(&cx), detail::page(&cx, &seen)))
}

pub(super) async fn new(cx: Cx) -> Result<Response, Problem> {
    let choices = choices(&mut cx.read().await?).await?;
    Ok(asked(&cx, &choices, None, &ProductForm::empty(), None))
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let choices = choices(&mut cx.read().await?).await?;
    let mut typed = ProductForm::read(&data, &choices.types);
    if pressed(&data, &mut typed) {
        return Ok(asked(&cx, &choices, None, &typed, None));
    }
    match made(&cx, &choices, &typed).await {
        Err(problem) if problem.is_mendable() => {
            Ok(asked(&cx, &choices, None, &typed, Some(&problem)))
        }
        answer => answer,
    }
}

async fn made(cx: &Cx, choices: &Choices, typed: &ProductForm) -> Result<Response, Problem> {
    let new = typed.to_new(&choices.types)?;
    let mut tx = cx.begin().await?;
    let product = catalog::create(&mut tx, new).await?;
    let name = cx.l.text(&product.name).to_owned();
    tx.redirect(&address(product.id), Flash::done("catalog-made").name(name)).await
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let product = catalog::find(&mut tx, id).await?;
    let choices = choices(&mut tx).await?;
    Ok(asked(&cx, &choices, Some(&product), &ProductForm::of(&product), None))
}

pub(super) async fn update(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let (product, choices) = {
        let mut tx = cx.read().await?;
        (catalog::find(&mut tx, id).await?, choices(&mut tx).await?)
    };
    let mut typed = ProductForm::read(&data, &choices.types);
    if pressed(&data, &mut typed) {
        return Ok(asked(&cx, &choices, Some(&product), &typed, None));
    }
    match changed(&cx, id, &choices, &typed).await {
        Err(problem) if problem.is_mendable() => {
            Ok(asked(&cx, &choices, Some(&product), &typed, Some(&problem)))
        }
        answer => answer,
    }
}

async fn changed(
    cx: &Cx,
    id: Uuid,
    choices: &Choices,
    typed: &ProductForm,
) -> Result<Response, Problem> {
    let change = typed.to_change(&choices.types)?;
    let mut tx = cx.begin().await?;
    let product = catalog::update(&mut tx, id, change).await?;
    let name = cx.l.text(&product.name).to_owned();
    tx.redirect(&address(id), Flash::done("catalog-saved").name(name)).await
}

/// The buttons that change the form and save nothing: a line more or fewer, variants of options,
/// the attributes of a type.
fn pressed(data: &FormData, typed: &mut ProductForm) -> bool {
    if data.has("add_line") {
        typed.rows.push(Default::default());
    } else if let Some(row) = data.some("remove_line") {
        typed.remove_row(row.parse().unwrap_or(usize::MAX));
    } else if data.has("make_variants") {
        typed.make_variants();
    } else {
        return data.has("refresh");
    }
    true
}

/// The form, anew or with what was typed and what is wrong with it.
fn asked(
    cx: &Cx,
    choices: &Choices,
    product: Option<&Product>,
    typed: &ProductForm,
    problem: Option<&Problem>,
) -> Response {
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = product.map_or_else(|| cx.l.t("catalog-new"), |p| cx.l.text(&p.name).to_owned());
    cx.page_with(status, &title, form::page(cx, choices, product, typed, problem))
}

/// Where the product's stock lies.
pub(super) async fn stock(tx: &mut Tx, product: Uuid) -> Result<Vec<store::StockRow>, Problem> {
    store::stock_of(tx, product).await
}
