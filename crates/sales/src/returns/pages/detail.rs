//! One return: what was asked for, what came, its papers, and the form that receives it.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Dialog, Facts, Field, Icon, Kind, PageHeader, Row, Table, bdi, fields,
    form, form_actions,
};
use base::{Cx, Flash, FormData, L, Path, Problem, Quantity};
use finance::invoices::{self, CreditLine};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use supply::catalog::unit_name;
use supply::inventory::{self, Warehouse};
use uuid::Uuid;

use super::super::goods::{GoodsReturn, ReturnLine, ReturnState};
use super::super::{Declined, ReceiveReturn, ReceivedLine, find};
use super::{address, badge, conditions, name};
use crate::forms;
use crate::orders::{self, Order};

/// Everything that the page shows.
struct Seen {
    back: GoodsReturn,
    /// None for what was sold at once.
    order: Option<Order>,
    /// What of a sale at once nobody has credited yet.
    to_credit: Vec<CreditLine>,
    warehouse: Warehouse,
    happened: Vec<AuditEntry>,
}

/// The page of a return, with what was typed and the refusal of what was just tried.
pub(super) async fn answer(
    cx: &Cx,
    id: Uuid,
    tried: Option<(&FormData, &Problem)>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let back = find(&mut tx, id).await?;
    let order = match back.head.order_id {
        Some(order) => Some(orders::find(&mut tx, order).await?),
        None => None,
    };
    let to_credit = match back.head.invoice_id {
        Some(sold) => invoices::left_to_credit(&mut tx, sold).await?,
        None => Vec::new(),
    };
    let seen = Seen {
        order,
        to_credit,
        warehouse: inventory::find_warehouse(&mut tx, back.head.warehouse_id).await?,
        happened: audit::timeline(&mut tx, "return", id).await?,
        back,
    };
    let status = tried.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = name(cx, &seen.back.head);
    Ok(cx.page_with(status, &title, page(cx, &seen, tried)))
}

async fn or_again(
    cx: &Cx,
    id: Uuid,
    data: &FormData,
    done: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => answer(cx, id, Some((data, &problem))).await,
        answer => answer,
    }
}

pub(super) async fn receive(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let how = read(&data)?;
        let mut tx = cx.begin().await?;
        let back = super::super::receive(&mut tx, id, how).await?;
        let name = back.head.number.unwrap_or_default();
        tx.redirect(&address(id), Flash::done("returns-received").name(name)).await
    };
    let done = done.await;
    or_again(&cx, id, &data, done).await
}

fn read(data: &FormData) -> Result<ReceiveReturn, Problem> {
    let mut problem = Problem::invalid();
    let mut lines = Vec::new();
    for row in data.rows("lines") {
        let line = data.cell("lines", row, "line").parse().unwrap_or_default();
        let condition = data.cell("lines", row, "condition").parse().ok();
        let quantity = match data.cell("lines", row, "quantity") {
            "" => Ok(Quantity::ZERO),
            text => Quantity::parse_local(text),
        };
        match quantity {
            Ok(quantity) => lines.push(ReceivedLine { line, quantity, condition }),
            Err(_) => problem = problem.field(format!("lines[{row}].quantity"), "not_a_number"),
        }
    }
    let date = data.some("date").map(str::parse).transpose();
    if date.is_err() {
        problem = problem.field("date", "not_a_date");
    }
    problem.or_ok()?;
    let (version, credit) = (forms::version(data), data.has("credit"));
    Ok(ReceiveReturn { version, date: date.unwrap_or_default(), lines: Some(lines), credit })
}

pub(super) async fn credit(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let back = super::super::credit(&mut tx, id, forms::version(&data)).await?;
        let name = back.credit_notes.last().map(|note| note.number.clone()).unwrap_or_default();
        tx.redirect(&address(id), Flash::done("returns-credited").name(name)).await
    };
    let done = done.await;
    or_again(&cx, id, &data, done).await
}

pub(super) async fn decline(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let mut tx = cx.begin().await?;
        let version = forms::version(&data);
        let how = Declined { version, reason: data.text("reason").to_owned() };
        let back = super::super::decline(&mut tx, id, how).await?;
        let name = back.head.came_with().to_owned();
        tx.redirect(&address(id), Flash::done("returns-declined").name(name)).await
    };
    let done = done.await;
    or_again(&cx, id, &data, done).await
}

