//! The pictures on the page of a product: seeing, adding, ordering and deleting them.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Card, Column, Confirm, Field, Icon, Row, Table, bdi, fields, file_form};
use base::{Access, Cx, Flash, Path, Problem, Route, UploadForm};
use maud::{Markup, html};
use uuid::Uuid;

use super::api::Sent;
use super::{MOST_ALT, add_image, put_image_first, remove_image};
use crate::catalog::pages::{address, detail};
use crate::catalog::{Image, Product, find};
use crate::forms;

const EDIT: Access = Access::Needs("catalog.edit");
const ACCEPTED: &str = "image/png,image/jpeg,image/webp,image/gif";

pub(in crate::catalog) fn routes() -> Vec<Route> {
    vec![
        Route::post("/admin/products/{id}/images", EDIT, add),
        Route::post("/admin/products/{id}/images/{image_id}/first", EDIT, first),
        Route::post("/admin/products/{id}/images/{image_id}/delete", EDIT, remove),
    ]
}

/// An upload that was refused, to be shown again with what is wrong with it.
pub(in crate::catalog) struct Refused {
    alt: String,
    problem: Problem,
}

/// The pictures of a product and the form for one more.
pub(in crate::catalog) fn card(cx: &Cx, p: &Product, refused: Option<&Refused>) -> Card {
    let l = &cx.l;
    let title = l.t("catalog-pictures");
    Card::new(html! {
        @if p.images.is_empty() { p.muted { (l.t("catalog-no-pictures")) } }
        @else { (table(cx, p, &title)) }
        @if cx.may("catalog.edit") { (form(cx, p, refused)) }
    })
    .title(title)
}

fn table(cx: &Cx, p: &Product, title: &str) -> Table {
    let l = &cx.l;
    let may_edit = cx.may("catalog.edit");
    let mut columns = vec![
        Column::new(l.t("catalog-picture-file")),
        Column::new(l.t("catalog-picture-alt")).title(),
    ];
    if may_edit {
        columns.push(Column::new(""));
    }
    let rows = p.images.iter().map(|image| {
        let mut cells = vec![picture(cx, image), bdi(&image.alt)];
        if may_edit {
            cells.push(actions(cx, p, image));
        }
        Row::new(cells)
    });
    Table::new(title, columns).rows(rows)
}

fn picture(cx: &Cx, image: &Image) -> Markup {
    // A link needs a name, also where nobody said what the picture shows.
    let named = if image.alt.is_empty() {
        cx.l.with("catalog-picture-n", &[("n", i64::from(image.position).into())])
    } else {
        image.alt.clone()
    };
    html! {
        div.previews {
            a href={ "/files/" (image.file_id) } {
                img src={ "/files/" (image.thumbnail_id) } alt=(named) width="80" height="80"
                    loading="lazy";
            }
        }
    }
}

fn actions(cx: &Cx, p: &Product, image: &Image) -> Markup {
    let l = &cx.l;
    let to = |what: &str| format!("{}/images/{}/{what}", address(p.id), image.id);
    html! {
        div.row {
            @if image.position > 1 {
                form method="post" action=(to("first")) {
                    (base::ui::hidden(&cx.hidden()))
                    (Button::submit(l.t("catalog-picture-first")).small())
                }
            }
            (Confirm {
                id: format!("delete-picture-{}", image.position),
                label: l.t("catalog-picture-delete"),
                icon: Some(Icon::Trash),
                title: l.with(
                    "catalog-picture-delete-title",
                    &[("n", i64::from(image.position).into())],
                ),
                consequence: l.t("catalog-picture-delete-text"),
                verb: l.t("catalog-picture-delete-verb"),
                cancel: l.t("ui-cancel"),
                action: to("delete"),
                hidden: cx.hidden(),
                danger: true,
            })
        }
    }
}

fn form(cx: &Cx, p: &Product, refused: Option<&Refused>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let problem = refused.map(|refused| &refused.problem);
    let mut hidden = cx.hidden();
    // Pressing the button twice adds the picture once.
    hidden.push(("id".to_owned(), Uuid::now_v7().to_string()));
    let action = format!("{}/images", address(p.id));
    let body = html! {
        (forms::mistakes(l, &texts, problem))
        (fields(html! {
            (Field::file("file", l.t("catalog-picture-file"), ACCEPTED, false)
                .hint(l.t("catalog-picture-file-hint"))
                .required(true)
                .error(forms::error(l, problem, "file")))
            (Field::text("alt", l.t("catalog-picture-alt"))
                .value(refused.map_or("", |refused| &refused.alt))
                .hint(l.t("catalog-picture-alt-hint"))
                .maxlength(MOST_ALT)
                .error(forms::error(l, problem, "alt")))
        }))
        div.row { (Button::submit(l.t("catalog-picture-add")).icon(Icon::Upload)) }
    };
    file_form(&action, &hidden, body)
}

async fn add(cx: Cx, Path(id): Path<Uuid>, form: UploadForm) -> Result<Response, Problem> {
    let sent = Sent::read(form).await?;
    let alt = sent.alt.clone();
    match added(&cx, id, sent).await {
        Err(problem) if problem.is_mendable() => shown(&cx, id, Refused { alt, problem }).await,
        answer => answer,
    }
}

async fn added(cx: &Cx, id: Uuid, sent: Sent) -> Result<Response, Problem> {
    // No work is done for a product that is not there.
    find(&mut cx.read().await?, id).await?;
    let new = sent.into_new().await?;
    let mut tx = cx.begin().await?;
    add_image(&mut tx, id, new).await?;
    tx.redirect(&address(id), Flash::done("catalog-picture-added")).await
}

/// The page of the product again, with the form as it was filled in.
async fn shown(cx: &Cx, id: Uuid, refused: Refused) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let product = find(&mut tx, id).await?;
    let seen = detail::gather(&mut tx, product).await?.refused(refused);
    Ok(cx.page_with(StatusCode::UNPROCESSABLE_ENTITY, seen.title(cx), detail::page(cx, &seen)))
}

async fn first(cx: Cx, Path((id, image)): Path<(Uuid, Uuid)>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    put_image_first(&mut tx, id, image).await?;
    tx.redirect(&address(id), Flash::done("catalog-picture-moved")).await
}

async fn remove(cx: Cx, Path((id, image)): Path<(Uuid, Uuid)>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    remove_image(&mut tx, id, image).await?;
    tx.redirect(&address(id), Flash::done("catalog-picture-deleted")).await
}
