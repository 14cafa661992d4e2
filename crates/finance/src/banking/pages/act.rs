//! Booking a line of the bank: first the entry is shown, then somebody confirms it.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Facts, Field, LineCell, LineColumn, LineGrid, LineRow, PageHeader, Row,
    Table, bdi, fields, form, form_actions,
};
use base::{Cx, Flash, FormData, Money, Path, Problem};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{
    BankAccount, BankEntry, BankLine, BankRule, NewBankEntry, NewBankPart, NewBankPayment, Payable,
};
use super::work::tick;
use super::{address, free_accounts};
use crate::dimensions;
use crate::forms::{error, mistakes, texts};

const CELLS: [&str; 5] = ["account_id", "amount", "cost_centre_id", "project_id", "memo"];

/// What was typed.
#[derive(Default)]
struct Typed {
    parts: Vec<[String; 5]>,
    memo: String,
    base: String,
    learn: bool,
}

impl Typed {
    fn read(data: &FormData) -> Self {
        let rows = data.rows("parts").into_iter();
        let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
        let rows = rows.filter(|row| Some(*row) != gone);
        let row = |row| CELLS.map(|cell| data.cell("parts", row, cell).to_owned());
        let mut parts: Vec<[String; 5]> = rows.map(row).collect();
        parts.retain(|part| part.iter().any(|cell| !cell.is_empty()));
        if data.has("add_line") {
            parts.push(Default::default());
        }
        Self {
            parts,
            memo: data.text("memo").to_owned(),
            base: data.text("base").to_owned(),
            learn: data.has("learn"),
        }
    }

    /// What a rule says of the line.
    fn of(line: &BankLine, rule: Option<&BankRule>) -> Self {
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let part = rule.map(|rule| {
            let amount = line.amount.to_decimal_string();
            let account = rule.account_id.to_string();
            [account, amount, id(rule.cost_centre_id), id(rule.project_id), String::new()]
        });
        let memo = rule.map(|rule| rule.memo.clone()).unwrap_or_default();
        Self { parts: part.into_iter().collect(), memo, ..Self::default() }
    }

    fn to_new(&self, cx: &Cx, line: &BankLine, confirm: bool) -> Result<NewBankEntry, Problem> {
        let mut problem = Problem::invalid();
        let mut parts = Vec::with_capacity(self.parts.len());
        for (at, [account, amount, centre, project, memo]) in self.parts.iter().enumerate() {
            let amount = match amount.as_str() {
                "" => None,
                text => match Money::parse_local(text, line.amount.currency) {
                    Ok(money) => Some(money),
                    Err(_) => {
                        problem = problem.field(format!("parts[{at}].amount"), "not_a_number");
                        None
                    }
                },
            };
            parts.push(NewBankPart {
                account_id: account.parse().ok(),
                amount,
                cost_centre_id: centre.parse().ok(),
                project_id: project.parse().ok(),
                memo: memo.clone(),
            });
        }
        let base = match self.base.as_str() {
            "" => None,
            text => match Money::parse_local(text, cx.actor.tenant.currency) {
                Ok(money) => Some(money),
                Err(_) => {
                    problem = problem.field("base", "not_a_number");
                    None
                }
            },
        };
        problem.or_ok()?;
        Ok(NewBankEntry { parts, memo: self.memo.clone(), base, learn: self.learn, confirm })
    }
}

pub(super) async fn ask(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    page(&cx, id, None, None, None).await
}

/// Shows the entry, or posts it once it is confirmed.
pub(super) async fn book(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    if data.has("add_line") || data.has("remove_line") {
        return page(&cx, id, Some(&typed), None, None).await;
    }
    match booked(&cx, id, &typed, data.has("confirm")).await {
        Err(problem) if problem.is_mendable() => {
            page(&cx, id, Some(&typed), None, Some(&problem)).await
        }
        Err(problem) => Err(problem),
        Ok(Shown::Posted(response)) => Ok(response),
        Ok(Shown::Planned(entry)) => page(&cx, id, Some(&typed), Some(&entry), None).await,
    }
}

enum Shown {
    Planned(BankEntry),
    Posted(Response),
}

