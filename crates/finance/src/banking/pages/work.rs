//! Reconciling: the lines of the bank beside those of the books, what each may be and why.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Badge, Banner, Button, Card, Confirm, Empty, Field, Icon, PageHeader, Tone, bdi, fields, form,
};
use base::{Cx, Date, Flash, FormData, Money, Path, Problem, Query};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::super::{
    BankAccount, BookLine, BookRef, MatchRow, NewMatch, NewReconciliation, OpenLine, Reason,
    Standing,
};
use super::accounts::standing_facts;
use super::address;
use crate::forms::{mistakes, texts};

/// What the page is asked.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    /// The day up to which both should agree.
    #[serde(default)]
    on: Option<String>,
}

pub(super) async fn show(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let on = asked.on.as_deref().and_then(|day| day.parse().ok());
    answer(&cx, id, on, None).await
}

struct Desk {
    account: BankAccount,
    standing: Standing,
    open: Vec<OpenLine>,
    book: Vec<BookLine>,
    matches: Vec<MatchRow>,
}

async fn answer(
    cx: &Cx,
    id: Uuid,
    on: Option<Date>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let desk = Desk {
        account: super::super::find(&mut tx, id).await?,
        standing: super::super::standing(&mut tx, id, on).await?,
        open: super::super::suggestions(&mut tx, id).await?,
        book: super::super::book_lines(&mut tx, id, None).await?,
        matches: super::super::matches(&mut tx, id).await?,
    };
    let title = cx.l.t("banking-reconcile");
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(cx.page_with(status, &title, page(cx, &desk, problem)))
}

/// Matches what is ticked, or one suggestion.
pub(super) async fn accept(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let new = NewMatch {
        lines: data.all("line").filter_map(|id| id.parse().ok()).collect(),
        book: data.all("book").filter_map(book_ref).collect(),
    };
    let answered = async {
        let mut tx = cx.begin().await?;
        super::super::accept(&mut tx, id, new).await?;
        tx.redirect(&format!("{}/reconcile", address(id)), Flash::done("banking-matched-done"))
            .await
    };
    again(&cx, id, answered.await).await
}

/// `<entry>.<line>`.
fn book_ref(text: &str) -> Option<BookRef> {
    let (entry, n) = text.split_once('.')?;
    Some(BookRef { entry_id: entry.parse().ok()?, n: n.parse().ok()? })
}

fn book_value(at: &BookRef) -> String {
    format!("{}.{}", at.entry_id, at.n)
}

pub(super) async fn unmatch(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let apart = super::super::unmatch(&mut tx, id).await?;
    let to = format!("{}/reconcile", address(apart.bank_account_id));
    tx.redirect(&to, Flash::done("banking-unmatched-done")).await
}

pub(super) async fn finish(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answered = async {
        let wrong = |_| Problem::invalid().field("to_date", "not_a_date");
        let to_date = data.text("to_date").parse().map_err(wrong)?;
        let mut tx = cx.begin().await?;
        let done = super::super::finish(&mut tx, id, NewReconciliation { to_date }).await?;
        let day = cx.l.date(done.to_date);
        let to = format!("/admin/bank/reconciliations/{}", done.id);
        tx.redirect(&to, Flash::done("banking-finished-done").name(day)).await
    };
    again(&cx, id, answered.await).await
}

async fn again(
    cx: &Cx,
    id: Uuid,
    answered: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match answered {
        Err(problem) if problem.is_mendable() || problem.status() == StatusCode::CONFLICT => {
            answer(cx, id, None, Some(&problem)).await
        }
        answered => answered,
    }
}

fn page(cx: &Cx, desk: &Desk, problem: Option<&Problem>) -> Markup {
    let (l, texts, account) = (&cx.l, texts(cx), &desk.account);
    let home = address(account.id);
    html! {
        (PageHeader::new(&texts, l.t("banking-reconcile"))
            .crumb(l.t("banking-title"), "/admin/bank")
            .crumb(super::named(l, account), &home)
            .subtitle(l.t("banking-reconcile-text")))
        (mistakes(l, &texts, problem))
        (balance(cx, desk))
        @if desk.open.is_empty() {
            (Empty::new(Icon::Check, l.t("banking-all-matched"), l.t("banking-all-matched-text")))
        } @else {
            (suggested(cx, desk))
        }
        (by_hand(cx, desk))
        (made(cx, desk))
    }
}

