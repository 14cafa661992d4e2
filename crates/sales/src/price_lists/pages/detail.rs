//! One price list: its prices, the grid that sets them, and its days.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Empty, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, ListView,
    PageHeader, Pager, Query, Row, Table, bdi, fields, form, form_actions,
};
use base::{Cx, Flash, FormData, List, ListQuery, Path, Problem, Quantity, Tx, UnitPrice};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use supply::catalog;
use uuid::Uuid;

use super::super::{ChangePriceList, NewPrice, Price, PriceList, PriceQuery, find, prices};
use super::{address, day};
use crate::forms;

pub(super) async fn show(
    cx: Cx,
    Path(id): Path<Uuid>,
    base::Query(query): base::Query<PriceQuery>,
) -> Result<Response, Problem> {
    page(&cx, id, &query, None).await
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let change = ChangePriceList {
            version: forms::version(&data),
            name: Some(data.text("name").to_owned()),
            valid_from: Some(day(&data, "valid_from")?),
            valid_to: Some(day(&data, "valid_to")?),
            active: Some(data.has("active")),
        };
        let mut tx = cx.begin().await?;
        let list = super::super::change(&mut tx, id, change).await?;
        tx.redirect(&address(id), Flash::done("price-lists-saved").name(list.name)).await
    };
    let done = done.await;
    or_again(&cx, id, &data, done).await
}

pub(super) async fn set_prices(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    if data.has("add_line") || data.some("remove_line").is_some() {
        let query = PriceQuery::default();
        return page(&cx, id, &query, Some((&data, None))).await;
    }
    let done = async {
        let mut tx = cx.begin().await?;
        let new = read(&mut tx, &data).await?;
        super::super::set_prices(&mut tx, id, &new).await?;
        let list = find(&mut tx, id).await?;
        tx.redirect(&address(id), Flash::done("price-lists-saved").name(list.name)).await
    };
    let done = done.await;
    or_again(&cx, id, &data, done).await
}

async fn or_again(
    cx: &Cx,
    id: Uuid,
    data: &FormData,
    done: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => {
            page(cx, id, &PriceQuery::default(), Some((data, Some(&problem)))).await
        }
        answer => answer,
    }
}

/// The rows into which somebody wrote something, but for one that is to go.
fn rows(data: &FormData) -> Vec<usize> {
    let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
    let cells = ["variant_id", "variant_id_text", "from_quantity", "unit_price"];
    let written = |row: &usize| cells.iter().any(|c| !data.cell("lines", *row, c).is_empty());
    data.rows("lines").into_iter().filter(|row| written(row) && Some(*row) != gone).collect()
}

async fn read(tx: &mut Tx, data: &FormData) -> Result<Vec<NewPrice>, Problem> {
    let mut problem = Problem::invalid();
    let mut new = Vec::new();
    for (i, row) in rows(data).into_iter().enumerate() {
        let cell = |field: &str| data.cell("lines", row, field);
        let variant_id = match cell("variant_id").parse::<Uuid>() {
            Ok(id) => Some(id),
            // Typed without a script: the code says which.
            Err(_) => catalog::by_code(tx, cell("variant_id_text")).await?.map(|one| one.id),
        };
        let from = match cell("from_quantity") {
            "" => Ok(Quantity::ZERO),
            text => Quantity::parse_local(text),
        };
        let price = match cell("unit_price") {
            "" => Ok(None),
            text => UnitPrice::parse_local(text).map(Some),
        };
        if from.is_err() {
            problem = problem.field(format!("lines[{i}].from_quantity"), "not_a_number");
        }
        if price.is_err() {
            problem = problem.field(format!("lines[{i}].unit_price"), "not_a_number");
        }
        if let (Ok(from_quantity), Ok(unit_price)) = (from, price) {
            new.push(NewPrice { variant_id, sku: None, from_quantity, unit_price });
        }
    }
    problem.or_ok().map(|()| new)
}

