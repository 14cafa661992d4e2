//! The quick form of an expense.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Field, PageHeader, fields, form, form_actions};
use base::{Cx, Date, Flash, FormData, ListQuery, Money, Problem, Query};
use maud::{Markup, html};
use platform::users::{self, UserFilter};
use serde::Deserialize;

use super::super::{ExpenseState, NewExpense, PaidBy};
use super::index::way_name;
use crate::dimensions::{self, Kind};
use crate::forms::{error, mistakes, texts};
use crate::ledger::{self, AccountType, Control};
use crate::tax;

/// What the address may say: the document that it is for.
#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    link_type: String,
    #[serde(default)]
    link_id: String,
    #[serde(default)]
    link_number: String,
}

pub(super) async fn ask(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let pairs = [
        ("link_type", asked.link_type),
        ("link_id", asked.link_id),
        ("link_number", asked.link_number),
        ("paid_by", PaidBy::Cash.name().to_owned()),
    ];
    let typed = pairs.map(|(name, text)| (name.to_owned(), text)).to_vec();
    page(&cx, &FormData::from(typed), None).await
}

pub(super) async fn enter(cx: Cx, data: FormData) -> Result<Response, Problem> {
    match entered(&cx, &data).await {
        Err(problem) if problem.is_mendable() => page(&cx, &data, Some(&problem)).await,
        answer => answer,
    }
}

async fn entered(cx: &Cx, data: &FormData) -> Result<Response, Problem> {
    let new = to_new(cx, data)?;
    let mut tx = cx.begin().await?;
    let expense = super::super::enter(&mut tx, new).await?;
    let flash = match expense.state {
        ExpenseState::Waiting => Flash::done("expenses-waits").name(expense.description),
        _ => Flash::done("expenses-entered").name(expense.number.unwrap_or_default()),
    };
    tx.redirect(&format!("/admin/expenses/{}", expense.id), flash).await
}

fn to_new(cx: &Cx, data: &FormData) -> Result<NewExpense, Problem> {
    let gross = Money::parse_local(data.text("gross"), cx.actor.tenant.currency);
    let account = data.text("account_id").parse();
    let paid_by = data.text("paid_by").parse::<PaidBy>();
    let date = data.some("date").map(str::parse::<Date>).transpose();
    let mut problem = Problem::invalid();
    for (wrong, name, code) in [
        (gross.is_err(), "gross", "not_a_number"),
        (account.is_err(), "account_id", "required"),
        (paid_by.is_err(), "paid_by", "unknown"),
        (date.is_err(), "date", "not_a_date"),
    ] {
        if wrong {
            problem = problem.field(name, code);
        }
    }
    let (Ok(gross), Ok(account_id), Ok(paid_by), Ok(date)) = (gross, account, paid_by, date) else {
        return Err(problem);
    };
    let id = |name: &str| data.some(name).and_then(|id| id.parse().ok());
    let employee_id = id("employee_id").filter(|_| paid_by == PaidBy::Employee);
    Ok(NewExpense {
        id: None,
        date,
        description: data.text("description").to_owned(),
        account_id,
        gross,
        tax_code_id: id("tax_code_id"),
        paid_by,
        money_account_id: None,
        employee_id,
        cost_centre_id: id("cost_centre_id"),
        project_id: id("project_id"),
        link_type: data.some("link_type").and_then(|kind| kind.parse().ok()),
        link_id: id("link_id"),
        link_number: data.text("link_number").to_owned(),
    })
}

type Choices = Vec<(String, String)>;

/// What the lists of the form offer.
struct Offered {
    today: Date,
    accounts: Choices,
    taxes: Choices,
    people: Choices,
    centres: Choices,
    projects: Choices,
}

