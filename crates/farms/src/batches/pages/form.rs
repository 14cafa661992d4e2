//! The form of one thing that happened to a batch.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Card, Icon, PageHeader, form, form_actions};
use base::{Cx, Flash, FormData, Problem};
use maud::html;
use uuid::Uuid;

use super::super::Batch;
use super::deed::Deed;
use super::detail::facts;
use super::fields::{Offered, Pen, of};
use crate::forms::{mistakes, texts};

pub(super) async fn ask(cx: Cx, deed: Deed, id: Uuid) -> Result<Response, Problem> {
    page(&cx, deed, id, &FormData::default(), None).await
}

pub(super) async fn record(
    cx: Cx,
    deed: Deed,
    id: Uuid,
    data: FormData,
) -> Result<Response, Problem> {
    let recorded = async {
        let mut tx = cx.begin().await?;
        let batch: Batch = deed.record(&cx, &mut tx, id, &data).await?;
        let flash = Flash::done("batches-recorded").name(batch.code);
        tx.redirect(&format!("/admin/batches/{id}"), flash).await
    };
    match recorded.await {
        Err(problem) if problem.is_mendable() || problem.status() == StatusCode::CONFLICT => {
            page(&cx, deed, id, &data, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn page(
    cx: &Cx,
    deed: Deed,
    id: Uuid,
    typed: &FormData,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let batch = super::super::find(&mut tx, id).await?;
    let offered = Offered::gather(cx, &mut tx, deed).await?;
    let (l, texts) = (&cx.l, texts(cx));
    let title = l.t(&format!("batches-do-{}", deed.word()));
    let home = format!("/admin/batches/{id}");
    let pen = Pen { cx, typed, problem };
    let body = html! {
        (PageHeader::new(&texts, &title)
            .crumb(l.t("batches-title"), "/admin/batches")
            .crumb(&batch.code, &home)
            .subtitle(l.t(&format!("batches-do-{}-text", deed.word()))))
        (mistakes(l, &texts, problem))
        div.split {
            (form(&deed.href(id), &cx.hidden(), html! {
                (of(&pen, deed, &batch, offered))
                (form_actions(html! {
                    (Button::submit(l.t("batches-record")).primary().icon(Icon::Check))
                    (Button::link(&texts.cancel, &home))
                }))
            }))
            (Card::new(html! { (facts(cx, &batch)) }).title(l.t("batches-now")))
        }
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(cx.page_with(status, &title, body))
}
