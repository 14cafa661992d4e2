//! The form of an order: who, when, and the grid of lines.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader, Totals, fields, form,
    form_actions,
};
use base::{Currency, Cx, Flash, FormData, L, Money, Path, Problem, Query, Tx};
use finance::currencies;
use finance::tax::{self, Prices, TaxCode};
use maud::{Markup, html};
use serde::Deserialize;
use supply::inventory::{self, Warehouse};
use uuid::Uuid;

use super::super::quote::quote;
use super::super::{Order, OrderHead};
use super::address;
use super::typed::{Typed, TypedLine};
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
    let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
    if gone.is_none() && !data.has("add_line") {
        return Ok(None);
    }
    typed.lines.retain(|line| Some(line.row) != gone);
    if gone.is_none() {
        typed.lines.push(TypedLine::default());
    }
    let mut tx = cx.read().await?;
    typed.resolve(&mut tx).await?;
    let head = match id {
        Some(id) => Some(super::super::find(&mut tx, id).await?.head),
        None => None,
    };
    page(cx, &mut tx, head.as_ref(), typed, None).await.map(Some)
}

/// What the page needs beside what was typed.
struct Choices {
    warehouses: Vec<Warehouse>,
    currencies: Vec<Currency>,
    codes: Vec<TaxCode>,
    totals: Totals,
    /// The amount of each line that can be priced, by its number among the fields.
    amounts: HashMap<usize, String>,
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    head: Option<&OrderHead>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let typed = &typed.renumbered();
    let (totals, amounts) = totals(cx, tx, typed).await?;
    let choices = Choices {
        warehouses: inventory::warehouses(tx).await?,
        currencies: currencies::choices(tx).await?,
        codes: tax::codes(tx).await?,
        totals,
        amounts,
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
            (grid(cx, typed, problem, choices))
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

fn grid(cx: &Cx, typed: &Typed, problem: Option<&Problem>, choices: &Choices) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let codes: Vec<(String, String)> = choices
        .codes
        .iter()
        .map(|code| (code.id.to_string(), l.text(&code.name).to_owned()))
        .collect();
    let lookup = LineCell::Lookup("/admin/orders/products".to_owned());
    let columns = [
        LineColumn::new("variant_id", l.t("orders-product"), lookup),
        LineColumn::new("quantity", l.t("orders-quantity"), LineCell::Decimal),
        LineColumn::new("price", l.t("orders-price"), LineCell::Decimal),
        LineColumn::new("discount", l.t("orders-discount"), LineCell::Decimal),
        LineColumn::new("tax_code_id", l.t("orders-tax"), LineCell::Select(codes)),
        LineColumn::new("amount", l.t("orders-net"), LineCell::Computed),
    ];
    let amount = |i: usize| choices.amounts.get(&i).cloned().unwrap_or_default();
    let rows: Vec<LineRow> = typed
        .lines
        .iter()
        .enumerate()
        .map(|(i, line)| row(l, i, line, amount(i), problem))
        .collect();
    let label = l.t("orders-lines");
    html! {
        @if let Some(error) = forms::error(l, problem, "lines") {
            p.error id="f-lines" { (Icon::Stop) (error) }
        }
        (LineGrid {
            name: "lines",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: Some("/admin/orders/totals"),
            totals: html! { (choices.totals) },
            texts: &texts,
        })
    }
}

fn row(l: &L, i: usize, line: &TypedLine, amount: String, problem: Option<&Problem>) -> LineRow {
    let wrong = |(column, field): (&str, &str)| {
        let error = forms::error(l, problem, &format!("lines[{i}].{field}"))?;
        Some((column.to_owned(), error))
    };
    let columns = [
        ("variant_id", "variant_id"),
        ("quantity", "quantity"),
        ("price", "unit_price"),
        ("discount", "discount"),
        ("tax_code_id", "tax_code_id"),
    ];
    LineRow {
        values: vec![
            line.variant_id.clone(),
            line.quantity.clone(),
            line.price.clone(),
            line.discount.clone(),
            line.tax_code_id.clone(),
            amount,
        ],
        shown: line.shown.clone(),
        errors: columns.into_iter().filter_map(wrong).collect(),
    }
}

/// The sums of the lines that can be priced already, and the amount of each of them.
pub(super) async fn totals(
    cx: &Cx,
    tx: &mut Tx,
    typed: &Typed,
) -> Result<(Totals, HashMap<usize, String>), Problem> {
    let l = &cx.l;
    let lines: Vec<_> = typed
        .lines
        .iter()
        .filter_map(|line| Some((line.row, line.to_line().ok()?)))
        .filter(|(_, line)| line.variant_id.is_some())
        .collect();
    let zero = Money::zero(tx.currency());
    let prices = Prices::including_tax(typed.prices_include_tax);
    let (customer, day) = (typed.customer_id.parse().ok(), typed.order_date.parse().ok());
    let currency = typed.currency.parse().ok();
    let priced = quote(tx, customer, currency, day, &lines, prices).await?;
    let (net, tax, gross) = priced
        .as_ref()
        .map_or((zero, zero, zero), |(priced, _)| (priced.net, priced.tax, priced.gross));
    let mut totals = Totals::new()
        .row(l.t("orders-net"), l.money(net))
        .row(l.t("orders-tax"), l.money(tax))
        .grand(l.t("orders-gross"), l.money(gross));
    let mut amounts = HashMap::new();
    if let Some((priced, rows)) = &priced {
        for (line, row) in priced.lines.iter().zip(rows) {
            let amount = l.amount(if typed.prices_include_tax { line.gross } else { line.net });
            totals = totals.fill(format!("lines[{row}][amount]"), &amount);
            amounts.insert(*row, amount);
        }
    }
    Ok((totals, amounts))
}

/// An order's sums, as its page shows them.
pub(super) fn sums(l: &L, order: &Order) -> Totals {
    let totals = Totals::new()
        .row(l.t("orders-net"), l.money(order.head.net))
        .row(l.t("orders-tax"), l.money(order.head.tax))
        .grand(l.t("orders-gross"), l.money(order.head.gross));
    match order.head.exchange_rate {
        Some(_) => totals.row(l.t("orders-gross-base"), l.money(order.head.gross_base)),
        None => totals,
    }
}
