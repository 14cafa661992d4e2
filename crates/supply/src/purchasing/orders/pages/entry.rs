//! The form of an order to a supplier: who, when, and the grid of lines.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Field, Icon, PageHeader, Totals, fields, form, form_actions};
use base::{Currency, Cx, Flash, FormData, Lang, Money, Path, Problem, Query, Tx};
use finance::currencies::{self, ExchangeRate};
use finance::tax::{self, TaxCode};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::super::{NewPurchaseLine, PurchaseOrderHead, draft, known};
use super::address;
use super::typed::Typed;
use crate::inventory::{self, Warehouse};
use crate::purchasing::grid::{self, Shown};
use crate::purchasing::requests;
use crate::{forms, suppliers};

#[derive(Deserialize)]
pub(super) struct For {
    #[serde(default)]
    supplier: Option<Uuid>,
    #[serde(default)]
    request: Option<Uuid>,
}

pub(super) async fn new(cx: Cx, Query(asked): Query<For>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut typed = Typed::default();
    if let Some(id) = asked.request {
        let request = requests::find(&mut tx, id).await?;
        let codes = tax::codes(&mut tx).await?;
        let usual = codes.iter().find(|code| code.is_default).map(|code| code.id.to_string());
        typed = Typed::of_request(&request, &usual.unwrap_or_default());
    }
    if let Some(id) = asked.supplier {
        let supplier = suppliers::find(&mut tx, id).await?;
        (typed.supplier_id, typed.supplier_shown) = (id.to_string(), supplier.name);
    }
    typed.order_date = tx.today().to_string();
    page(&cx, &mut tx, None, &typed, None).await
}

pub(super) async fn place(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if grid::grown(&data, &mut typed.lines) {
        return again(&cx, None, &mut typed, None).await;
    }
    match placed(&cx, &mut typed, data.has("approve")).await {
        Err(problem) if problem.is_mendable() => again(&cx, None, &mut typed, Some(&problem)).await,
        answer => answer,
    }
}

