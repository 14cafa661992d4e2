//! The list of people, and the page of one.

use axum::response::Response;
use base::ui::{
    Badge, Banner, Button, Card, Column, Confirm, Empty, Facts, Icon, ListView, PageHeader, Pager,
    Row, Table, Texts, Tone, bdi,
};
use base::{Cx, Flash, L, List, ListQuery, Path, Problem, Query, ui};
use http::StatusCode;
use maud::{Markup, html};
use uuid::Uuid;

use super::role_names;
use crate::audit::{AuditEntry, timeline, timeline_markup};
use crate::users::{self, Role, User, UserChange, UserFilter};

pub(super) async fn index(
    cx: Cx,
    Query(query): Query<ListQuery>,
    Query(filter): Query<UserFilter>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let roles = users::roles(&mut tx).await?;
    let found = users::list(&mut tx, &query, &filter).await?;
    Ok(cx.page(&cx.l.t("users-title"), list(&cx, &roles, &found)))
}

fn list(cx: &Cx, roles: &[Role], found: &List<User>) -> Markup {
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let address = ui::Query::parse(cx.path(), cx.query());
    let columns = vec![
        Column::new(l.t("users-name")).title().sorts(&address, "name"),
        Column::new(l.t("users-email")).sorts(&address, "email"),
        Column::new(l.t("users-roles")),
        Column::new(l.t("users-last-sign-in")),
        Column::new(l.t("users-state")),
    ];
    let rows = found.items.iter().map(|user| {
        let seen = user.last_sign_in_at.map_or_else(|| "–".to_owned(), |at| l.timestamp(at));
        let cells = vec![
            bdi(&user.name),
            bdi(&user.email),
            bdi(&role_names(l, roles, &user.roles)),
            html! { (seen) },
            state(l, user),
        ];
        Row::linked(user.id.to_string(), &user.name, format!("/admin/users/{}", user.id), cells)
    });
    let empty = Empty::new(Icon::Users, l.t("users-none"), l.t("users-none-text"));
    let states = [("true", l.t("users-active-yes")), ("false", l.t("users-active-no"))];
    let by_role = roles.iter().map(|role| (role.slug.clone(), l.text(&role.name).to_owned()));
    let new = Button::link(l.t("users-new"), "/admin/users/new").primary();
    let table = Table::new(l.t("users-title"), columns).rows(rows);
    html! {
        (PageHeader::new(&texts, l.t("users-title")).actions(html! {
            @if cx.may("users.edit") { (new.icon(Icon::Plus).key('c')) }
        }))
        (ListView::new(&texts, "users", &address, table, empty)
            .search(l.t("users-search"))
            .filter("role", l.t("users-role"), by_role)
            .filter("active", l.t("users-state"), states)
            .pager(Pager {
                count: String::new(),
                first: address.get("after").map(|_| address.without("after").href()),
                next: found.next.as_ref().map(|next| address.with("after", next).href()),
            }))
    }
}

fn state(l: &L, user: &User) -> Markup {
    let (tone, key) = match user.active {
        true => (Tone::Success, "users-active-yes"),
        false => (Tone::Neutral, "users-active-no"),
    };
    html! { (Badge::new(tone, l.t(key))) }
}

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    page(&cx, id, None).await
}

pub(super) async fn deactivate(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    set_active(&cx, id, false, Flash::done("users-deactivated")).await
}

pub(super) async fn activate(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    set_active(&cx, id, true, Flash::done("users-activated")).await
}

async fn set_active(cx: &Cx, id: Uuid, active: bool, said: Flash) -> Result<Response, Problem> {
    let change = UserChange { active: Some(active), ..UserChange::default() };
    let mut tx = cx.begin().await?;
    match users::edit(&mut tx, id, change).await {
        Ok(user) => tx.redirect(&format!("/admin/users/{id}"), said.name(user.name)).await,
        Err(problem) if problem.is_mendable() => {
            drop(tx);
            page(cx, id, Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// The page of a person, with the refusal of what was just tried.
async fn page(cx: &Cx, id: Uuid, problem: Option<&Problem>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let user = users::find(&mut tx, id).await?;
    let roles = users::roles(&mut tx).await?;
    let entries = match cx.may("audit.read") {
        true => Some(timeline(&mut tx, "user", id).await?),
        false => None,
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    let body = person(cx, &user, &roles, entries.as_deref(), problem);
    Ok(cx.page_with(status, &user.name, body))
}

fn person(
    cx: &Cx,
    user: &User,
    roles: &[Role],
    entries: Option<&[AuditEntry]>,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let seen = user.last_sign_in_at.map(|at| l.timestamp(at)).unwrap_or_default();
    let facts = Facts::new()
        .text(l.t("users-email"), &user.email)
        .text(l.t("users-roles"), &role_names(l, roles, &user.roles))
        .text(l.t("users-lang"), user.lang.map_or("", |lang| lang.native_name()))
        .text(l.t("users-last-sign-in"), &seen)
        .text(l.t("users-since"), &l.timestamp(user.created_at));
    let head = PageHeader::new(&texts, &user.name)
        .crumb(l.t("users-title"), "/admin/users")
        .beside(state(l, user))
        .actions(html! { @if cx.may("users.edit") { (actions(cx, user, &texts)) } });
    html! {
        (head)
        @if let Some(problem) = problem { (Banner::new(Tone::Danger, problem.sentence(l))) }
        (Card::new(html! { (facts) }))
        @if let Some(entries) = entries {
            (Card::new(timeline_markup(l, entries)).title(l.t("users-history")))
        }
    }
}

fn actions(cx: &Cx, user: &User, texts: &Texts) -> Markup {
    let (l, here) = (&cx.l, format!("/admin/users/{}", user.id));
    let edit = Button::link(l.t("users-edit"), format!("{here}/edit")).primary();
    let named = |key: &str| l.with(key, &[("name", user.name.as_str().into())]);
    html! {
        @if user.active {
            (Confirm {
                id: "deactivate".to_owned(),
                label: l.t("users-deactivate"),
                icon: None,
                title: named("users-deactivate-title"),
                consequence: l.t("users-deactivate-text"),
                verb: l.t("users-deactivate-verb"),
                cancel: texts.cancel.clone(),
                action: format!("{here}/deactivate"),
                hidden: cx.hidden(),
                danger: true,
            })
        } @else {
            form method="post" action={ (here) "/activate" } {
                (ui::hidden(&cx.hidden())) (Button::submit(l.t("users-activate")))
            }
        }
        (edit.icon(Icon::Edit).key('e'))
    }
}