fn page(cx: &Cx, seen: &Seen, tried: Option<(&FormData, &Problem)>) -> Markup {
    let (l, texts, back) = (&cx.l, forms::texts(cx), &seen.back);
    let waits = back.head.state == ReturnState::Requested;
    html! {
        (PageHeader::new(&texts, name(cx, &back.head))
            .crumb(l.t("returns-title"), "/admin/returns")
            .beside(html! { (badge(l, back.head.state)) })
            .subtitle(&back.head.customer.name)
            .actions(actions(cx, seen)))
        (forms::mistakes(l, &texts, tried.map(|(_, problem)| problem)))
        div.split {
            div.stack {
                @if waits && cx.may("returns.receive") { (receive_form(cx, back, tried)) }
                @else {
                    (Card::new(html! { (lines(cx, back)) }).title(l.t("orders-lines")).flush())
                }
            }
            div.stack {
                (Card::new(html! { (facts(cx, seen)) }).title(l.t("returns-facts")))
                (Card::new(audit::timeline_markup(l, &seen.happened))
                    .title(l.t("orders-timeline")))
            }
        }
    }
}

fn hidden(cx: &Cx, back: &GoodsReturn) -> Vec<(String, String)> {
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), back.head.version.to_string()));
    hidden
}

fn actions(cx: &Cx, seen: &Seen) -> Markup {
    let (l, back) = (&cx.l, &seen.back);
    let billed = |line: &ReturnLine| match &seen.order {
        Some(order) => order.line(line.moved_as()).is_some_and(|l| l.to_credit().is_positive()),
        None => seen.to_credit.iter().any(|l| l.n == line.moved_as() && l.quantity.is_positive()),
    };
    let open = back.lines.iter().any(|line| line.received > line.credited && billed(line));
    html! {
        @if back.head.state == ReturnState::Requested && cx.may("returns.request") {
            (decline_button(cx, back))
        }
        @if back.head.state == ReturnState::Received && open && cx.may("invoices.credit") {
            form method="post" action=(format!("{}/credit", address(back.head.id))) {
                (base::ui::hidden(&hidden(cx, back)))
                (Button::submit(l.t("returns-credit")).primary().icon(Icon::Invoice))
            }
        }
    }
}

fn decline_button(cx: &Cx, back: &GoodsReturn) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let action = format!("{}/decline", address(back.head.id));
    let body = form(
        &action,
        &hidden(cx, back),
        html! {
            (Field::text("reason", l.t("orders-cancel-reason")).required(true).maxlength(500)
                .span())
            div.dialog-actions {
                button.button type="button" popovertarget="decline" data-close=""
                    popovertargetaction="hide" { (texts.cancel) }
                (Button::submit(l.t("returns-decline")).kind(Kind::DangerPrimary))
            }
        },
    );
    html! {
        (Button::opens(l.t("returns-decline"), "decline").kind(Kind::Danger).icon(Icon::Close))
        (Dialog::new("decline", l.t("returns-decline"), body))
    }
}

fn receive_form(cx: &Cx, back: &GoodsReturn, tried: Option<(&FormData, &Problem)>) -> Markup {
    let l = &cx.l;
    let problem = tried.map(|(_, problem)| problem);
    let today = cx.app.clock().today(&cx.actor.tenant.time_zone).to_string();
    let typed = |field: &str| tried.and_then(|(data, _)| data.some(field)).map(str::to_owned);
    let columns = vec![
        Column::new(l.t("orders-product")),
        Column::new(l.t("returns-asked")).numeric(),
        Column::new(l.t("returns-came")).numeric(),
        Column::new(l.t("returns-condition")),
    ];
    let rows = back.lines.iter().enumerate().map(|(i, line)| {
        Row::new(vec![
            html! { (bdi(&line.description)) br; span.small.muted { (bdi(&line.sku)) } },
            bdi(&quantity(l, line.quantity, &line.unit)),
            came(cx, i, line, tried),
            condition(cx, i, line, typed(&format!("lines[{i}][condition]"))),
        ])
    });
    let credited = tried.is_none_or(|(data, _)| data.has("credit"));
    form(
        &format!("{}/receive", address(back.head.id)),
        &hidden(cx, back),
        html! {
            (Card::new(html! {
                (Table::new(l.t("orders-lines"), columns).rows(rows))
            }).title(l.t("returns-receive-title")).flush())
            (fields(html! {
                (Field::date("date", l.t("orders-date")).value(typed("date").unwrap_or(today))
                    .error(forms::error(l, problem, "date")))
                @if cx.may("invoices.credit") {
                    (Field::checkbox("credit", l.t("returns-credit-now"), credited)
                        .hint(l.t("returns-credit-now-hint")))
                }
            }))
            (form_actions(html! {
                (Button::submit(l.t("returns-receive")).primary().icon(Icon::Check))
            }))
        },
    )
}

