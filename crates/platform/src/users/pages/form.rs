//! The form of a person.

use axum::response::Response;
use base::ui::{Button, Field, Icon, PageHeader, Texts};
use base::{Cx, Flash, FormData, Lang, Path, Problem};
use http::StatusCode;
use maud::{Markup, html};
use uuid::Uuid;

use crate::mistakes::Wrong;
use crate::users::{self, NewUser, Role, User, UserChange};

/// A person as they were typed.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    lang: Option<Lang>,
    roles: Vec<String>,
    version: Option<i32>,
}

impl Typed {
    fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            email: user.email.clone(),
            lang: user.lang,
            roles: user.roles.clone(),
            version: Some(user.version),
        }
    }

    fn read(data: &FormData, roles: &[Role]) -> Self {
        let ticked = roles.iter().filter(|role| data.has(&box_name(role)));
        Self {
            name: data.text("name").to_owned(),
            email: data.text("email").to_owned(),
            lang: data.text("lang").parse().ok(),
            roles: ticked.map(|role| role.slug.clone()).collect(),
            version: data.text("version").parse().ok(),
        }
    }
}

fn box_name(role: &Role) -> String {
    format!("role[{}]", role.slug)
}

async fn roles_of(cx: &Cx) -> Result<Vec<Role>, Problem> {
    users::roles(&mut cx.read().await?).await
}

pub(super) async fn new(cx: Cx) -> Result<Response, Problem> {
    let roles = roles_of(&cx).await?;
    Ok(page(&cx, None, &roles, &Typed::default(), None))
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let roles = roles_of(&cx).await?;
    let typed = Typed::read(&data, &roles);
    let new = NewUser {
        name: typed.name.clone(),
        email: typed.email.clone(),
        password: None,
        roles: typed.roles.clone(),
        lang: typed.lang,
    };
    let mut tx = cx.begin().await?;
    match users::create(&mut tx, new).await {
        Ok(user) => {
            let said = Flash::done("users-invited").name(user.name);
            tx.redirect(&format!("/admin/users/{}", user.id), said).await
        }
        Err(problem) if problem.is_mendable() => {
            Ok(page(&cx, None, &roles, &typed, Some(&problem)))
        }
        Err(problem) => Err(problem),
    }
}

pub(super) async fn open(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let user = users::find(&mut tx, id).await?;
    let roles = users::roles(&mut tx).await?;
    Ok(page(&cx, Some(&user), &roles, &Typed::of(&user), None))
}

pub(super) async fn save(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let roles = roles_of(&cx).await?;
    let typed = Typed::read(&data, &roles);
    let change = UserChange {
        name: Some(typed.name.clone()),
        lang: typed.lang,
        roles: Some(typed.roles.clone()),
        active: None,
        version: typed.version,
    };
    let mut tx = cx.begin().await?;
    match users::edit(&mut tx, id, change).await {
        Ok(user) => {
            let said = Flash::done("users-saved").name(user.name);
            tx.redirect(&format!("/admin/users/{id}"), said).await
        }
        Err(problem) if problem.is_mendable() => {
            drop(tx);
            let user = users::find(&mut cx.read().await?, id).await?;
            Ok(page(&cx, Some(&user), &roles, &typed, Some(&problem)))
        }
        Err(problem) => Err(problem),
    }
}

fn page(
    cx: &Cx,
    user: Option<&User>,
    roles: &[Role],
    typed: &Typed,
    problem: Option<&Problem>,
) -> Response {
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let wrong = Wrong::new(l, problem);
    let (title, action, back) = match user {
        Some(user) => {
            let back = format!("/admin/users/{}", user.id);
            (user.name.clone(), format!("{back}/edit"), back)
        }
        None => (l.t("users-new"), "/admin/users/new".to_owned(), "/admin/users".to_owned()),
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|version| ("version".to_owned(), version.to_string())));
    let submit = l.t(if user.is_some() { "users-save" } else { "users-invite" });
    let form = base::ui::form(
        &action,
        &hidden,
        html! {
            (base::ui::fields(html! { (fields(cx, user.is_some(), typed, &wrong)) }))
            (role_boxes(cx, roles, typed, &wrong))
            (base::ui::form_actions(html! {
                (Button::submit(submit).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, back))
            }))
        },
    );
    let body = html! {
        (PageHeader::new(&texts, &title).crumb(l.t("users-title"), "/admin/users"))
        (wrong.summary())
        (form)
    };
    cx.page_with(problem.map_or(StatusCode::OK, Problem::status), &title, body)
}

fn fields(cx: &Cx, is_known: bool, typed: &Typed, wrong: &Wrong<'_>) -> Markup {
    let l = &cx.l;
    let usual = ("", l.t("users-lang-usual"));
    let languages = std::iter::once(usual)
        .chain(Lang::ALL.map(|lang| (lang.code(), lang.native_name().to_owned())));
    html! {
        (Field::text("name", l.t("users-name")).value(&typed.name).required(true).maxlength(200)
            .autocomplete("off").autofocus().error(wrong.at("name")))
        (Field::email("email", l.t("users-email")).value(&typed.email).required(true)
            .autocomplete("off").disabled(is_known).error(wrong.at("email"))
            .hint(l.t(if is_known { "users-email-fixed" } else { "users-email-hint" })))
        (Field::select("lang", l.t("users-lang"), languages)
            .value(typed.lang.map_or("", Lang::code)))
    }
}

fn role_boxes(cx: &Cx, roles: &[Role], typed: &Typed, wrong: &Wrong<'_>) -> Markup {
    let l = &cx.l;
    html! {
        fieldset.field.span id=(Field::id_of("roles")) tabindex="-1" {
            legend { (l.t("users-roles")) }
            @if let Some(error) = wrong.at("roles") {
                p.error { (Icon::Stop) span { (error) } }
            }
            div.choices {
                @for role in roles {
                    (Field::checkbox(box_name(role), l.text(&role.name),
                        typed.roles.contains(&role.slug)))
                }
            }
        }
    }
}
