//! The log as a page, and the timeline on the page of a thing.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::ui::{
    Column, Empty, Entry, Icon, ListView, PageHeader, Pager, Row, Table, Texts, Timeline, Tone,
};
use base::{Currency, Cx, Date, L, ListQuery, Money, Problem, Query, Text, ui};
use maud::{Markup, html};
use serde_json::Value;

use super::{AuditEntry, AuditFilter};

/// What was done to a thing, in words, for its page.
#[must_use]
pub fn timeline_markup(l: &L, entries: &[AuditEntry]) -> Markup {
    html! { (Timeline(entries.iter().map(|entry| happening(l, entry)).collect())) }
}

fn happening(l: &L, entry: &AuditEntry) -> Entry {
    let (changes, facts) = said(l, entry);
    Entry {
        icon: icon(&entry.action),
        tone: Tone::Neutral,
        what: html! {
            (what(l, &entry.action))
            @if !facts.is_empty() { " " span.muted { bdi { (facts.join(" · ")) } } }
        },
        who: who(l, entry),
        when: l.timestamp(entry.at),
        datetime: entry.at.to_string(),
        changes,
    }
}

fn icon(action: &str) -> Icon {
    let verb = action.rsplit('.').next().unwrap_or_default();
    match verb.split('_').next().unwrap_or_default() {
        "create" | "place" | "add" | "open" => Icon::Plus,
        "edit" | "set" | "change" | "rename" => Icon::Edit,
        "cancel" | "delete" | "discard" | "remove" | "undo" => Icon::Trash,
        "deliver" | "ship" => Icon::Truck,
        "post" | "invoice" | "credit" => Icon::Invoice,
        "receive" | "pay" => Icon::Money,
        _ => Icon::Check,
    }
}

/// The act in words: the message `audit-orders-confirm` of the acting capability, or the act's
/// own name where nobody gave it words.
fn what(l: &L, action: &str) -> String {
    let key = format!("audit-{}", action.replace(['.', '_'], "-"));
    if l.has(&key) { l.t(&key) } else { action.replace(['.', '_'], " ") }
}

/// The program's own acts stand under the name of their reason.
fn who(l: &L, entry: &AuditEntry) -> String {
    match entry.actor_id {
        Some(_) => entry.actor_name.clone(),
        None => l.t("audit-program"),
    }
}

type Changes = Vec<(String, String, String)>;

/// What changed, and the plain facts that say something.
fn said(l: &L, entry: &AuditEntry) -> (Changes, Vec<String>) {
    let (mut changes, mut facts) = (Vec::new(), Vec::new());
    for (name, value) in entry.changes.as_object().into_iter().flatten() {
        match value {
            Value::Array(pair) if pair.len() == 2 => {
                changes.push((
                    field(l, &entry.action, name),
                    shown(l, &pair[0]),
                    shown(l, &pair[1]),
                ));
            }
            Value::String(text) if text.is_empty() => {}
            Value::String(_) | Value::Number(_) => {
                facts.push(format!("{}: {}", field(l, &entry.action, name), shown(l, value)));
            }
            _ => {}
        }
    }
    (changes, facts)
}

fn field(l: &L, action: &str, name: &str) -> String {
    let capability = action.split('.').next().unwrap_or_default();
    let name = name.replace('_', "-");
    let keys = [
        format!("{capability}-field-{name}"),
        format!("{capability}-{name}"),
        format!("audit-field-{name}"),
    ];
    let known = keys.iter().find(|key| l.has(key));
    known.map_or_else(|| name.replace('-', " "), |key| l.t(key))
}

/// Money as the reader writes it; as it was recorded where it cannot be read.
fn money(l: &L, amount: &Value, currency: &Value) -> String {
    let known = currency.as_str().and_then(|code| Currency::parse(code).ok());
    let read = known.zip(amount.as_str());
    match read.and_then(|(currency, amount)| Money::parse_local(amount, currency).ok()) {
        Some(money) => l.money(money),
        None => format!("{} {}", shown(l, amount), shown(l, currency)),
    }
}

