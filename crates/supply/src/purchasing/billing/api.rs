//! Entering, deciding and correcting bills as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, Path, Problem, Route, Tx, UploadForm};
use bytes::Bytes;
use finance::bills::Bill;
use platform::files::{self, File};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{NewBillDebit, NewSupplierBill};
use crate::purchasing::requests::Decision;

const ENTER: Access = Access::Needs("bills.enter");
const APPROVE: Access = Access::Needs("bills.approve");
const DEBIT: Access = Access::Needs("bills.debit");

/// The largest paper, in bytes.
pub(super) const MOST_BYTES: usize = 10_000_000;

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
            .upload::<Form>()
            .answers::<File>(201),
        Route::post("/api/v1/bills/{id}/approval", APPROVE, approve)
            .summary("Approves a bill that waits, with its differences, and posts it.")
            .body::<Decision>()
            .answers::<Bill>(200),
        Route::post("/api/v1/bills/{id}/rejection", APPROVE, reject)
            .summary("Rejects a bill that waits, with a reason.")
            .body::<Decision>()
            .answers::<Bill>(200),
        Route::post("/api/v1/bills/{id}/withdrawal", ENTER, withdraw)
            .summary("Withdraws one's own bill while it waits.")
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

/// A supplier's paper, as the document of the API describes it.
#[derive(ToSchema)]
#[schema(as = NewBillFile)]
#[expect(dead_code, reason = "the form is read part by part")]
struct Form {
    /// The paper: a PDF or a picture.
    #[schema(value_type = String, format = Binary)]
    file: Bytes,
}

/// A paper as it was sent.
pub(super) struct Paper {
    name: String,
    kind: &'static str,
    bytes: Bytes,
}

impl Paper {
    /// A file of a form; nothing when no file was chosen. `bytes` is none for one that is larger
    /// than a paper may be.
    pub(super) fn of(name: String, bytes: Option<Bytes>) -> Result<Option<Self>, Problem> {
        let Some(bytes) = bytes else {
            let megabytes = MOST_BYTES / 1_000_000;
            let facts: &[(&'static str, &dyn std::fmt::Display)] = &[("megabytes", &megabytes)];
            return Err(Problem::invalid().field_with("file", "bill_file_too_large", facts));
        };
        let kind = kind_of(&bytes);
        Ok(Some(Self { name, kind, bytes }).filter(|paper| !paper.bytes.is_empty()))
    }

    pub(super) async fn keep(self, tx: &mut Tx) -> Result<Uuid, Problem> {
        files::save(tx, &self.name, self.kind, self.bytes).await
    }
}

/// What a file is by its first bytes, not by what somebody says.
fn kind_of(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        _ => "application/octet-stream",
    }
}

async fn upload(cx: Cx, mut form: UploadForm) -> Result<Response, Problem> {
    let mut paper = None;
    while let Some(part) = form.next().await? {
        if part.name() == "file" {
            let name = part.file_name().to_owned();
            paper = Paper::of(name, part.bytes(MOST_BYTES).await?)?;
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

async fn withdraw(
    cx: Cx,
    Path(id): Path<Uuid>,
    Json(mut decision): Json<Decision>,
) -> Result<Response, Problem> {
    decision.version = cx.if_match()?.or(decision.version);
    let mut tx = cx.begin().await?;
    let bill = super::withdraw(&mut tx, id, decision).await?;
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