fn quantity(l: &L, quantity: Quantity, unit: &str) -> String {
    format!("{} {}", l.quantity(quantity), unit_name(l, unit))
}

fn came(cx: &Cx, i: usize, line: &ReturnLine, tried: Option<(&FormData, &Problem)>) -> Markup {
    let l = &cx.l;
    let field = format!("lines[{i}][quantity]");
    let id = Field::id_of(&field);
    let value = match tried {
        Some((data, _)) => data.text(&field).to_owned(),
        None => line.quantity.to_string(),
    };
    let problem = tried.map(|(_, problem)| problem);
    let error = forms::error(l, problem, &format!("lines[{i}].quantity"));
    let described = error.as_ref().map(|_| format!("{id}-error"));
    html! {
        input type="hidden" name=(format!("lines[{i}][line]")) value=(line.n);
        input.input.numeric type="text" inputmode="decimal" dir="ltr" autocomplete="off"
            id=(id) name=(field) value=(value)
            aria-label=(format!("{}: {}", l.t("returns-came"), line.description))
            aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[&described];
        @if let Some(error) = &error {
            p.error id={ (id) "-error" } { (Icon::Stop) span { (error) } }
        }
    }
}

fn condition(cx: &Cx, i: usize, line: &ReturnLine, typed: Option<String>) -> Markup {
    let l = &cx.l;
    let chosen = typed.unwrap_or_else(|| line.condition.as_str().to_owned());
    html! {
        select.input name=(format!("lines[{i}][condition]"))
            aria-label=(format!("{}: {}", l.t("returns-condition"), line.description)) {
            @for (value, label) in conditions(l) {
                option value=(value) selected[value == chosen] { (label) }
            }
        }
    }
}

fn lines(cx: &Cx, back: &GoodsReturn) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-product")).title(),
        Column::new(l.t("returns-condition")),
        Column::new(l.t("returns-asked")).numeric(),
        Column::new(l.t("returns-came")).numeric(),
        Column::new(l.t("returns-covered")).numeric(),
    ];
    let rows = back.lines.iter().map(|line| {
        Row::new(vec![
            html! { (bdi(&line.description)) br; span.small.muted { (bdi(&line.sku)) } },
            html! { (l.t(&format!("returns-condition-{}", line.condition.as_str()))) },
            bdi(&quantity(l, line.quantity, &line.unit)),
            bdi(&l.quantity(line.received)),
            bdi(&l.quantity(line.credited)),
        ])
    });
    Table::new(l.t("orders-lines"), columns).rows(rows)
}

fn facts(cx: &Cx, seen: &Seen) -> Facts {
    let (l, head) = (&cx.l, &seen.back.head);
    let link = |folder: &str, id: Uuid, number: &str| {
        html! { a href=(format!("/admin/{folder}/{id}")) { (bdi(number)) } }
    };
    let mut facts = Facts::new()
        .markup(l.t("orders-customer"), link("customers", head.customer.id, &head.customer.name));
    for (key, folder, id, number) in [
        ("returns-order", "orders", head.order_id, &head.order_number),
        ("returns-delivery", "deliveries", head.delivery_id, &head.delivery_number),
        ("returns-invoice", "invoices", head.invoice_id, &head.invoice_number),
    ] {
        if let Some(id) = id {
            let number = number.as_deref().unwrap_or_default();
            facts = facts.markup(l.t(key), link(folder, id, number));
        }
    }
    let mut facts = facts
        .text(l.t("orders-warehouse"), l.text(&seen.warehouse.name))
        .text(l.t("returns-reason"), &head.reason)
        .text(l.t("orders-note"), &head.note);
    match head.state {
        ReturnState::Requested => return facts,
        ReturnState::Declined => {
            return facts.text(l.t("returns-state-declined"), &head.declined_because);
        }
        ReturnState::Received => {}
    }
    if let Some(day) = head.received_on {
        facts = facts.text(l.t("returns-received-on"), &l.date(day));
    }
    facts = facts
        .text(l.t("returns-value"), &l.money(head.value))
        .text(l.t("returns-loss"), &l.money(head.loss));
    if cx.may("ledger.read") {
        for (key, entry) in
            [("returns-entry", head.entry_id), ("returns-loss-entry", head.loss_entry_id)]
        {
            if let Some(id) = entry {
                facts =
                    facts.markup(l.t(key), link("ledger/entries", id, &l.t("returns-entry-show")));
            }
        }
    }
    for note in &seen.back.credit_notes {
        let said = html! {
            (link("invoices", note.id, &note.number))
            @if note.cancelled { " " span.muted { (l.t("returns-note-cancelled")) } }
        };
        facts = facts.markup(l.t("returns-note"), said);
    }
    facts
}
