//! The form that takes back a credit note that was a mistake.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Banner, Button, Field, PageHeader, Tone, fields, form, form_actions};
use base::{Cx, Date, Flash, FormData, Path, Problem};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{Invoice, Kind, NewCancellation, cancel, find};
use crate::forms::{error, mistakes, texts};

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    asked(&cx, id, None).await
}

pub(super) async fn submit(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    match cancelled(&cx, id, &data).await {
        Err(problem) if problem.is_mendable() => asked(&cx, id, Some((&data, &problem))).await,
        answer => answer,
    }
}

async fn cancelled(cx: &Cx, id: Uuid, data: &FormData) -> Result<Response, Problem> {
    let not_a_date = |_| Problem::invalid().field("date", "not_a_date");
    let date = data.some("date").map(str::parse::<Date>).transpose().map_err(not_a_date)?;
    let new = NewCancellation { id: None, reason: data.text("reason").to_owned(), date };
    let mut tx = cx.begin().await?;
    let debit = cancel(&mut tx, id, new).await?;
    let done = Flash::done("invoices-cancelled-now").name(debit.number);
    tx.redirect(&super::address(debit.id), done).await
}

/// The form, anew or with what was typed and what is wrong with it.
async fn asked(
    cx: &Cx,
    id: Uuid,
    typed: Option<(&FormData, &Problem)>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let note = find(&mut tx, id).await?;
    let today = tx.today();
    let status = typed.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(cx, &note, today, typed);
    Ok(cx.page_with(status, &cx.l.t("invoices-cancel"), body))
}

/// Why it cannot be taken back, where that is plain before anything is typed.
fn hindrance(cx: &Cx, note: &Invoice) -> Option<String> {
    let problem = match (&note.cancelled_by_number, note.kind) {
        (Some(by), _) => Problem::conflict("credit_note_cancelled").fact("number", by),
        (None, Kind::CreditNote) => return None,
        (None, _) => Problem::conflict("only_credit_notes_are_cancelled"),
    };
    Some(problem.sentence(&cx.l))
}

fn page(cx: &Cx, note: &Invoice, today: Date, typed: Option<(&FormData, &Problem)>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let home = super::address(note.id);
    let problem = typed.map(|(_, problem)| problem);
    let value = |field: &str| typed.map(|(data, _)| data.text(field).to_owned());
    let number = [("number", note.number.as_str().into())];
    html! {
        (PageHeader::new(&texts, l.with("invoices-cancel-of", &number))
            .crumb(l.t("invoices-title"), "/admin/invoices")
            .crumb(&note.number, &home)
            .subtitle(l.t("invoices-cancel-text")))
        @if let Some(why_not) = hindrance(cx, note) {
            (Banner::new(Tone::Info, why_not))
        } @else {
            (mistakes(l, &texts, problem))
            (form(&format!("{home}/cancel"), &cx.hidden(), html! {
                (fields(html! {
                    (Field::text("reason", l.t("invoices-reason"))
                        .value(value("reason").unwrap_or_default()).required(true).maxlength(500)
                        .hint(l.t("invoices-cancel-reason-hint")).span()
                        .error(error(l, problem, "reason")))
                    (Field::date("date", l.t("invoices-issue-date"))
                        .value(value("date").unwrap_or_else(|| today.to_string()))
                        .required(true).error(error(l, problem, "date")))
                }))
                (form_actions(html! {
                    (Button::submit(l.t("invoices-cancel-post")).primary())
                    (Button::link(l.t("ui-cancel"), &home))
                }))
            }))
        }
    }
}