fn balance(cx: &Cx, desk: &Desk) -> Markup {
    let (l, standing) = (&cx.l, &desk.standing);
    let home = address(desk.account.id);
    let day = standing.on.to_string();
    html! {
        (Card::new(html! {
            @if standing.is_even() {
                (Banner::new(Tone::Success, l.t("banking-even")))
            } @else {
                (Banner::new(Tone::Warning, l.with("banking-uneven",
                    &[("amount", l.money(standing.difference).into())])))
            }
            @if standing.gaps > 0 { (Banner::new(Tone::Warning, l.t("banking-gap-text"))) }
            (standing_facts(cx, standing))
            div.row {
                form.form method="get" action={ (home) "/reconcile" } {
                    (fields(html! {
                        (Field::date("on", l.t("banking-on")).value(&day))
                        div.field { (Button::submit(l.t("ledger-show"))) }
                    }))
                }
            }
            (form(&format!("{home}/finish"), &cx.hidden(), html! {
                input type="hidden" name="to_date" value=(day);
                div.row {
                    (Button::submit(l.with("banking-finish-to",
                        &[("date", l.date(standing.on).into())]))
                        .primary().disabled(!standing.is_even()))
                }
            }))
        }).title(l.t("banking-stands")))
    }
}

/// Each line of the bank with the best that was found, to be accepted one by one.
fn suggested(cx: &Cx, desk: &Desk) -> Markup {
    let l = &cx.l;
    let action = format!("{}/match", address(desk.account.id));
    html! {
        (Card::new(html! {
            div.table-room tabindex="0" {
                table.table.cards aria-label=(l.t("banking-suggestions")) {
                    thead { tr {
                        th scope="col" { (l.t("banking-date")) }
                        th scope="col" { (l.t("banking-description")) }
                        th.numeric scope="col" { (l.t("banking-amount")) }
                        th scope="col" { (l.t("banking-suggestion")) }
                        th scope="col" { span.sr-only { (l.t("banking-act")) } }
                    } }
                    tbody { @for open in &desk.open { (one(cx, desk, open, &action)) } }
                }
            }
        }).title(l.t("banking-suggestions")).flush())
    }
}

fn one(cx: &Cx, desk: &Desk, open: &OpenLine, action: &str) -> Markup {
    let (l, line) = (&cx.l, &open.line);
    let href = format!("/admin/bank/lines/{}", line.id);
    html! {
        tr {
            td.unbroken data-label=(l.t("banking-date")) { (bdi(&l.date(line.date))) }
            td data-label=(l.t("banking-description")) {
                (bdi(&line.description))
                @if !line.counterparty.is_empty() { div.small.muted { (bdi(&line.counterparty)) } }
            }
            td.numeric data-label=(l.t("banking-amount")) { (bdi(&l.amount(line.amount))) }
            td data-label=(l.t("banking-suggestion")) {
                @if let Some(found) = &open.suggestion {
                    @for at in &found.book {
                        @if let Some(book) = desk.book.iter().find(|b| same(b, at)) {
                            div { (bdi(&book.number)) " " span.muted { (bdi(&book.memo)) } }
                        }
                    }
                    div.small.muted {
                        (l.with("banking-score", &[("n", i64::from(found.score).into())])) " – "
                        @for (i, reason) in found.reasons.iter().enumerate() {
                            @if i > 0 { "; " } (said(cx, reason))
                        }
                    }
                } @else if let Some(rule) = &open.rule {
                    (l.with("banking-rule-says", &[
                        ("words", rule.contains.as_str().into()),
                        ("account", rule.code.as_str().into()),
                    ]))
                } @else { span.muted { (l.t("banking-no-suggestion")) } }
            }
            td {
                div.row {
                    @if let Some(found) = &open.suggestion {
                        (form(action, &cx.hidden(), html! {
                            input type="hidden" name="line" value=(line.id);
                            @for at in &found.book {
                                input type="hidden" name="book" value=(book_value(at));
                            }
                            (Button::submit(l.t("banking-accept")).small())
                        }))
                    }
                    (Button::link(l.t("banking-book"), href).small())
                }
            }
        }
    }
}