/// A recorded text as the reader writes it: an amount of money, a day, or the text itself.
fn recorded(l: &L, text: &str) -> String {
    let money = text
        .rsplit_once(' ')
        .and_then(|(amount, code)| Money::parse(amount, Currency::parse(code).ok()?).ok());
    match (money, text.len()) {
        (Some(money), _) => l.money(money),
        (None, 10) => text.parse::<Date>().map_or_else(|_| text.to_owned(), |day| l.date(day)),
        _ => text.to_owned(),
    }
}

fn shown(l: &L, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => l.t(if *yes { "audit-yes" } else { "audit-no" }),
        Value::String(text) => recorded(l, text),
        Value::Number(number) => number.as_i64().map_or_else(|| number.to_string(), |n| l.int(n)),
        Value::Array(all) => all.iter().map(|v| shown(l, v)).collect::<Vec<_>>().join(", "),
        Value::Object(parts) => match (parts.get("amount"), parts.get("currency")) {
            (Some(amount), Some(currency)) => money(l, amount, currency),
            _ => match serde_json::from_value::<Text>(value.clone()) {
                Ok(text) => l.text(&text).to_owned(),
                Err(_) => value.to_string(),
            },
        },
    }
}

pub(super) async fn page(
    cx: Cx,
    Query(query): Query<ListQuery>,
    Query(filter): Query<AuditFilter>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let list = super::list(&mut tx, &query, &filter).await?;
    let (l, texts) = (&cx.l, Texts::new(|key| cx.l.t(key)));
    let address = ui::Query::parse(cx.path(), cx.query());
    let columns = ["audit-when", "audit-who", "audit-what", "audit-changes", "audit-from"];
    let table = Table::new(l.t("audit-title"), columns.map(|key| Column::new(l.t(key))).into())
        .rows(list.items.iter().map(|entry| row(l, &address, entry)));
    let empty = Empty::new(Icon::Clock, l.t("audit-empty"), l.t("audit-empty-why"));
    let kinds = cx.app.capabilities().iter().map(|c| (c.name, c.name.replace('_', " ")));
    let mut view = ListView::new(&texts, "audit", &address, table, empty)
        .search(l.t("audit-search"))
        .filter("action", l.t("audit-part"), kinds)
        .pager(Pager {
            count: String::new(),
            first: address.get("after").map(|_| address.without("after").href()),
            next: list.next.as_ref().map(|next| address.with("after", next).href()),
        })
        .export("CSV", "/admin/audit/export");
    if filter.subject_id.is_some() {
        view = view.chip("subject_id", l.t("audit-one-thing"));
    }
    let head = PageHeader::new(&texts, l.t("audit-title")).subtitle(l.t("audit-subtitle"));
    Ok(cx.page(&l.t("audit-title"), html! { (head) (view) }))
}

fn row(l: &L, address: &ui::Query, entry: &AuditEntry) -> Row {
    let (changes, facts) = said(l, entry);
    let same = address.with("subject_id", entry.subject_id.to_string()).href();
    Row::new(vec![
        html! { time datetime=(entry.at.to_string()) { (l.timestamp(entry.at)) } },
        html! { bdi { (who(l, entry)) } },
        html! { a href=(same) { (what(l, &entry.action)) } },
        html! {
            @for (field, old, new) in &changes {
                div.small { (field) ": " del { bdi { (old) } } " → " ins { bdi { (new) } } }
            }
            @if !facts.is_empty() { span.small.muted { bdi { (facts.join(" · ")) } } }
        },
        html! { bdi { (entry.ip.as_deref().unwrap_or("–")) } },
    ])
}

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<ListQuery>,
    Query(filter): Query<AuditFilter>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings =
        ["audit-when", "audit-who", "audit-what", "audit-thing", "audit-changes", "audit-from"];
    let mut file = Export::new(wanted.format, "audit", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    (query.limit, query.after) = (Some(200), None);
    for _ in 0..MOST_ROWS / 200 {
        let list = super::list(&mut tx, &query, &filter).await?;
        for entry in &list.items {
            let thing = format!("{} {}", entry.subject_type, entry.subject_id);
            let changes = entry.changes.to_string();
            file.row([
                entry.at.into(),
                Cell::from(&entry.actor_name),
                (&entry.action).into(),
                thing.into(),
                changes.into(),
                entry.ip.as_deref().into(),
            ])?;
        }
        query.after = list.next;
        if query.after.is_none() {
            break;
        }
    }
    file.finish().await
}
