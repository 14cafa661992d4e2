//! The form of a budget that begins as what was earned and spent the year before.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Card, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Cx, Date, Flash, FormData, Problem, Rate, Tx};
use maud::html;

use super::super::NewBudgetCopy;
use super::entry::head;
use super::typed::Typed;
use super::{address, years};
use crate::dimensions::Offered;
use crate::forms::{error, mistakes, texts};

pub(super) async fn ask(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let now = crate::book_settings::settings(&mut tx).await?.year_of(tx.today())?;
    let typed = Typed { fiscal_year: now.to_string(), ..Typed::default() };
    page(&cx, &mut tx, &typed, "", None).await
}

pub(super) async fn copy(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    let answered = async {
        let new = read(&cx, &typed, data.text("percent"))?;
        let mut tx = cx.begin().await?;
        let budget = super::super::copy_actuals(&mut tx, new).await?;
        let flash = Flash::done("budgets-saved").name(budget.name);
        tx.redirect(&address(budget.id), flash).await
    };
    match answered.await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            page(&cx, &mut tx, &typed, data.text("percent"), Some(&problem)).await
        }
        answer => answer,
    }
}

fn read(cx: &Cx, typed: &Typed, percent: &str) -> Result<NewBudgetCopy, Problem> {
    let new = typed.to_new(cx)?;
    let change = match percent.trim() {
        "" => None,
        text => match Rate::parse_percent_local(text) {
            Ok(rate) => Some(rate),
            Err(_) => return Err(Problem::invalid().field("change", "not_a_number")),
        },
    };
    Ok(NewBudgetCopy {
        id: None,
        name: new.name,
        fiscal_year: new.fiscal_year,
        cost_centre_id: new.cost_centre_id,
        project_id: new.project_id,
        change,
    })
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    typed: &Typed,
    percent: &str,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let (l, texts) = (&cx.l, texts(cx));
    let named = [&*typed.cost_centre_id, &*typed.project_id];
    let offered = Offered::gather(cx, tx, &named).await?;
    let year: Option<Date> = typed.fiscal_year.parse().ok();
    let years = years(tx, l, year).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = l.t("budgets-copy");
    let body = html! {
        (PageHeader::new(&texts, &title).crumb(l.t("budgets-title"), "/admin/budgets")
            .subtitle(l.t("budgets-copy-text")))
        (mistakes(l, &texts, problem))
        (Card::new(form("/admin/budgets/copy", &cx.hidden(), html! {
            (head(l, typed, problem, &offered, years))
            (fields(html! {
                (Field::decimal("percent", l.t("budgets-percent")).value(percent).after("%")
                    .hint(l.t("budgets-percent-hint")).error(error(l, problem, "change")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("budgets-copy-make")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, "/admin/budgets"))
            }))
        })))
    };
    Ok(cx.page_with(status, &title, body))
}
