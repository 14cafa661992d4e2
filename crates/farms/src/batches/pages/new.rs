//! The form of a new batch.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Cx, Flash, FormData, Lang, Problem, Text};
use maud::html;

use super::super::{Mode, NewBatch};
use super::index::mode_name;
use crate::forms::{Typed, error, mistakes, texts};

pub(super) async fn ask(cx: Cx) -> Result<Response, Problem> {
    page(&cx, &FormData::default(), None).await
}

pub(super) async fn open(cx: Cx, data: FormData) -> Result<Response, Problem> {
    match opened(&cx, &data).await {
        Err(problem) if problem.is_mendable() => page(&cx, &data, Some(&problem)).await,
        answer => answer,
    }
}

async fn opened(cx: &Cx, data: &FormData) -> Result<Response, Problem> {
    let names = Lang::ALL.map(|lang| (lang, data.text(&format!("name_{}", lang.code()))));
    let name = Text::from_parts(names);
    let name = name.map_err(|_| Problem::invalid().field("name_en", "required"))?;
    let mode = data.text("mode").parse::<Mode>();
    let mode = mode.map_err(|_| Problem::invalid().field("mode", "required"))?;
    let mut typed = Typed::of(data);
    let new = NewBatch {
        id: None,
        code: typed.text("code"),
        name,
        species: typed.text("species"),
        mode,
        opened_on: typed.date("opened_on"),
    };
    typed.end()?;
    let mut tx = cx.begin().await?;
    let batch = super::super::open(&mut tx, new).await?;
    let flash = Flash::done("batches-opened").name(batch.code);
    tx.redirect(&format!("/admin/batches/{}", batch.id), flash).await
}

async fn page(cx: &Cx, typed: &FormData, problem: Option<&Problem>) -> Result<Response, Problem> {
    let today = cx.read().await?.today().to_string();
    let (l, texts) = (&cx.l, texts(cx));
    let wrong = |path: &str| error(l, problem, path);
    let modes = Mode::ALL.map(|mode| (mode.name(), mode_name(cx, mode)));
    let body = html! {
        (PageHeader::new(&texts, l.t("batches-new"))
            .crumb(l.t("batches-title"), "/admin/batches"))
        (mistakes(l, &texts, problem))
        (form("/admin/batches/new", &cx.hidden(), html! {
            (fields(html! {
                (Field::text("code", l.t("batches-code")).value(typed.text("code"))
                    .required(true).maxlength(30).ltr().autofocus().error(wrong("code")))
                @for lang in Lang::ALL {
                    @let name = format!("name_{}", lang.code());
                    (Field::text(&name, l.t(&format!("batches-name-{}", lang.code())))
                        .value(typed.text(&name)).maxlength(200).error(wrong(&name)))
                }
                (Field::text("species", l.t("batches-species")).value(typed.text("species"))
                    .maxlength(100).error(wrong("species")))
                (Field::date("opened_on", l.t("batches-opened-on")).required(true)
                    .value(typed.some("opened_on").unwrap_or(&today)).error(wrong("opened_on")))
                (Field::radios("mode", l.t("batches-mode"), modes).required(true)
                    .value(typed.some("mode").unwrap_or(Mode::Cost.name()))
                    .hint(l.t("batches-mode-hint")).error(wrong("mode")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("batches-open")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, "/admin/batches"))
            }))
        }))
    };
    let status = problem.map_or(StatusCode::OK, Problem::status);
    Ok(cx.page_with(status, &l.t("batches-new"), body))
}
