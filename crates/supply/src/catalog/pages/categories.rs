//! The tree of categories as a page.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Confirm, Empty, Field, Icon, PageHeader, Query, Row, Table, fields, form,
    form_actions,
};
use base::{Cx, Flash, FormData, Lang, Path, Problem, Text};
use maud::{Markup, html};
use uuid::Uuid;

use crate::catalog::{self, Branch, Category, ChangeCategory, NewCategory, tree};
use crate::forms;

/// A category as it was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    version: Option<i32>,
    names: [String; 3],
    parent_id: String,
    position: String,
}

impl Typed {
    fn of(c: &Category) -> Self {
        Self {
            version: Some(c.version),
            names: Lang::ALL.map(|lang| c.name.exact(lang).unwrap_or_default().to_owned()),
            parent_id: c.parent_id.map(|id| id.to_string()).unwrap_or_default(),
            position: c.position.to_string(),
        }
    }

    fn read(data: &FormData) -> Self {
        Self {
            version: data.text("version").parse().ok(),
            names: Lang::ALL.map(|lang| data.text(&format!("name_{}", lang.code())).to_owned()),
            parent_id: data.text("parent_id").to_owned(),
            position: data.text("position").to_owned(),
        }
    }

    fn parsed(&self) -> Result<(Text, Option<Uuid>, i32), Problem> {
        let names = Lang::ALL.into_iter().zip(self.names.iter().map(String::as_str));
        let position = match base::digits::to_ascii(&self.position).trim() {
            "" => Ok(0),
            number => number.parse(),
        };
        match (Text::from_parts(names), position) {
            (Ok(name), Ok(position)) => Ok((name, self.parent_id.parse().ok(), position)),
            (Err(_), _) => Err(Problem::invalid().field("name", "required")),
            (_, Err(_)) => Err(Problem::invalid().field("position", "not_a_number")),
        }
    }
}

pub(super) async fn show(cx: Cx) -> Result<Response, Problem> {
    page(&cx, &Typed::default(), None).await
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match made(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => page(&cx, &typed, Some(&problem)).await,
        answer => answer,
    }
}

async fn made(cx: &Cx, typed: &Typed) -> Result<Response, Problem> {
    let (name, parent_id, position) = typed.parsed()?;
    let mut tx = cx.begin().await?;
    let new = NewCategory { id: None, parent_id, name, position };
    let category = catalog::create_category(&mut tx, new).await?;
    let name = cx.l.text(&category.name).to_owned();
    tx.redirect("/admin/categories", Flash::done("catalog-category-made").name(name)).await
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let category = catalog::category(&mut cx.read().await?, id).await?;
    edit_page(&cx, &category, &Typed::of(&category), None).await
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let typed = Typed::read(&data);
    match changed(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => {
            let category = catalog::category(&mut cx.read().await?, id).await?;
            edit_page(&cx, &category, &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &Typed) -> Result<Response, Problem> {
    let (name, parent_id, position) = typed.parsed()?;
    let change = ChangeCategory {
        version: typed.version,
        parent_id: Some(parent_id),
        name: Some(name),
        position: Some(position),
    };
    let mut tx = cx.begin().await?;
    let category = catalog::change_category(&mut tx, id, change).await?;
    let name = cx.l.text(&category.name).to_owned();
    tx.redirect("/admin/categories", Flash::done("catalog-saved").name(name)).await
}

pub(super) async fn delete(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    match deleted(&cx, id).await {
        Err(problem) if problem.is_mendable() => {
            let category = catalog::category(&mut cx.read().await?, id).await?;
            edit_page(&cx, &category, &Typed::of(&category), Some(&problem)).await
        }
        answer => answer,
    }
}

async fn deleted(cx: &Cx, id: Uuid) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    catalog::delete_category(&mut tx, id).await?;
    tx.redirect("/admin/categories", Flash::done("catalog-category-deleted")).await
}

async fn page(cx: &Cx, typed: &Typed, problem: Option<&Problem>) -> Result<Response, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let all = catalog::categories(&mut cx.read().await?).await?;
    let branches = tree(&all, l.lang());
    let body = html! {
        (PageHeader::new(&texts, l.t("catalog-categories"))
            .crumb(l.t("catalog-title"), "/admin/products"))
        (forms::mistakes(l, &texts, problem))
        div.split {
            (Card::new(html! {
                @if branches.is_empty() {
                    (Empty::new(Icon::Filter, l.t("catalog-no-categories"),
                        l.t("catalog-no-categories-text")))
                } @else { (table(cx, &branches)) }
            }).flush())
            @if cx.may("catalog.edit") {
                (Card::new(html! {
                    (form("/admin/categories", &cx.hidden(), html! {
                        (inputs(cx, &branches, None, typed, problem))
                        (form_actions(html! {
                            (Button::submit(l.t("catalog-category-add")).primary())
                        }))
                    }))
                }).title(l.t("catalog-category-new")))
            }
        }
    };
    Ok(cx.page_with(status(problem), &l.t("catalog-categories"), body))
}

fn status(problem: Option<&Problem>) -> StatusCode {
    problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY)
}