async fn page(
    cx: &Cx,
    id: Uuid,
    query: &PriceQuery,
    tried: Option<(&FormData, Option<&Problem>)>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let list = find(&mut tx, id).await?;
    let found = prices(&mut tx, id, query).await?;
    let happened = audit::timeline(&mut tx, "price_list", id).await?;
    let (l, texts) = (&cx.l, forms::texts(cx));
    let problem = tried.and_then(|(_, problem)| problem);
    let may_edit = cx.may("price_lists.edit");
    let body = html! {
        (PageHeader::new(&texts, &list.name).crumb(l.t("price-lists-title"), "/admin/price-lists")
            .subtitle(list.currency.code()))
        (forms::mistakes(l, &texts, problem))
        div.split {
            div.stack {
                (priced(cx, &list, &found))
                @if may_edit { (Card::new(grid(cx, id, tried)).title(l.t("price-lists-set"))) }
            }
            div.stack {
                @if may_edit {
                    (Card::new(days(cx, &list, problem)).title(l.t("price-lists-list")))
                }
                (timeline(cx, &happened))
            }
        }
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(cx.page_with(status, &list.name, body))
}

fn timeline(cx: &Cx, happened: &[AuditEntry]) -> Markup {
    let markup = audit::timeline_markup(&cx.l, happened);
    html! { (Card::new(markup).title(cx.l.t("orders-timeline"))) }
}

fn priced(cx: &Cx, list: &PriceList, found: &List<Price>) -> Markup {
    let (l, texts, id) = (&cx.l, forms::texts(cx), list.id);
    let query = Query::parse(address(id), cx.query());
    let own = cx.actor.tenant.currency;
    let catalog = match list.currency == own {
        true => l.t("price-lists-catalog-price"),
        false => format!("{} ({own})", l.t("price-lists-catalog-price")),
    };
    let columns = vec![
        Column::new(l.t("orders-sku")).sorts(&query, "sku"),
        Column::new(l.t("orders-product")).title(),
        Column::new(l.t("price-lists-from")).numeric(),
        Column::new(l.t("orders-price")).numeric(),
        Column::new(catalog).numeric(),
    ];
    let rows = found.items.iter().map(|price| {
        Row::new(vec![
            bdi(&price.sku),
            bdi(&title(cx, price)),
            bdi(&l.quantity(price.from_quantity)),
            bdi(&l.unit_price(price.unit_price, list.currency)),
            bdi(&l.unit_price(price.catalog_price, own)),
        ])
    });
    let table = Table::new(l.t("price-lists-prices"), columns).rows(rows);
    let empty = Empty::new(Icon::Money, l.t("price-lists-empty"), l.t("price-lists-empty-text"));
    let pager = Pager {
        count: l.with("price-lists-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    html! {
        (ListView::new(&texts, "prices", &query, table, empty)
            .search(l.t("price-lists-search"))
            .no_result(l.t("price-lists-not-found"), l.t("orders-not-found-text"))
            .pager(pager)
            .export("CSV", format!("{}/export?format=csv", address(id)))
            .export("XLSX", format!("{}/export?format=xlsx", address(id))))
    }
}

fn title(cx: &Cx, price: &Price) -> String {
    catalog::titled(cx.l.text(&price.name), &price.options)
}

fn grid(cx: &Cx, id: Uuid, tried: Option<(&FormData, Option<&Problem>)>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let lookup = LineCell::Lookup("/admin/products/lookup".to_owned());
    let columns = [
        LineColumn::new("variant_id", l.t("orders-product"), lookup),
        LineColumn::new("from_quantity", l.t("price-lists-from"), LineCell::Decimal),
        LineColumn::new("unit_price", l.t("orders-price"), LineCell::Decimal),
    ];
    let mut rows: Vec<LineRow> = Vec::new();
    if let Some((data, problem)) = tried {
        for (i, row) in self::rows(data).into_iter().enumerate() {
            let cell = |field: &str| data.cell("lines", row, field).to_owned();
            let fields = ["variant_id", "from_quantity", "unit_price"];
            let wrong = |field: &&str| {
                let error = forms::error(l, problem, &format!("lines[{i}].{field}"))?;
                Some(((*field).to_owned(), error))
            };
            rows.push(LineRow {
                values: fields.iter().map(|field| cell(field)).collect(),
                shown: cell("variant_id_text"),
                errors: fields.iter().filter_map(wrong).collect(),
            });
        }
        if data.has("add_line") {
            rows.push(LineRow { values: vec![String::new(); 3], ..LineRow::default() });
        }
    }
    let label = l.t("price-lists-set");
    form(
        &format!("{}/prices", address(id)),
        &cx.hidden(),
        html! {
            p.muted { (l.t("price-lists-set-text")) }
            (LineGrid {
                name: "lines",
                label: &label,
                columns: &columns,
                rows: &rows,
                totals_url: None,
                totals: html! {},
                texts: &texts,
            })
            (form_actions(html! {
                (Button::submit(l.t("price-lists-save")).primary().icon(Icon::Check))
            }))
        },
    )
}

fn days(cx: &Cx, list: &PriceList, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), list.version.to_string()));
    let day = |day: Option<base::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    form(
        &address(list.id),
        &hidden,
        html! {
            (fields(html! {
                (Field::text("name", l.t("price-lists-name")).value(&list.name).required(true)
                    .maxlength(100).error(forms::error(l, problem, "name")))
                (Field::date("valid_from", l.t("price-lists-from-day"))
                    .value(day(list.valid_from)).error(forms::error(l, problem, "valid_from")))
                (Field::date("valid_to", l.t("price-lists-to-day"))
                    .value(day(list.valid_to)).error(forms::error(l, problem, "valid_to")))
                (Field::checkbox("active", l.t("price-lists-active"), list.active))
            }))
            (form_actions(html! { (Button::submit(l.t("price-lists-save"))) }))
        },
    )
}

/// Every price of a list, page by page, for a file.
pub(super) async fn next_page(
    tx: &mut Tx,
    id: Uuid,
    after: Option<String>,
) -> Result<List<Price>, Problem> {
    let list = ListQuery { limit: Some(200), after, ..ListQuery::default() };
    prices(tx, id, &PriceQuery { list, ..PriceQuery::default() }).await
}
