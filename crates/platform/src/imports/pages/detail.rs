//! One import: what it would do or did, what was left out, and what can be done with it.

use axum::Extension;
use axum::response::Response;
use base::ui::{
    Badge, Banner, Button, Card, Column, Confirm, Field, Icon, PageHeader, Row, Stat, Table, Texts,
    Tone,
};
use base::{Cx, Flash, FormData, L, Path, Problem, Tx, ui};
use http::StatusCode;
use maud::{Markup, html};
use uuid::Uuid;

use super::super::api::importer_of;
use super::super::{Import, ImportError, ImportState, Importer, Importers, Mapping};
use crate::audit::{AuditEntry, timeline, timeline_markup};
use crate::files;
use crate::mistakes::Wrong;

/// Rows that were left out, on the page; all of them are in the file.
const SHOWN_ERRORS: i64 = 20;

pub(in crate::imports) async fn show(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    page(&cx, &importers, id, None).await
}

pub(in crate::imports) async fn remap(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Path(id): Path<Uuid>,
    form: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.read().await?;
        let import = super::super::find(&mut tx, id).await?;
        let importer = importers.find(&import.kind)?;
        let source = files::read(&mut tx, import.file_id).await?;
        // The reading transaction ends here: a request never holds two.
        drop(tx);
        let cell = |key: &str| (key.to_owned(), heading(&import, &form, key));
        let mapping: Mapping = importer.columns.iter().map(|column| cell(column.key)).collect();
        let trial = Tx::begin(&cx.app, &cx.actor).await?;
        let preview = super::super::preview(trial, importer, Some(mapping), &source).await?;
        let mut tx = cx.begin().await?;
        super::super::remap(&mut tx, id, preview).await?;
        Ok(tx)
    };
    finish(&cx, &importers, id, done.await, Flash::done("imports-mapped")).await
}

/// The heading that was chosen. A form trims what it sends, and a heading may end in blanks.
fn heading(import: &Import, form: &FormData, key: &str) -> String {
    let chosen = form.text(&format!("mapping[{key}]"));
    let known = import.summary.headings.iter().find(|heading| heading.trim() == chosen);
    known.filter(|_| !chosen.is_empty()).map_or_else(|| chosen.to_owned(), Clone::clone)
}

pub(in crate::imports) async fn commit(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let importer = importer_of(&mut tx, &importers, id).await?;
        super::super::commit(&mut tx, importer, id).await?;
        Ok(tx)
    };
    finish(&cx, &importers, id, done.await, Flash::done("imports-committed")).await
}

pub(in crate::imports) async fn undo(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let importer = importer_of(&mut tx, &importers, id).await?;
        super::super::undo(&mut tx, importer, id).await?;
        Ok(tx)
    };
    finish(&cx, &importers, id, done.await, Flash::done("imports-undone")).await
}

