//! The palette's answer: a fragment for the script, a page for everybody else.

use axum::response::{IntoResponse, Response};
use base::ui::{Button, Card, Field, Icon, PageHeader, PaletteGroup, Texts, palette_results};
use base::{Cx, Problem, Query};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use maud::{Markup, html};
use serde::Deserialize;

use super::question::Question;
use super::search::search;

/// The header by which a script asks for the part that it puts into the page.
const FRAGMENT: HeaderName = HeaderName::from_static("hx-request");

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

pub(super) async fn page(
    cx: Cx,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let groups = search(&cx, &Question::read(&asked.q)).await?;
    let nothing = cx.l.t("palette-nothing");
    let mut response = if headers.contains_key(&FRAGMENT) {
        palette_results(&groups, &nothing).into_response()
    } else {
        cx.page(&cx.l.t("palette-title"), whole(&cx, &asked.q, &groups, &nothing))
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("HX-Request"));
    Ok(response)
}

/// Plain links here: those of the fragment are moved through with arrow keys by the script.
fn whole(cx: &Cx, typed: &str, groups: &[PaletteGroup], nothing: &str) -> Markup {
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    html! {
        (PageHeader::new(&texts, l.t("palette-title")))
        form.form method="get" action="/admin/palette" role="search" {
            (Field::text("q", l.t("palette-label")).value(typed).hint(l.t("palette-hint"))
                .maxlength(100).autofocus())
            (base::ui::form_actions(html! {
                (Button::submit(l.t("palette-submit")).primary().icon(Icon::Search))
            }))
        }
        @if groups.iter().all(|group| group.items.is_empty()) { p.muted { (nothing) } }
        @for group in groups.iter().filter(|group| !group.items.is_empty()) {
            (Card::new(html! {
                @for item in &group.items {
                    a.palette-item href=(item.href) {
                        (item.icon) span { bdi { (item.label) } }
                        @if !item.detail.is_empty() {
                            span.palette-detail { bdi { (item.detail) } }
                        }
                    }
                }
            }).title(&group.title))
        }
    }
}
