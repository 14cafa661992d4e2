//! One quote: how far it has come, what to do next, and its lines.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Banner, Button, Card, Column, Dialog, Facts, Field, Flow, Icon, Kind, Mistakes, PageHeader,
    Row, Step, Table, Tone, Totals, bdi, form,
};
use base::{Cx, L, Problem};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use supply::catalog::unit_name;
use uuid::Uuid;

use super::super::find;
use super::super::quote::{Move, Quote, QuoteHead, QuoteState, QuotedOrder};
use super::{address, badge, hidden, name, state_word};
use crate::forms;
use crate::orders::{line_sums, may_approve, product_cell};

/// The page of a quote, with the refusal of what was just tried.
pub(super) async fn answer(
    cx: &Cx,
    id: Uuid,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let quote = find(&mut tx, id).await?;
    let happened = audit::timeline(&mut tx, "quote", id).await?;
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(cx.page_with(status, &name(&cx.l, &quote.head), page(cx, &quote, &happened, problem)))
}

fn page(cx: &Cx, quote: &Quote, happened: &[AuditEntry], problem: Option<&Problem>) -> Markup {
    let (l, texts, head) = (&cx.l, forms::texts(cx), &quote.head);
    html! {
        (PageHeader::new(&texts, name(l, head))
            .crumb(l.t("quotes-title"), "/admin/quotes")
            .beside(html! { (badge(l, head.state)) })
            .subtitle(&head.customer.name)
            .actions(actions(cx, quote)))
        (refusal(cx, quote, problem))
        (banner(cx, quote))
        (flow(cx, quote))
        div.split {
            div.stack {
                (Card::new(lines(cx, quote)).title(l.t("orders-lines")).flush())
                @if !head.terms.is_empty() {
                    (Card::new(html! {
                        @for line in head.terms.lines() { p { bdi { (line) } } }
                    }).title(l.t("quotes-terms")))
                }
            }
            div.stack {
                (Card::new(html! { (facts(cx, quote)) }).title(l.t("quotes-facts")))
                (Card::new(audit::timeline_markup(l, happened)).title(l.t("orders-timeline")))
            }
        }
    }
}

/// A refusal names lines by their place; here they are named by what they are.
fn refusal(cx: &Cx, quote: &Quote, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let Some(problem) = problem else { return html! {} };
    let mut mistakes = Mistakes::new(&texts);
    if problem.fields().is_empty() {
        mistakes = mistakes.general(problem.sentence(l));
    }
    for field in problem.fields() {
        let at = field.path.strip_prefix("lines[").and_then(|rest| rest.split(']').next());
        let line = at.and_then(|i| quote.lines.get(i.parse::<usize>().ok()?));
        mistakes = match line {
            Some(line) => mistakes.general(format!("{}: {}", line.description, field.sentence(l))),
            None => mistakes.general(field.sentence(l)),
        };
    }
    html! { (mistakes) }
}

/// What keeps it from being sent or accepted.
fn banner(cx: &Cx, quote: &Quote) -> Markup {
    let l = &cx.l;
    match quote.head.state {
        QuoteState::Expired => {
            let facts = [("date", l.date(quote.head.valid_until).into())];
            html! { (Banner::new(Tone::Warning, l.with("quotes-expired-text", &facts))) }
        }
        QuoteState::Draft if quote.needs_approval() => {
            let lines = quote.lines.iter().filter_map(|line| {
                let word = line.needs?.as_str().replace('_', "-");
                Some(format!("{}: {}", line.description, l.t(&format!("orders-need-{word}"))))
            });
            let lines: Vec<String> = lines.collect();
            let title = match may_approve(&cx.actor, quote.head.written_by) {
                true => l.t("quotes-send-approves"),
                false => l.t("quotes-needs-approval"),
            };
            html! { (Banner::new(Tone::Warning, lines.join("; ")).title(title)) }
        }
        _ => html! {},
    }
}

