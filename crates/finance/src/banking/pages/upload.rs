//! A file of the bank: sent, looked at, taken in.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Badge, Button, Card, Column, Icon, PageHeader, Row, Table, Tone, bdi, form, form_actions,
};
use base::{Cx, Flash, FormData, Path, Problem, UploadForm};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::api::sent;
use super::super::{BankAccount, BankFile, Columns, Format, NewImport, Preview};
use super::form::{columns, typed_columns};
use super::{accounts, address};
use crate::forms::{mistakes, texts};

pub(super) async fn upload(
    cx: Cx,
    Path(id): Path<Uuid>,
    upload: UploadForm,
) -> Result<Response, Problem> {
    let answer = async {
        let (name, bytes) = sent(upload).await?;
        let mut tx = cx.begin().await?;
        let file = super::super::upload(&mut tx, id, &name, bytes).await?;
        let to = format!("/admin/bank/files/{}", file.id);
        tx.redirect(&to, Flash::done("banking-file-came").name(file.name)).await
    };
    match answer.await {
        Err(problem) if problem.is_mendable() => accounts::answer(&cx, id, Some(&problem)).await,
        answer => answer,
    }
}

pub(super) async fn preview(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    shown(&cx, id, None, None).await
}

/// Takes the file in, or shows it again with other columns.
pub(super) async fn import(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let typed = data.has("order").then(|| typed_columns(&data));
    if !data.has("confirm") {
        return shown(&cx, id, typed.as_ref(), None).await;
    }
    match imported(&cx, id, typed.clone()).await {
        Err(problem) if problem.is_mendable() => {
            shown(&cx, id, typed.as_ref(), Some(&problem)).await
        }
        answer => answer,
    }
}

async fn imported(cx: &Cx, id: Uuid, columns: Option<Columns>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let done = super::super::import(&mut tx, id, NewImport { columns }).await?;
    let flash = Flash::done("banking-imported").name(cx.l.int(done.added.cast_signed()));
    let to = format!("{}/reconcile", address(done.bank_account_id));
    tx.redirect(&to, flash).await
}

async fn shown(
    cx: &Cx,
    id: Uuid,
    typed: Option<&Columns>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let file = super::super::find_file(&mut tx, id).await?;
    let account = super::super::find(&mut tx, file.bank_account_id).await?;
    let found = super::super::preview(&mut tx, id, typed).await;
    let (found, wrong) = match found {
        Ok(found) => (Some(found), None),
        Err(wrong) if wrong.is_mendable() => (None, Some(wrong)),
        Err(wrong) => return Err(wrong),
    };
    let problem = problem.or(wrong.as_ref());
    let columns = typed.unwrap_or(&account.columns);
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(cx, &account, &file, columns, found.as_ref(), problem);
    Ok(cx.page_with(status, &file.name, body))
}

fn page(
    cx: &Cx,
    account: &BankAccount,
    file: &BankFile,
    said: &Columns,
    found: Option<&Preview>,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let home = address(account.id);
    let action = format!("/admin/bank/files/{}", file.id);
    html! {
        (PageHeader::new(&texts, &file.name)
            .crumb(l.t("banking-title"), "/admin/bank")
            .crumb(super::named(l, account), &home)
            .beside(html! {
                (Badge::new(Tone::Info, l.t(&format!("banking-format-{}", file.format.name()))))
            }))
        (mistakes(l, &texts, problem))
        @if let Some(found) = found { (contents(cx, found)) }
        (form(&action, &cx.hidden(), html! {
            @if file.format == Format::Csv {
                (Card::new(html! {
                    p.muted { (l.t("banking-columns-text")) }
                    (columns(cx, said, problem))
                    div.row { (Button::submit(l.t("banking-look-again")).icon(Icon::Search)) }
                }).title(l.t("banking-columns")))
            }
            (form_actions(html! {
                @if let Some(found) = found {
                    @let count = i64::try_from(found.new_lines).unwrap_or(i64::MAX);
                    (Button::submit(l.with("banking-take-in-lines", &[("n", count.into())]))
                        .primary().value("confirm", "1"))
                }
                (Button::link(&texts.cancel, home))
            }))
        }))
    }
}

fn contents(cx: &Cx, found: &Preview) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("banking-date")).unbroken(),
        Column::new(l.t("banking-description")).title(),
        Column::new(l.t("banking-counterparty")),
        Column::new(l.t("banking-amount")).numeric(),
        Column::new(l.t("banking-state")),
    ];
    let rows = found.lines.iter().map(|line| {
        Row::new(vec![
            bdi(&l.date(line.date)),
            bdi(&line.description),
            bdi(&line.counterparty),
            bdi(&l.amount(line.amount)),
            html! { @if line.known { (Badge::new(Tone::Neutral, l.t("banking-known"))) } },
        ])
    });
    let lines = Table::new(l.t("banking-lines"), columns).rows(rows);
    let counts = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    html! {
        p {
            (l.with("banking-file-holds", &[
                ("new", counts(found.new_lines).into()),
                ("known", counts(found.known_lines).into()),
            ]))
        }
        @for statement in &found.statements {
            @if let (Some(opening), Some(closing)) = (statement.opening, statement.closing) {
                p.muted {
                    (l.with("banking-from-to", &[
                        ("opening", l.money(opening).into()), ("closing", l.money(closing).into()),
                    ]))
                }
            }
        }
        (Card::new(html! { (lines) })
            .title(l.t("banking-lines")).flush())
    }
}
