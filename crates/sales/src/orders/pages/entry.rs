//! The form of an order: who, when, and the grid of lines.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Currency, Cx, Flash, FormData, Path, Problem, Query, Tx};
use finance::currencies;
use maud::{Markup, html};
use serde::Deserialize;
use supply::inventory::{self, Warehouse};
use uuid::Uuid;

use super::super::OrderHead;
use super::address;
use super::line_grid::{LineAddresses, line_grid};
use super::typed::Typed;
use crate::{customers, forms};

#[derive(Deserialize)]
pub(super) struct For {
    #[serde(default)]
    customer: Option<Uuid>,
}

pub(super) async fn new(cx: Cx, Query(asked): Query<For>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut typed = Typed { order_date: tx.today().to_string(), ..Typed::default() };
    if let Some(id) = asked.customer {
        let customer = customers::find(&mut tx, id).await?;
        (typed.customer_id, typed.customer_shown) = (id.to_string(), customer.name);
    }
    page(&cx, &mut tx, None, &typed, None).await
}

pub(super) async fn place(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if let Some(answer) = grown(&cx, None, &mut typed, &data).await? {
        return Ok(answer);
    }
    let answer = match data.has("sell") {
        true => sold(&cx, &mut typed).await,
        false => placed(&cx, &mut typed, data.has("confirm")).await,
    };
    match answer {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            page(&cx, &mut tx, None, &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn placed(cx: &Cx, typed: &mut Typed, confirm: bool) -> Result<Response, Problem> {
    let mut tx = cx.begin_document().await?;
    typed.resolve(&mut tx).await?;
    let order = super::super::place(&mut tx, typed.to_new(confirm)?).await?;
    let flash = match &order.head.number {
        Some(number) => Flash::done("orders-confirmed").name(number),
        None => Flash::done("orders-placed").name(order.head.customer.name),
    };
    tx.redirect(&address(order.head.id), flash).await
}

async fn sold(cx: &Cx, typed: &mut Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin_document().await?;
    tx.demand("orders.sell")?;
    typed.resolve(&mut tx).await?;
    let invoice = super::super::sell(&mut tx, typed.to_sale()?).await?;
    let flash = Flash::done("orders-sold").name(&invoice.number);
    tx.redirect(&format!("/admin/invoices/{}", invoice.id), flash).await
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let order = super::super::find(&mut tx, id).await?;
    page(&cx, &mut tx, Some(&order.head), &Typed::of(&order), None).await
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if let Some(answer) = grown(&cx, Some(id), &mut typed, &data).await? {
        return Ok(answer);
    }
    match changed(&cx, id, &mut typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let order = super::super::find(&mut tx, id).await?;
            page(&cx, &mut tx, Some(&order.head), &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &mut Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    typed.resolve(&mut tx).await?;
    let old = super::super::find(&mut tx, id).await?;
    let order = super::super::edit(&mut tx, id, typed.to_change(&old)?).await?;
    let flash = Flash::done("orders-saved").name(order.head.customer.name);
    tx.redirect(&address(id), flash).await
}

/// The page with a line more or fewer, where no script does it.
async fn grown(
    cx: &Cx,
    id: Option<Uuid>,
    typed: &mut Typed,
    data: &FormData,
) -> Result<Option<Response>, Problem> {
    if !typed.lines.grow(data) {
        return Ok(None);
    }
    let mut tx = cx.read().await?;
    typed.resolve(&mut tx).await?;
    let head = match id {
        Some(id) => Some(super::super::find(&mut tx, id).await?.head),
        None => None,
    };
    page(cx, &mut tx, head.as_ref(), typed, None).await.map(Some)
}

const ADDRESSES: LineAddresses =
    LineAddresses { products: "/admin/orders/products", totals: "/admin/orders/totals" };

/// What the page needs beside what was typed.
struct Choices {
    warehouses: Vec<Warehouse>,
    currencies: Vec<Currency>,
    /// The grid of the lines.
    grid: Markup,
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    head: Option<&OrderHead>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let typed = &typed.renumbered();
    let priced_for = typed.priced_for();
    let choices = Choices {
        warehouses: inventory::warehouses(tx).await?,
        currencies: currencies::choices(tx).await?,
        grid: line_grid(cx, tx, &typed.lines, priced_for, problem, ADDRESSES).await?,
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = match head {
        Some(head) => cx.l.with("orders-edit-title", &[("name", (&head.customer.name).into())]),
        None => cx.l.t("orders-new"),
    };
    let body = body(cx, &title, head, typed, problem, &choices);
    Ok(cx.page_with(status, &title, body))
}

fn body(
    cx: &Cx,
    title: &str,
    head: Option<&OrderHead>,
    typed: &Typed,
    problem: Option<&Problem>,
    choices: &Choices,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let (action, back) = match head {
        Some(head) => (format!("/admin/orders/{}/edit", head.id), address(head.id)),
        None => ("/admin/orders/new".to_owned(), "/admin/orders".to_owned()),
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    let may_confirm = head.is_none() && cx.may("orders.confirm");
    let save = Button::submit(l.t("orders-save")).icon(Icon::Check);
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("orders-title"), "/admin/orders"))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (who(cx, typed, problem, choices))
            (choices.grid)
            (form_actions(html! {
                @if may_confirm {
                    (Button::submit(l.t("orders-save-confirm")).primary().icon(Icon::Check)
                        .value("confirm", "1"))
                    (save)
                } @else { (save.primary()) }
                @if head.is_none() && cx.may("orders.sell") {
                    (Button::submit(l.t("orders-sell")).icon(Icon::Invoice).value("sell", "1"))
                }
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

fn who(cx: &Cx, typed: &Typed, problem: Option<&Problem>, choices: &Choices) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let mut codes = vec![("", l.t("orders-currency-of-customer"))];
    codes.extend(choices.currencies.iter().map(|c| (c.code(), c.code().to_owned())));
    let open: Vec<(String, String)> = choices
        .warehouses
        .iter()
        .filter(|w| w.active || w.id.to_string() == typed.warehouse_id)
        .map(|w| (w.id.to_string(), l.text(&w.name).to_owned()))
        .collect();
    let customer = Field::lookup(
        "customer_id",
        l.t("orders-customer"),
        "/admin/customers/lookup",
        &typed.customer_shown,
    );
    let customer = customer.value(&typed.customer_id).required(true).error(wrong("customer_id"));
    html! {
        (fields(html! {
            @if typed.customer_id.is_empty() { (customer.autofocus()) } @else { (customer) }
            (Field::date("order_date", l.t("orders-date")).value(&typed.order_date)
                .error(wrong("order_date")))
            (Field::text("reference", l.t("orders-reference")).value(&typed.reference)
                .maxlength(100).hint(l.t("orders-reference-hint")).error(wrong("reference")))
            @if open.len() > 1 {
                (Field::select("warehouse_id", l.t("orders-warehouse"), open)
                    .value(&typed.warehouse_id).error(wrong("warehouse_id")))
            }
            @if choices.currencies.len() > 1 {
                (Field::select("currency", l.t("orders-currency"), codes)
                    .value(&typed.currency).error(wrong("currency")))
            }
            (Field::checkbox("prices_include_tax", l.t("orders-prices-include-tax"),
                    typed.prices_include_tax)
                .error(wrong("prices_include_tax")))
            (Field::textarea("note", l.t("orders-note")).value(&typed.note).span()
                .hint(l.t("orders-note-hint")).error(wrong("note")))
        }))
    }
}