async fn page(cx: &Cx, typed: &FormData, problem: Option<&Problem>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let none = || (String::new(), "–".to_owned());
    let chart = ledger::accounts(&mut tx).await?;
    let spent = chart.iter().filter(|account| {
        let kind = matches!(account.kind, AccountType::Expense | AccountType::Asset);
        account.active && account.control == Control::None && kind
    });
    // What is spent every day first.
    let (costs, owned): (Vec<_>, Vec<_>) = spent.partition(|a| a.kind == AccountType::Expense);
    let accounts = costs.into_iter().chain(owned);
    let accounts =
        accounts.map(|a| (a.id.to_string(), format!("{} · {}", a.code, cx.l.text(&a.name))));
    let taxes = tax::codes(&mut tx).await?;
    let taxes = taxes.into_iter().map(|code| (code.id.to_string(), code.code));
    let query = ListQuery { limit: Some(200), ..ListQuery::default() };
    let people = users::list(&mut tx, &query, &UserFilter::default()).await?.items;
    let people = people.into_iter().map(|person| (person.id.to_string(), person.name));
    let offered = Offered {
        today: tx.today(),
        accounts: [none()].into_iter().chain(accounts).collect(),
        taxes: [none()].into_iter().chain(taxes).collect(),
        people: [none()].into_iter().chain(people).collect(),
        centres: dimensions::choices(cx, &mut tx, Kind::CostCentre).await?,
        projects: dimensions::choices(cx, &mut tx, Kind::Project).await?,
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(cx.page_with(status, &cx.l.t("expenses-new"), body(cx, typed, problem, offered)))
}

fn body(cx: &Cx, typed: &FormData, problem: Option<&Problem>, offered: Offered) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let wrong = |path: &str| error(l, problem, path);
    let today = offered.today.to_string();
    let ways = PaidBy::ALL.map(|way| (way.name(), way_name(cx, way)));
    let mut hidden = cx.hidden();
    for name in ["link_type", "link_id", "link_number"] {
        hidden.extend(typed.some(name).map(|value| (name.to_owned(), value.to_owned())));
    }
    html! {
        (PageHeader::new(&texts, l.t("expenses-new"))
            .crumb(l.t("expenses-title"), "/admin/expenses")
            .subtitle(typed.text("link_number")))
        (mistakes(l, &texts, problem))
        (form("/admin/expenses/new", &hidden, html! {
            (fields(html! {
                (Field::money("gross", l.t("expenses-amount"), cx.actor.tenant.currency.code())
                    .value(typed.text("gross")).required(true).autofocus()
                    .hint(l.t("expenses-amount-hint")).error(wrong("gross")))
                (Field::text("description", l.t("expenses-description")).required(true)
                    .value(typed.text("description")).maxlength(200).error(wrong("description")))
                (Field::select("account_id", l.t("expenses-account"), offered.accounts)
                    .value(typed.text("account_id")).required(true).error(wrong("account_id")))
                (Field::select("tax_code_id", l.t("expenses-tax"), offered.taxes)
                    .value(typed.text("tax_code_id")).error(wrong("tax_code_id")))
                (Field::date("date", l.t("expenses-date")).required(true)
                    .value(typed.some("date").unwrap_or(&today)).error(wrong("date")))
                (Field::radios("paid_by", l.t("expenses-paid-by"), ways)
                    .value(typed.text("paid_by")).required(true).error(wrong("paid_by")))
                (Field::select("employee_id", l.t("expenses-employee"), offered.people)
                    .value(typed.text("employee_id")).hint(l.t("expenses-employee-hint"))
                    .error(wrong("employee_id")))
                (Field::select("cost_centre_id", l.t("expenses-cost-centre"), offered.centres)
                    .value(typed.text("cost_centre_id")).error(wrong("cost_centre_id")))
                (Field::select("project_id", l.t("expenses-project"), offered.projects)
                    .value(typed.text("project_id")).error(wrong("project_id")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("expenses-enter")).primary())
                (Button::link(&texts.cancel, "/admin/expenses"))
            }))
        }))
    }
}
