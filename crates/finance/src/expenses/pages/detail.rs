//! One expense: what it was, its entry, its paper, and what may be done with it.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Confirm, Facts, Field, Icon, PageHeader, bdi, fields, file_form, form,
};
use base::{Cx, Flash, FormData, Path, Problem, UploadForm};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::api::{kind_of, sent};
use super::super::{Expense, ExpenseState, LinkType, NewExpenseReversal};
use super::index::{badge, way_name};
use crate::forms::{error, mistakes, texts};
use crate::ledger::{self, Entry};

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    answer(&cx, id, None).await
}

async fn answer(cx: &Cx, id: Uuid, problem: Option<&Problem>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let expense = super::super::find(&mut tx, id).await?;
    let entries = match cx.may("ledger.read") {
        true => ledger::entries_of(&mut tx, "expense", id).await?,
        false => Vec::new(),
    };
    let happened = audit::timeline(&mut tx, "expense", id).await?;
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let body = page(cx, &expense, &entries, &happened, problem);
    Ok(cx.page_with(status, &expense.description, body))
}

/// Does something, and shows the page again with what stood in the way.
async fn done(cx: &Cx, id: Uuid, answered: Result<Response, Problem>) -> Result<Response, Problem> {
    match answered {
        Err(problem) if problem.is_mendable() || problem.status() == StatusCode::CONFLICT => {
            answer(cx, id, Some(&problem)).await
        }
        answered => answered,
    }
}

fn address(id: Uuid) -> String {
    format!("/admin/expenses/{id}")
}

pub(super) async fn approve(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let answered = async {
        let mut tx = cx.begin().await?;
        let expense = super::super::approve(&mut tx, id).await?;
        let flash = Flash::done("expenses-entered").name(expense.number.unwrap_or_default());
        tx.redirect(&address(id), flash).await
    };
    done(&cx, id, answered.await).await
}

pub(super) async fn discard(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let answered = async {
        let mut tx = cx.begin().await?;
        super::super::discard(&mut tx, id).await?;
        tx.redirect("/admin/expenses", Flash::done("expenses-discarded")).await
    };
    done(&cx, id, answered.await).await
}

pub(super) async fn reverse(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answered = async {
        let mut tx = cx.begin().await?;
        let new = NewExpenseReversal { date: None, reason: data.text("reason").to_owned() };
        let expense = super::super::reverse(&mut tx, id, new).await?;
        let flash = Flash::done("expenses-reversed").name(expense.number.unwrap_or_default());
        tx.redirect(&address(id), flash).await
    };
    done(&cx, id, answered.await).await
}

pub(super) async fn attach(
    cx: Cx,
    Path(id): Path<Uuid>,
    upload: UploadForm,
) -> Result<Response, Problem> {
    let answered = async {
        let (name, bytes) = sent(upload).await?;
        let mut tx = cx.begin().await?;
        super::super::attach(&mut tx, id, (&name, kind_of(&name)), bytes).await?;
        tx.redirect(&address(id), Flash::done("expenses-paper-kept").name(name)).await
    };
    done(&cx, id, answered.await).await
}

fn page(
    cx: &Cx,
    expense: &Expense,
    entries: &[Entry],
    happened: &[AuditEntry],
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    html! {
        (PageHeader::new(&texts, expense.number.as_deref().unwrap_or(&expense.description))
            .crumb(l.t("expenses-title"), "/admin/expenses")
            .beside(html! { (badge(cx, expense.state)) })
            .subtitle(l.money(expense.gross)))
        (mistakes(l, &texts, problem))
        div.split {
            div.stack {
                @for entry in entries { (ledger::entry_card(cx, entry)) }
                (actions(cx, expense, problem))
            }
            div.stack {
                (Card::new(html! { (facts(cx, expense)) }).title(l.t("expenses-about")))
                (paper(cx, expense, problem))
                (Card::new(timeline_markup(l, happened)).title(l.t("expenses-happened")))
            }
        }
    }
}

fn facts(cx: &Cx, expense: &Expense) -> Facts {
    let l = &cx.l;
    let link = html! {
        @match (expense.link_type, expense.link_id) {
            (Some(LinkType::Order), Some(id)) => {
                a href={ "/admin/orders/" (id) } { (bdi(&expense.link_number)) }
            }
            _ => { (bdi(&expense.link_number)) }
        }
    };
    let paid = match expense.employee_id {
        Some(_) => format!("{}: {}", way_name(cx, expense.paid_by), expense.employee),
        None => way_name(cx, expense.paid_by),
    };
    let facts = Facts::new()
        .text(l.t("expenses-description"), &expense.description)
        .text(l.t("expenses-date"), &l.date(expense.date))
        .text(l.t("expenses-account"), &expense.account)
        .text(l.t("expenses-tax"), &l.money(expense.tax))
        .text(l.t("expenses-paid-by"), &paid)
        .markup(l.t("expenses-link"), link);
    match expense.state {
        ExpenseState::Reversed => facts.text(l.t("expenses-reason"), &expense.reason),
        _ => facts,
    }
}

fn paper(cx: &Cx, expense: &Expense, problem: Option<&Problem>) -> Card {
    let l = &cx.l;
    Card::new(html! {
        @if let Some(file) = expense.file_id {
            a href={ "/files/" (file) } { (l.t("expenses-paper")) }
        } @else if cx.may("expenses.enter") {
            (file_form(&format!("{}/paper", address(expense.id)), &cx.hidden(), html! {
                (Field::file("file", l.t("expenses-paper"), "application/pdf,image/*", false)
                    .required(true).error(error(l, problem, "file")))
                div.row { (Button::submit(l.t("expenses-paper-keep")).icon(Icon::Upload)) }
            }))
        } @else { p.muted { "–" } }
    })
    .title(l.t("expenses-paper"))
}

fn actions(cx: &Cx, expense: &Expense, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let home = address(expense.id);
    html! {
        @if expense.state == ExpenseState::Waiting {
            (Card::new(html! {
                p { (l.t("expenses-waiting-text")) }
                div.row {
                    @if cx.may("expenses.approve") {
                        (form(&format!("{home}/approve"), &cx.hidden(), html! {
                            (Button::submit(l.t("expenses-approve")).primary())
                        }))
                    }
                    @if cx.may("expenses.enter") {
                        (Confirm {
                            id: "discard".to_owned(),
                            label: l.t("expenses-discard"),
                            icon: Some(Icon::Trash),
                            title: l.with("expenses-discard-title",
                                &[("name", expense.description.as_str().into())]),
                            consequence: l.t("expenses-discard-text"),
                            verb: l.t("expenses-discard"),
                            cancel: l.t("ui-cancel"),
                            action: format!("{home}/discard"),
                            hidden: cx.hidden(),
                            danger: true,
                        })
                    }
                }
            }).title(l.t("expenses-state-waiting")))
        } @else if expense.state == ExpenseState::Posted && cx.may("expenses.enter") {
            (Card::new(form(&format!("{home}/reverse"), &cx.hidden(), html! {
                (fields(html! {
                    (Field::text("reason", l.t("expenses-reason")).required(true).maxlength(200)
                        .error(error(l, problem, "reason")))
                }))
                div.row { (Button::submit(l.t("expenses-reverse"))) }
            })).title(l.t("expenses-reverse")))
        }
    }
}