fn actions(cx: &Cx, quote: &Quote) -> Markup {
    let (l, head) = (&cx.l, &quote.head);
    let (home, can) = (address(head.id), |step: Move| head.state.after(step).is_some());
    let send = can(Move::Send) && head.state != QuoteState::Draft && cx.may("quotes.send");
    html! {
        @if can(Move::Decline) && cx.may("quotes.edit") { (decline_button(cx, quote)) }
        (Button::link(l.t("quotes-print"), format!("{home}/print")).icon(Icon::Print))
        @if send {
            (Button::link(l.t("quotes-send-again"), format!("{home}/send")).icon(Icon::Mail))
        }
        @if can(Move::Edit) && cx.may("quotes.edit") {
            (Button::link(l.t("orders-edit"), format!("{home}/edit")).icon(Icon::Edit).key('e'))
        }
    }
}

fn decline_button(cx: &Cx, quote: &Quote) -> Markup {
    let (l, action) = (&cx.l, format!("{}/decline", address(quote.head.id)));
    let body = form(
        &action,
        &hidden(cx, quote),
        html! {
            (Field::text("reason", l.t("orders-cancel-reason")).maxlength(500).span()
                .hint(l.t("quotes-decline-hint")))
            (dialog_actions(cx, "decline",
                &Button::submit(l.t("quotes-decline")).kind(Kind::DangerPrimary)))
        },
    );
    html! {
        (Button::opens(l.t("quotes-decline"), "decline").kind(Kind::Danger).icon(Icon::Close))
        (Dialog::new("decline", l.t("quotes-decline"), body))
    }
}

fn dialog_actions(cx: &Cx, id: &str, submit: &Button) -> Markup {
    let texts = forms::texts(cx);
    html! {
        div.dialog-actions {
            button.button type="button" popovertarget=(id) data-close=""
                popovertargetaction="hide" { (texts.cancel) }
            (submit)
        }
    }
}

fn flow(cx: &Cx, quote: &Quote) -> Markup {
    let (l, texts, state) = (&cx.l, forms::texts(cx), quote.head.state);
    let way = [QuoteState::Draft, QuoteState::Sent, QuoteState::Accepted, QuoteState::Ordered];
    let mut flow = Flow::new(&texts);
    if matches!(state, QuoteState::Declined | QuoteState::Expired) {
        let before = if quote.head.number.is_some() { 2 } else { 1 };
        for step in &way[..before] {
            flow = flow.step(state_word(l, *step), Step::Done);
        }
        return html! { (flow.step(state_word(l, state), Step::Stopped)) };
    }
    let at = way.iter().position(|step| *step == state).unwrap_or_default();
    for (i, step) in way.into_iter().enumerate() {
        let stands = match i.cmp(&at) {
            std::cmp::Ordering::Less => Step::Done,
            std::cmp::Ordering::Equal if step == QuoteState::Ordered => Step::Done,
            std::cmp::Ordering::Equal => Step::Current,
            std::cmp::Ordering::Greater => Step::Ahead,
        };
        flow = flow.step(state_word(l, step), stands);
    }
    html! { (flow.action(next(cx, quote))) }
}

/// The one primary button of the page.
fn next(cx: &Cx, quote: &Quote) -> Markup {
    let (l, home) = (&cx.l, address(quote.head.id));
    match quote.head.state {
        QuoteState::Draft if cx.may("quotes.send") => html! {
            (Button::link(l.t("quotes-send"), format!("{home}/send")).primary().icon(Icon::Mail))
        },
        QuoteState::Sent if cx.may("quotes.edit") => accept_button(cx, quote),
        QuoteState::Accepted if cx.may("orders.edit") => html! {
            form.row method="post" action=(format!("{home}/order")) {
                (base::ui::hidden(&hidden(cx, quote)))
                @if cx.may("orders.confirm") {
                    (Button::submit(l.t("quotes-order-confirmed")).primary().icon(Icon::Cart)
                        .value("confirm", "1"))
                    (Button::submit(l.t("quotes-order-draft")))
                } @else {
                    (Button::submit(l.t("quotes-order-draft")).primary().icon(Icon::Cart))
                }
            }
        },
        _ => html! {},
    }
}

