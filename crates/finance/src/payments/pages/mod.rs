//! Payments as people see them.

mod choose;
mod detail;
mod export;
mod form;
mod index;
mod settle;
mod withheld;

use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Flash, FormData, Path, Problem, Query, Route, Tx};
use platform::audit;
use serde::Deserialize;
use uuid::Uuid;

use super::register::Registers;
use super::{Direction, Payer, PaymentQuery};
use crate::asked::filter;
use crate::open_items::{self, Side};
use crate::{currencies, invoices, ledger, tax};
use form::PaymentForm;
use settle::{Offer, SettleForm};

const READ: Access = Access::Needs("payments.read");
const RECEIVE: Access = Access::Needs("payments.receive");
const PAY: Access = Access::Needs("payments.pay");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/payments", READ, list),
        Route::get("/admin/payments/export", READ, export::list),
        Route::get("/admin/payments/receive", RECEIVE, receiving),
        Route::post("/admin/payments/receive/{side}/{party}", RECEIVE, received_of),
        Route::get("/admin/payments/pay", PAY, paying),
        Route::post("/admin/payments/pay/{side}/{party}", PAY, paid_to),
        Route::get("/admin/payments/{id}", READ, show),
        Route::get("/admin/invoices/{id}/payment", RECEIVE, ask),
        Route::post("/admin/invoices/{id}/payment", RECEIVE, receive),
    ]
}

async fn list(cx: Cx, Query(query): Query<PaymentQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::list(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("payments-title"), index::page(&cx, &query, &found)))
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let payment = super::find(&mut tx, id).await?;
    let entry = match cx.may("ledger.read") {
        true => Some(ledger::entry(&mut tx, payment.entry_id).await?),
        false => None,
    };
    let items = open_items::of_document(&mut tx, "payment", id).await?;
    let happened = audit::timeline(&mut tx, "payment", id).await?;
    let body = detail::page(&cx, &payment, &items, entry.as_ref(), &happened);
    Ok(cx.page(&payment.number, body))
}

/// Whose money is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wanted {
    #[serde(deserialize_with = "filter")]
    side: Option<Side>,
    #[serde(deserialize_with = "filter")]
    party: Option<Uuid>,
    q: String,
}

async fn receiving(
    cx: Cx,
    Extension(registers): Extension<Registers>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    choose_or_ask(&cx, &registers, &wanted, wanted.side.unwrap_or(Side::Receivable), Direction::In)
        .await
}

async fn paying(
    cx: Cx,
    Extension(registers): Extension<Registers>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Problem> {
    choose_or_ask(&cx, &registers, &wanted, wanted.side.unwrap_or(Side::Payable), Direction::Out)
        .await
}

/// The folder of the pages on which money moves this way.
fn folder(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "/admin/payments/receive",
        Direction::Out => "/admin/payments/pay",
    }
}

async fn choose_or_ask(
    cx: &Cx,
    registers: &Registers,
    wanted: &Wanted,
    side: Side,
    direction: Direction,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let Some(party) = wanted.party else {
        let found = registers.parties(&mut tx, side, direction, &wanted.q).await?;
        let body = choose::page(cx, side, direction, &found);
        return Ok(cx.page(&cx.l.t("payments-new"), body));
    };
    let payer = registers.payer(&mut tx, (side, party), direction).await?;
    let action = format!("{}/{}/{party}", folder(direction), side.name());
    settling(cx, &mut tx, payer, direction, &action, None).await
}

async fn received_of(
    cx: Cx,
    Extension(registers): Extension<Registers>,
    Path((side, party)): Path<(Side, Uuid)>,
    data: FormData,
) -> Result<Response, Problem> {
    answer_known(&cx, &registers, (side, party), Direction::In, &data).await
}

async fn paid_to(
    cx: Cx,
    Extension(registers): Extension<Registers>,
    Path((side, party)): Path<(Side, Uuid)>,
    data: FormData,
) -> Result<Response, Problem> {
    answer_known(&cx, &registers, (side, party), Direction::Out, &data).await
}

