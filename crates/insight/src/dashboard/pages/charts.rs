//! The drawings: sales over time, orders by stage, receivables by age, and what sold best.

use base::ui::{Chart, Column, Point, Row, Series, Table, Tabs, Texts, bdi};
use base::{Currency, L};
use maud::{Markup, html};

use super::super::figures::{Dashboard, Month, Orders, Receivables, Sales, Stage, TopProduct};
use super::super::links;
use super::By;

/// The choice between weeks and months.
pub(super) fn by(l: &L, now: By) -> Markup {
    let tabs = Tabs::new(l.t("dashboard-by"))
        .tab(l.t("dashboard-by-month"), "/admin", now == By::Month)
        .tab(l.t("dashboard-by-week"), "/admin?by=week", now == By::Week);
    html! { (tabs) }
}

/// Sales by the month or the week, each mark a link to its invoices.
pub(super) fn sales(l: &L, texts: &Texts, sales: &Sales, currency: Currency, by: By) -> Markup {
    let point = |month: &Month| Point {
        value: month.net.minor,
        text: l.money(month.net),
        href: Some(links::invoices(month.starts, month.ends)),
    };
    let series = |months: &[Month]| Series {
        name: l.t("dashboard-sales-net"),
        points: months.iter().map(point).collect(),
    };
    let chart = match by {
        By::Month => Chart::bars(texts, l.t("dashboard-sales-months"))
            .names(sales.months.iter().map(|month| l.month(month.starts)))
            .series(series(&sales.months)),
        By::Week => Chart::lines(texts, l.t("dashboard-sales-weeks"))
            .names(sales.weeks.iter().map(|week| l.date(week.starts)))
            .series(series(&sales.weeks)),
    };
    html! { (chart.axis(move |minor| whole(l, minor, currency))) }
}

/// An amount at a line of a chart: in whole units of the currency.
fn whole(l: &L, minor: i64, currency: Currency) -> String {
    l.int(minor / 10_i64.pow(currency.exponent()))
}

/// What is to be done for orders, and drafts.
pub(super) fn orders(l: &L, texts: &Texts, orders: &Orders) -> Markup {
    let work = || orders.stages.iter().filter(|s| !is_over(s.stage));
    let points = work().map(|s| Point {
        value: s.count,
        text: l.int(s.count),
        href: (s.count > 0).then(|| links::stage(s.stage)),
    });
    let series = Series { name: l.t("dashboard-orders-word"), points: points.collect() };
    let chart = Chart::bars(texts, l.t("dashboard-stages"))
        .names(work().map(|s| word(l, s.stage)))
        .series(series);
    html! { (chart.axis(|count| l.int(count))) }
}

fn is_over(stage: Stage) -> bool {
    matches!(stage, Stage::Done | Stage::Cancelled)
}

/// The orders that nobody has to do anything for.
pub(super) fn finished(l: &L, orders: &Orders) -> Markup {
    let over = orders.stages.iter().filter(|s| is_over(s.stage));
    html! {
        p.row.muted {
            @for stage in over {
                a href=(links::stage(stage.stage)) {
                    (word(l, stage.stage)) " " bdi { (l.int(stage.count)) }
                }
            }
        }
    }
}

fn word(l: &L, stage: Stage) -> String {
    l.t(&format!("dashboard-stage-{}", stage.word()))
}

/// What customers owe, by how late it is.
pub(super) fn ageing(
    l: &L,
    texts: &Texts,
    receivables: &Receivables,
    dashboard: &Dashboard,
) -> Markup {
    let points = receivables.ageing.iter().map(|a| Point {
        value: a.amount.minor,
        text: l.money(a.amount),
        href: (a.count > 0).then(|| links::aged(a.age, dashboard.as_of)),
    });
    let names = receivables.ageing.iter().map(|a| l.t(&format!("dashboard-age-{}", a.age.word())));
    let series = Series { name: l.t("dashboard-age-open"), points: points.collect() };
    let chart = Chart::bars(texts, l.t("dashboard-ageing")).names(names).series(series);
    html! { (chart.axis(move |minor| whole(l, minor, dashboard.currency))) }
}

/// What sold best.
pub(super) fn top(l: &L, products: &[TopProduct]) -> Markup {
    let columns = vec![
        Column::new(l.t("dashboard-top-product")).title(),
        Column::new(l.t("dashboard-top-quantity")).numeric(),
        Column::new(l.t("dashboard-top-net")).numeric(),
    ];
    let rows = products.iter().map(|product| {
        let name = l.text(&product.name);
        let id = product.product_id;
        let cells = vec![bdi(name), bdi(&l.quantity(product.quantity)), bdi(&l.money(product.net))];
        Row::linked(id.to_string(), name, links::product(id), cells)
    });
    html! { (Table::new(l.t("dashboard-top"), columns).rows(rows)) }
}
