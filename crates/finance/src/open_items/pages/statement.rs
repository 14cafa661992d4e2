//! A statement of account on the screen and as a PDF.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use base::ui::{Button, Card, Column, Icon, PageHeader, Query as Asked, Row, Table, bdi};
use base::{Cx, L, Path, Problem, Query};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{Side, Statement, StatementLine, StatementQuery, paper};
use super::index::side_name;
use crate::forms::{days, texts};
use crate::ledger::document_link;
use crate::{invoices, press};

pub(super) fn kind(l: &L, line: &StatementLine) -> String {
    paper::kind(l, line)
}

pub(super) async fn show(
    cx: Cx,
    Path((side, party)): Path<(Side, Uuid)>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::super::statement(&mut tx, side, party, query).await?;
    Ok(cx.page(&cx.l.t("open-items-statement"), page(&cx, &found)))
}

pub(super) async fn pdf(
    cx: Cx,
    Path((side, party)): Path<(Side, Uuid)>,
    Query(query): Query<StatementQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::super::statement(&mut tx, side, party, query).await?;
    let seller = invoices::seller(&mut tx).await?;
    // The connection goes back before the slow part.
    tx.roll_back().await?;
    let bytes = press::print(&cx.app, paper::document(&cx.l, &seller, &found)).await?;
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    let name = format!("inline; filename=\"statement-{}.pdf\"", found.to);
    let name = HeaderValue::from_str(&name).map_err(Problem::internal)?;
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

fn page(cx: &Cx, found: &Statement) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Asked::parse(cx.path(), cx.query());
    let home = super::statement_address(found.side, found.party_id);
    let file = |format: &str| query.at(format!("{home}/export")).with("format", format).href();
    let span = format!("{} – {}", l.date(found.from), l.date(found.to));
    html! {
        (PageHeader::new(&texts, &found.party_name)
            .crumb(l.t("open-items-ageing"), format!("/admin/reports/ageing?side={}",
                found.side.name()))
            .subtitle(format!("{} · {} · {span}", l.t("open-items-statement"),
                side_name(l, found.side)))
            .actions(html! {
                (Button::link("PDF", query.at(format!("{home}/pdf")).href()).icon(Icon::File))
                (Button::link("CSV", file("csv")).icon(Icon::File))
                (Button::link("XLSX", file("xlsx")).icon(Icon::File))
            }))
        (days(l, &query))
        (Card::new(html! { (table(cx, found)) }).flush())
    }
}

fn table(cx: &Cx, found: &Statement) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("open-items-date")).unbroken(),
        Column::new(l.t("open-items-document")),
        Column::new(l.t("open-items-number")).title().unbroken(),
        Column::new(l.t("open-items-due")).unbroken(),
        Column::new(l.t("open-items-amount")).numeric(),
        Column::new(l.t("open-items-balance")).numeric(),
    ];
    let opening = Row::new(vec![
        bdi(&l.date(found.from)),
        html! { (l.t("open-items-opening")) },
        html! {},
        html! {},
        html! {},
        bdi(&l.amount(found.opening)),
    ]);
    let rows = found.lines.iter().map(|line| {
        Row::new(vec![
            bdi(&l.date(line.date)),
            html! { (kind(l, line)) },
            document_link(&cx.app, &line.document_type, line.document_id, &line.number),
            html! { @if let Some(due) = line.due_date { (bdi(&l.date(due))) } },
            bdi(&l.amount(line.amount)),
            bdi(&l.amount(line.balance)),
        ])
    });
    let closing = vec![
        bdi(&l.date(found.to)),
        html! { (l.t("open-items-closing")) },
        html! {},
        html! {},
        html! {},
        bdi(&l.money(found.closing)),
    ];
    Table::new(l.t("open-items-statement"), columns)
        .rows(std::iter::once(opening).chain(rows))
        .foot(closing)
}
