//! The form of a landed cost: the receipts, the costs, and what posting them would do.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader, Row,
    Table, bdi, fields, form, form_actions,
};
use base::{Cx, Flash, FormData, Problem, Query, Tx};
use finance::ledger::{self, Account, Control};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{LandedBasis, LandedCost, land as land_one, preview};
use super::typed::{read, written};
use super::{LIST, address, basis, shares};
use crate::forms;
use crate::purchasing::grid;
use crate::purchasing::received::{self, ReceivedLine};

/// What the form shows beside what was typed.
struct Offered {
    goods: Vec<ReceivedLine>,
    accounts: Vec<Account>,
}

pub(super) async fn new(
    cx: Cx,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (title, data) = (cx.l.t("purchasing-landed-new"), FormData::from(asked));
    let mut tx = cx.read().await?;
    let receipts: Vec<Uuid> = data.all("receipt").filter_map(|id| id.parse().ok()).collect();
    if receipts.is_empty() || data.has("more") {
        let link = |id: Uuid| {
            let before = receipts.iter().map(|id| format!("receipt={id}&")).collect::<String>();
            format!("{LIST}/new?{before}receipt={id}")
        };
        let body = grid::receipts(&cx, &mut tx, &title, ("purchasing-landed", LIST), link).await?;
        return Ok(cx.page(&title, body));
    }
    let offered = offered(&mut tx, &receipts).await?;
    Ok(cx.page(&title, page(&cx, &offered, &FormData::default(), None, None)))
}

async fn offered(tx: &mut Tx, receipts: &[Uuid]) -> Result<Offered, Problem> {
    let mut goods = Vec::new();
    let mut seen: Vec<Uuid> = Vec::new();
    for receipt in receipts.iter().take(50) {
        if !seen.contains(receipt) {
            seen.push(*receipt);
            goods.extend(received::of_receipt(tx, *receipt, false).await?);
        }
    }
    if goods.is_empty() {
        return Err(Problem::not_found());
    }
    let mut accounts = ledger::accounts(tx).await?;
    accounts.retain(|account| account.active && account.control == Control::None);
    Ok(Offered { goods, accounts })
}

pub(super) async fn land(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let more = data.has("add_line") || data.has("remove_line");
    let (mut problem, mut seen) = (None, None);
    if data.has("preview") {
        match previewed(&cx, &data).await {
            Err(refusal) if refusal.is_mendable() => problem = Some(refusal),
            answer => seen = Some(answer?),
        }
    } else if !more {
        match landed(&cx, &data).await {
            Err(refusal) if refusal.is_mendable() => problem = Some(refusal),
            answer => return answer,
        }
    }
    let mut tx = cx.read().await?;
    let receipts: Vec<Uuid> = data
        .rows("goods")
        .into_iter()
        .filter_map(|row| data.cell("goods", row, "receipt_id").parse().ok())
        .collect();
    let offered = offered(&mut tx, &receipts).await?;
    let status = problem.as_ref().map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(&cx, &offered, &data, problem.as_ref(), seen.as_ref());
    Ok(cx.page_with(status, &cx.l.t("purchasing-landed-new"), body))
}

async fn previewed(cx: &Cx, data: &FormData) -> Result<LandedCost, Problem> {
    let new = read(data, cx.actor.tenant.currency)?;
    let tx = Tx::begin(&cx.app, &cx.actor).await?;
    preview(tx, new).await
}

async fn landed(cx: &Cx, data: &FormData) -> Result<Response, Problem> {
    let new = read(data, cx.actor.tenant.currency)?;
    let mut tx = cx.begin().await?;
    let one = land_one(&mut tx, new).await?;
    tx.redirect(&address(one.id), Flash::done("purchasing-landed-posted").name(one.number)).await
}

