//! The buttons of a journal's page. A refusal is shown on the same page, above everything.

use axum::response::Response;
use base::{Cx, Date, Flash, FormData, Path, Problem};
use uuid::Uuid;

use super::super::{NewReversal, SendBack, find};
use super::detail::next_month;
use super::entry::done;
use super::{address, detail};
use crate::forms::version;

pub(super) async fn post(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answer = async {
        let mut tx = cx.begin().await?;
        let journal = super::super::post(&mut tx, id, version(&data)).await?;
        tx.redirect(&address(id), done(&journal)).await
    };
    let answer = answer.await;
    or_again(&cx, id, answer).await
}

pub(super) async fn approve(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answer = async {
        let mut tx = cx.begin().await?;
        let journal = super::super::approve(&mut tx, id, version(&data)).await?;
        tx.redirect(&address(id), done(&journal)).await
    };
    let answer = answer.await;
    or_again(&cx, id, answer).await
}

pub(super) async fn send_back(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answer = async {
        let mut tx = cx.begin().await?;
        let back = SendBack { version: version(&data), reason: data.text("reason").to_owned() };
        let journal = super::super::send_back(&mut tx, id, back).await?;
        tx.redirect(&address(id), Flash::done("journals-was-sent-back").name(journal.memo)).await
    };
    let answer = answer.await;
    or_again(&cx, id, answer).await
}

pub(super) async fn reverse(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answer = async {
        let mut tx = cx.begin().await?;
        let date = match data.has("next_month") {
            true => next_month(find(&mut tx, id).await?.date),
            false => day(&data)?,
        };
        let new = NewReversal { id: None, date, memo: data.text("memo").to_owned() };
        let journal = super::super::reverse(&mut tx, id, new).await?;
        tx.redirect(&address(journal.id), done(&journal)).await
    };
    let answer = answer.await;
    or_again(&cx, id, answer).await
}

fn day(data: &FormData) -> Result<Option<Date>, Problem> {
    let wrong = |_| Problem::invalid().field("date", "not_a_date");
    data.some("date").map(|text| text.parse().map_err(wrong)).transpose()
}

pub(super) async fn discard(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answer = async {
        let mut tx = cx.begin().await?;
        super::super::discard(&mut tx, id, version(&data)).await?;
        tx.redirect("/admin/journals", Flash::done("journals-discarded")).await
    };
    let answer = answer.await;
    or_again(&cx, id, answer).await
}

/// The page again, with what was refused.
pub(super) async fn or_again(
    cx: &Cx,
    id: Uuid,
    answer: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match answer {
        Err(problem) if problem.is_mendable() => detail::answer(cx, id, Some(&problem)).await,
        answer => answer,
    }
}
