//! Entering, deciding and correcting bills as JSON.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, Path, Problem, Route};
use finance::bills::Bill;
use platform::files::{self, File};
use uuid::Uuid;

use super::{NewBillDebit, NewSupplierBill};
use crate::purchasing::requests::Decision;

const ENTER: Access = Access::Needs("bills.enter");
const APPROVE: Access = Access::Needs("bills.approve");
const DEBIT: Access = Access::Needs("bills.debit");

/// The largest paper, in bytes.
const MOST_BYTES: usize = 10_000_000;

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/bills", ENTER, enter)
            .summary(
                "Enters a bill: posted when it agrees with order and receipt, waiting otherwise.",
            )
            .body::<NewSupplierBill>()
            .answers::<Bill>(201),
        Route::post("/api/v1/bill-files", ENTER, upload)
            .summary("Keeps a supplier's paper, sent as `file`; name its id in the bill.")
            .upload()
            .answers::<File>(201),
        Route::post("/api/v1/bills/{id}/approval", APPROVE, approve)
            .summary("Approves a bill that waits, with its differences, and posts it.")
            .body::<Decision>()
            .answers::<Bill>(200),
        Route::post("/api/v1/bills/{id}/rejection", APPROVE, reject)
            .summary("Rejects a bill that waits, with a reason.")
            .body::<Decision>()
            .answers::<Bill>(200),
        Route::post("/api/v1/bills/{id}/debit-notes", DEBIT, debit)
            .summary("Takes a posted bill back, by line and amount or wholly.")
            .body::<NewBillDebit>()
            .answers::<Bill>(201),
    ]
}

async fn enter(cx: Cx, Json(new): Json<NewSupplierBill>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let bill = super::bill(&mut tx, new).await?;
    tx.reply_versioned(StatusCode::CREATED, bill.version, &bill).await
}

/// A paper as it was sent.
pub(super) struct Paper {
    name: String,
    kind: String,
    bytes: Vec<u8>,
}

impl Paper {
    /// Reads one part of a form; nothing when no file was chosen.
    pub(super) async fn read(
        mut field: axum::extract::multipart::Field<'_>,
    ) -> Result<Option<Self>, Problem> {
        let name = field.file_name().unwrap_or_default().to_owned();
        let kind = field.content_type().unwrap_or("application/octet-stream").to_owned();
        let mut bytes = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(|_| broken())? {
            // All is read, since a browser that is still sending does not see the answer.
            if bytes.len() <= MOST_BYTES {
                bytes.extend_from_slice(&piece);
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.len() > MOST_BYTES {
            let megabytes = MOST_BYTES / 1_000_000;
            let facts: &[(&'static str, &dyn std::fmt::Display)] = &[("megabytes", &megabytes)];
            return Err(Problem::invalid().field_with("file", "bill_file_too_large", facts));
        }
        Ok(Some(Self { name, kind, bytes }))
    }

    pub(super) async fn keep(self, tx: &mut base::Tx) -> Result<Uuid, Problem> {
        files::save(tx, &self.name, &self.kind, self.bytes).await
    }
}

pub(super) fn broken() -> Problem {
    Problem::bad_request("body_unreadable")
}

async fn upload(cx: Cx, form: Result<Multipart, MultipartRejection>) -> Result<Response, Problem> {
    let mut form = form.map_err(|_| broken())?;
    let mut paper = None;
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        if field.name() == Some("file") {
            paper = Paper::read(field).await?;
        }
    }
    let paper = paper.ok_or_else(|| Problem::invalid().field("file", "required"))?;
    let mut tx = cx.begin().await?;
    let id = paper.keep(&mut tx).await?;
    let file = files::find(&mut tx, id).await?;
    tx.reply(StatusCode::CREATED, &file).await
}

async fn approve(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut decision): Json<Decision>,
) -> Result<Response, Problem> {
    decision.version = cx.if_match()?.or(decision.version);
    let mut tx = cx.begin().await?;
    let bill = super::approve(&mut tx, id, decision).await?;
    tx.reply_versioned(StatusCode::OK, bill.version, &bill).await
}

async fn reject(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut decision): Json<Decision>,
) -> Result<Response, Problem> {
    decision.version = cx.if_match()?.or(decision.version);
    let mut tx = cx.begin().await?;
    let bill = super::reject(&mut tx, id, decision).await?;
    tx.reply_versioned(StatusCode::OK, bill.version, &bill).await
}

async fn debit(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(new): Json<NewBillDebit>,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let note = super::correct(&mut tx, id, new).await?;
    tx.reply(StatusCode::CREATED, &note).await
}