fn table(cx: &Cx, branches: &[Branch]) -> Table {
    let l = &cx.l;
    let columns =
        vec![Column::new(l.t("catalog-category")).title(), Column::new(l.t("catalog-title"))];
    let rows = branches.iter().map(|branch| {
        let (category, name) = (&branch.category, l.text(&branch.category.name));
        let products =
            Query::new("/admin/products").with("category", category.id.to_string()).href();
        let indent = "\u{2003}".repeat(branch.depth);
        let cells = vec![
            html! { (indent) bdi { (name) } },
            html! { a href=(products) { (l.t("catalog-category-products")) } },
        ];
        match cx.may("catalog.edit") {
            true => {
                let href = format!("/admin/categories/{}", category.id);
                Row::linked(category.id.to_string(), name, href, cells)
            }
            false => Row::new(cells),
        }
    });
    Table::new(l.t("catalog-categories"), columns).rows(rows)
}

async fn edit_page(
    cx: &Cx,
    category: &Category,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let all = catalog::categories(&mut cx.read().await?).await?;
    let branches = tree(&all, l.lang());
    let name = l.text(&category.name).to_owned();
    let action = format!("/admin/categories/{}", category.id);
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    let body = html! {
        (PageHeader::new(&texts, &name).crumb(l.t("catalog-categories"), "/admin/categories")
            .actions(html! { (Confirm {
                id: "delete".to_owned(),
                label: l.t("catalog-category-delete"),
                icon: Some(Icon::Trash),
                title: l.with("catalog-category-delete-title", &[("name", name.as_str().into())]),
                consequence: l.t("catalog-category-delete-text"),
                verb: l.t("catalog-category-delete"),
                cancel: l.t("ui-cancel"),
                action: format!("{action}/delete"),
                hidden: cx.hidden(),
                danger: true,
            }) }))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (inputs(cx, &branches, Some(category.id), typed, problem))
            (form_actions(html! {
                (Button::submit(l.t("catalog-category-save")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, "/admin/categories"))
            }))
        }))
    };
    Ok(cx.page_with(status(problem), &name, body))
}

fn inputs(
    cx: &Cx,
    branches: &[Branch],
    own: Option<Uuid>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let top = (String::new(), l.t("catalog-category-top"));
    let parents = branches.iter().filter(|b| Some(b.category.id) != own).map(|b| {
        let name = l.text(&b.category.name);
        (b.category.id.to_string(), format!("{}{name}", "\u{2003}".repeat(b.depth)))
    });
    fields(html! {
        @for (lang, name) in Lang::ALL.into_iter().zip(&typed.names) {
            @let label = l.with("catalog-name-in", &[("language", lang.native_name().into())]);
            @let field = Field::text(format!("name_{}", lang.code()), label)
                .value(name).maxlength(100);
            @if lang == l.lang() { (field.error(wrong("name"))) } @else { (field) }
        }
        (Field::select("parent_id", l.t("catalog-category-parent"),
                std::iter::once(top).chain(parents))
            .value(&typed.parent_id).error(wrong("parent_id")))
        (Field::integer("position", l.t("catalog-position")).value(&typed.position)
            .hint(l.t("catalog-position-hint")).error(wrong("position")))
    })
}
