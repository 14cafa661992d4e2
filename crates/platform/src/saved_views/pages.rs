//! Saved views above a list, and what their forms send.

use axum::response::Response;
use base::request::redirect;
use base::ui::{Button, Confirm, Dialog, Field, Tabs, Texts};
use base::{Cx, Flash, FormData, Path, Problem, ui};
use maud::{Markup, html};
use uuid::Uuid;

use super::view::question;
use super::{NewView, SavedView};

fn href(view: &SavedView) -> String {
    match view.query.as_str() {
        "" => view.list.clone(),
        query => format!("{}?{query}", view.list),
    }
}

/// The view whose question is asked now; the first of several that ask the same.
fn open<'a>(views: &'a [SavedView], now: &str) -> Option<&'a SavedView> {
    views.iter().find(|view| view.query == now)
}

/// The list's own tabs, and after them the saved views. One of them is current at most: a saved
/// view, which asks exactly what is asked now, before a tab of the list, which may ask for less.
#[must_use]
pub fn tabs(cx: &Cx, own: Tabs, views: &[SavedView]) -> Tabs {
    let open = open(views, &question(cx.query())).map(|view| view.id);
    let own = if open.is_some() { own.left() } else { own };
    views.iter().fold(own, |tabs, view| tabs.tab(&view.name, href(view), Some(view.id) == open))
}

/// The buttons that keep the list's present question, or forget the view that is open.
#[must_use]
pub fn tools(cx: &Cx, views: &[SavedView]) -> Markup {
    let (l, texts, now) = (&cx.l, Texts::new(|key| cx.l.t(key)), question(cx.query()));
    let open = open(views, &now);
    let me = cx.actor.user_id();
    html! {
        @if let Some(view) = open.filter(|view| Some(view.user_id) == me) {
            (Confirm {
                id: "delete-view".to_owned(),
                label: l.t("saved-views-delete"),
                icon: None,
                title: l.with("saved-views-delete-title", &[("name", view.name.as_str().into())]),
                consequence: l.t("saved-views-delete-text"),
                verb: l.t("saved-views-delete-verb"),
                cancel: texts.cancel,
                action: format!("/admin/views/{}/delete", view.id),
                hidden: cx.hidden(),
                danger: true,
            })
        } @else if open.is_none() && !now.is_empty() {
            (Button::opens(l.t("saved-views-save"), "save-view"))
            (Dialog::new("save-view", l.t("saved-views-save-title"), form(cx, &now)))
        }
    }
}

fn form(cx: &Cx, now: &str) -> Markup {
    let l = &cx.l;
    let mut hidden = cx.hidden();
    hidden.push(("list".to_owned(), cx.path().to_owned()));
    hidden.push(("query".to_owned(), now.to_owned()));
    ui::form(
        "/admin/views",
        &hidden,
        html! {
            (Field::text("view_name", l.t("saved-views-name")).required(true).maxlength(60))
            (Field::checkbox("shared", l.t("saved-views-shared"), false))
            div.dialog-actions { (Button::submit(l.t("saved-views-save-verb")).primary()) }
        },
    )
}

pub(super) async fn submit(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let new = NewView {
        list: data.text("list").to_owned(),
        name: data.text("view_name").to_owned(),
        query: data.text("query").to_owned(),
        shared: data.has("shared"),
    };
    let back = new.list.clone();
    let mut tx = cx.begin().await?;
    match super::save(&mut tx, new).await {
        Ok(view) => {
            tx.redirect(&href(&view), Flash::done("saved-views-saved").name(&view.name)).await
        }
        // The list is known to be ours here: anything else was not found.
        Err(problem) if problem.is_mendable() => {
            Ok(redirect(&back, Some(&Flash::warning("saved-views-bad"))))
        }
        Err(problem) => Err(problem),
    }
}

pub(super) async fn remove(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let view = super::delete(&mut tx, id).await?;
    tx.redirect(&view.list, Flash::done("saved-views-deleted").name(&view.name)).await
}
