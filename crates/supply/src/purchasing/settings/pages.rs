//! The page and the API of the settings of buying.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Access, Cx, Flash, FormData, Json, Money, Problem, Route};
use maud::html;

use super::{PurchasingSettings, set, settings};
use crate::forms;

const EDIT: Access = Access::Needs("purchasing.settings");
const PATH: &str = "/admin/purchase-settings";

pub(in crate::purchasing) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, EDIT, show),
        Route::post(PATH, EDIT, submit),
        Route::get("/api/v1/purchasing/settings", EDIT, read)
            .summary("What the company decided about buying.")
            .answers::<PurchasingSettings>(200),
        Route::patch("/api/v1/purchasing/settings", EDIT, change)
            .summary("Decides about buying anew.")
            .body::<PurchasingSettings>()
            .answers::<PurchasingSettings>(200),
    ]
}

async fn read(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&settings(&mut tx).await?)
}

async fn change(cx: Cx, Json(new): Json<PurchasingSettings>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let settings = set(&mut tx, new).await?;
    tx.reply(StatusCode::OK, &settings).await
}

async fn show(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let limit = settings(&mut tx).await?.own_approval_limit;
    let typed = limit.map(Money::to_decimal_string).unwrap_or_default();
    Ok(page(&cx, &typed, None))
}

async fn submit(cx: Cx, data: FormData) -> Result<Response, Problem> {
    match saved(&cx, data.text("own_approval_limit")).await {
        Err(problem) if problem.is_mendable() => {
            Ok(page(&cx, data.text("own_approval_limit"), Some(&problem)))
        }
        answer => answer,
    }
}

async fn saved(cx: &Cx, typed: &str) -> Result<Response, Problem> {
    let limit = match typed {
        "" => None,
        text => Some(
            Money::parse_local(text, cx.actor.tenant.currency)
                .map_err(|_| Problem::invalid().field("own_approval_limit", "not_a_number"))?,
        ),
    };
    let mut tx = cx.begin().await?;
    set(&mut tx, PurchasingSettings { own_approval_limit: limit }).await?;
    tx.redirect(PATH, Flash::done("purchasing-settings-saved")).await
}

fn page(cx: &Cx, typed: &str, problem: Option<&Problem>) -> Response {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = l.t("purchasing-settings");
    let currency = cx.actor.tenant.currency.code();
    let body = html! {
        (PageHeader::new(&texts, &title))
        (forms::mistakes(l, &texts, problem))
        (form(PATH, &cx.hidden(), html! {
            (fields(html! {
                (Field::money("own_approval_limit", l.t("purchasing-own-limit"), currency)
                    .value(typed).hint(l.t("purchasing-own-limit-hint"))
                    .error(forms::error(l, problem, "own_approval_limit")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("purchasing-settings-save")).primary().icon(Icon::Check))
            }))
        }))
    };
    cx.page_with(status, &title, body)
}
