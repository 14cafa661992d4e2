//! The form of a bill: the supplier's goods that are not billed yet, services of an order, and
//! anything else on an account.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Banner, Button, Card, Column, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader,
    Row, Table, Tone, bdi, fields, file_form, form_actions,
};
use base::{Currency, Cx, Flash, FormData, Problem, Query, Tx, UploadForm};
use finance::bills::BillState;
use finance::currencies;
use finance::ledger::{self, Account, Control};
use finance::tax::{self, TaxCode};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::address;
use super::typed::{Typed, expenses};
use crate::purchasing::grid;
use crate::purchasing::orders::{self, PurchaseOrder};
use crate::purchasing::received::{self, OpenQuery, ReceivedLine};
use crate::suppliers::{self, Supplier};
use crate::{asked::filter, forms};

const NEW: &str = "/admin/bills/new";

/// What the form is opened for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct For {
    #[serde(deserialize_with = "filter")]
    supplier: Option<Uuid>,
    supplier_text: String,
    #[serde(deserialize_with = "filter")]
    order: Option<Uuid>,
}

/// What the form shows beside what was typed.
struct Offered {
    supplier: Supplier,
    order: Option<PurchaseOrder>,
    goods: Vec<ReceivedLine>,
    accounts: Vec<Account>,
    codes: Vec<TaxCode>,
    currencies: Vec<Currency>,
}

pub(super) async fn new(cx: Cx, Query(asked): Query<For>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut wanted = asked.supplier.map(|id| id.to_string()).unwrap_or_default();
    grid::resolve_supplier(&mut tx, &mut wanted, &asked.supplier_text).await?;
    let order = match asked.order {
        Some(id) => Some(orders::find(&mut tx, id).await?),
        None => None,
    };
    let supplier = order.as_ref().map(|order| order.head.supplier.id).or(wanted.parse().ok());
    match supplier {
        Some(id) => {
            let offered = offered(&mut tx, id, order).await?;
            let body = page(&cx, &offered, &Typed::default(), None, true);
            Ok(cx.page(&cx.l.t("bills-new"), body))
        }
        None => Ok(cx.page(&cx.l.t("bills-new"), whose(&cx, &asked.supplier_text))),
    }
}

async fn offered(
    tx: &mut Tx,
    supplier: Uuid,
    order: Option<PurchaseOrder>,
) -> Result<Offered, Problem> {
    let query = match &order {
        Some(order) => OpenQuery { order: Some(order.head.id), ..OpenQuery::default() },
        None => OpenQuery { supplier: Some(supplier), or_without: true, ..OpenQuery::default() },
    };
    let mut accounts = ledger::accounts(tx).await?;
    accounts.retain(|account| account.active && account.control == Control::None);
    Ok(Offered {
        supplier: suppliers::find(tx, supplier).await?,
        goods: received::open(tx, &query).await?,
        codes: tax::codes(tx).await?,
        currencies: currencies::choices(tx).await?,
        accounts,
        order,
    })
}

pub(super) async fn enter(cx: Cx, form: UploadForm) -> Result<Response, Problem> {
    let mut typed = Typed::read(form).await?;
    let more = typed.data.has("add_line") || typed.data.has("remove_line");
    let problem = match more {
        true => None,
        false => match entered(&cx, &mut typed).await {
            Err(problem) if problem.is_mendable() => Some(problem),
            answer => return answer,
        },
    };
    let mut tx = cx.read().await?;
    let order = match typed.data.text("order_id").parse::<Uuid>() {
        Ok(id) => Some(orders::find(&mut tx, id).await?),
        Err(_) => None,
    };
    let supplier = typed.data.text("supplier_id").parse::<Uuid>();
    let supplier = supplier.map_err(|_| Problem::not_found())?;
    let offered = offered(&mut tx, supplier, order).await?;
    let status = problem.as_ref().map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(&cx, &offered, &typed, problem.as_ref(), false);
    Ok(cx.page_with(status, &cx.l.t("bills-new"), body))
}

async fn entered(cx: &Cx, typed: &mut Typed) -> Result<Response, Problem> {
    typed.keep_paper(cx).await?;
    let new = typed.to_new()?;
    let mut tx = cx.begin().await?;
    let bill = super::super::bill(&mut tx, new).await?;
    let flash = match bill.state {
        BillState::Posted => Flash::done("purchasing-bill-posted"),
        _ => Flash::done("purchasing-bill-waits"),
    };
    tx.redirect(&address(bill.id), flash.name(bill.name())).await
}

