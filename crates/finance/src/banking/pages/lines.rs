//! The lines of an account at a bank, and as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Badge, Column, Empty, Icon, ListView, PageHeader, Pager, Query as Asked, Row, Table, Tone, bdi,
};
use base::{Cx, List, Path, Problem, Query};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{BankAccount, BankLine, BankLineQuery};
use super::address;
use crate::files::{MOST_PAGES, from_the_start};
use crate::forms::{days, texts};

pub(super) async fn list(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(query): Query<BankLineQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let account = super::super::find(&mut tx, id).await?;
    let found = super::super::lines(&mut tx, id, &query).await?;
    let title = cx.l.t("banking-lines");
    Ok(cx.page(&title, page(&cx, &account, &query, &found)))
}

fn page(cx: &Cx, account: &BankAccount, asked: &BankLineQuery, found: &List<BankLine>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Asked::parse(cx.path(), cx.query());
    let home = address(account.id);
    let pager = Pager {
        count: l.with("banking-lines-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Money, l.t("banking-no-lines"), l.t("banking-no-lines-text"));
    let states = [("true", l.t("banking-matched")), ("false", l.t("banking-open"))];
    let mut view = ListView::new(&texts, "bank-lines", &query, table(cx, &query, found), empty)
        .search(l.t("banking-search"))
        .filter("matched", l.t("banking-state"), states)
        .no_result(l.t("banking-not-found"), l.t("invoices-not-found-text"))
        .pager(pager)
        .export("CSV", format!("{home}/lines/export?format=csv"))
        .export("XLSX", format!("{home}/lines/export?format=xlsx"));
    for (name, day) in [("from", asked.filter.from), ("to", asked.filter.to)] {
        if let Some(day) = day {
            let key = format!("ledger-{name}-day");
            view = view.chip(name, l.with(&key, &[("date", l.date(day).into())]));
        }
    }
    html! {
        (PageHeader::new(&texts, l.t("banking-lines"))
            .crumb(l.t("banking-title"), "/admin/bank")
            .crumb(super::named(l, account), &home))
        (days(l, &query))
        (view)
    }
}

fn table(cx: &Cx, query: &Asked, found: &List<BankLine>) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("banking-date")).unbroken().sorts(query, "date"),
        Column::new(l.t("banking-description")).title(),
        Column::new(l.t("banking-counterparty")),
        Column::new(l.t("banking-reference")),
        Column::new(l.t("banking-state")),
        Column::new(l.t("banking-amount")).numeric().sorts(query, "amount"),
    ];
    let rows = found.items.iter().map(|line| {
        let state = match line.match_id {
            Some(_) => Badge::new(Tone::Success, l.t("banking-matched")),
            None => Badge::new(Tone::Warning, l.t("banking-open")),
        };
        let cells = vec![
            bdi(&l.date(line.date)),
            bdi(&line.description),
            bdi(&line.counterparty),
            bdi(&line.reference),
            html! { (state) },
            bdi(&l.amount(line.amount)),
        ];
        if line.match_id.is_some() || !cx.may("banking.reconcile") {
            return Row::new(cells);
        }
        let href = format!("/admin/bank/lines/{}", line.id);
        Row::linked(line.id.to_string(), &line.description, href, cells)
    });
    Table::new(l.t("banking-lines"), columns).rows(rows)
}

pub(super) async fn export(
    cx: Cx,
    Path(id): Path<Uuid>,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<BankLineQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "banking-date",
        "banking-description",
        "banking-counterparty",
        "banking-reference",
        "banking-state",
        "banking-currency",
        "banking-amount",
    ];
    let mut file = Export::new(wanted.format, "bank-lines", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::lines(&mut tx, id, &query).await?;
        for line in &page.items {
            let state = if line.match_id.is_some() { "banking-matched" } else { "banking-open" };
            file.row([
                Cell::from(line.date),
                (&line.description).into(),
                (&line.counterparty).into(),
                (&line.reference).into(),
                cx.l.t(state).into(),
                line.amount.currency.code().into(),
                line.amount.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
