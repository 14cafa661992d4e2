//! Cost centres and projects as people see them.

use axum::http::StatusCode;
use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Badge, Button, Card, Column, Field, Icon, LineCell, LineColumn, PageHeader, Row, Table, Tone,
    bdi, fields, form, form_actions,
};
use base::{Access, Cx, Flash, FormData, L, Lang, Path, Problem, Query, Route, Text, Tx};
use maud::{Markup, html};
use platform::audit::{self, timeline_markup};
use uuid::Uuid;

use super::{ChangeDimension, Dimension, Kind, NewDimension};
use crate::forms::{error, mistakes, texts};

const READ: Access = Access::Needs("dimensions.read");
const MANAGE: Access = Access::Needs("dimensions.manage");
const CENTRE: Kind = Kind::CostCentre;
const PROJECT: Kind = Kind::Project;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/admin/cost-centres", READ, |cx| list(cx, CENTRE)),
        Route::get("/admin/cost-centres/export", READ, |cx, wanted| export(cx, CENTRE, wanted)),
        Route::post("/admin/cost-centres", MANAGE, |cx, data| save(cx, CENTRE, None, data)),
        Route::get("/admin/cost-centres/{id}", READ, |cx, id| show(cx, CENTRE, id)),
        Route::post("/admin/cost-centres/{id}", MANAGE, |cx, Path(id), data| {
            save(cx, CENTRE, Some(id), data)
        }),
        Route::get("/admin/projects", READ, |cx| list(cx, PROJECT)),
        Route::get("/admin/projects/export", READ, |cx, wanted| export(cx, PROJECT, wanted)),
        Route::post("/admin/projects", MANAGE, |cx, data| save(cx, PROJECT, None, data)),
        Route::get("/admin/projects/{id}", READ, |cx, id| show(cx, PROJECT, id)),
        Route::post("/admin/projects/{id}", MANAGE, |cx, Path(id), data| {
            save(cx, PROJECT, Some(id), data)
        }),
    ]
}

fn home(kind: Kind) -> &'static str {
    match kind {
        Kind::CostCentre => "/admin/cost-centres",
        Kind::Project => "/admin/projects",
    }
}

fn title(cx: &Cx, kind: Kind) -> String {
    cx.l.t(match kind {
        Kind::CostCentre => "dimensions-cost-centres",
        Kind::Project => "dimensions-projects",
    })
}

/// Those in use, for choosing one; the first choice is none.
pub(crate) async fn choices(
    cx: &Cx,
    tx: &mut Tx,
    kind: Kind,
) -> Result<Vec<(String, String)>, Problem> {
    let all = super::all(tx, kind).await?;
    let active = all.iter().filter(|one| one.active);
    let named = active.map(|one| (one.id.to_string(), label(cx, one)));
    Ok(std::iter::once((String::new(), "–".to_owned())).chain(named).collect())
}

/// A field in which one of them is chosen.
#[derive(Debug, Clone)]
pub struct OfferedField<'a> {
    /// Its name in forms.
    pub name: &'static str,
    /// Its label in the reader's language.
    pub label: String,
    /// Ids and what they are called; the first choice is none.
    pub choices: &'a [(String, String)],
}

/// The cost centres and projects that a form offers beside its accounts.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    centres: Vec<(String, String)>,
    projects: Vec<(String, String)>,
}

impl Offered {
    /// Those in use, and of the others those that the form names already.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn gather(cx: &Cx, tx: &mut Tx, named: &[&str]) -> Result<Self, Problem> {
        let mut offered = Self::default();
        for (kind, into) in
            [(Kind::CostCentre, &mut offered.centres), (Kind::Project, &mut offered.projects)]
        {
            let mut all = super::all(tx, kind).await?;
            all.retain(|one| one.active || named.contains(&&*one.id.to_string()));
            if !all.is_empty() {
                into.push((String::new(), "–".to_owned()));
            }
            into.extend(all.iter().map(|one| (one.id.to_string(), label(cx, one))));
        }
        Ok(offered)
    }

    /// What there is to choose. A kind that the company does not use is not there.
    #[must_use]
    pub fn fields(&self, l: &L) -> Vec<OfferedField<'_>> {
        let both = [
            ("cost_centre_id", "dimensions-cost-centre", &self.centres),
            ("project_id", "dimensions-project", &self.projects),
        ];
        let used = both.into_iter().filter(|(.., choices)| !choices.is_empty());
        used.map(|(name, key, choices)| OfferedField { name, label: l.t(key), choices }).collect()
    }

    /// What one of them is called.
    #[must_use]
    pub fn called(&self, id: Uuid) -> Option<&str> {
        let id = id.to_string();
        let mut all = self.centres.iter().chain(&self.projects);
        all.find(|(value, _)| *value == id).map(|(_, shown)| shown.as_str())
    }

    /// The same as columns of a grid of lines.
    #[must_use]
    pub fn columns(&self, l: &L) -> Vec<LineColumn> {
        let column = |field: OfferedField<'_>| {
            let choices = LineCell::Select(field.choices.to_vec());
            LineColumn::new(field.name, field.label, choices)
        };
        self.fields(l).into_iter().map(column).collect()
    }
}

