//! The page of one's own API tokens.

use axum::response::Response;
use base::ui::{
    Banner, Button, Card, Column, Confirm, Empty, Field, Icon, PageHeader, Row, Table, Texts, Tone,
};
use base::{Cx, Flash, FormData, Path, Problem, Tx};
use http::StatusCode;
use maud::{Markup, html};
use uuid::Uuid;

use crate::mistakes::Wrong;
use crate::sessions::api_tokens::{self, ApiToken, FreshToken, NewToken};

const PATH: &str = "/admin/settings/tokens";

pub(in crate::sessions) async fn list(cx: Cx) -> Result<Response, Problem> {
    page(&cx, StatusCode::OK, None, None).await
}

/// The token is in the answer itself: a redirect would have to carry it somewhere.
pub(in crate::sessions) async fn create(cx: Cx, form: FormData) -> Result<Response, Problem> {
    let mut tx = Tx::begin(&cx.app, &cx.actor).await?;
    match api_tokens::create_token(&mut tx, NewToken { name: form.text("name").to_owned() }).await {
        Ok(fresh) => {
            tx.commit().await?;
            page(&cx, StatusCode::CREATED, Some(&fresh), None).await
        }
        Err(problem) if problem.is_mendable() => {
            drop(tx);
            page(&cx, problem.status(), None, Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

pub(in crate::sessions) async fn revoke(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    api_tokens::revoke_token(&mut tx, id).await?;
    tx.redirect(PATH, Flash::done("sessions-token-revoked")).await
}

async fn page(
    cx: &Cx,
    status: StatusCode,
    fresh: Option<&FreshToken>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let tokens = api_tokens::own_tokens(&mut cx.read().await?).await?;
    let (l, wrong) = (&cx.l, Wrong::new(&cx.l, problem));
    let texts = Texts::new(|key| l.t(key));
    let columns = ["sessions-token-name", "sessions-token-since", "sessions-token-do"];
    let columns = columns.map(|key| Column::new(l.t(key))).into();
    let table = Table::new(l.t("sessions-tokens-title"), columns)
        .rows(tokens.iter().map(|token| row(cx, token)));
    let form = base::ui::form(
        PATH,
        &[],
        html! {
            (wrong.summary())
            (Field::text("name", l.t("sessions-token-name")).hint(l.t("sessions-token-name-hint"))
                .maxlength(100).required(true).error(wrong.at("name")))
            (base::ui::form_actions(html! {
                (Button::submit(l.t("sessions-token-create")).primary())
            }))
        },
    );
    let empty = Empty::new(Icon::Key, l.t("sessions-tokens-empty"), "");
    let body = html! {
        (PageHeader::new(&texts, l.t("sessions-tokens-title"))
            .subtitle(l.t("sessions-tokens-subtitle")))
        @if let Some(fresh) = fresh {
            (Banner::new(Tone::Success, l.t("sessions-token-made")).title(&fresh.name))
            (Card::new(html! { p dir="ltr" { code { (fresh.token) } } }))
        }
        (Card::new(form))
        @if table.is_empty() { (empty) } @else { (Card::new(html! { (table) }).flush()) }
    };
    Ok(cx.page_with(status, &l.t("sessions-tokens-title"), body))
}

fn row(cx: &Cx, token: &ApiToken) -> Row {
    let l = &cx.l;
    let revoke: Markup = html! {
        (Confirm {
            id: format!("revoke-{}", token.id.simple()),
            label: l.t("sessions-token-revoke"),
            icon: Some(Icon::Trash),
            title: l.with("sessions-token-revoke-title", &[("name", token.name.as_str().into())]),
            consequence: l.t("sessions-token-revoke-why"),
            verb: l.t("sessions-token-revoke"),
            cancel: l.t("ui-cancel"),
            action: format!("{PATH}/{}/revoke", token.id),
            hidden: cx.hidden(),
            danger: true,
        })
    };
    Row::new(vec![
        html! { bdi { (token.name) } },
        html! { (l.timestamp(token.created_at)) },
        revoke,
    ])
}
