//! Payments as JSON.

use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Date, Json, List, Money, Path, Problem, Query, Route};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::register::Registers;
use super::{
    Certificate, Direction, Method, NewPayment, Part, Payer, Payment, PaymentQuery, Settlement,
};
use crate::open_items::Side;
use crate::tax::NewWithholding;

const READ: Access = Access::Needs("payments.read");
const RECEIVE: Access = Access::Needs("payments.receive");
const PAY: Access = Access::Needs("payments.pay");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/payments", READ, list)
            .summary("Lists payments; `q` searches number, reference, invoice and customer.")
            .query::<PaymentQuery>()
            .answers::<List<Payment>>(200),
        Route::get("/api/v1/payments/{id}", READ, show)
            .summary("Shows a payment with what it settled.")
            .answers::<Payment>(200),
        Route::post("/api/v1/payments/receive/{side}/{party}", RECEIVE, take)
            .summary(
                "Money of a customer, paid ahead where it settles nothing; a supplier's refund.",
            )
            .body::<NewMoney>()
            .answers::<Payment>(201),
        Route::post("/api/v1/payments/pay/{side}/{party}", PAY, pay)
            .summary(
                "Money to a supplier, paid ahead where it settles nothing; a customer's refund.",
            )
            .body::<NewMoney>()
            .answers::<Payment>(201),
        Route::post("/api/v1/invoices/{id}/payments", RECEIVE, receive)
            .summary("Receives money for an invoice, at most what is open.")
            .body::<NewPayment>()
            .answers::<Payment>(201),
    ]
}

async fn list(cx: Cx, Query(query): Query<PaymentQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::find(&mut tx, id).await?)
}

async fn receive(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewPayment>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin_document().await?;
    let payment = super::receive(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &payment).await
}

/// The money of a payment, and what it settles.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMoney {
    /// The payment's id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Cash box or bank.
    pub method: Method,
    /// The account of the money, where it is another than the method's own.
    #[serde(default)]
    pub account_id: Option<Uuid>,
    /// How much, above zero.
    pub amount: Money,
    /// What that is in the company's currency, where the bank says it; else by the day's rate.
    #[serde(default)]
    pub base: Option<Money>,
    /// The day; today when not said.
    #[serde(default)]
    pub date: Option<Date>,
    /// The payer's own word for it.
    #[serde(default)]
    pub reference: String,
    /// The open items that it settles; the rest is paid ahead. A refund must name the credit that
    /// it gives back.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// Tax that the payer keeps back: it settles documents as the money does.
    #[serde(default)]
    pub withholding: Option<NewWithholding>,
    /// The paper about what was kept back.
    #[serde(default)]
    pub certificate: Option<Certificate>,
}

impl NewMoney {
    /// The payment of a party.
    #[must_use]
    pub fn of(self, payer: Payer, direction: Direction) -> Settlement {
        Settlement {
            id: self.id,
            side: payer.side,
            direction,
            party_id: payer.id,
            party: payer.name,
            method: self.method,
            account_id: self.account_id,
            amount: self.amount,
            base: self.base,
            date: self.date,
            reference: self.reference,
            parts: self.parts,
            deductions: Vec::new(),
            withholding: self.withholding,
            certificate: self.certificate,
        }
    }
}

/// The route with the registers within its reach.
pub(super) fn give(route: Route, registers: &Registers) -> Route {
    let handler = route.handler.layer(Extension(registers.clone()));
    Route { handler, ..route }
}

async fn take(
    cx: Cx,
    Extension(registers): Extension<Registers>,
    Path((side, party)): Path<(Side, Uuid)>,
    Json(new): Json<NewMoney>,
) -> Result<Response, Problem> {
    settle(cx, &registers, (side, party), new, Direction::In).await
}

async fn pay(
    cx: Cx,
    Extension(registers): Extension<Registers>,
    Path((side, party)): Path<(Side, Uuid)>,
    Json(new): Json<NewMoney>,
) -> Result<Response, Problem> {
    settle(cx, &registers, (side, party), new, Direction::Out).await
}

async fn settle(
    cx: Cx,
    registers: &Registers,
    party: (Side, Uuid),
    new: NewMoney,
    direction: Direction,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let payer = registers.payer(&mut tx, party, direction).await?;
    let payment = super::settle(&mut tx, new.of(payer, direction)).await?;
    tx.reply(StatusCode::CREATED, &payment).await
}