fn same(book: &BookLine, at: &BookRef) -> bool {
    (book.entry_id, book.n) == (at.entry_id, at.n)
}

/// A reason in words.
fn said(cx: &Cx, reason: &Reason) -> String {
    let l = &cx.l;
    match reason {
        Reason::SameAmount => l.t("banking-reason-amount"),
        Reason::Batch { count } => {
            let n = i64::try_from(*count).unwrap_or(i64::MAX);
            l.with("banking-reason-batch", &[("n", n.into())])
        }
        Reason::SameDay => l.t("banking-reason-day"),
        Reason::DaysApart { days } => {
            l.with("banking-reason-days", &[("n", i64::from(*days).into())])
        }
        Reason::Number { number } => {
            l.with("banking-reason-number", &[("number", number.as_str().into())])
        }
        Reason::Reference { reference } => {
            l.with("banking-reason-reference", &[("reference", reference.as_str().into())])
        }
        Reason::Party { words } => {
            l.with("banking-reason-party", &[("words", words.as_str().into())])
        }
    }
}

/// A box to tick with what it is about; both can be pressed.
pub(super) fn tick(name: &str, value: &str, about: Markup) -> Markup {
    let id = Field::id_of(&format!("{name}-{value}"));
    html! {
        div.choice {
            input type="checkbox" id=(id) name=(name) value=(value);
            label for=(id) { (about) }
        }
    }
}

/// Both sides with boxes to tick.
fn by_hand(cx: &Cx, desk: &Desk) -> Markup {
    let l = &cx.l;
    let money = |minor| l.amount(Money::new(minor, desk.account.currency));
    let action = format!("{}/match", address(desk.account.id));
    html! {
        (Card::new(form(&action, &cx.hidden(), html! {
            div.split {
                fieldset {
                    legend { (l.t("banking-bank-side")) }
                    @for open in &desk.open {
                        (tick("line", &open.line.id.to_string(), html! {
                            (bdi(&l.date(open.line.date))) " "
                            (bdi(&open.line.description)) " "
                            (bdi(&l.amount(open.line.amount)))
                        }))
                    }
                }
                fieldset {
                    legend { (l.t("banking-book-side")) }
                    @for book in &desk.book {
                        @let at = BookRef { entry_id: book.entry_id, n: book.n };
                        (tick("book", &book_value(&at), html! {
                            (bdi(&l.date(book.date))) " " (bdi(&book.number)) " "
                            (bdi(&book.memo)) " " (bdi(&money(book.amount)))
                        }))
                    }
                }
            }
            div.row { (Button::submit(l.t("banking-match")).key('m')) }
        })).title(l.t("banking-by-hand")))
    }
}

fn made(cx: &Cx, desk: &Desk) -> Markup {
    let l = &cx.l;
    let money = |minor| l.amount(Money::new(minor, desk.account.currency));
    html! {
        @if !desk.matches.is_empty() {
            (Card::new(html! {
                ul { @for (n, made) in desk.matches.iter().enumerate() {
                    li { div.row {
                        (bdi(&l.date(made.matched_on))) " " (bdi(&made.bank)) " = "
                        (bdi(&made.books)) " " (bdi(&money(made.amount)))
                        (Badge::new(Tone::Success, l.t("banking-matched")))
                        (Confirm {
                            id: format!("apart-{n}"),
                            label: l.t("banking-unmatch"),
                            icon: None,
                            title: l.with("banking-unmatch-title",
                                &[("name", made.bank.as_str().into())]),
                            consequence: l.t("banking-unmatch-text"),
                            verb: l.t("banking-unmatch"),
                            cancel: l.t("ui-cancel"),
                            action: format!("/admin/bank/matches/{}/undo", made.id),
                            hidden: cx.hidden(),
                            danger: true,
                        })
                    } }
                } }
            }).title(l.t("banking-matches")))
        }
    }
}
