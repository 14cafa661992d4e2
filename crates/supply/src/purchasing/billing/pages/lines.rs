//! The lines of a bill's form: goods that came, services of the order, and the grid for the rest.

use base::ui::{
    Card, Column, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, Row, Table, Totals, bdi,
};
use base::{Cx, FormData, Problem};
use finance::ledger::Account;
use maud::{Markup, html};

use super::TOTALS;
use super::entry::Offered;
use super::typed::{before_expenses, expenses};
use crate::forms;
use crate::purchasing::orders::PurchaseOrder;
use crate::purchasing::received::ReceivedLine;

/// A number beside a line: what was typed, or what is agreed. It is named by its column and by
/// what the line is about.
fn cell(cx: &Cx, name: String, value: String, column: &str, about: &str) -> Markup {
    let id = Field::id_of(&name);
    html! {
        input.input.numeric type="text" inputmode="decimal" dir="ltr" autocomplete="off"
            id=(id) name=(name) value=(value)
            aria-label=(format!("{}: {about}", cx.l.t(column)));
    }
}

/// One of a few beside a line, named in the same way.
fn choice(
    name: &str,
    label: &str,
    about: &str,
    options: &[(String, String)],
    chosen: &str,
) -> Markup {
    html! {
        select.input id=(Field::id_of(name)) name=(name)
            aria-label=(format!("{label}: {about}")) {
            @for (value, shown) in options {
                option value=(value) selected[value == chosen] { (shown) }
            }
        }
    }
}

/// The accounts to choose from: id and what they are called.
fn accounts(cx: &Cx, offered: &Offered) -> Vec<(String, String)> {
    let named = |a: &Account| (a.id.to_string(), format!("{} {}", a.code, cx.l.text(&a.name)));
    offered.accounts.iter().map(named).collect()
}

/// The supplier's goods that are not billed yet, each with what is agreed.
pub(super) fn goods(cx: &Cx, offered: &Offered, data: &FormData, fill: bool) -> Markup {
    let label = cx.l.t("purchasing-bill-goods");
    html! {
        p.hint { (cx.l.t("purchasing-bill-goods-hint")) }
        (received(cx, (&offered.goods, 0), &label, data, fill))
    }
}

/// Goods that anybody may bill, folded away unless something was typed beside one of them.
pub(super) fn unnamed(cx: &Cx, offered: &Offered, data: &FormData) -> Markup {
    let (l, lines) = (&cx.l, &offered.unnamed);
    let typed = |line: &ReceivedLine| {
        typed_in(data, line).is_some_and(|row| !data.cell("goods", row, "quantity").is_empty())
    };
    let label = l.with("purchasing-bill-unnamed", &[("n", lines.len().into())]);
    html! {
        details.fold open[lines.iter().any(typed)] {
            summary { (label) }
            p.hint { (l.t("purchasing-bill-unnamed-hint")) }
            (received(cx, (lines, offered.goods.len()), &label, data, false))
        }
    }
}

/// The row in which a line of a receipt was sent: since then others may have come before it.
fn typed_in(data: &FormData, line: &ReceivedLine) -> Option<usize> {
    let (receipt, n) = (line.receipt_id.to_string(), line.line.to_string());
    data.rows("goods").into_iter().find(|row| {
        data.cell("goods", *row, "receipt_id") == receipt
            && data.cell("goods", *row, "receipt_line") == n
    })
}

/// Lines of receipts, numbered from a row on, with what is billed of each.
fn received(
    cx: &Cx,
    (lines, first): (&[ReceivedLine], usize),
    label: &str,
    data: &FormData,
    fill: bool,
) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-receipt")),
        Column::new(l.t("purchasing-date")).unbroken(),
        Column::new(l.t("purchasing-product")).title(),
        Column::new(l.t("purchasing-not-billed")).numeric(),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-price")).numeric(),
    ];
    let rows = lines.iter().enumerate().map(|(i, line)| {
        let row = typed_in(data, line);
        let typed = |column| row.map_or("", |row| data.cell("goods", row, column));
        let agreed = line.order_price.unwrap_or_else(|| line.unit_cost(cx.actor.tenant.currency));
        let named = |column: &str| format!("goods[{}][{column}]", first + i);
        let quantity = match (fill, typed("quantity")) {
            (true, "") => line.open_quantity().to_string(),
            (_, typed) => typed.to_owned(),
        };
        let price = match typed("unit_price") {
            "" => agreed.to_string(),
            typed => typed.to_owned(),
        };
        let about = format!("{} · {}", line.sku, line.receipt_number);
        Row::new(vec![
            bdi(&line.receipt_number),
            bdi(&l.date(line.date)),
            html! { (bdi(&line.sku)) " " (l.text(&line.name)) },
            bdi(&l.quantity(line.open_quantity())),
            html! {
                input type="hidden" name=(named("receipt_id")) value=(line.receipt_id);
                input type="hidden" name=(named("receipt_line")) value=(line.line);
                (cell(cx, named("quantity"), quantity, "purchasing-quantity", &about))
            },
            cell(cx, named("unit_price"), price, "purchasing-price", &about),
        ])
    });
    html! { (Table::new(label, columns).rows(rows)) }
}

