//! The page on which the settings of the books are changed.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Card, Field, PageHeader, fields, form, form_actions};
use base::{Access, Cx, Date, Flash, FormData, Money, Problem, Route};
use maud::html;

use super::{BookSettings, BookSettingsChange};
use crate::forms;

const EDIT: Access = Access::Needs("settings.edit");
const PATH: &str = "/admin/settings/books";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(PATH, EDIT, show), Route::post(PATH, EDIT, submit)]
}

/// What was typed.
struct Typed {
    version: Option<i32>,
    fiscal_month: String,
    approval_limit: String,
    grni_days: String,
    opening_day: String,
}

impl Typed {
    fn of(settings: &BookSettings) -> Self {
        let limit = settings.approval_limit.map(|limit| limit.to_decimal_string());
        Self {
            version: Some(settings.version),
            fiscal_month: settings.fiscal_month.to_string(),
            approval_limit: limit.unwrap_or_default(),
            grni_days: settings.grni_days.to_string(),
            opening_day: settings.opening_day.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            version: forms::version(data),
            fiscal_month: text("fiscal_month"),
            approval_limit: text("approval_limit"),
            grni_days: text("grni_days"),
            opening_day: text("opening_day"),
        }
    }

    fn to_change(&self, cx: &Cx) -> Result<BookSettingsChange, Problem> {
        let mut problem = Problem::invalid();
        let currency = cx.actor.tenant.currency;
        let limit = match self.approval_limit.as_str() {
            "" => Ok(None),
            text => Money::parse_local(text, currency).map(Some),
        };
        if limit.is_err() {
            problem = problem.field("approval_limit", "not_a_number");
        }
        let days = base::digits::to_ascii(&self.grni_days).parse::<i32>();
        if days.is_err() {
            problem = problem.field("grni_days", "not_a_number");
        }
        let opening = match self.opening_day.as_str() {
            "" => Ok(None),
            text => text.parse::<Date>().map(Some),
        };
        if opening.is_err() {
            problem = problem.field("opening_day", "not_a_date");
        }
        problem.or_ok()?;
        Ok(BookSettingsChange {
            version: self.version,
            fiscal_month: self.fiscal_month.parse().ok(),
            approval_limit: limit.ok(),
            grni_days: days.ok(),
            opening_day: opening.ok().flatten(),
        })
    }
}

async fn show(cx: Cx) -> Result<Response, Problem> {
    let settings = super::settings(&mut cx.read().await?).await?;
    page(&cx, &Typed::of(&settings), None)
}

async fn submit(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match changed(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => page(&cx, &typed, Some(&problem)),
        answer => answer,
    }
}

async fn changed(cx: &Cx, typed: &Typed) -> Result<Response, Problem> {
    let change = typed.to_change(cx)?;
    let mut tx = cx.begin().await?;
    super::change_settings(&mut tx, change).await?;
    tx.redirect(PATH, Flash::done("book-settings-saved")).await
}

fn page(cx: &Cx, typed: &Typed, problem: Option<&Problem>) -> Result<Response, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let wrong = |path: &str| forms::error(l, problem, path);
    let months = (1..=12_i8).map(|month| (month.to_string(), l.month(Date::of(2026, month, 1))));
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    let body = form(
        PATH,
        &hidden,
        html! {
            (forms::mistakes(l, &texts, problem))
            (fields(html! {
                (Field::select("fiscal_month", l.t("book-settings-fiscal-month"), months)
                    .value(&typed.fiscal_month).hint(l.t("book-settings-fiscal-month-hint"))
                    .error(wrong("fiscal_month")))
                (Field::money("approval_limit", l.t("book-settings-approval-limit"),
                    cx.actor.tenant.currency.code()).value(&typed.approval_limit)
                    .hint(l.t("book-settings-approval-limit-hint")).error(wrong("approval_limit")))
                (Field::integer("grni_days", l.t("book-settings-grni-days")).value(&typed.grni_days)
                    .hint(l.t("book-settings-grni-days-hint")).error(wrong("grni_days")))
                (Field::date("opening_day", l.t("book-settings-opening-day"))
                    .value(&typed.opening_day).hint(l.t("book-settings-opening-day-hint"))
                    .error(wrong("opening_day")))
            }))
            (form_actions(html! { (Button::submit(l.t("book-settings-save")).primary()) }))
        },
    );
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = l.t("book-settings-title");
    let body = html! {
        (PageHeader::new(&texts, &title).subtitle(l.t("book-settings-text")))
        (Card::new(body))
    };
    Ok(cx.page_with(status, &title, body))
}
