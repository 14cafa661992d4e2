//! The form of a journal: when, why, and the grid of lines.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader, Totals, fields, form,
    form_actions,
};
use base::{Cx, Flash, FormData, L, Money, Path, Problem, Query, Tx};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::super::lines::Sums;
use super::super::{Journal, JournalState};
use super::address;
use super::typed::{Typed, TypedLine};
use crate::tax::{self, TaxCode};
use crate::{book_settings, dimensions, forms};

#[derive(Deserialize)]
pub(super) struct Begun {
    /// The journal that it begins as a copy of.
    #[serde(default)]
    copy: Option<Uuid>,
}

pub(super) async fn new(cx: Cx, Query(from): Query<Begun>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut typed = match from.copy {
        Some(id) => Typed::of(&cx, &super::super::find(&mut tx, id).await?),
        None => Typed::default(),
    };
    (typed.version, typed.date) = (None, tx.today().to_string());
    page(&cx, &mut tx, None, &typed, None).await
}

pub(super) async fn draft(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if let Some(answer) = grown(&cx, None, &mut typed, &data).await? {
        return Ok(answer);
    }
    match drafted(&cx, &mut typed, data.has("post")).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            page(&cx, &mut tx, None, &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn drafted(cx: &Cx, typed: &mut Typed, post: bool) -> Result<Response, Problem> {
    typed.balance(cx);
    let mut tx = cx.begin().await?;
    typed.resolve(cx, &mut tx).await?;
    let journal = super::super::draft(&mut tx, typed.to_new(cx, post)?).await?;
    tx.redirect(&address(journal.id), done(&journal)).await
}

/// What was done, by how far the journal has come.
pub(super) fn done(journal: &Journal) -> Flash {
    let key = match journal.state {
        JournalState::Draft => "journals-saved",
        JournalState::Waiting => "journals-handed-in",
        JournalState::Posted => "journals-posted",
    };
    Flash::done(key).name(journal.name())
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let journal = super::super::find(&mut tx, id).await?;
    if journal.state != JournalState::Draft {
        return Ok(base::request::redirect(&address(id), None));
    }
    let typed = Typed::of(&cx, &journal);
    page(&cx, &mut tx, Some(&journal), &typed, None).await
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if let Some(answer) = grown(&cx, Some(id), &mut typed, &data).await? {
        return Ok(answer);
    }
    match changed(&cx, id, &mut typed, data.has("post")).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let journal = super::super::find(&mut tx, id).await?;
            page(&cx, &mut tx, Some(&journal), &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &mut Typed, post: bool) -> Result<Response, Problem> {
    typed.balance(cx);
    let mut tx = cx.begin().await?;
    typed.resolve(cx, &mut tx).await?;
    let old = super::super::find(&mut tx, id).await?;
    let change = typed.to_change(cx, &old, post)?;
    let journal = super::super::edit(&mut tx, id, change).await?;
    tx.redirect(&address(id), done(&journal)).await
}

/// The page with a line more or fewer, where no script does it.
async fn grown(
    cx: &Cx,
    id: Option<Uuid>,
    typed: &mut Typed,
    data: &FormData,
) -> Result<Option<Response>, Problem> {
    if !grow(cx, typed, data) {
        return Ok(None);
    }
    let mut tx = cx.read().await?;
    typed.resolve(cx, &mut tx).await?;
    let journal = match id {
        Some(id) => Some(super::super::find(&mut tx, id).await?),
        None => None,
    };
    page(cx, &mut tx, journal.as_ref(), typed, None).await.map(Some)
}

/// Adds or takes away a line when one of those buttons was pressed.
pub(super) fn grow(cx: &Cx, typed: &mut Typed, data: &FormData) -> bool {
    let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
    if gone.is_none() && !data.has("add_line") {
        return false;
    }
    typed.balance(cx);
    typed.lines.retain(|line| Some(line.row) != gone);
    if gone.is_none() {
        typed.lines.push(TypedLine::default());
    }
    true
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    journal: Option<&Journal>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let typed = &typed.renumbered();
    let offered = offered(cx, tx, typed).await?;
    let limit = book_settings::settings(tx).await?.approval_limit;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = match journal {
        Some(journal) => cx.l.with("journals-edit-title", &[("name", (&journal.memo).into())]),
        None => cx.l.t("journals-new"),
    };
    let body = body(cx, &title, journal, typed, problem, (&offered, limit));
    Ok(cx.page_with(status, &title, body))
}

fn body(
    cx: &Cx,
    title: &str,
    journal: Option<&Journal>,
    typed: &Typed,
    problem: Option<&Problem>,
    (offered, limit): (&Offered, Option<Money>),
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let (action, back) = match journal {
        Some(journal) => (format!("{}/edit", address(journal.id)), address(journal.id)),
        None => ("/admin/journals/new".to_owned(), "/admin/journals".to_owned()),
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    let post = if cx.may("journals.post") { "journals-post" } else { "journals-hand-in" };
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("journals-title"), "/admin/journals"))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (head(cx, typed, problem))
            (grid(cx, typed, problem, offered))
            p.hint { (l.t("journals-balance-hint")) }
            @if let Some(limit) = limit {
                p.hint { (l.with("journals-limit-hint", &[("limit", l.money(limit).into())])) }
            }
            (form_actions(html! {
                (Button::submit(l.t(post)).primary().icon(Icon::Check).value("post", "1"))
                (Button::submit(l.t("journals-save")))
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

fn head(cx: &Cx, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let memo = Field::text("memo", l.t("journals-memo"))
        .value(&typed.memo)
        .required(true)
        .maxlength(500)
        .hint(l.t("journals-memo-hint"))
        .error(wrong("memo"));
    html! {
        (fields(html! {
            (Field::date("date", l.t("journals-date")).value(&typed.date).required(true)
                .error(wrong("date")))
            @if problem.is_none() && typed.memo.is_empty() { (memo.autofocus()) }
            @else { (memo) }
            (Field::text("reference", l.t("journals-reference")).value(&typed.reference)
                .maxlength(200).hint(l.t("journals-reference-hint")).error(wrong("reference")))
        }))
    }
}

/// What can be chosen beside the account of a line.
pub(super) struct Offered {
    codes: Vec<TaxCode>,
    dimensions: dimensions::Offered,
}

/// What can be chosen now, and what the lines name already.
pub(super) async fn offered(cx: &Cx, tx: &mut Tx, typed: &Typed) -> Result<Offered, Problem> {
    let named = typed.lines.iter().flat_map(|line| [&*line.cost_centre_id, &*line.project_id]);
    let named: Vec<&str> = named.collect();
    Ok(Offered {
        codes: tax::codes(tx).await?,
        dimensions: dimensions::Offered::gather(cx, tx, &named).await?,
    })
}

/// The grid of lines, also that of recurring journals.
pub(super) fn grid(cx: &Cx, typed: &Typed, problem: Option<&Problem>, offered: &Offered) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let none = (String::new(), "–".to_owned());
    let taxes = offered.codes.iter().map(|code| (code.id.to_string(), code.code.clone()));
    let taxes: Vec<(String, String)> = std::iter::once(none).chain(taxes).collect();
    let lookup = LineCell::Lookup("/admin/journals/accounts".to_owned());
    let mut columns = vec![
        LineColumn::new("account_id", l.t("journals-account"), lookup),
        LineColumn::new("debit", l.t("journals-debit"), LineCell::Decimal),
        LineColumn::new("credit", l.t("journals-credit"), LineCell::Decimal),
        LineColumn::new("memo", l.t("journals-line-memo"), LineCell::Text),
        LineColumn::new("tax_code_id", l.t("journals-tax"), LineCell::Select(taxes)),
    ];
    columns.extend(offered.dimensions.columns(l));
    let lines = typed.lines.iter().enumerate();
    let mut rows: Vec<LineRow> =
        lines.map(|(i, line)| row(l, i, line, &columns, problem)).collect();
    // An entry has two lines at least, so two wait to be filled.
    while rows.len() < 2 {
        rows.push(LineRow::default());
    }
    let label = l.t("journals-lines");
    html! {
        @if let Some(error) = forms::error(l, problem, "lines") {
            p.error id="f-lines" { (Icon::Stop) (error) }
        }
        (LineGrid {
            name: "lines",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: Some("/admin/journals/totals"),
            totals: html! { (totals(cx, typed)) },
            texts: &texts,
        })
    }
}

fn row(
    l: &L,
    i: usize,
    line: &TypedLine,
    columns: &[LineColumn],
    problem: Option<&Problem>,
) -> LineRow {
    let wrong = |column: &LineColumn| {
        let error = forms::error(l, problem, &format!("lines[{i}].{}", column.name))?;
        Some((column.name.clone(), error))
    };
    LineRow {
        values: columns.iter().map(|column| line.value(&column.name)).collect(),
        shown: line.shown.clone(),
        errors: columns.iter().filter_map(wrong).collect(),
    }
}

/// What the lines come to, as far as they can be read, and what is missing.
pub(super) fn totals(cx: &Cx, typed: &Typed) -> Totals {
    let l = &cx.l;
    let currency = cx.actor.tenant.currency;
    let amounts = typed.lines.iter().map(|line| line.amount(currency));
    let amounts = amounts.map(|amount| i64::try_from(amount).unwrap_or_default());
    let sums = Sums::of(amounts);
    let money =
        |minor: i128| l.money(Money::new(i64::try_from(minor).unwrap_or(i64::MAX), currency));
    Totals::new()
        .row(l.t("journals-debit"), money(sums.debit))
        .row(l.t("journals-credit"), money(sums.credit))
        .grand(l.t("journals-difference"), money(sums.difference()))
}
