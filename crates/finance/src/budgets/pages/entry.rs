//! The form of a budget: what for, and the grid of accounts and months.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base::ui::{
    Button, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader, Totals, fields, form,
    form_actions,
};
use base::{Cx, Date, Flash, FormData, L, Money, Path, Problem, Tx};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::budget::months;
use super::super::{Budget, BudgetState};
use super::typed::{MONTHS, Typed, TypedLine};
use super::{address, years};
use crate::dimensions::Offered;
use crate::forms;
use crate::ledger::{self, AccountType};

pub(super) async fn new(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let now = crate::book_settings::settings(&mut tx).await?.year_of(tx.today())?;
    let typed = Typed { fiscal_year: now.to_string(), ..Typed::default() };
    page(&cx, &mut tx, None, &typed, None).await
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if let Some(answer) = grown(&cx, None, &mut typed, &data).await? {
        return Ok(answer);
    }
    let answered = async {
        let mut tx = cx.begin().await?;
        typed.resolve(&cx, &mut tx).await?;
        let budget = super::super::create(&mut tx, typed.to_new(&cx)?).await?;
        let flash = Flash::done("budgets-saved").name(budget.name);
        tx.redirect(&address(budget.id), flash).await
    };
    match answered.await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            page(&cx, &mut tx, None, &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let budget = super::super::find(&mut tx, id).await?;
    if budget.state == BudgetState::Archived {
        return Ok(base::request::redirect(&address(id), None));
    }
    let typed = Typed::of(&cx.l, &budget);
    page(&cx, &mut tx, Some(&budget), &typed, None).await
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if let Some(answer) = grown(&cx, Some(id), &mut typed, &data).await? {
        return Ok(answer);
    }
    let answered = async {
        let mut tx = cx.begin().await?;
        typed.resolve(&cx, &mut tx).await?;
        let budget = super::super::edit(&mut tx, id, typed.to_change(&cx)?).await?;
        tx.redirect(&address(id), Flash::done("budgets-saved").name(budget.name)).await
    };
    match answered.await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let budget = super::super::find(&mut tx, id).await?;
            page(&cx, &mut tx, Some(&budget), &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

/// The page with a line more or fewer, where no script does it.
async fn grown(
    cx: &Cx,
    id: Option<Uuid>,
    typed: &mut Typed,
    data: &FormData,
) -> Result<Option<Response>, Problem> {
    let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
    if gone.is_none() && !data.has("add_line") {
        return Ok(None);
    }
    typed.lines.retain(|line| Some(line.row) != gone);
    if gone.is_none() {
        typed.lines.push(TypedLine::default());
    }
    let mut tx = cx.read().await?;
    typed.resolve(cx, &mut tx).await?;
    let budget = match id {
        Some(id) => Some(super::super::find(&mut tx, id).await?),
        None => None,
    };
    page(cx, &mut tx, budget.as_ref(), typed, None).await.map(Some)
}

/// The sums below the grid while somebody types; a yearly amount fills the months left empty.
pub(super) async fn totals_while_typing(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    let mut tx = cx.read().await?;
    let kinds = kinds(&mut tx).await?;
    let currency = cx.actor.tenant.currency;
    let mut totals = totals(&cx, &typed, &kinds);
    for line in &typed.lines {
        let Some(amounts) = line.amounts(currency) else { continue };
        let cell = |column: &str| format!("lines[{}][{column}]", line.row);
        let money = |minor: i64| Money::new(minor, currency);
        if !line.year.is_empty() {
            for ((name, text), minor) in MONTHS.iter().zip(&line.months).zip(amounts) {
                if text.is_empty() {
                    totals = totals.fill(cell(name), money(minor).to_decimal_string());
                }
            }
        }
        if let Ok(sum) = Money::sum(currency, amounts.map(money)) {
            totals = totals.fill(cell("total"), cx.l.amount(sum));
        }
    }
    Ok(html! { (totals) }.into_response())
}

/// What each account is, by its id.
async fn kinds(tx: &mut Tx) -> Result<HashMap<String, AccountType>, Problem> {
    let chart = ledger::accounts(tx).await?;
    Ok(chart.into_iter().map(|account| (account.id.to_string(), account.kind)).collect())
}

fn totals(cx: &Cx, typed: &Typed, kinds: &HashMap<String, AccountType>) -> Totals {
    let (l, currency) = (&cx.l, cx.actor.tenant.currency);
    let sum = |kind: AccountType| -> i128 {
        let lines = typed.lines.iter().filter(|line| kinds.get(&line.account_id) == Some(&kind));
        lines.filter_map(|line| line.amounts(currency)).flatten().map(i128::from).sum()
    };
    let (income, expenses) = (sum(AccountType::Income), sum(AccountType::Expense));
    let money = |minor: i128| match Money::from_i128(minor, currency) {
        Ok(money) => l.money(money),
        Err(_) => "–".to_owned(),
    };
    Totals::new()
        .row(l.t("budgets-income"), money(income))
        .row(l.t("budgets-expenses"), money(expenses))
        .grand(l.t("budgets-result"), money(income - expenses))
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    budget: Option<&Budget>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let named = [&*typed.cost_centre_id, &*typed.project_id];
    let offered = Offered::gather(cx, tx, &named).await?;
    let year: Option<Date> = typed.fiscal_year.parse().ok();
    let years = years(tx, l, year).await?;
    let kinds = kinds(tx).await?;
    let first = match year {
        Some(year) => year,
        None => crate::book_settings::settings(tx).await?.year_of(tx.today())?,
    };
    let grid = grid(cx, typed, problem, (&months(first)?, &kinds));
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let (title, action, back) = match budget {
        Some(budget) => (
            l.with("budgets-edit-title", &[("name", (&budget.name).into())]),
            format!("{}/edit", address(budget.id)),
            address(budget.id),
        ),
        None => (l.t("budgets-new"), "/admin/budgets/new".into(), "/admin/budgets".into()),
    };
    let texts = forms::texts(cx);
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|version| ("version".to_owned(), version.to_string())));
    let body = html! {
        (PageHeader::new(&texts, &title).crumb(l.t("budgets-title"), "/admin/budgets"))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (head(l, typed, problem, &offered, years))
            (grid)
            p.hint { (l.t("budgets-spread-hint")) }
            (form_actions(html! {
                (Button::submit(l.t("budgets-save")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, back))
            }))
        }))
    };
    Ok(cx.page_with(status, &title, body))
}

