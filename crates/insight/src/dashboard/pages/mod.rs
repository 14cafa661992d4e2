//! The dashboard as a page.

mod charts;
mod numbers;
mod start;

use axum::response::Response;
use base::request::redirect;
use base::ui::{Card, Empty, Icon, PageHeader, Texts, stats};
use base::{Access, Cx, Problem, Query, Route};
use maud::html;
use serde::Deserialize;

use super::figures::Dashboard;

pub(super) fn routes() -> Vec<Route> {
    // Whoever signs in lands here; those without a dashboard are sent on instead of refused.
    vec![Route::get("/admin", Access::SignedIn, show)]
}

/// How the sales are drawn.
#[derive(Debug, Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum By {
    Week,
    #[default]
    Month,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    by: By,
}

async fn show(cx: Cx, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    if !cx.may("dashboard.read") {
        return Ok(elsewhere(&cx));
    }
    let mut tx = cx.read().await?;
    let dashboard = super::look(&mut tx).await?;
    Ok(page(&cx, &dashboard, asked.by))
}

/// The first place on the menu that the person may see.
fn elsewhere(cx: &Cx) -> Response {
    let mut items: Vec<_> = cx.app.capabilities().iter().flat_map(|c| &c.navigation).collect();
    items.sort_by_key(|item| item.section);
    match items.into_iter().find(|item| item.href != "/admin" && cx.may(item.permission)) {
        Some(item) => redirect(item.href, None),
        None => {
            let (title, text) = (cx.l.t("dashboard-nothing"), cx.l.t("dashboard-nothing-text"));
            let empty = Empty::new(Icon::Key, title.clone(), text);
            cx.page(&title, html! { (empty) })
        }
    }
}

fn page(cx: &Cx, dashboard: &Dashboard, by: By) -> Response {
    let l = &cx.l;
    let texts = Texts::new(|key| l.t(key));
    let title = l.t("dashboard-title");
    let body = html! {
        (PageHeader::new(&texts, title.as_str()).subtitle(l.date(dashboard.as_of)))
        (start::steps(cx, &texts, dashboard))
        (stats(&numbers::all(l, dashboard)))
        @if let Some(sales) = &dashboard.sales {
            (Card::new(html! {
                (charts::by(l, by))
                (charts::sales(l, &texts, sales, dashboard.currency, by))
            }))
        }
        div.columns {
            @if let Some(orders) = &dashboard.orders {
                (Card::new(html! {
                    (charts::orders(l, &texts, orders))
                    (charts::finished(l, orders))
                }))
            }
            @if let Some(receivables) = &dashboard.receivables {
                (Card::new(html! { (charts::ageing(l, &texts, receivables, dashboard)) }))
            }
        }
        @if let Some(top) = dashboard.top_products.as_deref().filter(|top| !top.is_empty()) {
            (Card::new(html! { (charts::top(l, top)) }).title(l.t("dashboard-top")).flush())
        }
    };
    cx.page(&title, body)
}
