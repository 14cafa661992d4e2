//! The papers on the page of a journal.

use axum::response::Response;
use base::ui::{Button, Card, Confirm, Field, Icon, file_form};
use base::{Cx, Flash, Path, Problem, UploadForm};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::api::Sent;
use super::super::{Journal, JournalState, Paper};
use super::address;
use super::moves::or_again;
use crate::forms::error;

const ACCEPTED: &str = "application/pdf,image/*,.csv,.xlsx,.docx,.txt,.eml";

/// The papers, and the form for one more.
pub(super) fn card(cx: &Cx, journal: &Journal, problem: Option<&Problem>) -> Card {
    let l = &cx.l;
    let action = format!("{}/papers", address(journal.id));
    Card::new(html! {
        @if journal.papers.is_empty() { p.muted { (l.t("journals-no-papers")) } }
        @else {
            ul { @for (n, paper) in journal.papers.iter().enumerate() {
                li { (row(cx, journal, n, paper)) }
            } }
        }
        @if cx.may("journals.edit") {
            (file_form(&action, &cx.hidden(), html! {
                (Field::file("file", l.t("journals-paper"), ACCEPTED, false).required(true)
                    .hint(l.t("journals-paper-hint")).error(error(l, problem, "file")))
                div.row { (Button::submit(l.t("journals-paper-add")).icon(Icon::Upload)) }
            }))
        }
    })
    .title(l.t("journals-papers"))
}

fn row(cx: &Cx, journal: &Journal, n: usize, paper: &Paper) -> Markup {
    let l = &cx.l;
    let draft = journal.state == JournalState::Draft;
    let name = || paper.name.as_str().into();
    html! {
        div.row {
            a href={ "/files/" (paper.file_id) } { bdi { (paper.name) } }
            span.small.muted { bdi { (paper.added_by) } }
            @if draft && cx.may("journals.edit") {
                (Confirm {
                    id: format!("remove-paper-{n}"),
                    label: l.t("journals-paper-remove"),
                    icon: Some(Icon::Trash),
                    title: l.with("journals-paper-remove-title", &[("name", name())]),
                    consequence: l.t("journals-paper-remove-text"),
                    verb: l.t("journals-paper-remove"),
                    cancel: l.t("ui-cancel"),
                    action: format!("{}/papers/{}/delete", address(journal.id), paper.file_id),
                    hidden: cx.hidden(),
                    danger: true,
                })
            }
        }
    }
}

pub(super) async fn attach(
    cx: Cx,
    Path(id): Path<Uuid>,
    form: UploadForm,
) -> Result<Response, Problem> {
    let sent = Sent::read(form).await?;
    let answer = async {
        let new = sent.into_new()?;
        let name = new.name.clone();
        let mut tx = cx.begin().await?;
        super::super::attach(&mut tx, id, new).await?;
        tx.redirect(&address(id), Flash::done("journals-paper-added").name(name)).await
    };
    let answer = answer.await;
    or_again(&cx, id, answer).await
}

pub(super) async fn detach(
    cx: Cx,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, Problem> {
    let answer = async {
        let mut tx = cx.begin().await?;
        super::super::detach(&mut tx, id, file).await?;
        tx.redirect(&address(id), Flash::done("journals-paper-removed")).await
    };
    let answer = answer.await;
    or_again(&cx, id, answer).await
}