fn page(
    cx: &Cx,
    offered: &Offered,
    data: &FormData,
    problem: Option<&Problem>,
    seen: Option<&LandedCost>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let today = cx.app.clock().today(&cx.actor.tenant.time_zone).to_string();
    let wrong = |path: &str| forms::error(l, problem, path);
    let bases: Vec<(String, String)> =
        LandedBasis::ALL.iter().map(|b| (b.as_str().to_owned(), basis(l, *b))).collect();
    let receipts: String =
        offered.goods.iter().map(|line| format!("receipt={}&", line.receipt_id)).collect();
    html! {
        (PageHeader::new(&texts, l.t("purchasing-landed-new"))
            .crumb(l.t("purchasing-landed"), LIST)
            .actions(html! {
                (Button::link(l.t("purchasing-another-receipt"),
                    format!("{LIST}/new?{receipts}more=1")).icon(Icon::Plus))
            }))
        (forms::mistakes(l, &texts, problem))
        @if let Some(seen) = seen {
            (Card::new(html! {
                p.hint { (l.t("purchasing-preview-text")) }
                (shares::shares(cx, seen))
            }).title(l.t("purchasing-preview")).flush())
        }
        (form(&format!("{LIST}/new"), &cx.hidden(), html! {
            (fields(html! {
                (Field::date("date", l.t("purchasing-date"))
                    .value(data.some("date").unwrap_or(&today)).error(wrong("date")))
                (Field::select("basis", l.t("purchasing-basis"), bases)
                    .value(data.some("basis").unwrap_or("value")).error(wrong("basis")))
                (Field::text("note", l.t("purchasing-note")).value(data.text("note"))
                    .maxlength(500).error(wrong("note")))
            }))
            h2 { (l.t("purchasing-costs")) }
            (costs(cx, offered, data, problem))
            (Card::new(html! { (goods(cx, offered, data)) })
                .title(l.t("purchasing-borne-by")).flush())
            (form_actions(html! {
                (Button::submit(l.t("purchasing-preview")).value("preview", "1")
                    .icon(Icon::Search))
                (Button::submit(l.t("purchasing-landed-post")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, LIST))
            }))
        }))
    }
}

fn costs(cx: &Cx, offered: &Offered, data: &FormData, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let accounts = offered.accounts.iter();
    let accounts = accounts.map(|a| (a.id.to_string(), format!("{} {}", a.code, l.text(&a.name))));
    let accounts = LineCell::Select(accounts.collect());
    let lookup = LineCell::Lookup("/admin/suppliers/lookup".to_owned());
    let columns = [
        LineColumn::new("description", l.t("purchasing-description"), LineCell::Text),
        LineColumn::new("supplier_id", l.t("purchasing-supplier"), lookup),
        LineColumn::new("account_id", l.t("purchasing-account"), accounts),
        LineColumn::new("amount", l.t("purchasing-amount"), LineCell::Decimal),
    ];
    let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
    let wrong = |i: usize, column: &str| {
        let error = forms::error(l, problem, &format!("items[{i}].{column}"))?;
        Some((column.to_owned(), error))
    };
    let mut rows: Vec<LineRow> = written(data)
        .into_iter()
        .filter(|row| Some(*row) != gone)
        .enumerate()
        .map(|(i, row)| LineRow {
            values: columns.iter().map(|c| data.cell("lines", row, &c.name).to_owned()).collect(),
            shown: data.cell("lines", row, "supplier_id_text").to_owned(),
            errors: columns.iter().filter_map(|column| wrong(i, &column.name)).collect(),
        })
        .collect();
    if data.has("add_line") {
        rows.push(LineRow::default());
    }
    let label = l.t("purchasing-costs");
    html! {
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

fn goods(cx: &Cx, offered: &Offered, data: &FormData) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("purchasing-receipt")),
        Column::new(l.t("purchasing-product")).title(),
        Column::new(l.t("purchasing-quantity")).numeric(),
        Column::new(l.t("purchasing-value")).numeric(),
        Column::new(l.t("purchasing-bears")),
        Column::new(l.t("purchasing-by-hand")).numeric(),
    ];
    let fresh = data.rows("goods").is_empty();
    let rows = offered.goods.iter().enumerate().map(|(i, line)| {
        let named = |column: &str| format!("goods[{i}][{column}]");
        let chosen = fresh || !data.cell("goods", i, "chosen").is_empty();
        let label = format!("{} · {}", line.sku, line.receipt_number);
        Row::new(vec![
            bdi(&line.receipt_number),
            html! { (bdi(&line.sku)) " " (l.text(&line.name)) },
            bdi(&l.quantity(line.returnable())),
            bdi(&l.amount(line.value)),
            html! {
                input type="hidden" name=(named("receipt_id")) value=(line.receipt_id);
                input type="hidden" name=(named("receipt_line")) value=(line.line);
                input type="checkbox" name=(named("chosen")) value="1" checked[chosen]
                    aria-label=(format!("{}: {label}", l.t("purchasing-bears")));
            },
            html! {
                input.input.numeric type="text" inputmode="decimal" dir="ltr"
                    autocomplete="off" name=(named("amount"))
                    value=(data.cell("goods", i, "amount"))
                    aria-label=(format!("{}: {label}", l.t("purchasing-by-hand")));
            },
        ])
    });
    Table::new(l.t("purchasing-borne-by"), columns).rows(rows)
}