fn label(cx: &Cx, one: &Dimension) -> String {
    format!("{} · {}", one.code, cx.l.text(&one.name))
}

async fn list(cx: Cx, kind: Kind) -> Result<Response, Problem> {
    listed(&cx, kind, None, None).await
}

async fn listed(
    cx: &Cx,
    kind: Kind,
    typed: Option<&FormData>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let all = super::all(&mut tx, kind).await?;
    let (l, texts) = (&cx.l, texts(cx));
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let columns = vec![
        Column::new(l.t("dimensions-code")),
        Column::new(l.t("dimensions-name")).title(),
        Column::new(l.t("dimensions-parent")),
        Column::new(l.t("dimensions-state")),
    ];
    let rows = all.iter().map(|one| {
        let parent = all.iter().find(|other| Some(other.id) == one.parent_id);
        let cells = vec![
            bdi(&one.code),
            bdi(l.text(&one.name)),
            html! { @if let Some(parent) = parent { (bdi(&label(cx, parent))) } },
            state(cx, one),
        ];
        Row::linked(one.id.to_string(), &one.code, format!("{}/{}", home(kind), one.id), cells)
    });
    let table = Table::new(title(cx, kind), columns).rows(rows);
    let body = html! {
        (PageHeader::new(&texts, title(cx, kind)).subtitle(l.t("dimensions-text")).actions(html! {
            (Button::link("CSV", format!("{}/export?format=csv", home(kind))).download())
            (Button::link("XLSX", format!("{}/export?format=xlsx", home(kind))).download())
        }))
        (mistakes(l, &texts, problem))
        (Card::new(html! { (table) }).flush())
        @if cx.may("dimensions.manage") {
            (Card::new(entry(cx, kind, home(kind), None, typed, &all, problem))
                .title(l.t("dimensions-add")))
        }
    };
    Ok(cx.page_with(status, &title(cx, kind), body))
}

fn state(cx: &Cx, one: &Dimension) -> Markup {
    html! {
        @if one.active { (Badge::new(Tone::Success, cx.l.t("dimensions-active"))) }
        @else { (Badge::new(Tone::Neutral, cx.l.t("dimensions-retired"))) }
    }
}

fn entry(
    cx: &Cx,
    kind: Kind,
    action: &str,
    old: Option<&Dimension>,
    typed: Option<&FormData>,
    all: &[Dimension],
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let was = |name: &str, old: String| typed.map_or(old, |data| data.text(name).to_owned());
    let others = all.iter().filter(|one| Some(one.id) != old.map(|old| old.id));
    let others = others.map(|one| (one.id.to_string(), label(cx, one)));
    let parents: Vec<_> = [(String::new(), "–".to_owned())].into_iter().chain(others).collect();
    let parent = old.and_then(|old| old.parent_id).map(|id| id.to_string()).unwrap_or_default();
    let mut hidden = cx.hidden();
    hidden.extend(old.map(|old| ("version".to_owned(), old.version.to_string())));
    form(
        action,
        &hidden,
        html! {
            (fields(html! {
                (Field::text("code", l.t("dimensions-code")).required(true).maxlength(30).ltr()
                    .value(was("code", old.map(|old| old.code.clone()).unwrap_or_default()))
                    .error(error(l, problem, "code")))
                @for lang in Lang::ALL {
                    @let name = format!("name_{}", lang.code());
                    @let before = old.and_then(|old| old.name.exact(lang)).unwrap_or_default();
                    (Field::text(&name, l.with("dimensions-name-in",
                        &[("language", lang.native_name().into())]))
                        .value(was(&name, before.to_owned())).maxlength(100)
                        .error(error(l, problem, &name)))
                }
                (Field::select("parent_id", l.t("dimensions-parent"), parents)
                    .value(was("parent_id", parent)).error(error(l, problem, "parent_id")))
                @if let Some(old) = old {
                    (Field::checkbox("active", l.t("dimensions-active"), old.active))
                }
            }))
            (form_actions(html! {
                (Button::submit(l.t("dimensions-save")).primary())
                @if old.is_some() { (Button::link(l.t("ui-cancel"), home(kind))) }
            }))
        },
    )
}