/// What a budget is for; the form of a copy begins in the same way.
pub(super) fn head(
    l: &L,
    typed: &Typed,
    problem: Option<&Problem>,
    offered: &Offered,
    years: Vec<(String, String)>,
) -> Markup {
    let wrong = |path: &str| forms::error(l, problem, path);
    let chosen = |name: &str| match name {
        "project_id" => typed.project_id.clone(),
        _ => typed.cost_centre_id.clone(),
    };
    fields(html! {
        (Field::text("name", l.t("budgets-name")).value(&typed.name).required(true).maxlength(100)
            .error(wrong("name")))
        (Field::select("fiscal_year", l.t("budgets-year"), years).value(&typed.fiscal_year)
            .error(wrong("fiscal_year")))
        @for field in offered.fields(l) {
            (Field::select(field.name, field.label, field.choices.to_vec())
                .value(chosen(field.name)).error(wrong(field.name)))
        }
    })
}

fn grid(
    cx: &Cx,
    typed: &Typed,
    problem: Option<&Problem>,
    (months, kinds): (&[Date], &HashMap<String, AccountType>),
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let lookup = LineCell::Lookup("/admin/budgets/accounts".to_owned());
    let mut columns = vec![
        LineColumn::new("account_id", l.t("budgets-account"), lookup),
        LineColumn::new("year", l.t("budgets-spread"), LineCell::Decimal),
    ];
    columns.extend(
        MONTHS
            .iter()
            .zip(months)
            .map(|(name, month)| LineColumn::new(*name, l.month(*month), LineCell::Decimal)),
    );
    columns.push(LineColumn::new("total", l.t("budgets-year-sum"), LineCell::Computed));
    let lines = typed.lines.iter().enumerate();
    let mut rows: Vec<LineRow> = lines.map(|(i, line)| row(cx, i, line, problem)).collect();
    // Something is earned and something is spent, so two lines wait to be filled.
    while rows.len() < 2 {
        rows.push(LineRow::default());
    }
    let label = l.t("budgets-lines");
    html! {
        @if let Some(error) = forms::error(l, problem, "lines") {
            p.error id="f-lines" { (Icon::Stop) (error) }
        }
        (LineGrid {
            name: "lines",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: Some("/admin/budgets/totals"),
            totals: html! { (totals(cx, typed, kinds)) },
            texts: &texts,
        })
    }
}

fn row(cx: &Cx, i: usize, line: &TypedLine, problem: Option<&Problem>) -> LineRow {
    let (l, currency) = (&cx.l, cx.actor.tenant.currency);
    let wrong = |field: &str| forms::error(l, problem, &format!("lines[{i}].{field}"));
    let mut errors: Vec<(String, String)> = Vec::new();
    for name in ["account_id", "year"].into_iter().chain(MONTHS) {
        errors.extend(wrong(name).map(|error| (name.to_owned(), error)));
    }
    // What is wrong with the months together stands beside the first of them.
    errors.extend(wrong("months").map(|error| ("m1".to_owned(), error)));
    let sum = line.amounts(currency).and_then(|amounts| {
        Money::sum(currency, amounts.map(|minor| Money::new(minor, currency))).ok()
    });
    let mut values = vec![line.account_id.clone(), line.year.clone()];
    values.extend(line.months.iter().cloned());
    values.push(sum.map(|sum| l.amount(sum)).unwrap_or_default());
    LineRow { values, shown: line.shown.clone(), errors }
}