fn accept_button(cx: &Cx, quote: &Quote) -> Markup {
    let (l, action) = (&cx.l, format!("{}/accept", address(quote.head.id)));
    let body = form(
        &action,
        &hidden(cx, quote),
        html! {
            (Field::text("reference", l.t("orders-reference")).maxlength(100).span()
                .value(&quote.head.reference).hint(l.t("orders-reference-hint")))
            (dialog_actions(cx, "accept", &Button::submit(l.t("quotes-accept")).primary()))
        },
    );
    html! {
        (Button::opens(l.t("quotes-accept"), "accept").primary().icon(Icon::Check))
        (Dialog::new("accept", l.t("quotes-accept"), body))
    }
}

fn lines(cx: &Cx, quote: &Quote) -> Markup {
    let (l, head) = (&cx.l, &quote.head);
    let columns = vec![
        Column::new(l.t("orders-product")).title(),
        Column::new(l.t("orders-quantity")).numeric(),
        Column::new(l.t("orders-price")).numeric(),
        Column::new(l.t("orders-net")).numeric(),
    ];
    let rows = quote.lines.iter().map(|line| {
        let quantity = format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit));
        let rule = line.price_rule.as_ref();
        Row::new(vec![
            product_cell(l, &line.description, &line.sku, line.discount, rule),
            bdi(&quantity),
            bdi(&l.unit_price(line.unit_price, line.net.currency)),
            bdi(&l.amount(line.net)),
        ])
    });
    html! {
        (Table::new(l.t("orders-lines"), columns).rows(rows))
        div.lines-foot { (sums(l, head)) }
    }
}

/// The quote's sums; what it comes to in the company's currency, where it has another.
fn sums(l: &L, head: &QuoteHead) -> Totals {
    let totals = line_sums(l, [head.net, head.tax, head.gross]);
    match head.exchange_rate {
        Some(_) => totals.row(l.t("orders-gross-base"), l.money(head.gross_base)),
        None => totals,
    }
}

fn facts(cx: &Cx, quote: &Quote) -> Facts {
    let (l, head) = (&cx.l, &quote.head);
    let customer = html! {
        a href=(format!("/admin/customers/{}", head.customer.id)) { (bdi(&head.customer.name)) }
    };
    let mut facts = Facts::new()
        .markup(l.t("orders-customer"), customer)
        .text(l.t("orders-date"), &l.date(head.quote_date))
        .text(l.t("quotes-valid-until"), &l.date(head.valid_until))
        .text(l.t("orders-reference"), &head.reference)
        .text(l.t("orders-note"), &head.note);
    if head.prices_include_tax {
        facts = facts.text(l.t("orders-prices"), &l.t("orders-prices-include-tax"));
    }
    if let Some(at) = head.sent_at {
        let sent = match head.sent_to.as_str() {
            "" => l.timestamp(at),
            to => format!("{} · {to}", l.timestamp(at)),
        };
        facts = facts.text(l.t("quotes-state-sent"), &sent);
    }
    if let Some(at) = head.decided_at {
        let declined = head.state == QuoteState::Declined;
        let label = if declined { QuoteState::Declined } else { QuoteState::Accepted };
        facts = facts.text(state_word(l, label), &l.timestamp(at));
        if !head.declined_because.is_empty() {
            facts = facts.text(l.t("orders-cancel-reason"), &head.declined_because);
        }
    }
    if let Some(order) = &head.order {
        facts = facts.markup(l.t("quotes-order"), order_link(l, order));
    }
    for order in &quote.cancelled_orders {
        facts = facts.markup(l.t("quotes-order-cancelled"), order_link(l, order));
    }
    facts
}

fn order_link(l: &L, order: &QuotedOrder) -> Markup {
    let number = order.number.clone().unwrap_or_else(|| l.t("orders-state-draft"));
    html! { a href=(format!("/admin/orders/{}", order.id)) { (bdi(&number)) } }
}