/// Whose bill it is, before anything else.
fn whose(cx: &Cx, typed: &str) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let field =
        Field::lookup("supplier", l.t("purchasing-supplier"), "/admin/suppliers/lookup", typed);
    html! {
        (PageHeader::new(&texts, l.t("bills-new")).crumb(l.t("bills-title"), "/admin/bills"))
        form.form method="get" action=(NEW) {
            (fields(html! {
                (field.required(true).autofocus().hint(l.t("purchasing-bill-whose")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("purchasing-go-on")).primary().icon(Icon::ArrowEnd))
                (Button::link(&texts.cancel, "/admin/bills"))
            }))
        }
    }
}

/// The page; `fresh` when nothing was typed yet, so that what is agreed is filled in.
fn page(
    cx: &Cx,
    offered: &Offered,
    typed: &Typed,
    problem: Option<&Problem>,
    fresh: bool,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let mut hidden = cx.hidden();
    hidden.push(("supplier_id".to_owned(), offered.supplier.id.to_string()));
    hidden.extend(offered.order.iter().map(|o| ("order_id".to_owned(), o.head.id.to_string())));
    hidden.extend(typed.file_id.map(|id| ("file_id".to_owned(), id.to_string())));
    let fill = fresh && offered.order.is_some();
    html! {
        (PageHeader::new(&texts, l.t("bills-new"))
            .crumb(l.t("bills-title"), "/admin/bills")
            .subtitle(&offered.supplier.name))
        (forms::mistakes(l, &texts, problem))
        @if let Some(other) = problem.and_then(|p| p.facts().get("bill_id")) {
            (Banner::new(Tone::Warning, l.t("bills-alike-text")).title(l.t("bills-alike"))
                .links([(l.t("purchasing-see-bill"), format!("/admin/bills/{other}"))]))
        }
        (file_form(NEW, &hidden, html! {
            (head(cx, offered, typed, problem))
            @if !offered.goods.is_empty() {
                (Card::new(goods(cx, offered, &typed.data, fill))
                    .title(l.t("purchasing-bill-goods")).flush())
            }
            @if let Some(order) = &offered.order {
                (services(cx, offered, order, &typed.data, fill))
            }
            h2 { (l.t("purchasing-bill-rest")) }
            (rest(cx, offered, &typed.data, problem))
            (form_actions(html! {
                (Button::submit(l.t("purchasing-bill-enter")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, "/admin/bills"))
            }))
        }))
    }
}

fn head(cx: &Cx, offered: &Offered, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, data, has_file) = (&cx.l, &typed.data, typed.file_id.is_some());
    let agreed = offered.order.as_ref().map(|order| order.head.gross.currency);
    let agreed = agreed.unwrap_or(offered.supplier.currency).code();
    let codes = offered.currencies.iter().map(|c| (c.code(), c.code()));
    let wrong = |path: &str| forms::error(l, problem, path);
    let today = cx.app.clock().today(&cx.actor.tenant.time_zone).to_string();
    let another = wrong("another_reason").is_some() || data.some("another_reason").is_some();
    let kept = if has_file { "purchasing-bill-file-kept" } else { "purchasing-bill-file-hint" };
    fields(html! {
        (Field::text("supplier_number", l.t("bills-supplier-number")).required(true)
            .value(data.text("supplier_number")).maxlength(100)
            .error(wrong("supplier_number")))
        (Field::date("bill_date", l.t("purchasing-date"))
            .value(data.some("bill_date").unwrap_or(&today)).error(wrong("bill_date")))
        (Field::date("due_date", l.t("bills-due")).value(data.text("due_date"))
            .hint(l.t("purchasing-bill-due-hint")).error(wrong("due_date")))
        @if offered.currencies.len() > 1 {
            (Field::select("currency", l.t("purchasing-currency"), codes)
                .value(data.some("currency").unwrap_or(agreed)).error(wrong("currency")))
            (Field::decimal("exchange_rate", l.t("purchasing-exchange-rate"))
                .value(data.text("exchange_rate"))
                .hint(l.t("purchasing-exchange-rate-hint")).error(wrong("exchange_rate")))
        }
        (Field::file("file", l.t("bills-file"), "application/pdf,image/png,image/jpeg", false)
            .hint(l.t(kept)).error(wrong("file")))
        (Field::text("note", l.t("purchasing-note")).value(data.text("note")).maxlength(500)
            .span().error(wrong("note")))
        @if another {
            (Field::text("another_reason", l.t("purchasing-bill-another"))
                .value(data.text("another_reason")).maxlength(500).span()
                .hint(l.t("purchasing-bill-another-hint")).error(wrong("another_reason")))
        }
    })
}

/// A number beside a line: what was typed, or what is agreed.
fn cell(cx: &Cx, name: String, value: String, label: &str) -> Markup {
    let id = Field::id_of(&name);
    html! {
        input.input.numeric type="text" inputmode="decimal" dir="ltr" autocomplete="off"
            id=(id) name=(name) value=(value)
            aria-label=(format!("{}: {label}", cx.l.t("purchasing-product")));
    }
}

