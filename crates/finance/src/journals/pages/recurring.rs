//! Recurring journals: the list, one of them, and its form.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Badge, Button, Card, Column, Confirm, Empty, Facts, Field, Icon, ListView, PageHeader, Pager,
    Row, Table, Tone, bdi, fields, form, form_actions,
};
use base::{Cx, Date, Flash, FormData, L, List, ListQuery, Path, Problem, Query, Tx};
use maud::{Markup, html};
use platform::audit;
use serde::Deserialize;
use uuid::Uuid;

use super::super::{ChangeRecurring, Every, NewRecurring, Recurring, find, find_recurring};
use super::entry::{grid, grow, offered};
use super::typed::Typed;
use crate::forms::{amount, error, mistakes, texts, version};

const LIST: &str = "/admin/journals/recurring";

fn address(id: Uuid) -> String {
    format!("{LIST}/{id}")
}

pub(super) async fn list(cx: Cx, Query(query): Query<ListQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::super::recurring(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("journals-recurring"), index(&cx, &found)))
}

fn index(cx: &Cx, found: &List<Recurring>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = base::ui::Query::parse(cx.path(), cx.query());
    let may_edit = cx.may("journals.edit");
    let new = Button::link(l.t("journals-recurring-new"), format!("{LIST}/new")).primary();
    let empty = Empty::new(
        Icon::Clock,
        l.t("journals-recurring-none"),
        l.t("journals-recurring-none-text"),
    )
    .actions(html! { @if may_edit { (new) } });
    let columns = vec![
        Column::new(l.t("journals-name")).title().sorts(&query, "name"),
        Column::new(l.t("journals-every")),
        Column::new(l.t("journals-next")).sorts(&query, "next"),
        Column::new(l.t("journals-made")).numeric(),
        Column::new(l.t("journals-then")),
        Column::new(l.t("journals-amount")).numeric(),
    ];
    let rows = found.items.iter().map(|kept| {
        let cells = vec![
            bdi(&kept.name),
            html! { (every(l, kept.every)) },
            next(l, kept),
            bdi(&l.int(i64::from(kept.made))),
            html! { (then(l, kept.posts)) },
            bdi(&l.amount(kept.amount)),
        ];
        Row::linked(kept.id.to_string(), &kept.name, address(kept.id), cells)
    });
    let table = Table::new(l.t("journals-recurring"), columns).rows(rows);
    let pager = Pager {
        count: l.with("journals-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    html! {
        (PageHeader::new(&texts, l.t("journals-recurring"))
            .crumb(l.t("journals-title"), "/admin/journals")
            .actions(html! { @if may_edit { (new.clone().icon(Icon::Plus).key('c')) } }))
        (ListView::new(&texts, "recurring", &query, table, empty)
            .search(l.t("journals-name")).pager(pager))
    }
}

fn every(l: &L, every: Every) -> String {
    l.t(&format!("journals-every-{}", every.name()))
}

fn then(l: &L, posts: bool) -> String {
    l.t(if posts { "journals-then-post" } else { "journals-then-draft" })
}

fn next(l: &L, kept: &Recurring) -> Markup {
    match kept.next_on {
        Some(day) => bdi(&l.date(day)),
        None => html! { (Badge::new(Tone::Neutral, l.t("journals-ended"))) },
    }
}

pub(super) async fn show(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let kept = find_recurring(&mut tx, id).await?;
    let happened = audit::timeline(&mut tx, "recurring_journal", id).await?;
    let (l, texts) = (&cx.l, texts(&cx));
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), kept.version.to_string()));
    let facts = Facts::new()
        .text(l.t("journals-every"), &every(l, kept.every))
        .text(l.t("journals-starts"), &l.date(kept.starts))
        .text(l.t("journals-ends"), &kept.ends.map(|day| l.date(day)).unwrap_or_default())
        .markup(l.t("journals-next"), next(l, &kept))
        .text(l.t("journals-then"), &then(l, kept.posts))
        .markup(l.t("journals-made"), html! {
            a href={ "/admin/journals?recurring=" (id) } { bdi { (l.int(i64::from(kept.made))) } }
        });
    let stop = Confirm {
        id: "stop".to_owned(),
        label: l.t("journals-stop"),
        icon: Some(Icon::Close),
        title: l.with("journals-stop-title", &[("name", (&kept.name).into())]),
        consequence: l.t("journals-stop-text"),
        verb: l.t("journals-stop"),
        cancel: l.t("ui-cancel"),
        action: format!("{}/stop", address(id)),
        hidden,
        danger: true,
    };
    let body = html! {
        (PageHeader::new(&texts, &kept.name)
            .crumb(l.t("journals-title"), "/admin/journals")
            .crumb(l.t("journals-recurring"), LIST)
            .subtitle(l.money(kept.amount))
            .actions(html! {
                @if cx.may("journals.edit") {
                    @if kept.next_on.is_some() { (stop) }
                    (Button::link(l.t("journals-edit"), format!("{}/edit", address(id)))
                        .icon(Icon::Edit).key('e'))
                }
            }))
        div.split {
            div.stack {
                (Card::new(html! { (lines(l, &kept)) })
                    .title(l.t("journals-lines")).flush())
            }
            div.stack {
                (Card::new(html! { (facts) }).title(l.t("journals-about")))
                (Card::new(audit::timeline_markup(l, &happened)).title(l.t("journals-happened")))
            }
        }
    };
    Ok(cx.page(&kept.name, body))
}

