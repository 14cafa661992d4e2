//! The accounts at banks, and one of them.

use axum::response::Response;
use base::ui::{
    Badge, Banner, Button, Card, Column, Empty, Facts, Field, Icon, PageHeader, Row, Table, Tone,
    bdi, file_form,
};
use base::{Cx, Date, Path, Problem};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::{BankAccount, BankFile, BankStatement, Reconciliation, Standing};
use super::{address, named};
use crate::forms::{error, mistakes, texts};

/// What statements are called.
const ACCEPTED: &str = ".csv,.txt,.ofx,.qfx,.xml,.sta,.940";

pub(super) async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let accounts = super::super::list(&mut tx).await?;
    Ok(cx.page(&cx.l.t("banking-title"), index(&cx, &accounts)))
}

fn index(cx: &Cx, accounts: &[BankAccount]) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let new = || Button::link(l.t("banking-new"), "/admin/bank/new").primary().icon(Icon::Plus);
    let manages = cx.may("banking.manage");
    let none = if manages { "banking-none-text" } else { "banking-none-ask" };
    html! {
        (PageHeader::new(&texts, l.t("banking-title")).actions(html! {
            (Button::link(l.t("banking-rules"), "/admin/bank/rules"))
            @if manages { (new().key('c')) }
        }))
        @if accounts.is_empty() {
            (Empty::new(Icon::Money, l.t("banking-none"), l.t(none))
                .actions(html! { @if manages { (new()) } }))
        } @else {
            (Card::new(html! { (table(cx, accounts)) }).flush())
        }
    }
}

fn table(cx: &Cx, accounts: &[BankAccount]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("banking-name")).title(),
        Column::new(l.t("banking-number")).unbroken(),
        Column::new(l.t("banking-ledger-account")),
        Column::new(l.t("banking-currency")),
        Column::new(l.t("banking-statements-to")),
        Column::new(l.t("banking-reconciled-to")),
        Column::new(l.t("banking-unmatched")).numeric(),
    ];
    let rows = accounts.iter().map(|account| {
        let name = named(l, account);
        let cells = vec![
            html! {
                (bdi(&name))
                @if !account.active { " " (Badge::new(Tone::Neutral, l.t("banking-closed"))) }
            },
            bdi(&account.number),
            bdi(&account.code),
            bdi(account.currency.code()),
            day(cx, account.statements_to),
            day(cx, account.reconciled_to),
            bdi(&l.int(account.unmatched)),
        ];
        Row::linked(account.id.to_string(), &name, address(account.id), cells)
    });
    Table::new(l.t("banking-title"), columns).rows(rows)
}

/// A day of a cell; none is a dash.
pub(super) fn day(cx: &Cx, date: Option<Date>) -> Markup {
    html! { @match date {
        Some(date) => { (bdi(&cx.l.date(date))) }
        None => { span.muted { "–" } }
    } }
}

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    answer(&cx, id, None).await
}

/// The page of an account, with what was wrong with a file.
pub(super) async fn answer(
    cx: &Cx,
    id: Uuid,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut account = super::super::find(&mut tx, id).await?;
    let standing = super::super::standing(&mut tx, id, None).await?;
    let statements = super::super::statements(&mut tx, id).await?;
    let waiting = super::super::waiting_files(&mut tx, id).await?;
    let done = super::super::reconciliations(&mut tx, id).await?;
    let happened = audit::timeline(&mut tx, "bank_account", id).await?;
    if !cx.may("banking.manage") {
        account.number = account.masked();
    }
    let seen = Seen { account, standing, statements, waiting, done, happened };
    let title = named(&cx.l, &seen.account);
    let body = detail(cx, &seen, problem);
    Ok(match problem {
        Some(problem) => cx.page_with(problem.status(), &title, body),
        None => cx.page(&title, body),
    })
}

struct Seen {
    account: BankAccount,
    standing: Standing,
    statements: Vec<BankStatement>,
    waiting: Vec<BankFile>,
    done: Vec<Reconciliation>,
    happened: Vec<AuditEntry>,
}

