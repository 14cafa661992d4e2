//! The reminders that were sent, as a list and as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::ui::{Column, Empty, Icon, ListView, PageHeader, Pager, Query as Asked, Row, Table, bdi};
use base::{Cx, List, Problem, Query};
use maud::{Markup, html};

use super::super::{Reminder, ReminderQuery};
use crate::forms::texts;

const HEADINGS: [&str; 6] = [
    "reminders-number",
    "reminders-customer",
    "reminders-date",
    "reminders-level",
    "reminders-email",
    "reminders-amount",
];

pub(super) fn page(cx: &Cx, asked: &ReminderQuery, found: &List<Reminder>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Asked::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("reminders-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Mail, l.t("reminders-none-sent"), l.t("reminders-none-sent-text"));
    let levels = (1..=5).map(|level: i64| (level.to_string(), l.int(level)));
    let mut view = ListView::new(&texts, "reminders", &query, table(cx, &query, found), empty)
        .search(l.t("reminders-search"))
        .filter("level", l.t("reminders-level"), levels)
        .no_result(l.t("reminders-not-found"), l.t("reminders-none-sent-text"))
        .pager(pager)
        .export("CSV", "/admin/reminders/sent/export?format=csv")
        .export("XLSX", "/admin/reminders/sent/export?format=xlsx");
    if asked.filter.customer.is_some() {
        let name = found.items.first().map(|row| row.customer.clone()).unwrap_or_default();
        view = view.chip("customer", name);
    }
    html! {
        (PageHeader::new(&texts, l.t("reminders-title")).subtitle(l.t("reminders-text")))
        (super::tabs(cx, 1))
        (view)
    }
}

fn table(cx: &Cx, query: &Asked, found: &List<Reminder>) -> Table {
    let l = &cx.l;
    let [number, customer, date, level, email, amount] = HEADINGS.map(|key| l.t(key));
    let columns = vec![
        Column::new(number).title().sorts(query, "number"),
        Column::new(customer),
        Column::new(date).sorts(query, "date"),
        Column::new(level),
        Column::new(email),
        Column::new(amount).numeric().sorts(query, "amount"),
    ];
    let rows = found.items.iter().map(|reminder| {
        let cells = vec![
            bdi(&reminder.number),
            bdi(&reminder.customer),
            bdi(&l.date(reminder.date)),
            bdi(&l.int(i64::from(reminder.level))),
            bdi(&reminder.email),
            bdi(&l.money(reminder.amount)),
        ];
        let href = format!("/admin/customers/{}", reminder.customer_id);
        Row::linked(reminder.id.to_string(), &reminder.number, href, cells)
    });
    Table::new(l.t("reminders-sent"), columns).rows(rows)
}

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<ReminderQuery>,
) -> Result<Response, Problem> {
    let mut file = Export::new(wanted.format, "reminders", HEADINGS.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    (query.list.limit, query.list.after) = (Some(200), None);
    for _ in 0..MOST_ROWS / 200 {
        let page = super::super::list(&mut tx, &query).await?;
        for reminder in &page.items {
            file.row([
                Cell::from(&reminder.number),
                (&reminder.customer).into(),
                reminder.date.into(),
                reminder.level.into(),
                (&reminder.email).into(),
                reminder.amount.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