async fn show(cx: Cx, kind: Kind, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    shown(&cx, kind, id, None, None).await
}

async fn shown(
    cx: &Cx,
    kind: Kind,
    id: Uuid,
    typed: Option<&FormData>,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let all = super::all(&mut tx, kind).await?;
    let one = all.iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?;
    let happened = audit::timeline(&mut tx, kind.name(), id).await?;
    let (l, texts) = (&cx.l, texts(cx));
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let action = format!("{}/{id}", home(kind));
    let body = html! {
        (PageHeader::new(&texts, label(cx, one)).crumb(title(cx, kind), home(kind))
            .beside(state(cx, one)).actions(html! {
                @if cx.may("ledger.read") {
                    (Button::link(l.t("dimensions-balances"),
                        format!("/admin/ledger/trial-balance?{}_id={id}", kind.name()))
                        .icon(Icon::Chart))
                }
            }))
        (mistakes(l, &texts, problem))
        div.split {
            @if cx.may("dimensions.manage") {
                (Card::new(entry(cx, kind, &action, Some(one), typed, &all, problem)))
            }
            (Card::new(timeline_markup(l, &happened)).title(l.t("dimensions-happened")))
        }
    };
    Ok(cx.page_with(status, &one.code, body))
}

async fn save(cx: Cx, kind: Kind, id: Option<Uuid>, data: FormData) -> Result<Response, Problem> {
    match saved(&cx, kind, id, &data).await {
        Err(problem) if problem.is_mendable() => match id {
            None => listed(&cx, kind, Some(&data), Some(&problem)).await,
            Some(id) => shown(&cx, kind, id, Some(&data), Some(&problem)).await,
        },
        answer => answer,
    }
}

async fn saved(
    cx: &Cx,
    kind: Kind,
    id: Option<Uuid>,
    data: &FormData,
) -> Result<Response, Problem> {
    let names = Lang::ALL.map(|lang| (lang, data.text(&format!("name_{}", lang.code()))));
    let name = Text::from_parts(names);
    let name = name.map_err(|_| Problem::invalid().field("name_en", "required"))?;
    let code = data.text("code").to_owned();
    let parent = data.some("parent_id").and_then(|id| id.parse().ok());
    let mut tx = cx.begin().await?;
    let (row, flash) = match id {
        None => {
            let new = NewDimension { id: None, code, name, parent_id: parent };
            (super::add(&mut tx, kind, new).await?, Flash::done("dimensions-added"))
        }
        Some(id) => {
            let change = ChangeDimension {
                version: crate::forms::version(data),
                code: Some(code),
                name: Some(name),
                parent_id: Some(parent.unwrap_or(Uuid::nil())),
                active: Some(data.has("active")),
            };
            let row = super::change(&mut tx, kind, id, change).await?;
            (row, Flash::done("dimensions-changed"))
        }
    };
    tx.redirect(home(kind), flash.name(row.code)).await
}

async fn export(
    cx: Cx,
    kind: Kind,
    Query(wanted): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let headings = ["dimensions-code", "dimensions-name", "dimensions-parent", "dimensions-state"];
    let mut file = Export::new(wanted.format, kind.name(), headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    let all = super::all(&mut tx, kind).await?;
    for one in &all {
        let parent = all.iter().find(|other| Some(other.id) == one.parent_id);
        let state = if one.active { "dimensions-active" } else { "dimensions-retired" };
        file.row([
            Cell::from(&one.code),
            cx.l.text(&one.name).into(),
            parent.map_or("", |parent| parent.code.as_str()).into(),
            cx.l.t(state).into(),
        ])?;
    }
    file.finish().await
}
