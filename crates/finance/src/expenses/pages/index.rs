//! The list of expenses, also as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query as Asked, Row, Table,
    Tone, bdi,
};
use base::{Cx, List, Problem, Query};
use maud::{Markup, html};

use super::super::{Expense, ExpenseQuery, ExpenseState, PaidBy};
use crate::files::{MOST_PAGES, from_the_start};
use crate::forms::{days, texts};

pub(super) async fn list(cx: Cx, Query(query): Query<ExpenseQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::super::list(&mut tx, &query).await?;
    Ok(cx.page(&cx.l.t("expenses-title"), page(&cx, &query, &found)))
}

fn page(cx: &Cx, asked: &ExpenseQuery, found: &List<Expense>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Asked::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("expenses-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Money, l.t("expenses-none"), l.t("expenses-none-text"));
    let states = ExpenseState::ALL.map(|state| (state.name(), state_name(cx, state)));
    let ways = PaidBy::ALL.map(|way| (way.name(), way_name(cx, way)));
    let mut view = ListView::new(&texts, "expenses", &query, table(cx, &query, found), empty)
        .search(l.t("expenses-search"))
        .filter("state", l.t("expenses-state"), states)
        .filter("paid_by", l.t("expenses-paid-by"), ways)
        .no_result(l.t("expenses-not-found"), l.t("invoices-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/expenses/export?format=csv")
        .export("XLSX", "/admin/expenses/export?format=xlsx");
    for (name, day) in [("from", asked.filter.from), ("to", asked.filter.to)] {
        if let Some(day) = day {
            let key = format!("ledger-{name}-day");
            view = view.chip(name, l.with(&key, &[("date", l.date(day).into())]));
        }
    }
    html! {
        (PageHeader::new(&texts, l.t("expenses-title")).actions(html! {
            @if cx.may("expenses.enter") {
                (Button::link(l.t("expenses-new"), "/admin/expenses/new").primary()
                    .icon(Icon::Plus).key('c'))
            }
        }))
        (days(l, &query))
        (view)
    }
}

fn table(cx: &Cx, query: &Asked, found: &List<Expense>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("expenses-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("expenses-description")).title(),
        Column::new(l.t("expenses-number")).unbroken(),
        Column::new(l.t("expenses-account")),
        Column::new(l.t("expenses-paid-by")),
        Column::new(l.t("expenses-state")),
        Column::new(l.t("expenses-amount")).numeric().sorts(query, "amount"),
    ];
    let rows = found.items.iter().map(|expense| {
        let cells = vec![
            bdi(&l.date(expense.date)),
            bdi(&expense.description),
            bdi(expense.number.as_deref().unwrap_or_default()),
            bdi(&expense.account),
            html! { (way_name(cx, expense.paid_by)) },
            html! { (badge(cx, expense.state)) },
            bdi(&l.amount(expense.gross)),
        ];
        let href = format!("/admin/expenses/{}", expense.id);
        Row::linked(expense.id.to_string(), &expense.description, href, cells)
    });
    Table::new(l.t("expenses-title"), columns).rows(rows)
}

pub(super) fn badge(cx: &Cx, state: ExpenseState) -> Badge {
    let tone = match state {
        ExpenseState::Waiting => Tone::Warning,
        ExpenseState::Posted => Tone::Success,
        ExpenseState::Reversed => Tone::Neutral,
    };
    Badge::new(tone, state_name(cx, state))
}

fn state_name(cx: &Cx, state: ExpenseState) -> String {
    cx.l.t(&format!("expenses-state-{}", state.name()))
}

pub(super) fn way_name(cx: &Cx, way: PaidBy) -> String {
    cx.l.t(&format!("expenses-by-{}", way.name()))
}

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<ExpenseQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "expenses-date",
        "expenses-number",
        "expenses-description",
        "expenses-account",
        "expenses-paid-by",
        "expenses-state",
        "expenses-link",
        "expenses-tax",
        "expenses-amount",
    ];
    let mut file = Export::new(wanted.format, "expenses", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::list(&mut tx, &query).await?;
        for expense in &page.items {
            file.row([
                Cell::from(expense.date),
                expense.number.as_deref().unwrap_or_default().into(),
                (&expense.description).into(),
                (&expense.account).into(),
                way_name(&cx, expense.paid_by).into(),
                state_name(&cx, expense.state).into(),
                (&expense.link_number).into(),
                expense.tax.into(),
                expense.gross.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