fn detail(cx: &Cx, seen: &Seen, problem: Option<&Problem>) -> Markup {
    let (l, texts, account) = (&cx.l, texts(cx), &seen.account);
    let home = address(account.id);
    html! {
        (PageHeader::new(&texts, named(l, account))
            .crumb(l.t("banking-title"), "/admin/bank")
            .subtitle(&account.bank)
            .actions(html! {
                (Button::link(l.t("banking-lines"), format!("{home}/lines")))
                @if cx.may("banking.manage") {
                    (Button::link(l.t("banking-edit"), format!("{home}/edit")).key('e'))
                }
                @if cx.may("banking.reconcile") {
                    (Button::link(l.t("banking-reconcile"), format!("{home}/reconcile")).primary())
                }
            }))
        (mistakes(l, &texts, problem))
        @if seen.statements.iter().any(|statement| statement.missing.is_some()) {
            (Banner::new(Tone::Warning, l.t("banking-gap-text")).title(l.t("banking-gap")))
        }
        div.split {
            div.stack {
                (Card::new(html! { (statements(cx, seen)) })
                    .title(l.t("banking-statements")).flush())
                (Card::new(html! { (finished(cx, seen)) })
                    .title(l.t("banking-finished-days")).flush())
            }
            div.stack {
                @if cx.may("banking.reconcile") && account.active {
                    (Card::new(file_form(&format!("{home}/files"), &cx.hidden(), html! {
                        (Field::file("file", l.t("banking-file"), ACCEPTED, false)
                            .required(true).hint(l.t("banking-file-hint"))
                            .error(error(l, problem, "file")))
                        div.row {
                            (Button::submit(l.t("banking-look")).icon(Icon::Upload))
                        }
                    })).title(l.t("banking-take-in")))
                    @if !seen.waiting.is_empty() {
                        (Card::new(waiting(cx, &seen.waiting))
                            .title(l.t("banking-files-waiting")))
                    }
                }
                (Card::new(html! { (facts(cx, seen)) }).title(l.t("banking-stands")))
                (Card::new(timeline_markup(l, &seen.happened)).title(l.t("banking-happened")))
            }
        }
    }
}

/// Files that were sent and not taken in.
fn waiting(cx: &Cx, files: &[BankFile]) -> Markup {
    html! {
        ul.stack {
            @for file in files {
                li {
                    a href={ "/admin/bank/files/" (file.id) } { (bdi(&file.name)) }
                    " " span.small.muted { (cx.l.timestamp(file.created_at)) }
                }
            }
        }
    }
}

fn facts(cx: &Cx, seen: &Seen) -> Facts {
    let (l, standing) = (&cx.l, &seen.standing);
    standing_facts(cx, standing)
        .text(l.t("banking-number"), &seen.account.number)
        .text(l.t("banking-ledger-account"), &seen.account.code)
}

/// Both sides and what lies between them.
pub(super) fn standing_facts(cx: &Cx, standing: &Standing) -> Facts {
    let l = &cx.l;
    Facts::new()
        .text(l.t("banking-on"), &l.date(standing.on))
        .text(l.t("banking-statement-balance"), &l.money(standing.statement_balance))
        .text(l.t("banking-book-balance"), &l.money(standing.book_balance))
        .text(l.t("banking-outstanding"), &l.money(standing.outstanding))
        .text(l.t("banking-unmatched"), &l.int(standing.unmatched_lines))
        .text(l.t("banking-difference"), &l.money(standing.difference))
}

fn statements(cx: &Cx, seen: &Seen) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("banking-file")).title(),
        Column::new(l.t("banking-from")),
        Column::new(l.t("banking-to")),
        Column::new(l.t("banking-opening")).numeric(),
        Column::new(l.t("banking-closing")).numeric(),
        Column::new(l.t("banking-lines")).numeric(),
        Column::new(l.t("banking-gap")),
    ];
    let money = |money: Option<base::Money>| match money {
        Some(money) => bdi(&l.amount(money)),
        None => html! { span.muted { "–" } },
    };
    let rows = seen.statements.iter().rev().take(100).map(|statement| {
        Row::new(vec![
            html! { a href={ "/files/" (statement.file_id) } { (bdi(&statement.file_name)) } },
            bdi(&l.date(statement.from)),
            bdi(&l.date(statement.to)),
            money(statement.opening),
            money(statement.closing),
            bdi(&l.int(statement.lines)),
            html! {
                @if let Some(gap) = statement.missing {
                    (Badge::new(Tone::Warning, l.with("banking-gap-of",
                        &[("amount", l.money(gap).into())])))
                }
            },
        ])
    });
    Table::new(l.t("banking-statements"), columns).rows(rows)
}

fn finished(cx: &Cx, seen: &Seen) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("banking-reconciled-to")).title(),
        Column::new(l.t("banking-statement-balance")).numeric(),
        Column::new(l.t("banking-outstanding")).numeric(),
        Column::new(l.t("banking-finished-by")),
        Column::new(l.t("banking-state")),
    ];
    let money = |minor| bdi(&l.amount(base::Money::new(minor, seen.account.currency)));
    let rows = seen.done.iter().map(|done| {
        let day = l.date(done.to_date);
        let state = match done.reopened_at {
            None => Badge::new(Tone::Success, l.t("banking-finished")),
            Some(_) => Badge::new(Tone::Neutral, l.t("banking-reopened")),
        };
        let cells = vec![
            bdi(&day),
            money(done.statement_balance),
            money(done.outstanding),
            bdi(&done.finished_by),
            html! { (state) },
        ];
        let href = format!("/admin/bank/reconciliations/{}", done.id);
        Row::linked(done.id.to_string(), &day, href, cells)
    });
    Table::new(l.t("banking-finished-days"), columns).rows(rows)
}
