//! The list of budgets, also as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::ui::{
    Badge, Button, Column, Empty, Icon, ListView, PageHeader, Pager, Query as Asked, Row, Table,
    Tone, bdi,
};
use base::{Cx, L, List, Problem, Query, Tx};
use maud::{Markup, html};

use super::super::{Budget, BudgetQuery, BudgetState};
use super::{address, year_of, years};
use crate::dimensions::Offered;
use crate::files::{MOST_PAGES, from_the_start};
use crate::forms::texts;

pub(super) async fn list(cx: Cx, Query(query): Query<BudgetQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let found = super::super::list(&mut tx, &query).await?;
    let offered = offered(&cx, &mut tx, &found.items, &query).await?;
    let years = years(&mut tx, &cx.l, query.filter.fiscal_year).await?;
    Ok(cx.page(&cx.l.t("budgets-title"), page(&cx, &found, &offered, years)))
}

/// The cost centres and projects of these budgets and of the filters.
async fn offered(
    cx: &Cx,
    tx: &mut Tx,
    budgets: &[Budget],
    query: &BudgetQuery,
) -> Result<Offered, Problem> {
    let named = budgets.iter().flat_map(|budget| [budget.cost_centre_id, budget.project_id]);
    let asked = [query.filter.cost_centre_id, query.filter.project_id];
    let named: Vec<String> = named.chain(asked).flatten().map(|id| id.to_string()).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    Offered::gather(cx, tx, &named).await
}

fn page(cx: &Cx, found: &List<Budget>, offered: &Offered, years: Vec<(String, String)>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Asked::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("budgets-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Chart, l.t("budgets-none"), l.t("budgets-none-text"));
    let states = BudgetState::ALL.map(|state| (state.name(), state_name(l, state)));
    let table = table(l, &query, found, offered);
    let mut view = ListView::new(&texts, "budgets", &query, table, empty)
        .search(l.t("budgets-search"))
        .filter("state", l.t("budgets-state"), states)
        .filter("fiscal_year", l.t("budgets-year"), years)
        .no_result(l.t("budgets-not-found"), l.t("budgets-not-found-text"))
        .pager(pager)
        .export("CSV", "/admin/budgets/export?format=csv")
        .export("XLSX", "/admin/budgets/export?format=xlsx");
    for field in offered.fields(l) {
        let choices = field.choices.iter().filter(|(id, _)| !id.is_empty()).cloned();
        view = view.filter(field.name, field.label, choices);
    }
    html! {
        (PageHeader::new(&texts, l.t("budgets-title")).subtitle(l.t("budgets-text"))
            .actions(html! {
                (Button::link(l.t("budgets-compare"), "/admin/reports/budget").icon(Icon::Chart))
                @if cx.may("budgets.edit") {
                    (Button::link(l.t("budgets-copy"), "/admin/budgets/copy"))
                    @if cx.may("imports.run") {
                        (Button::link(l.t("budgets-import"), "/admin/imports/new?kind=budgets")
                            .icon(Icon::Upload))
                    }
                    (Button::link(l.t("budgets-new"), "/admin/budgets/new").primary()
                        .icon(Icon::Plus).key('c'))
                }
            }))
        (view)
    }
}

/// The cost centre and the project of a budget, or that it is for all of the company.
pub(super) fn scope(l: &L, budget: &Budget, offered: &Offered) -> String {
    let both = [budget.cost_centre_id, budget.project_id];
    let names: Vec<&str> = both.into_iter().flatten().filter_map(|id| offered.called(id)).collect();
    match names.is_empty() {
        true => l.t("budgets-whole"),
        false => names.join(", "),
    }
}

fn table(l: &L, query: &Asked, found: &List<Budget>, offered: &Offered) -> Table {
    let columns = vec![
        Column::new(l.t("budgets-name")).title().sorts(query, "name"),
        Column::new(l.t("budgets-year")).sorts(query, "year"),
        Column::new(l.t("budgets-scope")),
        Column::new(l.t("budgets-state")),
        Column::new(l.t("budgets-income")).numeric().sorts(query, "income"),
        Column::new(l.t("budgets-expenses")).numeric().sorts(query, "expenses"),
        Column::new(l.t("budgets-result")).numeric(),
    ];
    let rows = found.items.iter().map(|budget| {
        let cells = vec![
            bdi(&budget.name),
            bdi(&year_of(l, budget)),
            bdi(&scope(l, budget, offered)),
            html! { (badge(l, budget.state)) },
            bdi(&l.amount(budget.income)),
            bdi(&l.amount(budget.expenses)),
            bdi(&l.amount(budget.result)),
        ];
        Row::linked(budget.id.to_string(), &budget.name, address(budget.id), cells)
    });
    Table::new(l.t("budgets-title"), columns).rows(rows)
}

pub(super) fn badge(l: &L, state: BudgetState) -> Badge {
    let tone = match state {
        BudgetState::Draft => Tone::Warning,
        BudgetState::Active => Tone::Success,
        BudgetState::Archived => Tone::Neutral,
    };
    Badge::new(tone, state_name(l, state))
}

fn state_name(l: &L, state: BudgetState) -> String {
    l.t(&format!("budgets-state-{}", state.name()))
}

pub(super) async fn export(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<BudgetQuery>,
) -> Result<Response, Problem> {
    let l = &cx.l;
    let headings = [
        "budgets-name",
        "budgets-year",
        "budgets-scope",
        "budgets-state",
        "budgets-income",
        "budgets-expenses",
        "budgets-result",
    ];
    let mut file = Export::new(wanted.format, "budgets", headings.map(|key| l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::list(&mut tx, &query).await?;
        let offered = offered(&cx, &mut tx, &page.items, &query).await?;
        for budget in &page.items {
            file.row([
                Cell::from(&budget.name),
                budget.fiscal_year.into(),
                scope(l, budget, &offered).into(),
                state_name(l, budget.state).into(),
                budget.income.into(),
                budget.expenses.into(),
                budget.result.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
