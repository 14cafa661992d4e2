//! The pages of imports: the list, the upload, and one import.

mod detail;

use axum::Extension;
use axum::response::Response;
use base::ui::{
    Badge, Button, Card, Column, Empty, Field, Icon, ListView, PageHeader, Pager, Row, Table,
    Texts, Tone,
};
use base::{Cx, Flash, L, ListQuery, Problem, Query, UploadForm, ui};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::api::{receive, take};
use super::{Import, ImportFilter, ImportState, Importers};
use crate::mistakes::Wrong;

pub(super) use detail::{commit, remap, show, undo};

const NEW: &str = "/admin/imports/new";

fn badge(l: &L, state: ImportState) -> Badge {
    let tone = match state {
        ImportState::Previewed => Tone::Info,
        ImportState::Committed => Tone::Success,
        ImportState::Undone => Tone::Neutral,
        ImportState::Failed => Tone::Danger,
    };
    Badge::new(tone, l.t(&format!("imports-state-{}", state.as_str())))
}

/// The name of a kind; an import may outlive its importer.
fn kind(l: &L, importers: &Importers, import: &Import) -> String {
    importers.find(&import.kind).map_or_else(|_| import.kind.clone(), |i| l.t(i.label))
}

pub(in crate::imports) async fn list(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Query(query): Query<ListQuery>,
    Query(filter): Query<ImportFilter>,
) -> Result<Response, Problem> {
    let list = super::list(&mut cx.read().await?, &query, &filter).await?;
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let address = ui::Query::parse(cx.path(), cx.query());
    let columns = vec![
        Column::new(l.t("imports-file")).title(),
        Column::new(l.t("imports-kind")),
        Column::new(l.t("imports-state")),
        Column::new(l.t("imports-created")).numeric(),
        Column::new(l.t("imports-updated")).numeric(),
        Column::new(l.t("imports-errors")).numeric(),
        Column::new(l.t("imports-when")),
    ];
    let table = Table::new(l.t("imports-title"), columns)
        .rows(list.items.iter().map(|import| row(l, &importers, import)));
    let start = || Button::link(l.t("imports-new"), NEW).primary().icon(Icon::Upload).key('n');
    let empty = Empty::new(Icon::Upload, l.t("imports-empty"), l.t("imports-empty-why"))
        .actions(html! { (start()) });
    let states =
        ImportState::ALL.map(|s| (s.as_str(), l.t(&format!("imports-state-{}", s.as_str()))));
    let view = ListView::new(&texts, "imports", &address, table, empty)
        .search(l.t("imports-search"))
        .filter("state", l.t("imports-state"), states)
        .pager(Pager {
            count: String::new(),
            first: address.get("after").map(|_| address.without("after").href()),
            next: list.next.as_ref().map(|next| address.with("after", next).href()),
        });
    let head = PageHeader::new(&texts, l.t("imports-title"))
        .subtitle(l.t("imports-subtitle"))
        .actions(html! { (start()) });
    Ok(cx.page(&l.t("imports-title"), html! { (head) (view) }))
}

fn row(l: &L, importers: &Importers, import: &Import) -> Row {
    let count = |n: i32| html! { (l.int(i64::from(n))) };
    let href = format!("/admin/imports/{}", import.id);
    let at = import.created_at;
    Row::linked(
        import.id.to_string(),
        &import.file_name,
        href,
        vec![
            html! { bdi { (import.file_name) } },
            html! { (kind(l, importers, import)) },
            html! { (badge(l, import.state)) },
            count(import.created_count),
            count(import.updated_count),
            count(import.error_count),
            html! { time datetime=(at.to_string()) { (l.timestamp(at)) } },
        ],
    )
}

/// Which kind the page of uploading begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::imports) struct Asked {
    kind: String,
}

pub(in crate::imports) async fn new(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    Ok(form(&cx, StatusCode::OK, &importers, &asked.kind, None))
}

pub(in crate::imports) async fn upload(
    cx: Cx,
    Extension(importers): Extension<Importers>,
    upload: UploadForm,
) -> Result<Response, Problem> {
    let mut asked = String::new();
    let done = async {
        let sent = receive(&cx, upload).await?;
        asked.clone_from(&sent.kind);
        take(&cx, importers.find(&sent.kind)?, sent).await
    };
    match done.await {
        Ok((tx, import)) => {
            let flash = Flash::done("imports-uploaded").name(&import.file_name);
            tx.redirect(&format!("/admin/imports/{}", import.id), flash).await
        }
        Err(problem) if problem.is_mendable() => {
            Ok(form(&cx, problem.status(), &importers, &asked, Some(&problem)))
        }
        Err(problem) => Err(problem),
    }
}

fn form(
    cx: &Cx,
    status: StatusCode,
    importers: &Importers,
    asked: &str,
    problem: Option<&Problem>,
) -> Response {
    let (l, wrong) = (&cx.l, Wrong::new(&cx.l, problem));
    let texts = Texts::new(|key| l.t(key));
    let mine = importers.all().iter().filter(|importer| cx.may(importer.permission));
    let kinds = mine.map(|importer| (importer.kind, l.t(importer.label)));
    let kinds = Field::select("kind", l.t("imports-kind"), kinds).value(asked).required(true);
    let file = Field::file("file", l.t("imports-file"), ".csv,.tsv,.txt,text/csv", false);
    let fields: Markup = html! {
        (wrong.summary())
        (ui::fields(html! {
            (kinds.error(wrong.at("kind")))
            (file.required(true).hint(l.t("imports-file-hint")).error(wrong.at("file")))
        }))
        (ui::form_actions(html! {
            (Button::submit(l.t("imports-check")).primary())
            (Button::link(l.t("ui-cancel"), "/admin/imports"))
        }))
    };
    let form = ui::file_form("/admin/imports", &cx.hidden(), fields);
    let title = l.t("imports-new");
    let head = PageHeader::new(&texts, &title)
        .crumb(l.t("imports-title"), "/admin/imports")
        .subtitle(l.t("imports-new-why"));
    cx.page_with(status, &title, html! { (head) (Card::new(form)) })
}