fn goods(cx: &Cx, offered: &Offered, data: &FormData, fill: bool) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-receipt")),
        Column::new(l.t("purchasing-date")),
        Column::new(l.t("purchasing-product")).title(),
        Column::new(l.t("purchasing-not-billed")).numeric(),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-price")).numeric(),
    ];
    let rows = offered.goods.iter().enumerate().map(|(i, line)| {
        let agreed = line.order_price.unwrap_or_else(|| line.unit_cost(cx.actor.tenant.currency));
        let named = |column: &str| format!("goods[{i}][{column}]");
        let value = |column: &str, agreed: String| match (fill, data.cell("goods", i, column)) {
            (true, "") => agreed,
            (_, typed) => typed.to_owned(),
        };
        let price = match data.cell("goods", i, "unit_price") {
            "" => agreed.to_string(),
            typed => typed.to_owned(),
        };
        let label = format!("{} · {}", line.sku, line.receipt_number);
        Row::new(vec![
            bdi(&line.receipt_number),
            bdi(&l.date(line.date)),
            html! { (bdi(&line.sku)) " " (l.text(&line.name)) },
            bdi(&l.quantity(line.open_quantity())),
            html! {
                input type="hidden" name=(named("receipt_id")) value=(line.receipt_id);
                input type="hidden" name=(named("receipt_line")) value=(line.line);
                (cell(cx, named("quantity"),
                    value("quantity", line.open_quantity().to_string()), &label))
            },
            cell(cx, named("unit_price"), price, &label),
        ])
    });
    html! {
        p.hint { (l.t("purchasing-bill-goods-hint")) }
        div.table-room tabindex="0" {
            (Table::new(l.t("purchasing-bill-goods"), columns).rows(rows))
        }
    }
}

fn services(
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
    let columns = vec![
        Column::new(l.t("purchasing-product")).title(),
        Column::new(l.t("purchasing-account")),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-price")).numeric(),
    ];
    let rows = open.iter().enumerate().map(|(i, line)| {
        let named = |column: &str| format!("services[{i}][{column}]");
        let value = |column: &str, agreed: String| match (fill, data.cell("services", i, column)) {
            (true, "") => agreed,
            (_, typed) => typed.to_owned(),
        };
        let chosen = data.cell("services", i, "account_id");
        Row::new(vec![
            bdi(&line.description),
            html! {
                select.input name=(named("account_id"))
                    aria-label=(format!("{}: {}", l.t("purchasing-account"), line.description)) {
                    @for account in &offered.accounts {
                        option value=(account.id) selected[account.id.to_string() == chosen] {
                            (account.code) " " (l.text(&account.name))
                        }
                    }
                }
            },
            html! {
                input type="hidden" name=(named("order_line")) value=(line.n);
                (cell(cx, named("quantity"), value("quantity", line.to_bill().to_string()),
                    &line.description))
            },
            cell(
                cx,
                named("unit_price"),
                value("unit_price", line.unit_price.to_string()),
                &line.description,
            ),
        ])
    });
    let table = Table::new(l.t("purchasing-bill-services"), columns).rows(rows);
    html! {
        (Card::new(html! { div.table-room tabindex="0" { (table) } })
            .title(l.t("purchasing-bill-services")).flush())
    }
}

/// What is spent on an account: the grid.
fn rest(cx: &Cx, offered: &Offered, data: &FormData, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let accounts = offered.accounts.iter();
    let accounts = accounts.map(|a| (a.id.to_string(), format!("{} {}", a.code, l.text(&a.name))));
    let codes = offered.codes.iter().map(|c| (c.id.to_string(), l.text(&c.name).to_owned()));
    let columns = [
        LineColumn::new("description", l.t("purchasing-description"), LineCell::Text),
        LineColumn::new(
            "account_id",
            l.t("purchasing-account"),
            LineCell::Select(accounts.collect()),
        ),
        LineColumn::new("quantity", l.t("purchasing-quantity"), LineCell::Decimal),
        LineColumn::new("unit_price", l.t("purchasing-price"), LineCell::Decimal),
        LineColumn::new("tax_code_id", l.t("purchasing-tax"), LineCell::Select(codes.collect())),
    ];
    let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
    let mut rows: Vec<LineRow> = expenses(data)
        .into_iter()
        .filter(|row| Some(*row) != gone)
        .map(|row| LineRow {
            values: columns.iter().map(|c| data.cell("lines", row, &c.name).to_owned()).collect(),
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
            totals_url: None,
            totals: html! {},
            texts: &texts,
        })
    }
}