fn lines(l: &L, kept: &Recurring) -> Table {
    let columns = vec![
        Column::new(l.t("journals-account")).title(),
        Column::new(l.t("journals-line-memo")),
        Column::new(l.t("journals-debit")).numeric(),
        Column::new(l.t("journals-credit")).numeric(),
    ];
    let rows = kept.lines.iter().map(|line| {
        Row::new(vec![
            html! { bdi { (line.code) } " " bdi { (l.text(&line.name)) } },
            bdi(&line.memo),
            amount(l, line.debit),
            amount(l, line.credit),
        ])
    });
    Table::new(l.t("journals-lines"), columns).rows(rows)
}

/// What was typed beside the lines.
#[derive(Debug, Default)]
struct Rhythm {
    name: String,
    every: String,
    starts: String,
    ends: String,
    posts: bool,
}

impl Rhythm {
    fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            name: text("name"),
            every: text("every"),
            starts: text("starts"),
            ends: text("ends"),
            posts: data.text("posts") == "post",
        }
    }

    fn of(kept: &Recurring) -> Self {
        Self {
            name: kept.name.clone(),
            every: kept.every.name().to_owned(),
            starts: kept.starts.to_string(),
            ends: kept.ends.map(|day| day.to_string()).unwrap_or_default(),
            posts: kept.posts,
        }
    }

    fn day(text: &str, field: &'static str) -> Result<Option<Date>, Problem> {
        let wrong = |_| Problem::invalid().field(field, "not_a_date");
        match text {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(wrong),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct Begun {
    /// The journal whose lines it begins with.
    #[serde(default)]
    copy: Option<Uuid>,
}

pub(super) async fn new(cx: Cx, Query(begun): Query<Begun>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut typed = Typed::default();
    let mut rhythm = Rhythm {
        every: Every::Month.name().to_owned(),
        starts: tx.today().to_string(),
        ..Rhythm::default()
    };
    if let Some(id) = begun.copy {
        let journal = find(&mut tx, id).await?;
        rhythm.name = journal.memo.clone();
        typed = Typed::of(&cx, &journal);
    }
    page(&cx, &mut tx, None, &rhythm, &typed, None).await
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let (rhythm, mut typed) = (Rhythm::read(&data), Typed::read(&data));
    if grow(&cx, &mut typed, &data) {
        let mut tx = cx.read().await?;
        typed.resolve(&cx, &mut tx).await?;
        return page(&cx, &mut tx, None, &rhythm, &typed, None).await;
    }
    match created(&cx, &rhythm, &mut typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            page(&cx, &mut tx, None, &rhythm, &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn created(cx: &Cx, rhythm: &Rhythm, typed: &mut Typed) -> Result<Response, Problem> {
    typed.balance(cx);
    let starts = Rhythm::day(&rhythm.starts, "starts")?;
    let every = rhythm.every.parse::<Every>();
    let mut tx = cx.begin().await?;
    typed.resolve(cx, &mut tx).await?;
    let new = NewRecurring {
        id: None,
        name: rhythm.name.clone(),
        memo: typed.memo.clone(),
        every: every.map_err(|_| Problem::invalid().field("every", "unknown"))?,
        starts: starts.ok_or_else(|| Problem::invalid().field("starts", "required"))?,
        ends: Rhythm::day(&rhythm.ends, "ends")?,
        posts: rhythm.posts,
        lines: typed.lines(cx.actor.tenant.currency, &[])?,
    };
    let kept = super::super::create_recurring(&mut tx, new).await?;
    tx.redirect(&address(kept.id), Flash::done("journals-recurring-saved").name(kept.name)).await
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let kept = find_recurring(&mut tx, id).await?;
    let typed = Typed {
        version: Some(kept.version),
        memo: kept.memo.clone(),
        lines: Typed::lines_of(&cx, &kept.lines),
        ..Typed::default()
    };
    page(&cx, &mut tx, Some(&kept), &Rhythm::of(&kept), &typed, None).await
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let (rhythm, mut typed) = (Rhythm::read(&data), Typed::read(&data));
    let answer = match grow(&cx, &mut typed, &data) {
        true => None,
        false => Some(changed(&cx, id, &rhythm, &mut typed).await),
    };
    let problem = match answer {
        None => None,
        Some(Err(problem)) if problem.is_mendable() => Some(problem),
        Some(answer) => return answer,
    };
    let mut tx = cx.read().await?;
    typed.resolve(&cx, &mut tx).await?;
    let kept = find_recurring(&mut tx, id).await?;
    page(&cx, &mut tx, Some(&kept), &rhythm, &typed, problem.as_ref()).await
}

async fn changed(
    cx: &Cx,
    id: Uuid,
    rhythm: &Rhythm,
    typed: &mut Typed,
) -> Result<Response, Problem> {
    typed.balance(cx);
    let mut tx = cx.begin().await?;
    typed.resolve(cx, &mut tx).await?;
    let old = find_recurring(&mut tx, id).await?;
    let change = ChangeRecurring {
        version: typed.version,
        name: Some(rhythm.name.clone()),
        memo: Some(typed.memo.clone()),
        ends: Rhythm::day(&rhythm.ends, "ends")?,
        posts: Some(rhythm.posts),
        lines: Some(typed.lines(cx.actor.tenant.currency, &old.lines)?),
    };
    let kept = super::super::change_recurring(&mut tx, id, change).await?;
    tx.redirect(&address(id), Flash::done("journals-recurring-saved").name(kept.name)).await
}

pub(super) async fn stop(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let kept = super::super::stop_recurring(&mut tx, id, version(&data)).await?;
    tx.redirect(&address(id), Flash::done("journals-recurring-stopped").name(kept.name)).await
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    kept: Option<&Recurring>,
    rhythm: &Rhythm,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let (l, texts) = (&cx.l, texts(cx));
    let typed = &typed.renumbered();
    let offered = offered(cx, tx, typed).await?;
    let (title, action, back) = match kept {
        Some(kept) => (kept.name.clone(), format!("{}/edit", address(kept.id)), address(kept.id)),
        None => (l.t("journals-recurring-new"), format!("{LIST}/new"), LIST.to_owned()),
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    let body = html! {
        (PageHeader::new(&texts, &title)
            .crumb(l.t("journals-title"), "/admin/journals")
            .crumb(l.t("journals-recurring"), LIST))
        (mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (head(cx, kept.is_none(), rhythm, typed, problem))
            (grid(cx, typed, problem, &offered))
            p.hint { (l.t("journals-balance-hint")) }
            (form_actions(html! {
                (Button::submit(l.t("journals-recurring-save")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, back))
            }))
        }))
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(cx.page_with(status, &title, body))
}

fn head(
    cx: &Cx,
    is_new: bool,
    rhythm: &Rhythm,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| error(l, problem, path);
    let rhythms = Every::ALL.map(|one| (one.name(), every(l, one)));
    let mut ways = vec![("draft", then(l, false))];
    if cx.may("journals.post") {
        ways.push(("post", then(l, true)));
    }
    let way = if rhythm.posts { "post" } else { "draft" };
    html! {
        (fields(html! {
            (Field::text("name", l.t("journals-name")).value(&rhythm.name).required(true)
                .maxlength(200).error(wrong("name")))
            (Field::text("memo", l.t("journals-memo")).value(&typed.memo).maxlength(200)
                .hint(l.t("journals-recurring-memo-hint")).error(wrong("memo")))
            (Field::select("every", l.t("journals-every"), rhythms).value(&rhythm.every)
                .disabled(!is_new).error(wrong("every")))
            (Field::date("starts", l.t("journals-starts")).value(&rhythm.starts)
                .disabled(!is_new).required(is_new).error(wrong("starts")))
            (Field::date("ends", l.t("journals-ends")).value(&rhythm.ends)
                .hint(l.t("journals-ends-hint")).error(wrong("ends")))
            (Field::radios("posts", l.t("journals-then"), ways).value(way)
                .error(wrong("posts")))
        }))
    }
}
