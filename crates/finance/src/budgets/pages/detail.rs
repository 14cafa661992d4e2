//! One budget: its months, what may be done with it, what happened.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Card, Column, Confirm, Facts, Icon, PageHeader, Row, Table, bdi, form};
use base::{Cx, Flash, FormData, L, Money, Path, Problem};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::{Budget, BudgetLine, BudgetState};
use super::index::{badge, scope};
use super::{account_label, address, year_of};
use crate::dimensions::Offered;
use crate::forms::{amount, mistakes, texts, version};
use crate::ledger::AccountType;

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    answer(&cx, id, None).await
}

async fn answer(cx: &Cx, id: Uuid, problem: Option<&Problem>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let budget = super::super::find(&mut tx, id).await?;
    let named = [budget.cost_centre_id, budget.project_id].map(|id| id.unwrap_or_default());
    let named = named.map(|id| id.to_string());
    let offered = Offered::gather(cx, &mut tx, &[&named[0], &named[1]]).await?;
    let happened = audit::timeline(&mut tx, "budget", id).await?;
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let body = page(cx, &budget, &offered, &happened, problem)?;
    Ok(cx.page_with(status, &budget.name, body))
}

pub(super) async fn activate(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answered = async {
        let mut tx = cx.begin().await?;
        let budget = super::super::activate(&mut tx, id, version(&data)).await?;
        tx.redirect(&address(id), Flash::done("budgets-activated").name(budget.name)).await
    };
    match answered.await {
        Err(problem) if problem.is_mendable() => answer(&cx, id, Some(&problem)).await,
        answered => answered,
    }
}

pub(super) async fn archive(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let answered = async {
        let mut tx = cx.begin().await?;
        let budget = super::super::archive(&mut tx, id, version(&data)).await?;
        tx.redirect(&address(id), Flash::done("budgets-put-away").name(budget.name)).await
    };
    match answered.await {
        Err(problem) if problem.is_mendable() => answer(&cx, id, Some(&problem)).await,
        answered => answered,
    }
}

fn page(
    cx: &Cx,
    budget: &Budget,
    offered: &Offered,
    happened: &[AuditEntry],
    problem: Option<&Problem>,
) -> Result<Markup, Problem> {
    let (l, texts) = (&cx.l, texts(cx));
    let groups = [
        (AccountType::Income, "budgets-income", budget.income),
        (AccountType::Expense, "budgets-expenses", budget.expenses),
    ];
    let months: Vec<String> = budget.months()?.into_iter().map(|month| l.month(month)).collect();
    Ok(html! {
        (PageHeader::new(&texts, &budget.name)
            .crumb(l.t("budgets-title"), "/admin/budgets")
            .beside(html! { (badge(l, budget.state)) })
            .subtitle(year_of(l, budget))
            .actions(actions(cx, budget)))
        (mistakes(l, &texts, problem))
        div.stack {
            @for (kind, title, sum) in groups {
                @if budget.lines.iter().any(|line| line.kind == kind) {
                    (Card::new(html! {
                        (table(l, budget, kind, &months, sum))
                    }).title(l.t(title)).flush())
                }
            }
            @if budget.lines.is_empty() { p.muted { (l.t("budgets-no-lines")) } }
            div.split {
                (Card::new(html! { (facts(l, budget, offered)) }).title(l.t("budgets-about")))
                (Card::new(timeline_markup(l, happened)).title(l.t("budgets-happened")))
            }
        }
    })
}

fn actions(cx: &Cx, budget: &Budget) -> Markup {
    let l = &cx.l;
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), budget.version.to_string()));
    let home = address(budget.id);
    let mut report =
        format!("/admin/reports/budget?from={}&to={}", budget.fiscal_year, budget.ends);
    for (name, id) in [("cost_centre_id", budget.cost_centre_id), ("project_id", budget.project_id)]
    {
        if let Some(id) = id {
            report.push_str(&format!("&{name}={id}"));
        }
    }
    html! {
        @if budget.state == BudgetState::Active {
            (Button::link(l.t("budgets-compare"), report).icon(Icon::Chart))
        }
        @if cx.may("budgets.edit") {
            @if budget.state != BudgetState::Archived {
                (Confirm {
                    id: "archive".to_owned(),
                    label: l.t("budgets-archive"),
                    icon: None,
                    title: l.with("budgets-archive-title", &[("name", (&budget.name).into())]),
                    consequence: l.t("budgets-archive-text"),
                    verb: l.t("budgets-archive"),
                    cancel: l.t("ui-cancel"),
                    action: format!("{home}/archive"),
                    hidden: hidden.clone(),
                    danger: false,
                })
                (Button::link(l.t("budgets-edit"), format!("{home}/edit")).icon(Icon::Edit)
                    .key('e'))
            }
            @if budget.state != BudgetState::Active {
                (form(&format!("{home}/activation"), &hidden, html! {
                    (Button::submit(l.t("budgets-activate")).primary().icon(Icon::Check))
                }))
            }
        }
    }
}

fn facts(l: &L, budget: &Budget, offered: &Offered) -> Facts {
    Facts::new()
        .text(l.t("budgets-year"), &year_of(l, budget))
        .text(l.t("budgets-scope"), &scope(l, budget, offered))
        .text(l.t("budgets-income"), &l.money(budget.income))
        .text(l.t("budgets-expenses"), &l.money(budget.expenses))
        .text(l.t("budgets-result"), &l.money(budget.result))
}

fn table(l: &L, budget: &Budget, kind: AccountType, months: &[String], sum: Money) -> Table {
    let mut columns = vec![Column::new(l.t("budgets-account")).title()];
    columns.extend(months.iter().map(|month| Column::new(month).numeric()));
    columns.push(Column::new(l.t("budgets-year-sum")).numeric());
    let lines = || budget.lines.iter().filter(|line| line.kind == kind);
    let row = |line: &BudgetLine| {
        let mut cells = vec![bdi(&account_label(l, &line.code, &line.name))];
        cells.extend(line.months.iter().map(|money| amount(l, *money)));
        cells.push(amount(l, line.total));
        Row::new(cells)
    };
    let of_month = |month: usize| {
        let minor = lines().filter_map(|line| line.months.get(month)).map(|money| money.minor);
        Money::new(minor.sum(), sum.currency)
    };
    let mut foot = vec![html! { (l.t("budgets-sum")) }];
    foot.extend((0..months.len()).map(|month| amount(l, of_month(month))));
    foot.push(amount(l, sum));
    let title = match kind {
        AccountType::Income => l.t("budgets-income"),
        _ => l.t("budgets-expenses"),
    };
    Table::new(title, columns).rows(lines().map(row)).foot(foot)
}
