//! The list of roles, and the page of one with what it may do.

use axum::response::Response;
use base::ui::{
    Badge, Banner, Button, Column, Confirm, Field, Icon, PageHeader, Row, Table, Texts, Tone, bdi,
};
use base::{Cx, Flash, FormData, Lang, Path, Problem, Text};
use http::StatusCode;
use maud::{Markup, html};
use uuid::Uuid;

use super::rights;
use crate::mistakes::Wrong;
use crate::users::{self, NewRole, Role, RoleChange};

pub(super) async fn index(cx: Cx) -> Result<Response, Problem> {
    let roles = users::roles(&mut cx.read().await?).await?;
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let columns = vec![
        Column::new(l.t("users-role")).title(),
        Column::new(l.t("users-people")).numeric(),
        Column::new(l.t("users-rights")).numeric(),
        Column::new(l.t("users-kind")),
    ];
    let all = i64::try_from(cx.app.permissions().count()).unwrap_or(i64::MAX);
    let rows = roles.iter().map(|role| {
        let held = i64::try_from(role.permissions.len()).unwrap_or(i64::MAX);
        let held = if role.slug == "owner" { all } else { held };
        let name = l.text(&role.name);
        let kind = if role.built_in { "users-built-in" } else { "users-own" };
        let cells = vec![
            bdi(name),
            bdi(&l.int(role.people)),
            bdi(&l.int(held)),
            html! { (Badge::new(Tone::Neutral, l.t(kind))) },
        ];
        Row::linked(role.id.to_string(), name, format!("/admin/roles/{}", role.id), cells)
    });
    let new = Button::link(l.t("users-role-new"), "/admin/roles/new").primary();
    let body = html! {
        (PageHeader::new(&texts, l.t("users-roles-title")).subtitle(l.t("users-roles-text"))
            .actions(html! {
                @if cx.may("users.edit") { (new.icon(Icon::Plus).key('c')) }
            }))
        (Table::new(l.t("users-roles-title"), columns).rows(rows))
    };
    Ok(cx.page(&l.t("users-roles-title"), body))
}

/// A role as it was typed.
struct Typed {
    names: [String; 3],
    permissions: Vec<String>,
    version: Option<i32>,
}

impl Typed {
    fn of(role: &Role) -> Self {
        let names = Lang::ALL.map(|lang| role.name.exact(lang).unwrap_or_default().to_owned());
        Self { names, permissions: role.permissions.clone(), version: Some(role.version) }
    }

    fn read(cx: &Cx, data: &FormData) -> Self {
        let names = Lang::ALL.map(|lang| data.text(&name_field(lang)).to_owned());
        let version = data.text("version").parse().ok();
        Self { names, permissions: rights::ticked(cx, data), version }
    }

    fn name(&self) -> Result<Text, Problem> {
        let parts = Lang::ALL.into_iter().zip(self.names.iter().map(String::as_str));
        let field = name_field(Lang::En);
        Text::from_parts(parts).map_err(|_| Problem::invalid().field(field, "required"))
    }
}

fn name_field(lang: Lang) -> String {
    format!("name_{}", lang.code())
}

pub(super) async fn new(cx: Cx) -> Result<Response, Problem> {
    let empty = Typed { names: Default::default(), permissions: Vec::new(), version: None };
    Ok(page(&cx, None, &empty, None))
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&cx, &data);
    let made = match typed.name() {
        Ok(name) => {
            let new = NewRole { name, permissions: typed.permissions.clone() };
            let mut tx = cx.begin().await?;
            match users::create_role(&mut tx, new).await {
                Ok(role) => return done(&cx, tx, &role, Flash::done("users-role-saved")).await,
                Err(problem) => problem,
            }
        }
        Err(problem) => problem,
    };
    match made.is_mendable() {
        true => Ok(page(&cx, None, &typed, Some(&made))),
        false => Err(made),
    }
}

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let role = users::role(&mut cx.read().await?, id).await?;
    Ok(page(&cx, Some(&role), &Typed::of(&role), None))
}