async fn booked(cx: &Cx, id: Uuid, typed: &Typed, confirm: bool) -> Result<Shown, Problem> {
    let mut tx = if confirm { cx.begin().await? } else { cx.read().await? };
    let line = super::super::line(&mut tx, id).await?;
    let new = typed.to_new(cx, &line, confirm)?;
    let entry = super::super::book(&mut tx, id, new).await?;
    let Some(number) = entry.number.clone() else { return Ok(Shown::Planned(entry)) };
    let to = format!("{}/reconcile", address(line.bank_account_id));
    tx.redirect(&to, Flash::done("banking-booked").name(number)).await.map(Shown::Posted)
}

pub(super) async fn pay(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::default();
    match paid(&cx, id, &data).await {
        Err(problem) if problem.is_mendable() => {
            page(&cx, id, Some(&typed), None, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn paid(cx: &Cx, id: Uuid, data: &FormData) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let line = super::super::line(&mut tx, id).await?;
    let items = data.all("items").filter_map(|id| id.parse().ok()).collect();
    let new = NewBankPayment { items, base: None, confirm: data.has("confirm") };
    let payment = super::super::pay(&mut tx, id, new).await?;
    let to = format!("{}/reconcile", address(line.bank_account_id));
    tx.redirect(&to, Flash::done("banking-booked").name(payment.number)).await
}

struct Desk {
    account: BankAccount,
    line: BankLine,
    payables: Vec<Payable>,
    accounts: Vec<(String, String)>,
    centres: Vec<(String, String)>,
    projects: Vec<(String, String)>,
}

async fn page(
    cx: &Cx,
    id: Uuid,
    typed: Option<&Typed>,
    planned: Option<&BankEntry>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let line = super::super::line(&mut tx, id).await?;
    let account = super::super::find(&mut tx, line.bank_account_id).await?;
    if line.match_id.is_some() {
        let to = format!("{}/reconcile", address(account.id));
        return Ok(base::request::redirect(&to, None));
    }
    let rules = super::super::rules(&mut tx, Some(account.id)).await?;
    let fresh = Typed::of(&line, rules.iter().find(|rule| rule.fits(&line)));
    let desk = Desk {
        payables: super::super::payables(&mut tx, &line).await?,
        accounts: free_accounts(cx, &mut tx).await?,
        centres: dimensions::choices(cx, &mut tx, dimensions::Kind::CostCentre).await?,
        projects: dimensions::choices(cx, &mut tx, dimensions::Kind::Project).await?,
        account,
        line,
    };
    let typed = typed.unwrap_or(&fresh);
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = cx.l.t("banking-book-line");
    Ok(cx.page_with(status, &title, body(cx, &desk, typed, planned, problem)))
}

fn body(
    cx: &Cx,
    desk: &Desk,
    typed: &Typed,
    planned: Option<&BankEntry>,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts, line) = (&cx.l, texts(cx), &desk.line);
    let home = address(desk.account.id);
    html! {
        (PageHeader::new(&texts, l.t("banking-book-line"))
            .crumb(l.t("banking-title"), "/admin/bank")
            .crumb(super::named(l, &desk.account), &home)
            .crumb(l.t("banking-reconcile"), format!("{home}/reconcile"))
            .subtitle(l.money(line.amount)))
        (mistakes(l, &texts, problem))
        (Card::new(html! { (about(cx, line)) }).title(l.t("banking-bank-side")))
        @if !desk.payables.is_empty() && cx.may("payments.receive") { (payment(cx, desk)) }
        (form(&format!("/admin/bank/lines/{}", line.id), &cx.hidden(), html! {
            (Card::new(html! {
                (grid(cx, desk, typed, problem))
                (fields(html! {
                    (Field::text("memo", l.t("banking-memo")).value(&typed.memo).maxlength(200)
                        .placeholder(&line.description).error(error(l, problem, "memo")))
                    @if line.amount.currency != cx.actor.tenant.currency {
                        (Field::money("base", l.t("banking-base"),
                            cx.actor.tenant.currency.code()).value(&typed.base).required(true)
                            .error(error(l, problem, "base")))
                    }
                    (Field::checkbox("learn", l.t("banking-learn"), typed.learn))
                }))
            }).title(l.t("banking-other-side")))
            @if let Some(entry) = planned {
                (Card::new(html! { (plan(cx, entry)) })
                    .title(l.t("banking-would-post")).flush())
            }
            (form_actions(html! {
                @if planned.is_some() {
                    (Button::submit(l.t("banking-post")).primary().value("confirm", "1"))
                    (Button::submit(l.t("banking-show-entry")))
                } @else {
                    (Button::submit(l.t("banking-show-entry")).primary())
                }
                (Button::link(&texts.cancel, format!("{home}/reconcile")))
            }))
        }))
    }
}

fn about(cx: &Cx, line: &BankLine) -> Facts {
    let l = &cx.l;
    Facts::new()
        .text(l.t("banking-date"), &l.date(line.date))
        .text(l.t("banking-description"), &line.description)
        .text(l.t("banking-counterparty"), &line.counterparty)
        .text(l.t("banking-reference"), &line.reference)
        .text(l.t("banking-amount"), &l.money(line.amount))
}

/// The open items that the money may pay.
fn payment(cx: &Cx, desk: &Desk) -> Markup {
    let l = &cx.l;
    let money = |minor| l.money(Money::new(minor, desk.account.currency));
    let action = format!("/admin/bank/lines/{}/payment", desk.line.id);
    html! {
        (Card::new(form(&action, &cx.hidden(), html! {
            fieldset {
                legend { (l.t("banking-pays-text")) }
                @for item in desk.payables.iter().take(30) {
                    (tick("items", &item.id.to_string(), html! {
                        (bdi(&item.number)) " " (bdi(&item.party_name)) " "
                        (bdi(&l.date(item.due_date))) " " (bdi(&money(item.open)))
                    }))
                }
            }
            (Field::checkbox("confirm", l.t("banking-confirm-payment"), false).required(true))
            div.row { (Button::submit(l.t("banking-post-payment"))) }
        })).title(l.t("banking-pays")))
    }
}

fn grid(cx: &Cx, desk: &Desk, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let select = |options: &[(String, String)]| LineCell::Select(options.to_vec());
    let columns = [
        LineColumn::new("account_id", l.t("banking-account"), select(&desk.accounts)),
        LineColumn::new("amount", l.t("banking-amount"), LineCell::Decimal),
        LineColumn::new("cost_centre_id", l.t("banking-cost-centre"), select(&desk.centres)),
        LineColumn::new("project_id", l.t("banking-project"), select(&desk.projects)),
        LineColumn::new("memo", l.t("banking-remark"), LineCell::Text),
    ];
    let row = |(at, part): (usize, &[String; 5])| LineRow {
        values: part.to_vec(),
        shown: String::new(),
        errors: CELLS
            .into_iter()
            .filter_map(|cell| {
                let wrong = error(l, problem, &format!("parts[{at}].{cell}"))?;
                Some((cell.to_owned(), wrong))
            })
            .collect(),
    };
    let rows: Vec<LineRow> = typed.parts.iter().enumerate().map(row).collect();
    let label = l.t("banking-other-side");
    html! {
        @if let Some(wrong) = error(l, problem, "parts") { p.error id="f-parts" { (wrong) } }
        (LineGrid {
            name: "parts",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: None,
            totals: html! {},
            texts: &texts,
        })
    }
}

fn plan(cx: &Cx, entry: &BankEntry) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("banking-account")).title(),
        Column::new(l.t("ledger-debit")).numeric(),
        Column::new(l.t("ledger-credit")).numeric(),
    ];
    let rows = entry.lines.iter().map(|line| {
        let side = |minor: i64| match minor > 0 {
            true => bdi(&l.amount(Money::new(minor, line.amount.currency))),
            false => html! {},
        };
        Row::new(vec![
            bdi(&format!("{} · {}", line.code, l.text(&line.name))),
            side(line.amount.minor),
            side(line.amount.minor.saturating_neg()),
        ])
    });
    Table::new(l.t("banking-would-post"), columns).rows(rows)
}