async fn answer_known(
    cx: &Cx,
    registers: &Registers,
    (side, party): (Side, Uuid),
    direction: Direction,
    data: &FormData,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let payer = registers.payer(&mut tx, (side, party), direction).await?;
    tx.roll_back().await?;
    let action = format!("{}/{}/{party}", folder(direction), side.name());
    answer(cx, payer, direction, &action, data).await
}

/// The form of a payment of a party that the caller knows; `action` is where it is sent. The
/// caller's route declares the permission: `payments.receive` or `payments.pay`.
///
/// # Errors
/// When the database is away.
pub async fn offer(
    cx: &Cx,
    payer: Payer,
    direction: Direction,
    action: &str,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    settling(cx, &mut tx, payer, direction, action, None).await
}

/// Carries out what was typed into [`offer`], or shows it again with what is wrong.
///
/// # Errors
/// As the verb's, where a person cannot mend them.
pub async fn answer(
    cx: &Cx,
    payer: Payer,
    direction: Direction,
    action: &str,
    data: &FormData,
) -> Result<Response, Problem> {
    let typed = SettleForm::read(data);
    match settled(cx, &payer, direction, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            settling(cx, &mut tx, payer, direction, action, Some((&typed, &problem))).await
        }
        answer => answer,
    }
}

async fn settled(
    cx: &Cx,
    payer: &Payer,
    direction: Direction,
    typed: &SettleForm,
) -> Result<Response, Problem> {
    let new = typed.to_new(cx, payer, direction)?;
    let mut tx = cx.begin().await?;
    let payment = super::settle(&mut tx, new).await?;
    let done = Flash::done("payments-posted").name(payment.number);
    tx.redirect(&format!("/admin/payments/{}", payment.id), done).await
}

async fn settling(
    cx: &Cx,
    tx: &mut Tx,
    payer: Payer,
    direction: Direction,
    action: &str,
    typed: Option<(&SettleForm, &Problem)>,
) -> Result<Response, Problem> {
    let mut items = open_items::open_of(tx, payer.side, payer.id).await?;
    items.retain(|item| item.is_debit() == (direction == Direction::In));
    let accounts = ledger::accounts(tx).await?;
    let holds = |account: &ledger::Account| {
        account.active
            && account.role.is_none()
            && matches!(account.control, ledger::Control::Bank | ledger::Control::Cash)
    };
    let side = payer.side;
    let offer = Offer {
        payer,
        direction,
        items,
        accounts: accounts.into_iter().filter(holds).collect(),
        currencies: currencies::choices(tx).await?,
        withholdings: match direction == super::usual(side) {
            true => tax::withholdings(tx).await?,
            false => Vec::new(),
        },
    };
    let fresh = SettleForm::of(cx, tx.today(), &offer.items);
    let problem = typed.map(|(_, problem)| problem);
    let typed = typed.map_or(&fresh, |(typed, _)| typed);
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = settle::page(cx, &offer, typed, action, problem);
    Ok(cx.page_with(status, &cx.l.t(settle::title(&offer)), body))
}

async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    asked(&cx, id, None, None).await
}

async fn receive(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = PaymentForm::read(&data);
    match received(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => asked(&cx, id, Some(&typed), Some(&problem)).await,
        answer => answer,
    }
}

async fn received(cx: &Cx, id: Uuid, typed: &PaymentForm) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let invoice = invoices::find(&mut tx, id).await?;
    let new = typed.to_new(cx, invoice.gross.currency)?;
    let payment = super::receive(&mut tx, id, new).await?;
    let done = Flash::done("payments-received").name(payment.number);
    tx.redirect(&format!("/admin/invoices/{id}"), done).await
}

/// The form, anew or with what was typed and what is wrong with it.
async fn asked(
    cx: &Cx,
    id: Uuid,
    typed: Option<&PaymentForm>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let invoice = invoices::find(&mut tx, id).await?;
    let codes = tax::withholdings(&mut tx).await?;
    let fresh = PaymentForm::of(&invoice, tx.today());
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = form::page(cx, &invoice, &codes, typed.unwrap_or(&fresh), problem);
    Ok(cx.page_with(status, &cx.l.t("payments-receive"), body))
}