pub(super) async fn save(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let typed = Typed::read(&cx, &data);
    let old = users::role(&mut cx.read().await?, id).await?;
    let made = match typed.name() {
        Ok(name) => {
            // The owner's boxes cannot be touched, so nothing is said of them.
            let permissions = (old.slug != "owner").then(|| typed.permissions.clone());
            let change = RoleChange { name: Some(name), permissions, version: typed.version };
            let mut tx = cx.begin().await?;
            match users::edit_role(&mut tx, id, change).await {
                Ok(role) => return done(&cx, tx, &role, Flash::done("users-role-saved")).await,
                Err(problem) => problem,
            }
        }
        Err(problem) => problem,
    };
    match made.is_mendable() {
        true => Ok(page(&cx, Some(&old), &typed, Some(&made))),
        false => Err(made),
    }
}

async fn done(cx: &Cx, tx: base::Tx, role: &Role, said: Flash) -> Result<Response, Problem> {
    tx.redirect("/admin/roles", said.name(cx.l.text(&role.name))).await
}

pub(super) async fn delete(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let role = users::role(&mut cx.read().await?, id).await?;
    let mut tx = cx.begin().await?;
    match users::delete_role(&mut tx, id).await {
        Ok(()) => done(&cx, tx, &role, Flash::done("users-role-deleted")).await,
        Err(problem) if problem.is_mendable() => {
            Ok(page(&cx, Some(&role), &Typed::of(&role), Some(&problem)))
        }
        Err(problem) => Err(problem),
    }
}

fn page(cx: &Cx, role: Option<&Role>, typed: &Typed, problem: Option<&Problem>) -> Response {
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let wrong = Wrong::new(l, problem);
    let title = role.map_or_else(|| l.t("users-role-new"), |role| l.text(&role.name).to_owned());
    let action = role
        .map_or_else(|| "/admin/roles/new".to_owned(), |role| format!("/admin/roles/{}", role.id));
    let is_owner = role.is_some_and(|role| role.slug == "owner");
    let may_edit = cx.may("users.edit");
    let name = |(lang, value): (Lang, &String)| {
        let field = name_field(lang);
        let label = l.with("users-role-name", &[("language", lang.native_name().into())]);
        let error = wrong.at(&field);
        Field::text(field, label).value(value).maxlength(100).disabled(!may_edit).error(error)
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|version| ("version".to_owned(), version.to_string())));
    let body = html! {
        (PageHeader::new(&texts, &title).crumb(l.t("users-roles-title"), "/admin/roles")
            .actions(html! { @if may_edit { (delete_button(cx, role, &texts)) } }))
        (wrong.summary())
        @if is_owner { (Banner::new(Tone::Info, l.t("problem-owner-role-is-fixed"))) }
        (base::ui::form(&action, &hidden, html! {
            (base::ui::fields(html! {
                @for both in Lang::ALL.into_iter().zip(&typed.names) { (name(both)) }
            }))
            (rights::boxes(cx, &typed.permissions, is_owner, is_owner || !may_edit))
            @if may_edit {
                (base::ui::form_actions(html! {
                    (Button::submit(l.t("users-save")).primary().icon(Icon::Check))
                    (Button::link(&texts.cancel, "/admin/roles"))
                }))
            }
        }))
    };
    cx.page_with(problem.map_or(StatusCode::OK, Problem::status), &title, body)
}

fn delete_button(cx: &Cx, role: Option<&Role>, texts: &Texts) -> Markup {
    let l = &cx.l;
    html! {
        @if let Some(role) = role.filter(|role| !role.built_in) {
            (Confirm {
                id: "delete-role".to_owned(),
                label: l.t("users-role-delete"),
                icon: Some(Icon::Trash),
                title: l.with("users-role-delete-title", &[("name", l.text(&role.name).into())]),
                consequence: l.t("users-role-delete-text"),
                verb: l.t("users-role-delete-verb"),
                cancel: texts.cancel.clone(),
                action: format!("/admin/roles/{}/delete", role.id),
                hidden: cx.hidden(),
                danger: true,
            })
        }
    }
}