/// Back to the page: with a toast, or with what a person can mend.
async fn finish(
    cx: &Cx,
    importers: &Importers,
    id: Uuid,
    done: Result<Tx, Problem>,
    flash: Flash,
) -> Result<Response, Problem> {
    match done {
        Ok(tx) => tx.redirect(&format!("/admin/imports/{id}"), flash).await,
        Err(problem) if problem.is_mendable() => page(cx, importers, id, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn page(
    cx: &Cx,
    importers: &Importers,
    id: Uuid,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let mut tx = cx.read().await?;
    let import = super::super::find(&mut tx, id).await?;
    let errors = super::super::errors(&mut tx, id, None, SHOWN_ERRORS).await?;
    let entries: Vec<AuditEntry> = timeline(&mut tx, "import", id).await?;
    let importer = importers.find(&import.kind)?;
    let wrong = Wrong::new(l, problem);
    let head = PageHeader::new(&texts, &import.file_name)
        .crumb(l.t("imports-title"), "/admin/imports")
        .beside(html! { (super::badge(l, import.state)) })
        .subtitle(super::kind(l, importers, &import))
        .actions(acts(cx, importer, &import));
    let body = html! {
        (head)
        (wrong.summary())
        (said(l, &import))
        @if import.state != ImportState::Failed { (counts(l, &import)) }
        @if !import.summary.examples.is_empty() { (examples(l, &import)) }
        @if !errors.is_empty() { (left_out(l, importer, &import, &errors)) }
        @if import.state.is_open() && cx.may(importer.permission) {
            (mapping(cx, importer, &import, &wrong))
        }
        (Card::new(timeline_markup(l, &entries)).title(l.t("imports-history")))
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(cx.page_with(status, &import.file_name, body))
}

fn acts(cx: &Cx, importer: &Importer, import: &Import) -> Markup {
    let (l, id) = (&cx.l, import.id);
    if !cx.may(importer.permission) {
        return html! {};
    }
    match import.state {
        ImportState::Previewed => html! {
            form method="post" action={ "/admin/imports/" (id) "/commit" } {
                (ui::hidden(&cx.hidden()))
                (Button::submit(l.t("imports-commit")).primary().icon(Icon::Check))
            }
        },
        ImportState::Committed => {
            let undo = Confirm {
                id: "undo".to_owned(),
                label: l.t("imports-undo"),
                icon: Some(Icon::Trash),
                title: l.with("imports-undo-title", &[("name", (&import.file_name).into())]),
                consequence: l.t("imports-undo-why"),
                verb: l.t("imports-undo"),
                cancel: l.t("ui-cancel"),
                action: format!("/admin/imports/{id}/undo"),
                hidden: cx.hidden(),
                danger: true,
            };
            html! { (undo) }
        }
        ImportState::Undone | ImportState::Failed => html! {},
    }
}

/// What is the matter, in words.
fn said(l: &L, import: &Import) -> Markup {
    let story = &import.summary;
    let rows = |key: &str| l.with(key, &[("rows", story.rows.into())]);
    let banner = match (import.state, &story.refused, &story.undone) {
        (ImportState::Failed, Some(refused), _) => {
            Banner::new(Tone::Danger, refused.say(l)).title(l.t("imports-refused"))
        }
        (ImportState::Undone, _, Some(undone)) => {
            let counts = [("undone", undone.undone.into()), ("kept", undone.kept.into())];
            Banner::new(Tone::Info, l.with("imports-said-undone", &counts))
        }
        (ImportState::Committed, ..) => Banner::new(Tone::Success, rows("imports-said-committed")),
        _ => Banner::new(Tone::Info, rows("imports-said-previewed"))
            .title(l.t("imports-nothing-yet")),
    };
    html! { (banner) }
}

fn counts(l: &L, import: &Import) -> Markup {
    let stat = |key: &str, n: i32| Stat::new(l.t(key), l.int(i64::from(n)));
    ui::stats(&[
        stat("imports-created", import.created_count),
        stat("imports-updated", import.updated_count),
        stat("imports-unchanged", import.unchanged_count),
        stat("imports-errors", import.error_count),
    ])
}

fn examples(l: &L, import: &Import) -> Markup {
    let columns = ["imports-name", "imports-what", "imports-detail"];
    let rows = import.summary.examples.iter().map(|example| {
        let (tone, key) = match example.created {
            true => (Tone::Success, "imports-new-thing"),
            false => (Tone::Info, "imports-changed-thing"),
        };
        Row::new(vec![
            html! { bdi { (example.name) } },
            html! { (Badge::new(tone, l.t(key))) },
            html! { bdi { (example.detail) } },
        ])
    });
    let title = l.t("imports-examples");
    let table = Table::new(&title, columns.map(|key| Column::new(l.t(key))).into()).rows(rows);
    html! { (Card::new(html! { (table) }).title(title).flush()) }
}

fn left_out(l: &L, importer: &Importer, import: &Import, errors: &[ImportError]) -> Markup {
    let columns = vec![
        Column::new(l.t("imports-row")).numeric(),
        Column::new(l.t("imports-error")),
        Column::new(l.t("imports-cells")),
    ];
    let rows = errors.iter().map(|error| {
        let cells = error.cells.iter().filter(|cell| !cell.trim().is_empty()).take(4);
        let cells = cells.map(|cell| cell.chars().take(40).collect::<String>());
        Row::new(vec![
            html! { (l.int(i64::from(error.row_number))) },
            html! { (importer.in_words(l, error)) },
            html! { span.small.muted { bdi { (cells.collect::<Vec<_>>().join(" · ")) } } },
        ])
    });
    let title = l.t("imports-errors");
    let file = format!("/admin/imports/{}/errors.csv", import.id);
    let download = Button::link(l.t("imports-download"), file).small().download();
    let table = Table::new(&title, columns).rows(rows);
    let card = Card::new(html! { (table) }).title(title).actions(html! { (download) }).flush();
    html! { (card) }
}

fn mapping(cx: &Cx, importer: &Importer, import: &Import, wrong: &Wrong<'_>) -> Markup {
    let l = &cx.l;
    let field = |key: &str, label: &str, required: bool| {
        let none = (String::new(), l.t("imports-not-in-file"));
        let headings = import.summary.headings.iter().filter(|h| !h.trim().is_empty());
        let headings = headings.map(|heading| (heading.clone(), heading.clone()));
        let name = format!("mapping[{key}]");
        let value = import.mapping.get(key).cloned().unwrap_or_default();
        let error = wrong.at(&name);
        Field::select(name, l.t(label), std::iter::once(none).chain(headings))
            .value(value)
            .required(required)
            .error(error)
    };
    let form = ui::form(
        &format!("/admin/imports/{}/mapping", import.id),
        &cx.hidden(),
        html! {
            (ui::fields(html! {
                @for column in importer.columns {
                    (field(column.key, column.label, column.required))
                }
            }))
            (ui::form_actions(html! { (Button::submit(l.t("imports-check-again"))) }))
        },
    );
    html! {
        (Card::new(html! { p.muted { (l.t("imports-mapping-why")) } (form) })
            .title(l.t("imports-mapping")))
    }
}