async fn placed(cx: &Cx, typed: &mut Typed, approve: bool) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    typed.resolve(&mut tx).await?;
    let order = super::super::place(&mut tx, typed.to_new(approve)?).await?;
    let flash = match &order.head.number {
        Some(number) => Flash::done("purchasing-approved").name(number),
        None => Flash::done("purchasing-saved").name(&order.head.supplier.name),
    };
    tx.redirect(&address(order.head.id), flash).await
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
    if grid::grown(&data, &mut typed.lines) {
        return again(&cx, Some(id), &mut typed, None).await;
    }
    match changed(&cx, id, &mut typed).await {
        Err(problem) if problem.is_mendable() => {
            again(&cx, Some(id), &mut typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &mut Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    typed.resolve(&mut tx).await?;
    let old = super::super::find(&mut tx, id).await?;
    let order = super::super::edit(&mut tx, id, typed.to_change(&old)?).await?;
    tx.redirect(&address(id), Flash::done("purchasing-saved").name(order.head.supplier.name)).await
}

/// The page once more, with what was typed.
async fn again(
    cx: &Cx,
    id: Option<Uuid>,
    typed: &mut Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    typed.resolve(&mut tx).await?;
    let head = match id {
        Some(id) => Some(super::super::find(&mut tx, id).await?.head),
        None => None,
    };
    page(cx, &mut tx, head.as_ref(), typed, problem).await
}

/// What the page needs beside what was typed.
struct Choices {
    warehouses: Vec<Warehouse>,
    currencies: Vec<Currency>,
    codes: Vec<TaxCode>,
    totals: Totals,
    amounts: HashMap<usize, String>,
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    head: Option<&PurchaseOrderHead>,
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
        Some(head) => cx.l.with("purchasing-order-edit", &[("name", (&head.supplier.name).into())]),
        None => cx.l.t("purchasing-order-new"),
    };
    let body = body(cx, &title, head, typed, problem, choices);
    Ok(cx.page_with(status, &title, body))
}

fn body(
    cx: &Cx,
    title: &str,
    head: Option<&PurchaseOrderHead>,
    typed: &Typed,
    problem: Option<&Problem>,
    choices: Choices,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let list = "/admin/purchase-orders";
    let (action, back) = match head {
        Some(head) => (format!("{}/edit", address(head.id)), address(head.id)),
        None => (format!("{list}/new"), list.to_owned()),
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    if !typed.request_id.is_empty() {
        hidden.push(("request_id".to_owned(), typed.request_id.clone()));
    }
    let may_approve = head.is_none() && cx.may("purchasing.approve");
    let save = Button::submit(l.t("purchasing-save")).icon(Icon::Check);
    let who = who(cx, typed, problem, &choices);
    let shown = Shown {
        taxes: Some(&choices.codes),
        price: "unit_price",
        price_label: "purchasing-price",
        totals_url: Some("/admin/purchase-orders/totals"),
        totals: choices.totals,
        amounts: choices.amounts,
    };
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("purchasing-orders"), list))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (who)
            (grid::grid(cx, &typed.lines, problem, &shown))
            (form_actions(html! {
                @if may_approve {
                    (Button::submit(l.t("purchasing-save-approve")).primary().icon(Icon::Check)
                        .value("approve", "1"))
                    (save)
                } @else { (save.primary()) }
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

fn who(cx: &Cx, typed: &Typed, problem: Option<&Problem>, choices: &Choices) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let mut codes = vec![("", l.t("purchasing-currency-of-supplier"))];
    codes.extend(choices.currencies.iter().map(|c| (c.code(), c.code().to_owned())));
    let open: Vec<(String, String)> = choices
        .warehouses
        .iter()
        .filter(|w| w.active || w.id.to_string() == typed.warehouse_id)
        .map(|w| (w.id.to_string(), l.text(&w.name).to_owned()))
        .collect();
    let (label, shown) = (l.t("purchasing-supplier"), &typed.supplier_shown);
    let supplier = Field::lookup("supplier_id", label, "/admin/suppliers/lookup", shown)
        .value(&typed.supplier_id)
        .required(true)
        .error(wrong("supplier_id"));
    fields(html! {
        @if typed.supplier_id.is_empty() { (supplier.autofocus()) } @else { (supplier) }
        (Field::date("order_date", l.t("purchasing-date")).value(&typed.order_date)
            .error(wrong("order_date")))
        (Field::date("expected_date", l.t("purchasing-expected")).value(&typed.expected_date)
            .error(wrong("expected_date")))
        (Field::text("reference", l.t("purchasing-reference")).value(&typed.reference)
            .maxlength(100).error(wrong("reference")))
        @if open.len() > 1 {
            (Field::select("warehouse_id", l.t("purchasing-deliver-to"), open)
                .value(&typed.warehouse_id).error(wrong("warehouse_id")))
        }
        @if choices.currencies.len() > 1 {
            (Field::select("currency", l.t("purchasing-currency"), codes)
                .value(&typed.currency).error(wrong("currency")))
        }
        (Field::textarea("note", l.t("purchasing-note")).value(&typed.note).span()
            .hint(l.t("purchasing-note-hint")).error(wrong("note")))
    })
}

/// What the order would be counted at: in the currency that was chosen, or its supplier's.
async fn rate(tx: &mut Tx, typed: &Typed) -> Result<ExchangeRate, Problem> {
    let own = tx.currency();
    let currency = match (typed.currency.parse(), typed.supplier_id.parse::<Uuid>()) {
        (Ok(currency), _) => currency,
        (Err(_), Ok(supplier)) => suppliers::find(tx, supplier).await?.currency,
        (Err(_), Err(_)) => own,
    };
    let day = typed.order_date.parse().unwrap_or_else(|_| tx.today());
    match currencies::fix(tx, currency, day, None).await {
        // Whoever saves the order is told; prices that are typed can be summed all the same.
        Err(problem) if problem.is_mendable() => {
            Ok(ExchangeRate::new(currency, own, day, 1_000_000, 1))
        }
        answer => answer,
    }
}

/// The sums of the lines that can be priced already, and the amount of each of them.
pub(super) async fn totals(
    cx: &Cx,
    tx: &mut Tx,
    typed: &Typed,
) -> Result<(Totals, HashMap<usize, String>), Problem> {
    let l = &cx.l;
    let asked: Vec<(usize, NewPurchaseLine)> = typed
        .lines
        .iter()
        .filter_map(|line| Some((line.row, line.to_line().ok()?)))
        .filter(|(_, line)| line.variant_id.is_some())
        .collect();
    let rate = rate(tx, typed).await?;
    let currency = rate.currency;
    let mut lines: Vec<NewPurchaseLine> = asked.iter().map(|(_, line)| line.clone()).collect();
    let found = known(tx, typed.supplier_id.parse().ok(), &rate, &lines).await?;
    // A line that cannot be priced yet counts as nothing, so that the others are summed.
    let mut rows = Vec::with_capacity(asked.len());
    let mut kept = Vec::with_capacity(asked.len());
    for ((row, _), known) in asked.iter().zip(found) {
        let line = lines.remove(0);
        if draft::price(
            std::slice::from_ref(&line),
            std::slice::from_ref(&known),
            Lang::En,
            currency,
        )
        .is_ok()
        {
            rows.push(*row);
            kept.push((line, known));
        }
    }
    let (lines, found): (Vec<_>, Vec<_>) = kept.into_iter().unzip();
    let priced = draft::price(&lines, &found, Lang::En, currency).ok();
    let zero = Money::zero(currency);
    let (net, tax, gross) =
        priced.as_ref().map_or((zero, zero, zero), |priced| (priced.net, priced.tax, priced.gross));
    let mut totals = Totals::new()
        .row(l.t("purchasing-net"), l.money(net))
        .row(l.t("purchasing-tax"), l.money(tax))
        .grand(l.t("purchasing-gross"), l.money(gross));
    let mut amounts = HashMap::new();
    for (line, row) in priced.iter().flat_map(|priced| &priced.lines).zip(rows) {
        let amount = l.amount(line.net);
        totals = totals.fill(format!("lines[{row}][amount]"), &amount);
        amounts.insert(row, amount);
    }
    Ok((totals, amounts))
}
