//! Tax codes as people see them.

use axum::response::Response;
use base::ui::{Badge, Card, Column, PageHeader, Row, Table, Tone, bdi};
use base::{Access, Cx, Problem, Route};
use maud::{Markup, html};

use super::TaxCode;
use crate::forms::texts;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/admin/taxes", Access::Needs("tax.read"), list)]
}

async fn list(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let codes = super::codes(&mut tx).await?;
    Ok(cx.page(&cx.l.t("tax-title"), page(&cx, &codes)))
}

fn page(cx: &Cx, codes: &[TaxCode]) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    html! {
        (PageHeader::new(&texts, l.t("tax-title")).subtitle(l.t("tax-text")))
        (Card::new(html! { div.table-room tabindex="0" { (table(cx, codes)) } }).flush())
    }
}

fn table(cx: &Cx, codes: &[TaxCode]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("tax-code")),
        Column::new(l.t("tax-name")).title(),
        Column::new(l.t("tax-category")),
        Column::new(l.t("tax-rate")).numeric(),
        Column::new(l.t("tax-use")),
    ];
    let rows = codes.iter().map(|code| {
        let category = code.category.code().to_lowercase();
        Row::new(vec![
            bdi(&code.code),
            bdi(l.text(&code.name)),
            html! { (l.t(&format!("tax-category-{category}"))) },
            bdi(&l.percent(code.rate)),
            html! {
                @if code.is_default { (Badge::new(Tone::Info, l.t("tax-default"))) }
            },
        ])
    });
    Table::new(l.t("tax-title"), columns).rows(rows)
}