/// The services of the order, which are not received.
pub(super) fn services(
    cx: &Cx,
    offered: &Offered,
    order: &PurchaseOrder,
    data: &FormData,
    fill: bool,
) -> Markup {
    let l = &cx.l;
    let open: Vec<_> =
        order.lines.iter().filter(|line| !line.tracked && line.to_bill().is_positive()).collect();
    if open.is_empty() {
        return html! {};
    }
    let (accounts, dimensions) = (accounts(cx, offered), offered.dimensions.fields(l));
    let mut columns = vec![
        Column::new(l.t("purchasing-product")).title(),
        Column::new(l.t("purchasing-account")),
    ];
    columns.extend(dimensions.iter().map(|one| Column::new(&one.label)));
    columns.push(Column::new(l.t("purchasing-quantity")).numeric());
    columns.push(Column::new(l.t("purchasing-price")).numeric());
    let rows = open.iter().enumerate().map(|(i, line)| {
        let named = |column: &str| format!("services[{i}][{column}]");
        let typed = |column: &str| data.cell("services", i, column).to_owned();
        let value = |column: &str, agreed: String| match (fill, typed(column)) {
            (true, none) if none.is_empty() => agreed,
            (_, typed) => typed,
        };
        let select = |name: &str, label: &str, options: &[(String, String)]| {
            choice(&named(name), label, &line.description, options, &typed(name))
        };
        let mut cells = vec![
            bdi(&line.description),
            select("account_id", &l.t("purchasing-account"), &accounts),
        ];
        cells.extend(dimensions.iter().map(|one| select(one.name, &one.label, one.choices)));
        let quantity = value("quantity", line.to_bill().to_string());
        cells.push(html! {
            input type="hidden" name=(named("order_line")) value=(line.n);
            (cell(cx, named("quantity"), quantity, "purchasing-quantity", &line.description))
        });
        let price = value("unit_price", line.unit_price.to_string());
        cells.push(cell(cx, named("unit_price"), price, "purchasing-price", &line.description));
        Row::new(cells)
    });
    let table = Table::new(l.t("purchasing-bill-services"), columns).rows(rows);
    html! {
        (Card::new(html! { (table) })
            .title(l.t("purchasing-bill-services")).flush())
    }
}

/// What is spent on an account: the grid.
pub(super) fn rest(
    cx: &Cx,
    offered: &Offered,
    data: &FormData,
    problem: Option<&Problem>,
    totals: &Totals,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let codes = offered.codes.iter().map(|c| (c.id.to_string(), l.text(&c.name).to_owned()));
    let account = LineCell::Select(accounts(cx, offered));
    let mut columns = vec![
        LineColumn::new("description", l.t("purchasing-description"), LineCell::Text),
        LineColumn::new("account_id", l.t("purchasing-account"), account),
        LineColumn::new("quantity", l.t("purchasing-quantity"), LineCell::Decimal),
        LineColumn::new("unit_price", l.t("purchasing-price"), LineCell::Decimal),
        LineColumn::new("tax_code_id", l.t("purchasing-tax"), LineCell::Select(codes.collect())),
    ];
    columns.extend(offered.dimensions.columns(l));
    let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
    let before = before_expenses(data);
    // What cannot be read is named by its row, what the rules refuse by its place among all lines.
    let wrong = |i: usize, row: usize, column: &str| {
        let named = |n: usize| forms::error(l, problem, &format!("lines[{n}].{column}"));
        let unread = problem.is_some_and(|problem| {
            problem.fields().iter().all(|field| field.code == "not_a_number")
        });
        let error = if unread { named(row) } else { named(before + i) };
        Some((column.to_owned(), error?))
    };
    let mut rows: Vec<LineRow> = expenses(data)
        .into_iter()
        .filter(|row| Some(*row) != gone)
        .enumerate()
        .map(|(i, row)| LineRow {
            values: columns.iter().map(|c| data.cell("lines", row, &c.name).to_owned()).collect(),
            errors: columns.iter().filter_map(|c| wrong(i, row, &c.name)).collect(),
            ..LineRow::default()
        })
        .collect();
    if data.has("add_line") {
        rows.push(LineRow::default());
    }
    let label = l.t("purchasing-bill-rest");
    html! {
        @if let Some(error) = forms::error(l, problem, "lines") {
            p.error id="f-lines" { (Icon::Stop) (error) }
        }
        (LineGrid {
            name: "lines",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: Some(TOTALS),
            totals: html! { (totals) },
            texts: &texts,
        })
    }
}
