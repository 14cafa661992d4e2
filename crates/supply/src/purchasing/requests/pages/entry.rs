//! The form of a purchase request.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Field, Icon, PageHeader, Totals, fields, form, form_actions};
use base::{Cx, Date, Flash, FormData, Money, Path, Problem, Rounding, Tx};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{
    ChangePurchaseRequest, NewPurchaseRequest, NewRequestLine, PurchaseRequest, edit as edit_one,
    find,
};
use super::address;
use crate::forms;
use crate::purchasing::grid::{self, Shown, TypedLine};
use crate::suppliers;

/// The form.
#[derive(Debug, Clone, Default)]
struct Typed {
    version: Option<i32>,
    reason: String,
    needed_by: String,
    supplier_id: String,
    supplier_shown: String,
    lines: Vec<TypedLine>,
}

/// The day by which it is needed, the supplier, and the lines.
type Commands = (Option<Date>, Option<Uuid>, Vec<NewRequestLine>);

impl Typed {
    fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            version: forms::version(data),
            reason: text("reason"),
            needed_by: text("needed_by"),
            supplier_id: text("supplier_id"),
            supplier_shown: text("supplier_id_text"),
            lines: grid::read(data),
        }
    }

    fn of(request: &PurchaseRequest) -> Self {
        let lines = request.lines.iter().enumerate().map(|(row, line)| TypedLine {
            row,
            variant_id: line.variant_id.to_string(),
            shown: line.description.clone(),
            quantity: line.quantity.to_string(),
            price: line.unit_cost.to_string(),
            tax_code_id: String::new(),
        });
        let head = &request.head;
        Self {
            version: Some(head.version),
            reason: head.reason.clone(),
            needed_by: head.needed_by.map(|day| day.to_string()).unwrap_or_default(),
            supplier_id: head.supplier_id.map(|id| id.to_string()).unwrap_or_default(),
            supplier_shown: head.supplier.clone().unwrap_or_default(),
            lines: lines.collect(),
        }
    }

    fn commands(&self) -> Result<Commands, Problem> {
        let mut problem = Problem::invalid();
        let supplier = self.supplier_id.parse::<Uuid>().ok();
        if supplier.is_none() && !self.supplier_shown.is_empty() {
            problem = problem.field("supplier_id", "unknown");
        }
        let (day, problem) = grid::date(&self.needed_by, "needed_by", problem);
        problem.or_ok()?;
        let lines = grid::commands(&self.lines, "unit_cost")?.into_iter().map(|line| {
            let (variant_id, quantity, unit_cost) =
                (line.variant_id, line.quantity, line.unit_price);
            NewRequestLine { variant_id, sku: None, quantity, unit_cost }
        });
        Ok((day, supplier, lines.collect()))
    }
}

pub(super) async fn new(cx: Cx) -> Result<Response, Problem> {
    Ok(page(&cx, None, &Typed::default(), None))
}

pub(super) async fn ask(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if grid::grown(&data, &mut typed.lines) {
        return again(&cx, None, &mut typed, None).await;
    }
    match asked(&cx, &mut typed).await {
        Err(problem) if problem.is_mendable() => again(&cx, None, &mut typed, Some(&problem)).await,
        answer => answer,
    }
}

async fn asked(cx: &Cx, typed: &mut Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    resolve(&mut tx, typed).await?;
    let (needed_by, supplier_id, lines) = typed.commands()?;
    let reason = typed.reason.clone();
    let new = NewPurchaseRequest { id: None, reason, needed_by, supplier_id, lines };
    let request = super::super::ask(&mut tx, new).await?;
    let flash = Flash::done("purchasing-asked").name(request.head.number);
    tx.redirect(&address(request.head.id), flash).await
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let request = find(&mut tx, id).await?;
    Ok(page(&cx, Some(&request), &Typed::of(&request), None))
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
    resolve(&mut tx, typed).await?;
    let (needed_by, supplier_id, lines) = typed.commands()?;
    let change = ChangePurchaseRequest {
        version: typed.version,
        reason: Some(typed.reason.clone()),
        needed_by,
        supplier_id,
        lines: Some(lines),
    };
    let request = edit_one(&mut tx, id, change).await?;
    tx.redirect(&address(id), Flash::done("purchasing-saved").name(request.head.number)).await
}

async fn resolve(tx: &mut Tx, typed: &mut Typed) -> Result<(), Problem> {
    suppliers::find_typed(tx, &mut typed.supplier_id, &typed.supplier_shown).await?;
    grid::resolve(tx, &mut typed.lines).await
}

async fn again(
    cx: &Cx,
    id: Option<Uuid>,
    typed: &mut Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    resolve(&mut tx, typed).await?;
    let request = match id {
        Some(id) => Some(find(&mut tx, id).await?),
        None => None,
    };
    Ok(page(cx, request.as_ref(), typed, problem))
}

fn page(
    cx: &Cx,
    request: Option<&PurchaseRequest>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Response {
    let (l, list) = (&cx.l, "/admin/purchase-requests");
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = request.map_or_else(|| l.t("purchasing-request-new"), |r| r.head.number.clone());
    let (action, back) = match request {
        Some(request) => (format!("{}/edit", address(request.head.id)), address(request.head.id)),
        None => (format!("{list}/new"), list.to_owned()),
    };
    let texts = forms::texts(cx);
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    let body = html! {
        (PageHeader::new(&texts, &title).crumb(l.t("purchasing-requests"), list))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (head(cx, typed, problem))
            (lines(cx, typed, problem))
            (form_actions(html! {
                (Button::submit(l.t("purchasing-ask")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, back))
            }))
        }))
    };
    cx.page_with(status, &title, body)
}

fn head(cx: &Cx, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let (label, shown) = (l.t("purchasing-supplier"), &typed.supplier_shown);
    fields(html! {
        (Field::textarea("reason", l.t("purchasing-reason")).value(&typed.reason).span()
            .required(true).hint(l.t("purchasing-reason-hint")).error(wrong("reason")))
        (Field::date("needed_by", l.t("purchasing-needed-by")).value(&typed.needed_by)
            .error(wrong("needed_by")))
        (Field::lookup("supplier_id", label, "/admin/suppliers/lookup", shown)
            .value(&typed.supplier_id).error(wrong("supplier_id")))
    })
}

fn lines(cx: &Cx, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let currency = cx.actor.tenant.currency;
    let mut sum = Money::zero(currency);
    let mut amounts = HashMap::new();
    for (i, line) in typed.lines.iter().enumerate() {
        let Ok(line) = line.to_line() else { continue };
        let price = line.unit_price.unwrap_or_default();
        let amount = Money::of(price, line.quantity, currency, Rounding::HalfEven);
        let Ok(amount) = amount else { continue };
        sum.minor = sum.minor.saturating_add(amount.minor);
        amounts.insert(i, cx.l.amount(amount));
    }
    let shown = Shown {
        taxes: None,
        price: "unit_cost",
        price_label: "purchasing-unit-cost",
        totals_url: None,
        totals: Totals::new().grand(cx.l.t("purchasing-estimate"), cx.l.money(sum)),
        amounts,
    };
    grid::grid(cx, &typed.lines, problem, &shown)
}
